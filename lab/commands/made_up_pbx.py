"""Run a simulated PBX that sends a call now and then, for the demo."""

import argparse
import asyncio
import os
import signal
import socket

NEEDS = "nothing"
PHONES = 6
EVERY = 150.0  # seconds between two calls


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add how often somebody calls."""
    parser.add_argument("--every", type=float, default=EVERY, help=f"seconds between two calls ({EVERY:g})")


def run(args: argparse.Namespace) -> int:
    """Serve until stopped."""
    from peygir.gateways.ami.address import MADE_UP, PORT, doors
    from peygir.ops import logs
    from peygir.ops.parent_death import die_with_parent

    die_with_parent()
    logs.configure("made-up-pbx")
    opened = next(iter(doors()), None)
    door = socket.socket(fileno=opened) if opened is not None else None
    asyncio.run(_serve(int(os.environ.get(MADE_UP) or PORT), args.every, door))
    return 0


async def _serve(port: int, every: float, opened: socket.socket | None) -> None:
    from pathlib import Path
    from random import Random

    from lab.exchange.calls import CallPlan, call_in
    from lab.exchange.exchange import Exchange
    from lab.exchange.server import SimulatedPbx

    told = os.environ.get("PEYGIR_PBX_CDR", "")
    exchange = Exchange([str(101 + number) for number in range(PHONES)], records=Path(told) if told else None)
    door, rng = SimulatedPbx(exchange, port=port, door=opened), Random(port)  # noqa: S311 - made-up callers
    exchange.talks_for, exchange.listens_for = 20.0, 8.0
    # Give a consulted colleague enough time for somebody who explores the demo.
    exchange.dials_for, exchange.consults_for = 25.0, 90.0
    exchange.presses = lambda number: rng.choices(("1", "2", "3", "", "no answer", "busy"), (8, 2, 1, 1, 3, 1))[0]
    stopped = asyncio.Event()
    for what in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(what, stopped.set)
    await door.start()
    while not await _within(every * rng.uniform(0.3, 1.7), stopped):
        caller = f"0997000{rng.randrange(400):04d}"
        kind = rng.choices(("plain", "transfer", "voice"), (8, 1, 1))[0]
        talk, ring = rng.uniform(20, 90), rng.uniform(3, 9)
        exchange.run(call_in(exchange, CallPlan(caller, patience=40, talk=talk, ring=ring, kind=kind)))
    await door.stop()


async def _within(seconds: float, stopped: asyncio.Event) -> bool:
    """Return whether it was stopped within so many seconds."""
    try:
        await asyncio.wait_for(stopped.wait(), seconds)
    except TimeoutError:
        return False
    return True

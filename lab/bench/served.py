"""Starts the real system (web, worker, clock and database) on a home to be measured, and stops it."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from peygir.core.signing_keys import signing_key
from peygir.ops import counting
from peygir.ops.processes import free_port, wait_until_served

HOST: Final = "127.0.0.1"
FIRST_PORT: Final = 8700
STARTS_WITHIN: Final = 240.0
"""On a busy machine; where nothing else runs it takes a few seconds."""
STOPS_WITHIN: Final = 60.0


class HouseDidNotStart(Exception):
    """The system to be measured does not answer; its log says why."""


@dataclass(frozen=True, slots=True)
class Served:
    """A system that answers at a port; `pid` is its supervisor's."""

    port: int
    pid: int
    log: Path


@contextmanager
def served_by(home: Path, machines: int) -> Iterator[list[Served]]:
    """Run `serve` on so many machines against the running database of a home. Raises HouseDidNotStart.

    Each has a home of its own beside that one, and of all shares but the file that stands in for the SMS provider.
    """
    if machines == 1:
        with served(home) as house:
            yield [house]
        return
    keys = {"origin": "localhost/record", "seed": "11" * 32, "blinding": "22" * 32}
    shared = {
        "DATABASE_URL": os.environ["PEYGIR_DATABASE_URL"],
        "PEYGIR_SECRET_KEY": signing_key(home),
        "PEYGIR_RECORD_KEY": json.dumps(keys),
    }
    (home / "outbox").chmod(0o777)  # started by root, the machines' processes run as another account
    with ExitStack() as stack:
        houses = []
        for number in range(1, machines + 1):
            own = home.parent / f"{home.name}-machine-{number}"
            shutil.rmtree(own, ignore_errors=True)
            own.mkdir(mode=0o711)
            (own / "outbox").symlink_to(home / "outbox", target_is_directory=True)
            houses.append(stack.enter_context(served(own, environment=shared, first_port=FIRST_PORT + 50 * number)))
        yield houses


@contextmanager
def served(
    home: Path, *, workers: int = 2, environment: Mapping[str, str] | None = None, first_port: int = FIRST_PORT
) -> Iterator[Served]:
    """Run `serve` on this home in processes of its own, as any user would start it. Raises HouseDidNotStart."""
    port, log = free_port(HOST, first_port), home / "bench.log"
    environment = {
        **os.environ,
        **(environment or {}),
        "PEYGIR_HOME": str(home),
        counting.WANTED: "1",
        "PEYGIR_SMS": "file",
        "PEYGIR_READER": "off",
        "PEYGIR_SECOND_STEP": "none",  # the bench signs in by sessions of its own, and measures the pages behind them
    }
    command = [sys.executable, "-P", "-m", "peygir.ops", "serve", f"--port={port}", f"--workers={workers}"]
    with log.open("ab") as output:
        house = subprocess.Popen(command, env=environment, stdout=output, stderr=output, stdin=subprocess.DEVNULL)
    try:
        if not wait_until_served(HOST, port, within=STARTS_WITHIN) or house.poll() is not None:
            raise HouseDidNotStart(f"the house on {home} does not answer; see {log}")
        yield Served(port, house.pid, log)
    finally:
        house.send_signal(signal.SIGINT)
        try:
            house.wait(STOPS_WITHIN)
        except subprocess.TimeoutExpired:
            house.kill()
            house.wait()

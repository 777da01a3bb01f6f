"""A storm of calls through the simulated PBX, with a lost connection and a kill -9; afterwards no call may be lost.

The exchange keeps a log of its own; twenty scripted operators record each call's outcome through the pages, each
command with its own idempotency key and repeated until it is acknowledged.
"""

import asyncio
import os
import random
import signal
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection

from lab.bench.measure import wait_until_quiet
from lab.bench.process_tree import below
from lab.bench.report import tell
from lab.bench.served import HOST, Served, served_by
from lab.bench.storm_audit import audit
from lab.bench.storm_operators import Operator, hire
from lab.exchange.calls import CallPlan, call_in
from lab.exchange.exchange import Exchange
from lab.exchange.server import SimulatedPbx
from peygir.centre.contacts import actions as contacts
from peygir.centre.contacts.models import Contact
from peygir.city import queries as city
from peygir.core import clock
from peygir.gateways.ami import address
from peygir.ops.processes import wait_until_served

CUT: Final = 20.0  # seconds, however short the storm is
COMES_BACK_WITHIN: Final = 25.0
USUAL_MINUTES: Final = 10.0
CATCHES_UP_WITHIN: Final = 900.0
KILLED: Final = ("peygir.ops.web", "peygir.ops work", "peygir.ops pbx")


@dataclass
class Storm:
    """The exchange in a thread of its own."""

    exchange: Exchange
    plans: list[tuple[float, CallPlan]]
    cut_at: float
    door: SimulatedPbx = field(init=False)
    ready: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)
    begin: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Serve; from `begin` on, let the calls come, until all have ended."""
        asyncio.run(self._run())

    async def _run(self) -> None:
        self.door = SimulatedPbx(self.exchange)
        await self.door.start()
        self.ready.set()
        await asyncio.to_thread(self.begin.wait)
        cut = asyncio.create_task(self._cut())
        await asyncio.gather(*(self._call(at, plan) for at, plan in self.plans))
        await cut
        self.over.set()
        await asyncio.to_thread(self.ended.wait)
        await self.door.stop()

    ended: threading.Event = field(default_factory=threading.Event)

    async def _call(self, at: float, plan: CallPlan) -> None:
        await asyncio.sleep(at)
        await call_in(self.exchange, plan)

    async def _cut(self) -> None:
        await asyncio.sleep(self.cut_at)
        await self.door.cut(CUT)


def main(calls: str, operators: str, minutes: str, machines: str, form: str = "") -> None:
    """Run the step; exits with 1 when a call is lost, or a message sent twice."""
    home = Path(os.environ["PEYGIR_HOME"])
    found = storm(home, calls=int(calls), operators=int(operators), minutes=float(minutes), machines=int(machines))
    tell(found, as_json=form == "--json")


def storm(home: Path, *, calls: int, operators: int, minutes: float, machines: int = 1) -> dict[str, Any]:
    """Run the storm against a served system, on one machine or several, and compare."""
    rng, length = random.Random(calls), minutes * 60  # noqa: S311 - made-up callers
    city_facts = city.current_city(settings.CITY)
    people = hire(operators)
    phones = [str(101 + number) for number in range(operators)]
    for person, phone in zip(people, phones, strict=True):
        contacts.sit_at(city_facts.id, phone, by=person.actor)
    log = home / "calls.jsonl"
    exchange = Exchange(phones, records=home / "Master.csv", log=log, zone=city_facts.time_zone)
    storm_ = Storm(exchange, plans_of(rng, calls, minutes), cut_at=0.35 * length)
    thread = threading.Thread(target=storm_.run, daemon=True)
    thread.start()
    storm_.ready.wait()
    os.environ[address.URL], os.environ["PEYGIR_PBX_CDR"] = storm_.door.url, str(home / "Master.csv")
    os.environ["PEYGIR_PBX_QUEUE_LOG"] = str(home / "queue_log")
    with served_by(home, machines) as houses:
        killed = _through(storm_, houses, people, length)
        stragglers = wait_until_told(len(exchange.happened))
        for person in people:
            person.stop()
        connection.close()
        wait_until_quiet()
    storm_.ended.set()
    thread.join()
    audited = audit(city_facts.id, log, home, [told for person in people for told in person.told])
    sign_ins = {"killed": killed, "sign_ins": storm_.door.sign_ins, "asked_again": sum(one.again for one in people)}
    return (
        {"calls": calls, "minutes": minutes, "operators": operators, "machines": machines}
        | sign_ins
        | audited
        | {
            "not_told_in_time": stragglers,
            "is_clean": audited["is_clean"] and not stragglers,
        }
    )


def _through(storm_: Storm, houses: list[Served], people: list[Operator], length: float) -> int:
    """Run the operators, with a kill -9 of web, worker and PBX bridge in the second half; returns the number killed.

    Of several machines the first is killed as a whole, and does not come back.
    """
    for person in people:
        person.start(*(house.port for house in houses))
    storm_.begin.set()
    began = clock.monotonic()
    # Late enough that the bridge has reconnected after the cut, so that both recoveries are tested separately.
    clock.pause(max(0.6 * length, 0.35 * length + CUT + COMES_BACK_WITHIN))
    killed = _kill(houses[0]) if len(houses) == 1 else _kill_machine(houses[0])
    print(f"  kill -9 of {killed} processes after {clock.monotonic() - began:.0f} s", flush=True)
    wait_until_served(HOST, houses[-1].port)
    storm_.over.wait()
    return killed


def plans_of(rng: random.Random, calls: int, minutes: float) -> list[tuple[float, CallPlan]]:
    """Return the time and course of each call; half of all calls come in the first third."""
    pace, length = minutes / USUAL_MINUTES, minutes * 60
    plans = []
    for number in range(calls):
        at = rng.uniform(0, 0.3 if number % 2 else 0.9) * length
        caller = "anonymous" if rng.random() < 0.03 else f"0997000{rng.randrange(calls):04d}"
        kind = rng.choices(("plain", "transfer", "voice"), (80, 14, 6))[0]
        talk, patience = rng.uniform(10, 60) * pace, rng.uniform(6, 90) * pace
        plans.append(
            (
                at,
                CallPlan(
                    caller,
                    patience=patience,
                    talk=talk,
                    ring=rng.uniform(1, 4) * pace,
                    kind=kind,
                    queue_seconds=40 * pace,
                ),
            )
        )
    return sorted(plans, key=lambda plan: plan[0])


def _kill(house: Served) -> int:
    doomed = []
    for pid in below(house.pid):
        try:
            command_line = (Path("/proc") / str(pid) / "cmdline").read_bytes().decode().replace("\0", " ")
        except OSError:
            continue
        if any(name in command_line for name in KILLED):
            doomed.append(pid)
    for pid in doomed:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    return len(doomed)


def _kill_machine(house: Served) -> int:
    """kill -9 everything that runs on a machine; returns how many processes."""
    doomed = [house.pid, *below(house.pid)]
    for pid in doomed:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    return len(doomed)


def wait_until_told(calls: int) -> int:
    """Wait until every call has an outcome; returns how many have none after the time limit."""
    until = clock.monotonic() + CATCHES_UP_WITHIN
    while clock.monotonic() < until:
        left = calls - Contact.objects.filter(pbx_key__isnull=False).exclude(outcome="").count()
        if not left:
            return 0
        clock.pause(0.5)
    return left

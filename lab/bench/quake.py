"""A quake day: ten times the storm of calls, and citizens' reports besides; a web process and the database are killed.

The hour has 3,000 calls and 20,000 reports. A run of fewer minutes keeps that rate; `share` takes a part of it, for a
machine that cannot send as much beside what it measures. Afterwards nothing that was acknowledged may be missing.
"""

import os
import random
import signal
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection

from lab.bench.asks import Asks
from lab.bench.crash import CHECKS, broken_rows
from lab.bench.measure import wait_until_quiet
from lab.bench.process_tree import below
from lab.bench.quake_citizens import QuakeReader, QuakeReporter, Refusals
from lab.bench.report import tell
from lab.bench.served import HOST, Served, served
from lab.bench.storm import Storm, plans_of, wait_until_told
from lab.bench.storm_audit import TOLD, audit
from lab.bench.storm_operators import Operator, hire
from lab.exchange.exchange import Exchange
from peygir.centre.contacts import actions as contacts
from peygir.city import queries as city
from peygir.core import clock
from peygir.gateways.ami import address
from peygir.ops import postgres
from peygir.ops.accounts import database_account
from peygir.ops.cluster import cluster_of
from peygir.ops.processes import wait_until_served

CALLS_AN_HOUR: Final = 3000
REPORTS_AN_HOUR: Final = 20_000
OPERATORS: Final = 20
SENDERS: Final = 24
READERS: Final = 2
USABLE_MS: Final = 3000.0
"""An operator's page that comes within that time is usable."""
ACKNOWLEDGED: Final = "acknowledged, but no report"
UP_WITHIN: Final = 120.0


def main(minutes: str, share: str, form: str = "") -> None:
    """Run the step; exits with 1 when something acknowledged is lost, or the pages were not usable."""
    found = quake(Path(os.environ["PEYGIR_HOME"]), minutes=float(minutes), share=float(share))
    tell(found, as_json=form == "--json")


def quake(home: Path, *, minutes: float, share: float) -> dict[str, Any]:
    """Let calls and reports come, kill in the middle, wait until all is processed, and compare."""
    part, length = share * minutes / 60, minutes * 60
    calls = max(1, round(CALLS_AN_HOUR * part))
    city_facts = city.current_city(settings.CITY)
    people = hire(OPERATORS)
    phones = [str(101 + number) for number in range(OPERATORS)]
    for person, phone in zip(people, phones, strict=True):
        contacts.sit_at(city_facts.id, phone, by=person.actor)
    log = home / "calls.jsonl"
    exchange = Exchange(phones, records=home / "Master.csv", log=log, zone=city_facts.time_zone)
    rng = random.Random(calls)  # noqa: S311 - made-up callers
    storm = Storm(exchange, plans_of(rng, calls, minutes), cut_at=0.8 * length)
    thread = threading.Thread(target=storm.run, daemon=True)
    thread.start()
    storm.ready.wait()
    os.environ[address.URL], os.environ["PEYGIR_PBX_CDR"] = storm.door.url, str(home / "Master.csv")
    os.environ["PEYGIR_PBX_QUEUE_LOG"] = str(home / "queue_log")
    asks = Asks(seed=calls)
    try:
        with served(home) as house:
            every = SENDERS * 3600 / (REPORTS_AN_HOUR * share)
            reporters = [QuakeReporter(house.port, asks, number, every) for number in range(SENDERS)]
            readers = [QuakeReader(house.port) for _ in range(READERS)]
            away = _through(storm, house, home, people, reporters, readers, length)
            stragglers = wait_until_told(len(exchange.happened))
            for person in people:
                person.stop()
            connection.close()
            quiet = wait_until_quiet()
    finally:  # also where the system does not start: the exchange waits for both
        storm.begin.set()
        storm.ended.set()
    thread.join()
    codes = [code for reporter in reporters for code in reporter.codes.values()]
    told = [command for person in people for command in person.told]
    audited = _audited(city_facts.id, log, home, told, codes)
    figures = _figures(people, reporters, readers, minutes=minutes, share=share, calls=calls)
    is_usable = figures["operators_p95_ms"] <= USABLE_MS and not figures["refused_without_words"]
    return (
        figures
        | {"seconds_without_database": away, "worked_off_per_second": quiet["per_second"], "not_told": stragglers}
        | audited
        | {"is_clean": audited["is_clean"] and is_usable and not stragglers}
    )


def _through(
    storm: Storm,
    house: Served,
    home: Path,
    people: Sequence[Operator],
    reporters: Sequence[QuakeReporter],
    readers: Sequence[QuakeReader],
    length: float,
) -> float:
    """Run everybody; kill in the middle. Returns the seconds until pages came again."""
    for person in people:
        person.start(house.port)
    for citizen in readers:
        citizen.start()
    until = clock.monotonic() + length
    storm.begin.set()
    for reporter in reporters:
        reporter.start(until=until)
    clock.pause(0.5 * length)
    killed, began = _kill(house, home), clock.monotonic()
    print(f"  kill -9 of the database and one web process: {killed} processes", flush=True)
    wait_until_served(HOST, house.port, within=UP_WITHIN)
    while not _answers(home) and clock.monotonic() - began < UP_WITHIN:
        clock.pause(0.2)
    away = round(clock.monotonic() - began, 1)
    connection.close()  # it went away with the server
    storm.over.wait()
    for reporter in reporters:
        reporter.join()
    for citizen in readers:
        citizen.stop()
    return away


def _answers(home: Path) -> bool:
    return postgres.answers(cluster_of(home, database_account()))


def _kill(house: Served, home: Path) -> int:
    """kill -9 one worker of the web, and the whole database server; returns how many processes."""
    webs = []
    for pid in below(house.pid):
        try:
            command_line = (Path("/proc") / str(pid) / "cmdline").read_bytes().decode().replace("\0", " ")
        except OSError:
            continue
        if "peygir.ops.web" in command_line:
            webs.append(pid)
    postmaster = postgres.alive_pid(cluster_of(home, database_account()))
    doomed = [*webs[-1:], *([postmaster, *below(postmaster)] if postmaster else [])]
    for pid in doomed:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    return len(doomed)


def _audited(city_id: int, log: Path, home: Path, told: Sequence[Any], codes: list[str]) -> dict[str, Any]:
    """As after a storm, and each acknowledged report is there once; callers without a phone are told nothing."""
    audited = audit(city_id, log, home, told)
    assert ACKNOWLEDGED in CHECKS
    broken = broken_rows(codes)
    broken.pop(TOLD, None)
    return audited | {"broken": broken, "is_clean": audited["is_clean"] and not broken and bool(codes)}


def _figures(
    people: Sequence[Operator],
    reporters: Sequence[QuakeReporter],
    readers: Sequence[QuakeReader],
    *,
    minutes: float,
    share: float,
    calls: int,
) -> dict[str, Any]:
    refusals = [reporter.refusals for reporter in reporters] + [citizen.refusals for citizen in readers]
    acknowledged = sum(len(reporter.codes) for reporter in reporters)
    return {
        "minutes": minutes,
        "share_of_the_hour": share,
        "calls": calls,
        "reports_wanted": round(REPORTS_AN_HOUR * share * minutes / 60),
        "reports_acknowledged": acknowledged,
        "report_p95_ms": p95([wait for reporter in reporters for wait in reporter.waits]),
        "longest_report_s": round(max((wait for one in reporters for wait in one.waits), default=0.0), 1),
        "sent_again": sum(reporter.again for reporter in reporters),
        "refused_for_good": sum(reporter.refused.total() for reporter in reporters),
        "operators_pages": sum(len(person.times) for person in people),
        "operators_p95_ms": p95([seconds for person in people for seconds in person.times]),
        "operators_asked_again": sum(person.again for person in people),
        "citizens_p95_ms": p95([seconds for citizen in readers for seconds in citizen.times]),
        "refused_in_words": _sum(refusals, "in_words"),
        "refused_without_words": _sum(refusals, "without_words"),
        "no_answer": _sum(refusals, "no_answer"),
    }


def _sum(refusals: Sequence[Refusals], name: str) -> int:
    return sum(getattr(one, name) for one in refusals)


def p95(seconds: list[float]) -> float:
    """The time in milliseconds within which 95 of 100 were answered."""
    ordered = sorted(seconds)
    return round(1000 * ordered[min(int(0.95 * len(ordered)), len(ordered) - 1)], 1) if ordered else 0.0

"""Measures one city: each request at full load, beside its limit, and the time until a case is settled."""

import json
import os
import select
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from django.db import connection

from lab.bench.asks import Ask, Asks
from lab.bench.client import TimedResponse, Wire, submit
from lab.bench.limit import record, replay
from lab.bench.served import HOST, HouseDidNotStart, Served, served
from peygir.cases.models import Case
from peygir.cases.states import OPEN
from peygir.core import clock
from peygir.history import vitals
from peygir.journey.vitals import WORKER
from peygir.ops.ticking import LOCK

WARM_UP: Final = 2.0
RECORDED: Final = 40
STEADY_RATE: Final = 50.0
LOOK_EVERY: Final = 0.1
SETTLES_WITHIN: Final = 60.0
QUIET_WITHIN: Final = 900.0
STANDS_WITHIN: Final = 60.0
LOADS_WITHIN: Final = 10.0


@dataclass(frozen=True, slots=True)
class MeasurePlan:
    """The durations and loads of the measurements."""

    seconds: float
    clients: int


def main(cases: str, seconds: str, clients: str, only: str = "") -> None:
    """Run the step of one city, or only the named measurements; prints one JSON object."""
    plan = MeasurePlan(float(seconds), int(clients))
    home = Path(os.environ["PEYGIR_HOME"])
    asks = Asks()
    open_cases = Case.objects.filter(state__in=sorted(OPEN)).count()
    measured: dict[str, Any] = {"cases": int(cases), "open": open_cases, "database": _database()}
    with served(home) as house:
        _wait_until_it_stands()
        wanted_names = set(only.split(",")) if only else {ask.name for ask in asks.all()} | {"settled"}
        kinds = [ask for ask in asks.all() if ask.name in wanted_names]
        for ask in kinds[:1]:  # Web workers load the classifier while they answer their first requests.
            submit(HOST, house.port, ask.make(), clients=plan.clients, seconds=LOADS_WITHIN)
        for ask in kinds:
            measured[ask.name] = _measure(house, ask, plan)
            _say(f"{int(cases):,} {ask.name}: {measured[ask.name]}")
        _say(f"{int(cases):,}: the worker does what the creates have left behind")
        measured["worker"] = wait_until_quiet()
        if "settled" in wanted_names:
            measured["settled"] = _settled(house, asks, plan)
            _say(f"{int(cases):,} settled: {measured['settled']}")
            wait_until_quiet()
    # The servers are stopped now: the limit has the machine for itself, as they had.
    for ask in kinds:
        count = 1 if ask.name == "create" else RECORDED
        recorded = [record(raw) for raw in islice(ask.make(), count + 1)][1:]
        limit = replay(recorded, clients=plan.clients, seconds=plan.seconds, folder=home)
        measured[ask.name] |= {
            "limit": round(limit, 1),
            "ratio": round(measured[ask.name]["rate"] / max(limit, 0.1), 3),
        }
        _say(f"{int(cases):,} {ask.name}, straight by psycopg: {limit:,.0f}/s")
    print(json.dumps(measured, ensure_ascii=False))


def _measure(house: Served, ask: Ask, plan: MeasurePlan) -> dict[str, Any]:
    statements: list[tuple[int, int]] = []

    def seen(answer: TimedResponse) -> None:
        statements.append(answer.statements())

    requests = ask.make()
    submit(HOST, house.port, requests, clients=plan.clients, seconds=WARM_UP)
    load = submit(HOST, house.port, requests, clients=plan.clients, seconds=plan.seconds, seen=seen)
    # Take the usual value: every five seconds a process checks whether the city was reloaded, by one more statement.
    usual = Counter(statements).most_common(1)[0][0] if statements else (-1, -1)
    return {
        "rate": round(load.rate, 1),
        "p50": round(load.at_share(0.5), 1),
        "p95": round(load.at_share(0.95), 1),
        "sql": usual[0],
        "lookups": usual[1],
        "statuses": {str(status): count for status, count in sorted(load.statuses.items())},
    }


def _settled(house: Served, asks: Asks, plan: MeasurePlan) -> dict[str, Any]:
    """Create cases at a steady rate, and measure the time from each response until the case is routed and promised."""
    waiting: dict[str, float] = {}
    times: list[float] = []
    wires = [Wire(HOST, house.port) for _ in range(plan.clients)]
    free = list(wires)
    busy: dict[int, Wire] = {}
    poll = select.poll()
    for wire in wires:
        poll.register(wire, select.POLLIN)
    requests, began = asks.creates(), clock.monotonic()
    wanted_count, sent, looked_at = round(STEADY_RATE * plan.seconds), 0, began
    while sent < wanted_count or busy or waiting:
        now = clock.monotonic()
        if now - began > plan.seconds + SETTLES_WITHIN:
            break
        while free and sent < wanted_count and now - began >= sent / STEADY_RATE:
            wire = free.pop()
            wire.send(next(requests))
            busy[wire.fileno()] = wire
            sent += 1
        for number, _ in poll.poll(5):
            answer = busy[number].receive()
            if answer is not None:
                free.append(busy.pop(number))
                waiting[json.loads(answer.body)["code"]] = clock.monotonic()
        if now - looked_at >= LOOK_EVERY:
            looked_at = now
            times += [clock.monotonic() - waiting.pop(code) for code in _promised(list(waiting))]
    for wire in wires:
        wire.close()
    times.sort()
    at: Callable[[float], float] = lambda share: round(times[int((len(times) - 1) * share)], 2) if times else -1.0  # noqa: E731
    return {
        "rate": STEADY_RATE,
        "created": sent,
        "p50_s": at(0.5),
        "p95_s": at(0.95),
        "max_s": at(1.0),
        "never": len(waiting),
    }


def _promised(codes: list[str]) -> list[str]:
    """Return those of the cases that have an owner and a promise (or a topic that promises nothing)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT code FROM cases_case c WHERE code = ANY(%s) AND unit_id IS NOT NULL"
            " AND (due_at IS NOT NULL OR EXISTS (SELECT FROM promises_promise p WHERE p.case_id = c.id))",
            [codes],
        )
        return [row[0] for row in cursor.fetchall()]


def _wait_until_it_stands() -> None:
    """Wait until clock and worker, which start when the web answers, run too: a start uses a core for seconds.

    Raises HouseDidNotStart.
    """
    asked_at, until = clock.now(), clock.monotonic() + STANDS_WITHIN
    held = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = %s"
    while not _number(held, [LOCK[0]]) or vitals.pulses().get(WORKER, asked_at) <= asked_at:
        if clock.monotonic() > until:
            raise HouseDidNotStart("the clock or the worker is not there")
        clock.pause(LOOK_EVERY)
    if left := _jobs():
        _say(f"the worker does first what an earlier run left behind: {left:,} jobs")
    wait_until_quiet()


def wait_until_quiet() -> dict[str, float]:
    """Wait until the worker has processed what earlier loads left; returns how many cases waited, and the rate per
    second.
    """
    began, first = clock.monotonic(), _cases_with_jobs()
    while _jobs() and clock.monotonic() - began < QUIET_WITHIN:
        clock.pause(0.2)
    spent = clock.monotonic() - began
    return {"cases": first, "per_second": round(first / spent, 1)}


def _cases_with_jobs() -> int:
    return _number("SELECT count(DISTINCT file_id) FROM jobs_job WHERE state <> 'failed'")


def _jobs() -> int:
    return _number("SELECT count(*) FROM jobs_job WHERE state <> 'failed'")


def _number(statement: str, values: Sequence[Any] = ()) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone()
        return int(row[0]) if row else 0


def _database() -> dict[str, str]:
    settings_by_name = {}
    with connection.cursor() as cursor:
        for name in ("server_version", "fsync", "synchronous_commit", "full_page_writes", "shared_buffers"):
            cursor.execute(f"SHOW {name}")
            row = cursor.fetchone()
            settings_by_name[name] = row[0] if row else ""
    return settings_by_name


def _say(what: str) -> None:
    print(f"  {what}", file=sys.stderr, flush=True)

"""Kills web, worker and database while reports arrive, and checks that nothing acknowledged is lost.

A client sends each report with its own idempotency key until it gets a response. Afterwards every acknowledged code
must belong to one report and one case, and every event must have been processed once in effect.
"""

import json
import os
import random
import signal
import sys
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.db import connection

from lab.bench.asks import Asks
from lab.bench.client import ServerWentAway, Wire
from lab.bench.measure import wait_until_quiet
from lab.bench.process_tree import below
from lab.bench.report import tell
from lab.bench.served import HOST, Served, served
from peygir.core import clock
from peygir.history.queries import verify
from peygir.ops import postgres
from peygir.ops.accounts import database_account
from peygir.ops.cluster import cluster_of
from peygir.ops.processes import wait_until_served

SENDERS: Final = 4
BETWEEN: Final = 0.03
"""Seconds between two reports of a sender, so that the worker keeps up and is killed while working without a backlog.
"""
RETRY: Final = 0.1

# What must hold for every acknowledged case; each statement counts the cases that violate it.
CHECKS: Final = {
    "acknowledged, but no report": """
        SELECT count(*) FROM unnest(%(codes)s::text[]) AS given(value)
        WHERE (SELECT count(*) FROM cases_report r WHERE r.code = given.value) <> 1""",
    "reports without their one case": """
        SELECT count(*) FROM cases_report r WHERE NOT EXISTS (SELECT FROM cases_case c WHERE c.id = r.case_id)
        OR (SELECT count(*) FROM cases_case c WHERE c.code = r.code) <> 1""",
    "cases without exactly one line opened, read, referred": """
        SELECT count(*) FROM cases_case c WHERE EXISTS (
            SELECT FROM unnest(ARRAY['case_opened', 'case_read', 'case_referred']) AS given(kind)
            WHERE (SELECT count(*) FROM history_event e
                   WHERE e.file = 'case' AND e.file_id = c.id AND e.kind = given.kind) <> 1
        )""",
    "cases without exactly one reading": """
        SELECT count(*) FROM cases_case c
        WHERE (SELECT count(*) FROM understanding_reading x WHERE x.case_id = c.id) <> 1""",
    "cases without exactly one choice": """
        SELECT count(*) FROM cases_case c WHERE (SELECT count(*) FROM routing_choice x WHERE x.case_id = c.id) <> 1""",
    "cases promised more or less than once": """
        SELECT count(*) FROM cases_case c WHERE
            (SELECT count(*) FROM history_event e
             WHERE e.file = 'case' AND e.file_id = c.id AND e.kind = 'promises_given') <> 1
            OR (SELECT count(*) FROM promises_promise p WHERE p.case_id = c.id) NOT BETWEEN 1 AND 3""",
    "reports not told exactly once that they are received": """
        SELECT count(*) FROM cases_report r WHERE
            (SELECT count(*) FROM answers_message m
             WHERE m.report_id = r.id AND m.kind = 'received' AND m.channel = 'sms') <> 1""",
    "jobs that failed": "SELECT count(*) FROM jobs_job WHERE state = 'failed'",
}


@dataclass
class Sent:
    """What the client knows: codes by key, and how often it had to retry."""

    codes: dict[str, str] = field(default_factory=dict)
    again: int = 0
    refused: list[int] = field(default_factory=list)


def main(seconds: str, kills: str, form: str = "") -> None:
    """Run the step; exits with 1 when something is lost."""
    found = crash(Path(os.environ["PEYGIR_HOME"]), seconds=float(seconds), kills=int(kills))
    tell(found, as_json=form == "--json")


def crash(home: Path, *, seconds: float, kills: int) -> dict[str, Any]:
    """Send, kill, wait until everything is processed, and compare."""
    rng = random.Random(kills)  # noqa: S311 - moments of killing
    asks, sent, stopped = Asks(seed=kills), Sent(), threading.Event()
    with served(home) as house:
        senders = [threading.Thread(target=_send, args=(house, asks, sent, stopped, n)) for n in range(SENDERS)]
        for sender in senders:
            sender.start()
        killed = []
        for number in range(kills):
            clock.pause(seconds / kills * rng.uniform(0.5, 0.95))
            killed.append(_kill(house, home))
            _say(f"kill {number + 1}: {killed[-1]} processes; {len(sent.codes)} reports acknowledged")
            clock.pause(1.0)
        clock.pause(seconds / kills * 0.3)
        stopped.set()
        for sender in senders:
            sender.join()
        wait_until_served(HOST, house.port)
        connection.close()
        _say("working off what is left")
        wait_until_quiet()
    outcome: dict[str, Any] = {
        "acknowledged": len(sent.codes),
        "asked_again": sent.again,
        "refused": sent.refused,
        "killed": killed,
    }
    broken = broken_rows(list(sent.codes.values()))
    verified = verify()
    return outcome | {
        "broken": broken,
        "events": verified.events,
        "chain_breaks": len(verified.breaks),
        "is_clean": not broken and not verified.breaks and not sent.refused and bool(sent.codes),
    }


def _send(house: Served, asks: Asks, sent: Sent, stopped: threading.Event, sender: int) -> None:
    number, wire = 0, None
    while not stopped.is_set():
        number += 1
        key = f"{asks.run}-{sender}-{number}"
        raw = asks.create(key)
        while key not in sent.codes:
            try:
                wire = wire or Wire(HOST, house.port)
                answer = wire.ask(raw)
            except (ServerWentAway, OSError):
                wire = None
                sent.again += 1
                clock.pause(RETRY)
                continue
            if answer.status in (200, 201):
                sent.codes[key] = json.loads(answer.body)["code"]
            elif answer.status >= 500:
                sent.again += 1
                clock.pause(RETRY)
            else:
                sent.refused.append(answer.status)
                break
        clock.pause(BETWEEN)


def _kill(house: Served, home: Path) -> int:
    """kill -9 every process below the supervisor, and the whole database server; returns how many."""
    postmaster = postgres.alive_pid(cluster_of(home, database_account()))
    doomed = [*below(house.pid), *([postmaster, *below(postmaster)] if postmaster else [])]
    for pid in doomed:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    return len(doomed)


def broken_rows(codes: list[str]) -> dict[str, int]:
    """Return the violated CHECKS: name → number of rows."""
    broken = {}
    with connection.cursor() as cursor:
        for name, statement in CHECKS.items():
            cursor.execute(statement, {"codes": codes} if "%(codes)s" in statement else None)
            row = cursor.fetchone()
            if row and row[0]:
                broken[name] = int(row[0])
    return broken


def _say(what: str) -> None:
    print(f"  {what}", file=sys.stderr, flush=True)

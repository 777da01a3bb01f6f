"""The speed limit of a request: its own SQL statements, recorded once and replayed directly by psycopg.

No HTTP, no Django, no JSON: what remains is the time of PostgreSQL and the driver. A request that writes gets fresh
values in each round: new ids, codes, keys and digests replace the recorded ones.
"""

import json
import os
import pickle
import subprocess
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any, Final, cast

import psycopg
from django.db import connection
from django.test import Client
from psycopg import Binary
from psycopg.errors import UniqueViolation
from psycopg.types.json import Jsonb

from lab.bench.process import command
from peygir.core import clock
from peygir.core.codes import RANDOM_LIMIT, make_code
from peygir.core.ids import new_id

PROCESSES: Final = 2
CODE: Final = "code"
PHONE: Final = "phone"

Statement = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class RecordedRequest:
    """The statements of one request, in one transaction if it writes; `fresh` are the values to be renewed."""

    statements: tuple[Statement, ...]
    is_writing: bool
    fresh: tuple[tuple[str, Any], ...] = ()


def record(raw: bytes) -> RecordedRequest:
    """Answer a request (its bytes, as sent over the wire) in this process and record its statements."""
    head, _, body = raw.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    method, path, _ = first.split(" ")
    headers = {
        f"HTTP_{name.upper().replace('-', '_')}": value for name, value in (line.split(": ", 1) for line in lines)
    }
    kind = headers.pop("HTTP_CONTENT_TYPE", "")
    headers.pop("HTTP_CONTENT_LENGTH", None)
    statements: list[Statement] = []

    def note(execute: Any, statement: str, parameters: Any, many: bool, context: Any) -> Any:
        statements.append((statement, parameters))
        return execute(statement, parameters, many, context)

    with connection.execute_wrapper(note):
        answer = Client().generic(method, path, body, content_type=kind, **cast(dict[str, Any], headers))
    assert answer.status_code == (200 if method == "GET" else 201), (
        f"{method} {path}: {answer.status_code} {answer.content[:300]!r}"
    )
    if method == "GET":
        return RecordedRequest(tuple(statements), is_writing=False)
    return RecordedRequest(tuple(statements), True, _fresh_values(json.loads(answer.content)["code"]))


def _fresh_values(code: str) -> tuple[tuple[str, Any], ...]:
    from peygir.cases.models import Report

    report = Report.objects.select_related("citizen").get(code=code)
    assert report.citizen is not None
    # Another phone each time: concurrent writes to the same citizen would wait for one another.
    return (
        ("id", report.pk),
        ("id", report.case_id),
        (CODE, code),
        ("key", report.idempotency_key),
        (PHONE, report.citizen.phone),
    )


def replay(recorded: Sequence[RecordedRequest], *, clients: int, seconds: float, folder: Path) -> float:
    """Replay the recorded requests from `clients` connections; returns requests per second."""
    path = folder / "bench-recorded.pickle"
    path.write_bytes(pickle.dumps(list(recorded)))
    share = max(clients // PROCESSES, 1)
    processes = [
        subprocess.Popen(command("replay", path, share, seconds), stdout=subprocess.PIPE) for _ in range(PROCESSES)
    ]
    rates = [float(process.communicate()[0]) for process in processes]
    path.unlink()
    return sum(rates)


def replay_share(path: str, clients: str, seconds: str) -> None:
    """Run the step of one process: some connections, each in a thread; prints requests per second."""
    recorded = pickle.loads(Path(path).read_bytes())  # noqa: S301 - written by our parent a moment ago
    connection.ensure_connection()
    connections = [
        psycopg.connect(
            os.environ["PEYGIR_DATABASE_URL"], autocommit=True, context=connection.connection, prepare_threshold=5
        )
        for _ in range(int(clients))
    ]
    ready = threading.Barrier(len(connections))
    rates: list[float] = []
    taken: Counter[str] = Counter()

    def go(number: int) -> None:
        rng = Random()  # noqa: S311 - a seed would give the codes of the run before
        ready.wait()
        began, count = clock.monotonic(), 0
        while (spent := clock.monotonic() - began) < float(seconds):
            try:
                _send(connections[number], rng.choice(recorded), rng)
                count += 1
            except UniqueViolation as refusal:  # the same code drawn twice; as rare as in production
                taken[str(refusal)] += 1
        rates.append(count / spent)

    threads = [threading.Thread(target=go, args=(number,)) for number in range(len(connections))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if sum(taken.values()) > sum(rates) * float(seconds) / 100:
        raise RuntimeError(f"values that should be fresh were there before: {taken.most_common(1)}")
    print(sum(rates))


def _send(database: "psycopg.Connection[Any]", recorded: RecordedRequest, rng: Random) -> None:
    if not recorded.is_writing:
        for statement, parameters in recorded.statements:
            _run(database, statement, parameters)
        return
    renewed = {old: _renew(kind, rng) for kind, old in recorded.fresh}
    with database.transaction():
        for statement, parameters in recorded.statements:
            _run(database, statement, _fresh(parameters, renewed))


def _run(database: "psycopg.Connection[Any]", statement: str, parameters: Any) -> None:
    cursor = database.execute(statement, parameters or None)
    if cursor.description is not None:
        cursor.fetchall()


def _renew(kind: str, rng: Random) -> Any:
    if kind == "id":
        return new_id(clock.now())
    if kind == CODE:
        return make_code(rng.randrange(20, 99), rng.randrange(RANDOM_LIMIT))
    if kind == PHONE:
        return f"+98997{rng.randrange(8 * 10**6, 9 * 10**6):07d}"
    return f"limit-{rng.getrandbits(64):x}"


def _fresh(value: Any, renewed: dict[Any, Any]) -> Any:
    if isinstance(value, bytes | memoryview):
        return os.urandom(len(value))
    if isinstance(value, Binary):
        return Binary(os.urandom(len(value.obj)))
    if isinstance(value, dict):
        return {name: _fresh(one, renewed) for name, one in value.items()}
    if isinstance(value, Jsonb):
        return Jsonb(_fresh(value.obj, renewed), dumps=value.dumps)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(_fresh(one, renewed) for one in value))
    if isinstance(value, list | tuple):
        return type(value)(_fresh(one, renewed) for one in value)
    if isinstance(value, str):
        for old, new in renewed.items():
            value = value.replace(str(old), str(new))
        return value
    try:
        return renewed.get(value, value)
    except TypeError:
        return value

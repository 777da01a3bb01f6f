"""The web over real sockets: its threads keep readers apart, and who waits in one of them stops nobody."""

import csv
import http.client
import io
import json
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest
from django.db import connection, transaction

from peygir.cases.models import Report
from peygir.core.request_counts import totals
from peygir.people.actions import issue_key
from peygir.people.rules import SYSTEM
from tests import make
from tests.api.caller import report_body
from tests.serving import PATIENCE, Server
from tests.town import PHONES

ROUNDS: Final = 12
AT_ONCE: Final = 8


def ask(web: Server, path: str, *, key: str = "", body: object = None, language: str = "fa") -> tuple[int, str]:
    """Status and text of one request on a line of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=PATIENCE)
    headers = {"Accept-Language": language, "Content-Type": "application/json"}
    headers |= {"Authorization": f"Bearer {key}"} if key else {}
    try:
        connection.request("POST" if body else "GET", path, json.dumps(body) if body else None, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def codes_in(file: str) -> set[str]:
    return {line["code"] for line in csv.DictReader(io.StringIO(file))}


def test_each_of_many_at_once_gets_their_own(web: Server) -> None:
    own, other = make.done(), make.referred(district="2", phone=PHONES[1])
    clerk = issue_key("clerk's", scopes=["export"], acts_as="clerk", by=SYSTEM)
    chief = issue_key("chief's", scopes=["export"], acts_as="supervisor", by=SYSTEM)
    app = issue_key("app", scopes=["report"], by=SYSTEM)
    before = Report.objects.count()

    def look(number: int) -> None:
        if number % 4 == 0:
            assert ask(web, "/api/v1/reports", key=app, body=report_body(text=f"چالهٔ {number}"))[0] == 201
        elif number % 4 == 1:
            language = ("fa", "en")[number // 4 % 2]
            status, page = ask(web, "/", language=language)
            assert (status, f'lang="{language}"' in page) == (200, True)
        else:
            key, seen = ((clerk, {own}), (chief, {own, other}))[number % 2]
            status, file = ask(web, "/api/v1/export/cases.csv", key=key)
            assert (status, codes_in(file) & {own, other}) == (200, seen)

    with ThreadPoolExecutor(AT_ONCE) as clients:
        list(clients.map(look, range(ROUNDS * 4)))
    assert Report.objects.count() == before + ROUNDS


def waiting() -> int:
    """How many sessions wait for a lock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return int(cursor.fetchone()[0])


@contextmanager
def held_up(web: Server, client: ThreadPoolExecutor) -> Iterator["Future[tuple[int, str]]"]:
    """A report that waits for a lock inside the web, as long as the block lasts."""
    app = issue_key("app", scopes=["report"], by=SYSTEM)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE people_apikey IN ACCESS EXCLUSIVE MODE")
        held = client.submit(ask, web, "/api/v1/reports", key=app, body=report_body())
        until = time.monotonic() + PATIENCE
        while not waiting():
            assert time.monotonic() < until, "the report does not wait"
            time.sleep(0.05)
        yield held


def test_who_waits_for_a_lock_stops_nobody(web: Server) -> None:
    with ThreadPoolExecutor(1) as client:
        with held_up(web, client) as held:
            assert ask(web, "/report/")[0] == 200
            assert not held.done()
        assert held.result(PATIENCE)[0] == 201


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel tells of a parent's death on Linux alone")
def test_a_killed_server_leaves_no_worker_that_still_answers(web: Server) -> None:
    with ThreadPoolExecutor(1) as client:
        with held_up(web, client) as held:
            workers = web.workers()
            assert workers
            web.kill()
            until = time.monotonic() + PATIENCE
            while any(worker.exists() for worker in workers):
                assert time.monotonic() < until, "a worker waits for its request, with what it has locked"
                time.sleep(0.05)
        assert isinstance(held.exception(PATIENCE), OSError)
    web.start()


def test_responses_are_counted_where_every_worker_reads_them(web: Server) -> None:
    folder = Path(os.environ["PEYGIR_HOME"]) / "doing"
    before = totals(folder)
    assert ask(web, "/")[0] == 200
    assert ask(web, "/no/such/page/")[0] == 404
    after = totals(folder)
    assert after.responses["2xx"] == before.responses["2xx"] + 1
    assert after.responses["4xx"] == before.responses["4xx"] + 1
    assert after.within[-1] == before.within[-1] + 2
    assert after.seconds > before.seconds

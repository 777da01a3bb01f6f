"""A row that somebody holds, a database that is away and a full disk end a request with a sentence, not with a 500."""

import asyncio
import base64
import errno
import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import psycopg
import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from peygir.core.bodies import MB
from peygir.history.outages import DatabaseIsBusy, DiskIsFull, RecordIsBusy, TookTooLong, outage_of
from peygir.ops.front.admission import admitting
from peygir.ops.front.threads import Threads
from peygir.ops.web import THREADS
from peygir.people.actions import issue_key
from peygir.people.rules import SYSTEM
from tests import make
from tests.api.caller import report_body
from tests.ops.test_web import ask, waiting
from tests.serving import PATIENCE, served, signed_in
from tests.town import Town

SENTENCE_FA: Final = RecordIsBusy().words("fa")
SENTENCE_EN: Final = RecordIsBusy().words("en")
KEY: Final = {"Authorization": "Bearer nobody's", "Accept": "application/json"}


@pytest.fixture
def another() -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    """A second session on the test database, which may hold what it likes."""
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}) as session:
        yield session
        session.rollback()


@pytest.fixture
def impatient(live_town: Town) -> Iterator[None]:
    """This session waits as shortly for a lock as a test may; a web's own limit is a matter of its process."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '200ms'")
    yield
    connection.close()


def test_limits_go_by_kind_of_process() -> None:
    shown = "import os; from peygir.ops.postgresql.limits import limits_of_process as f; print(f().options())"
    for kind, lock in {"web": "5s", "work": "30s", "clock": "30s", "live": "5s", "migrate": "0s"}.items():
        done = subprocess.run(
            [sys.executable, "-c", shown],
            env={**os.environ, "PEYGIR_PROCESS": kind},
            capture_output=True,
            text=True,
            check=True,
        )
        assert f"lock_timeout={lock}" in done.stdout


def test_a_press_on_a_held_case_ends_with_a_sentence(
    impatient: None, another: psycopg.Connection[tuple[Any, ...]], caplog: pytest.LogCaptureFixture
) -> None:
    code = make.referred()
    another.execute("SELECT FROM cases_case WHERE code = %s FOR UPDATE", [code])
    clerk, _ = signed_in("clerk")
    press = {"version": make.case(code).version}
    with caplog.at_level(logging.WARNING):
        page = clerk.post(reverse("case_move", args=[code, "accept"]), press)
        part = clerk.post(reverse("case_move", args=[code, "accept"]), press, headers={"HX-Request": "true"})
    for answer in (page, part):
        assert answer.status_code == 503
        assert answer["Retry-After"] == "5"
        assert SENTENCE_FA in answer.content.decode()
    assert SENTENCE_EN in page.content.decode()
    assert part["HX-Retarget"] == "#form-faults"
    assert not any(record.exc_info for record in caplog.records)

    key = issue_key("clerk's", scopes=["work"], acts_as="clerk", by=SYSTEM)
    answer = Client().post(
        f"/api/v1/cases/{code}/moves",
        {"verb": "accept", **press},
        content_type="application/json",
        headers={"Authorization": f"Bearer {key}"},
    )
    assert (answer.status_code, answer["Retry-After"], answer.json()["error"]) == (503, "5", "RecordIsBusy")
    another.rollback()
    assert clerk.post(reverse("case_move", args=[code, "accept"]), press).status_code == 302


def test_open311_says_it_in_its_own_shape(impatient: None, another: psycopg.Connection[tuple[Any, ...]]) -> None:
    key = issue_key("app", scopes=["report"], by=SYSTEM)
    another.execute("LOCK TABLE people_apikey IN ACCESS EXCLUSIVE MODE")
    answer = Client().post("/api/open311/v2/requests.json", {"api_key": key, "service_code": "CIV-01"})
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert answer.json() == [{"code": 503, "description": SENTENCE_FA}]


def test_others_are_answered_while_ten_presses_wait_for_one_row(
    live_town: Town, another: psycopg.Connection[tuple[Any, ...]]
) -> None:
    """Four threads, ten presses: those beyond the fourth wait for a thread, a visitor too, and all are answered."""
    code = make.referred()
    key = issue_key("clerk's", scopes=["work"], acts_as="clerk", by=SYSTEM)
    press = {"verb": "accept", "version": make.case(code).version}
    with served("web") as web:
        another.execute("SELECT FROM cases_case WHERE code = %s FOR UPDATE", [code])
        with ThreadPoolExecutor(11) as clients:
            held = [clients.submit(ask, web, f"/api/v1/cases/{code}/moves", key=key, body=press) for _ in range(10)]
            until = time.monotonic() + PATIENCE
            while waiting() < THREADS:
                assert time.monotonic() < until, "the threads do not wait for the row"
                time.sleep(0.02)
            assert clients.submit(ask, web, "/report/").result()[0] == 200
            answers = [one.result() for one in held]
        another.rollback()
        assert {status for status, _ in answers} == {503}
        assert all(SENTENCE_EN in text for _, text in answers)
        assert ask(web, f"/api/v1/cases/{code}/moves", key=key, body=press)[0] == 200


def test_a_database_that_is_away(live_town: Town, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    before = connection.settings_dict["HOST"]
    connection.close()
    connection.settings_dict["HOST"] = str(tmp_path)
    client = Client(raise_request_exception=False)
    try:
        with caplog.at_level(logging.WARNING):
            pages = [client.get(path, headers=KEY) for path in ("/api/v1/cases", "/api/open311/v2/requests.json")]
            signed = Client(raise_request_exception=False)
            signed.cookies["sessionid"] = "x" * 32
            pages.append(signed.get("/desk/inbox/"))
    finally:
        connection.settings_dict["HOST"] = before
    for answer in pages:
        assert answer.status_code == 503, answer.request["PATH_INFO"]
        assert answer["Retry-After"] == "15"
    assert pages[0].json()["fa"] == DatabaseIsBusy().words("fa")
    assert pages[0].json()["en"] == DatabaseIsBusy().words("en")
    assert pages[1].json() == [{"code": 503, "description": DatabaseIsBusy().words("fa")}]
    assert DatabaseIsBusy().words("fa") in pages[2].content.decode()
    assert not any(record.exc_info for record in caplog.records)


def test_a_database_that_is_away_before_a_long_body(live_town: Town, tmp_path: Path) -> None:
    """The web server asks who may send it before it reads it, and so meets the outage first."""
    environ = {
        "PATH_INFO": reverse("report"),
        "REQUEST_METHOD": "POST",
        "REMOTE_ADDR": "192.0.2.9",
        "CONTENT_TYPE": "multipart/form-data; boundary=x",
    }

    async def admitted() -> object:
        return await Threads(1, patient=1).run("192.0.2.1", admitting(environ, 2 * MB))

    before = connection.settings_dict["HOST"]
    connection.settings_dict["HOST"] = str(tmp_path)
    try:
        assert isinstance(asyncio.run(admitted()), DatabaseIsBusy)
    finally:
        connection.settings_dict["HOST"] = before


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A small file system of its own without a free byte."""
    place = tmp_path / "full"
    place.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(place)], capture_output=True)
    if done.returncode != 0:
        pytest.skip("only root may mount, and not in every container")
    try:
        with pytest.raises(OSError), (place / "ballast").open("wb") as ballast:
            ballast.write(bytes(2**20))
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_is_said_and_nothing_is_half_kept(town: Town, full_disk: Path, settings: Any) -> None:
    settings.UPLOADS = full_disk / "uploads"
    key = issue_key("app", scopes=["report"], by=SYSTEM)
    body = report_body(photos=[base64.b64encode(make.photo()).decode()])
    answer = Client().post(
        "/api/v1/reports", body, content_type="application/json", headers={"Authorization": f"Bearer {key}"}
    )
    assert answer.status_code == 503
    assert answer.json()["fa"] == DiskIsFull().words("fa")


def test_what_comes_from_the_database_is_told_apart(live_town: Town) -> None:
    def failure(statement: str) -> BaseException:
        with pytest.raises(Exception) as caught, connection.cursor() as cursor:
            cursor.execute(statement)
        return caught.value

    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '50ms'")
    try:
        assert isinstance(outage_of(failure("SELECT pg_sleep(5)")), TookTooLong)
    finally:
        connection.close()
    assert outage_of(failure("SELECT nothing FROM nowhere")) is None
    assert outage_of(failure("SELECT 1 / 0")) is None
    assert outage_of(failure("INSERT INTO cases_case (code) VALUES (NULL)")) is None
    assert isinstance(outage_of(failure("DO $$ BEGIN RAISE disk_full; END $$")), DiskIsFull)
    assert isinstance(outage_of(failure("DO $$ BEGIN RAISE too_many_connections; END $$")), DatabaseIsBusy)
    assert isinstance(outage_of(OSError(errno.ENOSPC, "no space")), DiskIsFull)
    assert outage_of(FileNotFoundError()) is None
    assert outage_of(ValueError()) is None
    assert isinstance(outage_of(OperationalError("the connection is lost")), DatabaseIsBusy)

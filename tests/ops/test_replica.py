"""Reading from a replica: what comes from it, who reads the database itself, and a replica that lags or stops."""

import http.client
import json
import math
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from peygir.ops.accounts import database_account
from peygir.ops.cluster import SUPERUSER, Cluster, cluster_of
from peygir.storage.database_url import databases_of
from peygir.storage.replica import LogEnds
from peygir.web.kit.replica_pages import REPLICA_PAGES
from tests import make
from tests.replicas import Replica, replica_of
from tests.server import HOME
from tests.serving import Server, served
from tests.town import Town

POINTS = "/map/cases.json"
PATIENCE = 120.0


@pytest.fixture(scope="module")
def replica(django_db_setup: None) -> Iterator[Replica]:
    """A replica of this run's own server."""
    if not str(settings.DATABASES["default"]["HOST"]).startswith(str(HOME)):
        pytest.skip("the server is not this run's own")
    with replica_of(primary()) as found:
        yield found


def primary() -> Cluster:
    return cluster_of(HOME, database_account())


@contextmanager
def caught_up(replica: Replica) -> Iterator[None]:
    """The replica has everything that was committed before the block."""
    with psycopg.connect(primary().url("postgres", role=SUPERUSER), autocommit=True) as database:
        replica.wait_for(database)
    yield


def points(web: Server, *, cookie: str = "") -> int:
    """The cases on the public map, as a browser with this cookie sees them."""
    wire = http.client.HTTPConnection("127.0.0.1", web.port, timeout=60)
    try:
        wire.request("GET", POINTS, headers={"Host": "localhost", **({"Cookie": cookie} if cookie else {})})
        answer = wire.getresponse()
        text = answer.read()
        assert answer.status == 200, text
        return sum(int(one["properties"]["count"]) for one in json.loads(text)["features"])
    finally:
        wire.close()


def written(web: Server) -> str:
    """The cookies of a browser that has just sent a form."""
    wire = http.client.HTTPConnection("127.0.0.1", web.port, timeout=60)
    try:
        wire.request("GET", "/staff/login/", headers={"Host": "localhost"})
        answer = wire.getresponse()
        answer.read()
        token = next(
            value for name, value in answer.getheaders() if name.lower() == "set-cookie" and value.startswith("csrf")
        )
        cookie = token.split(";")[0]
        body = f"csrfmiddlewaretoken={cookie.partition('=')[2]}&language=en&next=/"
        headers = {"Host": "localhost", "Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        wire.request("POST", "/language/", body=body, headers=headers)
        answer = wire.getresponse()
        answer.read()
        assert answer.status in (302, 303), answer.status
        given = [value.split(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]
        assert "wrote=1" in given
        return "; ".join([cookie, *given])
    finally:
        wire.close()


def eventually(is_so: "object", expected: int, web: Server) -> None:
    until = time.monotonic() + PATIENCE
    while points(web) != expected:
        assert time.monotonic() < until, f"{is_so}: {points(web)} and not {expected}"
        time.sleep(0.3)


def served_with(replica: Replica, lag: str) -> dict[str, str]:
    return {"DATABASE_REPLICA_URL": replica.url(str(connection.settings_dict["NAME"])), "PEYGIR_REPLICA_LAG": lag}


def test_strangers_read_the_replica_and_who_has_just_written_the_database(replica: Replica, live_town: Town) -> None:
    make.in_hand()
    with caught_up(replica), served("web", environment=served_with(replica, "3600")) as web:
        before = points(web)
        points(web)  # the first look at the log's end lets the second one compare
        time.sleep(1.1)
        replica.pause()
        try:
            make.in_hand()
            eventually("the replica is read, which replays nothing", before, web)
            assert points(web, cookie=written(web)) == before + 1, "one's own writes are there"
            replica.resume()
            eventually("it goes on", before + 1, web)
        finally:
            replica.resume()


def test_a_replica_that_lags_or_stops_is_not_read_and_every_page_is_right(replica: Replica, live_town: Town) -> None:
    make.in_hand()
    with caught_up(replica), served("web", environment=served_with(replica, "1")) as web:
        before = points(web)
        replica.pause()
        try:
            make.in_hand()
            eventually("too far behind", before + 1, web)
            until = time.monotonic() + PATIENCE
            while web.health()[1]["checks"]["replica"]:  # it is looked at every few seconds
                assert time.monotonic() < until
                time.sleep(0.5)
        finally:
            replica.resume()
        replica.stop()
        make.in_hand()
        assert points(web) == before + 2, "at the first request after it stopped"
        assert points(web) == before + 2
        replica.start()
        make.in_hand()
        eventually("back again", before + 3, web)
        until = time.monotonic() + PATIENCE
        while not web.health()[1]["checks"]["replica"]:
            assert time.monotonic() < until
            time.sleep(0.5)


def test_the_lag_is_the_age_of_what_was_replayed_last() -> None:
    ends = LogEnds()
    assert ends.lag(5, at=0.0) == math.inf
    for at, position in ((10.0, 100), (11.0, 100), (12.0, 200), (13.0, 300)):
        ends.note(at, position)
    assert ends.lag(300, at=13.0) == 0
    assert ends.lag(250, at=13.5) == 1.5
    assert ends.lag(100, at=14.0) == 3.0
    assert ends.lag(99, at=14.0) == math.inf


def test_nothing_can_be_written_by_the_replicas_connection() -> None:
    made = databases_of("postgresql://a@/b?host=/c", "postgresql://a@/b?host=/d&options=-c%20geqo%3Doff")
    assert made["replica"]["OPTIONS"]["options"] == "-c geqo=off -c default_transaction_read_only=on"
    assert "replica" not in databases_of("postgresql://a@/b", "")


def test_the_pages_that_are_read_there_write_nothing(town: Town) -> None:
    """Each in a transaction in which nothing can be written, as on a replica."""
    make.in_hand()
    opened = 0
    for name in sorted(REPLICA_PAGES):
        try:
            path = reverse(name)
        except NoReverseMatch:
            continue  # those with arguments are walked by the tests of their pages
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")
            status = Client().get(path).status_code
        assert status in (200, 302, 404), (name, status)
        opened += 1
    assert opened > 15


def test_only_pages_that_there_are_stand_in_the_list() -> None:
    from django.urls import get_resolver

    known = {key for key in get_resolver().reverse_dict if isinstance(key, str)}
    assert known >= REPLICA_PAGES

"""What is said of a city's own database server: a real one in good and bad states, and pgBackRest's report."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from lab.bench.pairs import run
from peygir.core import clock
from peygir.ops import postgres
from peygir.ops.cluster import SUPERUSER, Cluster
from peygir.ops.database import NAME, running_cluster
from peygir.ops.recovery import own_server
from tests.homes import own_home

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    with own_home() as home, running_cluster(home) as cluster:
        postgres.make_database(cluster, NAME)
        yield cluster


def findings(server: Cluster) -> dict[str, bool | None]:
    return {one.name: one.is_good for one in own_server.look(server.url(NAME, role=SUPERUSER), now=clock.now())}


def alter(server: Cluster, *settings: str) -> None:
    with postgres.connect(server) as connection:
        for setting in settings:
            connection.execute(f"ALTER SYSTEM {setting}".encode())
        connection.execute("SELECT pg_reload_conf()")
        clock.pause(0.5)


def test_a_server_without_archive_and_standby_is_told_so(server: Cluster) -> None:
    assert findings(server) | {"base": None} == {
        "durable": True,
        "checksums": True,
        "log_level": True,
        "archive": False,
        "standby": False,
        "slots": True,
        "base": None,
    }
    alter(server, "SET fsync = off")
    assert findings(server)["durable"] is False
    alter(server, "RESET fsync")


def test_the_command_says_it_and_what_to_use_instead(server: Cluster) -> None:
    url = {"DATABASE_URL": server.url(NAME)}
    done = run(server.place.parent, "recover", "--check", more=url)
    assert (done.returncode, "pgBackRest" in done.stdout, "Patroni" in done.stdout) == (1, True, True), done.stderr
    for words in (["standby"], ["ship", "--base"], ["drill"]):
        refused = run(server.place.parent, *words, more=url)
        assert (refused.returncode, "./run recover --check" in refused.stderr) == (2, True), refused.stderr
    away = run(server.place.parent, "recover", "--check", more={"DATABASE_URL": "postgresql://x@127.0.0.1:1/x"})
    assert (away.returncode, "does not answer" in away.stderr) == (2, True)


def test_the_state_of_archive_standby_and_slots_is_understood() -> None:
    settings = {
        "data_checksums": "on",
        "fsync": "on",
        "full_page_writes": "on",
        "wal_level": "replica",
        "archive_mode": "on",
        "archive_command": "pgbackrest archive-push %p",
        "archive_library": "",
        "synchronous_commit": "on",
        "synchronous_standby_names": "ANY 1 (a)",
    }
    good = own_server._ServerState(settings, NOW - timedelta(seconds=50), None, 1, 1, None)
    assert all(one.is_good for one in own_server.findings_of(good, NOW))
    bad = {
        "archive": replace(good, failed_at=NOW),
        "standby": replace(good, synchronous=0),
        "slots": replace(good, kept_for_slots=own_server.HUGE_SLOT * 2),
    }
    for name, state in bad.items():
        assert [one.name for one in own_server.findings_of(state, NOW) if not one.is_good] == [name]
    late = replace(good, archived_at=NOW - timedelta(hours=1))
    assert [one.name for one in own_server.findings_of(late, NOW) if not one.is_good] == ["archive"]


def test_the_report_of_pgbackrest_is_read() -> None:
    backup = {"label": "20261128-020000F", "error": False, "timestamp": {"start": 1, "stop": int(NOW.timestamp())}}
    report = [{"name": "main", "status": {"code": 0, "message": "ok"}, "backup": [backup]}]
    assert own_server.backrest_finding(json.dumps(report), NOW).is_good is True
    assert own_server.backrest_finding(json.dumps(report), NOW + timedelta(days=3)).is_good is False
    report[0]["status"] = {"code": 2, "message": "no valid backups"}
    assert own_server.backrest_finding(json.dumps(report), NOW).is_good is False
    assert own_server.backrest_finding("[pgbackrest: error]", NOW).is_good is False
    assert own_server.backrest_finding(None, NOW).is_good is None

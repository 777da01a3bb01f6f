"""The embedded server: made once, found again, adopted, recovered, closed to strangers, stopped by the last."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest

from peygir.ops import database, postgres
from peygir.ops.accounts import database_account
from peygir.ops.cluster import LENT_PLACES, SUPERUSER, Cluster, DatabaseOfAnotherVersion, cluster_of
from peygir.ops.database import AlreadyServed, only_server, running_cluster, running_database

pytestmark = pytest.mark.usefixtures("no_database_url")
IS_ROOT = os.geteuid() == 0
SHORT_PATH = 100


@pytest.fixture
def no_database_url(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests are about the embedded server whatever the others run on."""
    monkeypatch.delenv("DATABASE_URL", raising=False)


def cluster(home: Path) -> Cluster:
    return cluster_of(home, database_account())


def ask(url: str, question: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        answer = connection.execute(question.encode())
        row = answer.fetchone() if answer.description else None
    return row[0] if row else None


@contextmanager
def another_user(home: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process that uses the same database until its standard input closes."""
    code = (
        "import sys; from pathlib import Path; from peygir.ops.database import running_database\n"
        "with running_database(Path(sys.argv[1])) as url: print(url, flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("postgresql://")
        try:
            yield process
        finally:
            if process.poll() is None:
                process.communicate()


def test_it_is_made_as_it_should_be_whatever_the_locale_says(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setenv("LANG", "fa_IR.nonsense")
    with running_database(home) as url:
        trigrams = ask(url, "SELECT show_trgm('آسفالت')")
        assert isinstance(trigrams, list)
        assert len(trigrams) == 7
        assert ask(url, "SELECT datlocprovider::text FROM pg_database WHERE datname = 'peygir'") == "b"
        assert ask(url, "SELECT datlocale FROM pg_database WHERE datname = 'peygir'") == "C.UTF-8"
        for setting, value in {
            "server_encoding": "UTF8",
            "data_checksums": "on",
            "fsync": "on",
            "synchronous_commit": "on",
            "full_page_writes": "on",
            "listen_addresses": "",
            "unix_socket_permissions": "0700",
            "TimeZone": "UTC",
        }.items():
            assert ask(url, f"SELECT current_setting('{setting}')") == value, setting
        assert cluster(home).socket.stat().st_mode & 0o777 == 0o700
        assert cluster(home).data.stat().st_mode & 0o777 == 0o700


def test_it_starts_again_within_two_seconds_and_keeps_what_it_had(home: Path) -> None:
    with running_database(home) as url:
        ask(url, "CREATE TABLE kept AS SELECT 1 AS one")
    assert not postgres.answers(cluster(home))
    seconds = []
    for _ in range(3):  # the quickest counts: a machine that is shared may hold up any one of them
        began = time.monotonic()
        with running_database(home) as url:
            seconds.append(time.monotonic() - began)
            assert ask(url, "SELECT one FROM kept") == 1
        if seconds[-1] < 2:
            break
    assert min(seconds) < 2, seconds


def test_its_log_names_no_value_of_a_row(home: Path) -> None:
    with running_database(home) as url:
        ask(url, "CREATE TABLE kept (phone text UNIQUE)")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("INSERT INTO kept VALUES (%s)", ["+989170000001"])
            with pytest.raises(psycopg.errors.UniqueViolation):
                connection.execute("INSERT INTO kept VALUES (%s)", ["+989170000001"])
    log = cluster(home).log.read_text()
    assert "duplicate key value" in log
    assert "9170000001" not in log


def test_several_first_starts_at_once_make_one_server(home: Path) -> None:
    with ExitStack() as stack:
        with ThreadPoolExecutor(4) as pool:
            users = [another_user(home) for _ in range(4)]
            list(pool.map(stack.enter_context, users))
        assert ask(cluster(home).url("peygir"), "SELECT 1") == 1
    assert not postgres.answers(cluster(home))


def test_the_last_user_stops_it_and_not_the_first(home: Path) -> None:
    with another_user(home) as other:
        with running_database(home) as url:
            assert ask(url, "SELECT 1") == 1
        assert postgres.answers(cluster(home))
        other.communicate()
    assert not postgres.answers(cluster(home))
    assert not (cluster(home).data / "postmaster.pid").exists()


def test_a_server_that_a_killed_user_left_is_adopted_and_stopped(home: Path) -> None:
    with another_user(home) as other:
        pid = postgres.alive_pid(cluster(home))
        other.kill()
    assert postgres.answers(cluster(home))
    with running_database(home) as url:
        assert postgres.alive_pid(cluster(home)) == pid
        assert ask(url, "SELECT 1") == 1
    assert not postgres.answers(cluster(home))


def test_after_kill_9_of_all_its_processes_nothing_that_was_committed_is_lost(home: Path) -> None:
    with running_database(home) as url:
        ask(url, "CREATE TABLE kept (number int)")
        for number in range(20):
            ask(url, f"INSERT INTO kept VALUES ({number})")
        for pid in postgres._processes_in(cluster(home).data):
            os.kill(pid, signal.SIGKILL)
        wait_until(lambda: postgres.alive_pid(cluster(home)) is None)
        database.keep_up(home)
        assert ask(url, "SELECT count(*) FROM kept") == 20
    with running_database(home) as url:
        assert ask(url, "SELECT count(*) FROM kept") == 20


def test_processes_that_lost_their_postmaster_do_not_stand_in_the_way(home: Path) -> None:
    with running_database(home) as url, psycopg.connect(url, autocommit=True) as busy:
        pid = postgres.alive_pid(cluster(home))
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: postgres.alive_pid(cluster(home)) is None)
        database.keep_up(home)
        assert ask(url, "SELECT 1") == 1
        with pytest.raises(psycopg.OperationalError):
            busy.execute("SELECT 1")


@pytest.mark.parametrize("whose", ["nobody's", "a stranger's"])
def test_an_old_pid_file_is_not_taken_for_a_server(home: Path, whose: str) -> None:
    with running_database(home) as url:
        ask(url, "CREATE TABLE kept AS SELECT 1 AS one")
    account = database_account()
    stranger = subprocess.Popen(
        ["sleep", "60"],
        user=account.uid if account.is_lent else None,
        group=account.gid if account.is_lent else None,
    )
    try:
        pid = stranger.pid if whose == "a stranger's" else 2**22 - 7
        (cluster(home).data / "postmaster.pid").write_text(
            f"{pid}\n{cluster(home).data}\n1700000000\n5432\n{cluster(home).socket}\n\n  1234 5678\nready\n"
        )
        assert postgres.alive_pid(cluster(home)) is None
        with running_database(home) as url:
            assert ask(url, "SELECT one FROM kept") == 1
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_half_made_cluster_is_made_anew(home: Path) -> None:
    place = cluster(home).place
    (place / "data.making-1").mkdir()
    (place / "data.making-1" / "PG_VERSION").write_text("18\n")
    with running_database(home) as url:
        assert ask(url, "SELECT 1") == 1
    assert not list(place.glob("data.making-*"))


def test_a_long_home_and_one_with_spaces_and_quotes_work(home: Path) -> None:
    long_home = home / "خانهٔ 'شهر' of the \"city\"" / ("long-" * 20)
    long_home.parent.mkdir(mode=0o711)
    long_home.mkdir(mode=0o711)
    with running_database(long_home) as url:
        assert ask(url, "SELECT 1") == 1
        assert len(os.fsencode(cluster(long_home).socket)) < SHORT_PATH
    socket = cluster(long_home).socket
    socket.rmdir()


def test_data_of_another_version_is_refused_with_a_sentence(home: Path) -> None:
    with running_database(home):
        pass
    (cluster(home).data / "PG_VERSION").write_text("15\n")
    with pytest.raises(DatabaseOfAnotherVersion, match="PostgreSQL 15") as refusal, running_database(home):
        pass
    assert "backup" in refusal.value.words("fa")


def test_a_second_serve_on_the_same_home_is_refused_in_both_languages(home: Path) -> None:
    with only_server(home):
        with pytest.raises(AlreadyServed) as refusal, only_server(home):
            pass
        assert str(home) in refusal.value.words("fa")
        assert "already running" in refusal.value.words("en")
    with only_server(home):
        pass


def test_a_database_that_cannot_read_persian_is_refused(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with running_cluster(home) as running:
        with psycopg.connect(running.url("postgres", role=SUPERUSER), autocommit=True) as connection:
            connection.execute("CREATE DATABASE deaf TEMPLATE template0 LC_CTYPE 'C'")
        monkeypatch.setenv("DATABASE_URL", running.url("deaf", role=SUPERUSER))
        with pytest.raises(database.DatabaseCannotReadPersian) as refusal, running_database():
            pass
        assert "LC_CTYPE" in refusal.value.words("fa")
        monkeypatch.setenv("DATABASE_URL", running.url("nowhere", role=SUPERUSER))
        with pytest.raises(database.DatabaseIsAway), running_database():
            pass
        monkeypatch.setenv("DATABASE_URL", running.url("postgres", role=SUPERUSER))
        with running_database() as url:
            assert url == running.url("postgres", role=SUPERUSER)


@pytest.mark.skipif(not IS_ROOT, reason="only root can become another user")
def test_another_user_of_the_machine_is_not_let_in(home: Path) -> None:
    with running_cluster(home) as running:
        socket = running.socket
        try:
            socket.chmod(0o755)  # even if the folder were open, the kernel says who is asking
            (socket / ".s.PGSQL.5432").chmod(0o777)
            tried = subprocess.run(
                ["/bin/sh", "-c", f"exec {running.programs}/psql '{running.url('postgres')}' -c 'SELECT 1'"],
                user="daemon",
                group="daemon",
                extra_groups=[],
                capture_output=True,
                text=True,
                check=False,
                cwd="/",
            )
        finally:
            socket.chmod(0o700)
    assert tried.returncode != 0
    assert "Peer authentication failed" in tried.stderr


@pytest.mark.skipif(not IS_ROOT, reason="only root lends an account")
def test_a_home_that_the_account_may_not_enter_keeps_its_mode_and_the_data_lies_elsewhere(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    home = closed / "home"
    with running_database(home) as url:
        assert ask(url, "SELECT 1") == 1
        place = cluster(home).place
    assert place.parent == LENT_PLACES
    assert (home / "database-lies-in").read_text().startswith(f"{place}\n")
    assert closed.stat().st_mode & 0o777 == 0o700
    with running_database(home):
        assert cluster(home).place == place
    subprocess.run(["rm", "-rf", str(place)], check=True)


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait for something to become true; on a machine that is shared that may take a while."""
    until = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.02)

"""The doctor: faults that a server has by its start, its files or its other databases are planted, and named."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from lab.bench.pairs import wait_until
from peygir.ops import archiving, postgres
from peygir.ops.cluster import SUPERUSER, Cluster
from peygir.ops.database import NAME, running_cluster
from peygir.ops.doctor import tables
from peygir.ops.doctor.installation import Installation
from peygir.ops.paths import ROOT
from tests.homes import own_home
from tests.patients import codes


@pytest.fixture
def home() -> Iterator[Path]:
    with own_home() as folder:
        with running_cluster(folder) as cluster:
            postgres.make_database(cluster, NAME)
        yield folder


def asks(cluster: Cluster, *statements: str, name: str = NAME) -> None:
    with postgres.connect(cluster, name) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def faults_of(home: Path) -> set[str]:
    return codes(Installation(home, ROOT, {}, is_checkout=True), "database", "tables")


def test_a_damaged_page_and_checksums_that_are_off_are_named(home: Path) -> None:
    usual = {"extension-missing", "tables-missing"}
    with running_cluster(home) as cluster:
        assert faults_of(home) == usual
        asks(cluster, "CREATE TABLE public.planted AS SELECT generate_series(1, 1000)", "CHECKPOINT")
        with postgres.connect(cluster, NAME) as connection:
            row = connection.execute("SELECT pg_relation_filepath('public.planted')").fetchone()
    assert row is not None
    file = cluster.data / str(row[0])
    page = bytearray(file.read_bytes())
    page[4000] ^= 0xFF  # as a disk that fails
    file.write_bytes(page)
    with running_cluster(home) as cluster:
        with pytest.raises(psycopg.errors.DataCorrupted):
            asks(cluster, "SELECT count(*) FROM public.planted")
        assert faults_of(home) == {*usual, "pages-damaged"}
    command: list[str | Path] = [cluster.programs / "pg_checksums", "--disable", f"--pgdata={cluster.data}"]
    done = cluster.account.run(command, folder=cluster.place)
    assert done.returncode == 0, done.stdout
    assert faults_of(home) == {"checksums-off"}, "by the files, while it does not run"
    with running_cluster(home):
        assert faults_of(home) >= {"checksums-off"}


def test_databases_of_another_encoding_or_without_persian_letters_are_named(home: Path) -> None:
    with running_cluster(home) as cluster:
        for name, encoding in (("bytes", "SQL_ASCII"), ("letters", "UTF8")):
            given = f"ENCODING '{encoding}' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0"
            asks(cluster, f"CREATE DATABASE {name} {given}")
            asks(cluster, "CREATE EXTENSION pg_trgm SCHEMA public", name=name)
        for name, code in (("bytes", "database-not-utf8"), ("letters", "database-cannot-read-persian")):
            settings = {"DATABASE_URL": cluster.url(name, role=SUPERUSER)}
            asked = Installation(home, ROOT, settings, is_checkout=True)
            assert codes(asked, "database") == {code, "extension-missing"}
            assert codes(asked, "tables") == {"tables-missing"}


def test_what_holds_back_or_wears_out_a_server_is_named(
    home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(archiving.SETTING, str(tmp_path / "second"))
    monkeypatch.setattr(tables, "PREPARED", tables.PREPARED.replace("5 minutes", "0 seconds"))
    monkeypatch.setattr(tables, "SLOT_MB", 1)
    settings = {"max_connections": 20, "reserved_connections": 0, "superuser_reserved_connections": 1}
    settings["max_prepared_transactions"] = 2
    with running_cluster(home) as cluster:
        asks(cluster, *(f"ALTER SYSTEM SET {name} = {value}" for name, value in settings.items()))
    with running_cluster(home) as cluster:
        usual = faults_of(home)
        assert usual >= {"connections-too-few"}
        for code, plant, mend in _planted(cluster):
            plant()
            wait_until(lambda code=code: code in faults_of(home))
            assert faults_of(home) - usual == {code}
            mend()
            assert faults_of(home) == usual


def _planted(cluster: Cluster) -> Iterator[tuple[str, Callable[[], object], Callable[[], object]]]:
    open_ones = ExitStack()

    def hang_up() -> None:
        open_ones.close()
        wait_until(lambda: _count(cluster, "FROM pg_stat_activity") < 12)

    yield (
        "connections-nearly-used",
        lambda: [open_ones.enter_context(postgres.connect(cluster)) for _ in range(15)],
        hang_up,
    )
    yield (
        "prepared-transaction",
        lambda: asks(cluster, "BEGIN", "CREATE TABLE public.half (id int)", "PREPARE TRANSACTION 'left'"),
        lambda: asks(cluster, "ROLLBACK PREPARED 'left'"),
    )
    yield (
        "slot-holds-log",
        lambda: asks(cluster, "SELECT pg_create_physical_replication_slot('gone', true)", *WRITE_LOG),
        lambda: asks(cluster, "SELECT pg_drop_replication_slot('gone')"),
    )
    frozen = "UPDATE pg_database SET datfrozenxid = ({})::text::xid WHERE datname = 'template0'"
    yield (
        "wraparound-near",
        lambda: asks(cluster, frozen.format("(txid_current() - 1100000000 + 4294967296) % 4294967296")),
        lambda: asks(cluster, frozen.format("SELECT datfrozenxid FROM pg_database WHERE datname = 'template1'")),
    )
    archive = archiving.archive_of(cluster.place)
    aside = archive.with_name("aside")

    def lose_archive() -> None:
        archive.rename(aside)
        asks(cluster, *WRITE_LOG)

    def find_archive() -> None:
        aside.rename(archive)
        wait_until(lambda: _count(cluster, FAILS_STILL) == 0)

    yield (
        "archiving-fails",
        lose_archive,
        find_archive,
    )


WRITE_LOG = ("SELECT pg_logical_emit_message(false, 'test', 'x')", "SELECT pg_switch_wal()")
FAILS_STILL = "FROM pg_stat_archiver WHERE last_failed_time > COALESCE(last_archived_time, '-infinity')"


def _count(cluster: Cluster, question: str) -> int:
    with postgres.connect(cluster) as connection:
        row = connection.execute(f"SELECT count(*) {question}".encode()).fetchone()
    assert row is not None
    return int(str(row[0]))

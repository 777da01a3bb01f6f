"""A streaming replica of a test's own server, made by pg_basebackup, whose replay can be paused."""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from peygir.ops.cluster import APP, PORT, SUPERUSER, Cluster
from peygir.ops.postgres import alive_pid, stop

PATIENCE = 120.0
_LAUNCH = 'log=$1; shift; "$@" </dev/null >>"$log" 2>&1 &'


@dataclass
class Replica:
    """A running replica."""

    cluster: Cluster
    primary: Cluster

    def url(self, database: str, role: str = APP) -> str:
        """The address of a database in it."""
        return f"postgresql://{role}@/{quote(database)}?host={quote(str(self.cluster.socket), safe='')}&port={PORT}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        etc = self.primary.place / "etc"
        options = {
            "config_file": etc / "postgresql.conf",
            "hba_file": etc / "pg_hba.conf",
            "ident_file": etc / "pg_ident.conf",
            "unix_socket_directories": self.cluster.socket,
        }
        switches = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        command: list[str | Path] = [
            "/bin/sh",
            "-c",
            _LAUNCH,
            "sh",
            self.cluster.log,
            self.cluster.programs / "postgres",
        ]
        done = self.cluster.account.run(
            [*command, "-D", self.cluster.data, *switches], folder=self.cluster.place, own_session=True
        )
        assert done.returncode == 0, done.stdout
        until = time.monotonic() + PATIENCE
        while not self._answers():
            assert time.monotonic() < until, self.cluster.log.read_text()
            time.sleep(0.1)

    def stop(self) -> None:
        """Stop it as somebody would who does not ask us."""
        stop(self.cluster)

    def pause(self) -> None:
        """Replay nothing from now on."""
        self._execute("SELECT pg_wal_replay_pause()")

    def resume(self) -> None:
        """Replay again."""
        self._execute("SELECT pg_wal_replay_resume()")

    def wait_for(self, primary: "psycopg.Connection[tuple[object, ...]]") -> None:
        """Wait until everything is replayed that the database has written by now."""
        row = primary.execute("SELECT pg_current_wal_lsn()").fetchone()
        assert row is not None
        until = time.monotonic() + PATIENCE
        while not self._execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", str(row[0])):
            assert time.monotonic() < until, "the replica does not follow"
            time.sleep(0.05)

    def _answers(self) -> bool:
        with suppress(psycopg.OperationalError):
            return bool(self._execute("SELECT pg_is_in_recovery()"))
        return False

    def _execute(self, statement: str, *values: str) -> object:
        with psycopg.connect(self.url("postgres", SUPERUSER), autocommit=True) as connection:
            row = connection.execute(statement.encode(), values or None).fetchone()
        return row[0] if row else None


@contextmanager
def replica_of(primary: Cluster) -> Iterator[Replica]:
    """A replica beside the server, until the end of the block."""
    place = primary.place.parent / "replica"
    place.mkdir(mode=0o755, exist_ok=True)
    cluster = Cluster(place, place / "socket", primary.account, primary.programs)
    for folder in (cluster.socket, place / "log", cluster.data):
        primary.account.make_folder(folder)
    source = f"host={primary.socket} port={PORT} user={SUPERUSER}"
    backup: list[str | Path] = [cluster.programs / "pg_basebackup", f"--pgdata={cluster.data}", f"--dbname={source}"]
    done = primary.account.run(
        [*backup, "--checkpoint=fast", "--write-recovery-conf", "--no-sync"], folder=place, seconds=300
    )
    assert done.returncode == 0, done.stdout
    replica = Replica(cluster, primary)
    try:
        replica.start()
        yield replica
    finally:
        if alive_pid(cluster):
            stop(cluster)
        shutil.rmtree(place, ignore_errors=True)

"""The tables that the migrations make, as one SQL file that is kept between runs and shared by the workers of one.

To walk all migrations takes Django longer than many a run of tests. The file's name holds a digest of the migrations:
whoever changes one makes a new file with the next run.
"""

import fcntl
import hashlib
import os
import subprocess
from pathlib import Path
from typing import IO, Final

import django
import psycopg
from django.db import connection

from peygir.ops.binaries import wheel_programs
from peygir.ops.cluster import SUPERUSER, Cluster
from peygir.ops.database import NAME, running_cluster
from peygir.ops.paths import ROOT

FOLDER: Final = ROOT / ".pytest_cache"
TEMPLATE: Final = "peygir_template"


class KeptSchema:
    """The file of this checkout's migrations, and the server of this run. A checkout that is read-only keeps none."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._file = FOLDER / f"schema-{_digest()}.sql"
        self._lock: IO[bytes] | None = None

    def load(self) -> None:
        """Let Django make the test database from the file; if there is none, the next worker waits until `keep`."""
        try:
            FOLDER.mkdir(exist_ok=True)
            self._lock = (FOLDER / "schema.lock").open("ab")
        except OSError:
            return
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        if self._file.exists():
            self._release()
            _load(self._cluster, self._file, TEMPLATE)
            connection.settings_dict["TEST"]["TEMPLATE"] = TEMPLATE

    def keep(self) -> None:
        """Write what the migrations have made in the test database, unless it came from the file."""
        if self._lock is None:
            return
        for old in FOLDER.glob("schema-*.sql"):
            old.unlink()
        _dump(self._cluster, str(connection.settings_dict["NAME"]), self._file)
        self._release()

    def furnish(self, home: Path) -> None:
        """Give a home that has none a database with the kept tables, as a version with one role left it."""
        if self._file.exists():
            with running_cluster(home) as cluster:
                _load(cluster, self._file, NAME)

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.close()  # which unlocks it
            self._lock = None


def _digest() -> str:
    """Of the migrations, of this module, and of the Django that runs them."""
    digest = hashlib.sha256(django.__version__.encode())
    for path in [Path(__file__), *sorted((ROOT / "peygir").rglob("migrations/*.py"))]:
        digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _load(cluster: Cluster, kept: Path, name: str) -> None:
    with psycopg.connect(cluster.url("postgres", role=SUPERUSER), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}".encode())
    _run(
        "psql",
        "--quiet",
        "--no-psqlrc",
        "--single-transaction",
        "--set=ON_ERROR_STOP=1",
        f"--file={kept}",
        "--output=/dev/null",
        f"--dbname={cluster.url(name, role=SUPERUSER)}",
    )


def _dump(cluster: Cluster, database: str, kept: Path) -> None:
    making = kept.with_suffix(f".{os.getpid()}")
    _run("pg_dump", f"--file={making}", f"--dbname={cluster.url(database, role=SUPERUSER)}")
    making.replace(kept)


def _run(program: str, *arguments: str) -> None:
    subprocess.run([wheel_programs() / program, *arguments], check=True, capture_output=True, text=True)

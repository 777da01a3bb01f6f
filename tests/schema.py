"""The prepared tables of this checkout (`peygir/ops/prepared_tables.py`), made by the first run of tests.

To walk all migrations takes Django longer than many a run of tests. Every home that is made in the checkout later, by a
test or by a person, begins with them too, until a migration changes.
"""

import fcntl
from pathlib import Path
from typing import IO, Final

import psycopg
from django.db import connection
from psycopg import sql

from peygir.city.models import City
from peygir.ops import prepared_tables
from peygir.ops.cluster import SUPERUSER, Cluster
from peygir.ops.database import EXTENSIONS, NAME, running_cluster

TEMPLATE: Final = "peygir_template"


class KeptSchema:
    """The file of this checkout's tables, and the server of this run. A checkout that is read-only keeps none."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._lock: IO[bytes] | None = None

    def load(self) -> None:
        """Let Django make the test database from the file; if there is none, the next worker waits until `keep`."""
        folder = prepared_tables.FILE.parent
        try:
            folder.mkdir(exist_ok=True)
            self._lock = (folder / ".lock").open("ab")
        except OSError:
            return
        fcntl.flock(self._lock, fcntl.LOCK_EX)
        if (tables := prepared_tables.read()) is not None:
            self._release()
            _make(self._cluster, TEMPLATE, tables)
            connection.settings_dict["TEST"]["TEMPLATE"] = TEMPLATE

    def keep(self) -> None:
        """Write what the migrations have made in the test database, unless it came from the file.

        Where no test of the run uses the database, pytest-django makes none, and there is nothing to keep.
        """
        if self._lock is None:
            return
        connection.ensure_connection()
        if City._meta.db_table in connection.introspection.table_names():
            url = self._cluster.url(str(connection.settings_dict["NAME"]), role=SUPERUSER)
            prepared_tables.write(url, connection.connection.info.server_version)
        self._release()

    def furnish(self, home: Path) -> None:
        """Give a home that has none a database with these tables, as a version with one role left it."""
        if (tables := prepared_tables.read()) is not None:
            with running_cluster(home) as cluster:
                _make(cluster, NAME, tables)

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.close()  # which unlocks it
            self._lock = None


def _make(cluster: Cluster, name: str, tables: str) -> None:
    """Create a database, as its superuser, with the extensions and these tables."""
    with psycopg.connect(cluster.url("postgres", role=SUPERUSER), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    with psycopg.connect(cluster.url(name, role=SUPERUSER)) as database:
        for extension in EXTENSIONS:
            database.execute(sql.SQL("CREATE EXTENSION {}").format(sql.Identifier(extension)))
        database.execute(tables.encode())

"""Homes for tests that start a house or a server of their own, and the uploads that lie in one."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import psycopg

from peygir.ops.accounts import database_account
from peygir.ops.cluster import SUPERUSER, cluster_of

_WALK: Final = """
from peygir.ops import prepared_tables
from peygir.ops.cli import main

prepared_tables.load_if_it_fits = lambda: False
raise SystemExit(main(["migrate", "--quiet"]))
"""


@contextmanager
def own_home() -> Iterator[Path]:
    """A fresh home that an unprivileged account may pass through, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="peygir-home-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def walk_migrations(home: Path) -> None:
    """Make the tables of a home by all migrations, one after the other, without the file of prepared tables."""
    left_out = ("DATABASE_URL", "PEYGIR_DATABASE_URL", "PEYGIR_OWNER_DATABASE_URL")
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    subprocess.run([sys.executable, "-P", "-c", _WALK], env={**environment, "PEYGIR_HOME": str(home)}, check=True)


def stored(folder: Any) -> list[Path]:
    """Every uploaded file."""
    return sorted(path for path in Path(folder).rglob("*") if path.is_file())


def forget_durability(home: Path) -> None:
    """Let the running server of a home not wait for the disk: what is lost with the machine was a test's."""
    url = cluster_of(home, database_account()).url("postgres", role=SUPERUSER)
    with psycopg.connect(url, autocommit=True) as connection:
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(f"ALTER SYSTEM SET {name} = off".encode())
        connection.execute("SELECT pg_reload_conf()")

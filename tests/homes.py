"""Homes for tests that start a house or a server of their own, and the uploads that lie in one."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from peygir.ops.accounts import database_account
from peygir.ops.cluster import SUPERUSER, cluster_of


@contextmanager
def own_home() -> Iterator[Path]:
    """A fresh home that an unprivileged account may pass through, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="peygir-home-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


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

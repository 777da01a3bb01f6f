"""Fixtures of every test: the database server, and homes for tests that start one of their own."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from peygir.ops.database import running_database
from tests.server import HOME

settings.register_profile("peygir", derandomize=True, deadline=None)
settings.load_profile("peygir")


@pytest.fixture(scope="session")
def database_server() -> Iterator[str]:
    """The server of this run (see tests/server.py), up until its end; yields its database's address."""
    with running_database(HOME) as url:
        yield url


@pytest.fixture(scope="session")
def django_db_modify_db_settings(database_server: str) -> None:
    """Before pytest-django makes the test database, the server is up."""


@pytest.fixture
def home() -> Iterator[Path]:
    """A fresh home that an unprivileged account may pass through, for a test with a server of its own."""
    folder = Path(tempfile.mkdtemp(prefix="peygir-home-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)

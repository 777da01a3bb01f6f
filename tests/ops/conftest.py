"""Fixtures of the tests that start processes of ours."""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from peygir.centre.contacts import actions
from peygir.ops.doctor.installation import Installation
from peygir.ops.paths import ROOT, make_home
from tests.serving import Server, hang_up, served
from tests.town import Town

SharedTown = Callable[[], AbstractContextManager[Town]]


@pytest.fixture(scope="module")
def stream_process(shared_town: SharedTown) -> Iterator[Server]:
    """The live stream's process, for all tests of a module."""
    with shared_town():
        pass  # the town is there
    with served("live") as found:
        yield found


@pytest.fixture
def stream(stream_process: Server, live_town: Town) -> Iterator[Server]:
    """The live stream's process; the lines to it that a test left open are hung up."""
    yield stream_process
    hang_up()


@pytest.fixture(scope="module")
def web_process(shared_town: SharedTown) -> Iterator[Server]:
    """One worker of the web, for all tests of a module."""
    with shared_town():
        pass  # the town is there
    with served("web") as found:
        yield found


@pytest.fixture
def web(web_process: Server, live_town: Town) -> Server:
    """One worker of the web."""
    return web_process


@pytest.fixture
def seats(live_town: Town) -> Town:
    """Two people at their phones."""
    actions.sit_at(live_town.city_id, "101", by=live_town.operator)
    actions.sit_at(live_town.city_id, "102", by=live_town.supervisor)
    return live_town


@pytest.fixture
def checkout(tmp_path: Path) -> Installation:
    """A tree with an environment and a lock, beside the real one."""
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").touch()
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "base.txt").write_text("")
    (tmp_path / "peygir").mkdir()
    (tmp_path / "peygir" / "__init__.py").touch()
    (tmp_path / "home").mkdir()
    return Installation(tmp_path / "home", tmp_path, {}, is_checkout=True)


SECRET = "k4Jz-8sQpL0vWm2XyT7uRb5NcEh9GdAf31oI6"


@pytest.fixture
def whole(tmp_path: Path) -> Iterator[Installation]:
    """A home as a first start leaves it, and settings that fit."""
    before = os.umask(stat.S_IRWXG | stat.S_IRWXO)
    folder = make_home(tmp_path / "home")
    folder.chmod(0o700)
    (folder / "peygir.lock").touch()
    for name, content in (("secret_key", SECRET), ("roots.jsonl", "")):
        (folder / name).write_text(content)
        (folder / name).chmod(0o600)
    (folder / "database" / "data").mkdir(parents=True, mode=0o700)
    (folder / "database" / "data" / "PG_VERSION").write_text("18\n")
    given = {"PEYGIR_HOME": str(folder), "PEYGIR_PUBLIC_URL": "https://137.example", "PEYGIR_HOSTS": "137.example"}
    given |= {"PEYGIR_PROXIES": "127.0.0.1", "PEYGIR_LIVE_URL": "/live"}
    yield Installation(folder, ROOT, given, is_checkout=True)
    os.umask(before)

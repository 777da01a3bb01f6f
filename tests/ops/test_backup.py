"""A backup holds everything, is whole or not there, and comes back only into an empty place."""

import io
import itertools
import json
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from peygir.ops import backup, dump
from peygir.ops.backup import HomeIsNotEmpty, NotABackup, check_backup, restore_backup, write_backup
from peygir.ops.cluster import Cluster
from peygir.ops.database import running_cluster
from peygir.ops.house import make_home
from peygir.ops.postgres import make_database

numbers = itertools.count(1)
PHOTO = b"\xff\xd8 not really a photo \x00\x01" * 50_000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """One server for the whole file, with its own home."""
    from tests.server import HOME

    with running_cluster(HOME) as cluster:
        yield cluster


@pytest.fixture
def full(server: Cluster, home: Path) -> tuple[str, Path]:
    """A database and a home with something in them."""
    url = fresh(server)
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE street (name text PRIMARY KEY, seen timestamptz DEFAULT now())")
        connection.execute("CREATE INDEX street_words ON street USING gin (name gin_trgm_ops)")
        connection.execute("INSERT INTO street (name) VALUES ('خیابان زند'), ('بلوار چمران'), (E'tab\\tand\\nline')")
        connection.execute("CREATE VIEW streets AS SELECT count(*) FROM street")
    make_home(home)
    (home / "uploads" / "ab").mkdir()
    (home / "uploads" / "ab" / "ab12.jpg").write_bytes(PHOTO)
    (home / "uploads" / "نام فارسی.jpg").write_bytes(b"")
    (home / "secret_key").write_text("the old key")
    (home / "peygir.lock").touch()
    return url, home


def fresh(server: Cluster) -> str:
    name = f"backup_{next(numbers)}"
    make_database(server, name)
    with psycopg.connect(server.url(name), autocommit=True) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    return server.url(name)


def contents(url: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT name, seen FROM street ORDER BY name").fetchall()


def test_everything_comes_back(full: tuple[str, Path], server: Cluster, tmp_path: Path) -> None:
    url, home = full
    file = tmp_path / "شهر.peygir"
    counted = write_backup(file, url=url, home=home)
    assert counted.files == 3
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["شهر.peygir"]

    new_url, new_home = fresh(server), make_home(tmp_path / "new")
    (new_home / "secret_key").write_text("made a moment ago")
    assert restore_backup(file, url=new_url, home=new_home).files == 3
    assert contents(new_url) == contents(url)
    assert (new_home / "uploads" / "ab" / "ab12.jpg").read_bytes() == PHOTO
    assert (new_home / "uploads" / "نام فارسی.jpg").read_bytes() == b""
    assert (new_home / "secret_key").read_text() == "the old key"
    assert not (new_home / "peygir.lock").exists()
    assert not list(new_home.glob("restoring-*"))
    with psycopg.connect(new_url) as connection:
        found = connection.execute("SELECT name FROM street WHERE name % 'خیابان زنذ'").fetchall()
        assert found == [("خیابان زند",)]


def test_it_is_not_restored_over_anything(full: tuple[str, Path], server: Cluster, tmp_path: Path) -> None:
    url, home = full
    file = tmp_path / "city"
    write_backup(file, url=url, home=home)
    before, empty = contents(url), fresh(server)
    with pytest.raises(HomeIsNotEmpty):  # a database with tables
        restore_backup(file, url=url, home=make_home(tmp_path / "empty"))
    with pytest.raises(HomeIsNotEmpty) as refusal:  # a home with uploads
        restore_backup(file, url=empty, home=home)
    assert str(home) in refusal.value.words("fa")
    assert contents(url) == before
    assert dump.is_empty(empty)
    with pytest.raises(backup.FileIsThere):
        write_backup(file, url=url, home=home)
    with pytest.raises(backup.NoSuchFolder):
        write_backup(tmp_path / "nowhere" / "city", url=url, home=home)


def flip_a_byte(content: bytes) -> bytes:
    middle = content.index(b"not really a photo")
    return content[:middle] + b"N" + content[middle + 1 :]


def cut_off(content: bytes) -> bytes:
    return content[: len(content) // 2]


def smuggle_in(content: bytes) -> bytes:
    buffer = io.BytesIO(content)
    with tarfile.open(fileobj=buffer, mode="a") as tar:
        tar.addfile(tarfile.TarInfo("home/uploads/extra"))
    return buffer.getvalue()


def climb_out(_: bytes) -> bytes:
    return tar_of({"format": 1, "members": [member("database.dump"), member("home/../../etc/passwd")]})


def from_the_future(_: bytes) -> bytes:
    return tar_of({"format": 2, "members": [member("database.dump")]})


def without_the_database(_: bytes) -> bytes:
    return tar_of({"format": 1, "members": [member("home/uploads/a")]})


def without_a_member(_: bytes) -> bytes:
    return tar_of({"format": 1, "members": [member("database.dump")]})


def no_tar(_: bytes) -> bytes:
    return b"a letter"


def member(name: str) -> dict[str, object]:
    return {"name": name, "size": 0, "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}


def tar_of(manifest: object) -> bytes:
    buffer, content = io.BytesIO(), json.dumps(manifest).encode()
    with tarfile.open(fileobj=buffer, mode="w") as tar:
        info = tarfile.TarInfo("manifest.json")
        info.size = len(content)
        tar.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


@pytest.mark.parametrize(
    "harm",
    [
        flip_a_byte, cut_off, smuggle_in, climb_out, from_the_future, without_the_database, without_a_member, no_tar,
    ],
)  # fmt: skip
def test_a_damaged_file_is_refused_before_anything_is_written(
    harm: Callable[[bytes], bytes], full: tuple[str, Path], server: Cluster, tmp_path: Path
) -> None:
    url, home = full
    file = tmp_path / "city"
    write_backup(file, url=url, home=home)
    check_backup(file)
    file.write_bytes(harm(file.read_bytes()))
    target, empty = fresh(server), make_home(tmp_path / "empty")
    with pytest.raises(NotABackup) as refusal:
        restore_backup(file, url=target, home=empty)
    assert refusal.value.words("fa") != refusal.value.words("en")
    assert dump.is_empty(target)
    assert not any(path.is_file() for path in empty.rglob("*"))


def test_a_dump_that_fails_leaves_no_file(server: Cluster, home: Path, tmp_path: Path) -> None:
    with pytest.raises(dump.ProgramFailed, match="pg_dump"):
        write_backup(tmp_path / "city", url=server.url("no_such_database"), home=home)
    assert not any(tmp_path.iterdir())

"""A backup holds everything, is whole or not there, opens with one key, and comes back only into an empty place."""

import itertools
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from psycopg import sql

from peygir.core import clock
from peygir.media import leaving
from peygir.ops import dump
from peygir.ops.backups import age, keys, restoring, writing
from peygir.ops.backups.archive import NotABackup
from peygir.ops.backups.restoring import HomeIsNotEmpty, KeyIsNeeded, check_backup, restore_backup
from peygir.ops.backups.writing import write_backup
from peygir.ops.cluster import OWNER, Cluster
from peygir.ops.commands.backup import target_of
from peygir.ops.database import check, running_cluster
from peygir.ops.paths import make_home
from peygir.ops.postgres import make_database
from tests.harm import HARMS

numbers = itertools.count(1)
PHOTO = b"\xff\xd8 not really a photo \x00\x01" * 50_000
PRIVATE, PUBLIC = keys.new_key()


@pytest.fixture(scope="module")
def server() -> Iterator[Cluster]:
    """One server for the whole file, with its own home."""
    from tests.server import HOME

    with running_cluster(HOME) as cluster:
        yield cluster


@pytest.fixture
def private(tmp_path: Path) -> list[X25519PrivateKey]:
    """The private key, as it comes from the safe."""
    file = tmp_path / "key.txt"
    file.write_text(f"# created: today\n# public key: {PUBLIC}\n{PRIVATE}\n")
    return keys.private_keys(file)


@pytest.fixture
def full(server: Cluster, home: Path) -> tuple[str, Path]:
    """A database and a home with something in them."""
    url = fresh(server)
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE street (name text PRIMARY KEY, seen timestamptz DEFAULT now())")
        connection.execute("CREATE INDEX street_words ON street USING gin (name gin_trgm_ops)")
        connection.execute("INSERT INTO street (name) VALUES ('خیابان زند'), ('بلوار چمران'), (E'tab\\tand\\nline')")
        connection.execute("CREATE VIEW streets AS SELECT count(*) FROM street")
        connection.execute("CREATE TABLE cases_case (id int)")
        connection.execute("INSERT INTO cases_case SELECT generate_series(1, 1000)")
    make_home(home)
    (home / "uploads" / "ab").mkdir()
    (home / "uploads" / "ab" / "ab12.jpg").write_bytes(PHOTO)
    (home / "uploads" / "نام فارسی.jpg").write_bytes(b"")
    (home / "secret_key").write_text("the old key")
    (home / "peygir.lock").touch()
    (home / "uploads" / leaving.LOCK).touch()
    return url, home


def fresh(server: Cluster) -> str:
    """The URL of an empty database, for the role that owns it and no superuser."""
    name = f"backup_{next(numbers)}"
    make_database(server, name)
    check(server.url(name))  # makes the extensions, as each start does
    return server.url(name, role=OWNER)


def contents(url: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT name, seen FROM street ORDER BY name").fetchall()


@pytest.mark.parametrize("is_plain", [False, True])
def test_everything_comes_back(
    full: tuple[str, Path], server: Cluster, tmp_path: Path, private: list[X25519PrivateKey], is_plain: bool
) -> None:
    url, home = full
    folder = tmp_path / "backups"
    folder.mkdir()
    file = folder / "شهر.peygir"
    seen: list[int] = []
    counted = write_backup(file, url=url, home=home, keys=[] if is_plain else [PUBLIC], progress=seen.append)
    assert counted.files == 3
    assert seen == sorted(seen)
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in folder.iterdir()] == ["شهر.peygir"]
    assert (b"not really a photo" in file.read_bytes()) is is_plain
    assert json.loads((home / writing.NOTE).read_text())["is_encrypted"] is not is_plain

    new_url, new_home = fresh(server), make_home(tmp_path / "new")
    (new_home / "secret_key").write_text("made a moment ago")
    assert restore_backup(file, url=new_url, home=new_home, keys=[] if is_plain else private).files == 3
    assert contents(new_url) == contents(url)
    assert (new_home / "uploads" / "ab" / "ab12.jpg").read_bytes() == PHOTO
    assert (new_home / "uploads" / "نام فارسی.jpg").read_bytes() == b""
    assert (new_home / "secret_key").read_text() == "the old key"
    assert not (new_home / "peygir.lock").exists()
    assert not (new_home / writing.NOTE).exists()
    assert not list(new_home.glob("restoring-*"))
    with psycopg.connect(new_url) as connection:
        found = connection.execute("SELECT name FROM street WHERE name % 'خیابان زنذ'").fetchall()
        assert found == [("خیابان زند",)]
        owners = "SELECT DISTINCT relowner::regrole::text FROM pg_class WHERE relname IN ('street', 'streets')"
        assert connection.execute(owners.encode()).fetchall() == [(OWNER,)]


def test_no_session_and_no_code_is_in_it(
    full: tuple[str, Path], server: Cluster, tmp_path: Path, private: list[X25519PrivateKey]
) -> None:
    url, home = full
    with psycopg.connect(url) as connection:
        for table in dump.WITHOUT_ROWS:
            connection.execute(sql.SQL("CREATE TABLE {} AS SELECT 'a secret' AS key").format(sql.Identifier(table)))
    file = tmp_path / "city"
    write_backup(file, url=url, home=home, keys=[PUBLIC])
    new_url = fresh(server)
    restore_backup(file, url=new_url, home=make_home(tmp_path / "new"), keys=private)
    with psycopg.connect(new_url) as connection:
        for table in dump.WITHOUT_ROWS:
            counted = connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
            assert counted == (0,), table


def test_in_a_folder_the_file_has_the_name_of_the_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 29, 22, 3, tzinfo=UTC))
    assert target_of(tmp_path, is_plain=False) == tmp_path / "peygir-1405-09-09-0133.age"
    assert target_of(tmp_path, is_plain=True).suffix == ".tar"
    assert target_of(tmp_path / "city", is_plain=False) == tmp_path / "city"


def test_it_says_what_it_holds(full: tuple[str, Path], tmp_path: Path, private: list[X25519PrivateKey]) -> None:
    url, home = full
    file = tmp_path / "city"
    write_backup(file, url=url, home=home, keys=[PUBLIC])
    checked = check_backup(file, private)
    assert checked.is_encrypted
    assert checked.header.keys == (PUBLIC,)
    assert checked.header.rows == {"cases_case": 1000}
    assert {member.name for member in checked.files} == {
        "home/secret_key",
        "home/uploads/ab/ab12.jpg",
        "home/uploads/نام فارسی.jpg",
    }
    remark = restoring.remark_of(file)
    assert remark is not None
    assert remark[0] == checked.header.made_at
    assert remark[2:] == [PUBLIC]
    with pytest.raises(KeyIsNeeded) as refusal:
        check_backup(file)
    assert PUBLIC in refusal.value.words("fa")


def test_it_is_not_restored_over_anything(full: tuple[str, Path], server: Cluster, tmp_path: Path) -> None:
    url, home = full
    file = tmp_path / "city"
    write_backup(file, url=url, home=home, keys=[])
    before, empty = contents(url), fresh(server)
    with pytest.raises(HomeIsNotEmpty):  # a database with tables
        restore_backup(file, url=url, home=make_home(tmp_path / "empty"))
    with pytest.raises(HomeIsNotEmpty) as refusal:  # a home with uploads
        restore_backup(file, url=empty, home=home)
    assert str(home) in refusal.value.words("fa")
    assert contents(url) == before
    assert dump.is_empty(empty)
    with pytest.raises(writing.FileIsThere):
        write_backup(file, url=url, home=home, keys=[])
    with pytest.raises(writing.NoSuchFolder):
        write_backup(tmp_path / "nowhere" / "city", url=url, home=home, keys=[])


@pytest.mark.parametrize("harm", HARMS)
def test_a_damaged_file_is_refused_before_anything_is_written(
    harm: Callable[[bytes], bytes], full: tuple[str, Path], server: Cluster, tmp_path: Path
) -> None:
    url, home = full
    file = tmp_path / "city"
    write_backup(file, url=url, home=home, keys=[])
    check_backup(file)
    file.write_bytes(harm(file.read_bytes()))
    target, empty = fresh(server), make_home(tmp_path / "empty")
    with pytest.raises(NotABackup) as refusal:
        restore_backup(file, url=target, home=empty)
    assert refusal.value.words("fa") != refusal.value.words("en")
    assert dump.is_empty(target)
    assert not any(path.is_file() for path in empty.rglob("*"))


def test_an_encrypted_file_opens_whole_and_with_its_key_alone(
    full: tuple[str, Path], tmp_path: Path, private: list[X25519PrivateKey]
) -> None:
    url, home = full
    file = tmp_path / "city"
    write_backup(file, url=url, home=home, keys=[keys.new_key()[1], PUBLIC])
    check_backup(file, private)
    with pytest.raises(age.WrongKey):
        check_backup(file, [X25519PrivateKey.generate()])
    whole = file.read_bytes()
    head = whole.index(b"\n--- ")
    payload = whole.index(b"\n", head + 1) + 1 + 16
    piece = age.PIECE + age.TAG
    moved = whole[: payload + piece] + whole[payload + 2 * piece : payload + 3 * piece] + whole[payload + piece :]
    harmed = [
        whole[:-1],
        whole[: payload + piece],
        whole[: payload + 2 * piece],
        whole[:payload],
        whole[: head + 2],
        whole + b"x",
        moved,
        whole[: head - 5] + b"AAAA" + whole[head - 1 :],
        whole.replace(b"peygir.backup/2 20", b"peygir.backup/2 19", 1),
        *(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :] for place in (payload + 5, len(whole) - 3)),
    ]
    for number, content in enumerate(harmed):
        file.write_bytes(content)
        with pytest.raises((age.FileIsDamaged, age.WrongKey, NotABackup)) as refusal:
            check_backup(file, private)
        assert refusal.value.words("fa") != refusal.value.words("en"), number


@pytest.mark.parametrize("statement", ["\\! touch {place}", "COPY street FROM PROGRAM 'touch {place}'"])
def test_a_hostile_dump_runs_no_program(
    full: tuple[str, Path], server: Cluster, tmp_path: Path, statement: str
) -> None:
    """pg_restore writes what the dump says; psql has given its own commands up, and the role may start nothing."""
    url, home = full
    place = tmp_path / "was-here"
    hostile = "\n" + statement.format(place=place) + "\n"
    with psycopg.connect(url) as connection:
        padding = "x" * len(hostile.encode())
        connection.execute(f"CREATE VIEW harmless AS SELECT '{padding}'::text AS words".encode())
    file = tmp_path / "city"
    write_backup(file, url=url, home=home, keys=[])
    target, empty = fresh(server), make_home(tmp_path / "empty")
    with restoring._opened(file, []) as (plain, _):
        parts = b"".join(restoring._parts(plain))
    before = f" SELECT '{padding}'::text AS words;".encode()
    assert before in parts
    changed = parts.replace(before, f" SELECT 1 AS words;      {hostile}".encode().rjust(len(before))[-len(before) :])
    assert len(changed) == len(parts)
    chosen = dump.what_to_restore(dump.list_contents([changed]))
    with pytest.raises(dump.ProgramFailed):
        dump.put_back(target, [changed], chosen=chosen)
    assert not place.exists()
    assert dump.is_empty(target)
    assert not any(path.is_file() for path in empty.rglob("*"))


def test_a_dump_that_fails_leaves_no_file(server: Cluster, home: Path, tmp_path: Path) -> None:
    with pytest.raises(dump.ProgramFailed, match="pg_dump"):
        write_backup(tmp_path / "city", url=server.url("no_such_database"), home=home, keys=[])
    assert not [path for path in tmp_path.iterdir() if path.is_file()]

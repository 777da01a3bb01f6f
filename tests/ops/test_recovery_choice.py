"""What a recovery takes of a second place: the timeline of the moment, the newest sound chain, every sound file."""

from datetime import datetime
from pathlib import Path

import pytest

from lab.bench.pairs import run
from peygir.core import clock
from peygir.ops import archiving, database, postgres
from peygir.ops.backups import keys as backup_keys
from peygir.ops.recovery import drill, timelines
from peygir.ops.recovery.recovering import BaseIsUnreadable
from peygir.ops.recovery.setting_up import recover_city
from peygir.ops.recovery.vault import FolderVault
from tests.recovering import TABLES, rows_of, second_place, ship_rows, shipping_in, write


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A second place in the environment, and the private key that opens it."""
    return second_place(tmp_path, monkeypatch)


def now() -> datetime:
    """A moment between what was committed before and what comes after."""
    clock.pause(0.3)
    moment = clock.now()
    clock.pause(0.3)
    return moment


def test_a_moment_before_a_recovery_lies_on_the_timeline_that_was_left(
    key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A city was recovered to too early a moment and lived on: what it was before that recovery can be reached."""
    keys = backup_keys.private_keys(key)
    with database.running_cluster(tmp_path / "first") as cluster:
        postgres.make_database(cluster, database.NAME)
        shipping = shipping_in(tmp_path / "first", cluster)
        write(cluster, TABLES)
        shipping.base([], clock.now())
        ship_rows(cluster, shipping, 1, 100)
        early = now()
        ship_rows(cluster, shipping, 101, 110)
        between = now()
        ship_rows(cluster, shipping, 111, 120)
        shipping.base(shipping.known(), clock.now())
        ship_rows(cluster, shipping, 121, 125)
        late = now()
        ship_rows(cluster, shipping, 126, 130)
        vault = shipping.vault
    with monkeypatch.context() as patch:
        patch.delenv(archiving.SETTING)
        recover_city(tmp_path / "second", vault, moment=early, keys=keys)
    with database.running_cluster(tmp_path / "second") as cluster:
        shipping = shipping_in(tmp_path / "second", cluster)
        ship_rows(cluster, shipping, 901, 907)
        on_second = now()
        ship_rows(cluster, shipping, 908, 909)
    monkeypatch.delenv(archiving.SETTING)
    for moment, timeline, expected, followed in (
        (between, None, 110, 1),
        (late, None, 125, 1),
        (on_second, None, 107, 2),
        (None, None, 109, 2),
        (None, 1, 130, 1),
    ):
        home = tmp_path / f"to {moment} on {timeline}"
        done = recover_city(home, vault, moment=moment, timeline=timeline, keys=keys)
        with database.running_cluster(home) as cluster:
            assert (rows_of(cluster), done.timeline) == (expected, followed)
        assert done.others == (3 - followed,)
    with pytest.raises(timelines.NoSuchTimeline):
        recover_city(tmp_path / "none", vault, moment=None, timeline=7, keys=keys)


def flip(path: Path) -> None:
    """Change one bit in the middle of a file."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def test_a_damaged_base_backup_or_photo_stops_no_recovery(
    key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The middle one of a chain is damaged, and a photo: an older chain and the other photos are taken, and said so."""
    home, vault = tmp_path / "home", tmp_path / "vault"
    with database.running_cluster(home) as cluster:
        postgres.make_database(cluster, database.NAME)
        shipping = shipping_in(home, cluster)
        for name in ("a.jpg", "b.jpg", "c.jpg"):
            (home / "uploads" / name).write_text(name)
        write(cluster, TABLES)
        chain = [shipping.base([], clock.now())]
        for number in (1, 101):
            ship_rows(cluster, shipping, number, number + 99)
            chain.append(shipping.base(shipping.known(), clock.now()))
        ship_rows(cluster, shipping, 201, 300)
        shipping.files.ship()
        flip(vault / chain[1].object)
        with pytest.raises(BaseIsUnreadable):
            drill.hold(shipping)
    flip(next((vault / "files" / "uploads").glob("b.jpg*")))
    monkeypatch.delenv(archiving.SETTING)
    arguments: list[str | Path] = ["recover", "--latest", "--key", key, "--place", vault, "--into", tmp_path / "new"]
    done = run(tmp_path / "unused", *arguments)
    assert done.returncode == 1, done.stderr
    assert f"passed over: the base backup {chain[1].label}" in done.stdout
    assert "uploads/b.jpg" in done.stdout
    with database.running_cluster(tmp_path / "new") as cluster:
        assert rows_of(cluster) == 300
    assert sorted(path.name for path in (tmp_path / "new" / "uploads").iterdir()) == ["a.jpg", "c.jpg"]
    (vault / chain[0].object).unlink()
    with pytest.raises(BaseIsUnreadable):
        recover_city(tmp_path / "none", FolderVault(vault), moment=None, keys=backup_keys.private_keys(key))

"""The second place keeps what it promises: no file goes early, and no other database or machine writes over its log."""

import subprocess
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO

import pytest

from peygir.core import clock
from peygir.ops import archiving, database, postgres
from peygir.ops.accounts import database_account
from peygir.ops.backups import keys as backup_keys
from peygir.ops.cluster import cluster_of
from peygir.ops.paths import make_home
from peygir.ops.recovery import bases, mirror, pruning
from peygir.ops.recovery.owning import LogOfAnotherMachine, PlaceOfAnotherDatabase
from peygir.ops.recovery.places import RecoveryPlace, note_in
from peygir.ops.recovery.setting_up import recover_city
from peygir.ops.recovery.vault import FolderVault
from peygir.storage.recovery_vitals import ShippingFault
from tests.recovering import EVENTS, TABLES, close_segment, rows_of, second_place, ship_rows, shipping_in, write

NOW = datetime(2026, 11, 29, tzinfo=UTC)
KEEP = timedelta(days=35)


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A second place in the environment, and the private key that opens it."""
    return second_place(tmp_path, monkeypatch)


def test_an_old_file_that_is_gone_today_is_kept_for_as_long_as_every_other(key: Path, tmp_path: Path) -> None:
    """Whether it was deleted by mistake, or its disk is not mounted tonight."""
    vault, home = FolderVault(tmp_path / "vault"), tmp_path / "home"
    (home / "uploads").mkdir(parents=True)
    content = tmp_path / "content"
    content.write_bytes(b"x")
    for name in ("deleted", "returns"):
        vault.put(mirror.FileVersion(f"uploads/{name}", NOW - timedelta(days=700)).object, content)

    def after(now: datetime) -> list[str]:
        pruning.prune(vault, [], home=home, manifests=tmp_path / "manifests", before=now - KEEP, now=now)
        ended = (now - timedelta(days=40)).isoformat()
        old = bases.BaseBackup("20260101T000000Z-full", "", ended, ended, "0" * 24, "0" * 24, 1, 1, "", "1")
        pruning.prune(vault, [old], home=home, manifests=tmp_path / "manifests", before=now - KEEP, now=now)
        return [version.path for version in mirror.versions_in(vault)]

    assert after(NOW) == ["uploads/deleted", "uploads/returns"]
    (home / "uploads" / "returns").touch()
    assert after(NOW + timedelta(days=20)) == ["uploads/deleted", "uploads/returns"]
    (home / "uploads" / "returns").unlink()
    assert after(NOW + timedelta(days=34)) == ["uploads/deleted", "uploads/returns"]
    assert after(NOW + timedelta(days=36)) == ["uploads/returns"], "it was there on day 20"
    assert after(NOW + timedelta(days=70)) == []


def test_another_database_is_not_shipped_into_the_place_of_the_first(
    key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A city of another installation, or one that was restored from a backup: its segments have the same names."""
    with database.running_cluster(tmp_path / "home") as cluster:
        postgres.make_database(cluster, database.NAME)
        shipping = shipping_in(tmp_path / "home", cluster)
        write(cluster, TABLES)
        shipping.base([], clock.now())
        ship_rows(cluster, shipping, 1, 100)
    with database.running_cluster(tmp_path / "other") as cluster:
        postgres.make_database(cluster, database.NAME)
        with pytest.raises(PlaceOfAnotherDatabase):
            shipping_in(tmp_path / "other", cluster)
        assert note_in(cluster.place).fault_kind == ShippingFault.FOREIGN.value
    monkeypatch.delenv(archiving.SETTING)
    recover_city(tmp_path / "new", shipping.vault, moment=None, keys=backup_keys.private_keys(key))
    with database.running_cluster(tmp_path / "new") as cluster:
        assert rows_of(cluster) == 100


def test_a_copy_of_the_machine_does_not_write_over_the_log_of_the_first(
    key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The copy has the same database, timeline and drill key; its log has the same names and another content."""
    with database.running_cluster(tmp_path / "home") as cluster:
        postgres.make_database(cluster, database.NAME)
        shipping = shipping_in(tmp_path / "home", cluster)
        write(cluster, TABLES)
        shipping.base([], clock.now())
        ship_rows(cluster, shipping, 1, 100)
    twin = cluster_of(make_home(tmp_path / "copy"), database_account())
    for name in ("data", "recovery"):
        subprocess.run(["cp", "-a", cluster.place / name, twin.place / name], check=True)
    with database.running_cluster(tmp_path / "home") as cluster:
        shipping = shipping_in(tmp_path / "home", cluster)
        write(cluster, EVENTS.format(first=101, last=200))
        close_segment(cluster, shipping.place.archive)
        waiting = sorted(shipping.place.archive.iterdir())
        kept = {path.name: path.read_bytes() for path in waiting}
        shipping.segments()
        for name, content in kept.items():  # as after a kill between the copy to the second place and the deletion
            (shipping.place.archive / name).write_bytes(content)
        assert shipping.segments() == len(kept)
    with database.running_cluster(tmp_path / "copy") as cluster:
        copy = shipping_in(tmp_path / "copy", cluster)
        write(cluster, EVENTS.format(first=901, last=905))
        close_segment(cluster, copy.place.archive)
        with pytest.raises(LogOfAnotherMachine):
            copy.segments()
        assert list(copy.place.archive.iterdir()), "it waits"
    monkeypatch.delenv(archiving.SETTING)
    recover_city(tmp_path / "new", shipping.vault, moment=None, keys=backup_keys.private_keys(key))
    with database.running_cluster(tmp_path / "new") as cluster:
        assert rows_of(cluster) == 200


class _Slow(FolderVault):
    """A vault that gives a description away in two steps."""

    def fetch(self, name: str, target: IO[bytes]) -> None:
        clock.pause(0.002)
        super().fetch(name, target)
        target.flush()
        clock.pause(0.002)


def test_two_threads_read_the_descriptions_at_once(tmp_path: Path) -> None:
    """The drill's thread and the one that ships: each must see every base backup, and each under its own name."""
    (tmp_path / "vault").mkdir()
    vault = _Slow(tmp_path / "vault")
    place = RecoveryPlace(tmp_path / "home", cluster_of(tmp_path, database_account()))
    place.make()
    labels = [f"202610{day:02}T000000Z-full" for day in range(1, 21)]
    for label in labels:
        content = tmp_path / label
        content.write_bytes(b"x")
        ended = "2026-10-01T00:00:00+00:00"
        bases.store(vault, bases.BaseBackup(label, "", ended, ended, "0" * 24, "0" * 24, 1, 1, "", "1"), content, place)
    seen = list[list[str]]()
    threads = [
        threading.Thread(target=lambda: seen.append([base.label for base in bases.bases_in(vault)])) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [labels] * 4

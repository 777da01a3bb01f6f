"""The second place: what is shipped to it, and a city brought back from it as it was at a moment."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from peygir.core import clock
from peygir.ops import archiving, database, postgres
from peygir.ops.backups import keys as backup_keys
from peygir.ops.backups.age import WrongKey
from peygir.ops.cluster import Cluster
from peygir.ops.recovery import checking, drill, mirror
from peygir.ops.recovery.places import RecoveryPlace, note_in
from peygir.ops.recovery.recovering import MomentIsLater, NoBaseBefore
from peygir.ops.recovery.setting_up import ArchivingIsOff, FolderIsNotEmpty, recover_city, shipping_of
from peygir.ops.recovery.shipping import Shipping, waiting
from peygir.ops.recovery.vault import FolderVault, NoVault, VaultIsMissing, vault_at
from tests.recovering import EVENTS, TABLES, close_segment, rows_of, write


@dataclass
class Rescued:
    """A city with a second place, and what is known of it: a moment between two changes, and its rows then."""

    shipping: Shipping
    cluster: Cluster
    key: Path
    moment: datetime
    rows: int

    @property
    def home(self) -> Path:
        return self.shipping.place.home

    @property
    def keys(self) -> list[X25519PrivateKey]:
        return backup_keys.private_keys(self.key)


@pytest.fixture(scope="module")
def rescued(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rescued]:
    """Full and incremental base backups, a row more, and then all rows deleted; everything is shipped."""
    folder = tmp_path_factory.mktemp("rescued")
    home, vault, key = folder / "home", folder / "vault", folder / "key.txt"
    vault.mkdir()
    private, public = backup_keys.new_key()
    key.write_text(private)
    patch = pytest.MonkeyPatch()
    patch.setenv(archiving.SETTING, str(vault))
    patch.setenv(backup_keys.SETTING, public)
    patch.delenv("DATABASE_URL", raising=False)
    with patch.context(), database.running_cluster(home) as cluster:
        postgres.make_database(cluster, database.NAME)
        (home / "uploads" / "a.txt").write_text("as it was")
        shipping = shipping_of(RecoveryPlace(home, cluster), os.environ, zone="Asia/Tehran", keep=timedelta(days=35))
        write(cluster, TABLES, EVENTS.format(first=1, last=4000))
        shipping.base([], clock.now())
        write(cluster, EVENTS.format(first=4001, last=4100))
        shipping.base(shipping.known(), clock.now())
        shipping.files.ship()
        write(cluster, EVENTS.format(first=4101, last=4101))
        clock.pause(0.3)
        moment = clock.now()
        clock.pause(0.3)
        write(cluster, "DELETE FROM public.history_event")
        close_segment(cluster, shipping.place.archive)
        shipping.segments()
        yield Rescued(shipping, cluster, key, moment, 4101)
    patch.undo()


def recovered(home: Path) -> AbstractContextManager[Cluster]:
    """The running database of a home that was recovered, which archives nowhere."""
    return database.running_cluster(home)


def test_every_row_of_before_is_back_and_none_of_after(
    rescued: Rescued, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(archiving.SETTING)
    home = tmp_path / "new"
    done = recover_city(home, rescued.shipping.vault, moment=rescued.moment, keys=rescued.keys)
    assert done.base.endswith("-more")
    assert done.reached is not None
    assert done.reached <= rescued.moment
    with recovered(home) as cluster:
        assert rows_of(cluster) == rescued.rows
        with postgres.connect(cluster) as connection:
            assert connection.execute("SHOW restore_command").fetchone() == ("",)
    assert (home / "uploads" / "a.txt").read_text() == "as it was"
    assert rows_of(rescued.cluster) == 0  # the living city is as it was
    with pytest.raises(FolderIsNotEmpty):
        recover_city(home, rescued.shipping.vault, moment=rescued.moment, keys=rescued.keys)


def test_a_moment_outside_the_log_is_refused(rescued: Rescued, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(archiving.SETTING)
    vault = rescued.shipping.vault
    with pytest.raises(NoBaseBefore):
        recover_city(tmp_path / "early", vault, moment=rescued.moment - timedelta(days=1), keys=rescued.keys)
    with pytest.raises(MomentIsLater):
        recover_city(tmp_path / "late", vault, moment=rescued.moment + timedelta(days=1), keys=rescued.keys)


def test_a_foreign_key_opens_nothing(rescued: Rescued, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(archiving.SETTING)
    other = [X25519PrivateKey.generate()]
    with pytest.raises(WrongKey):
        recover_city(tmp_path / "new", rescued.shipping.vault, moment=None, keys=other)


def test_the_key_of_the_safe_is_tried_on_what_lies_there(rescued: Rescued, tmp_path: Path) -> None:
    vault = rescued.shipping.vault
    finding = checking.key_finding(vault, rescued.keys)
    assert finding.is_good, finding
    assert "wal/" in str(finding.sentence)
    foreign = X25519PrivateKey.generate()
    assert checking.key_finding(vault, [foreign]).is_good is False
    (tmp_path / "empty").mkdir()
    assert checking.key_finding(FolderVault(tmp_path / "empty"), rescued.keys).is_good is None
    copy = tmp_path / "copy"
    shutil.copytree(rescued.key.parent / "vault", copy)
    newest = max(path for path in (copy / "wal").rglob("*.age") if path.parent.name != "history")
    newest.write_bytes(newest.read_bytes()[:-40])
    assert checking.key_finding(FolderVault(copy), rescued.keys).is_good is False


def test_the_drill_compares_and_leaves_nothing(rescued: Rescued) -> None:
    write(rescued.cluster, EVENTS.format(first=5000, last=5200))
    drilled = drill.hold(rescued.shipping)
    assert drilled.events == 201
    note = note_in(rescued.cluster.place)
    assert (note.drill_rows, note.drill_fault) == (201, "")
    assert not (rescued.shipping.place.folder / "drill").exists()


def test_the_drill_tells_what_is_not_the_same(rescued: Rescued) -> None:
    write(rescued.cluster, EVENTS.format(first=6000, last=6100))
    before = drill._look(rescued.cluster)
    drill._compare(rescued.cluster, before, before)
    write(rescued.cluster, "UPDATE public.history_event SET hash = 'other' WHERE id = 6050")
    with pytest.raises(drill.DrillFailed, match="history"):
        drill._compare(rescued.cluster, before, before)
    write(
        rescued.cluster,
        "UPDATE public.history_event SET hash = sha256(id::text::bytea)",
        "INSERT INTO public.cases_report VALUES (1)",
    )
    with pytest.raises(drill.DrillFailed, match="cases_report"):
        drill._compare(rescued.cluster, before, before)


def test_a_file_that_could_not_be_shipped_is_shipped_later(rescued: Rescued, monkeypatch: pytest.MonkeyPatch) -> None:
    files, home = mirror.Mirror(rescued.shipping.place, rescued.shipping.vault, rescued.shipping.keys), rescued.home
    files.ship()
    folder = home / "uploads" / "later"
    folder.mkdir()
    (folder / "b.txt").write_text("later")
    old = clock.now().timestamp() - 3600  # long enough ago for the folder to count as listed
    for path in (folder / "b.txt", folder):
        os.utime(path, (old, old))

    def away(name: str, content: Path) -> int:
        raise OSError("the disk is away")

    with monkeypatch.context() as patch:
        patch.setattr(files.vault, "put", away)
        with pytest.raises(OSError, match="away"):
            files.ship()
    assert files.ship() == 1
    assert files.ship() == 0
    assert "uploads/later/b.txt" in {version.path for version in mirror.versions_in(files.vault)}


def test_nothing_in_the_vault_is_readable(rescued: Rescued, tmp_path: Path) -> None:
    for kept in rescued.shipping.vault.kept("files/"):
        with (tmp_path / "copy").open("w+b") as copy:
            rescued.shipping.vault.fetch(kept.name, copy)
            copy.seek(0)
            assert copy.read().startswith(b"age-encryption.org/v1\n")
    assert not list(waiting(rescued.shipping.place.archive))


def test_the_command_takes_base_backups_and_lists_them(rescued: Rescued) -> None:
    """As processes of their own, which is how the city runs them."""
    environment = {**os.environ, "PEYGIR_HOME": str(rescued.home)}
    for words in (["ship", "--base"], ["recover", "--list"]):
        command = [sys.executable, "-P", "-m", "peygir.ops", *words]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    assert "-more" in done.stdout
    elsewhere = {**environment, "DATABASE_URL": rescued.cluster.url(database.NAME)}
    command = [sys.executable, "-P", "-m", "peygir.ops", "ship", "--base"]
    done = subprocess.run(command, env=elsewhere, capture_output=True, text=True, check=False)
    assert (done.returncode, "pgBackRest" in done.stderr) == (2, True)


def test_without_the_setting_nothing_is_shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(archiving.SETTING, raising=False)
    with database.running_cluster(tmp_path / "home") as cluster:
        place = RecoveryPlace(tmp_path / "home", cluster)
        with pytest.raises(NoVault):
            shipping_of(place, {}, zone="UTC", keep=timedelta(days=1))
        vault = tmp_path / "vault"
        vault.mkdir()
        _, public = backup_keys.new_key()
        environment = {archiving.SETTING: str(vault), backup_keys.SETTING: public}
        with pytest.raises(ArchivingIsOff):
            shipping_of(place, environment, zone="UTC", keep=timedelta(days=1))
    with pytest.raises(VaultIsMissing):
        vault_at(str(tmp_path / "gone"), {})

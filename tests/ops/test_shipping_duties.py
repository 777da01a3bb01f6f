"""Log, files and base backups are shipped each by itself: what stops one of them stops no other, and is said."""

import errno
import os
import tempfile
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from peygir.core import clock
from peygir.ops import archiving, database, postgres
from peygir.ops.accounts import database_account
from peygir.ops.backups import keys as backup_keys
from peygir.ops.backups.writing import files_of
from peygir.ops.cluster import Cluster
from peygir.ops.recovery import mirror
from peygir.ops.recovery.places import note_in
from peygir.ops.recovery.setting_up import recover_city
from peygir.ops.recovery.shipping import BASE, FILES, LOG, waiting
from peygir.ops.recovery.vault import FolderVault
from tests.recovering import EVENTS, TABLES, close_segment, rows_of, second_place, ship_rows, shipping_in, write

LONG = f"{'x' * 250}.jpg"
"""With its moment and ending the name is too long for a file."""


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A second place in the environment, and the private key that opens it."""
    return second_place(tmp_path, monkeypatch)


def test_a_file_that_cannot_be_shipped_stops_neither_files_nor_base_backups(key: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with database.running_cluster(home) as cluster:
        postgres.make_database(cluster, database.NAME)
        shipping = shipping_in(home, cluster)
        write(cluster, TABLES)
        (home / "uploads" / LONG).write_text("a photo")
        (home / "uploads" / "zz.jpg").write_text("another photo")
        for duty, expected in ((LOG, True), (FILES, False), (BASE, True), (LOG, True)):
            assert shipping.attempt(duty, clock.now()) is expected, duty
        assert [base.is_full for base in shipping.known()] == [True]
        assert "uploads/zz.jpg" in {version.path for version in mirror.versions_in(shipping.vault)}
        write(cluster, EVENTS.format(first=1, last=2))
        close_segment(cluster, shipping.place.archive)
        assert shipping.attempt(LOG, clock.now())
        note = note_in(cluster.place)
        assert (note.fault_of, LONG[:99] in note.fault) == (FILES, True), "it stays until the files are shipped"
        (home / "uploads" / LONG).unlink()
        assert shipping.attempt(FILES, clock.now())
        assert note_in(cluster.place).fault == ""
        for path in (tmp_path / "vault" / "files" / "uploads").iterdir():
            path.unlink()
        assert shipping.files.ship() == 0
        shipping.files._whole_at = -mirror.WHOLE_EVERY  # six hours later
        assert shipping.files.ship() >= 1, "what is gone from the second place comes back"


def test_the_log_does_not_wait_for_a_long_base_backup(key: Path, tmp_path: Path) -> None:
    home, stopped = tmp_path / "home", threading.Event()
    with database.running_cluster(home) as cluster:
        postgres.make_database(cluster, database.NAME)
        shipping = shipping_in(home, cluster)
        write(cluster, TABLES)
        running = threading.Thread(target=shipping.run, args=[stopped], kwargs={"beside": lambda now: None})
        with shipping.place.alone("base"), shipping.place.alone("files"):  # both are busy with something long
            running.start()
            close_segment_and_wait(cluster, shipping.place.archive)
        stopped.set()
        running.join(60)


def close_segment_and_wait(cluster: Cluster, archive: Path) -> None:
    """Close a segment and wait until it is taken away."""
    with postgres.connect(cluster) as connection:
        connection.execute("SELECT pg_switch_wal()")
        until = clock.monotonic() + 60
        shipped = note_in(archive.parent.parent).shipped_at
        while not shipped or waiting(archive):
            assert clock.monotonic() < until, "the log waits"
            clock.pause(0.1)
            shipped = note_in(archive.parent.parent).shipped_at


def test_a_folder_that_may_not_be_read_is_not_left_out_in_silence() -> None:
    """A backup or a mirror without its photos would say that all is well."""
    was = os.geteuid()
    with tempfile.TemporaryDirectory() as folder:  # every account may enter the folder above it
        home = Path(folder)
        closed = home / "uploads" / "closed"
        closed.mkdir(parents=True)
        (closed / "a.jpg").write_text("a photo")
        assert [path for path, _file in files_of(home)] == ["uploads/closed/a.jpg"]
        for path, mode in ((home, 0o755), (home / "uploads", 0o755), (closed, 0)):
            path.chmod(mode)
        os.seteuid(database_account().uid if was == 0 else was)
        try:
            with pytest.raises(PermissionError):
                list(files_of(home))
        finally:
            os.seteuid(was)
            closed.chmod(0o700)


def test_after_a_time_without_the_second_place_a_base_backup_follows_at_once(
    key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Served for a while without the setting, the log has a gap and its summaries too: no recovery went across it."""
    home = tmp_path / "home"
    with database.running_cluster(home) as cluster:
        postgres.make_database(cluster, database.NAME)
        shipping = shipping_in(home, cluster)
        write(cluster, TABLES)
        first = shipping.base_if_due(clock.now())
        ship_rows(cluster, shipping, 1, 100)
        assert shipping.base_if_due(clock.now()) is None, "none is due"
    with monkeypatch.context() as patch:
        patch.delenv(archiving.SETTING)
        with database.running_cluster(home) as cluster:
            for number in range(101, 501, 100):
                write(cluster, EVENTS.format(first=number, last=number + 99))
                with postgres.connect(cluster) as connection:
                    connection.execute("SELECT pg_switch_wal()")
                    connection.execute("CHECKPOINT")
    with database.running_cluster(home) as cluster:
        shipping = shipping_in(home, cluster)
        ship_rows(cluster, shipping, 501, 600)
        second = shipping.base_if_due(clock.now())
        assert first is not None
        assert second is not None
        assert shipping.base_if_due(clock.now()) is None
        ship_rows(cluster, shipping, 601, 700)
        vault = shipping.vault
    monkeypatch.delenv(archiving.SETTING)
    recover_city(tmp_path / "new", vault, moment=None, keys=backup_keys.private_keys(key))
    with database.running_cluster(tmp_path / "new") as cluster:
        assert rows_of(cluster) == 700


def test_what_is_too_old_makes_room_in_a_full_second_place(
    key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    with database.running_cluster(home) as cluster:
        postgres.make_database(cluster, database.NAME)
        shipping = replace(shipping_in(home, cluster), keep=timedelta())
        oldest = shipping.base([], clock.now())
        clock.pause(1.1)  # labels have seconds
        older = shipping.base([], clock.now())
        assert [base.label for base in shipping.known()] == [oldest.label, older.label]

        def full(name: str, content: Path) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(shipping.vault, "put", full)
            with pytest.raises(OSError, match="No space"):
                shipping.base(shipping.known(), clock.now())
        assert [base.label for base in shipping.known()] == [older.label]
    vault = FolderVault(tmp_path / "vault")
    with pytest.raises(FileNotFoundError):
        vault.put("base/x", tmp_path / "no content")
    assert not list((tmp_path / "vault").rglob("*.making")), "half an object takes no room"

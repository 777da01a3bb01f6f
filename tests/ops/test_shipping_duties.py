"""Log, files and base backups are shipped each by itself: what stops one of them stops no other, and is said."""

import os
import tempfile
import threading
from pathlib import Path

import pytest

from peygir.core import clock
from peygir.ops import database, postgres
from peygir.ops.accounts import database_account
from peygir.ops.backups.writing import files_of
from peygir.ops.recovery import mirror
from peygir.ops.recovery.places import note_in
from peygir.ops.recovery.shipping import BASE, FILES, LOG, waiting
from tests.recovering import EVENTS, TABLES, close_segment, second_place, shipping_in, write

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


def close_segment_and_wait(cluster: object, archive: Path) -> None:
    """Close a segment and wait until it is taken away."""
    with postgres.connect(cluster) as connection:  # type: ignore[arg-type]
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

"""The log on its way to a recovering server: asked for twice, damaged, or with a gap."""

import os
import shlex
import shutil
import struct
import subprocess
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

import pytest

from peygir.core import clock
from peygir.ops import archiving, database, postgres
from peygir.ops.accounts import database_account
from peygir.ops.backups import keys as backup_keys
from peygir.ops.recovery import feeding, names, packing
from peygir.ops.recovery.feeding import Feeder, SegmentIsMissing, SegmentIsUnreadable
from peygir.ops.recovery.places import RecoveryPlace
from peygir.ops.recovery.setting_up import recover_city, shipping_of
from peygir.ops.recovery.timelines import Lineage
from peygir.ops.recovery.vault import FolderVault
from tests.recovering import EVENTS, TABLES, close_segment, rows_of, write

FIRST = "000000010000000000000001"
SECOND = names.segment_after(FIRST)
LINE = Lineage(2, {1: "0/9000000"})


def segment(name: str) -> bytes:
    """A segment of zeros after its head: its position in the log at byte 8, the database's number at byte 24."""
    start = int(name[8:16], 16) * 2**32 + int(name[16:], 16) * names.SEGMENT_BYTES
    return struct.pack("=8xQ8xQ", start, 7).ljust(names.SEGMENT_BYTES, b"\0")


class SlowVault(FolderVault):
    """A vault in which the second segment takes until the test lets it come, or fails once."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.begun, self.may_end = threading.Event(), threading.Event()
        self.fails_once = False

    def fetch(self, name: str, target: IO[bytes]) -> None:
        if name == names.log_object(SECOND) and not self.may_end.is_set():
            self.begun.set()
            assert self.may_end.wait(60)
            if self.fails_once:
                raise OSError("the store is away")
        super().fetch(name, target)


@pytest.fixture
def vault(tmp_path: Path) -> SlowVault:
    """A vault with two segments, whose key is in `key.txt`."""
    private, public = backup_keys.new_key()
    (tmp_path / "key.txt").write_text(private)
    (tmp_path / "vault").mkdir()
    made = SlowVault(tmp_path / "vault")
    for name in (FIRST, SECOND):
        plain, packet = tmp_path / name, tmp_path / f"{name}.packet"
        plain.write_bytes(segment(name))
        packing.pack(plain, packet, [public])
        made.put(names.log_object(name), packet)
    return made


@pytest.fixture
def feeder(vault: SlowVault, tmp_path: Path) -> Iterator[Feeder]:
    """What hands them out, before its start."""
    keys = backup_keys.private_keys(tmp_path / "key.txt")
    made = Feeder(tmp_path / "log", vault, keys, database_account())
    yield made
    vault.may_end.set()
    made.stop()


def ask(feeder: Feeder, name: str, target: Path) -> "subprocess.Popen[bytes]":
    """Run the server's command for a file, as the server does: by a shell."""
    command = feeder.command.replace("%f", name).replace("%p", shlex.quote(str(target))).replace("%%", "%")
    return subprocess.Popen(["/bin/sh", "-c", command])


def test_a_segment_asked_for_twice_at_once_comes_twice(
    vault: SlowVault, feeder: Feeder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first request comes while the segment is unpacked ahead, the second before the feeder looks again."""
    monkeypatch.setattr(feeding, "LOOK_EVERY", 1.0)
    feeder.start(FIRST, LINE)
    assert ask(feeder, FIRST, tmp_path / "first").wait(30) == 0
    assert vault.begun.wait(30)
    early = ask(feeder, SECOND, tmp_path / "early")
    while not list((tmp_path / "log" / "asked").iterdir()):
        clock.pause(0.01)
    vault.may_end.set()
    assert early.wait(30) == 0
    late = ask(feeder, SECOND, tmp_path / "late")
    assert late.wait(30) == 0, "it waits for ever when both requests count as one"
    feeder.check(None)
    for name in ("early", "late"):
        assert (tmp_path / name).read_bytes() == segment(SECOND)


def test_what_failed_ahead_is_tried_again(vault: SlowVault, feeder: Feeder, tmp_path: Path) -> None:
    vault.fails_once = True
    feeder.start(FIRST, LINE)
    assert ask(feeder, FIRST, tmp_path / "first").wait(30) == 0
    assert vault.begun.wait(30)
    second = ask(feeder, SECOND, tmp_path / "second")
    vault.may_end.set()
    assert second.wait(30) == 0
    feeder.check(None)
    assert (tmp_path / "second").read_bytes() == segment(SECOND)


def test_a_timeline_without_its_history_is_never_passed_over(vault: SlowVault, feeder: Feeder, tmp_path: Path) -> None:
    """A server that cannot read the history would follow the timeline before it, and say that all is well."""
    history = "00000002.history"
    damaged = tmp_path / "damaged"
    damaged.write_bytes(b"no packet")
    vault.put(names.log_object(history), damaged)
    feeder.start(FIRST, LINE)
    assert ask(feeder, history, tmp_path / "history").wait(30) != 0
    with pytest.raises(SegmentIsUnreadable, match=history):
        feeder.check(None, is_to_end=False)


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, list[datetime]]:
    """A vault with a base backup and four segments, the key that opens it, and a moment within each segment.

    Each segment adds ten rows before its moment and one after it.
    """
    folder = tmp_path_factory.mktemp("shipped")
    (folder / "vault").mkdir()
    private, public = backup_keys.new_key()
    (folder / "key.txt").write_text(private)
    patch = pytest.MonkeyPatch()
    patch.setenv(archiving.SETTING, str(folder / "vault"))
    patch.setenv(backup_keys.SETTING, public)
    patch.delenv("DATABASE_URL", raising=False)
    moments = []
    with patch.context(), database.running_cluster(folder / "home") as cluster:
        postgres.make_database(cluster, database.NAME)
        place = RecoveryPlace(folder / "home", cluster)
        shipping = shipping_of(place, os.environ, zone="Asia/Tehran", keep=timedelta(days=35))
        write(cluster, TABLES)
        shipping.base([], clock.now())
        for number in range(0, 400, 100):
            write(cluster, EVENTS.format(first=number, last=number + 9))
            clock.pause(0.3)
            moments.append(clock.now())
            clock.pause(0.3)
            write(cluster, EVENTS.format(first=number + 10, last=number + 10))
            close_segment(cluster, place.archive)
        shipping.segments()
    patch.undo()
    return folder / "vault", folder / "key.txt", moments


def third_of_four(vault: Path) -> Path:
    """The segment before the last one that the log has."""
    return sorted(path for path in (vault / "wal").rglob("*.age") if path.parent.name != "history")[-2]


def test_a_gap_in_the_log_is_not_taken_for_its_end(
    shipped: tuple[Path, Path, list[datetime]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(archiving.SETTING, raising=False)
    source, key, moments = shipped
    keys = backup_keys.private_keys(key)
    shutil.copytree(source, tmp_path / "vault")
    lost = third_of_four(tmp_path / "vault")
    lost.unlink()
    vault = FolderVault(tmp_path / "vault")
    for name, moment in (("newest", None), ("third", moments[2]), ("later", moments[3])):
        with pytest.raises(SegmentIsMissing) as refused:
            recover_city(tmp_path / name, vault, moment=moment, keys=keys)
        assert lost.name.partition(".")[0] in str(refused.value), "it names what is missing"
    recover_city(tmp_path / "second", vault, moment=moments[1], keys=keys)
    with database.running_cluster(tmp_path / "second") as cluster:
        assert rows_of(cluster) == 21


def test_a_damaged_segment_stops_what_comes_after_it_alone(
    shipped: tuple[Path, Path, list[datetime]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is unpacked ahead of a server that stops before it."""
    monkeypatch.delenv(archiving.SETTING, raising=False)
    source, key, moments = shipped
    keys = backup_keys.private_keys(key)
    shutil.copytree(source, tmp_path / "vault")
    damaged = third_of_four(tmp_path / "vault")
    damaged.write_bytes(damaged.read_bytes()[:-40])
    vault = FolderVault(tmp_path / "vault")
    for name, moment in (("newest", None), ("later", moments[3])):
        with pytest.raises(SegmentIsUnreadable) as refused:
            recover_city(tmp_path / name, vault, moment=moment, keys=keys)
        assert damaged.name.partition(".")[0] in str(refused.value)
    for name, moment, rows in (("first", moments[0], 10), ("second", moments[1], 21)):
        recover_city(tmp_path / name, vault, moment=moment, keys=keys)
        with database.running_cluster(tmp_path / name) as cluster:
            assert rows_of(cluster) == rows
    recover_city(tmp_path / "whole", FolderVault(source), moment=None, keys=keys)
    with database.running_cluster(tmp_path / "whole") as cluster:
        assert rows_of(cluster) == 44


def test_a_segment_under_the_name_of_another_is_not_taken_for_the_log_s_end(
    shipped: tuple[Path, Path, list[datetime]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The newest one was replaced by a copy of an older one, which the key opens."""
    monkeypatch.delenv(archiving.SETTING, raising=False)
    source, key, _moments = shipped
    shutil.copytree(source, tmp_path / "vault")
    third = third_of_four(tmp_path / "vault")
    newest = third.with_name(third.name.replace(third.name[:24], names.segment_after(third.name[:24])))
    shutil.copy(third, newest)
    with pytest.raises(SegmentIsUnreadable) as refused:
        recover_city(tmp_path / "new", FolderVault(tmp_path / "vault"), moment=None, keys=backup_keys.private_keys(key))
    assert newest.name[:24] in str(refused.value)
    head = third.name.encode()
    assert names.database_of(FIRST, segment(FIRST)[: names.HEAD_BYTES]) == 7
    assert names.database_of(SECOND, segment(FIRST)[: names.HEAD_BYTES]) is None
    assert names.database_of(FIRST, head[:10]) is None

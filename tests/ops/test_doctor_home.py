"""The doctor: faults that are planted in the home, its keys and its disks are each named by their code."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from peygir.journey import vitals
from peygir.ops.doctor import disks
from peygir.ops.doctor import home as home_checks
from peygir.ops.doctor.installation import Installation
from peygir.ops.paths import make_home
from tests.homes import own_home
from tests.patients import as_account, codes, in_memory

NOBODY = 65534


def _weak(home: Path) -> None:
    (home / "secret_key").write_text("secret")


def _checkpoint(home: Path) -> None:
    (home / "record").mkdir(mode=0o700)
    (home / "record" / "checkpoint").write_text("x")


PLANTED: dict[str, Callable[[Path], object]] = {
    "signing-key-missing": lambda home: (home / "secret_key").unlink(),
    "signing-key-weak": _weak,
    "files-open-to-others": lambda home: (home / "secret_key").chmod(0o644),
    "files-writable-by-others": lambda home: (home / "uploads").chmod(0o777),
    "home-half-made": lambda home: shutil.rmtree(home / "outbox"),
    "home-not-writable": lambda home: (home / "uploads").chmod(0o500),
    "database-folder-missing": lambda home: shutil.rmtree(home / "database"),
    "record-key-missing": _checkpoint,
    "key-unreadable": lambda home: (home / "record_key").write_text('{"seed": "00", "blinding": "zz"}'),
    "private-backup-key-here": lambda home: (home / "key.txt").write_text("AGE-SECRET-KEY-1QQQQ"),
    "left-over-files": lambda home: os.utime(_made(home / "restoring-7"), (1, 1)),
}


def _made(path: Path) -> Path:
    path.touch()
    return path


@pytest.mark.parametrize("code", PLANTED)
def test_a_fault_of_the_home_is_named(whole: Installation, code: str) -> None:
    PLANTED[code](whole.home)
    assert code in codes(whole, "home", "home.look_at_keys")


def test_a_home_that_is_not_there_or_no_folder_is_named(whole: Installation) -> None:
    shutil.rmtree(whole.home)
    assert codes(whole, "home", "home.look_at_disks", "home.look_at_keys", "processes") >= {"home-missing"}
    whole.home.write_text("")
    assert codes(whole, "home") == {"home-is-no-folder"}


def test_a_home_that_the_account_may_not_enter_is_named_and_nothing_else_is_guessed(
    whole: Installation, tmp_path: Path
) -> None:
    whole.home.chmod(0o700)
    assert "home-closed" not in codes(whole, "home")
    with own_home() as open_folder:
        whole.home = make_home(open_folder / "home")
        whole.home.chmod(0o700)
        with as_account(NOBODY):
            assert codes(whole, "home") == {"home-closed"}
        hidden = open_folder / "above" / "home"
        hidden.mkdir(parents=True)
        hidden.parent.chmod(0o700)
        whole.home = hidden
        with as_account(NOBODY):
            assert codes(whole, "home") == {"home-closed"}, "it is there, behind a folder that is closed"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_a_file_of_another_account_is_named(whole: Installation) -> None:
    os.chown(whole.home / "uploads", 65534, 65534)
    assert "home-other-owner" not in codes(whole, "home")  # the account that serves
    os.chown(whole.home / "tmp", 12345, 12345)
    assert "home-other-owner" in codes(whole, "home")


def test_a_full_disk_and_one_without_file_entries_are_named(
    whole: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The one thing that is not planted for real: a test fills no disk."""
    real = os.statvfs(whole.home)

    def disk(free: float, entries: float) -> os.statvfs_result:
        blocks = int(real.f_blocks * free)
        values = list(real[:11])
        values[3:5], values[6:8] = [blocks, blocks], [int(real.f_files * entries)] * 2
        return os.statvfs_result(values)

    for free, entries, code in ((0.001, 0.5, "disk-full"), (0.03, 0.5, "disk-low"), (0.5, 0.01, "inodes-low")):
        if code == "inodes-low" and not real.f_files:
            continue
        made = disk(free, entries)
        monkeypatch.setattr(os, "statvfs", lambda path, made=made: made)
        assert code in codes(whole, "home.look_at_disks")
    assert home_checks.LOW_SHARE == vitals.DISK_FREE


def test_a_home_in_memory_and_a_database_on_a_network_disk_are_named(
    whole: Installation, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with in_memory() as folder:
        whole.home = make_home(folder / "home")
        assert codes(whole, "home.look_at_disks") >= {"home-in-memory"}
    whole.home = make_home(tmp_path / "other")
    whole.place.mkdir()
    assert "database-on-network-disk" not in codes(whole, "home.look_at_disks")
    mounts = tmp_path / "mounts"  # as the kernel lists them: a test mounts no server's disk
    mounts.write_text(f"{disks.MOUNTS.read_text()}files.example:/city {whole.place} nfs4 rw,vers=4.2 0 0\n")
    monkeypatch.setattr(disks, "MOUNTS", mounts)
    assert "database-on-network-disk" in codes(whole, "home.look_at_disks")

"""The second place's rules: moments, names of segments, chains of base backups, and what is deleted."""

import errno
import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from peygir.ops.recovery import bases, mirror, names, pruning
from peygir.ops.recovery.due import is_base_due, is_clock_trusted
from peygir.ops.recovery.moments import MomentIsNotClear, moment_of
from peygir.ops.recovery.recovering import NoBaseBefore, chosen
from peygir.ops.recovery.timelines import Lineage
from peygir.ops.recovery.vault import FolderVault, VaultIsMissing, kind_of
from peygir.storage.recovery_vitals import DRILL_LATE, LOG_LATE, SETTING, ShippingFault, look_at_recovery


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1405-09-06 10:15", "2026-11-27T06:45:00+00:00"),
        ("۱۴۰۵/۰۹/۰۶ ۱۰:۱۵", "2026-11-27T06:45:00+00:00"),
        ("2026-11-27 10:15:30", "2026-11-27T06:45:30+00:00"),
        ("2026-11-27T10:15Z", "2026-11-27T10:15:00+00:00"),
        ("2026-11-27T10:15+02:00", "2026-11-27T08:15:00+00:00"),
        ("1405-09-06", "2026-11-26T20:30:00+00:00"),
    ],
)
def test_moments_are_read_in_both_calendars(text: str, expected: str) -> None:
    assert moment_of(text, "Asia/Tehran").isoformat() == expected


@pytest.mark.parametrize("text", ["", "yesterday", "1405-13-01 10:00", "2026-02-30", "1405-09-06 25:00", "10:15"])
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(MomentIsNotClear):
        moment_of(text, "Asia/Tehran")


def test_segments_follow_each_other_across_logs() -> None:
    assert names.segment_of("0/3000028", 1) == "000000010000000000000003"
    assert names.segment_after("0000000100000000000000FF") == "000000010000000100000000"
    assert names.log_file(names.log_object("00000002.history")) == "00000002.history"
    assert names.log_file("wal/00000001/00000000/000000010000000000000003.making") is None


def test_a_gap_is_known_by_its_first_segment() -> None:
    log = ["000000010000000000000007", "0000000100000000000000FE", "0000000100000000000000FF"]
    log += ["000000010000000100000000", "000000010000000100000003", "000000020000000100000009"]
    assert names.gaps(log) == ["000000010000000000000008", "000000010000000100000001"]
    assert names.gaps(reversed(log[1:4])) == []


def a_base(
    label: str, previous: str = "", ended: str = "2026-11-01T00:00:00+00:00", first: str = "02"
) -> bases.BaseBackup:
    segment = f"0000000100000000000000{first}"
    return bases.BaseBackup(label, previous, ended, ended, segment, segment, 1, 1, "", "1")


def test_a_chain_with_a_gap_is_passed_over() -> None:
    full = a_base("1-full")
    orphan = a_base("3-more", previous="2-more", ended="2026-11-03T00:00:00+00:00")
    assert chosen([full, orphan], None, Lineage(1)) == [full]
    with pytest.raises(NoBaseBefore):
        chosen([orphan], None, Lineage(1))


def test_base_backups_are_due_at_night() -> None:
    last = [a_base("1-full", ended="2026-11-27T22:40:00+00:00")]
    assert is_base_due([], datetime(2026, 11, 28, 12, tzinfo=UTC), "Asia/Tehran")
    assert not is_base_due(last, datetime(2026, 11, 28, 12, tzinfo=UTC), "Asia/Tehran")
    assert is_base_due(last, datetime(2026, 11, 28, 22, 40, tzinfo=UTC), "Asia/Tehran")


def test_only_what_no_kept_moment_needs_is_deleted(tmp_path: Path) -> None:
    (tmp_path / "vault").mkdir()
    vault = FolderVault(tmp_path / "vault")
    content = tmp_path / "content"
    content.write_bytes(b"x")
    old = a_base("20261001T000000Z-full", ended="2026-10-01T00:00:00+00:00", first="02")
    kept = a_base("20261015T000000Z-full", ended="2026-10-15T00:00:00+00:00", first="05")
    new = a_base("20261120T000000Z-full", ended="2026-11-20T00:00:00+00:00", first="09")
    for base in (old, kept, new):
        vault.put(base.object, content)
        vault.put(base.about, content)
    half, begun = a_base("20261002T000000Z-more"), a_base("20261128T120000Z-more")
    for base in (half, begun):  # of a process that was killed, and of one that is at it
        vault.put(base.object, content)
    for number in ("02", "04", "05", "09"):
        vault.put(names.log_object(f"0000000100000000000000{number}"), content)
    versions = [
        mirror.FileVersion("secret_key", datetime(2026, 10, 1, tzinfo=UTC)),
        mirror.FileVersion("secret_key", datetime(2026, 10, 10, tzinfo=UTC)),
        mirror.FileVersion("secret_key", datetime(2026, 11, 10, tzinfo=UTC)),
        mirror.FileVersion("uploads/gone", datetime(2026, 9, 1, tzinfo=UTC)),
    ]
    for version in versions:
        vault.put(version.object, content)
    before, now = datetime(2026, 10, 25, tzinfo=UTC), datetime(2026, 11, 29, tzinfo=UTC)
    for known, moment in (([], before - timedelta(days=1)), ([old, kept, new], now)):
        pruning.prune(vault, known, home=tmp_path / "home", manifests=tmp_path / "manifests", before=before, now=moment)
    names_left = [one.name for prefix in ("base/", "wal/", "files/") for one in vault.kept(prefix)]
    assert not [name for name in names_left if "20261001" in name or half.label in name]
    assert begun.object in names_left
    assert [name for name in names_left if name.startswith("wal/")] == [
        names.log_object("000000010000000000000005"),
        names.log_object("000000010000000000000009"),
    ]
    # The version in force on the oldest kept moment stays; the file that is gone for long does not.
    assert [version.at.month for version in mirror.versions_in(vault)] == [10, 11]


def test_a_description_of_a_later_version_is_read_and_a_broken_one_is_not(tmp_path: Path) -> None:
    (tmp_path / "vault").mkdir()
    vault, content = FolderVault(tmp_path / "vault"), tmp_path / "content"
    good = a_base("20261001T000000Z-full", ended="2026-10-01T00:00:00+00:00")
    for label, change in ((good.label, {"more": 1}), ("20261002T000000Z-full", {"ended_at": "soon"})):
        content.write_text(json.dumps({**asdict(good), "label": label, **change}))
        vault.put(f"base/{label}/about.json", content)
    content.write_text("[1]")
    vault.put("base/20261003T000000Z-full/about.json", content)
    assert [base.label for base in bases.bases_in(vault)] == [good.label]


def test_a_clock_that_was_wrong_neither_stops_the_backups_nor_deletes_the_old_ones() -> None:
    now = datetime(2026, 11, 28, 12, tzinfo=UTC)
    of_next_year = a_base("20271128T000000Z-full", ended="2027-11-28T00:00:00+00:00")
    yesterday = a_base("20261127T224000Z-full", ended="2026-11-27T22:40:00+00:00")
    assert not is_base_due([yesterday, of_next_year], now, "Asia/Tehran")
    assert is_base_due([of_next_year], now, "Asia/Tehran"), "a year without backups would follow"
    assert is_clock_trusted([yesterday], now)
    assert not is_clock_trusted([yesterday], now + timedelta(days=365)), "the clock jumped: all would be too old"
    assert not is_clock_trusted([of_next_year], now)


def test_a_new_timeline_has_a_base_backup_at_once() -> None:
    now = datetime(2026, 11, 28, 12, tzinfo=UTC)
    known = [a_base("20261127T224000Z-full", ended="2026-11-27T22:40:00+00:00")]
    assert not is_base_due(known, now, "Asia/Tehran", timeline="00000001")
    assert is_base_due(known, now, "Asia/Tehran", timeline="00000002")


def test_a_disk_that_is_not_mounted_is_no_second_place(tmp_path: Path) -> None:
    folder, content = tmp_path / "vault", tmp_path / "content"
    content.write_bytes(b"x")
    folder.mkdir()
    vault = FolderVault(folder)
    vault.put("wal/x", content)
    folder.rename(tmp_path / "unmounted")
    with pytest.raises(VaultIsMissing):
        vault.put("wal/y", content)
    assert not folder.exists(), "nothing was made in its place"
    assert kind_of(VaultIsMissing(path=folder)) is ShippingFault.BUCKET
    assert kind_of(OSError(errno.ENOSPC, "full")) is ShippingFault.FULL


def test_a_note_of_tomorrow_does_not_hide_that_nothing_is_shipped_today(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock was a month ahead for an hour, and was set right."""
    monkeypatch.setenv(SETTING, "a place")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    now = datetime(2026, 11, 28, 12, tzinfo=UTC)
    (tmp_path / "database" / "recovery").mkdir(parents=True)
    note = {"began_at": (now - timedelta(days=90)).isoformat()}
    for ahead, is_late in ((timedelta(days=30), True), (timedelta(seconds=-30), False), (timedelta(seconds=5), False)):
        moment = (now + ahead).isoformat()
        text = json.dumps(note | {"shipped_at": moment, "drilled_at": moment})
        (tmp_path / "database" / "recovery" / "note.json").write_text(text)
        seen = look_at_recovery(tmp_path, now)
        assert seen.log_age is not None
        assert seen.drill_age is not None
        assert (seen.log_age > LOG_LATE, seen.drill_age > DRILL_LATE) == (is_late, is_late)

"""Looks at what must outlive a disk: backups, the second place, the roots, the public record and the lake."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from peygir.core import clock
from peygir.ops.doctor import data_texts as texts
from peygir.ops.doctor import reasons_texts as reasons
from peygir.ops.doctor.data import beginning_of, nights_since
from peygir.ops.doctor.installation import Installation
from peygir.ops.doctor.kinds import DoctorFinding, fault
from peygir.storage.recovery_vitals import DRILL_LATE, LOG_LATE, look_at_recovery

DAY: Final = 86400
LATE_NIGHTS: Final = 2
HEADS: Final = 10


def look(installation: Installation) -> Iterator[DoctorFinding]:
    """Yield what is wrong with backups, second place, roots, record and lake; by files alone."""
    if not installation.home.is_dir() or not installation.is_served_once:
        return
    if not installation.is_sample:
        yield from _backup(installation)
    yield from _second_place(installation)
    yield from _roots(installation)
    yield from _record(installation)
    yield from _lake(installation)


def _backup(installation: Installation) -> Iterator[DoctorFinding]:
    try:
        limit = float(installation.environment.get("PEYGIR_BACKUP_DAYS", "2"))
    except ValueError:
        return  # said with the settings
    if limit <= 0:
        return
    file = installation.home / "last-backup.json"
    if not file.exists() or not file.stat().st_size:
        yield fault(texts.BACKUP_NEVER)
        return
    try:
        note = json.loads(file.read_text(encoding="utf-8"))
        age = (clock.now() - datetime.fromisoformat(note["made_at"])).total_seconds()
    except (OSError, ValueError, KeyError, TypeError):
        yield fault(texts.BACKUP_NOTE_UNREADABLE, file=file)
        return
    if age > limit * DAY:
        yield fault(texts.BACKUP_OLD, days=f"{age / DAY:.0f}")
    if not note.get("is_encrypted", True):
        yield fault(texts.BACKUP_NOT_ENCRYPTED)


def _second_place(installation: Installation) -> Iterator[DoctorFinding]:
    recovery = look_at_recovery(installation.home, clock.now())
    if recovery.log_age is not None and recovery.log_age > LOG_LATE:
        yield fault(texts.RECOVERY_LOG_LATE, minutes=_shown(recovery.log_age, 60))
    if recovery.drill_age is not None and recovery.drill_age > DRILL_LATE:
        is_failed = recovery.drill_age == float("inf")
        yield fault(texts.DRILL_FAILED) if is_failed else fault(texts.DRILL_LATE, days=_shown(recovery.drill_age, DAY))


def _shown(seconds: float, unit: int) -> str:
    return "∞" if seconds == float("inf") else f"{seconds / unit:.0f}"


def _roots(installation: Installation) -> Iterator[DoctorFinding]:
    from peygir.history.root_book import read_book

    try:
        lines = read_book(installation.home)
        newest = date.fromisoformat(str(lines[-1]["night"])) if lines else None
    except (OSError, ValueError, KeyError, IndexError, TypeError):
        newest, lines = None, []
    if nights_since(newest or beginning_of(installation)) > LATE_NIGHTS:
        yield fault(texts.ROOTS_NOT_WRITTEN, night=newest or "–")


def _record(installation: Installation) -> Iterator[DoctorFinding]:
    from peygir.core.transparency.notes import NoteIsNotRight, read_note
    from peygir.history.record.folder import RecordFolder

    folder = RecordFolder(installation.home / "record")
    try:
        grown, checkpoint = folder.growth(), folder.checkpoint()
        newest = datetime.fromisoformat(grown[-1].at).date() if grown else None
        notes = [read_note(folder.head(size)) for size in folder.head_sizes()[:HEADS]]
        if checkpoint:
            read_note(checkpoint)
    except (OSError, ValueError, KeyError, IndexError, TypeError, NoteIsNotRight) as failure:
        why = reasons.IS_NOT_ALLOWED if isinstance(failure, PermissionError) else reasons.IS_DAMAGED
        yield fault(texts.RECORD_UNREADABLE, why=why)
        return
    if nights_since(newest or beginning_of(installation)) > LATE_NIGHTS:
        yield fault(texts.RECORD_NOT_GROWN, day=newest or "–")
    # The record's own key signs each head, so a witness is a second name.
    is_witnessed = any(len({signature.name for signature in note.signatures}) > 1 for note in notes)
    if notes and not is_witnessed and not installation.is_sample:
        yield fault(texts.WITNESS_MISSING)


def _lake(installation: Installation) -> Iterator[DoctorFinding]:
    from peygir.outlook.insight.lake.manifest import read_manifest

    try:
        manifest = read_manifest(installation.home / "lake")
        newest = datetime.fromisoformat(manifest.as_of).date() if manifest is not None else None
    except (OSError, ValueError, KeyError, TypeError):
        return
    if newest is not None and (nights := nights_since(newest)) > LATE_NIGHTS:
        yield fault(texts.LAKE_OLD, days=nights)

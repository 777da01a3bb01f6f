"""Puts another key in the place of the record's, and begins a new log that commits to the one before it."""

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

from peygir.core.disk import sync_folder
from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import pgettext_lazy
from peygir.core.transparency.checkpoints import Checkpoint, checkpoint_of
from peygir.core.transparency.notes import SignedNote, VerifierKey, read_note, sign_note
from peygir.core.vocabulary import Vocabulary
from peygir.history.record.folder import LOGS, OF_ONE_LOG, PENDING, Growth, RecordFolder
from peygir.history.record.growing import alone, append_entries, first_entry, keys_in_turn, record_folder
from peygir.history.record.keys import FILE, RecordKeys, kept_keys, new_keys, refuse_if_set, replace_keys

_NEXT: Final = f"{FILE}.next"
_BEGINS: Final = "log/beginning.next"


class NewLogReason(Vocabulary):
    """Why a new log begins."""

    RESTORED = "restored", pgettext_lazy("new log of the record", "the database was restored from a backup")
    LOST_KEY = "lost_key", pgettext_lazy("new log of the record", "the key of the record is lost or was stolen")
    FILES_LOST = "files_lost", pgettext_lazy("new log of the record", "files of the record were damaged or lost")


class NoRecordYet(Conflict):
    """There is no signed head that could be continued."""

    message = _("There is no signed head yet; ./run record makes the first one.")


def change_key(home: Path, now: datetime) -> VerifierKey:
    """Let a fresh key follow the record's, by a note that both sign; the old seed is gone then. Returns the new key.

    The newest head is signed by both. Killed anywhere, the next call goes on with the same new key. Raises NoRecordYet,
    RecordIsBeingWritten, RecordKeyIsGone, RecordKeyIsSet.
    """
    refuse_if_set()
    folder = record_folder(home)
    with alone(folder), _next_keys(home, lambda: _fresh(home)) as after:
        before = kept_keys(home)
        head = folder.checkpoint()
        if not head:
            raise NoRecordYet()
        if before.public != after.public:
            note = read_note(head)
            if not note.signed_by([after.public]):
                line = sign_note(note.text, after.private, after.origin)
                size = checkpoint_of(note).size
                folder.write_head(size, str(SignedNote(note.text, (*note.signatures, line))))
            changes = keys_in_turn(folder)
            if not changes or changes[-1][1] != after.public:
                folder.write_text(f"keys/{len(changes) + 1}", _statement(before, after, now))
            folder.write_text("key", f"{after.public}\n")
        replace_keys(home, after)
    return after.public


def begin_log(home: Path, why: NewLogReason, now: datetime, *, note: str) -> Checkpoint:
    """Begin a new log whose first entry commits to the last signed head of the one before; returns that head.

    The earlier log stays published under `log/` and its number. `note` is published, in one line. A lost key gets a
    fresh one; else the key goes on under the name of the new log, and signs its beginning under the old name too.
    Killed anywhere, the next call goes on. Raises NoRecordYet, RecordIsBeingWritten, RecordKeyIsSet.
    """
    refuse_if_set()
    folder = record_folder(home)
    with alone(folder):
        number = int(folder.text(PENDING) or (folder.earlier_logs() or [0])[-1] + 1)
        old = folder.earlier(number)
        head = old.checkpoint() or folder.checkpoint()
        if not head:
            raise NoRecordYet()
        last = checkpoint_of(read_note(head))
        with _next_keys(home, lambda: _keys_of_next_log(home, last.origin, number, why)) as after:
            if not folder.text(_BEGINS) and not folder.text(PENDING):
                kept = folder.text("key")
                old_key = VerifierKey.read(kept) if kept else kept_keys(home).public
                folder.write_text(_BEGINS, _beginning(home, after, last, old_key, number, why, note, now))
            folder.write_text(PENDING, str(number))
            _put_away(folder, old)
            _begin(folder, after, now)
            replace_keys(home, after)
        (folder.root / PENDING).unlink()
    return last


def _begin(folder: RecordFolder, after: RecordKeys, now: datetime) -> None:
    """Write the first entry of the new log, and sign it."""
    if folder.text(_BEGINS):
        (folder.root / _BEGINS).rename(folder.root / "beginning")
        sync_folder(folder.root)
    entry = first_entry(folder)
    assert entry is not None
    if not folder.growth():
        append_entries(folder, 0, [entry])
        folder.note_growth(Growth(1, 0, now.isoformat()))


def _put_away(folder: RecordFolder, old: RecordFolder) -> None:
    """Move the files of the log to the earlier ones; those of the new one are not there before all are moved."""
    if not folder.text(_BEGINS):
        return
    old.root.mkdir(mode=0o755, parents=True, exist_ok=True)
    for name in OF_ONE_LOG:
        if (folder.root / name).exists() and not (old.root / name).exists():
            (folder.root / name).rename(old.root / name)
    for place in (old.root, folder.root / LOGS, folder.root):
        sync_folder(place)


def _beginning(
    home: Path,
    after: RecordKeys,
    last: Checkpoint,
    old_key: VerifierKey,
    number: int,
    why: NewLogReason,
    note: str,
    now: datetime,
) -> str:
    """The note with which the log begins: signed by its key, and by the key before where that is not lost."""
    lines = (
        after.origin,
        "begins",
        str(after.public),
        str(last.size),
        base64.b64encode(last.root).decode(),
        str(old_key),
        f"files {LOGS}/{number}",
        f"why {why.value}",
        f"time {int(now.timestamp())}",
        f"note {' '.join(note.split())}",
    )
    text = "".join(f"{line}\n" for line in lines)
    signatures = [sign_note(text, after.private, after.origin)]
    before = kept_keys(home) if (home / FILE).exists() else None
    if before is not None and before.public == old_key and why != NewLogReason.LOST_KEY:
        signatures.append(sign_note(text, before.private, before.origin))
    return str(SignedNote(text, tuple(signatures)))


def _statement(before: RecordKeys, after: RecordKeys, now: datetime) -> str:
    lines = (before.origin, "key", str(before.public), str(after.public), f"time {int(now.timestamp())}")
    text = "".join(f"{line}\n" for line in lines)
    return str(SignedNote(text, tuple(sign_note(text, keys.private, keys.origin) for keys in (before, after))))


def _fresh(home: Path) -> RecordKeys:
    before = kept_keys(home)
    return new_keys(before.origin, blinding=before.blinding)


def _keys_of_next_log(home: Path, origin: str, number: int, why: NewLogReason) -> RecordKeys:
    base = origin if number == 1 else origin.rpartition("/")[0]
    before = kept_keys(home) if (home / FILE).exists() else None
    fresh = new_keys(f"{base}/{number + 1}", blinding=before.blinding if before is not None else b"")
    if before is None or why == NewLogReason.LOST_KEY:
        return fresh
    return replace(fresh, seed=before.seed)


@contextmanager
def _next_keys(home: Path, make: Callable[[], RecordKeys]) -> Iterator[RecordKeys]:
    """Give the keys that come next, kept in a file of their own until the block has ended well."""
    path = home / _NEXT
    if not path.exists():
        replace_keys(home, make(), name=_NEXT)
    yield kept_keys(home, name=_NEXT)
    path.unlink()
    sync_folder(home)

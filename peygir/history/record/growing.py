"""Lets the public record grow by the events that have happened since, and signs how large it is."""

import fcntl
import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Final

from django.db import connection

from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.core.transparency.checkpoints import Checkpoint, checkpoint_of
from peygir.core.transparency.notes import SignedNote, VerifierKey, read_note, sign_note
from peygir.core.transparency.tiles import (
    ENTRIES,
    WIDTH,
    TilePlace,
    bundle_of,
    entries_in,
    grown,
    hash_reader,
    last_places,
)
from peygir.core.transparency.tree import leaf_hash, range_hash
from peygir.history.models import Event
from peygir.history.queries import last_event_settled
from peygir.history.record.folder import NOTHING, PENDING, Growth, RecordDoesNotFit, RecordFolder
from peygir.history.record.keys import RecordKeys, entry_of

FOLDER: Final = "record"
_LOCK: Final = (0x70656774, 1)  # held with the session by whoever writes the record, on whichever machine
STEP: Final = 16 * WIDTH
"""So many events are written before the size is noted; between two notes an event's place is found by counting."""


class RecordIsBeingWritten(Conflict):
    """Another process writes the record just now."""

    message = _("The public record is being written just now. Try again in a minute.")


@dataclass(frozen=True, slots=True)
class RecordRun:
    """What a run did: how many entries came, and the checkpoint that was signed at its end."""

    new: int
    checkpoint: Checkpoint


def record_folder(home: Path) -> RecordFolder:
    """Return the folder of the record in a home."""
    return RecordFolder(home / FOLDER)


def extend_record(home: Path, keys: RecordKeys, now: datetime) -> RecordRun:
    """Append every event that is settled and not in the record yet, and sign a checkpoint over all of it.

    Killed anywhere, the next run goes on: the files it finds must be those that it would write. Raises
    RecordIsBeingWritten, and RecordDoesNotFit where the events of the database, or the files, are not those that were
    recorded.
    """
    folder = record_folder(home)
    with alone(folder):
        _check_key(folder, keys)
        steps = folder.growth()
        last = steps[-1] if steps else NOTHING
        if last.size:
            _check_last(folder, keys, last)
        before, settled = last.size, last_event_settled()
        rows = Event.objects.filter(pk__gt=last.last_event, pk__lte=settled).order_by("pk")
        events = iter(rows.values_list("pk", "hash").iterator(chunk_size=5000))
        while step := list(islice(events, STEP)):
            entries = [entry_of(keys.blind_of(pk), bytes(digest)) for pk, digest in step]
            append_entries(folder, last.size, entries)
            last = Growth(last.size + len(step), step[-1][0], now.isoformat())
            folder.note_growth(last)
        return RecordRun(last.size - before, _sign(folder, keys, last.size))


def size_at(folder: RecordFolder, event_id: int) -> tuple[Growth, Growth] | None:
    """Return the two notes between which an event came in; None where the record does not hold it yet."""
    before = NOTHING
    for step in folder.growth():
        if event_id <= step.last_event:
            return before, step
        before = step
    return None


@contextmanager
def alone(folder: RecordFolder) -> Iterator[None]:
    """Hold the lock of the record's files, and of the database, so that of several machines one writes.

    Raises RecordIsBeingWritten where another process has it.
    """
    folder.root.mkdir(mode=0o755, parents=True, exist_ok=True)
    descriptor = os.open(folder.root / "lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise RecordIsBeingWritten from error
        with _alone_in_database():
            yield
    finally:
        os.close(descriptor)


@contextmanager
def _alone_in_database() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", _LOCK)
        if not cursor.fetchone()[0]:
            raise RecordIsBeingWritten()
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", _LOCK)


def first_entry(folder: RecordFolder) -> bytes | None:
    """Return the entry by which a log commits to the one that it continues; None where it continues none."""
    note = folder.text("beginning")
    return hashlib.sha256(read_note(note).text.encode()).digest() if note else None


def keys_in_turn(folder: RecordFolder) -> list[tuple[VerifierKey, VerifierKey]]:
    """Return each change of the key, oldest first, as the key before and the key after it."""
    changes, number = [], 1
    while note := folder.text(f"keys/{number}"):
        lines = note.split("\n")
        changes.append((VerifierKey.read(lines[2]), VerifierKey.read(lines[3])))
        number += 1
    return changes


def _check_key(folder: RecordFolder, keys: RecordKeys) -> None:
    """Raise RecordDoesNotFit where the record was signed by another key, or its key is just being changed."""
    if (folder.root / PENDING).exists():
        raise RecordDoesNotFit("a new log was begun and not finished")
    changes, kept = keys_in_turn(folder), folder.checkpoint()
    is_newest = not changes or changes[-1][1] == keys.public
    if kept and not (is_newest and read_note(kept).signed_by([keys.public])):
        raise RecordDoesNotFit("key")
    if folder.text("key").strip() != str(keys.public):
        folder.write_text("key", f"{keys.public}\n")


def _check_last(folder: RecordFolder, keys: RecordKeys, last: Growth) -> None:
    """Raise RecordDoesNotFit where the last recorded event is another one in the database."""
    number, at = divmod(last.size - 1, WIDTH)
    recorded = entries_in(folder.read(TilePlace(ENTRIES, number, at + 1)))[at]
    if not last.last_event:
        if recorded != first_entry(folder):
            raise RecordDoesNotFit("beginning")
        return
    row = Event.objects.filter(pk=last.last_event).values_list("hash", flat=True).first()
    if row is None or entry_of(keys.blind_of(last.last_event), bytes(row)) != recorded:
        raise RecordDoesNotFit(f"event {last.last_event}")


def append_entries(folder: RecordFolder, size: int, entries: Sequence[bytes]) -> None:
    """Write the tiles by which a record of a size grows by entries. Raises RecordDoesNotFit."""
    last = {place.level: folder.read(place) for place in last_places(size)}
    tiles = list(_bundles(folder, size, entries))
    tiles += grown(size, last, [leaf_hash(entry) for entry in entries])
    folder.write(tiles)


def _bundles(folder: RecordFolder, size: int, entries: Sequence[bytes]) -> Iterator[tuple[TilePlace, bytes]]:
    number, width = divmod(size, WIDTH)
    kept = entries_in(folder.read(TilePlace(ENTRIES, number, width))) if width else []
    every = [*kept, *entries]
    for at in range(0, len(every), WIDTH):
        part = every[at : at + WIDTH]
        yield TilePlace(ENTRIES, number + at // WIDTH, len(part)), bundle_of(part)


def _sign(folder: RecordFolder, keys: RecordKeys, size: int) -> Checkpoint:
    """Sign the record as it is, once it is sure that it begins with what was signed before."""
    read = hash_reader(size, folder.read)
    checkpoint = Checkpoint(keys.origin, size, range_hash(0, size, read))
    if kept := folder.checkpoint():
        before = checkpoint_of(read_note(kept))
        if before == checkpoint:
            if not folder.text(f"head/{size}"):
                folder.write_head(size, kept)
            return checkpoint
        if before.size > size or range_hash(0, before.size, hash_reader(before.size, folder.read)) != before.root:
            raise RecordDoesNotFit(f"size {before.size}")
    text = checkpoint.text
    folder.write_head(size, str(SignedNote(text, (sign_note(text, keys.private, keys.origin),))))
    return checkpoint

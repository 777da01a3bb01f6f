"""The heads that the record has had, and who signed them: its own key, and witnesses with keys of their own."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from peygir.core.refusals import Conflict, Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.transparency.checkpoints import Checkpoint, checkpoint_of
from peygir.core.transparency.notes import (
    MOST_BYTES,
    NoteIsNotRight,
    NoteSignature,
    SignedNote,
    VerifierKey,
    read_note,
)
from peygir.history.record.folder import RecordFolder
from peygir.history.record.growing import alone, keys_in_turn, record_folder
from peygir.history.record.keys import RecordKeys

MOST_TRIED: Final = 60
"""The newest heads among which the one of a signature without a text is looked for."""
AHEAD: Final = timedelta(minutes=10)
"""So far in the future a witness's clock may be."""


class CosignatureIsNotRight(Invalid):
    """What was handed in is no signature by a registered witness over a head of the record."""

    message = _(
        "This is no signature of a registered witness over a head of this record. Paste what the command printed, "
        "from the first line to the last."
    )


class WitnessIsNotRegistered(Invalid):
    """No witness with this name and key is registered."""

    message = _("No witness with this name and key is registered. The city registers a key after two people agreed.")


class HeadIsNotOfTheRecord(Conflict):
    """The signed head is none of this record's."""

    message = _("This record never had the head that was signed. Check the address from which you took it.")


class HeadIsOfTheRecord(Conflict):
    """What was handed in is a head of the record, and no witness's signature."""

    message = _(
        "The record has this head, so nothing contradicts it, and no witness has signed what you handed in. If you "
        "were shown another head, hand in that one."
    )


class TwoHeadsWereSigned(Conflict):
    """The record's key signed two heads that contradict each other."""

    message = _(
        "The key of this record signed another head of the same size than the public one: somebody was shown another "
        "history. Your file was kept and is shown on the page of the record. Keep it, too."
    )


@dataclass(frozen=True, slots=True)
class WitnessSignature:
    """A witness's signature over a head: its key, and when it signed."""

    key: VerifierKey
    at: datetime


@dataclass(frozen=True, slots=True)
class RecordHead:
    """A head of the record: its checkpoint, the file with all signatures, and those of registered witnesses."""

    checkpoint: Checkpoint
    text: str
    signed: tuple[WitnessSignature, ...]


def heads(folder: RecordFolder, witnesses: Collection[VerifierKey], *, limit: int) -> list[RecordHead]:
    """Return the newest heads, newest first, with the signatures of these witnesses."""
    found = (head_of(folder, size, witnesses) for size in folder.head_sizes()[:limit])
    return [head for head in found if head is not None]


def head_of(folder: RecordFolder, size: int, witnesses: Collection[VerifierKey]) -> RecordHead | None:
    """Return the head of a size; None where none was signed."""
    text = folder.head(size)
    if not text:
        return None
    note = read_note(text)
    moments = ((key, _moment_of(note, key)) for key in witnesses)
    signed = tuple(WitnessSignature(key, at) for key, at in moments if at is not None)
    return RecordHead(checkpoint_of(note), text, signed)


def take_cosignatures(
    home: Path, keys: RecordKeys, witnesses: Sequence[VerifierKey], text: str, now: datetime
) -> list[tuple[int, WitnessSignature]]:
    """Add the signatures of witnesses to the heads that they signed; returns each with the size of its head.

    `text` is a signed head as the command of the witness prints it, or its lines of signatures alone. What is there
    already changes nothing. Raises CosignatureIsNotRight, WitnessIsNotRegistered, HeadIsNotOfTheRecord,
    HeadIsOfTheRecord, TwoHeadsWereSigned, RecordIsBeingWritten.
    """
    folder = record_folder(home)
    try:
        note_text, lines = _parts_of(text)
    except NoteIsNotRight as error:
        raise CosignatureIsNotRight() from error
    known = {(key.name, key.key_id): key for key in witnesses}
    own = [(known[line.name, line.key_id], line) for line in lines if (line.name, line.key_id) in known]
    with alone(folder):
        if note_text:
            _refuse_other_head(folder, keys, note_text, lines)
        if not own:
            is_ours = bool(note_text) and all(line.name == keys.origin for line in lines)
            raise HeadIsOfTheRecord() if is_ours else WitnessIsNotRegistered()
        sizes = [checkpoint_of(SignedNote(note_text, lines)).size] if note_text else folder.head_sizes()[:MOST_TRIED]
        return [_taken(folder, sizes, key, line, now) for key, line in own]


def contradiction(folder: RecordFolder) -> str:
    """Return a head that the record's key signed and that the record never had, as it was handed in; "" for none."""
    return folder.text("contradiction")


def _taken(
    folder: RecordFolder, sizes: Sequence[int], key: VerifierKey, signature: NoteSignature, now: datetime
) -> tuple[int, WitnessSignature]:
    for size in sizes:
        note = read_note(folder.head(size))
        at = _moment_of(SignedNote(note.text, (signature,)), key)
        if at is None or at > now + AHEAD:
            continue
        there = _moment_of(note, key)
        if there is None:
            folder.write_head(size, str(SignedNote(note.text, (*note.signatures, signature))))
        return size, WitnessSignature(key, there or at)
    raise CosignatureIsNotRight()


def _refuse_other_head(
    folder: RecordFolder, keys: RecordKeys, note_text: str, lines: tuple[NoteSignature, ...]
) -> None:
    try:
        checkpoint = checkpoint_of(SignedNote(note_text, lines))
        kept = folder.head(checkpoint.size)
        if kept and read_note(kept).text == note_text:
            return
        log_keys = [keys.public, *(before for before, _after in keys_in_turn(folder))]
        is_ours = checkpoint.origin == keys.origin and bool(SignedNote(note_text, lines).signed_by(log_keys))
    except NoteIsNotRight as error:
        raise CosignatureIsNotRight() from error
    if not is_ours:
        raise HeadIsNotOfTheRecord()
    if not contradiction(folder):
        folder.write_text("contradiction", str(SignedNote(note_text, lines)))
    raise TwoHeadsWereSigned()


def _parts_of(text: str) -> tuple[str, tuple[NoteSignature, ...]]:
    """Return the text of the signed head ("" where only signatures were given), and the signatures."""
    if len(text) > MOST_BYTES:
        raise NoteIsNotRight
    lines = [line.strip() for line in text.replace("\r\n", "\n").strip().split("\n")]
    clean = "\n".join(lines) + "\n"
    if "" in lines:
        note = read_note(clean)
        return note.text, note.signatures
    return "", read_note(f"-\n\n{clean}").signatures


def _moment_of(note: SignedNote, key: VerifierKey) -> datetime | None:
    """When a witness signed a note; None where it did not, or the signature is not from its key."""
    try:
        at = note.signed_at(key) if note.signed_by([key]) else None
        return datetime.fromtimestamp(at, UTC) if at is not None else None
    except (NoteIsNotRight, OverflowError, ValueError, OSError):
        return None

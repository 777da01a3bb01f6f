"""Proofs that an event stands in the public record, and that the record only ever grew."""

import json
from dataclasses import dataclass

from peygir.core.transparency.checkpoints import LogProof, checkpoint_of
from peygir.core.transparency.notes import NoteIsNotRight, read_note
from peygir.core.transparency.proofs import consistency_proof, inclusion_proof
from peygir.core.transparency.tiles import hash_reader
from peygir.history.models import Event
from peygir.history.record.folder import Growth, RecordFolder
from peygir.history.record.growing import size_at
from peygir.history.record.keys import RecordKeys


@dataclass(frozen=True, slots=True)
class EventProof:
    """What somebody needs to show that an event is in the record: its hash, what blinds it, and the proof."""

    event_hash: bytes
    blind: bytes
    proof: LogProof

    @property
    def text(self) -> str:
        """The proof as a file, with the two parts of the entry in its extra line."""
        extra = json.dumps({"blind": self.blind.hex(), "hash": self.event_hash.hex()})
        return self.proof.with_extra(extra.encode())


def prove_event(folder: RecordFolder, keys: RecordKeys, event_id: int) -> EventProof | None:
    """Return the proof for an event; None while the newest checkpoint does not cover it, or where there is no such.

    Costs one statement that counts the events of one step, one for the event, and a few reads of tiles.
    """
    text = folder.checkpoint()
    steps = size_at(folder, event_id)
    if not text or steps is None:
        return None
    note = read_note(text)
    size = checkpoint_of(note).size
    row = Event.objects.filter(pk=event_id).values_list("hash", flat=True).first()
    if row is None:
        return None
    index = _index_of(event_id, *steps)
    if index >= size:
        return None
    hashes = inclusion_proof(index, size, hash_reader(size, folder.read))
    return EventProof(bytes(row), keys.blind_of(event_id), LogProof(index, tuple(hashes), note))


def _index_of(event_id: int, before: Growth, after: Growth) -> int:
    """The place of an event between two notes, counted from the nearer one; one statement."""
    if event_id - before.last_event <= after.last_event - event_id:
        return before.size + Event.objects.filter(pk__gt=before.last_event, pk__lt=event_id).count()
    return after.size - Event.objects.filter(pk__gte=event_id, pk__lte=after.last_event).count()


def prove_growth(folder: RecordFolder, size: int) -> list[bytes]:
    """Return the proof that the newest checkpoint's tree begins with that of an earlier size.

    Raises NoteIsNotRight where there is no checkpoint, and IndexError where the size is larger than its own.
    """
    text = folder.checkpoint()
    if not text:
        raise NoteIsNotRight
    newest = checkpoint_of(read_note(text)).size
    return consistency_proof(size, newest, hash_reader(newest, folder.read))

"""What auditors of the public record get, every event with the parts of its entry, and a comparison with the rows."""

import json
from collections.abc import Callable, Iterator
from itertools import count
from typing import IO

from peygir.core.transparency.checkpoints import checkpoint_of
from peygir.core.transparency.notes import NoteIsNotRight, read_note
from peygir.core.transparency.tiles import ENTRIES, WIDTH, TilePlace, entries_in, hash_reader
from peygir.core.transparency.tree import leaf_hash, perfect_root, range_hash
from peygir.history.models import Event
from peygir.history.record.folder import RecordFolder
from peygir.history.record.growing import first_entry
from peygir.history.record.keys import RecordKeys, entry_of

MOST_FAULTS = 100


def dump_events(folder: RecordFolder, keys: RecordKeys, file: IO[str]) -> int:
    """Write every recorded event as a line of JSON (id, body, hash, blind), in order; returns how many.

    The bodies are confidential: they say who did what. The file is for the council's or the inspectorate's auditors.
    """
    steps, number = folder.growth(), 0
    rows = Event.objects.filter(pk__lte=steps[-1].last_event if steps else 0).order_by("pk")
    for pk, body, digest in rows.values_list("pk", "body", "hash").iterator(chunk_size=5000):
        line = {"id": pk, "body": body, "hash": bytes(digest).hex(), "blind": keys.blind_of(pk).hex()}
        file.write(json.dumps(line, ensure_ascii=False) + "\n")
        number += 1
    return number


def record_faults(
    folder: RecordFolder, keys: RecordKeys, progress: Callable[[int], None] = lambda done: None
) -> list[str]:
    """Compare the record with the events of the database and with its own checkpoint; returns what differs, in words.

    Reads every recorded event and every file once, in a constant amount of memory. `progress` is called with the
    number of entries compared so far.
    """
    faults: list[str] = []
    try:
        text = folder.checkpoint()
        if not text:
            return faults
        note = read_note(text)
        checkpoint = checkpoint_of(note)
        if not note.signed_by([keys.public]):
            faults.append("the checkpoint is not signed by the key of the record")
        size = checkpoint.size
        if range_hash(0, size, hash_reader(size, folder.read)) != checkpoint.root:
            faults.append("the tiles do not give the root of the checkpoint")
        for number, fault in enumerate(_compared(folder, keys, size)):
            if fault:
                faults.append(fault)
            if len(faults) >= MOST_FAULTS:
                break
            if number % WIDTH == 0:
                progress(number)
    except (NoteIsNotRight, OSError) as error:
        faults.append(f"a file of the record cannot be read: {error}")
    return faults


def _compared(folder: RecordFolder, keys: RecordKeys, size: int) -> Iterator[str]:
    """Yield, for each entry, what is wrong with it, or ""; at the end what the database has too much."""
    steps = folder.growth()
    last = next((step.last_event for step in steps if step.size == size), steps[-1].last_event if steps else 0)
    rows = Event.objects.filter(pk__lte=last).order_by("pk").values_list("pk", "hash")
    events, begins = iter(rows.iterator(chunk_size=5000)), first_entry(folder)
    for number in count():
        width = min(WIDTH, size - number * WIDTH)
        if width <= 0:
            break
        entries = entries_in(folder.read(TilePlace(ENTRIES, number, width)))
        hashes = [leaf_hash(entry) for entry in entries]
        tile = folder.read(TilePlace(0, number, width))
        is_tile = b"".join(hashes) == tile and (width < WIDTH or _is_above(folder, number, hashes, size))
        if begins is not None and not number:
            yield "" if entries.pop(0) == begins else "the first entry is not what the record says that it continues"
        for entry in entries:
            event = next(events, None)
            if event is None:
                yield "the record has more entries than the database has events"
                return
            pk, digest = event
            yield "" if entry_of(keys.blind_of(pk), bytes(digest)) == entry else f"event {pk} is not what was recorded"
        if not is_tile:
            yield f"{TilePlace(0, number, width).path} does not fit its entries"
    if next(events, None) is not None:
        yield "the database has events, before the last recorded one, that are not in the record"


def agreeing_entries(folder: RecordFolder, keys: RecordKeys) -> int:
    """Return how many entries, from the first one on, are of events that the database has."""
    text = folder.checkpoint()
    size = checkpoint_of(read_note(text)).size if text else 0
    for number, fault in enumerate(_compared(folder, keys, size)):
        if fault:
            return number
    return size


def _is_above(folder: RecordFolder, number: int, hashes: list[bytes], size: int) -> bool:
    tile, at = divmod(number, WIDTH)
    width = min(WIDTH, (size // WIDTH) - tile * WIDTH)
    raw = folder.read(TilePlace(1, tile, width))
    return raw[at * 32 : at * 32 + 32] == perfect_root(hashes)

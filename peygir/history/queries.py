"""Reading what happened: one file's story, and whether every story still holds."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby

from django.apps import apps
from django.db import connection, transaction

from peygir.core.chain import merkle_root
from peygir.history.models import BY_STAFF, Chained, Event
from peygir.history.rules import Break, StoredEvent, breaks
from peygir.storage.asking import select
from peygir.storage.unit_of_work import current_unit_of_work


@dataclass(frozen=True, slots=True)
class Verified:
    """What `verify` saw: files, events, the breaks it found, and the Merkle root over all heads (hex)."""

    files: int
    events: int
    breaks: list[Break]
    root: str


def timeline(file: str, file_id: int) -> list[Event]:
    """All events of one file, oldest first; one statement at most."""
    now, ask = current_unit_of_work(), partial(select, Event, order="number", file=file, file_id=file_id)
    return now.story(file, file_id, ask) if now is not None else ask()


def stories(file: str, file_ids: Collection[int], kinds: Collection[str]) -> list[Event]:
    """The events of these kinds in several files, each file's oldest first; one statement."""
    rows = Event.objects.filter(file=file, file_id__in=file_ids, kind__in=kinds)
    return list(rows.order_by("file_id", "number"))


def stories_of_staff(file: str, file_ids: Collection[int]) -> list[Event]:
    """What people of staff did in several files, each file's oldest first; one statement."""
    rows = Event.objects.filter(BY_STAFF, file=file, file_id__in=file_ids)
    return list(rows.order_by("file_id", "number"))


def event(file: str, file_id: int, number: int) -> Event:
    """One event by its place in the file."""
    return Event.objects.get(file=file, file_id=file_id, number=number)


@dataclass(frozen=True, slots=True)
class Root:
    """The Merkle root (hex) over the last hash of every file, counting events up to `last_event` (an id)."""

    last_event: int
    files: int
    root: str


def kinds_done_by(staff_id: int, kinds: Collection[str], *, since: datetime) -> set[str]:
    """Those of these kinds of events that a member of staff has caused since a moment; one statement."""
    rows = Event.objects.filter(BY_STAFF, by=f"staff:{staff_id}", at__gte=since, kind__in=sorted(kinds))
    return set(rows.values_list("kind", flat=True).distinct())


def last_event_settled() -> int:
    """An event id such that no event at or below it is still being written.

    Ids are drawn before commit, so the highest visible id alone would not do; the lock waits for writers in flight.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT history_event_hold()")
        cursor.execute("SELECT COALESCE(MAX(id), 0) FROM history_event")
        return int(cursor.fetchone()[0])


def root_up_to(last_event: int) -> Root:
    """The root as it stood when `last_event` was the newest; later events do not change it."""
    rows = Event.objects.filter(pk__lte=last_event).order_by("file", "file_id", "-number").distinct("file", "file_id")
    leaves = [
        f"{file}:{file_id}:{number}:".encode() + bytes(digest)
        for file, file_id, number, digest in rows.values_list("file", "file_id", "number", "hash").iterator()
    ]
    return Root(last_event, len(leaves), merkle_root(leaves).hex())


def hash_of(event_id: int) -> str:
    """The hash (hex) of the event with an id; "" where there is none."""
    row = Event.objects.filter(pk=event_id).values_list("hash", flat=True).first()
    return "" if row is None else bytes(row).hex()


def newest_event() -> tuple[int, datetime] | None:
    """The id and moment of the event that was written last; None where there is none."""
    row = Event.objects.order_by("-pk").values_list("pk", "at").first()
    return row if row is None else (row[0], row[1])


def chained_models() -> list[type[Chained]]:
    """Every model that keeps a history, in order of its file's name."""
    found = [model for model in apps.get_models() if issubclass(model, Chained)]
    return sorted(found, key=lambda model: model.history_file)


def count_events() -> int:
    """How many events there are in all."""
    return Event.objects.count()


def verify(progress: Callable[[int], None] = lambda done: None) -> Verified:
    """Read every file from end to end and compare; reads in a stream, one snapshot, a constant amount of memory.

    `progress` is called with the number of events read so far.
    """
    breaks_so_far: list[Break] = []
    leaves: list[bytes] = []
    files = events = 0
    with transaction.atomic():
        _freeze()
        for model in chained_models():
            file = model.history_file
            lines = groupby(_lines(file), key=lambda line: line.file_id)
            waiting = next(lines, None)
            for file_id, count, head in _heads(model):
                while waiting is not None and waiting[0] < file_id:
                    breaks_so_far.append(Break(file, waiting[0], 1, "there are lines, but no such file"))
                    waiting = next(lines, None)
                story: list[StoredEvent] = []
                if waiting is not None and waiting[0] == file_id:
                    story = list(waiting[1])
                    waiting = next(lines, None)
                breaks_so_far += breaks(story, file=file, file_id=file_id, count=count, head=head)
                files, events = files + 1, events + len(story)
                leaves.append(f"{file}:{file_id}:{count}:".encode() + head)
                progress(events)
            while waiting is not None:
                breaks_so_far.append(Break(file, waiting[0], 1, "there are lines, but no such file"))
                waiting = next(lines, None)
    return Verified(files, events, breaks_so_far, merkle_root(leaves).hex())


def _freeze() -> None:
    """Take one snapshot for all reads, so that a file written meanwhile is seen whole or not at all."""
    if not connection.savepoint_ids:  # inside somebody else's transaction it is too late to ask for one
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def _heads(model: type[Chained]) -> Iterator[tuple[int, int, bytes]]:
    rows = model._default_manager.order_by("pk").values_list("pk", "event_count", "event_head")
    for pk, count, head in rows.iterator(chunk_size=5000):
        yield pk, count, bytes(head)


def _lines(file: str) -> Iterator[StoredEvent]:
    rows = Event.objects.filter(file=file).order_by("file_id", "number")
    columns = ("file", "file_id", "number", "kind", "at", "by", "body", "hash")
    for name, key, number, kind, at, by, body, digest in rows.values_list(*columns).iterator(chunk_size=5000):
        yield StoredEvent(name, key, number, kind, at, by, body, bytes(digest))


def files_after(file: str, event_id: int) -> list[int]:
    """The ids of the files of a kind that have events after one; one statement, as long as there are such events."""
    return sorted(set(Event.objects.filter(pk__gt=event_id, file=file).values_list("file_id", flat=True)))

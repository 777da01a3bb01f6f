"""Writing a line of history: the row's change, the event and its jobs in one transaction."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from django.db import connection

from peygir.core.chain import GENESIS, next_head
from peygir.history.catalogue import EventData, EventIsNotRight
from peygir.history.models import Chained, Event
from peygir.history.rules import body_of
from peygir.storage.jobs.actions import execute_with_jobs
from peygir.storage.rows import copy_all, insert, update
from peygir.storage.unit_of_work import current_unit_of_work

INSERT: Final = "insert"

_LINE: Final = """
    INSERT INTO history_event (file, file_id, number, kind, at, by, body, hash)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
"""
_COPY: Final = "COPY history_event (file, file_id, number, kind, at, by, body, hash) FROM STDIN"
# Which actions an event of a kind wakes: (queue, name). `journey.dispatch` fills it at start-up; history only looks
# names up, so it need not know who listens.
wakes: dict[str, tuple[tuple[str, str], ...]] = {}


def record(
    subject: Chained,
    event_data: EventData,
    *,
    by: str,
    at: datetime,
    write: Sequence[str] | str = (),
) -> None:
    """Save `subject` and add one event to its file; call it last in the action's transaction, under the row's lock.

    `event_data` holds ids, codes and salted digests, never personal text. `write` names the changed fields of the
    subject, or is INSERT for a new row. One job is left for each (event, action) pair that `journey.plot` names: in a
    round on its agenda, else (and for what the worker does outside the database) in the queue. Raises EventIsNotRight
    for values that do not fit the event's class, or an event of another sort of file.
    """
    kind, data = event_data.kind, event_data.data()
    if event_data.file != subject.history_file:
        raise EventIsNotRight(f"{kind} is an event of a {event_data.file}, not of a {subject.history_file}")
    file, file_id, number = subject.history_file, int(subject.pk), subject.event_count + 1
    body = body_of(file=file, file_id=file_id, number=number, kind=kind, at=at, by=by, data=data)
    subject.event_count = number
    subject.event_head = next_head(bytes(subject.event_head) or GENESIS, body)
    if write == INSERT:
        insert(subject)
    else:
        update(subject, [*write, "event_count", "event_head"])
    event = Event(
        file=file,
        file_id=file_id,
        number=number,
        kind=kind,
        at=at.astimezone(UTC),
        by=by,
        body=body,
        hash=bytes(subject.event_head),
    )
    actions, now = wakes.get(kind, ()), current_unit_of_work()
    _write(event, actions if now is None else now.hear(event, actions))


def record_copied(subjects: Sequence[Chained], events: Sequence[EventData], *, by: str, at: datetime) -> None:
    """Insert many new rows of one model, each with the first event of its file, by COPY; for imports of thousands.

    The rows have their keys. Raises EventIsNotRight for an event of another sort of file, or of a kind that wakes
    actions: such events are written one by one.
    """
    lines: list[tuple[Any, ...]] = []
    for subject, event_data in zip(subjects, events, strict=True):
        kind, file, file_id = event_data.kind, subject.history_file, int(subject.pk)
        if event_data.file != file or wakes.get(kind):
            raise EventIsNotRight(f"{kind} cannot be copied into the file of a {file}")
        data = event_data.data()
        body = body_of(file=file, file_id=file_id, number=1, kind=kind, at=at, by=by, data=data)
        subject.event_count, subject.event_head = 1, next_head(GENESIS, body)
        lines.append((file, file_id, 1, kind, at, by, body, subject.event_head))
    copy_all(subjects)
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(_COPY) as copy:
        for line in lines:
            copy.write_row(line)


def _write(event: Event, actions: Sequence[tuple[str, str]]) -> None:
    """The line, and a job in the queue for each of these actions: (queue, name)."""
    values: list[Any] = [
        event.file,
        event.file_id,
        event.number,
        event.kind,
        event.at,
        event.by,
        event.body,
        event.hash,
    ]
    execute_with_jobs(_LINE, values, actions, file_id=event.file_id, number=event.number)


def beat(name: str, at: datetime) -> None:
    """Keep that this kind of process (worker, clock) worked at a moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO history_pulse (name, at) VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET at = EXCLUDED.at",
            [name, at],
        )

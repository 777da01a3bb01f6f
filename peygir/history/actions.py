"""Writing a line of history: the row's change, the event and its jobs in one transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from procrastinate.contrib.django import app
from procrastinate.types import JSONValue

from peygir.core.chain import GENESIS, next_head
from peygir.history.models import Chained, Event
from peygir.history.rules import body_of

WAKE_TASK: Final = "wake"
INSERT: Final = "insert"

# Which actions an event of a kind wakes, by name. The plot (`journey`) fills it at start-up; history only looks
# names up, so it need not know who listens.
wakes: dict[str, tuple[str, ...]] = {}


def record(
    subject: Chained, kind: str, *, by: str, at: datetime, data: Mapping[str, Any], write: Sequence[str] | str = ()
) -> Event:
    """Save `subject` and add one event to its file; call it last in the action's transaction, under the row's lock.

    `write` names the changed fields of the subject, or is INSERT for a new row. `data` holds ids, codes and salted
    digests, never personal text. One job is deferred for each (event, action) pair that `journey.WAKES` names.
    """
    file, file_id, number = subject.history_file, int(subject.pk), subject.event_count + 1
    body = body_of(file=file, file_id=file_id, number=number, kind=kind, at=at, by=by, data=dict(data))
    subject.event_count = number
    subject.event_head = next_head(bytes(subject.event_head) or GENESIS, body)
    if write == INSERT:
        subject.save(force_insert=True)
    else:
        subject.save(update_fields=[*write, "event_count", "event_head"])
    event = Event(
        file=file, file_id=file_id, number=number, kind=kind, at=at, by=by, body=body, hash=subject.event_head
    )
    event.save(force_insert=True)
    if actions := wakes.get(kind, ()):
        jobs = app.configure_task(WAKE_TASK, queue="events")
        called: list[dict[str, JSONValue]] = [{"file_id": file_id, "number": number, "action": a} for a in actions]
        jobs.batch_defer(*called)
    return event

"""Writing a line of history: the row's change, the event and its jobs in one transaction."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from django.db import connection

from peygir.core.chain import GENESIS, next_head
from peygir.history.models import Chained, Event
from peygir.history.rules import body_of
from peygir.storage.jobs import DEATH, EVENTS_QUEUE, LAST_ATTEMPT, LAST_DEATH, Job, seconds_until_retry
from peygir.storage.rows import insert, update
from peygir.storage.unit_of_work import current_unit_of_work

WAKE_TASK: Final = "wake"
INSERT: Final = "insert"

_LINE: Final = """
    INSERT INTO history_event (file, file_id, number, kind, at, by, body, hash)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
"""
# The line and a job for each of its actions; the jobs are what procrastinate's own defer would write.
_LINE_WITH_JOBS: Final = f"""
    WITH jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, args)
        SELECT queue, %s, args::jsonb FROM unnest(%s::text[], %s::text[]) AS job(queue, args)
    )
    {_LINE}
"""  # noqa: S608 - both parts are constants

# Which actions an event of a kind wakes: (queue, name). The plot (`journey`) fills it at start-up; history only looks
# names up, so it need not know who listens.
wakes: dict[str, tuple[tuple[str, str], ...]] = {}


def record(
    subject: Chained, kind: str, *, by: str, at: datetime, data: Mapping[str, Any], write: Sequence[str] | str = ()
) -> None:
    """Save `subject` and add one event to its file; call it last in the action's transaction, under the row's lock.

    `write` names the changed fields of the subject, or is INSERT for a new row. `data` holds ids, codes and salted
    digests, never personal text. One job is left for each (event, action) pair that `journey.WAKES` names: in a round
    on its agenda, else (and for what the worker does outside the database) in the queue.
    """
    file, file_id, number = subject.history_file, int(subject.pk), subject.event_count + 1
    body = body_of(file=file, file_id=file_id, number=number, kind=kind, at=at, by=by, data=dict(data))
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
    called = [json.dumps({"file_id": event.file_id, "number": event.number, "action": name}) for _, name in actions]
    with connection.cursor() as cursor:
        if actions:
            cursor.execute(_LINE_WITH_JOBS, [WAKE_TASK, [queue for queue, _ in actions], called, *values])
        else:
            cursor.execute(_LINE, values)


def wake_again(file_ids: Sequence[int], action: str, *, after: float = 0.0) -> None:
    """Let an action look at these files (once more), each by a job of its own, in `after` seconds at the earliest."""
    if not file_ids:
        return
    called = [json.dumps({"file_id": file_id, "number": 0, "action": action}) for file_id in file_ids]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, scheduled_at)"
            " SELECT %s, %s, args::jsonb, now() + make_interval(secs => %s) FROM unnest(%s::text[]) AS job(args)",
            [EVENTS_QUEUE, WAKE_TASK, after, called],
        )


def take_jobs(limit: int) -> list[Job]:
    """Take up to `limit` waiting jobs of the events queue out of it, oldest first; call it inside a transaction.

    The row goes with the transaction that does the job: a crash or a refusal brings it back, and what was done is
    done once. Jobs that another worker has in hand are passed over.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            DELETE FROM procrastinate_jobs WHERE id = ANY (ARRAY (
                -- An array is worked out once; the same after IN may be asked again for each row, past the limit.
                SELECT id FROM procrastinate_jobs
                WHERE status = 'todo' AND queue_name = %s AND (scheduled_at IS NULL OR scheduled_at <= now())
                ORDER BY priority DESC, id LIMIT %s FOR UPDATE SKIP LOCKED
            ))
            RETURNING id, (args->>'file_id')::bigint, (args->>'number')::int, args->>'action', attempts
            """,
            [EVENTS_QUEUE, limit],
        )
        return sorted((Job(*row) for row in cursor.fetchall()), key=lambda job: job.id)


def count_death(job_id: int) -> bool:
    """A worker died while it did this job: the others go first now, and after LAST_DEATH times it is set aside.

    Returns whether it was set aside as failed; a job that is gone (it was done after all) is left alone.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE procrastinate_jobs
            SET priority = priority + %s,
                status = CASE WHEN priority + %s <= %s THEN 'failed' ELSE 'todo' END::procrastinate_job_status
            WHERE id = %s AND status = 'todo'
            RETURNING status = 'failed'
            """,
            [DEATH, DEATH, LAST_DEATH * DEATH, job_id],
        )
        row = cursor.fetchone()
    return bool(row and row[0])


def beat(name: str, at: datetime) -> None:
    """Keep that this kind of process (worker, clock) worked at a moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO history_pulse (name, at) VALUES (%s, %s) ON CONFLICT (name) DO UPDATE SET at = EXCLUDED.at",
            [name, at],
        )


def put_off_job(job: Job) -> None:
    """A job that failed waits longer each time; after the last attempt it stays in the queue as failed, to be seen."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE procrastinate_jobs
            SET attempts = attempts + 1, scheduled_at = now() + make_interval(secs => %s),
                status = CASE WHEN attempts + 1 >= %s THEN 'failed' ELSE 'todo' END::procrastinate_job_status
            WHERE id = %s AND status = 'todo'
            """,
            [seconds_until_retry(job.attempts), LAST_ATTEMPT, job.id],
        )

"""Adding jobs to the queue, taking them out of it, and putting off those that failed."""

import json
from collections.abc import Sequence
from typing import Any, Final

from django.db import connection

from peygir.storage.jobs.rules import (
    DEATH,
    EVENTS_QUEUE,
    LAST_ATTEMPT,
    LAST_DEATH,
    WAKE_TASK,
    Job,
    seconds_until_retry,
)

# A job for each action, added by the statement that follows; what procrastinate's own defer would write.
_WITH_JOBS: Final = """
    WITH jobs AS (
        INSERT INTO procrastinate_jobs (queue_name, task_name, args)
        SELECT queue, %s, args::jsonb FROM unnest(%s::text[], %s::text[]) AS job(queue, args)
    )
"""


def execute_with_jobs(
    statement: str, values: Sequence[Any], actions: Sequence[tuple[str, str]], *, file_id: int, number: int
) -> None:
    """Execute a statement and, in the same round trip, add a job for each of these actions: (queue, name).

    `file_id` and `number` say for which event the actions run.
    """
    called = [json.dumps({"file_id": file_id, "number": number, "action": name}) for _, name in actions]
    with connection.cursor() as cursor:
        if actions:
            queues = [queue for queue, _ in actions]
            cursor.execute(_WITH_JOBS + statement, [WAKE_TASK, queues, called, *values])
        else:
            cursor.execute(statement, values)


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

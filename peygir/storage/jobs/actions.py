"""Adding jobs to the table, taking them out of it, and putting off those that failed.

The statements are SQL, because each does in one round trip what the ORM does in several. Waiting workers look at the
table themselves; there is no NOTIFY (ADR 8).
"""

from collections.abc import Sequence
from typing import Any, Final

from django.db import connection

from peygir.storage.jobs.rules import EVENTS_QUEUE, LAST_ATTEMPT, LAST_DEATH, PendingJob, seconds_until_retry

LOCKS: Final = 0x70656779  # "pegy": our class of advisory locks for running jobs

# Jobs of one event, added by the statement that follows.
_WITH_JOBS: Final = """
    WITH jobs AS (
        INSERT INTO jobs_job (queue, action, file_id, number)
        SELECT queue, action, %s, %s FROM unnest(%s::text[], %s::text[]) AS job(queue, action)
    )
"""
# The first ones that are due; those that another worker has in its transaction are passed over.
_FIRST_DUE: Final = """
    SELECT id FROM jobs_job WHERE state = 'waiting' AND queue = %s AND due_at <= statement_timestamp()
    ORDER BY deaths, id LIMIT %s FOR UPDATE SKIP LOCKED
"""
_COLUMNS: Final = "id, file_id, number, action, attempts, queue"
_LOCK_OF_JOB: Final = "%s, (id & 2147483647)::int"
_AFTER_DEATH: Final = """
    UPDATE jobs_job SET deaths = deaths + 1, started_at = NULL,
        state = CASE WHEN deaths + 1 >= %s THEN 'failed' ELSE 'waiting' END
"""
_SET_ASIDE: Final = "RETURNING id, state = 'failed'"


def execute_with_jobs(
    statement: str, values: Sequence[Any], actions: Sequence[tuple[str, str]], *, file_id: int, number: int
) -> None:
    """Execute a statement and, in the same round trip, add a job for each of these actions: (queue, name).

    `file_id` and `number` say for which event the actions run.
    """
    with connection.cursor() as cursor:
        if actions:
            queues, names = [queue for queue, _ in actions], [name for _, name in actions]
            cursor.execute(_WITH_JOBS + statement, [file_id, number, queues, names, *values])
        else:
            cursor.execute(statement, values)


def add_jobs(action: str, file_ids: Sequence[int], *, queue: str = EVENTS_QUEUE, after: float = 0.0) -> None:
    """Add a job for each of these files, without an event; an action may so look at a file once more.

    They run in `after` seconds at the earliest.
    """
    if not file_ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO jobs_job (queue, action, file_id, due_at)"
            " SELECT %s, %s, file_id, statement_timestamp() + make_interval(secs => %s)"
            " FROM unnest(%s::bigint[]) AS file_id",
            [queue, action, after, list(file_ids)],
        )


def take_jobs(limit: int) -> list[PendingJob]:
    """Take up to `limit` waiting jobs of the events queue out of the table, oldest first; call it inside a transaction.

    The row goes with the transaction that does the job: a crash or a refusal brings it back, and what was done is
    done once. Jobs that another worker has taken are passed over.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            # An array is worked out once; the same after IN may be asked again for each row, past the limit.
            f"DELETE FROM jobs_job WHERE id = ANY (ARRAY ({_FIRST_DUE})) RETURNING {_COLUMNS}",  # noqa: S608 - constants
            [EVENTS_QUEUE, limit],
        )
        return sorted((PendingJob(*row) for row in cursor.fetchall()), key=lambda job: job.id)


def begin_job(queue: str) -> PendingJob | None:
    """Take the first due job of a queue in hand: it is `running` until `end_job` or `put_off_job`; None: none is due.

    This connection holds the job's advisory lock from then on, so a job whose worker died is one that is running and
    has no lock. Call it outside any transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE jobs_job SET state = 'running', started_at = statement_timestamp() WHERE id = ({_FIRST_DUE})
            RETURNING {_COLUMNS}, pg_advisory_lock({_LOCK_OF_JOB})
            """,  # noqa: S608 - constants
            [queue, 1, LOCKS],
        )
        row = cursor.fetchone()
    return PendingJob(*row[:-1]) if row else None


def end_job(job: PendingJob) -> None:
    """A job that `begin_job` gave has been done: its row goes, and its lock is free."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM jobs_job WHERE id = %s RETURNING pg_advisory_unlock({_LOCK_OF_JOB})",  # noqa: S608 - constants
            [job.id, LOCKS],
        )


def drop_jobs(file_id: int, actions: Sequence[str]) -> None:
    """Delete the waiting jobs of one file for these actions, which the caller has done in the same transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM jobs_job WHERE state = 'waiting' AND file_id = %s AND action = ANY(%s)",
            [file_id, list(actions)],
        )


def put_off_job(job: PendingJob, *, is_final: bool = False) -> None:
    """Let a job that failed wait longer each time; after the last attempt it stays in the table as failed, to be seen.

    `is_final`: this was the last attempt, however few there were.
    """
    attempts = job.attempts + 1
    state = "failed" if is_final or attempts >= LAST_ATTEMPT[job.queue] else "waiting"
    unlocked = "" if job.queue == EVENTS_QUEUE else f" RETURNING pg_advisory_unlock({_LOCK_OF_JOB})"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            UPDATE jobs_job SET attempts = %s, state = %s, started_at = NULL,
                due_at = statement_timestamp() + make_interval(secs => %s)
            WHERE id = %s AND state <> 'failed'{unlocked}
            """,  # noqa: S608 - constants
            [
                attempts,
                state,
                seconds_until_retry(job.attempts, job.queue),
                job.id,
                *([LOCKS] if unlocked else []),
            ],
        )


def count_death(job_id: int) -> bool:
    """A worker died while it did this waiting job: the others go first now, and after LAST_DEATH times it is set aside.

    Returns whether it was set aside as failed; a job that is gone (it was done after all) is left alone.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"{_AFTER_DEATH} WHERE id = %s AND state = 'waiting' {_SET_ASIDE}", [LAST_DEATH, job_id])
        row = cursor.fetchone()
    return bool(row and row[1])


def rescue_jobs() -> list[tuple[int, bool]]:
    """Let the running jobs whose worker died wait again, behind the others: (id, whether it is set aside as failed).

    A job that was running at the death of LAST_DEATH workers is set aside: it has probably killed them.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            {_AFTER_DEATH} WHERE state = 'running' AND (id & 2147483647) NOT IN (
                SELECT objid::bigint FROM pg_locks
                WHERE locktype = 'advisory' AND classid = %s AND objsubid = 2 AND granted
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            ) {_SET_ASIDE}
            """,  # noqa: S608 - constants
            [LAST_DEATH, LOCKS],
        )
        return list(cursor.fetchall())

"""Works the queue off in this process, once or with every job delivered twice, and sees what a job changed."""

from collections.abc import Sequence

from django.apps import apps
from django.db import connection

from peygir.core import clock
from peygir.journey.clock import send_messages
from peygir.journey.dispatch import run_job
from peygir.storage.jobs.rules import QUEUES, PendingJob


class JobIsNotIdempotent(AssertionError):
    """A job that was delivered a second time changed the database."""


def drain(*, twice: bool = False, queues: Sequence[str] = QUEUES, limit: int = 1000) -> list[PendingJob]:
    """Run what is deferred until nothing is left, oldest first, then send the outbox; returns the jobs in order.

    With `twice` each job runs a second time at once, and the database must be the same before and after.
    """
    done: list[PendingJob] = []
    while job := _next(queues):
        run_job(job)
        if twice:
            deliver_again([job])
        done.append(job)
        if len(done) > limit:
            raise AssertionError(f"after {limit} jobs there is still work: the plot runs in a circle")
    while send_messages(clock.now()):
        pass
    return done


def deliver_again(jobs: Sequence[PendingJob]) -> None:
    """Run jobs that ran before; raises JobIsNotIdempotent when one of them changes any row."""
    for job in jobs:
        before = picture()
        run_job(job)
        after = picture()
        if changed := sorted(table for table in before if before[table] != after[table]):
            raise JobIsNotIdempotent(f"{job} delivered again changed {', '.join(changed)}")


def picture() -> dict[str, str]:
    """One digest for each table of ours: equal pictures are equal databases."""
    tables = [model._meta.db_table for model in apps.get_models() if model.__module__.startswith("peygir.")]
    parts = [f"SELECT '{table}', md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {table} t" for table in tables]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return {table: digest or "" for table, digest in cursor.fetchall()}


def waiting(queues: Sequence[str] = QUEUES) -> int:
    """How many jobs wait."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM jobs_job WHERE state = 'waiting' AND queue = ANY(%s)", [list(queues)])
        return int(cursor.fetchone()[0])


def _next(queues: Sequence[str]) -> PendingJob | None:
    """Take the oldest job off its queue."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            DELETE FROM jobs_job WHERE id = (
                SELECT id FROM jobs_job WHERE state = 'waiting' AND queue = ANY(%s) ORDER BY id LIMIT 1
            ) RETURNING id, file_id, number, action, attempts, queue
            """,
            [list(queues)],
        )
        row = cursor.fetchone()
    return PendingJob(*row) if row else None

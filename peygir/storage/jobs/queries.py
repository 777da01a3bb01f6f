"""What waits in the job table, runs, or has failed."""

from dataclasses import dataclass

from django.db import connection

_COUNTS = """
    SELECT count(*) FILTER (WHERE state <> 'failed'), count(*) FILTER (WHERE state = 'failed'),
        EXTRACT(EPOCH FROM now() - min(due_at) FILTER (WHERE state = 'waiting')),
        EXTRACT(EPOCH FROM now() - min(started_at))
    FROM jobs_job
"""


@dataclass(frozen=True, slots=True)
class JobCounts:
    """Jobs that wait or run, those that failed for good; seconds since the oldest was due, and since one runs."""

    waiting: int
    failed: int
    oldest_seconds: float
    running_seconds: float


def job_counts() -> JobCounts:
    """What the worker has not done; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS)
        waiting, failed, oldest, running = cursor.fetchone()
    return JobCounts(int(waiting), int(failed), max(0.0, float(oldest or 0)), float(running or 0))

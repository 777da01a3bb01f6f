"""Signs of life of the processes, what waits for the worker, and whether our role could change the past."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from peygir.core.addresses import is_this_machine
from peygir.history.models import Pulse
from peygir.history.queries import chained_models

_LOOKED_AT = 50
"""The oldest jobs that are due, of which the age is found; the others came later."""
# A job of the events queue keeps no moment of its own: it is as old as the event that left it behind.
_JOBS = """
    WITH due AS (
        SELECT id, scheduled_at, (args->>'file_id')::bigint AS file_id, (args->>'number')::int AS number
        FROM procrastinate_jobs
        WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now()) ORDER BY id LIMIT %s
    )
    SELECT (SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')),
           (SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'),
           (SELECT EXTRACT(EPOCH FROM now() - min(COALESCE(
                due.scheduled_at,
                (SELECT min(e.at) FROM procrastinate_events e WHERE e.job_id = due.id AND e.type = 'deferred'),
                (SELECT min(h.at) FROM history_event h
                 WHERE h.file = ANY (%s) AND h.file_id = due.file_id AND h.number = due.number)
            ))) FROM due),
           (SELECT EXTRACT(EPOCH FROM now() - min(e.at)) FROM procrastinate_jobs j
            JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'started' WHERE j.status = 'doing')
"""


@dataclass(frozen=True, slots=True)
class Jobs:
    """Jobs that wait or run, those that failed for good; seconds since the oldest was due, and since one runs."""

    waiting: int
    failed: int
    oldest_seconds: float
    running_seconds: float


def jobs() -> Jobs:
    """What the worker has not done; one statement."""
    files = [model.history_file for model in chained_models()]
    with connection.cursor() as cursor:
        cursor.execute(_JOBS, [_LOOKED_AT, files])
        waiting, failed, oldest, running = cursor.fetchone()
    return Jobs(int(waiting), int(failed), float(oldest or 0), float(running or 0))


def pulses() -> dict[str, datetime]:
    """Kind of process → when it last showed that it works."""
    return dict(Pulse.objects.values_list("name", "at"))


def is_database_private() -> bool:
    """Whether nobody on a network can read what we say to the database; no statement of its own on an open connection.

    It is reached by a socket or on this machine, or by TLS. Whether TLS also checks the server's name is up to
    `sslmode` in the address.
    """
    connection.ensure_connection()
    line = connection.connection.pgconn
    return bool(line.ssl_in_use) or is_this_machine(line.host.decode())


def may_change_past() -> bool:
    """Whether the role that we are connected as could change or remove events: it owns the table, or is a superuser."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege('history_event', 'UPDATE, DELETE, TRUNCATE')"
            " OR pg_has_role((SELECT relowner FROM pg_class WHERE oid = 'history_event'::regclass), 'MEMBER')"
        )
        return bool(cursor.fetchone()[0])

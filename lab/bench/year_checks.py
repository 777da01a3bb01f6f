"""Invariants of every simulated day, as SQL statements that count the violations."""

from datetime import datetime
from typing import Any, Final

from django.db import connection

# Right after the clock has run: what was due before now and is still there.
_LEFT: Final = {
    "ladder steps left behind": """
        SELECT count(*) FROM promises_escalationstep WHERE state = 'planned' AND due_at < %(at)s
    """,
    "late promises not seen": """
        SELECT count(*) FROM promises_promise WHERE due_at < %(at)s
        AND kept_at IS NULL AND broken_at IS NULL AND paused_at IS NULL AND NOT is_over""",
    "pauses not ended": "SELECT count(*) FROM promises_pause WHERE to_at IS NULL AND until_at < %(at)s",
    "questions not ended": "SELECT count(*) FROM answers_question WHERE ended_at IS NULL AND closes_at < %(at)s",
}
# Photos and other servers have a worker of their own, which has no part in the year.
_WAITING: Final = "SELECT count(*) FROM jobs_job WHERE queue = 'events' AND state <> 'failed'"
# During work: every case without an owner has a job that leads to one.
_OWNED_SOON: Final = {
    "cases without owner or job": """
        SELECT count(*) FROM cases_case c WHERE c.unit_id IS NULL AND NOT EXISTS (
            SELECT FROM jobs_job j WHERE j.state <> 'failed' AND j.file_id = c.id
            AND j.action IN ('understanding.read_case', 'routing.route_case'))""",
}
_REST: Final = {
    "cases without owner": "SELECT count(*) FROM cases_case WHERE unit_id IS NULL",
    "jobs that failed": "SELECT count(*) FROM jobs_job WHERE state = 'failed'",
    "jobs that are left": _WAITING,
}
_END: Final = {
    "acknowledged, but not there once": """
        SELECT count(*) FROM unnest(%(keys)s::text[], %(codes)s::text[]) AS given(key, code)
        WHERE (SELECT count(*) FROM cases_report r WHERE r.code = given.code AND r.idempotency_key = given.key) <> 1""",
    "reports that nobody was told of": """
        SELECT abs(count(*) - cardinality(%(codes)s::text[])) FROM cases_report""",
    "cases that no report opened": """
        SELECT count(*) FROM cases_case c WHERE (SELECT count(*) FROM cases_report r WHERE r.code = c.code) <> 1""",
    "steps left behind at the end": """
        SELECT count(*) FROM promises_escalationstep s JOIN promises_promise p ON p.id = s.promise_id
        WHERE s.state = 'planned' AND s.due_at < %(at)s""",
}


def left_by_the_clock(at: datetime) -> dict[str, int]:
    """Return what the clock should have processed by now."""
    return _counted(_LEFT, {"at": at})


def without_owner_or_job() -> dict[str, int]:
    """Return the cases without an owner and without a job that assigns one; must be 0 at any moment."""
    return _counted(_OWNED_SOON, {})


def at_rest() -> dict[str, int]:
    """Return the violations that must not exist when the queue is empty."""
    return _counted(_REST, {})


def at_the_end(codes: dict[str, str], at: datetime) -> dict[str, int]:
    """Return the reports that are not stored exactly once, and what is left unfinished."""
    return _counted(_END, {"at": at, "keys": list(codes), "codes": list(codes.values())})


def waiting() -> int:
    """Return how many jobs wait."""
    return _number(_WAITING, {})


def _counted(statements: dict[str, str], given: dict[str, Any]) -> dict[str, int]:
    return {name: _number(statement, given) for name, statement in statements.items()}


def _number(statement: str, given: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        row = cursor.fetchone()
        return int(row[0]) if row else 0

"""Who did what, when: the lines that people wrote, searched over every file and paged without counting."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection
from django.db.models import Q

from peygir.history.models import BY_STAFF, Event

PAGE: Final = 50

_LAST: Final = """
    SELECT person, (SELECT max(at) FROM history_event WHERE "by" = person AND "by"::text LIKE 'staff:%%')
    FROM unnest(%s::text[]) AS person
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """What the audit looks for; empty values do not filter. `after` is where the page before ended."""

    by: str = ""
    kinds: tuple[str, ...] = ()
    file: str = ""
    file_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    after: tuple[datetime, int] | None = None


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Some lines, newest first, and where the next page begins (None: there is none)."""

    lines: list[Event]
    next_after: tuple[datetime, int] | None


def audit(audit_filter: AuditFilter) -> AuditPage:
    """One page of what people did; one statement, however many lines there are.

    Of one file everything is shown, also what the house wrote.
    """
    rows = Event.objects.all() if audit_filter.file_id is not None else Event.objects.filter(BY_STAFF)
    if audit_filter.by:
        rows = rows.filter(by=audit_filter.by)
    if audit_filter.kinds:
        rows = rows.filter(kind__in=audit_filter.kinds)
    if audit_filter.file:
        rows = rows.filter(file=audit_filter.file)
    if audit_filter.file_id is not None:
        rows = rows.filter(file_id=audit_filter.file_id)
    if audit_filter.since is not None:
        rows = rows.filter(at__gte=audit_filter.since)
    if audit_filter.until is not None:
        rows = rows.filter(at__lt=audit_filter.until)
    if audit_filter.after is not None:
        at, number = audit_filter.after
        rows = rows.filter(Q(at__lt=at) | Q(at=at, pk__lt=number), at__lte=at)
    found = list(rows.order_by("-at", "-pk")[: PAGE + 1])
    shown = found[:PAGE]
    return AuditPage(shown, (shown[-1].at, shown[-1].pk) if len(found) > PAGE else None)


def last_moves(people: Iterable[str]) -> dict[str, datetime]:
    """When each of these («staff:3») last wrote a line; who never did is left out. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST, [list(people)])
        return {person: at for person, at in cursor.fetchall() if at is not None}


def kinds_of_people() -> list[str]:
    """Every kind of line that a person has written, by name; walks the index, one step for each kind."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE walk AS (
                (SELECT kind FROM history_event WHERE "by"::text LIKE 'staff:%' ORDER BY kind LIMIT 1)
                UNION ALL
                SELECT (SELECT kind FROM history_event
                        WHERE "by"::text LIKE 'staff:%' AND kind > walk.kind ORDER BY kind LIMIT 1)
                FROM walk WHERE walk.kind IS NOT NULL
            )
            SELECT kind FROM walk WHERE kind IS NOT NULL
            """
        )
        return [row[0] for row in cursor.fetchall()]

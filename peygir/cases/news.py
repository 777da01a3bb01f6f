"""New events of cases, read in the order of commits, with all that decides who may know of them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from peygir.history.kinds.case_moves import CaseReferred
from peygir.history.kinds.cases import CaseRead, NoteAdded
from peygir.history.rules import data_of
from peygir.people.rules import Actor, CaseVisibility, may_see

READ_AT_ONCE: Final = 5000

# One statement, so that the rows and the snapshot's numbers are of one moment. The two halves are separate: ordered
# together, they would tempt the planner to scan the whole table.
_SQL: Final = """
    SELECT pg_snapshot_xmin(snap.now)::text::bigint, pg_snapshot_xmax(snap.now)::text::bigint, line.*
    FROM (SELECT pg_current_snapshot() AS now) snap
    LEFT JOIN (
        SELECT event.id, event.file, event.kind, event.number, event.by,
               CASE WHEN event.kind IN ('case_referred', 'note_added') THEN event.body END AS body,
               found.city_id, found.code, found.state, found.version, found.unit_id, found.is_confidential,
               found.about_unit_id, found.about_staff_id, found.assignee_id
        FROM (
            (SELECT * FROM history_event WHERE id > %(top)s ORDER BY id LIMIT %(limit)s)
            UNION ALL
            SELECT * FROM history_event WHERE id = ANY(%(gaps)s::bigint[])
        ) event
        LEFT JOIN cases_case found ON event.file = 'case' AND found.id = event.file_id
    ) line ON true
    ORDER BY line.id
"""


@dataclass(frozen=True, slots=True)
class News:
    """One event of a case, and the case as it is now."""

    id: int
    kind: str
    number: int
    by: str
    city_id: int
    code: str
    state: str
    version: int
    visibility: CaseVisibility
    was: CaseVisibility | None = None  # visibility before the event, if it may have changed
    mentioned: frozenset[int] = frozenset()

    def is_for(self, actor: Actor) -> bool:
        """Whether this person may see the case now."""
        return may_see(actor, self.visibility)

    def is_gone_for(self, actor: Actor) -> bool:
        """Whether this person could see the case until this event, and may not any longer."""
        return self.was is not None and may_see(actor, self.was) and not may_see(actor, self.visibility)


@dataclass(frozen=True, slots=True)
class NewsSnapshot:
    """One snapshot: its transaction numbers, every event id, and the news of cases among them."""

    xmin: int
    xmax: int
    ids: list[int]
    news: list[News]


def news_after(top: int, gaps: Collection[int] = (), *, limit: int = READ_AT_ONCE) -> NewsSnapshot:
    """The events above `top`, oldest first, and those that have appeared in the `gaps`; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"top": top, "gaps": list(gaps), "limit": limit})
        rows = cursor.fetchall()
    lines = [row[2:] for row in rows if row[2] is not None]
    return NewsSnapshot(
        rows[0][0], rows[0][1], [line[0] for line in lines], [_news(line) for line in lines if line[7] is not None]
    )


def newest() -> int:
    """The greatest visible event id, from which a reader starts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(max(id), 0) FROM history_event")
        return int(cursor.fetchone()[0])


def _news(line: tuple[Any, ...]) -> News:
    number, _file, kind, place, by, body, city_id, code, state, version, unit_id, secret, about_unit, about, hand = line
    data = data_of(body) if body else {}
    was = None
    if kind == CaseReferred.kind and data.get("was"):
        was = CaseVisibility(int(data["was"]), secret, about_unit, about, None)
    elif kind == CaseRead.kind and secret and by.startswith("staff:"):
        # A member of staff made it confidential; it was open before.
        was = CaseVisibility(unit_id, False, about_unit, about, hand)
    return News(
        number,
        kind,
        place,
        by,
        city_id,
        code,
        state,
        version,
        CaseVisibility(unit_id, secret, about_unit, about, hand),
        was,
        frozenset(data.get("mentions", ())) if kind == NoteAdded.kind else frozenset(),
    )

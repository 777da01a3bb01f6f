"""The rows of a list of cases: each with the state of its promise, and whether it was escalated to the viewer.

Rendered rows are cached: an inbox shows the same cases again and again, and they change one by one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from peygir.cases.queries import InboxRow
from peygir.desks.promises import queries as promises
from peygir.people.rules import Actor
from peygir.web.kit import built
from peygir.web.kit.clocks import colour_now
from peygir.web.kit.templatetags.ui import language, time_left

KEPT = 4_000


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One row of the list."""

    case: InboxRow
    colour: str
    left: str  # how long the promise still has, as text
    climbed: int = 0  # the percentage of the promised time used when it was escalated to the viewer
    is_picking: bool = False


class Rows(tuple[CaseRow, ...]):
    """The rows of a list, in order."""

    __slots__ = ()

    def drawn(self) -> SafeString:
        """Return the rendered rows in the viewer's language."""
        reader, sprite = language(), built.asset("src/kit/icons.svg")
        return SafeString("".join([_drawn(row, reader, sprite) for row in self]))


def rows_of(inbox_rows: Sequence[InboxRow], climbed: Mapping[int, int], *, is_picking: bool = False) -> Rows:
    """Return the rows of these cases; `climbed`: those escalated to the viewer (id → percent). One SQL statement."""
    paused = promises.paused_among([case.pk for case in inbox_rows]) if inbox_rows else set()
    return Rows(
        CaseRow(
            case,
            "paused" if case.pk in paused else colour_now(case),
            time_left(case.due_at),
            climbed.get(case.pk, 0),
            is_picking,
        )
        for case in inbox_rows
    )


def escalated_to(by: Actor, city_id: int) -> dict[int, int]:
    """Return what was escalated to the viewer: case id → percent."""
    return promises.escalated(by, city_id)


@lru_cache(maxsize=KEPT)
def _drawn(row: CaseRow, reader: str, sprite: str) -> SafeString:
    return render_to_string("clerk/case_row.html", {"row": row, "case": row.case, "is_picking": row.is_picking})

"""The lines of a list of cases: each with how its promise stands now, and whether it climbed to the reader.

The same line is drawn once and then kept: an inbox shows the same cases again and again, and they change one by one.
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
    """One line of the list."""

    case: InboxRow
    colour: str
    left: str  # how long the promise still has, in words
    climbed: int = 0  # how much of the promised time was used (percent) when it climbed to the reader
    is_picking: bool = False


class Rows(tuple[CaseRow, ...]):
    """The lines of a list, in their order."""

    __slots__ = ()

    def drawn(self) -> SafeString:
        """As they stand on the page, in the reader's language."""
        reader, sprite = language(), built.asset("src/kit/icons.svg")
        return SafeString("".join([_drawn(row, reader, sprite) for row in self]))


def rows_of(inbox_rows: Sequence[InboxRow], climbed: Mapping[int, int], *, is_picking: bool = False) -> Rows:
    """The lines of these cases for a reader to whom some `escalated` (id → percent); one statement."""
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
    """What climbed to the reader: case id → percent."""
    return promises.escalated(by, city_id)


@lru_cache(maxsize=KEPT)
def _drawn(row: CaseRow, reader: str, sprite: str) -> SafeString:
    return render_to_string("clerk/case_row.html", {"row": row, "case": row.case, "is_picking": row.is_picking})

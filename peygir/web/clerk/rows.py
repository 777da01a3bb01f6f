"""The rows of a list of cases: each with the state of its promise, and whether it was escalated to the viewer.

Rendered rows are cached: an inbox shows the same cases again and again, and they change one by one.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from peygir.cases.queries import InboxRow
from peygir.cases.states import WORKABLE
from peygir.core.greetings import without_greeting
from peygir.desks.intake.queries import first_photos
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
    at: str = ""  # the query by which the case's page knows the list
    photo_id: int = 0  # the first photo of its reports that is ready

    def within(self, at: str) -> "CaseRow":
        """Return the row as one of another list."""
        return replace(self, at=at)

    @property
    def words(self) -> str:
        """The reporter's words, as typed, without a greeting at their beginning."""
        return without_greeting(self.case.text)

    @property
    def address(self) -> str:
        """The address, without the neighbourhood's name at its beginning: that stands before it."""
        name = self.case.neighbourhood.name_fa if self.case.neighbourhood is not None else ""
        is_named = bool(name) and self.case.address.startswith((f"{name}،", f"{name},", f"{name} ،"))
        return self.case.address[len(name) :].lstrip(" ،,") if is_named else self.case.address

    @property
    def has_work(self) -> bool:
        """Whether its owner has work to do, and so may owe a promise."""
        return self.case.state in WORKABLE


class Rows(tuple[CaseRow, ...]):
    """The rows of a list, in order."""

    __slots__ = ()

    def drawn(self) -> SafeString:
        """Return the rendered rows in the viewer's language."""
        reader, sprite = language(), built.asset("src/kit/icons.svg")
        return SafeString("".join([_drawn(row, reader, sprite) for row in self]))

    @property
    def hides(self) -> str:
        """Return the classes that hide what is the same in every row."""
        districts = {row.case.district.code if row.case.district else "" for row in self}
        hands = {(row.case.assignee, row.case.unit) for row in self}
        is_one = len(self) > 1
        named = {"hides-district": is_one and len(districts) == 1, "hides-with": is_one and len(hands) == 1}
        return " ".join(name for name, is_so in named.items() if is_so)


def rows_of(
    inbox_rows: Sequence[InboxRow], climbed: Mapping[int, int], *, is_picking: bool = False, at: str = ""
) -> Rows:
    """Return the rows of these cases; `climbed`: those escalated to the viewer (id → percent). Two SQL statements.

    `at` is the query of the list, without which the case's page knows no next case.
    """
    ids = [case.pk for case in inbox_rows]
    paused = promises.paused_among(ids) if ids else set()
    photos = first_photos(ids) if ids else {}
    return Rows(
        CaseRow(
            case,
            "paused" if case.pk in paused else colour_now(case),
            time_left(case.due_at),
            climbed.get(case.pk, 0),
            is_picking,
            at,
            photos.get(case.pk, 0),
        )
        for case in inbox_rows
    )


def escalated_to(by: Actor, city_id: int) -> dict[int, int]:
    """Return what was escalated to the viewer: case id → percent."""
    return promises.escalated(by, city_id)


@lru_cache(maxsize=KEPT)
def _drawn(row: CaseRow, reader: str, sprite: str) -> SafeString:
    return render_to_string("clerk/case_row.html", {"row": row, "case": row.case, "is_picking": row.is_picking})

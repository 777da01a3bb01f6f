"""The marks of those who lead: their unit's for the days of the post, or the weighted mean of what is under them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from peygir.outlook.scoring.marking import rounded
from peygir.outlook.scoring.measures import EXACT

BELOW: Final = "below"
CITY: Final = "city"


@dataclass(frozen=True, slots=True)
class PostInMonth:
    """A post that leads a unit, cut to the month; `scope` is that of its role ("below": with the units under it)."""

    staff_id: int
    unit_id: int
    role: str
    scope: str
    from_on: date
    to_on: date

    @property
    def days(self) -> int:
        """How many days of the month it was held."""
        return (self.to_on - self.from_on).days + 1


@dataclass(frozen=True, slots=True)
class MarkOfUnit:
    """The published mark of a unit, None for too little to say, and the number of cases in it."""

    mark: Decimal | None
    cases: int


@dataclass(frozen=True, slots=True)
class PersonMark:
    """The mark of a post, from so many units; None where none of them has one."""

    post: PostInMonth
    mark: Decimal | None
    units: int


def marks_of_people(
    posts: Iterable[PostInMonth], marks: Mapping[int, MarkOfUnit], parents: Mapping[int, int | None], digits: int
) -> list[PersonMark]:
    """Return the mark of each post.

    Who leads one unit carries its mark. Who leads what is under a unit carries the mean of the marks of that unit and
    of all under it, each weighted by the number of cases in it; whoever leads the whole city, of all units.
    """
    return [_mark_of(post, marks, parents, digits) for post in posts]


def mean_over_days(marks: Iterable[tuple[Decimal | None, int]]) -> Decimal | None:
    """The mean of marks over the days for which each was carried, not rounded; None without a marked day."""
    held = [(mark, days) for mark, days in marks if mark is not None]
    total = sum(days for _mark, days in held)
    return EXACT.divide(sum((mark * days for mark, days in held), Decimal(0)), Decimal(total)) if total else None


def _mark_of(
    post: PostInMonth, marks: Mapping[int, MarkOfUnit], parents: Mapping[int, int | None], digits: int
) -> PersonMark:
    if post.scope not in (BELOW, CITY):
        own = marks.get(post.unit_id)
        return PersonMark(post, own.mark if own else None, 1 if own and own.mark is not None else 0)
    units = [unit_id for unit_id in sorted(marks) if post.scope == CITY or _is_under(unit_id, post.unit_id, parents)]
    marked = [(one.mark, one.cases) for unit_id in units if (one := marks[unit_id]).mark is not None and one.cases]
    mean = mean_over_days(marked)
    return PersonMark(post, rounded(mean, digits) if mean is not None else None, len(marked))


def _is_under(unit_id: int, above_id: int, parents: Mapping[int, int | None]) -> bool:
    seen: set[int] = set()
    above: int | None = unit_id
    while above is not None and above not in seen:
        if above == above_id:
            return True
        seen.add(above)
        above = parents.get(above)
    return False

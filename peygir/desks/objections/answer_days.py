"""In how many working days each level answers an objection: in force on a day, and planned."""

from dataclasses import dataclass
from datetime import date

from peygir.desks.objections.models import ObjectionPolicy
from peygir.desks.objections.rules import SHIPPED_DAYS, ObjectionLevel


@dataclass(frozen=True, slots=True)
class LevelDays:
    """The working days of a level: in force on a day, since when (None: as shipped), and those of a later decision."""

    level: ObjectionLevel
    days: int
    since: date | None
    planned_days: int | None
    planned_from: date | None


def answer_days(city_id: int, on: date) -> list[LevelDays]:
    """The days of each level, the first level first; one statement."""
    rows = list(ObjectionPolicy.objects.filter(city_id=city_id).order_by("decided_at", "pk"))
    return [_days_of(level, [row for row in rows if row.level == level], on) for level in ObjectionLevel]


def days_of_level(city_id: int, level: ObjectionLevel, on: date) -> int:
    """The working days of one level on a day; one statement."""
    return next(row.days for row in answer_days(city_id, on) if row.level == level)


def _days_of(level: ObjectionLevel, rows: list[ObjectionPolicy], on: date) -> LevelDays:
    """A decision replaces what was decided before it for its day and later."""
    in_order: list[ObjectionPolicy] = []
    for row in rows:
        in_order = [*(one for one in in_order if one.valid_from < row.valid_from), row]
    now = next((row for row in reversed(in_order) if row.valid_from <= on), None)
    later = next((row for row in in_order if row.valid_from > on), None)
    return LevelDays(
        level,
        now.days if now is not None else SHIPPED_DAYS[level],
        now.valid_from if now is not None else None,
        later.days if later is not None else None,
        later.valid_from if later is not None else None,
    )

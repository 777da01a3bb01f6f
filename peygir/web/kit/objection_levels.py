"""The levels of an objection with the working days in which each answers, for pages and documents."""

from dataclasses import dataclass

from peygir.desks.objections.answer_days import answer_days
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.objection_words import working_days
from peygir.web.kit.templatetags.ui import day, in_language


@dataclass(frozen=True, slots=True)
class ShownLevel:
    """A level by its name, its days in force in words, and the days that are planned ("" for none)."""

    code: str
    name: str
    days: str
    planned: str


def shown_levels() -> list[ShownLevel]:
    """Return the levels as in force today, the first one first; one statement."""
    return [
        ShownLevel(
            row.level.value,
            in_language(row.level.label),
            working_days(row.days),
            f"{day(row.planned_from)}: {working_days(row.planned_days)}"
            if row.planned_from is not None and row.planned_days is not None
            else "",
        )
        for row in answer_days(current_city().id, today())
    ]

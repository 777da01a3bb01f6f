"""Which marks a leader may open: those of the own unit, or of what stands under it."""

from typing import Final

from peygir.city import queries as city
from peygir.city.facts import UnitFacts
from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy
from peygir.outlook.scoring import queries
from peygir.outlook.scoring.facts import MarkPartFacts, ScoredMonthFacts, UnitMarkFacts
from peygir.outlook.scoring.months import MonthIsNotRight, month_named
from peygir.people.permissions import Permission, RoleScope
from peygir.people.rules import Actor
from peygir.web.kit.current_city import current_city

LEADERS: Final = (Permission.LEAD_UNIT, Permission.STEER_CITY)


class NoMarkToShow(Missing):
    """The unit has no mark in the month, or the part does not exist, or the unit is not the viewer's."""

    message = gettext_lazy("There is no such mark, or it is not yours to look into.")


def part_of_request(
    by: Actor, month: str, unit: str, indicator: str
) -> tuple[ScoredMonthFacts, UnitMarkFacts, MarkPartFacts]:
    """Return the month, mark and part that an address names, if the viewer leads the unit or what it stands under.

    Raises NoMarkToShow.
    """
    facts, unit_mark = mark_of_request(by, month, unit)
    part = next((one for one in queries.parts_of(unit_mark.id) if one.indicator == indicator), None)
    if part is None:
        raise NoMarkToShow()
    return facts, unit_mark, part


def mark_of_request(by: Actor, month: str, unit: str) -> tuple[ScoredMonthFacts, UnitMarkFacts]:
    """Return the month and the mark that an address names, if the viewer leads the unit or what it stands under.

    Raises NoMarkToShow.
    """
    facts, unit_facts = month_and_unit(by, month, unit)
    unit_mark = queries.mark_of_unit(facts.id, unit_facts.id, by)
    if unit_mark is None:
        raise NoMarkToShow()
    return facts, unit_mark


def month_and_unit(by: Actor, month: str, unit: str) -> tuple[ScoredMonthFacts, UnitFacts]:
    """Return the month and the unit that an address names, if the viewer leads the unit or what it stands under.

    Raises NoMarkToShow.
    """
    unit_facts = city.unit_by_code(current_city().id, unit)
    try:
        facts = queries.scored_month(current_city().id, month_named(month).first_on, by)
    except MonthIsNotRight:
        facts = None
    if facts is None or unit_facts is None or not is_led_by(by, unit_facts.id):
        raise NoMarkToShow()
    return facts, unit_facts


def is_led_by(by: Actor, unit_id: int) -> bool:
    """Whether a unit is the viewer's own, or stands under the viewer by the scope of the role."""
    if by.rights.scope == RoleScope.CITY:
        return True
    return unit_id in (by.unit_ids_below if by.rights.scope == RoleScope.BELOW else {by.unit_id})

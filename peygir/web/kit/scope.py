"""The unit that a manager's page is about: their own, for deputies those below, for the centre any."""

from collections.abc import Collection
from dataclasses import dataclass

from django.http import HttpRequest

from peygir.city import queries as city
from peygir.city.facts import UnitFacts
from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy as _
from peygir.people.permissions import RoleScope
from peygir.people.rules import Actor
from peygir.web.kit.current_city import current_city
from peygir.web.kit.templatetags.ui import named

__all__ = ["Scope", "UnitIsOutOfScope", "scope_of"]


class UnitIsOutOfScope(Missing):
    """There is no such unit, or this person may not see it."""

    published_as = "NoSuchUnit"
    message = _("There is no such unit, or it is not yours to look at.")


@dataclass(frozen=True, slots=True)
class Scope:
    """The unit of the page with all units that report to it, and the units that may be chosen instead."""

    unit: UnitFacts
    unit_ids: frozenset[int]
    choices: list[tuple[str, str]]

    @property
    def is_one(self) -> bool:
        """Whether it is a single unit, so that its people are listed together."""
        return len(self.unit_ids) == 1


def scope_of(request: HttpRequest, by: Actor) -> Scope:
    """Return the unit in the URL, else the nearest to the viewer. Raises UnitIsOutOfScope."""
    here, unit_code = current_city(), request.GET.get("unit", "")[:80]
    allowed = _allowed(by, here.id)
    by_id = {unit.id: unit for unit in allowed}
    if unit_code:
        unit = next((one for one in allowed if one.code == unit_code), None)
    else:
        unit = by_id.get(by.unit_id or 0) or (allowed[0] if allowed else None)
    if unit is None:
        raise UnitIsOutOfScope()
    below = city.units_below(unit.id) if by.rights.scope != RoleScope.OWN_UNIT else frozenset({unit.id})
    choices = [(one.code, named(one)) for one in allowed] if len(allowed) > 1 else []
    return Scope(unit, below & by_id.keys() | {unit.id}, choices)


def _allowed(by: Actor, city_id: int) -> list[UnitFacts]:
    everyone: list[UnitFacts] = city.units(city_id)
    if by.rights.scope == RoleScope.CITY:
        return everyone
    own: Collection[int | None] = {by.unit_id} if by.rights.scope == RoleScope.OWN_UNIT else by.unit_ids_below
    return [unit for unit in everyone if unit.id in own]

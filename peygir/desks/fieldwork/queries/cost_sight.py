"""Whose costs a person sees: of which units, and of one order."""

from datetime import date

from peygir.city import queries as city
from peygir.desks.fieldwork.cost_permissions import may_see_costs
from peygir.desks.fieldwork.queries.crews import crew_ids_of
from peygir.desks.fieldwork.queries.orders import WorkOrderFacts, may_open_order, work_order
from peygir.people.permissions import Permission
from peygir.people.rules import Actor


def units_with_costs(by: Actor, city_id: int) -> list[int] | None:
    """The ids of the units whose money the person sees; None for all."""
    if may_see_costs(by, None):
        return None
    return [unit.id for unit in city.units(city_id) if may_see_costs(by, unit.id)]


def sees_costs_of(by: Actor, unit_id: int) -> bool:
    """Whether the person sees what the orders of a unit cost: also who inspects a contractor's lines."""
    return may_see_costs(by, unit_id) or by.may(Permission.INSPECT)


def order_with_costs(number: str, by: Actor, *, on: date) -> WorkOrderFacts | None:
    """An order whose costs the person may see; None if there is none, or it is not for them."""
    order = work_order(number)
    if order is None or not may_open_order(by, order, crew_ids=crew_ids_of(by.id, on=on)):
        return None
    return order if sees_costs_of(by, order.unit_id) else None

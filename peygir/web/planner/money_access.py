"""Which order, contract or claim a viewer of the money pages may open, and the units that they see."""

from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy as _
from peygir.desks.fieldwork.actions.contracts import NoSuchContract
from peygir.desks.fieldwork.actions.order_file import NoSuchWorkOrder
from peygir.desks.fieldwork.cost_facts import ContractDetails
from peygir.desks.fieldwork.cost_permissions import may_see_costs
from peygir.desks.fieldwork.queries import WorkOrderFacts
from peygir.desks.fieldwork.queries.contracts import contract
from peygir.desks.fieldwork.queries.cost_sight import order_with_costs, units_with_costs
from peygir.people.rules import Actor
from peygir.web.kit.current_city import current_city, today


class NoSuchCosts(Missing):
    """The page is about something that is not there."""

    message = _("There is no such page of costs.")


def order_seen(number: str, by: Actor) -> WorkOrderFacts:
    """Return an order whose costs the viewer may see. Raises NoSuchWorkOrder."""
    order = order_with_costs(number, by, on=today())
    if order is None:
        raise NoSuchWorkOrder()
    return order


def contract_seen(contract_id: int, by: Actor) -> ContractDetails:
    """Return a contract that the viewer may see. Raises NoSuchContract."""
    facts = contract(contract_id)
    if facts is None or not may_see_costs(by, facts.unit_id):
        raise NoSuchContract()
    return facts


def units_seen(by: Actor) -> list[int] | None:
    """Return the ids of the units whose money the viewer sees; None for all."""
    return units_with_costs(by, current_city().id)

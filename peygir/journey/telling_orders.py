"""What webhooks are told of work orders: numbers, states and codes, never words, names or addresses."""

from collections.abc import Collection, Mapping
from typing import Final

from peygir.city import queries as city
from peygir.core.moments import written
from peygir.desks.fieldwork import actions as fieldwork
from peygir.desks.fieldwork import queries as worked
from peygir.desks.fieldwork.queries import WorkOrderFacts
from peygir.desks.fieldwork.queries.cost_sight import sees_costs_of
from peygir.desks.partners.telling import OTHER_FILES, OtherFile
from peygir.history.kinds.costs import ClaimEnded, ClaimMade, ClaimPaid, CostAdded, CostChecked, CostWithdrawn
from peygir.people.queries import SystemCaller

_MONEY: Final = frozenset(
    {CostAdded.kind, CostWithdrawn.kind, CostChecked.kind, ClaimMade.kind, ClaimPaid.kind, ClaimEnded.kind}
)
"""The kinds of events of an order's money: only a key with `costs` hears of them."""


def register() -> None:
    """Let webhooks hear of work orders; called again, it changes nothing."""
    OTHER_FILES["work_order"] = files_of_orders


def files_of_orders(order_ids: Collection[int]) -> Mapping[int, OtherFile]:
    """The work orders as the partners' desk knows them, by id."""
    return {order_id: _file(order) for order_id, order in worked.work_orders_by_id(order_ids).items()}


def _file(order: WorkOrderFacts) -> OtherFile:
    unit = city.unit(order.unit_id)
    topic = city.topic(order.city_id, order.topic_id) if order.topic_id else None
    data = {
        "order": order.number,
        "state": order.state,
        "version": order.version,
        "unit": unit.code if unit else "",
        "topic": topic.code if topic else "",
        "crew": order.crew_id,
        "contract": order.contract_id,
        "asset": order.asset_id,
        "planned_on": order.planned_on.isoformat() if order.planned_on else None,
        "due_at": written(order.due_at) if order.due_at else None,
        "cases": [each.case.code for each in worked.cases_of_order(order.id) if not each.left_why],
    }

    def may_hear(caller: SystemCaller, kind: str) -> bool:
        crews = fieldwork.own_crews(order.city_id, caller.actor)
        sees_money = caller.may("costs") and sees_costs_of(caller.actor, order.unit_id)
        is_told = sees_money if kind in _MONEY else caller.may("orders")
        return is_told and worked.may_open_order(caller.actor, order, crew_ids=crews)

    return OtherFile(order.number, order.city_id, data, may_hear)

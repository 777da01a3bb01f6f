"""The work orders of a case on its page, and whether one can be made of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peygir.cases.facts import CaseFacts
from peygir.desks.fieldwork.order_rules import ORDERABLE
from peygir.desks.fieldwork.queries import orders_of_case
from peygir.history.facts import EventFacts
from peygir.history.kinds.case_work import CaseOrdered
from peygir.people.permissions import Permission
from peygir.people.rules import Actor


@dataclass(frozen=True, slots=True)
class CaseOrderLine:
    """A work order that the case is or was part of."""

    number: str
    state: str
    result: str
    planned_on: date | None


def work_orders_panel(by: Actor, case: CaseFacts, events: Sequence[EventFacts]) -> dict[str, Any]:
    """Return the orders of the case; no statement where there never was one."""
    known = orders_of_case(case.pk) if any(event.kind == CaseOrdered.kind for event in events) else []
    lines = [CaseOrderLine(order.number, order.state, result, order.planned_on) for order, result in known]
    is_free = (
        case.state in ORDERABLE
        and not case.is_confidential
        and not any(
            order.open_count and not result and order.state in ("draft", "planned", "sent", "under_way")
            for order, result in known
        )
    )
    may_order = by.may(Permission.PLAN_ORDERS) and by.unit_id == case.unit_id and case.unit_id is not None
    return {"work_orders": lines, "may_order": may_order and is_free}

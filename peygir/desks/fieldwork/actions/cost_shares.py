"""Allots what a work order cost over its cases, whenever its lines or its cases change."""

from collections import defaultdict
from typing import Final

from peygir.desks.fieldwork.allotment import LineToShare, shares_of_cases
from peygir.desks.fieldwork.models import CostLine, CostShare, OrderCase, WorkOrder
from peygir.desks.fieldwork.order_states import OrderResult

_WORKED: Final = frozenset({OrderResult.FIXED, OrderResult.PARTLY})


def share_costs(order: WorkOrder) -> None:
    """Allot what an order cost over its cases anew, in each of its currencies; call it when lines or cases change.

    Cases with a result of work bear it in equal parts; as long as there are none, all that are part of the order.
    """
    lines: dict[int, list[LineToShare]] = defaultdict(list)
    rows = CostLine.objects.filter(order=order, withdrawn_at=None).order_by("pk")
    for amount, case_id, currency_id in rows.values_list("amount", "case_id", "currency_id"):
        lines[currency_id].append(LineToShare(amount, case_id))
    CostShare.objects.filter(order=order).delete()
    weights = _weights(order) if lines else {}
    CostShare.objects.bulk_create(
        CostShare(order=order, case_id=case_id, currency_id=currency_id, amount=amount)
        for currency_id, of_currency in lines.items()
        for case_id, amount in shares_of_cases(of_currency, weights).items()
    )


def _weights(order: WorkOrder) -> dict[int, int]:
    members = list(
        OrderCase.objects.filter(order=order, left_why="").order_by("position", "pk").values_list("case_id", "result")
    )
    worked = {case_id: 1 for case_id, result in members if result in _WORKED}
    return worked or {case_id: 1 for case_id, _result in members}

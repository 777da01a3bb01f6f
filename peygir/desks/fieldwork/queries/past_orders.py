"""Sums and medians of the orders that were imported from an earlier system."""

from collections import defaultdict

from django.db.models import Sum

from peygir.desks.fieldwork.cost_facts import PastKindSums
from peygir.desks.fieldwork.models import CostLine, PastOrder
from peygir.desks.fieldwork.past_order_rules import median


def past_sources() -> list[str]:
    """The names of the earlier systems from which orders were imported."""
    return list(PastOrder.objects.order_by("source").values_list("source", flat=True).distinct())


def past_order_sums(source: str) -> dict[str, list[PastKindSums]]:
    """By currency (a code; "" without a cost): the costs of a source's orders, all together first (kind "")."""
    kinds = dict(PastOrder.objects.filter(source=source).values_list("order_id", "kind"))
    amounts: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    lines = CostLine.objects.filter(order_id__in=kinds, withdrawn_at=None)
    per_order = lines.values_list("order_id", "currency__code").annotate(total=Sum("amount")).order_by()
    without = set(kinds)
    for order_id, code, total in per_order:
        amounts[code][kinds[order_id]].append(total)
        without.discard(order_id)
    for order_id in without:
        amounts[""][kinds[order_id]].append(0)
    return {
        code: [
            _sums("", [one for of_kind in of_code.values() for one in of_kind]),
            *(_sums(kind, of_code[kind]) for kind in sorted(of_code) if kind),
        ]
        for code, of_code in amounts.items()
    }


def _sums(kind: str, amounts: list[int]) -> PastKindSums:
    return PastKindSums(kind, len(amounts), amounts.count(0), sum(amounts), median(amounts))

"""What work cost: of an order, a case, an asset, a contract, and by topic, neighbourhood and year."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from peygir.city import queries as city
from peygir.desks.fieldwork.cost_facts import CaseShare, CostCell, CostLineFacts, OrderCosts, YearCosts
from peygir.desks.fieldwork.models import CostLine, CostShare, Currency, OrderCase, PriceItem, WorkOrder
from peygir.desks.fieldwork.money import CurrencyFacts
from peygir.desks.fieldwork.order_states import OrderState
from peygir.desks.fieldwork.price_rules import PriceFacts
from peygir.desks.fieldwork.statement_rules import year_days

_DONE: Final = [OrderState.FINISHED.value, OrderState.SETTLED.value]
_Key = tuple[int | None, str]


def costs_of_order(order_id: int) -> OrderCosts:
    """The lines of an order that were not withdrawn, what each case bears, and the sums by currency."""
    rows = CostLine.objects.filter(order_id=order_id, withdrawn_at=None).select_related("currency", "case", "item")
    lines = tuple(
        CostLineFacts(
            id=row.pk,
            kind=row.kind,
            text=row.text,
            item=row.item.code if row.item is not None else "",
            people=row.people,
            quantity=row.quantity,
            measure=row.measure,
            price=row.price,
            amount=row.amount,
            currency=row.currency.code,
            digits=row.currency.digits,
            spent_on=row.spent_on,
            case_code=row.case.code if row.case is not None else "",
            is_correction=row.is_correction,
            reason=row.reason,
            check=row.check_state,
            check_reason=row.check_reason,
            is_paid=row.statement_id is not None,
            by=row.by,
        )
        for row in rows.order_by("pk")
    )
    shares = CostShare.objects.filter(order_id=order_id).select_related("currency", "case").order_by("pk")
    return OrderCosts(
        lines,
        tuple(
            CaseShare(one.case.code if one.case is not None else "", one.amount, one.currency.code, one.currency.digits)
            for one in shares
        ),
        _by_currency((line.currency, line.amount) for line in lines),
    )


def cost_of_cases(case_ids: Iterable[int]) -> dict[int, dict[str, int]]:
    """What each case bears of all its orders, by currency; a case without costs is not among them."""
    case_costs: dict[int, dict[str, int]] = {}
    rows = CostShare.objects.filter(case_id__in=list(case_ids)).values_list("case_id", "currency__code")
    for case_id, code, amount in rows.annotate(total=Sum("amount")).order_by("case_id", "currency__code"):
        case_costs.setdefault(case_id, {})[code] = amount
    return case_costs


def cost_of_asset(asset_id: int) -> dict[str, int]:
    """What the orders of an asset cost, by currency."""
    return _summed(CostLine.objects.filter(order__asset_id=asset_id))


def cost_of_contract(contract_id: int) -> dict[str, int]:
    """What the orders of a contract cost, by currency: the contractor's lines and the city's own."""
    return _summed(CostLine.objects.filter(order__contract_id=contract_id))


def _summed(lines: QuerySet[CostLine]) -> dict[str, int]:
    rows = lines.filter(withdrawn_at=None).values_list("currency__code")
    return dict(rows.annotate(total=Sum("amount")).order_by("currency__code"))


def _by_currency(amounts: Iterable[tuple[str, int]]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for code, amount in amounts:
        sums[code] = sums.get(code, 0) + amount
    return sums


def costs_of_year(
    city_id: int, year: int, *, unit_id: int | None = None, unit_ids: Iterable[int] | None = None
) -> YearCosts:
    """What the orders finished in a Jalali year cost, by topic and neighbourhood; of one unit, of several, or of all.

    Raises MonthIsNotValid for a year that the calendar does not have.
    """
    first, end = year_days(year)
    zone = city.city_by_id(city_id).time_zone
    span = (city_moment(first, zone), city_moment(end, zone))
    orders = WorkOrder.objects.filter(
        city_id=city_id, state__in=_DONE, street_done_at__gte=span[0], street_done_at__lt=span[1]
    )
    if unit_id is not None:
        orders = orders.filter(unit_id=unit_id)
    if unit_ids is not None:
        orders = orders.filter(unit_id__in=list(unit_ids))
    costs = CostLine.objects.filter(order_id=OuterRef("pk"), withdrawn_at=None)
    orders = orders.annotate(has_costs=Exists(costs))
    sums = _sums_of_cells(orders)
    counts = _counts_of_cells(orders)
    cells = tuple(
        CostCell(key[0], key[1], *counts.get(key, (0, 0)), sums.get(key, {}))
        for key in sorted(counts.keys() | sums.keys(), key=lambda key: (key[0] or 0, key[1]))
    )
    whole = _by_currency((code, amount) for of_cell in sums.values() for code, amount in of_cell.items())
    return YearCosts(cells, orders.count(), orders.filter(has_costs=False).count(), whole)


def _sums_of_cells(orders: QuerySet[WorkOrder]) -> dict[_Key, dict[str, int]]:
    sums: dict[_Key, dict[str, int]] = defaultdict(dict)
    shares = CostShare.objects.filter(order__in=orders.values("pk"))
    parts: tuple[tuple[QuerySet[CostShare], str], ...] = (
        (shares.filter(case__isnull=False), "case"),
        (shares.filter(case__isnull=True), "order"),
    )
    for rows, owner in parts:
        columns = (f"{owner}__topic_id", f"{owner}__neighbourhood__code", "currency__code")
        for topic, place, code, amount in rows.values_list(*columns).annotate(total=Sum("amount")).order_by():
            cell = sums[topic, place or ""]
            cell[code] = cell.get(code, 0) + amount
    return sums


def _counts_of_cells(orders: QuerySet[WorkOrder]) -> dict[_Key, tuple[int, int]]:
    """(orders, those without costs) by topic and neighbourhood: of their cases, or their own where they have none."""
    counts: dict[_Key, tuple[int, int]] = {}
    members = OrderCase.objects.filter(left_why="")
    with_cases = members.filter(order__in=orders.values("pk")).annotate(
        has_costs=Exists(CostLine.objects.filter(order_id=OuterRef("order_id"), withdrawn_at=None))
    )
    alone = orders.filter(~Exists(members.filter(order_id=OuterRef("pk"))))
    sources: tuple[tuple[QuerySet[Any], tuple[str, str], str], ...] = (
        (with_cases, ("case__topic_id", "case__neighbourhood__code"), "order_id"),
        (alone, ("topic_id", "neighbourhood__code"), "pk"),
    )
    for rows, columns, counted in sources:
        counted_rows = rows.values_list(*columns).annotate(
            orders=Count(counted, distinct=True), without=Count(counted, distinct=True, filter=Q(has_costs=False))
        )
        for topic, place, total, without in counted_rows.order_by():
            before = counts.get((topic, place or ""), (0, 0))
            counts[topic, place or ""] = (before[0] + total, before[1] + without)
    return counts


def city_moment(day: date, zone: str) -> datetime:
    """Midnight at the beginning of a day in a time zone."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))


def currencies() -> list[CurrencyFacts]:
    """All currencies, the newest first."""
    return [
        CurrencyFacts(
            row.pk,
            row.code,
            row.name_fa,
            row.name_en,
            row.digits,
            row.valid_from,
            row.valid_to,
            row.follows.code if row.follows is not None else "",
            row.former_units,
            row.is_own,
        )
        for row in Currency.objects.select_related("follows").order_by("-is_own", "-valid_from", "code")
    ]


def digits_of(codes: Iterable[str]) -> Mapping[str, int]:
    """The number of decimals of each of these currencies."""
    return dict(Currency.objects.filter(code__in=set(codes)).values_list("code", "digits"))


def prices(city_id: int, *, contract_id: int | None = None, on: date | None = None) -> list[PriceFacts]:
    """The prices of the city's list or of a contract, by code and newest first; on a day, those in force then."""
    rows = PriceItem.objects.filter(city_id=city_id).select_related("currency")
    rows = rows.filter(contract=None) if contract_id is None else rows.filter(contract_id=contract_id)
    if on is not None:
        rows = rows.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)
    return [_price(row) for row in rows.order_by("code", "-valid_from")]


def prices_for(city_id: int, *, contract_id: int | None, on: date) -> list[PriceFacts]:
    """What can be chosen for a line on a day: the contract's items, and those of the city's list that it has not."""
    own = prices(city_id, contract_id=contract_id, on=on) if contract_id is not None else []
    taken = {one.code for one in own}
    return own + [one for one in prices(city_id, on=on) if one.code not in taken]


def _price(row: PriceItem) -> PriceFacts:
    return PriceFacts(
        row.pk,
        row.code,
        row.kind,
        row.name_fa,
        row.name_en,
        row.measure,
        row.price,
        row.currency.code,
        row.currency.digits,
        row.valid_from,
        row.valid_to,
        row.contract_id,
    )

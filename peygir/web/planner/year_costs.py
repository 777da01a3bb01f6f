"""What the work of a year cost, by topic and neighbourhood, with how many orders had no cost; as a file, too."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from peygir.city import queries as city
from peygir.core.jalali import to_jalali
from peygir.core.tables import Column, as_csv
from peygir.desks.fieldwork.cost_facts import YearCosts
from peygir.desks.fieldwork.money import CurrenciesDoNotMeet, CurrencyFacts, carried_over, own_on, plain_amount, ratio
from peygir.desks.fieldwork.queries.costs import costs_of_year
from peygir.desks.fieldwork.statement_rules import MonthIsNotValid
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.numbers import number_of
from peygir.web.kit.templatetags.money import currencies_of
from peygir.web.kit.templatetags.ui import named
from peygir.web.planner.money_access import units_seen

YEARS: Final = 5


@dataclass(frozen=True, slots=True)
class CostRow:
    """One cell of the table as text and amount: topic, neighbourhood, orders, those without a cost, the sum."""

    topic: str
    place: str
    orders: int
    without: int
    amount: int


@staff(Permission.PLAN_ORDERS, Permission.SEE_LOAD, Permission.LOOK_AFTER)
@require_GET
def year_costs(request: HttpRequest) -> HttpResponseBase:
    """Show the table of a year, `form=csv` as a file; `unit` narrows it to one that the viewer sees."""
    by, city_id = actor(request), current_city().id
    seen = units_seen(by)
    units = [unit for unit in city.units(city_id) if seen is None or unit.id in seen]
    chosen = next((unit for unit in units if unit.code == request.GET.get("unit", "")[:80]), None)
    if chosen is None and seen is not None:
        chosen = next((unit for unit in units if unit.id == by.unit_id), units[0] if units else None)
    this_year = to_jalali(today()).year
    year = number_of(request.GET.get("year", "")[:4]) or this_year
    try:
        costs = costs_of_year(city_id, year, unit_id=chosen.id if chosen is not None else None)
    except MonthIsNotValid:
        year, costs = this_year, costs_of_year(city_id, this_year, unit_id=chosen.id if chosen is not None else None)
    known = currencies_of(request)
    own = own_on(list(known.values()), today())
    rows, others = rows_in(costs, known, own)
    if request.GET.get("form") == "csv":
        return _file(rows, year, own)
    context = {
        "rows": rows,
        "others": others,
        "found": costs,
        "total": sum(row.amount for row in rows),
        "currency": own.code if own is not None else "",
        "year": year,
        "years": range(this_year, this_year - YEARS, -1),
        "units": units,
        "chosen": chosen,
        "may_see_all": seen is None,
    }
    return render(request, "planner/year_costs.html", context)


def rows_in(
    costs: YearCosts, known: dict[str, CurrencyFacts], own: CurrencyFacts | None
) -> tuple[list[CostRow], dict[str, int]]:
    """Return the cells in the city's own currency, former ones carried over, and the sums that cannot be."""
    amounts = [0] * len(costs.cells)
    others: dict[str, int] = {}
    for code, total in costs.sums.items():
        try:
            times, by = ratio(known, code, own.code if own is not None else "")
        except CurrenciesDoNotMeet:
            others[code] = total
            continue
        parts = carried_over([cell.sums.get(code, 0) for cell in costs.cells], times=times, by=by)
        amounts = [before + part for before, part in zip(amounts, parts, strict=True)]
    places = {one.code: named(one) for one in city.neighbourhoods(current_city().id, on=today())}
    rows = [
        CostRow(
            named(city.topic(current_city().id, cell.topic_id)) if cell.topic_id is not None else "",
            places.get(cell.neighbourhood, cell.neighbourhood),
            cell.orders,
            cell.without,
            amount,
        )
        for cell, amount in zip(costs.cells, amounts, strict=True)
    ]
    return sorted(rows, key=lambda row: (-row.amount, row.topic, row.place)), others


def _file(rows: Sequence[CostRow], year: int, own: CurrencyFacts | None) -> HttpResponseBase:
    digits = own.digits if own is not None else 0
    columns = [Column(_("Topic")), Column(_("Neighbourhood")), Column(_("Orders"), "number")]
    columns += [Column(_("Without a cost"), "number"), Column(_("Cost"), "number")]
    lines = ((row.topic, row.place, row.orders, row.without, plain_amount(row.amount, digits)) for row in rows)
    response = StreamingHttpResponse(as_csv(columns, lines, with_mark=True), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="costs-{year}.csv"'
    return response

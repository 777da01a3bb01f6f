"""The costs of work orders by JSON: lines of an order, sums of a year, prices in force, and the claims of the city."""

from datetime import date
from typing import Annotated, Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from peygir.api.answers import as_json
from peygir.api.cost_schemas import ClaimsOut, CostIn, OrderCostsOut, PartiesOut, PricesOut, YearCostsOut
from peygir.api.idempotency import IdempotencyKey, once
from peygir.api.orders import OrderListIsWrong
from peygir.api.scopes import Needs, caller_of
from peygir.city import queries as city
from peygir.city.queries import current_city
from peygir.core import clock
from peygir.core.codes import read_code
from peygir.desks.fieldwork.actions import NoSuchWorkOrder
from peygir.desks.fieldwork.actions.contracts import NoSuchContract
from peygir.desks.fieldwork.cost_permissions import may_see_costs
from peygir.desks.fieldwork.cost_rules import CostEntry
from peygir.desks.fieldwork.queries import WorkOrderFacts
from peygir.desks.fieldwork.queries.claims import claims_of, sums_by_party
from peygir.desks.fieldwork.queries.contracts import contract
from peygir.desks.fieldwork.queries.cost_sight import order_with_costs, units_with_costs
from peygir.desks.fieldwork.queries.costs import costs_of_order, costs_of_year, prices
from peygir.journey.order_money import enter_cost
from peygir.people.actions import NotYourWork
from peygir.people.permissions import Permission
from peygir.people.queries import SystemCaller
from peygir.people.rules import Actor

router = Router(tags=["costs"])
PAGE: Final = 100
Year = Annotated[int, Query(ge=1300, le=1500, description="a Jalali year, such as 1405")]
_LINE: Final = ("id", "kind", "text", "item", "people", "measure", "price", "amount", "currency", "digits")
_CHECK: Final = ("is_correction", "reason", "check", "check_reason", "is_paid")
_CLAIM: Final = ("id", "party_id", "party", "party_kind", "asked", "paid", "currency", "digits", "state", "reason")


@router.get("/orders/{number}/costs", response=OrderCostsOut, auth=Needs("costs"))
def order_costs(request: HttpRequest, number: str) -> HttpResponse:
    """Return the cost lines of an order that were not withdrawn, what each case bears, and the sums."""
    costs = costs_of_order(_seen(caller_of(request), number).id)
    lines = [
        {
            **{name: getattr(row, name) for name in (*_LINE, *_CHECK)},
            "quantity": f"{row.quantity.normalize():f}",
            "spent_on": row.spent_on.isoformat(),
            "case": row.case_code,
        }
        for row in costs.lines
    ]
    shares = [{"case": one.case_code, "amount": one.amount, "currency": one.currency} for one in costs.shares]
    return as_json({"order": number, "lines": lines, "shares": shares, "sums": dict(costs.sums)})


@router.post("/orders/{number}/costs", response=dict[str, Any], auth=Needs("cost_work"))
def add_order_cost(
    request: HttpRequest, number: str, sent: CostIn, idempotency_key: IdempotencyKey = ""
) -> HttpResponse:
    """Enter a cost line. With a key, the same line again is the one that was entered; without, it is another one."""
    caller = caller_of(request)

    def act() -> tuple[int, dict[str, object]]:
        order = _seen(caller, number)
        entry = CostEntry(
            sent.kind,
            sent.text,
            sent.quantity,
            sent.price,
            sent.measure,
            people=sent.people,
            is_correction=sent.is_correction,
            reason=sent.reason,
        )
        line_id = enter_cost(
            order.id,
            entry,
            spent_on=sent.spent_on or city.day_of(order.city_id, clock.now()),
            item_code=sent.item,
            case_code=(read_code(sent.case) or sent.case) if sent.case else "",
            by=caller.actor,
        )
        amount = next(row.amount for row in costs_of_order(order.id).lines if row.id == line_id)
        return 200, {"order": number, "line": line_id, "amount": amount}

    return once(caller, idempotency_key, {"cost": number, **sent.model_dump(mode="json")}, act)


@router.get("/costs", response=YearCostsOut, auth=Needs("costs"))
def year_costs(request: HttpRequest, year: Year, unit: str = "") -> HttpResponse:
    """Return what the orders finished in a Jalali year cost, by topic and neighbourhood, of one unit or all seen.

    `without` counts the orders that have no cost line: their cells cost more than is known.
    """
    by, city_id = caller_of(request).actor, current_city(settings.CITY).id
    seen, chosen = _units_seen(by, city_id), None
    if unit:
        chosen = next((one.id for one in city.units(city_id) if one.code == unit), None)
        if chosen is None or (seen is not None and chosen not in seen):
            raise OrderListIsWrong(name="unit")
    costs = costs_of_year(city_id, year, unit_id=chosen, unit_ids=seen)
    cells = [
        {
            "topic": _topic_code(city_id, cell.topic_id),
            "neighbourhood": cell.neighbourhood,
            "orders": cell.orders,
            "without": cell.without,
            "sums": dict(cell.sums),
        }
        for cell in costs.cells
    ]
    whole = {"orders": costs.orders, "without": costs.without, "sums": dict(costs.sums)}
    return as_json({"year": year, "cells": cells, **whole})


@router.get("/prices", response=PricesOut, auth=Needs("costs"))
def list_prices(request: HttpRequest, on: date | None = None, contract_id: int | None = None) -> HttpResponse:
    """Return the prices in force on a day (today): of the city's list, or of a contract that the caller may see."""
    by, city_id = caller_of(request).actor, current_city(settings.CITY).id
    if contract_id is None:
        _units_seen(by, city_id)
    else:
        terms = contract(contract_id)
        if terms is None or not may_see_costs(by, terms.unit_id):
            raise NoSuchContract()
    day = on or city.day_of(city_id, clock.now())
    lines = [
        {
            **{name: getattr(row, name) for name in ("code", "kind", "name_fa", "name_en", "measure", "price")},
            "currency": row.currency_code,
            "digits": row.currency_digits,
            "valid_from": row.valid_from.isoformat(),
            "valid_to": row.valid_to.isoformat() if row.valid_to is not None else None,
        }
        for row in prices(city_id, contract_id=contract_id, on=day)
    ]
    return as_json({"on": day.isoformat(), "contract": contract_id, "prices": lines})


@router.get("/claims", response=ClaimsOut, auth=Needs("costs"))
def list_claims(request: HttpRequest, party: int | None = None, before: int | None = None) -> HttpResponse:
    """Return up to 100 claims of the city, the newest first; for the next page `before` is the last one's id."""
    by, city_id = caller_of(request).actor, current_city(settings.CITY).id
    rows = claims_of(city_id, unit_ids=_units_seen(by, city_id), party_id=party, before=before, most=PAGE + 1)
    lines = [
        {
            **{name: getattr(row, name) for name in _CLAIM},
            "order": row.order_number,
            "ended_reason": row.ended_reason,
            "asked_on": row.asked_on.isoformat(),
            "payments": [
                {"amount": one.amount, "paid_on": one.paid_on.isoformat(), "reference": one.reference}
                for one in row.payments
            ],
        }
        for row in rows[:PAGE]
    ]
    return as_json({"claims": lines, "has_more": len(rows) > PAGE})


@router.get("/claims/parties", response=PartiesOut, auth=Needs("costs"))
def list_parties(request: HttpRequest) -> HttpResponse:
    """Return what was asked of each party, paid, is open, was refused and was dropped; the largest open sum first."""
    by, city_id = caller_of(request).actor, current_city(settings.CITY).id
    lines = [
        {
            **{name: getattr(row, name) for name in ("party_id", "party", "kind", "currency", "digits")},
            **{name: getattr(row.sums, name) for name in ("asked", "paid", "open", "refused", "dropped")},
        }
        for row in sums_by_party(city_id, unit_ids=_units_seen(by, city_id))
    ]
    return as_json({"parties": lines})


def _seen(caller: SystemCaller, number: str) -> WorkOrderFacts:
    day = city.day_of(current_city(settings.CITY).id, clock.now())
    order = order_with_costs(number, caller.actor, on=day)
    if order is None:
        raise NoSuchWorkOrder()
    return order


def _units_seen(by: Actor, city_id: int) -> list[int] | None:
    """The units whose money the caller sees. Raises NotYourWork for who sees none and inspects none."""
    seen = units_with_costs(by, city_id)
    if seen == [] and not by.may(Permission.INSPECT):
        raise NotYourWork()
    return seen


def _topic_code(city_id: int, topic_id: int | None) -> str:
    """The code of a topic, also of one that is no longer in force; "" if it is not known."""
    topic = city.topic(city_id, topic_id) if topic_id is not None else None
    return topic.code if topic is not None else ""

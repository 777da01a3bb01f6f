"""Builders for the money of work orders: a contractor with a contract and prices, and an order given to it."""

from datetime import date
from decimal import Decimal
from typing import Any, Final

from peygir.desks.fieldwork.actions import WorkPlan, finish_order, make_order, plan_order, send_order
from peygir.desks.fieldwork.actions.contractor_links import make_contractor_link
from peygir.desks.fieldwork.actions.contracts import ContractTerms, keep_contractor, make_contract
from peygir.desks.fieldwork.actions.costs import add_cost, check_cost
from peygir.desks.fieldwork.actions.making import OrderDetails
from peygir.desks.fieldwork.actions.money import NewPrice, set_price, today_of
from peygir.desks.fieldwork.actions.order_file import open_order
from peygir.desks.fieldwork.actions.order_results import StreetResult, give_result
from peygir.desks.fieldwork.cost_rules import CostEntry, CostKind
from peygir.desks.fieldwork.models import WorkOrder
from peygir.desks.fieldwork.order_states import OrderResult
from peygir.people.rules import Actor
from tests import make
from tests.town import Town

TODAY: Final = date(2026, 5, 3)
SPRING: Final = date(2026, 3, 21)
LATE: Final = {"cause": "late", "percent": 100, "fixed": 0, "grace_days": 0, "most_percent": 2000}
EARLY: Final = {"cause": "early", "percent": 50, "fixed": 0, "grace_days": 0, "most_percent": 100}
RETURNED: Final = {"cause": "returned", "percent": 1000, "fixed": 0, "grace_days": 0, "most_percent": 0}
PRICE: Final = 2_500_000  # rials for a square metre


def contract(town: Town, *, number: str = "C-1405-7", by: Actor | None = None, **terms: Any) -> int:
    """A contract of the road builder for the first district's unit, with a price for a square metre of asphalt."""
    manager = by or town.manager
    contractor = keep_contractor(town.city_id, code="rah", name="راه‌سازان فارس", by=manager)
    said = {"from_on": SPRING, "to_on": date(2027, 3, 20), "promised_days": 3, "rules": [LATE, EARLY, RETURNED]}
    made = make_contract(contractor, town.units["D-01"], ContractTerms(number, **{**said, **terms}), by=manager)
    price = NewPrice("AS-10", CostKind.CONTRACT_ITEM, "روکش آسفالت", "Asphalt", "m2", PRICE, SPRING)
    set_price(town.city_id, price, contract_id=made, by=manager)
    return made


def order(town: Town, *codes: str, contract_id: int | None = None, is_sent: bool = True) -> WorkOrder:
    """An order for these cases (or for work without one), given to a contract and sent, if there is one."""
    details = OrderDetails(title="روکش کوچه", topic_id=town.topics["CIV-01"])
    row = make_order(town.city_id, unit_id=town.units["D-01"], codes=codes, details=details, by=town.clerk)
    if contract_id is not None:
        plan_order(row.number, WorkPlan(contract_id=contract_id, on=today_of(town.city_id)), by=town.clerk)
        if is_sent:
            send_order(row.number, by=town.clerk)
    return WorkOrder.objects.get(pk=row.pk)


def entry(quantity: str = "3", price: int = 400_000, kind: str = CostKind.MATERIAL, **more: Any) -> CostEntry:
    """A line as a clerk types it."""
    text = more.pop("text", "آسفالت سرد")
    return CostEntry(kind, text, Decimal(quantity), price, more.pop("measure", "kg"), **more)


def cost(row: WorkOrder, given: CostEntry | None = None, *, by: Actor, **more: Any) -> int:
    """Enter a line of an order; returns its id."""
    with open_order(order_id=row.pk) as opened:
        return add_cost(opened, given or entry(), spent_on=more.pop("spent_on", TODAY), by=by, **more)


def billed(row: WorkOrder, quantity: str, *, by: Actor) -> int:
    """A line of the contract's own item."""
    return cost(row, entry(quantity, 0, CostKind.CONTRACT_ITEM, text=""), item_code="AS-10", by=by)


def checked(row: WorkOrder, line_id: int, check: str, *, by: Actor, reason: str = "") -> None:
    """Accept or return a line."""
    with open_order(order_id=row.pk) as opened:
        check_cost(opened, line_id, check=check, reason=reason, by=by)


def fixed(row: WorkOrder, code: str, *, by: Actor) -> None:
    """The case was fixed, with a photo."""
    give_result(row.number, code, StreetResult(result=OrderResult.FIXED, photo=make.photo()), by=by)


def finished(row: WorkOrder, *, by: Actor) -> WorkOrder:
    """The order, finished in the street."""
    finish_order(row.number, by=by)
    return WorkOrder.objects.get(pk=row.pk)


def link(row: WorkOrder, *, by: Actor, days: int = 7) -> str:
    """The path of a contractor's link."""
    with open_order(order_id=row.pk) as opened:
        address = make_contractor_link(opened, days=days, by=by)
    return address[address.index("/w/") :]

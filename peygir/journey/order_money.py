"""What one command of a person does with the money of a work order: it opens the order's file, and acts in it."""

from collections.abc import Mapping
from datetime import date

from peygir.desks.fieldwork.actions.claims import keep_party, make_claim
from peygir.desks.fieldwork.actions.contractor_links import make_contractor_link, withdraw_contractor_link
from peygir.desks.fieldwork.actions.costs import CaseIsNotOfOrder, add_cost, check_cost, withdraw_cost
from peygir.desks.fieldwork.actions.order_file import open_order
from peygir.desks.fieldwork.cost_rules import CostEntry
from peygir.desks.fieldwork.queries import cases_of_order
from peygir.people.rules import Actor


def enter_cost(
    order_id: int, entry: CostEntry, *, spent_on: date, item_code: str = "", case_code: str = "", by: Actor
) -> int:
    """Enter a cost line, for the whole order or one of its cases; returns its id. Raises what `add_cost` raises."""
    with open_order(order_id=order_id) as order:
        codes: Mapping[str, int] = {one.case.code: one.case.pk for one in cases_of_order(order_id)}
        if case_code and case_code not in codes:
            raise CaseIsNotOfOrder()
        return add_cost(order, entry, spent_on=spent_on, item_code=item_code, case_id=codes.get(case_code), by=by)


def take_cost_back(order_id: int, line_id: int, *, reason: str, by: Actor) -> None:
    """Withdraw a cost line. Raises what `withdraw_cost` raises."""
    with open_order(order_id=order_id) as order:
        withdraw_cost(order, line_id, reason=reason, by=by)


def judge_cost(order_id: int, line_id: int, *, check: str, reason: str, by: Actor) -> None:
    """Accept or return a line of a contractor. Raises what `check_cost` raises."""
    with open_order(order_id=order_id) as order:
        check_cost(order, line_id, check=check, reason=reason, by=by)


def claim_from(order_id: int, *, party_kind: str, party: str, amount: int, reason: str, by: Actor) -> int:
    """Claim an amount from a party, which is put on record if it is new. Raises what `make_claim` raises."""
    with open_order(order_id=order_id) as order:
        party_id = keep_party(order.city_id, kind=party_kind, name=party, by=by)
        return make_claim(order, party_id=party_id, amount=amount, reason=reason, by=by)


def link_contractor(order_id: int, *, days: int, by: Actor) -> str:
    """Make the contractor's link, and return its address. Raises what `make_contractor_link` raises."""
    with open_order(order_id=order_id) as order:
        return make_contractor_link(order, days=days, by=by)


def unlink_contractor(order_id: int, *, by: Actor) -> None:
    """Withdraw the contractor's link. Raises what `withdraw_contractor_link` raises."""
    with open_order(order_id=order_id) as order:
        withdraw_contractor_link(order, by=by)

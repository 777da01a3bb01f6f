"""What a contractor without an account does by the link of one work order: results, steps, units accomplished."""

from dataclasses import dataclass
from decimal import Decimal

from peygir.city import queries as city
from peygir.core import clock
from peygir.desks.fieldwork.actions.contractor_links import note_use_of_link
from peygir.desks.fieldwork.actions.order_moves import finish_order, start_order
from peygir.desks.fieldwork.actions.order_results import StreetResult, check_step, give_result
from peygir.desks.fieldwork.actions.penalties import NoSuchPenalty, object_to_penalty
from peygir.desks.fieldwork.contractor_tokens import CONTRACTOR
from peygir.desks.fieldwork.cost_facts import ContractDetails, OrderCosts, PenaltyFacts
from peygir.desks.fieldwork.cost_rules import CostEntry, CostKind, MeasureUnit
from peygir.desks.fieldwork.price_rules import PriceFacts
from peygir.desks.fieldwork.queries import (
    OrderedCase,
    OrderStepFacts,
    WorkOrderFacts,
    cases_of_order,
    steps_of_order,
    work_orders_by_id,
)
from peygir.desks.fieldwork.queries.contractor_links import ContractorLinkIsOver, OpenLink, read_contractor_link
from peygir.desks.fieldwork.queries.contracts import contract, penalties_of
from peygir.desks.fieldwork.queries.costs import costs_of_order, prices
from peygir.journey.order_money import enter_cost
from peygir.people.rules import Actor


@dataclass(frozen=True, slots=True)
class LinkedWork:
    """What the page of a link shows: the order, its cases and steps, what was billed, and what can be."""

    link: OpenLink
    order: WorkOrderFacts
    contract: ContractDetails
    cases: tuple[OrderedCase, ...]
    steps: tuple[OrderStepFacts, ...]
    costs: OrderCosts
    penalties: tuple[PenaltyFacts, ...]
    items: tuple[PriceFacts, ...]


def linked_work(token: str) -> LinkedWork:
    """The order that a link opens, with everything its contractor may know.

    Raises ContractorLinkIsNotOurs, and ContractorLinkIsOver or one of its subclasses.
    """
    link = read_contractor_link(token)
    order = work_orders_by_id([link.order_id])[link.order_id]
    of_contract = contract(order.contract_id or 0)
    if of_contract is None:
        raise ContractorLinkIsOver()
    note_use_of_link(link.id)
    today = city.day_of(order.city_id, clock.now())
    return LinkedWork(
        link,
        order,
        of_contract,
        tuple(one for one in cases_of_order(order.id) if not one.left_why),
        tuple(steps_of_order(order.id)),
        costs_of_order(order.id),
        tuple(penalties_of(order_id=order.id)),
        tuple(prices(order.city_id, contract_id=of_contract.id, on=today)),
    )


def contractor_of(work: LinkedWork) -> Actor:
    """The actor who works by the link: of the cases of this order alone."""
    return Actor(CONTRACTOR, work.link.id, order_case_ids=frozenset(one.case.pk for one in work.cases))


def begin_by_link(work: LinkedWork) -> None:
    """Say that the work has begun. Raises what `start_order` raises."""
    start_order(work.order.number, by=contractor_of(work))


def result_by_link(work: LinkedWork, code: str, given: StreetResult) -> None:
    """Give the result for one case, by the same commands as a crew. Raises what `give_result` raises."""
    give_result(work.order.number, code, given, by=contractor_of(work))


def step_by_link(work: LinkedWork, position: int, *, is_done: bool) -> None:
    """Tick a step of the checklist, or untick it. Raises what `check_step` raises."""
    check_step(work.order.number, position, is_done=is_done, by=contractor_of(work))


def bill_by_link(work: LinkedWork, item_code: str, quantity: Decimal) -> None:
    """Enter the units accomplished of an item of the contract, today. Raises what `enter_cost` raises."""
    entry = CostEntry(CostKind.CONTRACT_ITEM, "", quantity, 0, MeasureUnit.LUMP)
    today = city.day_of(work.order.city_id, clock.now())
    enter_cost(work.order.id, entry, spent_on=today, item_code=item_code, by=contractor_of(work))


def finish_by_link(work: LinkedWork) -> None:
    """Say that the work in the street is over. Raises what `finish_order` raises."""
    finish_order(work.order.number, by=contractor_of(work))


def object_by_link(work: LinkedWork, penalty_id: int, objection: str) -> None:
    """Object to a penalty of this order. Raises NoSuchPenalty and what `object_to_penalty` raises."""
    if penalty_id not in {one.id for one in work.penalties}:
        raise NoSuchPenalty()
    object_to_penalty(penalty_id, objection=objection, by=contractor_of(work))

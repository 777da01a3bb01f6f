"""Every move of a work order in every state, by every role; and what the lists of each role show."""

from collections.abc import Callable
from datetime import timedelta
from typing import Final

import pytest
from django.db import transaction

from peygir.cases.actions import NoSuchCase
from peygir.cases.models import Case
from peygir.core import clock
from peygir.core.refusals import Refusal
from peygir.desks.fieldwork import actions as fieldwork
from peygir.desks.fieldwork import queries
from peygir.desks.fieldwork.actions import (
    NoSuchWorkOrder,
    OrderMoveNotPossible,
    OrderMoveNotYours,
    WorkPlan,
)
from peygir.desks.fieldwork.order_lifecycle import ORDER_MOVES
from peygir.desks.fieldwork.order_states import OrderState
from peygir.history.queries import verify
from peygir.people.rules import Actor
from tests import make, streets
from tests.drain import drain
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
WHY = "ماشین خراب است"


def _plan(number: str, by: Actor, town: Town) -> None:
    fieldwork.plan_order(number, WorkPlan(crew_id=streets.crew(town), on=streets.today()), by=by)


_PRESS: Final[dict[str, Callable[[str, Actor, Town], object]]] = {
    "plan": lambda number, by, town: _plan(number, by, town),
    "unplan": lambda number, by, town: fieldwork.unplan_order(number, by=by),
    "send": lambda number, by, town: fieldwork.send_order(number, by=by),
    "recall": lambda number, by, town: fieldwork.recall_order(number, note=WHY, by=by),
    "start": lambda number, by, town: fieldwork.start_order(number, by=by),
    "finish": lambda number, by, town: fieldwork.finish_order(number, by=by),
    "resume": lambda number, by, town: fieldwork.resume_order(number, note=WHY, by=by),
    "settle": lambda number, by, town: fieldwork.settle_order(number, by=by),
    "cancel": lambda number, by, town: fieldwork.cancel_order(number, note=WHY, by=by),
}
_SEES = {"operator", "supervisor", "council", "admin", "deputy", "mayor", "inspector", "inspectorate"}
_STATES_OF_CREW = {OrderState.SENT, OrderState.UNDER_WAY, OrderState.FINISHED, OrderState.SETTLED}


def _in_state(town: Town, state: OrderState) -> str:
    """The number of an order without cases in a state."""
    number = streets.order(town, title="شستن جدول")
    steps = {
        OrderState.PLANNED: ["plan"],
        OrderState.SENT: ["plan", "send"],
        OrderState.UNDER_WAY: ["plan", "send", "start"],
        OrderState.FINISHED: ["plan", "send", "start", "finish"],
        OrderState.SETTLED: ["plan", "send", "start", "finish", "settle"],
        OrderState.CANCELLED: ["cancel"],
    }
    for verb in steps.get(state, []):
        _PRESS[verb](number, town.clerk, town)
    return number


def _people(town: Town) -> dict[str, Actor]:
    names = ("clerk", "manager", "clerk_two", *sorted(_SEES))
    return {name: getattr(town, name) for name in names} | {
        "crew": streets.member(),
        "other_crew": streets.member(name="crew_other"),
    }


@pytest.mark.parametrize("state", list(OrderState))
def test_every_move_by_every_role(town: Town, state: OrderState) -> None:
    assert {move.verb for move in ORDER_MOVES} == set(_PRESS)
    streets.crew(town)
    people = _people(town)
    for move in ORDER_MOVES:
        for name, by in people.items():
            number = _in_state(town, state)
            expected: type[Refusal] | None = None
            is_crew = name == "crew" and state in _STATES_OF_CREW
            if not (name in ("clerk", "manager") or name in _SEES or is_crew):
                expected = NoSuchWorkOrder
            elif state not in move.sources:
                expected = OrderMoveNotPossible
            elif not (name in ("clerk", "manager") or (is_crew and "crew" in move.who)):
                expected = OrderMoveNotYours
            got = _outcome(move.verb, number, by, town)
            is_asked_first = move.verb == "plan" or (move.verb, state) in _AGAIN
            if expected is OrderMoveNotPossible and is_asked_first and name not in ("clerk", "manager"):
                expected = OrderMoveNotYours  # who may is asked before what the order is
            if (move.verb, state) in _AGAIN and (name in ("clerk", "manager") or is_crew):
                expected = None
            assert got is expected, (name, move.verb, state, got)
    assert verify().breaks == []


# What is said a second time changes nothing, and is no fault.
_AGAIN = {("start", OrderState.UNDER_WAY), ("finish", OrderState.FINISHED)}


def _outcome(verb: str, number: str, by: Actor, town: Town) -> type[Refusal] | None:
    try:
        with transaction.atomic():
            _PRESS[verb](number, by, town)
    except Refusal as refusal:
        return type(refusal)
    return None


def test_lists_show_what_their_reader_may_see(town: Town) -> None:
    number = streets.planned(town, make.referred())
    worker, filters = streets.member(), queries.OrderFilters()

    def seen(by: Actor) -> list[str]:
        crews = fieldwork.own_crews(town.city_id, by)
        page = queries.work_orders(by, town.city_id, filters, crew_ids=crews)
        return [order.number for order in page.orders]

    everybody = _people(town)
    for name, by in everybody.items():
        assert seen(by) == ([number] if name in ("clerk", "manager") or name in _SEES else []), name
    assert seen(worker) == [], "not sent yet"
    fieldwork.send_order(number, by=town.clerk)
    assert seen(worker) == [number]
    assert seen(everybody["other_crew"]) == []


def test_filters(town: Town, town_clock: TownClock) -> None:
    code = make.referred()
    number, other = streets.planned(town, code), streets.order(town, title="شستن جدول")
    order = streets.read(number)

    def numbers(**given: object) -> list[str]:
        filters = queries.OrderFilters(**given)  # type: ignore[arg-type]
        return [each.number for each in queries.work_orders(town.clerk, town.city_id, filters, crew_ids=()).orders]

    assert numbers() == [number, other]
    assert numbers(states=["draft"]) == [other]
    assert numbers(crew_id=order.crew_id) == [number]
    assert numbers(topic_id=order.topic_id) == [number]
    assert numbers(on=streets.today()) == [number]
    assert numbers(unit_id=town.units["D-02"]) == []
    assert numbers(is_late=True) == []
    assert order.due_at is not None
    town_clock.moment = order.due_at + timedelta(hours=1)
    assert numbers(is_late=True) == [number]
    counts = queries.order_counts(town.clerk, town.city_id, crew_ids=(), now=clock.now())
    assert counts == {"planned": 1, "draft": 1, "late": 1}
    assert queries.ordered_codes([code]) == {code: number}
    assert [(each.number, result) for each, result in queries.orders_of_case(Case.objects.get(code=code).pk)] == [
        (number, "")
    ]


def test_nobody_makes_an_order_of_a_case_that_the_own_unit_does_not_have(town: Town) -> None:
    code = make.referred()
    make.command(code, "accept", town.clerk)
    make.command(code, "refer", town.operator, unit_id=town.units["D-02"], note="منطقهٔ دو")
    drain()
    with make.refused(NoSuchCase):
        streets.order(town, code)

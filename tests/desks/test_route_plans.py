"""The day's board: routes are proposed by a job and accepted by the planner; moves, locks and who is left out."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import transaction

from peygir.core import clock
from peygir.desks.fieldwork import actions as fieldwork
from peygir.desks.fieldwork import queries
from peygir.desks.fieldwork.actions import (
    AnotherDayIsCalculated,
    CrewForm,
    DayIsTooFar,
    NoSuchRoutePlan,
    NoSuchWorkOrder,
    OrderIsLocked,
    OrderIsNotOpen,
    PlannedDayIsPast,
    RoutePlanDoesNotFit,
    RoutePlanIsNotReady,
    UnloadingPlaceIsWrong,
)
from peygir.desks.fieldwork.models import RoutePlan
from peygir.desks.fieldwork.order_states import OrderState
from peygir.desks.fieldwork.plan_states import PlanState
from peygir.history.queries import verify
from peygir.journey.dispatch import work_outside
from peygir.people.actions import NotYourWork
from peygir.storage.jobs.models import Job
from tests import make, streets
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
POINT = (29.62, 52.51)


def tomorrow() -> date:
    return streets.today() + timedelta(days=1)


def order(town: Town, place: int = 0, **details: Any) -> str:
    """An order without cases, a little farther east each."""
    values = {"title": f"کار {place}", "lat": POINT[0], "lon": POINT[1] + place * 0.005, **details}
    return streets.order(town, **values)


def ask(town: Town) -> int:
    return fieldwork.ask_for_routes(town.units["D-01"], tomorrow(), by=town.clerk)


def made(town: Town) -> dict[str, object]:
    """The result of a proposal that was asked for and calculated."""
    plan_id = ask(town)
    while work_outside():
        pass
    plan = RoutePlan.objects.get(pk=plan_id)
    assert plan.state == PlanState.READY
    facts = queries.route_plan(plan_id)
    assert facts is not None
    assert len(facts.routes) == len(plan.result["routes"])
    return {**plan.result, "id": plan_id}


def route_of(crew_id: int, result: dict[str, object]) -> list[str]:
    """The numbers of a crew's orders in a result, in order."""
    routes = result["routes"]
    assert isinstance(routes, list)
    found = [route for route in routes if route["crew"] == crew_id]
    return [halt["key"] for route in found for halt in route["halts"] if halt["kind"] == "job"]


def test_a_proposal_changes_nothing_until_it_is_accepted(town: Town) -> None:
    crew = streets.crew(town)
    numbers = [order(town, place) for place in (3, 1, 2)]
    result = made(town)
    assert sorted(route_of(crew, result)) == sorted(numbers)
    assert {streets.read(number).state for number in numbers} == {OrderState.DRAFT}
    assert fieldwork.accept_routes(int(str(result["id"])), by=town.clerk) == 3
    assert [streets.kinds(number).count("work_order_planned") for number in numbers] == [1, 1, 1]
    lane = queries.board_of(town.units["D-01"], tomorrow()).lanes[0]
    assert [one.number for one in lane.orders] == route_of(crew, result)
    assert [one.position for one in lane.orders] == [1, 2, 3]
    assert streets.kinds(numbers[0])[-1] == "work_order_planned"
    with pytest.raises(RoutePlanIsNotReady):
        fieldwork.accept_routes(int(str(result["id"])), by=town.clerk)


def test_the_job_done_twice_changes_nothing(town: Town) -> None:
    streets.crew(town)
    order(town)
    result = made(town)
    plan_id = int(str(result["id"]))
    before = queries.route_plan(plan_id)
    fieldwork.make_route_plan(plan_id)
    assert queries.route_plan(plan_id) == before


def test_while_one_is_calculated_nobody_gets_a_second(town: Town) -> None:
    streets.crew(town)
    assert ask(town) == ask(town)
    with pytest.raises(AnotherDayIsCalculated):
        fieldwork.ask_for_routes(town.units["D-01"], streets.today(), by=town.clerk)
    assert Job.objects.filter(action=fieldwork.MAKE_ROUTE_PLAN).count() == 1


def test_a_proposal_whose_worker_died_is_given_up(town: Town, town_clock: TownClock) -> None:
    first = ask(town)
    RoutePlan.objects.update(state=PlanState.RUNNING.value, asked_at=clock.now() - timedelta(minutes=6))
    assert ask(town) != first
    assert RoutePlan.objects.get(pk=first).state == PlanState.FAILED


def test_locked_sent_and_left_over_orders_stay_with_their_crews(town: Town) -> None:
    first_crew, two = streets.crew(town), streets.crew(town, code="G-2")
    place = fieldwork.place_on_board
    locked, left_over, free = order(town, 1), order(town, 2), order(town, 3)
    place(locked, crew_id=two, position=1, on=tomorrow(), by=town.clerk)
    fieldwork.lock_order(locked, is_locked=True, by=town.clerk)
    place(left_over, crew_id=two, position=1, on=streets.today(), by=town.clerk)
    sent = streets.sent(town, crew_id=first_crew, title="فرستاده", lat=POINT[0], lon=POINT[1])
    result = made(town)
    assert {locked, left_over} <= set(route_of(two, result))
    assert sent in route_of(first_crew, result)
    fieldwork.accept_routes(int(str(result["id"])), by=town.clerk)
    assert streets.read(locked).crew_id == two
    assert streets.read(sent).state == OrderState.SENT
    assert streets.read(free).crew_id is not None
    assert streets.read(left_over).planned_on == tomorrow()


def test_what_changed_in_between_keeps_the_whole_proposal_from_being_accepted(town: Town) -> None:
    first_crew, two = streets.crew(town), streets.crew(town, code="G-2")
    number, gone, locked = (order(town, place) for place in range(3))
    result = made(town)
    plan_id = int(str(result["id"]))
    other = two if locked in route_of(first_crew, result) else first_crew
    fieldwork.cancel_order(gone, note="لازم نیست", by=town.clerk)
    fieldwork.place_on_board(locked, crew_id=other, position=1, on=tomorrow(), by=town.clerk)
    fieldwork.lock_order(locked, is_locked=True, by=town.clerk)
    before = {each: streets.kinds(each) for each in (number, gone, locked)}
    with make.refused(RoutePlanDoesNotFit) as refused:
        fieldwork.accept_routes(plan_id, by=town.clerk)
    assert isinstance(refused.value, RoutePlanDoesNotFit)
    assert {one: type(why) for one, why in refused.value.conflicts} == {gone: OrderIsNotOpen, locked: OrderIsLocked}
    assert streets.read(number).state == OrderState.DRAFT, "nothing was planned"
    assert {each: streets.kinds(each) for each in (number, gone, locked)} == before
    assert RoutePlan.objects.get(pk=plan_id).state == PlanState.READY
    fieldwork.dismiss_routes(plan_id, by=town.clerk)
    again = made(town)
    assert fieldwork.accept_routes(int(str(again["id"])), by=town.clerk) == 1
    assert (streets.read(number).state, streets.read(locked).crew_id) == (OrderState.PLANNED, other)
    assert verify().breaks == []


def test_who_is_left_out_has_a_reason(town: Town) -> None:
    lamps, other = list(town.topics.values())[:2]
    form = CrewForm(code="G-1", name="گروه", capacity=10, topic_ids=frozenset({lamps}))
    fieldwork.keep_crew(town.units["D-01"], form, by=town.clerk)
    skill, heavy, nowhere = order(town, 1, topic_id=other), order(town, 2, load=99), streets.order(town, title="بی‌جا")
    night = order(town, 3, minutes=900)
    result = made(town)
    why = {one["order"]: one["why"] for one in result["left_out"]}  # type: ignore[attr-defined]
    assert why == {skill: "nobody_may", heavy: "too_large", night: "out_of_time"}
    assert result["without_place"] == [nowhere]


def test_moving_on_the_board_renumbers_the_lane(town: Town) -> None:
    first_crew, two = streets.crew(town), streets.crew(town, code="G-2")
    numbers = [order(town, place) for place in range(3)]
    for number in numbers:
        fieldwork.place_on_board(number, crew_id=first_crew, position=99, on=tomorrow(), by=town.clerk)
    fieldwork.place_on_board(numbers[2], crew_id=first_crew, position=1, on=tomorrow(), by=town.clerk)
    lanes = {lane.crew.id: lane.orders for lane in queries.board_of(town.units["D-01"], tomorrow()).lanes}
    assert [each.number for each in lanes[first_crew]] == [numbers[2], numbers[0], numbers[1]]
    assert [each.position for each in lanes[first_crew]] == [1, 2, 3]
    fieldwork.place_on_board(numbers[0], crew_id=two, position=1, on=tomorrow(), by=town.clerk)
    fieldwork.place_on_board(numbers[1], crew_id=None, position=1, on=tomorrow(), by=town.clerk)
    board = queries.board_of(town.units["D-01"], tomorrow())
    assert [each.number for each in board.ready] == [numbers[1]]
    assert streets.read(numbers[0]).crew_id == two
    fieldwork.lock_order(numbers[0], is_locked=True, by=town.clerk)
    with pytest.raises(OrderIsLocked), transaction.atomic():
        fieldwork.place_on_board(numbers[0], crew_id=first_crew, position=1, on=tomorrow(), by=town.clerk)
    with pytest.raises(NoSuchWorkOrder), transaction.atomic():
        fieldwork.place_on_board(numbers[0], crew_id=first_crew, position=1, on=tomorrow(), by=town.clerk_two)


def test_who_may_ask_and_for_which_days(town: Town) -> None:
    for by in (town.operator, town.clerk_two):
        with pytest.raises(NotYourWork):
            fieldwork.ask_for_routes(town.units["D-01"], tomorrow(), by=by)
    with pytest.raises(PlannedDayIsPast):
        fieldwork.ask_for_routes(town.units["D-01"], streets.today() - timedelta(days=1), by=town.clerk)
    with pytest.raises(DayIsTooFar):
        fieldwork.ask_for_routes(town.units["D-01"], streets.today() + timedelta(days=60), by=town.clerk)
    with pytest.raises(NoSuchRoutePlan):
        fieldwork.dismiss_routes(0, by=town.clerk)
    plan_id = ask(town)
    with pytest.raises(NotYourWork):
        fieldwork.dismiss_routes(plan_id, by=town.operator)
    with pytest.raises(RoutePlanIsNotReady):
        fieldwork.dismiss_routes(plan_id, by=town.clerk)


def test_old_proposals_are_forgotten(town: Town) -> None:
    streets.crew(town)
    made(town)
    assert fieldwork.forget_route_plans(before=clock.now() - timedelta(days=1)) == 0
    assert fieldwork.forget_route_plans(before=clock.now() + timedelta(days=1)) == 1


def test_loads_are_unloaded_at_the_units_places(town: Town) -> None:
    crew, unit = streets.crew(town), town.units["D-01"]
    place = fieldwork.keep_unloading_place(
        unit, name="ایستگاه انتقال", point=(29.63, 52.53), minutes=10, closes=time(20), by=town.clerk
    )
    for number in range(3):
        order(town, number, load=5)
    result = made(town)
    routes = result["routes"]
    assert isinstance(routes, list)
    kinds = [halt["kind"] for route in routes for halt in route["halts"] if route["crew"] == crew]
    assert kinds.count("dump") == 2, "ten fit at once, so once on the way and once before home"
    fieldwork.end_unloading_place(place, by=town.clerk)
    assert queries.unloading_places(unit) == []
    with pytest.raises(UnloadingPlaceIsWrong):
        fieldwork.keep_unloading_place(unit, name=" ", point=(29.63, 52.53), minutes=10, by=town.clerk)
    with pytest.raises(NotYourWork):
        fieldwork.keep_unloading_place(unit, name="x", point=(29.63, 52.53), minutes=10, by=town.operator)


def test_the_stamp_changes_with_the_board(town: Town) -> None:
    unit = town.units["D-01"]
    stamps = [queries.board_stamps([unit])[unit]]
    crew = streets.crew(town)
    stamps.append(queries.board_stamps([unit])[unit])
    number = order(town)
    stamps.append(queries.board_stamps([unit])[unit])
    fieldwork.place_on_board(number, crew_id=crew, position=1, on=tomorrow(), by=town.clerk)
    stamps.append(queries.board_stamps([unit])[unit])
    ask(town)
    stamps.append(queries.board_stamps([unit])[unit])
    assert len(set(stamps)) == len(stamps)
    assert queries.board_stamps([unit])[unit] == stamps[-1]

"""Proposals of routes: asked for, calculated by a job, accepted or dismissed; and the board's own moves."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, transaction

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid, Missing, Refusal
from peygir.core.routes.day import points_of
from peygir.core.routes.day_plan import MOST_SECONDS, CrewRoute, DayPlan, plan_day
from peygir.core.routes.solving import seconds_for
from peygir.core.translation import gettext_lazy as _
from peygir.desks.fieldwork.actions.order_file import (
    NoSuchWorkOrder,
    deadlock_is_a_conflict,
    open_order,
    refuse_unless,
    refuse_unless_in,
)
from peygir.desks.fieldwork.actions.order_moves import PlannedDayIsPast, WorkPlan, set_plan, unplan_order
from peygir.desks.fieldwork.models import RoutePlan, WorkOrder
from peygir.desks.fieldwork.order_lifecycle import BY_ORDER_VERB, PLANNER
from peygir.desks.fieldwork.order_rules import may_plan_orders
from peygir.desks.fieldwork.order_states import UNSENT, OrderState
from peygir.desks.fieldwork.plan_states import UNFINISHED_PLANS, PlanState
from peygir.desks.fieldwork.queries.board import board_of, day_of_board
from peygir.desks.fieldwork.road_travel import travel_between
from peygir.people.actions import NotYourWork
from peygir.people.rules import Actor
from peygir.storage.jobs.actions import add_jobs
from peygir.storage.jobs.rules import OUTSIDE_QUEUE

MAKE_ROUTE_PLAN: Final = "make_route_plan"
"""The name of `make_route_plan` in jobs, whose file is the proposal."""
FARTHEST: Final = timedelta(days=31)
WHOLE_SECONDS, LEAST_SEARCH = 4.5, 1.0
"""Seconds in which a proposal is to be ready, and how long is searched at least when the travel times took long."""
STUCK_AFTER: Final = timedelta(minutes=5)
"""A proposal that is still calculated after this time has lost its worker; another may be asked for."""


class NoSuchRoutePlan(Missing):
    """The proposal does not exist, or is another unit's."""

    message = _("There is no such proposal.")


class RoutePlanIsNotReady(Conflict):
    """The proposal is not ready, or was accepted or dismissed."""

    message = _("This proposal is not ready, or was decided on already.")


class AnotherDayIsCalculated(Conflict):
    """Routes of the unit are being calculated for another day: one proposal at a time takes a processor."""

    message = _("Routes for another day are being calculated. Try again in a moment.")


class DayIsTooFar(Invalid):
    """Routes are proposed for a month ahead at most."""

    message = _("Routes are proposed for a month ahead at most.")


class OrderIsLocked(Conflict):
    """A locked order is not moved on the board."""

    message = _("The order {number} is locked. Unlock it before you move it.")


class RoutePlanDoesNotFit(Conflict):
    """Orders of the proposal were locked, sent elsewhere or cancelled since; `conflicts`: (number, refusal) of each."""

    message = _("Nothing was planned: some orders have changed since the proposal was made. Ask for a new one.")

    def __init__(self, conflicts: Sequence[tuple[str, Refusal]]) -> None:
        super().__init__()
        self.conflicts = tuple(conflicts)


def ask_for_routes(unit_id: int, on: date, *, by: Actor) -> int:
    """Ask for a proposal for a unit's crews on a day; returns its id. While one is calculated, that one's.

    Raises NotYourWork, PlannedDayIsPast, DayIsTooFar, AnotherDayIsCalculated.
    """
    unit = city.unit(unit_id)
    if unit is None or not may_plan_orders(by, unit_id):
        raise NotYourWork()
    moment = clock.now()
    today = city.day_of(unit.city_id, moment)
    if on < today:
        raise PlannedDayIsPast()
    if on - today > FARTHEST:
        raise DayIsTooFar()
    unfinished = RoutePlan.objects.filter(unit_id=unit_id, state__in=sorted(UNFINISHED_PLANS))
    unfinished.filter(asked_at__lt=moment - STUCK_AFTER).update(state=PlanState.FAILED.value, ended_at=moment)
    try:
        with transaction.atomic():
            plan = RoutePlan.objects.create(
                city_id=unit.city_id, unit_id=unit_id, on=on, asked_by=str(by), asked_at=moment
            )
            add_jobs(MAKE_ROUTE_PLAN, [plan.pk], queue=OUTSIDE_QUEUE)
    except IntegrityError:  # somebody has asked already
        known = unfinished.first()
        if known is None:
            raise
        if known.on != on:
            raise AnotherDayIsCalculated() from None
        return int(known.pk)
    return int(plan.pk)


def make_route_plan(plan_id: int) -> None:
    """Calculate a proposal that waits; run it as a job, outside any transaction. Done twice, it changes nothing.

    What goes wrong is raised, after the proposal is marked as failed: its planner may ask again.
    """
    begun = RoutePlan.objects.filter(pk=plan_id, state__in=sorted(UNFINISHED_PLANS))
    if not begun.update(state=PlanState.RUNNING.value, began_at=clock.now()):
        return
    plan = RoutePlan.objects.get(pk=plan_id)
    try:
        result = _calculated(plan)
    except Exception:
        begun.update(state=PlanState.FAILED.value, ended_at=clock.now())
        raise
    begun.update(state=PlanState.READY.value, ended_at=clock.now(), result=result)


def _calculated(plan: RoutePlan) -> dict[str, Any]:
    begins = clock.monotonic()
    board = board_of(plan.unit_id, plan.on)
    day, without_place = day_of_board(board, board.orders, now=clock.now())
    travel = travel_between(points_of(day))
    left = max(LEAST_SEARCH, WHOLE_SECONDS - (clock.monotonic() - begins))
    return as_result(plan_day(day, travel, seconds=min(left, MOST_SECONDS, seconds_for(len(day.jobs)))), without_place)


def as_result(plan: DayPlan, without_place: Sequence[str]) -> dict[str, Any]:
    """Return a plan as it is kept: routes, orders left out with their reasons, those without a place."""
    return {
        "routes": [_route(route) for route in plan.routes],
        "left_out": [{"order": one.job, "why": one.why.value} for one in plan.left_out],
        "without_place": list(without_place),
        "source": plan.source,
    }


def _route(route: CrewRoute) -> dict[str, Any]:
    halts = [{"kind": one.kind, "key": one.key, "begins": one.begins, "ends": one.ends} for one in route.halts]
    return {
        "crew": int(route.crew),
        "leaves": route.leaves,
        "back": route.back,
        "metres": route.metres,
        "halts": halts,
    }


def accept_routes(plan_id: int, *, by: Actor) -> int:
    """Plan the orders of a proposal as it says, all of them in one transaction or none; returns how many were planned.

    Each order has an event of its own. Locked orders, and those with their crew already, stay as they are if they are
    still with the crew of the proposal. Raises NoSuchRoutePlan, NotYourWork, RoutePlanIsNotReady, and
    RoutePlanDoesNotFit with every order that stands in the way; the proposal is then as it was.
    """
    with deadlock_is_a_conflict(), transaction.atomic():
        plan = _decide(plan_id, PlanState.ACCEPTED, by=by)
        routes = [(route, _orders_in(route)) for route in plan.result["routes"]]
        numbers = [number for _route, of_route in routes for number in of_route]
        rows = WorkOrder.objects.select_for_update(no_key=True).filter(number__in=numbers).order_by("pk")
        orders = {order.number: order for order in rows}
        planned, conflicts = 0, list[tuple[str, Refusal]]()
        for route, of_route in routes:
            for position, number in enumerate(of_route, 1):
                try:
                    planned += _plan(orders.get(number), plan, route, position, by=by)
                except Refusal as refusal:
                    conflicts.append((number, refusal))
        if conflicts:
            raise RoutePlanDoesNotFit(conflicts)
        return planned


def _orders_in(route: Mapping[str, Any]) -> list[str]:
    return [halt["key"] for halt in route["halts"] if halt["kind"] == "job"]


def _plan(order: WorkOrder | None, plan: RoutePlan, route: Mapping[str, Any], position: int, *, by: Actor) -> bool:
    """Plan one order, which is locked in the database, as proposed; False for one that stays as it is."""
    if order is None:
        raise NoSuchWorkOrder()
    is_fixed = order.is_locked or order.state not in UNSENT
    if is_fixed and order.crew_id == route["crew"] and order.state != OrderState.CANCELLED:
        return False
    if order.is_locked:
        raise OrderIsLocked(number=order.number)
    refuse_unless_in(order, UNSENT)
    whole = WorkPlan(crew_id=route["crew"], on=plan.on, day_part=order.day_part, position=position)
    set_plan(order, whole, by=by)
    return True


def dismiss_routes(plan_id: int, *, by: Actor) -> None:
    """Put a proposal aside; no order changes. Raises NoSuchRoutePlan, NotYourWork, RoutePlanIsNotReady."""
    _decide(plan_id, PlanState.DISMISSED, by=by)


def _decide(plan_id: int, state: PlanState, *, by: Actor) -> RoutePlan:
    plan = RoutePlan.objects.filter(pk=plan_id).first()
    if plan is None:
        raise NoSuchRoutePlan()
    if not may_plan_orders(by, plan.unit_id):
        raise NotYourWork()
    ready = RoutePlan.objects.filter(pk=plan_id, state=PlanState.READY.value)
    if not ready.update(state=state.value):
        raise RoutePlanIsNotReady()
    return plan


def place_on_board(number: str, *, crew_id: int | None, position: int, on: date, by: Actor) -> None:
    """Give an order to a crew for a day at a place among its orders (from 1), or take it off (no crew).

    The other orders of the lane that are not sent move by one. Raises what `plan_order` and `unplan_order` raise, and
    OrderIsLocked for a locked one.
    """
    with open_order(number=number) as order:
        refuse_unless(order, by, frozenset({PLANNER}), label=BY_ORDER_VERB["plan"].label)
        if order.is_locked:
            raise OrderIsLocked(number=number)
        unit_id, state = order.unit_id, order.state
    if crew_id is None:
        if state == OrderState.PLANNED:
            unplan_order(number, by=by)
        return
    lane = next((one for one in board_of(unit_id, on).lanes if one.crew.id == crew_id), None)
    sequence = [one.number for one in (lane.orders if lane is not None else ()) if one.state in UNSENT]
    sequence = [one for one in sequence if one != number]
    sequence.insert(max(0, min(position - 1, len(sequence))), number)
    for place, one in enumerate(sequence, 1):
        with open_order(number=one) as order:
            if not order.is_locked:
                set_plan(order, WorkPlan(crew_id=crew_id, on=on, day_part=order.day_part, position=place), by=by)


def forget_route_plans(*, before: datetime) -> int:
    """Delete the proposals of before a moment; returns how many."""
    return int(RoutePlan.objects.filter(asked_at__lt=before).delete()[0])

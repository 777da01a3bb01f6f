"""Who can take one more order on a day: the crews that may, the least delay first."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from peygir.core import clock
from peygir.core.routes.day import points_of
from peygir.core.routes.day_plan import who_can_take
from peygir.core.routes.problem import WhyUnplanned
from peygir.core.routes.travel import by_road_factor
from peygir.desks.fieldwork import queries as fieldwork
from peygir.desks.fieldwork.actions import NoSuchWorkOrder
from peygir.desks.fieldwork.order_states import UNSENT, OrderState
from peygir.desks.fieldwork.queries import Board, CrewFacts, WorkOrderFacts
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff
from peygir.web.kit.templatetags.ui import language
from peygir.web.planner.board import day_in, unit_of
from peygir.web.planner.board_rows import kilometres, order_row


@dataclass(frozen=True, slots=True)
class TakerRow:
    """One crew that could take the order: before which stop, and what that costs.

    `place` counts all stops of the lane, `position` those that are not sent, as the board's command does.
    """

    crew: CrewFacts
    place: int
    position: int
    delay: int
    detour: str
    late: int


@staff(Permission.PLAN_ORDERS)
@require_GET
def board_urgent(request: HttpRequest, work_order: str) -> HttpResponse:
    """Show who can take an order of the unit, and let the planner give it to one of them."""
    on = day_in(request.GET.get("on", ""))
    board = fieldwork.board_of(unit_of(actor(request)), on)
    order = next((one for one in board.orders if one.number == work_order and one.state in UNSENT), None)
    if order is None:
        raise NoSuchWorkOrder()
    ways = _ways(board, order)
    why = WhyUnplanned.NOBODY_MAY.label.in_language(language()) if order.lat is not None else _no_point()
    context = {"row": order_row(order, clock.now(), on), "on": on, "ways": ways, "why": why}
    return render(request, "planner/board_urgent.html", context)


def _no_point() -> str:
    return _("It has no point on the map.")


def _ways(board: Board, order: WorkOrderFacts) -> list[TakerRow]:
    """Return the crews that may do it; those that do not work on the day are left out."""
    lanes = {lane.crew.id: [one for one in lane.orders if one.number != order.number] for lane in board.lanes}
    given = [one for orders in lanes.values() for one in orders if one.lat is not None]
    day, _without = fieldwork.day_of_board(board, [*given, order], now=clock.now(), stay=False)
    if order.number not in {job.key for job in day.jobs}:
        return []
    orders = [[one.number for one in lanes[lane.crew.id] if one.lat is not None] for lane in board.lanes]
    begun = {
        place: sum(one.state == OrderState.UNDER_WAY for one in lanes[lane.crew.id])
        for place, lane in enumerate(board.lanes)
    }
    ways = who_can_take(day, by_road_factor(points_of(day)), orders, order.number, fixed=begun)
    takers = []
    for way in ways:
        crew, lane = board.lanes[way.vehicle].crew, lanes[board.lanes[way.vehicle].crew.id]
        if day.crews[way.vehicle].closes > day.crews[way.vehicle].opens:
            before = sum(one.state in UNSENT for one in lane[: way.position])
            late = -(-way.late // 60)
            takers.append(
                TakerRow(crew, way.position + 1, before + 1, -(-way.delay // 60), kilometres(way.detour), late)
            )
    return takers

"""The day's board of a unit: what is ready, what each crew has today, and the proposal of routes."""

from datetime import date, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from peygir.city import queries as city
from peygir.core import clock
from peygir.desks.fieldwork import queries as fieldwork
from peygir.desks.fieldwork.plan_states import UNFINISHED_PLANS, PlanState
from peygir.desks.fieldwork.queries import Board
from peygir.people.actions import NotYourWork
from peygir.people.permissions import Permission
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.parts import MapPart
from peygir.web.planner.board_rows import (
    COLOURS,
    BoardRow,
    LaneRow,
    area_choices,
    filters_in,
    lane_rows,
    proposal,
    ready_rows,
    topic_choices,
)
from peygir.web.planner.route_sketch import DrawnRoute, RouteSketch, route_sketch

DAYS_AHEAD: Final = 6
SHOWN: Final = 200
"""Ready orders on the page; the filters narrow them."""


@staff(Permission.PLAN_ORDERS)
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Show the board of one's unit on a day; a refresh (header X-Live) renders its body alone."""
    by, on = actor(request), day_in(request.GET.get("on", ""))
    day_board = fieldwork.board_of(unit_of(by), on)
    now, filters = clock.now(), filters_in(request.GET)
    ready, lanes = ready_rows(day_board, filters, now), lane_rows(day_board, now)
    plan = fieldwork.latest_plan(day_board.unit_id, on)
    is_calculated = plan is not None and plan.state in UNFINISHED_PLANS
    context: dict[str, Any] = {
        "unit": city.unit(day_board.unit_id),
        "on": on,
        "today": today(),
        "days": [today() + timedelta(days=ahead) for ahead in range(-1, DAYS_AHEAD)],
        "board": day_board,
        "ready": ready[:SHOWN],
        "ready_left_out": max(0, len(ready) - SHOWN),
        "lanes": lanes,
        "filters": filters,
        "areas": area_choices(day_board.ready),
        "topics": topic_choices(day_board.ready),
        "colours": COLOURS,
        "plan": plan,
        "unloading": fieldwork.unloading_places(day_board.unit_id),
        "is_calculated": is_calculated,
        "proposal": proposal(plan, day_board, now) if plan is not None and plan.state == PlanState.READY else None,
        "may_plan": on >= today() and bool(day_board.lanes) and bool(day_board.orders) and not is_calculated,
        "sketch": drawn_board(day_board, lanes),
        "map": _map(ready) if city.has_polygons(current_city().id) else None,
        "stayed": request.session.pop("board_stayed", []),
    }
    return render(
        request, "planner/board_body.html" if request.headers.get("X-Live") else "planner/board.html", context
    )


def unit_of(by: Actor) -> int:
    """Return the unit whose work the person plans. Raises NotYourWork for an account without a unit."""
    if by.unit_id is None:
        raise NotYourWork()
    return by.unit_id


def day_in(text: str) -> date:
    """Return the day of a URL or form within a year of today, today for anything else."""
    try:
        chosen_day = date.fromisoformat(text[:10])
    except ValueError:
        return today()
    return chosen_day if abs((chosen_day - today()).days) <= 366 else today()


def board_url(on: date) -> str:
    """Return the address of the board on a day."""
    return f"{reverse('board')}?{urlencode({'on': on.isoformat()})}"


def drawn_board(day_board: Board, lanes: list[LaneRow]) -> RouteSketch | None:
    """Return the drawing of the lanes' routes and of what is ready."""
    routes = [drawn_lane(lane) for lane in lanes]
    loose = [(order.lat, order.lon) for order in day_board.ready if order.lat is not None and order.lon is not None]
    return route_sketch(routes, loose)


def drawn_lane(lane: LaneRow) -> DrawnRoute:
    """Return what is drawn of a lane."""
    crew = lane.crew
    base = (crew.base_lat, crew.base_lon) if crew.base_lat is not None and crew.base_lon is not None else None
    stops = [
        ((row.order.lat, row.order.lon), str(row.position))
        for row in lane.rows
        if row.order.lat is not None and row.order.lon is not None
    ]
    return DrawnRoute(crew.name, lane.tone, base, stops)


def _map(rows: list[BoardRow]) -> MapPart:
    """Return the map around the middle of the ready orders, or of the city."""
    city_facts = current_city()
    placed = [(row.order.lat, row.order.lon) for row in rows if row.order.lat is not None and row.order.lon is not None]
    lats, lons = sorted(lat for lat, _lon in placed), sorted(lon for _lat, lon in placed)
    middle = len(placed) // 2
    lat, lon = (lats[middle], lons[middle]) if placed else (city_facts.centre_lat, city_facts.centre_lon)
    return MapPart("show", reverse("areas"), lat, lon, city_facts.zoom, False, _("Map of what is ready"))

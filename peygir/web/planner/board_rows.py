"""The values of the day's board: rows of orders, lanes of crews with their times, filters, and the proposal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from peygir.city import queries as city
from peygir.core.routes.day import points_of
from peygir.core.routes.day_plan import CrewRoute, arranged
from peygir.core.routes.problem import WhyUnplanned
from peygir.core.routes.travel import by_road_factor
from peygir.desks.fieldwork import queries as fieldwork
from peygir.desks.fieldwork.board_rules import clock_of, due_colour
from peygir.desks.fieldwork.order_states import IN_STREET, OrderState
from peygir.desks.fieldwork.queries import Board, CrewFacts, Lane, RoutePlanFacts, WorkOrderFacts
from peygir.web.kit.current_city import current_city, end_of
from peygir.web.kit.numbers import whole
from peygir.web.kit.templatetags.ui import digits, language, named, time_left

TONES: Final = (
    *("text-primary", "text-error", "text-info", "text-success", "text-warning", "text-secondary", "text-accent"),
    "text-base-content",
)
"""Classes of colour for the crews' lines, in turn."""
COLOURS: Final = ("red", "yellow", "green")


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One order of the board; times are words, "" where it has none."""

    order: WorkOrderFacts
    name: str
    place: str
    colour: str
    left: str
    begins: str = ""
    ends: str = ""
    position: int = 0

    @property
    def is_movable(self) -> bool:
        """Whether the board may give it to another crew or place."""
        return fieldwork.movable(self.order)

    @property
    def is_in_street(self) -> bool:
        """Whether its crew has it already."""
        return self.order.state in IN_STREET


@dataclass(frozen=True, slots=True)
class LaneRow:
    """A crew's lane: its rows in order, and the day in words."""

    crew: CrewFacts
    tone: str
    rows: list[BoardRow]
    topics: str
    is_off: bool
    kilometres: str = ""
    leaves: str = ""
    back: str = ""
    late: str = ""
    is_overloaded: bool = False
    to_send: int = 0


@dataclass(frozen=True, slots=True)
class BoardFilters:
    """What the list of ready orders is narrowed to; empty values do not narrow."""

    area: int | None = None
    topic: int | None = None
    colour: str = ""

    @property
    def is_any(self) -> bool:
        """Whether anything is narrowed."""
        return self.area is not None or self.topic is not None or bool(self.colour)


def filters_in(query: QueryDict) -> BoardFilters:
    """Return the filters of a URL; what is none is left out."""
    colour = query.get("colour", "")
    return BoardFilters(
        whole(query.get("area", "")), whole(query.get("topic", "")), colour if colour in COLOURS else ""
    )


def order_row(order: WorkOrderFacts, now: datetime, on: date, *, position: int = 0) -> BoardRow:
    """Return the row of an order without times."""
    topic = city.topic(order.city_id, order.topic_id) if order.topic_id is not None else None
    area = city.neighbourhood(order.city_id, order.neighbourhood_id) if order.neighbourhood_id is not None else None
    name = order.title or (named(topic) if topic is not None else _("Several topics"))
    place = order.address or (named(area) if area is not None else "")
    colour = due_colour(order.due_at, now, end_of_day=end_of(on))
    return BoardRow(order, name, place, colour, time_left(order.due_at), position=position)


def ready_rows(board: Board, filters: BoardFilters, now: datetime) -> list[BoardRow]:
    """Return the ready orders that the filters leave, in the order of their promises."""
    rows = [order_row(order, now, board.on) for order in board.ready]
    return [
        row
        for row in rows
        if filters.area in (None, row.order.neighbourhood_id)
        and filters.topic in (None, row.order.topic_id)
        and filters.colour in ("", row.colour)
    ]


def lane_rows(board: Board, now: datetime) -> list[LaneRow]:
    """Return the lanes with the times at which each order's turn comes, by the road factor."""
    given = [order for lane in board.lanes for order in lane.orders]
    day, _without = fieldwork.day_of_board(board, given, now=now, stay=False)
    placed = {job.key for job in day.jobs}
    orders = [[order.number for order in lane.orders if order.number in placed] for lane in board.lanes]
    plan = arranged(day, by_road_factor(points_of(day)), orders)
    routes = {route.crew: route for route in plan.routes}
    return [
        _lane(lane, TONES[place % len(TONES)], routes.get(str(lane.crew.id)), board.on, now)
        for place, lane in enumerate(board.lanes)
    ]


def _lane(lane: Lane, tone: str, route: CrewRoute | None, on: date, now: datetime) -> LaneRow:
    times = {halt.key: halt for halt in route.halts if halt.kind == "job"} if route is not None else {}
    rows = []
    for position, order in enumerate(lane.orders, 1):
        row, halt = order_row(order, now, on, position=position), times.get(order.number)
        if halt is not None:
            row = BoardRow(
                row.order,
                row.name,
                row.place,
                row.colour,
                row.left,
                clock_of(halt.begins),
                clock_of(halt.ends),
                position,
            )
        rows.append(row)
    shift = lane.crew.shift_on(on)
    summary = {"kilometres": "", "leaves": "", "back": "", "late": ""}
    if route is not None:
        late = digits(-(-route.late // 60)) if route.late else ""
        summary = {
            "kilometres": kilometres(route.metres),
            "leaves": clock_of(route.leaves),
            "back": clock_of(route.back),
            "late": late,
        }
    return LaneRow(
        lane.crew,
        tone,
        rows,
        topics_of(lane.crew),
        is_off=shift is None and bool(lane.crew.shifts),
        is_overloaded=route is not None and route.excess_load > 0,
        to_send=sum(order.state == OrderState.PLANNED for order in lane.orders),
        **summary,
    )


def topics_of(crew: CrewFacts) -> str:
    """Return the names of a crew's topics; "" for a crew that works on every topic."""
    names = [city.topic(current_city().id, topic_id) for topic_id in sorted(crew.topic_ids)]
    return (
        "، ".join(named(topic) for topic in names if topic)
        if language() == "fa"
        else ", ".join(named(topic) for topic in names if topic)
    )


def kilometres(metres: int) -> str:
    """Return kilometres with one decimal, in the viewer's digits."""
    return digits(f"{metres / 1000:.1f}")


def proposal(plan: RoutePlanFacts, board: Board, now: datetime) -> dict[str, Any]:
    """Return a proposal for the page: routes with their rows, what is left out and why, and sums."""
    orders = {order.number: order for order in board.orders}
    crews = {lane.crew.id: lane.crew for lane in board.lanes}
    routes = []
    for place, route in enumerate(plan.routes):
        halts = [
            {
                "kind": halt.kind,
                "begins": clock_of(halt.begins),
                "row": order_row(orders[halt.key], now, board.on) if halt.key in orders else None,
                "key": halt.key,
            }
            for halt in route.halts
        ]
        routes.append(
            {
                "crew": crews.get(route.crew_id),
                "tone": TONES[place % len(TONES)],
                "halts": halts,
                "jobs": len(route.numbers),
                "kilometres": kilometres(route.metres),
                "leaves": clock_of(route.leaves),
                "back": clock_of(route.back),
            }
        )
    return {
        "plan": plan,
        "routes": routes,
        "jobs": sum(len(route.numbers) for route in plan.routes),
        "kilometres": kilometres(sum(route.metres for route in plan.routes)),
        "left_out": _left_out(plan, orders, now, board.on),
        "source": _SOURCES.get(plan.source, lambda: "")(),
    }


def _left_out(
    plan: RoutePlanFacts, orders: Mapping[str, WorkOrderFacts], now: datetime, on: date
) -> list[tuple[BoardRow, str]]:
    orders_left = [
        (order_row(orders[number], now, on), WhyUnplanned.of(why).label.in_language(language()))
        for number, why in plan.left_out
        if number in orders
    ]
    no_point = _("It has no point on the map.")
    numbers = [number for number in plan.without_place if number in orders]
    return [*orders_left, *((order_row(orders[number], now, on), no_point) for number in numbers)]


_SOURCES: Final = {
    "routing server": lambda: _("Travel times of the city's routing server."),
    "streets of the map": lambda: _("Travel times along the streets of the loaded map."),
    "road factor": lambda: _("Travel times by straight lines and a road factor: there is no street map."),
}


def area_choices(orders: Sequence[WorkOrderFacts]) -> list[tuple[int, str]]:
    """Return (id, name) of the neighbourhoods of these orders, by name."""
    city_id = current_city().id
    ids = {order.neighbourhood_id for order in orders if order.neighbourhood_id is not None}
    found = [(pk, named(city.neighbourhood(city_id, pk))) for pk in ids]
    return sorted(found, key=lambda pair: pair[1])


def topic_choices(orders: Sequence[WorkOrderFacts]) -> list[tuple[int, str]]:
    """Return (id, name) of the topics of these orders, by name."""
    city_id = current_city().id
    ids = {order.topic_id for order in orders if order.topic_id is not None}
    found = [(pk, named(city.topic(city_id, pk))) for pk in ids]
    return sorted(found, key=lambda pair: pair[1])

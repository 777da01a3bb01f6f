"""The day's board of a unit: what is ready, what each crew has on the day, as a problem for the planner too."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import connection
from django.db.models import F, Q

from peygir.city import queries as city
from peygir.core.jalali import local
from peygir.core.routes.day import DAY, DayCrew, DayJob, Dump, WorkDay
from peygir.core.routes.travel import Point
from peygir.desks.fieldwork.board_rules import (
    MINUTES,
    pause_of,
    seconds_now,
    seconds_of,
    shift_of,
    stays_with_crew,
    weight_of,
    window_of,
)
from peygir.desks.fieldwork.models import UnloadingPlace, WorkOrder
from peygir.desks.fieldwork.order_states import IN_STREET, OPEN_ORDERS, UNSENT, OrderState
from peygir.desks.fieldwork.queries.crews import CrewFacts, crews_of_unit
from peygir.desks.fieldwork.queries.orders import WorkOrderFacts, counted, facts_of

MOST_ON_BOARD: Final = 600
"""Orders on one board; the due ones first."""


@dataclass(frozen=True, slots=True)
class Lane:
    """A crew and its orders of the day, those in the street first, then in the order of the route."""

    crew: CrewFacts
    orders: list[WorkOrderFacts]


@dataclass(frozen=True, slots=True)
class Board:
    """A unit's day: orders without a crew that are ready, and a lane for each crew; `has_more`: some are not shown."""

    unit_id: int
    on: date
    ready: list[WorkOrderFacts]
    lanes: list[Lane]
    done: int
    has_more: bool

    @property
    def orders(self) -> list[WorkOrderFacts]:
        """All orders of the board."""
        return [*self.ready, *(order for lane in self.lanes for order in lane.orders)]


def board_of(unit_id: int, on: date) -> Board:
    """The board of a unit on a day; six statements.

    Ready are drafts, and what was planned for the day without a crew; a crew's lane also has what it was given for an
    earlier day and has not finished. Orders of contracts are not on it: contractors plan their own days.
    """
    rows = WorkOrder.objects.filter(unit_id=unit_id, contract__isnull=True)
    open_rows = rows.filter(Q(planned_on__isnull=True) | Q(planned_on__lte=on), state__in=_values(OPEN_ORDERS))
    ordered = counted(open_rows).order_by(F("due_at").asc(nulls_last=True), "pk")[: MOST_ON_BOARD + 1]
    orders = [facts_of(row) for row in ordered]
    shown = orders[:MOST_ON_BOARD]
    by_crew: dict[int, list[WorkOrderFacts]] = {}
    ready = []
    for order in shown:
        if order.crew_id is None:
            ready.append(order)
        else:
            by_crew.setdefault(order.crew_id, []).append(order)
    crews = crews_of_unit(unit_id, on=on)
    lanes = [Lane(crew, sorted(by_crew.get(crew.id, ()), key=_place_in_lane)) for crew in crews]
    gone = set(by_crew) - {crew.id for crew in crews}
    ready += [order for crew_id in sorted(gone) for order in by_crew[crew_id]]
    ended = (OrderState.FINISHED.value, OrderState.SETTLED.value)
    done = rows.filter(planned_on=on, state__in=ended).count()
    return Board(unit_id, on, ready, lanes, done, len(orders) > MOST_ON_BOARD)


def _values(states: Collection[OrderState]) -> list[str]:
    return sorted(state.value for state in states)


def _place_in_lane(order: WorkOrderFacts) -> tuple[bool, int, int]:
    return (order.state not in IN_STREET, order.position if order.position is not None else 10_000, order.id)


def day_of_board(
    board: Board, orders: Sequence[WorkOrderFacts], *, now: datetime, stay: bool = True
) -> tuple[WorkDay, list[str]]:
    """Return these orders and the board's crews as a problem of the planner, and the numbers of orders without a place.

    Times are seconds of the board's day by the city's clock. With `stay` an order that is locked, in the street or left
    over from an earlier day can go to its own crew alone.
    """
    unit = city.unit(board.unit_id)
    assert unit is not None
    zone = city.city_by_id(unit.city_id).time_zone
    placed = [order for order in orders if order.lat is not None and order.lon is not None]
    jobs = tuple(_job(order, board.on, zone, stay=stay) for order in placed)
    middle = _middle(placed)
    begun = seconds_now(local(now, zone), board.on)
    crews = tuple(_crew(lane, board.on, middle, begun) for lane in board.lanes)
    dumps = tuple(
        Dump(
            str(row.pk),
            (row.lat, row.lon),
            row.minutes * 60,
            seconds_of(row.opens) if row.opens else 0,
            seconds_of(row.closes) if row.closes else 2 * DAY,
        )
        for row in UnloadingPlace.objects.filter(unit_id=board.unit_id, is_active=True).order_by("pk")
    )
    return WorkDay(jobs, crews, dumps), [order.number for order in orders if order.lat is None or order.lon is None]


def _job(order: WorkOrderFacts, on: date, zone: str, *, stay: bool) -> DayJob:
    opens, closes = window_of(order.day_part)
    due_on = local(order.due_at, zone).date() if order.due_at is not None else None
    stays = stay and order.crew_id is not None
    stays = stays and stays_with_crew(state=order.state, is_locked=order.is_locked, planned_on=order.planned_on, on=on)
    return DayJob(
        order.number,
        (order.lat or 0.0, order.lon or 0.0),
        (order.minutes or MINUTES) * 60,
        opens,
        closes,
        load=order.load,
        skills=frozenset({str(order.topic_id)} if order.topic_id is not None else ()),
        weight=weight_of(due_on, order.urgency, on),
        crew=str(order.crew_id) if stays else None,
    )


def _crew(lane: Lane, on: date, middle: Point, begun: int) -> DayCrew:
    crew = lane.crew
    shift = crew.shift_on(on)
    begins, ends = (shift.begins, shift.ends) if shift is not None else (None, None)
    if shift is None and crew.shifts:  # it has hours, and none on this weekday
        opens = closes = 0
    else:
        opens, closes = shift_of(begins, ends, not_before=begun)
    base = (crew.base_lat, crew.base_lon) if crew.base_lat is not None and crew.base_lon is not None else middle
    under_way = next((order for order in lane.orders if order.state == OrderState.UNDER_WAY and order.lat), None)
    start = (under_way.lat, under_way.lon) if begun and under_way and under_way.lat and under_way.lon else base
    full, _ends = shift_of(begins, ends)
    return DayCrew(
        str(crew.id),
        start,
        base,
        opens,
        closes,
        capacity=crew.capacity or None,
        skills=frozenset(str(topic) for topic in crew.topic_ids) if crew.topic_ids else None,
        pause=pause_of(full, closes, now=begun) if closes > opens else None,
    )


def _middle(orders: Sequence[WorkOrderFacts]) -> Point:
    if not orders:
        return (0.0, 0.0)
    return (
        sum(order.lat or 0.0 for order in orders) / len(orders),
        sum(order.lon or 0.0 for order in orders) / len(orders),
    )


def board_stamps(unit_ids: Collection[int]) -> dict[int, str]:
    """A stamp per unit that changes whenever its board would look otherwise; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_STAMPS, {"units": sorted(unit_ids), "open": _values(OPEN_ORDERS)})
        return {int(unit): str(stamp) for unit, stamp in cursor.fetchall()}


_STAMPS: Final = """
    SELECT unit.id, concat_ws('/',
        (SELECT concat_ws('.', count(*), sum(version)) FROM fieldwork_workorder
         WHERE unit_id = unit.id AND state <> ALL (ARRAY['settled', 'cancelled']) AND state = ANY (%(open)s)),
        (SELECT concat_ws('.', id, state) FROM fieldwork_routeplan WHERE unit_id = unit.id ORDER BY id DESC LIMIT 1),
        (SELECT concat_ws('.', count(*), sum(version)) FROM fieldwork_crew WHERE unit_id = unit.id))
    FROM unnest(%(units)s::bigint[]) AS unit (id)
"""


def movable(order: WorkOrderFacts) -> bool:
    """Whether the board may give the order to another crew or place: it is not sent, and not locked."""
    return order.state in UNSENT and not order.is_locked

"""What anybody may see of the city's cases, on a map, in a list or near a place; never a reporter or an exact address.

Of times the day, of the number of reports whether there are more than one.

Shown are cases about a place whose topic is known. Confidential reports, complaints about staff or a unit, and cases
without a place are not shown. A point is rounded to about a hundred metres, since the problem may lie in front of the
reporter's own house.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any, Final

from django.db.models import Avg, Count, F, FloatField, Q, QuerySet
from django.db.models.functions import Cast, Floor, Round

from peygir.cases.day_order import DayColumn, newest_days_first
from peygir.cases.models import Case
from peygir.cases.rules import FIELD, PermissionColumns, approximate, is_about_somebody, whole_fields
from peygir.cases.states import WORKABLE, CaseState, CloseKind
from peygir.city import queries as city
from peygir.city.facts import NeighbourhoodFacts, TopicFacts
from peygir.core.geometry import METRES_PER_DEGREE, cells_near, metres_between
from peygir.core.moments import day_start

LATE: Final = WORKABLE - {CaseState.WAITING}
FINISHED: Final = frozenset({CaseState.DONE, CaseState.CONFIRMED, CaseState.CLOSED})
# Work was done in the street.
WORKED: Final = ("", CloseKind.CONFIRMED, CloseKind.SILENCE, CloseKind.DELIVERED)
MOST_POINTS: Final = 400
PAGE: Final = 20
LAST_PAGE: Final = 50
# Radii in metres.
WALKS: Final = (600, 2500)
ROUNDED_BY: Final = 80  # the most metres that `approximate` moves a point
_COLUMNS: Final = (
    "code",
    "state",
    "close_kind",
    "opened_at",
    "state_at",
    "due_at",
    "report_count",
    "topic_id",
    "neighbourhood_id",
    "lat",
    "lon",
)


@dataclass(frozen=True, slots=True)
class MapBounds:
    """A rectangle of the map, in degrees."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicCaseFilter:
    """Filter of public cases: `state` is open, late or finished; empty values do not filter."""

    state: str = "open"
    group_code: str = ""
    since: datetime | None = None
    district_id: int | None = None
    neighbourhood_id: int | None = None
    box: MapBounds | None = None


@dataclass(frozen=True, slots=True)
class PublicLine:
    """One case as anybody may see it, by days of the city; `lat` and `lon` are rounded.

    `is_shared`: others reported it too. `is_late`: its promised day is over, and not paused.
    """

    code: str
    state: str
    close_kind: str
    opened_on: date
    changed_on: date
    due_on: date | None
    is_shared: bool
    is_late: bool
    topic: TopicFacts
    neighbourhood: NeighbourhoodFacts | None
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class NearLine:
    """A public case and its distance in metres, from and to rounded points."""

    line: PublicLine
    metres: float


@dataclass(frozen=True, slots=True)
class MapSpot:
    """A spot: the cases at one place, or (zoomed out) their number."""

    lat: float
    lon: float
    count: int
    lines: tuple[PublicLine, ...] = ()


def public_topic_ids(city_id: int) -> list[int]:
    """The ids of the topics whose cases everybody may see."""
    return [topic.id for topic in city.topics(city_id) if is_of_the_street(topic)]


def shown(city_id: int, prefix: str = "") -> Q:
    """The condition by which the database picks the cases that `is_shown` shows.

    `prefix` is the path from the filtered model to its case, such as "case__". Every public list, map, count and
    digest filters by it, so that a case which no public page shows leaves no trace in any of them.
    """
    conditions = {
        "topic_id__in": public_topic_ids(city_id),
        "is_confidential": False,
        "about_unit_id__isnull": True,
        "about_staff_id__isnull": True,
    }
    return Q(**{f"{prefix}{name}": value for name, value in conditions.items()})


def hidden_among(city_id: int, case_ids: Iterable[int]) -> frozenset[int]:
    """Those of these cases that no public page shows; one statement."""
    wanted = frozenset(case_ids)
    return wanted - frozenset(
        Case.objects.filter(shown(city_id), city_id=city_id, id__in=wanted).values_list("id", flat=True)
    )


def is_shown(case: PermissionColumns, topic: TopicFacts | None) -> bool:
    """Whether a case appears on the public map and lists; `shown` is the same condition for the database."""
    return topic is not None and is_of_the_street(topic) and not case.is_confidential and not is_about_somebody(case)


def is_of_the_street(topic: TopicFacts) -> bool:
    """Whether everybody may see cases of this topic: about a place, public, and not confidential."""
    return topic.about == "place" and topic.needs_place and topic.is_public and not topic.is_confidential


def lines(
    city_id: int, case_filter: PublicCaseFilter, *, now: datetime, page: int = 1, size: int = PAGE
) -> tuple[list[PublicLine], bool]:
    """One page of public cases, the newest day first, and whether there are more; two statements."""
    start = (min(max(page, 1), LAST_PAGE) - 1) * size
    column: DayColumn = "state_at" if case_filter.state == "finished" else "opened_at"
    rows = newest_days_first(_rows(city_id, case_filter, now), column, city_id=city_id, start=start, size=size + 1)
    found = public_lines(city_id, rows, now)
    return found[:size], len(found) > size and page < LAST_PAGE


def nearest(
    city_id: int, case_filter: PublicCaseFilter, *, lat: float, lon: float, now: datetime, size: int = PAGE
) -> list[NearLine]:
    """The public cases nearest to a point in degrees, at most the last of WALKS away; two statements at most.

    Both ends are rounded: otherwise an exact address could be found by asking from many places.
    """
    rounded_point = approximate(lat, lon)
    near_lines: list[NearLine] = []
    for metres in WALKS:
        reach = metres + ROUNDED_BY
        rows = _rows(city_id, replace(case_filter, box=_box_around(*rounded_point, reach)), now)
        rows = rows.filter(cell__in=cells_near(*rounded_point, reach))
        away = (
            NearLine(line, metres_between(*rounded_point, line.lat, line.lon))
            for line in public_lines(city_id, rows, now)
            if line.lat is not None and line.lon is not None
        )
        near_lines = [near for near in away if near.metres <= metres]
        if len(near_lines) >= size:
            break
    return sorted(near_lines, key=lambda near: (near.metres, -near.line.opened_on.toordinal(), near.line.code))[:size]


def _box_around(lat: float, lon: float, metres: float) -> MapBounds:
    north = metres / METRES_PER_DEGREE
    east = north / max(math.cos(math.radians(lat)), 0.1)
    return MapBounds(lon - east, lat - north, lon + east, lat + north)


def spots(city_id: int, case_filter: PublicCaseFilter, *, now: datetime, most: int = MOST_POINTS) -> list[MapSpot]:
    """The public cases of a rectangle for drawing: one by one, or counted by grid field where there are more than
    `most`.

    Three statements at most, and some hundreds of spots, however large the city is.
    """
    rows = _rows(city_id, case_filter, now).filter(lat__isnull=False)
    some = public_lines(city_id, newest_days_first(rows, "opened_at", city_id=city_id, start=0, size=most + 1), now)
    if len(some) > most and case_filter.box is not None:
        return _counted(rows, case_filter.box)
    together: dict[tuple[float, float], list[PublicLine]] = {}
    for line in some[:most]:
        if line.lat is not None and line.lon is not None:
            together.setdefault((line.lat, line.lon), []).append(line)
    return [MapSpot(lat, lon, len(here), tuple(here)) for (lat, lon), here in together.items()]


def _counted(rows: QuerySet[Case], box: MapBounds) -> list[MapSpot]:
    """The number of cases in each field of a 20 × 20 grid over the box.

    The visitor chooses the grid's edges, so cases are counted by their public points: counts of exact points would
    reveal on which side of an edge a case lies.
    """
    tall, wide = max((box.north - box.south) / 20, FIELD), max((box.east - box.west) / 20, FIELD)
    points = rows.annotate(public_lat=_rounded("lat"), public_lon=_rounded("lon"))
    fields = points.annotate(y=Floor(F("public_lat") / tall), x=Floor(F("public_lon") / wide)).values("y", "x")
    found = fields.annotate(count=Count("pk"), mid_lat=Avg("public_lat"), mid_lon=Avg("public_lon")).order_by()
    return [MapSpot(*approximate(row["mid_lat"], row["mid_lon"]), row["count"]) for row in found]


def _rounded(column: str) -> Any:
    """SQL expression that rounds a column of degrees as `approximate` does."""
    return Cast(Round(F(column) / FIELD), FloatField()) * FIELD


def open_in_box(city_id: int, box: MapBounds, *, now: datetime, limit: int = 500) -> list[PublicLine]:
    """The open cases of a box, the newest day first; two statements."""
    rows = _rows(city_id, PublicCaseFilter(box=box), now)
    return public_lines(city_id, newest_days_first(rows, "opened_at", city_id=city_id, start=0, size=limit), now)


def _rows(city_id: int, case_filter: PublicCaseFilter, now: datetime) -> QuerySet[Case]:
    today = day_start(now, city.city_by_id(city_id).time_zone)
    rows = Case.objects.filter(_state(case_filter, today), shown(city_id), city_id=city_id)
    if case_filter.group_code:
        group = [topic.id for topic in city.topics(city_id) if topic.group_code == case_filter.group_code]
        rows = rows.filter(topic_id__in=group)
    if case_filter.neighbourhood_id is not None:
        rows = rows.filter(neighbourhood_id=case_filter.neighbourhood_id)
    elif case_filter.district_id is not None:
        rows = rows.filter(district_id=case_filter.district_id)
    if case_filter.box is not None:
        south, north = whole_fields(case_filter.box.south, case_filter.box.north)
        west, east = whole_fields(case_filter.box.west, case_filter.box.east)
        rows = rows.filter(lat__gte=south, lat__lte=north, lon__gte=west, lon__lte=east)
    return rows


def _state(case_filter: PublicCaseFilter, today: datetime) -> Q:
    if case_filter.state == "finished":
        condition = Q(state__in=sorted(FINISHED), close_kind__in=WORKED)
        return condition & Q(state_at__gte=case_filter.since) if case_filter.since else condition
    if case_filter.state == "late":
        condition = Q(state__in=sorted(LATE), due_at__lt=today)
    else:
        condition = Q(state__in=sorted(WORKABLE | {CaseState.REFERRED_OUT}))
    return condition & Q(opened_at__gte=case_filter.since) if case_filter.since else condition


def public_lines(city_id: int, rows: QuerySet[Case], now: datetime) -> list[PublicLine]:
    """Cases as anybody may see them, in their order; the caller filters them by `shown`. One statement."""
    listed, day = [], partial(city.day_of, city_id)
    for code, state, kind, opened, changed, due, count, topic_id, area_id, lat, lon in rows.values_list(*_COLUMNS):
        topic = city.topic(city_id, topic_id)
        assert topic is not None
        point = approximate(lat, lon) if lat is not None and lon is not None else (None, None)
        listed.append(
            PublicLine(
                code=code,
                state=state,
                close_kind=kind,
                opened_on=day(opened),
                changed_on=day(changed),
                due_on=due and day(due),
                is_shared=count > 1,
                is_late=due is not None and day(due) < day(now) and state in LATE,
                topic=topic,
                neighbourhood=city.neighbourhood(city_id, area_id) if area_id else None,
                lat=point[0],
                lon=point[1],
            )
        )
    return listed

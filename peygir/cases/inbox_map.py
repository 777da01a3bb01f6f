"""The cases of an inbox as points: what a unit has to do, where it is."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from peygir.cases.inbox import Filters, filtered
from peygir.cases.list_orders import ORDERS
from peygir.city import queries as city
from peygir.city.facts import NeighbourhoodFacts, TopicFacts
from peygir.core import clock
from peygir.people.rules import Actor
from peygir.storage.plans import planned_for_its_values

MOST: Final = 200
"""More points than that hide one another, and no day holds more."""


@dataclass(frozen=True, slots=True)
class InboxPoint:
    """One case at its place, in degrees WGS84."""

    code: str
    state: str
    opened_at: datetime
    due_at: datetime | None
    lat: float
    lon: float
    topic: TopicFacts | None
    neighbourhood: NeighbourhoodFacts | None
    address: str
    report_count: int


@dataclass(frozen=True, slots=True)
class InboxPoints:
    """The first cases of a list that have a place, how many of the first have none, and whether there are more."""

    points: list[InboxPoint]
    without_place: int
    has_more: bool


def inbox_points(actor: Actor, city_id: int, filters: Filters) -> InboxPoints:
    """The cases that `cases.inbox` gives for these filters, in its order, whatever the page; one statement."""
    rows = filtered(actor, city_id, filters, clock.now()).order_by(*ORDERS.get(filters.order, ORDERS["due"]))
    columns = rows.values_list(
        "code",
        "state",
        "opened_at",
        "due_at",
        "lat",
        "lon",
        "topic_id",
        "neighbourhood_id",
        "address",
        "report_count",
    )[: MOST + 1]
    if filters.text:
        with planned_for_its_values():
            case_rows = list(columns)
    else:
        case_rows = list(columns)
    points = [
        InboxPoint(
            *row[:4],
            lat=row[4],
            lon=row[5],
            topic=city.topic(city_id, row[6]) if row[6] else None,
            neighbourhood=city.neighbourhood(city_id, row[7]) if row[7] else None,
            address=row[8],
            report_count=row[9],
        )
        for row in case_rows[:MOST]
        if row[4] is not None and row[5] is not None
    ]
    return InboxPoints(points, len(case_rows[:MOST]) - len(points), len(case_rows) > MOST)

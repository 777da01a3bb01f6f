"""The history of a place: other cases around a case."""

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from peygir.cases.facts import CaseFacts
from peygir.cases.models import Case
from peygir.cases.seeing import visible
from peygir.city import queries as city
from peygir.city.facts import TopicFacts, UnitFacts
from peygir.core.geometry import METRES_PER_DEGREE, cells_near, metres_between
from peygir.people.rules import Actor

MOST: Final = 40


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A case around another, with its distance in metres."""

    code: str
    state: str
    opened_at: datetime
    lat: float
    lon: float
    topic: TopicFacts | None
    unit: UnitFacts | None
    report_count: int
    metres: int


def around(case: CaseFacts, by: Actor, *, metres: int, since: datetime) -> list[Neighbour]:
    """The latest cases within `metres` of a case that this person may see, the newest first; one statement."""
    if case.lat is None or case.lon is None:
        return []
    here_lat, here_lon = case.lat, case.lon
    north = metres / METRES_PER_DEGREE
    east = north / max(math.cos(math.radians(case.lat)), 0.1)
    rows = (
        Case.objects.filter(
            visible(by),
            city_id=case.city_id,
            cell__in=cells_near(case.lat, case.lon, metres),
            opened_at__gte=since,
            lat__range=(case.lat - north, case.lat + north),
            lon__range=(case.lon - east, case.lon + east),
        )
        .exclude(pk=case.pk)
        .order_by("-opened_at", "-pk")
        .values_list("code", "state", "opened_at", "lat", "lon", "topic_id", "unit_id", "report_count")[:MOST]
    )
    neighbours = []
    for code, state, opened_at, lat, lon, topic_id, unit_id, count in rows:
        if lat is None or lon is None:
            continue
        away = metres_between(here_lat, here_lon, lat, lon)
        if away <= metres:
            topic = city.topic(case.city_id, topic_id) if topic_id else None
            unit = city.unit(unit_id) if unit_id else None
            neighbours.append(Neighbour(code, state, opened_at, lat, lon, topic, unit, count, round(away)))
    return neighbours

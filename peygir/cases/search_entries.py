"""The content of a case's search entry (its reports' words, names of the city), and its search partition."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final

from peygir.cases.models import SearchPartition
from peygir.cases.states import ENDED
from peygir.city import queries as city
from peygir.city.local_knowledge_facts import LandmarkFacts
from peygir.core import clock
from peygir.core.finding import search_text_of

# About 300 metres in degrees: how far people refer to a landmark when they describe a place.
NEAR_LAT: Final = 0.0027
NEAR_LON: Final = 0.0031
LATELY: Final = timedelta(days=365)
"""How long after its end a case's entry moves to the archive partition."""


def text_of_search_entry(
    city_id: int,
    texts: Iterable[str],
    *,
    topic_id: int | None,
    district_id: int | None,
    neighbourhood_id: int | None,
    lat: float | None,
    lon: float | None,
) -> str:
    """The text of a case's search entry, from its reports' `texts` (texts and addresses), its topic and its place."""
    topic = city.topic(city_id, topic_id) if topic_id else None
    district = city.district(city_id, district_id) if district_id else None
    place = city.neighbourhood(city_id, neighbourhood_id) if neighbourhood_id else None
    names = [name for row in (topic, district, place) if row is not None for name in (row.name_fa, row.name_en)]
    if lat is not None and lon is not None:
        today = city.day_of(city_id, clock.now())
        names += names_near(_landmarks(city_id, city.stamp_of(city_id), today), lat, lon)
    return search_text_of([*texts, *names])


def search_partition_of(state: str, state_at: datetime, *, now: datetime) -> SearchPartition:
    """The search partition of a case that is in this state since `state_at`."""
    if state not in ENDED:
        return SearchPartition.OPEN
    return SearchPartition.LATELY if state_at >= now - LATELY else SearchPartition.ARCHIVE


def names_near(landmarks: Iterable[LandmarkFacts], lat: float, lon: float) -> list[str]:
    """The names of the landmarks around a point, including old and colloquial ones."""
    return [
        name
        for row in landmarks
        if abs(row.lat - lat) <= NEAR_LAT and abs(row.lon - lon) <= NEAR_LON
        for name in (row.name_fa, row.name_en, *row.aliases)
    ]


@lru_cache(maxsize=8)
def _landmarks(city_id: int, stamp: tuple[int, bytes], on: date) -> tuple[LandmarkFacts, ...]:
    """The landmarks in force on a day, cached until the city's data change."""
    return tuple(city.landmarks(city_id, on=on))

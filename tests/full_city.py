"""A small city that says everything a city can say beforehand, and how tests load it and ask it."""

from datetime import UTC, date, datetime
from pathlib import Path

from peygir.city import queries
from peygir.city.actions import load_city
from peygir.city.loading import LoadReport
from peygir.city.models import Topic
from tests.small_city import SmallCity, landmark, season, work

FIRST, LATER = date(2026, 1, 10), date(2026, 5, 1)
WORKS_AT = datetime(2026, 5, 5, 9, tzinfo=UTC)
RUNG = {"topic": "", "unit": "", "percent": "80", "audience": "clerk"}
WEST = {"neighbourhood": "01-01", "kind": "household", "weekdays": "sat|mon|wed", "from_time": "21:00"}


def full_city() -> SmallCity:
    city = SmallCity()
    city.landmarks = [landmark("میدان آزادی", name_en="Azadi Square", aliases="فلکه گاز"), landmark("پل", 1, source="")]
    city.collection = [WEST, {**WEST, "neighbourhood": "", "weekdays": "sun"}, {**WEST, "kind": "recycling"}]
    city.works = [work("W-1"), work("W-2", neighbourhood="01-01", unit="O-waste", topics="ASP|GRN-01")]
    city.seasons = [
        season("heat", **{"from": "2026-05-01", "to": "2026-05-10"}, unit="O-waste", due_hours="6"),
        season("snow", topics="*", districts="2", clock="C", menu_key="5"),
    ]
    city.ladder = [RUNG, {**RUNG, "topic": "CLN-01", "percent": "10", "audience": "mayor"}]
    city.marks = [
        {"topic": "CLN-01", "about": "place", "needs_place": "1", "is_confidential": "0", "collection": "household"}
    ]
    return city


def load(city: SmallCity, folder: Path, *, on: date = FIRST) -> LoadReport:
    return load_city(city.write(folder), by="staff:1", on=on)


def town_id() -> int:
    return queries.current_city("small").id


def topic_id(code: str) -> int:
    return Topic.objects.get(city__code="small", code=code).pk

"""The loads of a city, and the tables that stay in force if an optional file is absent; queries the database."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peygir.city.models import CityLoad, Ownership, Topic
from peygir.city.rows import CityRows, EmergencyRow, MarkRow, OwnershipRow
from peygir.city.rules import CSV


@dataclass(frozen=True, slots=True)
class LoadLine:
    """One load: its number, moment, first day of validity, author, the files' digests, the changes."""

    number: int
    at: datetime
    on: date
    by: str
    digests: dict[str, str]
    changes: list[dict[str, Any]]


def loads(city_id: int) -> list[LoadLine]:
    """All loads of a city, the newest first; one statement."""
    rows = CityLoad.objects.filter(city_id=city_id).order_by("-number")
    return [LoadLine(row.number, row.at, row.on, row.by, row.digests, row.changes) for row in rows]


def standing_rows(city_id: int, code: str) -> CityRows:
    """The city's own ownership rows, emergencies and marks in force, for a load without these files.

    Settings, calendar, landmarks, collection days, works, seasons, escalation and attributes are None: a load without
    them leaves them alone. Two statements.
    """
    own = Ownership.objects.filter(city_id=city_id, source=CSV, valid_to=None)
    topics = list(Topic.objects.filter(city_id=city_id, valid_to=None).order_by("code"))
    return CityRows(
        code=code,
        units=None,
        agencies=None,
        topics=None,
        districts=None,
        neighbourhoods=None,
        ownership=tuple(
            OwnershipRow(
                row.topic.code,
                row.district_code,
                row.unit.code if row.unit else "",
                row.agency.code if row.agency else "",
                row.branch,
            )
            for row in own.select_related("topic", "unit", "agency").order_by("pk")
        ),
        emergencies=tuple(row for topic in topics for row in _emergencies(topic)),
        marks=tuple(
            MarkRow(topic.code, topic.about, topic.needs_place, topic.is_confidential, topic.collection_kind)
            for topic in topics
        ),
    )


def _emergencies(topic: Topic) -> list[EmergencyRow]:
    phrases: dict[str, list[str]] = {topic.emergency_phone: []} if topic.is_emergency else {}
    for phone, phrase in topic.emergency_words:
        phrases.setdefault(phone, []).append(phrase)
    return [EmergencyRow(topic.code, phone, tuple(listed)) for phone, listed in phrases.items()]

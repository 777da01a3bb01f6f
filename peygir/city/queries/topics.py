"""The topics of a city, their terms, and their owners."""

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from peygir.city.city_cache import CITY_CACHE
from peygir.city.facts import FaceFacts, OwnerFacts, TermsFacts, TopicFacts, in_force
from peygir.city.queries.ground import view_of
from peygir.core import clock
from peygir.core.persian import normalise

_PARENTHESES: Final = re.compile(r"\([^)]*\)")
_MARKS: Final = re.compile(r"[^\w\s]")


def topics(city_id: int) -> list[TopicFacts]:
    """The topics in force, by code."""
    return [topic for topic in view_of(city_id).topics.values() if topic.is_open]


def topic(city_id: int, topic_id: int) -> TopicFacts | None:
    """A topic by id, closed ones too."""
    return view_of(city_id).topics.get(topic_id)


def topic_by_code(city_id: int, code: str) -> TopicFacts | None:
    """A topic in force by its code."""
    found = view_of(city_id).topics_by_code.get(code)
    return found if found is not None and found.is_open else None


def topic_names(city_id: int) -> list[tuple[int, str]]:
    """(id, name) of the topics in force, in Persian and English, normalised, without brackets and punctuation."""
    return plain_names((topic.id, name) for topic in topics(city_id) for name in (topic.name_fa, topic.name_en))


def plain_names(pairs: Iterable[tuple[int, str]]) -> list[tuple[int, str]]:
    """Names for comparison: normalised, without brackets and punctuation; empty ones left out."""
    plain = ((key, _MARKS.sub(" ", _PARENTHESES.sub(" ", normalise(name)))) for key, name in pairs)
    return [(key, " ".join(name.split())) for key, name in plain if name.strip()]


def emergencies(city_id: int) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(number to call, normalised phrases that indicate such an emergency)."""
    return view_of(city_id).emergencies


def terms_of(topic_id: int, *, on: date) -> TermsFacts | None:
    """The terms of a topic on a day."""
    for view in CITY_CACHE.views().values():
        if (versions := view.terms.get(topic_id)) is not None:
            return in_force(versions, on)
    return None


def owner_of(topic_id: int, district_code: str, *, on: date) -> OwnerFacts | None:
    """The owner of a topic in a district on a day: the district's own row, else the row for any district."""
    for view in CITY_CACHE.views().values():
        if topic_id in view.topics:
            own = in_force(view.owners.get((topic_id, district_code), ()), on)
            return own or in_force(view.owners.get((topic_id, ""), ()), on)
    return None


def owners(city_id: int, *, on: date) -> list[OwnerFacts]:
    """The whole ownership table on a day."""
    rows = (in_force(versions, on) for versions in view_of(city_id).owners.values())
    return [row for row in rows if row is not None]


def owner_versions(city_id: int, topic_id: int, district_code: str) -> tuple[OwnerFacts, ...]:
    """Every version of the owner of one topic and district, the newest first."""
    return view_of(city_id).owners.get((topic_id, district_code), ())


def terms_versions(city_id: int, topic_id: int) -> tuple[TermsFacts, ...]:
    """Every version of a topic's terms, the newest first."""
    return view_of(city_id).terms.get(topic_id, ())


def topic_faces(city_id: int, topic_id: int) -> tuple[FaceFacts, ...]:
    """The decided descriptions of a topic, the newest first."""
    return view_of(city_id).faces.get(topic_id, ())


def next_turn_at() -> datetime | None:
    """When the next decision about a topic of any city begins or ends: the beginning of that day there."""
    moments = []
    for view in CITY_CACHE.views().values():
        zone, now = ZoneInfo(view.city.time_zone), clock.now()
        days = {day for rows in view.faces.values() for row in rows for day in (row.valid_from, row.valid_to) if day}
        moments += [at for day in days if (at := datetime.combine(day, time(), zone)) > now]
    return min(moments, default=None)


def every_topic(city_id: int) -> list[TopicFacts]:
    """All topics by code, including those that have ended or are still to begin."""
    return list(view_of(city_id).topics.values())

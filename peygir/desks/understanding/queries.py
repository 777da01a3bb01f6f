"""Readings, possible duplicates and incidents."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet, Sum

from peygir.cases.models import Case
from peygir.cases.public import ROUNDED_BY, public_topic_ids
from peygir.cases.rules import approximate
from peygir.city import queries as city
from peygir.core.moments import day_start
from peygir.core.persian import normalise
from peygir.desks.understanding.duplicates import LIMIT, ComparedReport, likely
from peygir.desks.understanding.families import Reach, family_of, reach_of, usual
from peygir.desks.understanding.models import Incident, Reading
from peygir.desks.understanding.nearby import Near, around
from peygir.storage.prepared import prepared

_AHEAD: Final = timedelta(minutes=5)  # tolerance for clock differences between machines
COARSE: Final = 100
"""Step in metres to which the distance shown to the public is rounded: about a field of the public grid."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A case that may be the same problem; `is_follow_up`: the same caller reported it, which confirms nothing."""

    case: Near
    score: float
    metres: int
    is_follow_up: bool

    @property
    def code(self) -> str:
        """The case's tracking code, with which a report joins it."""
        return self.case.code


@dataclass(frozen=True, slots=True)
class IncidentNow:
    """An incident (burst of reports), with the current number of reports."""

    code: str
    topic_id: int
    lat: float
    lon: float
    started_at: datetime
    last_at: datetime
    cases: int
    reports: int


@prepared
def readings_of(case_id: int) -> QuerySet[Reading]:
    """All readings of a case, oldest first."""
    return Reading.objects.select_related("topic").filter(case_id=case_id).order_by("number")


def likely_same(
    city_id: int,
    *,
    topic_id: int | None,
    lat: float,
    lon: float,
    text: str,
    address: str,
    citizen_ids: Collection[int],
    at: datetime,
    limit: int = LIMIT,
    without: int | None = None,
) -> list[Likeness]:
    """Cases that may be what somebody is about to report (or has, in the case `without`), the likeliest first.

    Open and recently closed cases of the topic's family, within the topic's distance; without a topic, of any.
    """
    reach, topics = family(city_id, topic_id)
    near = around(
        city_id,
        lat=lat,
        lon=lon,
        metres=reach.reach,
        topic_ids=topics,
        since=at - timedelta(days=reach.days_open),
        until=at + _AHEAD,
        closed_within=timedelta(days=reach.days_closed) + _AHEAD,
        citizen_ids=citizen_ids,
    )
    by_id = {case.id: case for case in near if case.id != without}
    asks = ComparedReport(
        key=0, topic=str(topic_id or ""), at=at, lat=lat, lon=lon, text=_plain(text), address=_plain(address)
    )
    found = likely(asks, map(_said, by_id.values()), reach=reach.reach, limit=limit)
    return [Likeness(by_id[one.key], one.score, one.metres, one.is_follow_up) for one in found]


def likely_same_publicly(
    city_id: int,
    *,
    topic_id: int | None,
    lat: float,
    lon: float,
    citizen_ids: Collection[int],
    at: datetime,
    limit: int = LIMIT,
) -> list[Likeness]:
    """As `likely_same`, for the public: chosen, ranked and measured by public data only.

    `lat`, `lon` in degrees. Only publicly visible cases are considered; both ends of a distance are public points, and
    it is rounded to steps of COARSE metres; the reporters' texts and addresses are not used, since they could be
    guessed by many queries. Ages are counted in days of the city.
    """
    zone = city.city_by_id(city_id).time_zone
    today = day_start(at, zone)
    reach, topics = family(city_id, topic_id)
    # Cells adjacent to the asker's are always within reach: the house next door may be in one of them.
    rounded_point, metres = approximate(lat, lon), max(reach.reach, 2 * ROUNDED_BY)
    near = around(
        city_id,
        lat=rounded_point[0],
        lon=rounded_point[1],
        metres=metres,
        topic_ids=set(topics) & set(public_topic_ids(city_id)),
        since=today - timedelta(days=reach.days_open),
        until=at + _AHEAD,
        closed_within=at + _AHEAD - today + timedelta(days=reach.days_closed),
        citizen_ids=citizen_ids,
        by_fields=True,
    )
    by_code = {int(case.code): case for case in near}
    asks = ComparedReport(key=0, topic=str(topic_id or ""), at=today, lat=rounded_point[0], lon=rounded_point[1])
    rated = likely(asks, (_public_said(case, zone) for case in near), reach=metres, limit=limit)
    return [
        Likeness(by_code[one.key], one.score, round(one.metres / COARSE) * COARSE, one.is_follow_up) for one in rated
    ]


def family(city_id: int, topic_id: int | None) -> tuple[Reach, list[int]]:
    """The topic's distance, and the ids of the topics that may be the same problem; all topics for None."""
    topics = city.topics(city_id)
    topic = city.topic(city_id, topic_id) if topic_id is not None else None
    if topic is None:
        return usual(), [one.id for one in topics]
    codes = family_of(topic.code, topic.group_code, [(one.code, one.group_code) for one in topics])
    same = [one.id for one in topics if one.code in codes]
    return reach_of(topic.code, topic.group_code), same if topic.is_open else [*same, topic.id]


def incident_of(code: str) -> IncidentNow | None:
    """The incident with this code, counted now; None for an empty or unknown code."""
    row = Incident.objects.filter(code=code).first() if code else None
    if row is None:
        return None
    mine = Case.objects.filter(incident_code=code)
    reports = mine.aggregate(all=Sum("report_count"))["all"]
    return IncidentNow(
        row.code, row.topic_id, row.lat, row.lon, row.started_at, row.last_at, mine.count(), reports or 0
    )


def _said(case: Near) -> ComparedReport:
    return ComparedReport(
        key=case.id,
        topic=str(case.topic_id),
        at=case.opened_at,
        lat=case.lat,
        lon=case.lon,
        text=_plain(case.text),
        address=_plain(case.address),
        is_open=case.is_open,
        is_by_caller=case.is_by_caller,
    )


def _public_said(case: Near, zone: str) -> ComparedReport:
    """The public data of a case for the comparison: its public point, its day, and its code as the key; no text."""
    lat, lon = approximate(case.lat, case.lon)
    return ComparedReport(
        key=int(case.code),
        topic=str(case.topic_id),
        at=day_start(case.opened_at, zone),
        lat=lat,
        lon=lon,
        is_open=case.is_open,
        is_by_caller=case.is_by_caller,
    )


def _plain(text: str) -> str:
    return normalise(text[:500]).lower()

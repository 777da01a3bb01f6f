"""Possible duplicates near a place, for systems that submit reports: the operator's screen, the city's app."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema

from peygir.api.fields import Latitude, Longitude
from peygir.api.scopes import Needs
from peygir.cases.states import ENDED, CaseState
from peygir.city import queries as city
from peygir.core import clock
from peygir.core.moments import day_start
from peygir.desks.intake.rules import NoSuchTopic, check_place
from peygir.desks.understanding.queries import likely_same_publicly

router = Router(tags=["reports"])


class NearbyOut(Schema):
    """A case that may be the same; `may_join`: its code may be the `join` of a report, `is_shared`: others reported it.

    `opened_at` is the first moment of its day in the city.
    """

    code: str
    score: float
    metres: int
    topic: str
    topic_fa: str
    state: str
    state_fa: str
    opened_at: datetime
    is_shared: bool
    may_join: bool


class WorkOut(Schema):
    """Works or an outage that the city knows of at this place now."""

    code: str
    title_fa: str
    title_en: str
    text_fa: str
    text_en: str
    until: datetime


class KnownOut(Schema):
    """What is known of the place, the likeliest case first."""

    cases: list[NearbyOut]
    works: list[WorkOut]


@router.get("/nearby", response=KnownOut, auth=Needs("report"))
def nearby(
    request: HttpRequest,
    lat: Latitude,
    lon: Longitude,
    topic: str = "",
    text: str = "",
    address: str = "",
) -> dict[str, Any]:
    """Call before submitting a report: public cases near `lat`/`lon` (degrees) that may be the same, and planned works.

    Distances are between rounded points, in steps of 100 metres; `text` and `address` are accepted and have no effect.
    """
    check_place(lat, lon, address="", label="", needs_place=True)
    city_facts, now = city.current_city(settings.CITY), clock.now()
    about = city.topic_by_code(city_facts.id, topic) if topic else None
    if topic and about is None:
        raise NoSuchTopic(topic=topic[:80])
    if about is not None and (about.is_confidential or not about.needs_place):
        return {"cases": [], "works": []}
    likenesses = likely_same_publicly(
        city_facts.id, topic_id=about.id if about else None, lat=lat, lon=lon, citizen_ids=[], at=now
    )
    works = city.planned_works(city_facts.id, at=now, topic_id=about.id, lat=lat, lon=lon) if about else []
    return {
        "cases": [
            {
                "code": like.code,
                "score": like.score,
                "metres": like.metres,
                "state": like.case.state,
                "state_fa": CaseState.labels()[like.case.state].in_language("fa"),
                "opened_at": day_start(like.case.opened_at, city_facts.time_zone),
                "is_shared": like.case.report_count > 1,
                "may_join": like.case.state not in ENDED,
                **_topic(city_facts.id, like.case.topic_id),
            }
            for like in likenesses
        ],
        "works": [
            {
                "code": work.code,
                "title_fa": work.title_fa,
                "title_en": work.title_en,
                "text_fa": work.text_fa,
                "text_en": work.text_en,
                "until": work.to_at,
            }
            for work in works
        ],
    }


def _topic(city_id: int, topic_id: int) -> dict[str, str]:
    topic = city.topic(city_id, topic_id)
    return {"topic": topic.code if topic else "", "topic_fa": topic.name_fa if topic else ""}

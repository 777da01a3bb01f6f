"""Cases by JSON for the city's own systems: list, one case, and the open ones on a map."""

from datetime import datetime
from math import isnan
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from peygir.api.answers import as_json
from peygir.api.fields import Box
from peygir.api.scopes import Needs, caller_of
from peygir.assets.queries import tags_of
from peygir.atlas.near_point import street_at
from peygir.atlas.wording import street_words
from peygir.cases import public, queries
from peygir.cases.actions import NoSuchCase
from peygir.cases.judging import MoveJudgement
from peygir.cases.rules import approximate, visibility_of
from peygir.city.queries import current_city
from peygir.core import clock
from peygir.core.codes import read_code
from peygir.core.personal import cover
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.desks.promises.queries import promises_of
from peygir.history.queries import timeline
from peygir.people.rules import may_see_phone

router = Router(tags=["cases"])
_NO_STREET: Final = {"fa": "", "en": ""}


class BoxIsWrong(Invalid):
    """A bounding box that is not four numbers."""

    message = _("The box is not right; write it as west,south,east,north.")


class CaseLine(Schema):
    """A case in a list."""

    code: str
    state: str
    topic: str
    topic_fa: str
    district: str
    unit: str
    opened_at: datetime
    due_at: datetime | None
    text: str
    version: int


class PageOut(Schema):
    """One page of cases, due soonest first."""

    cases: list[CaseLine]
    page: int
    has_more: bool
    late: int
    total: int


class MoveOut(Schema):
    """A move of the table, with the reason if it is not possible now."""

    verb: str
    is_allowed: bool
    why_fa: str
    why_en: str
    requires: list[str]


@router.get("/cases", response=PageOut, auth=Needs("read"))
def list_cases(
    request: HttpRequest, state: str = "", topic: str = "", district: str = "", colour: str = "", page: int = 1
) -> HttpResponse:
    """Fifty cases of the caller's inbox; `state` may list several, separated by commas."""
    city, actor, now = current_city(settings.CITY), caller_of(request).actor, clock.now()
    states = tuple(part.strip() for part in state.split(",")) if state.strip() else ()
    filters = queries.Filters(states=states, topic_code=topic, district_code=district, colour=colour, page=page)
    case_page = queries.inbox(actor, city.id, filters)
    counts = queries.counts(actor, city.id, day_ends_at=now)
    lines = [
        {
            "code": case.code,
            "state": case.state,
            "topic": case.topic.code if case.topic else "",
            "topic_fa": case.topic.name_fa if case.topic else "",
            "district": case.district.code if case.district else "",
            "unit": case.unit.code if case.unit else "",
            "opened_at": case.opened_at,
            "due_at": case.due_at,
            "text": cover(case.text),
            "version": case.version,
        }
        for case in case_page.cases
    ]
    return as_json(
        {
            "cases": lines,
            "page": case_page.page,
            "has_more": case_page.has_more,
            "late": counts.late,
            "total": counts.total,
        }
    )


def _street(lat: float | None, lon: float | None) -> dict[str, str]:
    """Return the street and alley at a point in Persian and English, as the loaded street map names them."""
    at = street_at(lat, lon) if lat is not None and lon is not None else None
    return {language: street_words(at, language) if at is not None else "" for language in _NO_STREET}


@router.get("/cases/{code}", response=dict[str, Any], auth=Needs("read"))
def one_case(request: HttpRequest, code: str) -> HttpResponse:
    """Facts, reports, promises, story and moves of one case; phones are never in it.

    For a person who may not see phones, what is or may be personal in the texts is masked, and the place is rounded.
    `street` is the street and alley at the exact point, by language, where a street map is loaded.
    """
    actor, case = caller_of(request).actor, queries.case_of(read_code(code) or "")
    if case is None or not queries.may_open(actor, case):
        raise NoSuchCase()
    is_near = may_see_phone(actor, visibility_of(case))
    lat, lon = case.lat, case.lon
    if not is_near and lat is not None and lon is not None:
        lat, lon = approximate(lat, lon)
    return as_json(
        {
            "code": case.code,
            "state": case.state,
            "version": case.version,
            "opened_at": case.opened_at,
            "topic": case.topic.code if case.topic else "",
            "unit": case.unit.code if case.unit else "",
            "asset": tags_of([case.asset_id]).get(case.asset_id, "") if case.asset_id is not None else "",
            "due_at": case.due_at,
            "lat": lat,
            "lon": lon,
            "address": case.address if is_near else "",
            "street": _street(case.lat, case.lon) if is_near else _NO_STREET,
            "reports": [
                {"code": r.code, "text": r.text if is_near else cover(r.text), "channel": r.channel}
                for r in queries.reports_of(case.pk)
            ],
            "promises": [
                {
                    "kind": p.kind,
                    "due_at": p.due_at,
                    "kept_at": p.kept_at,
                    "paused_at": p.paused_at,
                    "new_due_at": p.new_due_at,
                }
                for p in promises_of(case.pk)
            ],
            "events": [{"number": e.number, "kind": e.kind, "at": e.at} for e in timeline("case", case.pk)],
            "moves": [
                {"verb": j.move.verb, "is_allowed": j.is_allowed, **_why(j), "requires": list(j.move.requires)}
                for j in queries.allowed_moves(actor, case)
            ],
        }
    )


@router.get("/map", response=dict[str, Any], auth=None)
def map_box(request: HttpRequest, bbox: Box) -> HttpResponse:
    """Open public cases in a box (west,south,east,north in degrees) as GeoJSON points, at most 500, newest first."""
    try:
        west, south, east, north = (float(part) for part in bbox.split(","))
    except ValueError as error:
        raise BoxIsWrong() from error
    if any(map(isnan, (west, south, east, north))):
        raise BoxIsWrong()
    # Two opposite corners define a box, in either order.
    (west, east), (south, north) = sorted((west, east)), sorted((south, north))
    city = current_city(settings.CITY)
    cases = public.open_in_box(city.id, public.MapBounds(west, south, east, north), now=clock.now())
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [case.lon, case.lat]},
            "properties": {"code": case.code, "state": case.state, "topic": case.topic.id},
        }
        for case in cases
    ]
    return as_json({"type": "FeatureCollection", "features": features})


def _why(judgement: MoveJudgement) -> dict[str, str]:
    return {
        f"why_{language}": judgement.why.in_language(language) if judgement.why else "" for language in ("fa", "en")
    }

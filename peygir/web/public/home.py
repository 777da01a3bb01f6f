"""The first page: report, follow, cases near the visitor, and the share of promises kept this month."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from peygir.cases import public as shown
from peygir.city import queries as city
from peygir.core import clock
from peygir.web.kit.access import public
from peygir.web.kit.areas import areas_to_choose
from peygir.web.kit.chosen_area import area_of_code, area_of_point, point_asked
from peygir.web.kit.current_city import current_city, start_of, today
from peygir.web.kit.sketch import sketch
from peygir.web.public.metrics import figures

NEAR: Final = 3  # cases of each kind
_LATELY: Final = timedelta(days=30)


@public()
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Show the page; `area` (a code) or `lat` and `lon` give the visitor's place, which is not stored."""
    city_facts, now = current_city(), clock.now()
    code, point = request.GET.get("area", "")[:80], point_asked(request.GET)
    area = area_of_code(code) if code else area_of_point(*point) if point else None
    point = point if area and not code else None
    place, since = (area.district_id, area.neighbourhood_id) if area else (None, None), start_of(today() - _LATELY)
    around = shown.PublicCaseFilter(since=since, district_id=place[0], neighbourhood_id=place[1])
    dots = shown.spots(city_facts.id, shown.PublicCaseFilter(since=since), now=now)
    context = {
        "figures": figures(),
        "area": area,
        "point": point,
        "areas": areas_to_choose(),
        "is_lost": area is None and bool(request.GET.get("lat")),
        "can_locate": city.has_polygons(city_facts.id),
        "sketch": sketch(dots),
        "opened": _lines(city_facts.id, around, point, now),
        "finished": _lines(city_facts.id, replace(around, state="finished"), point, now),
    }
    return render(request, "public/home.html", context)


def _lines(
    city_id: int, public_case_filter: shown.PublicCaseFilter, point: tuple[float, float] | None, now: datetime
) -> list[Any]:
    """Return the nearest cases with their distance; without a point the newest of the area."""
    if point:
        anywhere = replace(public_case_filter, district_id=None, neighbourhood_id=None)
        if found := shown.nearest(city_id, anywhere, lat=point[0], lon=point[1], now=now, size=NEAR):
            return found
    newest, _has_more = shown.lines(city_id, public_case_filter, now=now, size=NEAR)
    return [{"line": line} for line in newest]

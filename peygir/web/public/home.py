"""The first page: report, follow, what goes on near the visitor, and how the city kept its word this month."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from peygir.cases import public as shown
from peygir.city import queries as city
from peygir.core import clock
from peygir.promises.month import FEWEST
from peygir.web.access import public
from peygir.web.areas import areas_to_choose
from peygir.web.figures import figures
from peygir.web.near import Area, area_of_code, area_of_point
from peygir.web.sketch import sketch
from peygir.web.templatetags.ui import language
from peygir.web.town import town

NEAR: Final = 3  # cases of each sort
_LATELY: Final = timedelta(days=30)


@public()
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What to do in one look; `area` (a code) or `lat` and `lon` say where the visitor is, and are kept nowhere."""
    here, now = town(), clock.now()
    area = _area(request)
    place, since = (area.district_id, area.neighbourhood_id) if area else (None, None), now - _LATELY
    around = shown.Wanted(since=since, district_id=place[0], neighbourhood_id=place[1])
    opened, _ = shown.lines(here.id, around, now=now, size=NEAR)
    finished, _ = shown.lines(here.id, replace(around, state="finished"), now=now, size=NEAR)
    dots = shown.spots(here.id, shown.Wanted(since=since), now=now)
    counted = figures()
    context = {
        "figures": counted, "median": _days(counted.median_days), "fewest": FEWEST, "area": area,
        "areas": areas_to_choose(),
        "is_lost": area is None and bool(request.GET.get("lat")),
        "can_locate": city.has_polygons(here.id),
        "opened": opened, "finished": finished, "sketch": sketch(dots),
    }  # fmt: skip
    return render(request, "public/home.html", context)


def _area(request: HttpRequest) -> Area | None:
    if code := request.GET.get("area", "")[:80]:
        return area_of_code(code)
    try:
        return area_of_point(float(request.GET.get("lat", "")), float(request.GET.get("lon", "")))
    except ValueError:
        return None


def _days(value: float | None) -> str:
    """«۲٫۵», "2.5"; whole days without the point."""
    if value is None:
        return ""
    text = f"{value:g}"
    return text.replace(".", "٫") if language() == "fa" else text

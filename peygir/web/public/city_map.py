"""The public map: the city's cases as points and as a list, by topic, state and time; the URL keeps the view."""

import math
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from peygir.cases import public as shown
from peygir.city import queries as city
from peygir.core import clock, translation
from peygir.core.refusals import Invalid
from peygir.web.kit import built
from peygir.web.kit.access import public
from peygir.web.kit.areas import areas_to_choose
from peygir.web.kit.badges import GROUP_ICONS
from peygir.web.kit.chosen_area import Area, area_of_code, point_asked
from peygir.web.kit.current_city import current_city, start_of, today, topic_groups
from peygir.web.kit.parts import MapPart
from peygir.web.kit.sketch import sketch
from peygir.web.kit.templatetags.dates import days_ago
from peygir.web.kit.templatetags.ui import named, state_words
from peygir.web.public.place_search import map_search

STATES: Final = (
    ("open", gettext_lazy("in progress")),
    ("late", gettext_lazy("late")),
    ("finished", gettext_lazy("finished recently")),
)
# How far back, in days; the first is the default: all open cases, however old.
TIMES: Final = (
    (0, gettext_lazy("any time")),
    (7, gettext_lazy("the last 7 days")),
    (30, gettext_lazy("the last 30 days")),
    (90, gettext_lazy("the last 3 months")),
)
FINISHED_DAYS: Final = 90  # the map cannot show everything ever finished
MOST_IN_A_POPUP: Final = 6
NEAR_ZOOM: Final = 14.0
_ANYWHERE: Final[dict[str, Any]] = {"district_id": None, "neighbourhood_id": None}


class BoxIsNotOnTheMap(Invalid):
    """Map bounds that are not numbers, or in the wrong order."""

    message = translation.gettext_lazy("This part of the map is not valid.")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The filters of the URL; unknown values are dropped."""

    state: str
    group: str
    days: int
    area: Area | None
    page: int
    near: tuple[float, float] | None = None  # sort by the distance from this point

    def wanted(self, box: shown.MapBounds | None = None) -> shown.PublicCaseFilter:
        """Return the filters as the queries take them."""
        days = self.days or (FINISHED_DAYS if self.state == "finished" else 0)
        since = start_of(today() - timedelta(days=days)) if days else None
        return shown.PublicCaseFilter(
            state=self.state,
            group_code=self.group,
            since=since,
            box=box,
            district_id=self.area.district_id if self.area else None,
            neighbourhood_id=self.area.neighbourhood_id if self.area else None,
        )


@public()
@require_GET
def city_map(request: HttpRequest) -> HttpResponse:
    """Show the page: filters, the map if there is one, and the list, which needs no script."""
    city_facts, chosen = current_city(), _chosen(request)
    context = (
        _listed(chosen, None)
        | map_search(request)
        | {
            "chosen": chosen,
            "groups": topic_groups(),
            "states": STATES,
            "times": TIMES,
            "areas": areas_to_choose(),
            "icons": built.asset("src/kit/icons.svg"),
            "can_locate": city.has_polygons(city_facts.id),
            "map": _map(request, chosen) if city.has_polygons(city_facts.id) else None,
        }
    )
    return render(request, "public/map.html", context)


@public()
@require_GET
def map_list(request: HttpRequest) -> HttpResponse:
    """Return the list alone, for the visible part of the map."""
    return render(request, "public/map_list.html", _listed(_chosen(request), _box(request)))


@public()
@require_GET
def map_cases(request: HttpRequest) -> JsonResponse:
    """Return the points of the visible part of the map as GeoJSON."""
    map_spots = shown.spots(current_city().id, _chosen(request).wanted(_box(request)), now=clock.now())
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [spot.lon, spot.lat]},
            "properties": {
                "count": spot.count,
                "kind": _kind(spot),
                "icon": _picture(spot),
                "lines": _popup(spot),
            },
        }
        for spot in map_spots
    ]
    response = JsonResponse({"type": "FeatureCollection", "features": features})
    response["Cache-Control"] = "private, max-age=30"
    return response


def _kind(spot: shown.MapSpot) -> str:
    """Return the style of a point: several cases, or the state of the single one."""
    if spot.count != 1 or not spot.lines:
        return "many"
    map_row = spot.lines[0]
    if map_row.state in shown.FINISHED:
        return "finished"
    return "late" if map_row.is_late else "open"


def _picture(spot: shown.MapSpot) -> str:
    """Return the icon of the topic group of a single case, by which it is known without its colour; "" for several."""
    topic = spot.lines[0].topic if spot.count == 1 and spot.lines else None
    return "" if topic is None else GROUP_ICONS.get(topic.group_code, "list")


def _popup(spot: shown.MapSpot) -> list[dict[str, str]]:
    return [
        {
            "href": reverse("public_case", args=[case.code]),
            "topic": named(case.topic),
            "when": days_ago(case.opened_on),
            "state": state_words(case.state) + (f" · {_('late')}" if case.is_late else ""),
        }
        for case in spot.lines[:MOST_IN_A_POPUP]
    ]


def _listed(chosen: Chosen, box: shown.MapBounds | None) -> dict[str, Any]:
    if chosen.near:
        lat, lon = chosen.near
        near = shown.nearest(
            current_city().id, replace(chosen.wanted(), **_ANYWHERE), lat=lat, lon=lon, now=clock.now()
        )
        rows = [{"line": one.line, "metres": one.metres} for one in near]
        return {"lines": rows, "is_near": True, "page_number": 1, "is_finished": chosen.state == "finished"}
    found, has_more = shown.lines(current_city().id, chosen.wanted(box), now=clock.now(), page=chosen.page)
    return {
        "lines": [{"line": line} for line in found],
        "has_more": has_more,
        "page_number": chosen.page,
        "is_boxed": box is not None,
        "is_finished": chosen.state == "finished",
        "is_finished_of_late": chosen.state == "finished" and not chosen.days,
    }


def _chosen(request: HttpRequest) -> Chosen:
    query = request.GET
    state, group = query.get("state", ""), query.get("group", "")[:80]
    return Chosen(
        state=state if state in dict(STATES) else "open",
        group=group if group in {code for _names, code, _topics in topic_groups()} else "",
        days=next((days for days, _words in TIMES if str(days) == query.get("days")), TIMES[0][0]),
        area=area_of_code(query.get("area", "")[:80]),
        near=point_asked(query) if query.get("near") else None,
        page=int(page) if (page := query.get("page", "")).isascii() and page.isdigit() and len(page) < 4 else 1,
    )


def _number(request: HttpRequest, name: str, low: float, high: float) -> float | None:
    try:
        number = float(request.GET.get(name, ""))
    except ValueError:
        return None
    return number if math.isfinite(number) and low <= number <= high else None


def _box(request: HttpRequest) -> shown.MapBounds | None:
    """Return the requested bounds; None for the whole city. Raises BoxIsNotOnTheMap."""
    if not {"west", "south", "east", "north"} & set(request.GET):
        return None
    west, east = _number(request, "west", -180, 180), _number(request, "east", -180, 180)
    south, north = _number(request, "south", -90, 90), _number(request, "north", -90, 90)
    if west is None or east is None or south is None or north is None or not (west < east and south < north):
        raise BoxIsNotOnTheMap()
    return shown.MapBounds(west, south, east, north)


def _map(request: HttpRequest, chosen: Chosen) -> MapPart:
    city_facts, area = current_city(), chosen.area
    lat, lon = _number(request, "lat", -90, 90), _number(request, "lon", -180, 180)
    zoom = _number(request, "zoom", 8, 18)
    if lat is None or lon is None:
        lat, lon = (area.lat, area.lon) if area else (city_facts.centre_lat, city_facts.centre_lon)
        zoom = area.zoom if area else zoom
    elif chosen.near:
        zoom = zoom or NEAR_ZOOM
    drawn = sketch(shown.spots(city_facts.id, chosen.wanted(), now=clock.now()))
    label = _("Map of the city's cases")
    return MapPart("cases", reverse("areas"), lat, lon, zoom or city_facts.zoom, False, label, drawn)

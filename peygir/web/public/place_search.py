"""The search of places on the city map, what it finds while it is typed, and where a point is."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy
from peygir.people.actions import count_use
from peygir.web.kit.access import address_of, public
from peygir.web.kit.chosen_area import point_asked
from peygir.web.kit.place_words import PlaceOption, place_options, point_words

LONGEST: Final = 120
_KEPT: Final = ("group", "state", "days")
SEARCHES: Final = ("places", 2000, 600)
"""Searches, and looks at a point, of one caller in so many seconds; each is counted before it is answered."""


class PointIsMissing(Invalid):
    """The latitude and longitude are no point on Earth."""

    message = gettext_lazy("This is not a point on the map.")


def count_search(request: HttpRequest) -> None:
    """Count one search of the caller. Raises AskedTooOften."""
    count_use(SEARCHES[0], address_of(request), *SEARCHES[1:])


def map_search(request: HttpRequest) -> dict[str, Any]:
    """Return what a page of the map shows of the search `q`: the text, and a link for each place that was found.

    A link leads to the same page around that place, with the filters as they are. Raises AskedTooOften.
    """
    typed = request.GET.get("q", "")[:LONGEST].strip()
    kept = [(name, request.GET[name]) for name in _KEPT if request.GET.get(name)]
    context: dict[str, Any] = {"typed": typed or request.GET.get("place", "")[:LONGEST], "kept": kept}
    if typed:
        count_search(request)
        options = place_options(typed, point_asked(request.GET))
        context |= {"is_searched": True, "hits": [(option, _link(request.GET, option)) for option in options]}
    return context


def _link(query: QueryDict, option: PlaceOption) -> str:
    values = QueryDict(mutable=True)
    values.update({name: value for name in _KEPT if (value := query.get(name))})
    values["place"] = option.name
    if option.lat is None or option.lon is None:
        values["area"] = option.area
    else:
        values.update({"lat": f"{option.lat}", "lon": f"{option.lon}", "zoom": f"{option.zoom}", "near": "1"})
    return f"{reverse('map')}?{values.urlencode()}"


@public()
@require_GET
@cache_control(max_age=600, public=True)
def places(request: HttpRequest) -> HttpResponse:
    """Return streets, alleys, landmarks and neighbourhoods like the text `q`, those near `lat` and `lon` first."""
    typed = request.GET.get("q", "")[:LONGEST]
    if not typed.strip():
        return JsonResponse({"places": []})
    count_search(request)
    rows = [
        {
            "name": option.name,
            "lat": option.lat,
            "lon": option.lon,
            "zoom": option.zoom,
            "area": option.area,
            "isPoint": option.is_point,
            "more": option.more,
            "note": option.note,
        }
        for option in place_options(typed, point_asked(request.GET))
    ]
    return JsonResponse({"places": rows})


@public()
@require_GET
@cache_control(max_age=600, public=True)
def place_at(request: HttpRequest) -> HttpResponse:
    """Return the words for a point: street, alley and neighbourhood; "" outside the city, and without a point.

    Raises PointIsMissing for degrees that are none.
    """
    if not {"lat", "lon"} & set(request.GET):
        return JsonResponse({"words": ""})
    point = point_asked(request.GET)
    if point is None:
        raise PointIsMissing()
    count_search(request)
    return JsonResponse({"words": point_words(*point)})

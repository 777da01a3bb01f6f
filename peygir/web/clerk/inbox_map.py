"""The inbox as a map: the cases of the same filters as pins that lead to them, beside the list of them."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from peygir.cases.inbox_map import MOST, InboxPoint, inbox_points
from peygir.city import queries as city
from peygir.web.clerk.inbox_filters import chips_of, chosen_in, filters_of, kept_filters, told_in
from peygir.web.kit.access import actor, staff
from peygir.web.kit.clocks import colour_now
from peygir.web.kit.current_city import current_city
from peygir.web.kit.parts import MapPart
from peygir.web.kit.templatetags.ui import time_left


@dataclass(frozen=True, slots=True)
class PinRow:
    """One case of the map and its list; `left` is how long its promise still has."""

    case: InboxPoint
    colour: str
    left: str
    href: str


@staff()
@require_GET
def inbox_map(request: HttpRequest) -> HttpResponse:
    """Show the inbox of the URL's filters as a map."""
    by, city_facts = actor(request), current_city()
    chosen, asked_for = chosen_in(request.GET), told_in(request.GET, by)
    drawn = inbox_points(by, city_facts.id, filters_of(request.GET, asked_for))
    query = "&".join(filter(None, [kept_filters(chosen), urlencode(asked_for.kept)]))
    at = urlencode({"list": query})
    rows = [
        PinRow(one, colour_now(one), time_left(one.due_at), f"{reverse('case', args=[one.code])}?{at}")
        for one in drawn.points
    ]
    context = {
        "rows": rows,
        "without_place": drawn.without_place,
        "most": MOST if drawn.has_more else 0,
        "query": query,
        "chips": chips_of(chosen, asked_for),
        "narrowed": asked_for,
        "map": _map(rows) if city.has_polygons(city_facts.id) else None,
    }
    return render(request, "clerk/inbox_map.html", context)


def _map(rows: list[PinRow]) -> MapPart:
    """Return the map around the middle of the pins, or of the city."""
    city_facts = current_city()
    lats, lons = sorted(row.case.lat for row in rows), sorted(row.case.lon for row in rows)
    lat, lon = (lats[len(lats) // 2], lons[len(lons) // 2]) if rows else (city_facts.centre_lat, city_facts.centre_lon)
    return MapPart("show", reverse("areas"), lat, lon, city_facts.zoom, False, _("Map of the inbox"))

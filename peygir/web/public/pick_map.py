"""The map of a report's first step, on which the place is chosen."""

from django.urls import reverse
from django.utils.translation import gettext as _

from peygir.city import queries as city
from peygir.web.kit.current_city import current_city
from peygir.web.kit.parts import MapPart
from peygir.web.kit.sketch import sketch

_NEAR = 15.0  # zoom, at which streets have names


def pick_map(lat_text: str | None, lon_text: str | None) -> MapPart | None:
    """Return the map with the point of the form's two fields, or at the city's centre; None without borders."""
    city_facts = current_city()
    if not city.has_polygons(city_facts.id):
        return None
    point = _point(lat_text, lon_text)
    lat, lon = point or (city_facts.centre_lat, city_facts.centre_lon)
    zoom, label = _NEAR if point else city_facts.zoom, _("Map of the city: choose the place")
    return MapPart("pick", reverse("areas"), lat, lon, zoom, point is not None, label, sketch((), pin=point))


def _point(lat_text: str | None, lon_text: str | None) -> tuple[float, float] | None:
    try:
        return float(lat_text or "x"), float(lon_text or "x")
    except ValueError:
        return None

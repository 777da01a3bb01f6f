"""Neighbourhoods grouped by district for select fields, and the base map on which areas are drawn."""

from django.urls import reverse
from django.utils.translation import gettext as _

from peygir.city import queries as city
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.form_fields import Option
from peygir.web.kit.parts import MapPart
from peygir.web.kit.templatetags.ui import named


def areas_to_choose() -> list[Option]:
    """Return (code, name) pairs grouped as (district, pairs), with an empty choice first."""
    city_facts, on = current_city(), today()
    inside: dict[int, list[tuple[str, str]]] = {}
    for row in city.neighbourhoods(city_facts.id, on=on):
        inside.setdefault(row.district_id, []).append((row.code, named(row)))
    choices: list[Option] = [("", _("— choose —"))]
    for district in city.districts(city_facts.id, on=on):
        name = named(district)
        rows = sorted(inside.get(district.id, []), key=lambda pair: pair[1])
        unsure = _("%(district)s, I do not know the neighbourhood") % {"district": name}
        choices.append((name, [(district.code, unsure), *rows]))
    return choices


def area_map() -> MapPart | None:
    """Return the base map on which areas are drawn; None for a city without borders."""
    city_facts = current_city()
    if not city.has_polygons(city_facts.id):
        return None
    return MapPart(
        "edit",
        reverse("areas"),
        city_facts.centre_lat,
        city_facts.centre_lon,
        city_facts.zoom,
        False,
        _("Map of the areas"),
    )

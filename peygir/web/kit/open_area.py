"""Tells whether a report's form is to ask for the neighbourhood, because its words do not tell it."""

from collections.abc import Mapping

from peygir.city import queries as city
from peygir.journey.placing import is_area_open
from peygir.web.kit.current_city import current_city, today


def asks_area(form_data: Mapping[str, object], *, by_citizen: bool) -> bool:
    """Return whether a form without a point (`text`, `address`, `area`, `no_place`) lacks the neighbourhood.

    A citizen is asked about an address that names no street and no place of the city; an operator always, also about a
    street and about no address at all.
    """
    address, text = str(form_data.get("address") or "").strip()[:300], str(form_data.get("text") or "")
    if form_data.get("no_place") or (by_citizen and not address):
        return False
    city_id, area = current_city().id, str(form_data.get("area") or form_data.get("area_asked") or "")
    if area and city.place_by_label(city_id, area, on=today()) is not None:
        return False
    return is_area_open(city_id, text=text, address=address, is_street_enough=by_citizen)

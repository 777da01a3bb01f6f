"""Places for pages: what a search found, with where each lies, and where a point is, in the reader's language."""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from peygir.atlas.facts import FoundPlace
from peygir.atlas.kinds import PlaceKind
from peygir.atlas.near_point import street_at
from peygir.atlas.searching import found_places
from peygir.atlas.wording import alley_words, found_words, street_words
from peygir.city import queries as city
from peygir.core.translation import Names
from peygir.web.kit.chosen_area import area_of_code, area_of_point
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.templatetags.ui import digits, language, named

_ZOOMS: Final = {PlaceKind.NEIGHBOURHOOD: 14.5, PlaceKind.TOWN: 12.5, PlaceKind.WATER: 13.0, PlaceKind.STREET: 15.0}
_CLOSE: Final = 16.5
_MOST_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class PlaceOption:
    """One answer to a search, as a page shows it; `more` is its kind and where it lies, `note` what to beware of.

    `lat` and `lon` are None where nothing is drawn; `is_point`: they are the place itself and not only near it. `area`
    is the neighbourhood's code, empty for a street that runs through several: `more` names them.
    """

    name: str
    more: str
    note: str
    lat: float | None
    lon: float | None
    zoom: float
    area: str
    is_point: bool

    @property
    def value(self) -> str:
        """Return the point (of a place that is one) and the neighbourhood's code, as a form sends them."""
        return f"{self.lat},{self.lon},{self.area}" if self.is_point else f",,{self.area}"


def place_options(typed: str, near: tuple[float, float] | None = None) -> list[PlaceOption]:
    """Return what a typed text may mean, the likeliest first; of equal ones the one near a point (lat, lon)."""
    return [_option(place) for place in found_places(current_city().id, typed, on=today(), near=near)]


def _option(place: FoundPlace) -> PlaceOption:
    codes = place.through or (place.neighbourhood_code,)
    label = PlaceKind.of(place.kind).label.in_language(language())
    is_in_one = len(codes) == 1 and (place.is_point or place.through or place.kind == PlaceKind.NEIGHBOURHOOD)
    return PlaceOption(
        name=found_words(place, language()),
        more=" · ".join(filter(None, (label, *_where(place, codes)))),
        note=_note(place),
        lat=place.lat,
        lon=place.lon,
        zoom=_ZOOMS.get(PlaceKind.of(place.kind), _CLOSE),
        area=codes[0] if is_in_one else "",
        is_point=place.is_point,
    )


def _where(place: FoundPlace, codes: tuple[str, ...]) -> list[str]:
    """The neighbourhoods, of a long street the first few, and the district if it is one."""
    areas = [area_of_code(code) for code in codes] if place.kind != PlaceKind.NEIGHBOURHOOD else []
    names = [area.name for area in areas if area is not None]
    listed = _(", ").join(names[:_MOST_NAMED]) + (" …" if len(names) > _MOST_NAMED else "")
    districts = {_district_of(code) for code in codes}
    return [listed, districts.pop() if len(districts) == 1 else ""]


def _note(place: FoundPlace) -> str:
    if place.is_alley_missing:
        alley = alley_words(Names.of(place.number), place.number, "", language())
        return _("%(alley)s is not on the map; only the street is shown.") % {"alley": digits(alley)}
    return _("approximate") if place.is_approximate and place.is_point else ""


def _district_of(code: str) -> str:
    here, on = current_city(), today()
    place = city.place_by_label(here.id, code, on=on) if code else None
    return named(city.district(here.id, place.district_id)) if place is not None else ""


def street_words_at(lat: float, lon: float) -> str:
    """Return street and alley at a point in degrees: «قصردشت، کوچهٔ ۱۶»; "" without a street map or far from any."""
    at = street_at(lat, lon)
    return street_words(at, language()) if at is not None else ""


def point_words(lat: float, lon: float) -> str:
    """Return where a point is: street, alley and neighbourhood, as far as they are known; "" outside the city."""
    area = area_of_point(lat, lon)
    if area is None:
        return ""
    return " · ".join(filter(None, (street_words_at(lat, lon), area.name)))

"""The places that a text names, by a city's own data and its loaded street map, and the one place of a report."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from django.conf import settings

from peygir.atlas import queries as atlas
from peygir.atlas.kinds import PlaceKind
from peygir.city import queries as city
from peygir.city.facts import Place
from peygir.core import clock
from peygir.desks.understanding.address import address_in, names_a_street
from peygir.desks.understanding.gazetteer import landmark_names, map_names, neighbourhood_name
from peygir.desks.understanding.place import SURE, NamedPlace, places_in
from peygir.desks.understanding.place_names import NameIndex
from peygir.desks.understanding.place_words import NEIGHBOURHOOD, STREET, groups_of

_KINDS: Final = (
    PlaceKind.NEIGHBOURHOOD,
    PlaceKind.STREET,
    PlaceKind.SQUARE,
    PlaceKind.JUNCTION,
    PlaceKind.BRIDGE,
    PlaceKind.PARK,
    PlaceKind.HOSPITAL,
    PlaceKind.UNIVERSITY,
    PlaceKind.STATION,
    PlaceKind.WORSHIP,
)
MOST_ON_MAP: Final = 40_000
"""Names of the street map that a process keeps, some 400 bytes each; alleys have numbers and are not among them."""
_SECONDS: Final = 15
"""How long a process trusts what it knows of the current map."""


@dataclass(frozen=True, slots=True)
class PlaceSaid:
    """What a text tells of a place: the one that it surely names, whether it names any, and the words of an address.

    `may_be_found`: whether it names a place of the city, or a street that we may not know but people do.
    """

    place: Place | None
    is_named: bool
    may_be_found: bool
    address: str


def places_named(city_id: int, text: str, *, on: date) -> list[NamedPlace]:
    """Neighbourhoods, landmarks and streets that a text names, the most certain first.

    Below `place.SURE` a person is asked.
    """
    main = _city_names(city_id, city.stamp_of(city_id), on)
    return places_in(text, main, _map_names(str(settings.HOME), int(clock.monotonic() // _SECONDS)))


def place_said(city_id: int, text: str, *, on: date) -> PlaceSaid:
    """The place that a text names; see `place_in_words` for which one is sure."""
    named = [one for one in places_named(city_id, text, on=on) if one.confidence >= SURE]
    place = _one_place(city_id, named, on=on)
    may_be_found = bool(named) or names_a_street(text)
    return PlaceSaid(place, bool(named), may_be_found, address_in(text, [one.said for one in named]))


def place_in_words(city_id: int, text: str, *, on: date) -> Place | None:
    """The one place that a text certainly names; of two neighbourhoods in one district, that district; else None.

    A long street crosses several neighbourhoods, so its name alone gives no place, unless it bears the name of the
    neighbourhood in which it lies.
    """
    return _one_place(city_id, places_named(city_id, text, on=on), on=on)


def _one_place(city_id: int, named: Iterable[NamedPlace], *, on: date) -> Place | None:
    sure = [one for one in named if one.confidence >= SURE]
    exact = [one for one in sure if not _is_long(city_id, one, on=on)]
    codes = dict.fromkeys(one.neighbourhood for one in exact if one.neighbourhood)
    places = {place for code in codes if (place := city.place_by_label(city_id, code, on=on)) is not None}
    if len(places) == 1:
        return places.pop()
    districts = {(place.district_id, place.district_code) for place in places}
    return Place(*districts.pop(), None, "") if len(districts) == 1 else None


def _is_long(city_id: int, named: NamedPlace, *, on: date) -> bool:
    """Whether it is a street without the name of the neighbourhood in which it lies."""
    if named.kind == NEIGHBOURHOOD or STREET not in groups_of(named.kind):
        return False
    inside = {one.neighbourhood for one in places_named_as(city_id, named.name, on=on)}
    return named.neighbourhood not in inside


def places_named_as(city_id: int, name: str, *, on: date) -> list[NamedPlace]:
    """The neighbourhoods whose name is in the name of another place: «چمران» in «بلوار چمران»."""
    bare = " ".join(name.split()[1:])
    found = places_in(bare, _city_names(city_id, city.stamp_of(city_id), on)) if bare else []
    return [one for one in found if one.kind == NEIGHBOURHOOD]


@lru_cache(maxsize=8)
def _city_names(city_id: int, stamp: tuple[int, bytes], on: date) -> NameIndex:
    """The names of a city's places on a day; cached until the city's data changes."""
    names = [neighbourhood_name(row.code, (row.name_fa, row.name_en)) for row in city.neighbourhoods(city_id, on=on)]
    marks = city.landmarks(city_id, on=on)
    is_drawn = city.has_polygons(city_id)
    places = (city.place_of(city_id, mark.lat, mark.lon, on=on) if is_drawn else None for mark in marks)
    return NameIndex([*names, *landmark_names(zip(marks, places, strict=True))])


@lru_cache(maxsize=2)
def _map_names(_home: str, _period: int) -> NameIndex | None:
    number = atlas.current_map_id()
    return _names_of_map(number) if number is not None else None


@lru_cache(maxsize=1)
def _names_of_map(_map_id: int) -> NameIndex:
    return NameIndex(map_names(atlas.names_on_map(_KINDS, limit=MOST_ON_MAP)))

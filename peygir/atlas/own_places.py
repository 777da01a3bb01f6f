"""The places that a city names itself, its neighbourhoods and landmarks, prepared for a search in memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from shapely.geometry import shape

from peygir.atlas.kinds import PlaceKind
from peygir.atlas.names import name_keys
from peygir.city import queries as city
from peygir.core.sounds import sound_words
from peygir.core.translation import Names

_KINDS: Final = {
    "boulevard": PlaceKind.STREET,
    "street": PlaceKind.STREET,
    "bridge": PlaceKind.BRIDGE,
    "garden": PlaceKind.PARK,
    "park": PlaceKind.PARK,
    "hospital": PlaceKind.HOSPITAL,
    "junction": PlaceKind.JUNCTION,
    "square": PlaceKind.SQUARE,
    "mosque": PlaceKind.WORSHIP,
    "shrine": PlaceKind.WORSHIP,
    "metro": PlaceKind.STATION,
    "terminal": PlaceKind.STATION,
    "school": PlaceKind.SCHOOL,
    "university": PlaceKind.UNIVERSITY,
    "neighbourhood": PlaceKind.NEIGHBOURHOOD,
}


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """One place of the city's own files; `keys` are those of all its names."""

    kind: PlaceKind
    name: Names
    keys: tuple[str, ...]
    lat: float | None
    lon: float | None
    neighbourhood_code: str
    is_approximate: bool


@dataclass(frozen=True, slots=True)
class OwnPlaces:
    """The places, the neighbourhoods' codes by key, and the words of the city's name, which say nothing in a search."""

    places: tuple[OwnPlace, ...]
    neighbourhoods: dict[str, str]
    city_words: frozenset[str]


def own_places(city_id: int, *, on: date) -> OwnPlaces:
    """The places of a city on a day; read once until the city's data changes."""
    return _own_places(city_id, city.stamp_of(city_id), on)


@lru_cache(maxsize=4)
def _own_places(city_id: int, _stamp: tuple[int, bytes], on: date) -> OwnPlaces:
    facts = city.city_by_id(city_id)
    areas = _neighbourhoods(city_id, on)
    landmarks = [
        OwnPlace(
            kind=_KINDS.get(landmark.kind, PlaceKind.LANDMARK),
            name=city.names_of(landmark),
            keys=_keys([landmark.name_fa, *landmark.aliases, landmark.name_en]),
            lat=landmark.lat,
            lon=landmark.lon,
            neighbourhood_code=place.neighbourhood_code if place is not None else "",
            is_approximate=landmark.is_approximate,
        )
        for landmark in city.landmarks(city_id, on=on)
        for place in [city.place_of(city_id, landmark.lat, landmark.lon, on=on)]
    ]
    return OwnPlaces(
        places=(*areas, *landmarks),
        neighbourhoods={key: area.neighbourhood_code for area in areas for key in area.keys},
        city_words=frozenset(sound_words(f"{facts.name_fa} {facts.name_en}")),
    )


def _neighbourhoods(city_id: int, on: date) -> list[OwnPlace]:
    middles = {
        feature["properties"]["code"]: shape(feature["geometry"]).representative_point()
        for feature in city.polygons(city_id, on=on)["neighbourhoods"]["features"]
    }
    return [
        OwnPlace(
            kind=PlaceKind.NEIGHBOURHOOD,
            name=city.names_of(row),
            keys=_keys([row.name_fa, row.name_en]),
            lat=_degrees(middles.get(row.code), "y"),
            lon=_degrees(middles.get(row.code), "x"),
            neighbourhood_code=row.code,
            is_approximate=row.is_approximate,
        )
        for row in city.neighbourhoods(city_id, on=on)
    ]


def _keys(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for name in names for key in name_keys(name)))


def _degrees(point: Any, axis: str) -> float | None:
    return round(float(getattr(point, axis)), 6) if point is not None else None

"""Finds the landmark or neighbourhood that a told text certainly names, with its point."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from shapely.geometry import shape

from peygir.city import queries as city
from peygir.core.persian import search_key
from peygir.desks.understanding.place import SURE
from peygir.desks.understanding.place_words import NEIGHBOURHOOD, STREET, groups_of
from peygir.desks.understanding.places import place_said, places_named


@dataclass(frozen=True, slots=True)
class SuggestedPlace:
    """One place: a landmark's point, or a neighbourhood's centre for the map view (WGS84; None where not drawn)."""

    name_fa: str
    name_en: str
    area_code: str
    district_id: int | None
    lat: float | None
    lon: float | None
    is_point: bool
    keys: tuple[str, ...]


def place_told(city_id: int, text: str, *, on: date) -> tuple[SuggestedPlace | None, str]:
    """The landmark or neighbourhood that a text certainly names, and the text as an address.

    A long street lies in no single place, so its name is part of the address only, unless it is the neighbourhood's.
    """
    named = [place for place in places_named(city_id, text, on=on) if place.confidence >= SURE]
    known = _known(city_id, city.city_by_id(city_id).load_number, on)
    keys = [search_key(place.name) for place in named if STREET not in groups_of(place.kind)]
    suggestions = [one for key in keys for one in known if key == one.keys[0]]
    place_words = place_said(city_id, text, on=on)
    if not suggestions and place_words.place is not None and place_words.place.neighbourhood_code:
        suggestions = [
            one for one in known if not one.is_point and one.area_code == place_words.place.neighbourhood_code
        ]
    return next(
        (one for one in suggestions if one.is_point), suggestions[0] if suggestions else None
    ), place_words.address


@lru_cache(maxsize=4)
def _known(city_id: int, load_number: int, on: date) -> Sequence[SuggestedPlace]:
    # The import's number and the day are part of the key, so a cached value is never older than either.
    middles = {
        feature["properties"]["code"]: shape(feature["geometry"]).representative_point()
        for feature in city.polygons(city_id, on=on)["neighbourhoods"]["features"]
    }
    rows = [
        SuggestedPlace(
            row.name_fa,
            row.name_en,
            row.code,
            row.district_id,
            *_degrees(middles.get(row.code)),
            is_point=False,
            keys=_keys(row.name_fa, row.name_en),
        )
        for row in city.neighbourhoods(city_id, on=on)
    ]
    for landmark in city.landmarks(city_id, on=on):
        place = city.place_of(city_id, landmark.lat, landmark.lon, on=on)
        rows.append(
            SuggestedPlace(
                landmark.name_fa,
                landmark.name_en,
                place.neighbourhood_code if place else "",
                place.district_id if place else None,
                landmark.lat,
                landmark.lon,
                is_point=landmark.kind != NEIGHBOURHOOD,
                keys=_keys(landmark.name_fa, *landmark.aliases, landmark.name_en),
            )
        )
    return rows


def _keys(*names: str) -> tuple[str, ...]:
    return tuple(key for name in names if (key := search_key(name)))


def _degrees(point: Any) -> tuple[float | None, float | None]:
    return (round(point.y, 6), round(point.x, 6)) if point is not None else (None, None)

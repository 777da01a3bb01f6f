"""A city's place names as the reader compares them, each with the neighbourhood in which it lies."""

from collections.abc import Iterable
from typing import Final

from shapely import Point, STRtree

from peygir.atlas.facts import MapName
from peygir.city.facts import Place
from peygir.city.local_knowledge_facts import LandmarkFacts
from peygir.city.rows import CityRows
from peygir.desks.understanding.place_keys import key_of
from peygir.desks.understanding.place_names import PlaceName
from peygir.desks.understanding.place_words import MARKERS, NEIGHBOURHOOD, ORDINARY_KEYS

_SHORTEST_FIRST: Final = 4


def names_in_files(rows: CityRows) -> tuple[PlaceName, ...]:
    """The names in a city's files, which need no database: neighbourhoods and landmarks."""
    drawn = [row for row in rows.neighbourhoods or () if row.shape is not None]
    tree = STRtree([row.shape for row in drawn])

    def neighbourhood_at(lat: float | None, lon: float | None) -> str:
        if lat is None or lon is None:
            return ""
        found = tree.query(Point(lon, lat), predicate="intersects")
        return drawn[int(found[0])].code if len(found) else ""

    return (
        *(neighbourhood_name(row.code, (row.name_fa, row.name_en)) for row in rows.neighbourhoods or ()),
        *(
            PlaceName(
                row.code,
                row.kind,
                _said((row.name_fa, *row.aliases, row.name_en)),
                neighbourhood_at(row.lat, row.lon),
            )
            for row in rows.landmarks or ()
        ),
    )


def landmark_names(marks: Iterable[tuple[LandmarkFacts, Place | None]]) -> list[PlaceName]:
    """The names of landmarks, each with the place in which it lies."""
    return [
        PlaceName(
            landmark.code,
            landmark.kind,
            _said((landmark.name_fa, *landmark.aliases, landmark.name_en)),
            place.neighbourhood_code if place is not None else "",
        )
        for landmark, place in marks
    ]


def map_names(rows: Iterable[MapName]) -> list[PlaceName]:
    """The names on a street map; each counts only as written there."""
    return [PlaceName(f"osm-{row.id}", row.kind, row.forms, row.neighbourhood_code, is_listed=True) for row in rows]


def neighbourhood_name(code: str, forms: Iterable[str]) -> PlaceName:
    """The name of a neighbourhood, also as its first word alone: «گلدشت» for «گلدشت معالی‌آباد»."""
    whole = _said(forms)
    return PlaceName(code, NEIGHBOURHOOD, whole, code, short_forms=_said(map(_first_word, whole)))


def _first_word(name: str) -> str:
    first, *others = name.split()
    key = key_of(first)
    is_telling = len(key) >= _SHORTEST_FIRST and key not in MARKERS and key not in ORDINARY_KEYS and not key.isascii()
    return first if others and is_telling else ""


def _said(forms: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, forms)))

"""A few streets and alleys as a loaded map has them, written by hand in the small town."""

from typing import Any, Final

from peygir.atlas.facts import ATTRIBUTION
from peygir.atlas.models import AtlasPlace, LoadedMap
from peygir.atlas.names import PlaceNames, search_text
from peygir.atlas.near_point import MAP_PRESENCE
from peygir.core import clock
from tests.town import SIDE, SOUTH, WEST

ALONG: Final = 0.006
"""Degrees from one end of the main street to the other."""
MAIN_LAT, MAIN_LON = SOUTH + 0.004, WEST + 0.004
"""The western end of the main street «خیابان بهار», in the neighbourhood 01-01."""


def write_streets() -> AtlasPlace:
    """«خیابان بهار» with its alley 16 to the north, and «مسجد گلشن»; returns the street."""
    MAP_PRESENCE.forget()
    loaded = LoadedMap.objects.create(
        name="town",
        file_name="town.osm",
        digest="0" * 64,
        tiles="town.pmtiles",
        size=1,
        loaded_at=clock.now(),
        by="system",
        attribution=ATTRIBUTION,
        west=WEST,
        south=SOUTH,
        east=WEST + 3 * SIDE,
        north=SOUTH + SIDE,
    )
    street = _place(
        loaded, "street", "خیابان بهار", (MAIN_LON, MAIN_LAT), (MAIN_LON + ALONG, MAIN_LAT), names={"en": "Bahar St"}
    )
    middle = MAIN_LON + ALONG / 2
    _place(loaded, "alley", "کوچه ۱۶", (middle, MAIN_LAT), (middle, MAIN_LAT + 0.001), parent=street, number="16")
    _place(loaded, "worship", "مسجد گلشن", (MAIN_LON, MAIN_LAT + 0.002))
    return street


def alley_point() -> tuple[float, float]:
    """Latitude and longitude of a house in the alley."""
    return round(MAIN_LAT + 0.0007, 6), round(MAIN_LON + ALONG / 2, 6)


def _place(loaded: LoadedMap, kind: str, name: str, *spots: tuple[float, float], **more: Any) -> AtlasPlace:
    lons, lats = [lon for lon, _ in spots], [lat for _, lat in spots]
    names = more.get("names", {})
    return AtlasPlace.objects.create(
        map=loaded,
        kind=kind,
        name=name,
        search_text=search_text(PlaceNames(name, tuple(names.items()))),
        lat=sum(lats) / len(lats),
        lon=sum(lons) / len(lons),
        west=min(lons),
        south=min(lats),
        east=max(lons),
        north=max(lats),
        line={"type": "LineString", "coordinates": [list(spot) for spot in spots]} if len(spots) > 1 else None,
        neighbourhood_code="01-01",
        **more,
    )

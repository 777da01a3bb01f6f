"""Makes the draft of a new city from a map that was read."""

import math
from pathlib import Path

import shapely

from peygir.atlas.countries import country_of, time_zone_of
from peygir.atlas.draft_areas import draw_areas
from peygir.atlas.draft_files import DraftCity, code_of, write_draft
from peygir.atlas.draft_levels import DraftLevels, choose_ground
from peygir.atlas.kinds import PlaceKind
from peygir.atlas.map_reading import MapRead
from peygir.atlas.names import PlaceNames
from peygir.city.offdays import countries
from peygir.city.reading import SHIPPED
from peygir.core.persian import search_key

_WORLD_AT_ZOOM_0 = 360.0
_SCREENS = 0.7
"""A screen of some 700 pixels shows seven tenths of the degrees that 512-pixel tiles would at that zoom."""


def make_draft(
    read: MapRead, folder: Path, *, levels: DraftLevels, name: str = "", country: str = "", code: str = ""
) -> tuple[DraftCity, int, int]:
    """Write the folder; returns the city, and how many districts and neighbourhoods it has.

    Raises DraftFolderIsNotEmpty, CountryIsUnknown.
    """
    streets = _points(read)
    names = _names(read, name or read.name)
    ground = choose_ground(read.findings, streets, names, outline=read.outline, levels=levels)
    districts, neighbourhoods = draw_areas(ground)
    middle = shapely.MultiPoint(streets).centroid
    where = country_of(read.findings.countries, middle.x, middle.y, country)
    box = shapely.union_all([district.shape for district in districts]).bounds
    city = DraftCity(
        code=code or code_of(names.in_language("en")),
        names=names,
        country=where,
        zone=time_zone_of(where, middle.x, middle.y),
        holidays=where if where in countries() else "",
        lat=(box[1] + box[3]) / 2,
        lon=(box[0] + box[2]) / 2,
        zoom=_zoom(max(box[2] - box[0], box[3] - box[1])),
    )
    write_draft(folder, city, districts, neighbourhoods, shipped=SHIPPED / "shiraz", file=read.extract.path.name)
    return city, len(districts), len(neighbourhoods)


def _points(read: MapRead) -> list[tuple[float, float]]:
    """A point on each street; without those that only lead out of the map, where it has others."""
    box = read.bounds
    points = [street.point for street in read.streets if street.kind is not PlaceKind.WATER]
    inside = [(lon, lat) for lon, lat in points if box.west <= lon <= box.east and box.south <= lat <= box.north]
    return inside or points or [street.point for street in read.streets]


def _names(read: MapRead, name: str) -> PlaceNames:
    """The names of the boundary or settlement that is called so, or just the name."""
    key = search_key(name)
    named = [*(area.names for area in read.findings.areas), *(town.names for town in read.findings.towns)]
    return next((names for names in named if search_key(names.name) == key), PlaceNames(name))


def _zoom(degrees: float) -> float:
    return round(min(max(math.log2(_WORLD_AT_ZOOM_0 * _SCREENS / max(degrees, 0.001)), 8.0), 15.0), 1)

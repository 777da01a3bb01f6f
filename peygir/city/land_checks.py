"""Whether districts tile their city and neighbourhoods lie in their districts.

Pure: rows in, faults out. Unreadable polygons were reported while reading; land beside them is not judged.
"""

from collections.abc import Sequence
from typing import Final, TypeVar

import shapely

from peygir.city.rows import DISTRICTS, NEIGHBOURHOODS, DistrictRow, FileFault, NeighbourhoodRow
from peygir.core.geometry import FaultyPiece, Overlap, holes, overlaps, uncovered
from peygir.core.translation import Text
from peygir.core.translation import gettext_lazy as _

FAR_DEGREES: Final = 1.0

Land = TypeVar("Land", DistrictRow, NeighbourhoodRow)


def check_land(
    districts: Sequence[DistrictRow],
    neighbourhoods: Sequence[NeighbourhoodRow],
    centre: tuple[float, float] | None = None,
) -> list[FileFault]:
    """Overlaps, land in no district, neighbourhoods outside their district, polygons that only some have.

    `centre` is the latitude and longitude in the city's own settings, if any.
    """
    return [
        *_far_away(districts, centre),
        *_without_polygon(DISTRICTS, districts),
        *_without_polygon(NEIGHBOURHOODS, neighbourhoods),
        *_overlaps(DISTRICTS, districts),
        *_overlaps(NEIGHBOURHOODS, neighbourhoods),
        *_holes(districts),
        *_strays(districts, neighbourhoods),
    ]


def _where(spot: FaultyPiece) -> Text:
    return _(
        "near longitude {lon}, latitude {lat}, {square_metres} square metres",
        lon=spot.lon,
        lat=spot.lat,
        square_metres=spot.square_metres,
    )


def _far_away(districts: Sequence[DistrictRow], centre: tuple[float, float] | None) -> list[FileFault]:
    """Swapped longitude and latitude are valid coordinates too, but in another country."""
    shapes = [row.shape for row in districts if row.shape is not None]
    if centre is None or not shapes:
        return []
    lat, lon = centre
    west, south, east, north = shapely.total_bounds(shapes)
    if west - FAR_DEGREES < lon < east + FAR_DEGREES and south - FAR_DEGREES < lat < north + FAR_DEGREES:
        return []
    return [
        FileFault(
            DISTRICTS,
            0,
            _("the districts are far from the city's centre in city.toml; write longitude first, then latitude"),
        )
    ]


def _without_polygon(file: str, rows: Sequence[Land]) -> list[FileFault]:
    """Either all places of a city have polygons or none: a point could never be in a place without one."""
    bare = [row for row in rows if row.shape is None and not row.is_broken]
    if len(bare) == len(rows):
        return []
    return [FileFault(file, row.row, _("“{code}” has no polygon", code=row.code)) for row in bare]


def _overlaps(file: str, rows: Sequence[Land]) -> list[FileFault]:
    shapes = [(row, row.shape) for row in rows if row.shape is not None]
    return [_overlap(file, pair) for pair in overlaps(shapes) if pair.first.code != pair.second.code]


def _overlap(file: str, pair: Overlap[Land]) -> FileFault:
    where = _where(pair.spot)
    first_code, other = pair.first.code, pair.second.code
    return FileFault(
        file,
        pair.second.row,
        _("“{other}” overlaps “{one}” ({text})", other=other, one=first_code, text=where),
    )


def _holes(districts: Sequence[DistrictRow]) -> list[FileFault]:
    if any(row.is_broken for row in districts):
        return []
    faults = []
    for spot in holes(row.shape for row in districts if row.shape is not None):
        where = _where(spot)
        faults.append(FileFault(DISTRICTS, 0, _("land in no district ({text})", text=where)))
    return faults


def _strays(districts: Sequence[DistrictRow], neighbourhoods: Sequence[NeighbourhoodRow]) -> list[FileFault]:
    """Neighbourhood land that lies in another district, or in none."""
    own = {row.code: row.shape for row in districts if row.shape is not None}
    if not own:
        return []
    broken = {row.code for row in districts if row.is_broken}
    city = shapely.union_all(list(own.values()))
    faults = []
    for row in neighbourhoods:
        if row.shape is None or row.district in broken:
            continue
        nowhere = [] if broken else uncovered(row.shape, city)
        if nowhere:
            where = _where(nowhere[0])
            faults.append(
                FileFault(
                    NEIGHBOURHOODS,
                    row.row,
                    _("part of neighbourhood “{code}” is in no district ({text})", code=row.code, text=where),
                )
            )
        if row.district not in own:
            continue
        elsewhere = uncovered(row.shape.intersection(city), own[row.district])
        if elsewhere:
            where = _where(elsewhere[0])
            faults.append(
                FileFault(
                    NEIGHBOURHOODS,
                    row.row,
                    _(
                        "neighbourhood “{code}” lies outside district “{district}” ({text})",
                        code=row.code,
                        district=row.district,
                        text=where,
                    ),
                )
            )
    return faults

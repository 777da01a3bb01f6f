"""Computes a new map of districts and neighbourhoods from drawn areas and the current map.

Pure: rows in, rows out. `area_checks` checks whether the new map is complete.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

import shapely
from shapely.geometry.base import BaseGeometry

from peygir.city.rows import DistrictRow, NeighbourhoodRow
from peygir.core.geometry import TOUCH_DEGREES, AreaGeometry, uncovered, wide_parts

GRID: Final = 1e-6
"""Computed corners are rounded to a millionth of a degree, some ten centimetres."""

Row = TypeVar("Row", DistrictRow, NeighbourhoodRow)


@dataclass(frozen=True, slots=True)
class LandMap:
    """The districts and neighbourhoods in force on one day, by code."""

    districts: Mapping[str, DistrictRow]
    neighbourhoods: Mapping[str, NeighbourhoodRow]


@dataclass(frozen=True, slots=True)
class DrawnAreas:
    """The drawn areas; `is_whole`: a kind of which anything is drawn loses all its other areas."""

    districts: Sequence[DistrictRow]
    neighbourhoods: Sequence[NeighbourhoodRow]
    is_whole: bool = False
    gives_way: bool = True


def land_map(districts: Sequence[DistrictRow], neighbourhoods: Sequence[NeighbourhoodRow]) -> LandMap:
    """The rows by code."""
    return LandMap({row.code: row for row in districts}, {row.code: row for row in neighbourhoods})


def redrawn(before: LandMap, drawn: DrawnAreas) -> LandMap:
    """The map with the drawn areas applied.

    With `gives_way` other districts lose the land that a drawn one takes, and so do neighbourhoods among themselves;
    then each neighbourhood that is left outside its district is cut to the district that holds most of it, and the part
    cut off goes to an adjacent neighbourhood. A place with no land left ends.
    """
    districts = _over(before.districts, drawn.districts, drawn)
    neighbourhoods = _over(before.neighbourhoods, drawn.neighbourhoods, drawn)
    if drawn.gives_way and drawn.districts:
        fixed = {row.code for row in drawn.neighbourhoods}
        neighbourhoods = _following(neighbourhoods, districts, fixed)
    return LandMap(districts, neighbourhoods)


def _over(before: Mapping[str, Row], drawn: Sequence[Row], change_request: DrawnAreas) -> dict[str, Row]:
    if not drawn:
        return dict(before)
    new = {row.code: row for row in drawn}
    kept = {} if change_request.is_whole else {code: row for code, row in before.items() if code not in new}
    if change_request.gives_way:
        taken = shapely.union_all([row.shape for row in drawn if row.shape is not None])
        kept = {code: left for code, row in kept.items() if (left := _without(row, taken)) is not None}
    return dict(sorted({**kept, **new}.items()))


def _without(row: Row, taken: BaseGeometry) -> Row | None:
    """The row without the taken land; unchanged if none was taken, None if nothing is left."""
    if row.shape is None or not wide_parts(row.shape.intersection(taken)):
        return row
    return _shaped(row, row.shape.difference(taken))


def _shaped(row: Row, shape: BaseGeometry) -> Row | None:
    """The row with another shape, without slivers; None if nothing is left."""
    tidy = tidied(shape)
    return None if tidy is None else replace(row, shape=tidy, polygon=geometry_of(tidy))


def tidied(shape: BaseGeometry) -> BaseGeometry | None:
    """The parts of a shape that are wider than a metre, snapped to the grid; None if there are none."""
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and wide_parts(part)]
    if not parts:
        return None
    return shapely.set_precision(shapely.union_all(parts), GRID)


def geometry_of(shape: BaseGeometry) -> AreaGeometry:
    """The GeoJSON geometry of a polygon, lists for tuples as the database returns it."""

    def listed(value: Any) -> Any:
        return [listed(one) for one in value] if isinstance(value, tuple | list) else round(float(value), 7)

    told = shapely.geometry.mapping(shape)
    return {"type": told["type"], "coordinates": listed(told["coordinates"])}


def _following(
    places: Mapping[str, NeighbourhoodRow], districts: Mapping[str, DistrictRow], fixed: set[str]
) -> dict[str, NeighbourhoodRow]:
    """Cut neighbourhoods to the districts that hold them; those in `fixed` were drawn, and stay as they are."""
    land = {code: row.shape for code, row in districts.items() if row.shape is not None}
    following_places = dict(places)
    loose: list[tuple[str, str, BaseGeometry]] = []
    for code, row in places.items():
        own = land.get(row.district)
        if code in fixed or row.shape is None or (own is not None and not uncovered(row.shape, own)):
            continue
        parts = _parts(row.shape, land, row.district)
        if not parts:
            if row.district not in districts:
                del following_places[code]
            continue
        home, shape = parts[0]
        following_places[code] = replace(row, district=home, shape=shape, polygon=geometry_of(shape))
        loose += [(code, district, part) for district, part in parts[1:]]
    for code, district, part in loose:
        _give(following_places, part, district, but=fixed | {code})
    return dict(sorted(following_places.items()))


def _parts(shape: BaseGeometry, land: Mapping[str, BaseGeometry], own: str) -> list[tuple[str, BaseGeometry]]:
    """The pieces of a shape by district, the largest first; at equal size its own district's first."""
    pieces = []
    for code, district in land.items():
        piece = tidied(shape.intersection(district)) if shape.intersects(district) else None
        if piece is not None:
            pieces.append((code, piece))
    return sorted(pieces, key=lambda pair: (-round(pair[1].area / GRID**2), pair[0] != own, pair[0]))


def _give(neighbourhoods: dict[str, NeighbourhoodRow], part: BaseGeometry, district: str, *, but: set[str]) -> None:
    """Join a piece of land to the neighbourhood of the district that touches it most; to none if none does."""
    near = part.buffer(2 * TOUCH_DEGREES)
    best: tuple[float, str] = (0.0, "")
    for code, row in neighbourhoods.items():
        if row.district == district and code not in but and row.shape is not None and row.shape.intersects(near):
            best = max(best, (float(row.shape.intersection(near).area), code))
    taker = neighbourhoods.get(best[1])
    land = taker.shape if taker is not None else None
    if taker is None or land is None:
        return
    # Close the gap between two rounded borders, so that the two become one piece of land.
    grown = land.union(part).buffer(TOUCH_DEGREES, join_style="mitre")
    shaped = _shaped(taker, grown.buffer(-TOUCH_DEGREES, join_style="mitre"))
    if shaped is not None:
        neighbourhoods[taker.code] = shaped

"""Which polygon contains a point, and what is wrong with a set of polygons that should tile a city.

Coordinates are WGS84 longitude and latitude in degrees, in this order as in GeoJSON (RFC 7946); only `cell`
takes latitude first, as people say it. Two boundaries within one metre of each other count as touching.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Final, Generic, Literal, TypeAlias, TypedDict, TypeVar

import h3
import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from peygir.core.refusals import Invalid
from peygir.core.translation import Names, gettext_lazy

Key = TypeVar("Key")

CELL_RESOLUTION: Final = 9
"""H3 resolution of `cell`: hexagons with an edge of about 200 m, some ten to the square kilometre."""

FIRST_RING: Final = 190.0
FURTHER_RING: Final = 250.0
"""Metres that the ring of cells around a point's own reaches at least, and each further ring beyond it."""

TOUCH_DEGREES: Final = 1e-5
"""About one metre: drawn boundaries are rounded, so neighbours part or overlap by less than this."""

METRES_PER_DEGREE: Final = 111_195.0
"""Mean length of one degree of a great circle on a sphere of radius 6,371,009 m (IUGG mean radius)."""

_POLYGONAL: Final = ("Polygon", "MultiPolygon")


class PolygonGeometry(TypedDict):
    """A GeoJSON polygon: its rings of [lon, lat] pairs, the outer one first."""

    type: Literal["Polygon"]
    coordinates: list[list[list[float]]]


class MultiPolygonGeometry(TypedDict):
    """Several GeoJSON polygons in one geometry."""

    type: Literal["MultiPolygon"]
    coordinates: list[list[list[list[float]]]]


AreaGeometry: TypeAlias = PolygonGeometry | MultiPolygonGeometry


class PolygonIsNotValid(Invalid):
    """The geometry is no usable polygon on the Earth."""

    message = gettext_lazy("The polygon is not valid: {why}")


def read_polygon(geometry: Any) -> BaseGeometry:
    """The shapely polygon of a GeoJSON geometry. Raises PolygonIsNotValid, never anything else."""
    if not isinstance(geometry, Mapping) or geometry.get("type") not in _POLYGONAL:
        raise PolygonIsNotValid(
            why=gettext_lazy("its type must be Polygon or MultiPolygon"),
        )
    try:
        shape = shapely.geometry.shape(geometry)
    except Exception as broken:  # shapely raises whatever numpy or GEOS raise
        raise PolygonIsNotValid(why=gettext_lazy("its coordinates cannot be read")) from broken
    numbers = shapely.get_coordinates(shape)
    if shape.is_empty or not np.isfinite(numbers).all():
        raise PolygonIsNotValid(why=gettext_lazy("it has no coordinates"))
    if (np.abs(numbers) > (180.0, 90.0)).any():
        raise PolygonIsNotValid(
            why=gettext_lazy("its coordinates are not on Earth (longitude first, then latitude)"),
        )
    if not shape.is_valid:
        reason = str(shapely.is_valid_reason(shape))
        raise PolygonIsNotValid(why=Names.of(f"مرز آن خود را می‌برد یا بسته نیست ({reason})", reason))
    return shape


class PolygonIndex(Generic[Key]):
    """Finds the polygon of a point; a point on a shared edge belongs to the polygon that comes first in the list.

    A point in no polygon but within a metre of one (in the sliver between two rounded
    boundaries) belongs to the nearest, so that every point of a tiled city has a polygon.
    """

    def __init__(self, items: Sequence[tuple[Key, BaseGeometry]]) -> None:
        self._keys: list[Key] = [key for key, _ in items]
        shapes = np.array([shape for _, shape in items], dtype=object)
        shapely.prepare(shapes)
        self._tree = shapely.STRtree(shapes)

    def __len__(self) -> int:
        return len(self._keys)

    def find(self, lon: float, lat: float) -> Key | None:
        """The key of the polygon at one point; None outside them all or for a point that is not a number."""
        if not self._keys or not (math.isfinite(lon) and math.isfinite(lat)):
            return None
        point = shapely.Point(lon, lat)
        hits = self._tree.query(point, predicate="intersects")
        if hits.size == 0:
            hits = self._tree.query_nearest(point, max_distance=TOUCH_DEGREES)
        return self._keys[int(hits.min())] if hits.size else None

    def find_many(self, points: npt.NDArray[np.float64]) -> list[Key | None]:
        """The keys for an (n, 2) array of longitudes and latitudes, each as `find` returns it."""
        lon_lat = np.asarray(points, dtype=np.float64).reshape(-1, 2)
        nobody = len(self._keys)
        polygon_numbers = np.full(len(lon_lat), nobody, dtype=np.int64)
        known = np.flatnonzero(np.isfinite(lon_lat).all(axis=1))
        if nobody and known.size:
            shapes = shapely.points(lon_lat[known])
            which, polygon = self._tree.query(shapes, predicate="intersects")
            # A point on an edge hits several: the smallest position wins, in any order of the hits.
            np.minimum.at(polygon_numbers, known[which], polygon)
            stray = known[polygon_numbers[known] == nobody]
            if stray.size:
                near = shapely.points(lon_lat[stray])
                which, polygon = self._tree.query_nearest(near, max_distance=TOUCH_DEGREES)
                np.minimum.at(polygon_numbers, stray[which], polygon)
        keys: list[Key | None] = [*self._keys, None]
        return [keys[position] for position in polygon_numbers.tolist()]


@dataclass(frozen=True, slots=True)
class FaultyPiece:
    """A piece of land where something is wrong: a point inside it (degrees) and its size (square metres)."""

    lon: float
    lat: float
    square_metres: int


@dataclass(frozen=True, slots=True)
class Overlap(Generic[Key]):
    """Two polygons that cover the same land."""

    first: Key
    second: Key
    spot: FaultyPiece


def overlaps(items: Sequence[tuple[Key, BaseGeometry]]) -> list[Overlap[Key]]:
    """Every pair of valid polygons that share land wider than a metre, in the order of `items`."""
    overlap_list = []
    for (first, shape), (second, other) in combinations(items, 2):
        if not shape.intersects(other):
            continue
        spots = wide_parts(shape.intersection(other))
        if spots:
            overlap_list.append(Overlap(first, second, max(spots, key=lambda spot: spot.square_metres)))
    return overlap_list


def holes(shapes: Iterable[BaseGeometry]) -> list[FaultyPiece]:
    """Land that valid polygons surround but none of them covers, wider than a metre."""
    together = shapely.union_all(list(shapes))
    faulty_pieces = []
    for part in shapely.get_parts(together):
        for ring in part.interiors:
            faulty_pieces += wide_parts(shapely.Polygon(ring))
    return faulty_pieces


def uncovered(shape: BaseGeometry, cover: BaseGeometry) -> list[FaultyPiece]:
    """The parts of `shape`, wider than a metre, that `cover` does not cover."""
    return wide_parts(shape.difference(cover))


def wide_parts(shape: BaseGeometry) -> list[FaultyPiece]:
    """The parts of a geometry that are wider than a metre; slivers, lines and points are left out."""
    pieces = []
    for part in shapely.get_parts(shape):
        if part.geom_type != "Polygon":
            continue
        core = part.buffer(-TOUCH_DEGREES / 2)
        if not core.is_empty:
            inside = core.representative_point()
            pieces.append(FaultyPiece(round(inside.x, 6), round(inside.y, 6), round(square_metres(part))))
    return pieces


def square_metres(shape: BaseGeometry) -> float:
    """Area on a sphere, accurate enough for a city: longitude shrunk by the cosine of the mean latitude."""
    if shape.is_empty:
        return 0.0
    _, south, _, north = shape.bounds
    shrink = math.cos(math.radians((south + north) / 2))
    return float(shape.area) * METRES_PER_DEGREE**2 * shrink


def cell(lat: float, lon: float) -> int:
    """The H3 cell of a point at resolution 9, as a 64-bit integer that fits a signed column."""
    return int(h3.str_to_int(h3.latlng_to_cell(lat, lon, CELL_RESOLUTION)))


def cell_corners(number: int) -> list[tuple[float, float]]:
    """The corners (latitude, longitude in degrees) of an H3 cell of any resolution; none for any other number."""
    name = h3.int_to_str(number)
    return [(lat, lon) for lat, lon in h3.cell_to_boundary(name)] if h3.is_valid_cell(name) else []


def cell_of(lat: float | None, lon: float | None) -> int | None:
    """The cell of a point, or None without a point."""
    return cell(lat, lon) if lat is not None and lon is not None else None


def cells_near(lat: float, lon: float, metres: float) -> list[int]:
    """The cells that cover every point within so many metres (a few kilometres at most), the point's own first."""
    here = h3.latlng_to_cell(lat, lon, CELL_RESOLUTION)
    rings = 1 + max(0, math.ceil((metres - FIRST_RING) / FURTHER_RING))
    return [int(h3.str_to_int(near)) for near in h3.grid_disk(here, rings)]


def metres_between(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The distance of two points of one city in metres, on a flat map, accurate to a part in a thousand."""
    shrink = math.cos(math.radians((lat + other_lat) / 2))
    return METRES_PER_DEGREE * math.hypot(lat - other_lat, (lon - other_lon) * shrink)

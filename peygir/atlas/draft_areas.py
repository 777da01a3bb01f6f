"""Draws districts and neighbourhoods for a city without files of its own, so that they tile it.

All lines (outline, boundaries, the edges of Voronoi cells) are put together and cut into faces; each face belongs to
one district and one neighbourhood. So there are neither gaps nor overlaps, whatever the boundaries were.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from peygir.atlas.draft_levels import DraftGround
from peygir.atlas.names import PlaceNames
from peygir.core.persian import search_key

GRID: Final = 1e-7
SIMPLIFY: Final = 1e-4
"""Degrees, some ten metres: a map of the city draws these polygons on every page."""
SMALLEST: Final = 1e-7
"""Square degrees, some thousand square metres: smaller parts go to a neighbour."""


@dataclass(frozen=True, slots=True)
class DraftArea:
    """One district or neighbourhood; `district` is a district's code, or empty for a district itself."""

    code: str
    names: PlaceNames
    shape: BaseGeometry
    is_approximate: bool
    district: str = ""


@dataclass(frozen=True, slots=True)
class _Piece:
    """The land of one neighbourhood: its district by position, its names, and whether a boundary says so."""

    district: int
    names: PlaceNames
    shape: BaseGeometry
    is_approximate: bool


def draw_areas(ground: DraftGround) -> tuple[list[DraftArea], list[DraftArea]]:
    """Districts and neighbourhoods that tile the outline of `ground`, with codes in the order of their names."""
    shrink = math.cos(math.radians(float(shapely.centroid(ground.outline).y)))
    flat = _Flat(ground, shrink)
    pieces = _simplified(_collected(flat))
    districts: list[DraftArea] = []
    neighbourhoods: list[DraftArea] = []
    used = sorted(
        {piece.district for piece in pieces}, key=lambda place: search_key(ground.districts[place].names.name)
    )
    for number, place in enumerate(used, start=1):
        own = sorted((piece for piece in pieces if piece.district == place), key=lambda piece: piece.names.name)
        source = ground.districts[place]
        shape = _round(shapely.union_all([piece.shape for piece in own]), shrink)
        districts.append(DraftArea(str(number), source.names, shape, source.is_approximate))
        for small, piece in enumerate(own, start=1):
            code = f"{number:02}-{small:02}"
            shape = _round(piece.shape, shrink)
            neighbourhoods.append(DraftArea(code, piece.names, shape, piece.is_approximate, str(number)))
    return districts, neighbourhoods


class _Flat:
    """The ground on a plane where a degree is equally long in both directions."""

    def __init__(self, ground: DraftGround, shrink: float) -> None:
        self.ground, self._shrink = ground, shrink
        self.outline = self._of(ground.outline)
        self.districts = [self._of(part.shape) for part in ground.districts]
        self.parts = [self._of(part.shape) for part in ground.neighbourhoods]
        self.seeds = [shapely.Point(town.lon * shrink, town.lat) for town in ground.seeds]
        self.seeds_of: Mapping[int, list[int]] = {
            place: [number for number, seed in enumerate(self.seeds) if shape.intersects(seed)]
            for place, shape in enumerate(self.districts)
        }

    def _of(self, shape: BaseGeometry) -> BaseGeometry:
        return shapely.transform(shape, lambda points: points * (self._shrink, 1.0))

    def faces(self) -> list[BaseGeometry]:
        """The outline cut by every line."""
        lines = [shape.boundary for shape in (self.outline, *self.districts, *self.parts)]
        for place, numbers in self.seeds_of.items():
            if len(numbers) > 1:
                seeds = shapely.MultiPoint([self.seeds[number] for number in numbers])
                edges = shapely.voronoi_polygons(seeds, extend_to=self.districts[place], only_edges=True)
                lines.append(shapely.intersection(edges, self.districts[place]))
        noded = shapely.union_all(lines, grid_size=GRID)
        return list(shapely.get_parts(shapely.polygonize([noded])))

    def district_of(self, point: BaseGeometry) -> int | None:
        """The district of a point, by position."""
        return next((place for place, shape in enumerate(self.districts) if shape.intersects(point)), None)

    def neighbourhood_of(self, point: BaseGeometry, district: int) -> tuple[PlaceNames, bool]:
        """The names of the neighbourhood of a point, and whether they are only the nearest settlement's."""
        for number, shape in enumerate(self.parts):
            if shape.intersects(point):
                return self.ground.neighbourhoods[number].names, self.ground.neighbourhoods[number].is_approximate
        numbers = self.seeds_of[district]
        if not numbers:
            return self.ground.districts[district].names, self.ground.districts[district].is_approximate
        nearest = min(numbers, key=lambda number: self.seeds[number].distance(point))
        return self.ground.seeds[nearest].names, True


def _collected(flat: _Flat) -> list[_Piece]:
    """The faces of each neighbourhood together; land in no district goes to a neighbour where it is enclosed."""
    faces: dict[tuple[int, str], list[BaseGeometry]] = {}
    about: dict[tuple[int, str], tuple[PlaceNames, bool]] = {}
    stray: list[BaseGeometry] = []
    shapely.prepare([flat.outline, *flat.districts, *flat.parts])
    for face in flat.faces():
        point = face.representative_point()
        district = flat.district_of(point)
        if district is None or not flat.outline.intersects(point):
            stray.append(face)
            continue
        names, is_approximate = flat.neighbourhood_of(point, district)
        key = (district, search_key(names.name))
        faces.setdefault(key, []).append(face)
        about.setdefault(key, (names, is_approximate))
    shapes = {key: shapely.union_all(parts) for key, parts in faces.items()}
    whole = shapely.union_all(list(shapes.values()))
    enclosed = shapely.union_all([shapely.Polygon(part.exterior) for part in shapely.get_parts(whole)])
    shapes = _give(shapes, [face for face in stray if enclosed.contains(face.representative_point())])
    small = [key for key, shape in shapes.items() if shape.area < SMALLEST and len(shapes) > 1]
    shapes = _give({key: shape for key, shape in shapes.items() if key not in small}, [shapes[key] for key in small])
    return [_Piece(key[0], about[key][0], shape, about[key][1]) for key, shape in shapes.items()]


def _give(
    shapes: dict[tuple[int, str], BaseGeometry], faces: Sequence[BaseGeometry]
) -> dict[tuple[int, str], BaseGeometry]:
    """Each face to the shape with which it shares the longest border."""
    for face in faces:
        best = max(shapes, key=lambda key: (shapes[key].intersection(face).length, -shapes[key].distance(face)))
        shapes[best] = shapely.union(shapes[best], face)
    return shapes


def _simplified(pieces: list[_Piece]) -> list[_Piece]:
    """Fewer points, with the shared borders still shared."""
    shapes = shapely.coverage_simplify([piece.shape for piece in pieces], SIMPLIFY)
    return [
        _Piece(piece.district, piece.names, shape, piece.is_approximate)
        for piece, shape in zip(pieces, shapes, strict=True)
        if not shape.is_empty
    ]


def _round(shape: BaseGeometry, shrink: float) -> BaseGeometry:
    """Back in degrees, with six decimals, and valid; parts that vanish are left out."""
    degrees = shapely.transform(shape, lambda points: points / (shrink, 1.0))
    whole = shapely.make_valid(shapely.set_precision(degrees, 1e-6))
    parts = [part for part in shapely.get_parts(whole) if part.geom_type in ("Polygon", "MultiPolygon")]
    joined = shapely.union_all(parts)
    return shapely.transform(joined, lambda points: np.round(points, 6))

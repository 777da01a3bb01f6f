"""The sea of a coastal city: OpenStreetMap draws only the line of the coast, with the land on its left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

_WIDEST_GAP: Final = 0.02
"""Degrees, about two kilometres: an extract is cut a little inside the box that is drawn; beyond, nothing is known."""
Edge = tuple[tuple[float, float], tuple[float, float]]


@dataclass(slots=True)
class Coastline:
    """The pieces of the coast of an extract."""

    lines: list[BaseGeometry] = field(default_factory=list)

    def add(self, paths: Iterable[Sequence[tuple[int, float, float]]]) -> None:
        """Take a piece; its path holds (node, longitude, latitude)."""
        self.lines += [shapely.LineString([(lon, lat) for _, lon, lat in path]) for path in paths]

    def sea(self, west: float, south: float, east: float, north: float) -> list[BaseGeometry]:
        """The water within a box; none where the coast breaks off inside it, so that land could be taken for sea."""
        box = shapely.box(west, south, east, north)
        near = [line for line in self.lines if line.intersects(box)]
        if not near:
            return []
        coast = shapely.line_merge(shapely.union_all(shapely.intersection(near, box)))
        ends = [end for part in shapely.get_parts(coast) if not part.is_closed for end in _ends(part)]
        gaps = [shapely.shortest_line(end, box.boundary) for end in ends]
        if any(gap.length > _WIDEST_GAP for gap in gaps):
            return []
        coast = shapely.union_all([coast, *gaps])
        directed = {edge for line in near for edge in _edges(line)}
        faces = shapely.get_parts(shapely.polygonize([shapely.union(box.boundary, coast)]))
        return [face for face in faces if _is_sea(face, directed)]


def _ends(part: BaseGeometry) -> list[BaseGeometry]:
    return list(shapely.get_point(part, [0, -1]))


def _edges(line: BaseGeometry) -> list[Edge]:
    points = [(round(lon, 7), round(lat, 7)) for lon, lat in shapely.get_coordinates(line).tolist()]
    return list(pairwise(points))


def _is_sea(face: BaseGeometry, directed: set[Edge]) -> bool:
    """Whether the coast runs along the face with the face on its right."""
    right = left = 0
    for ring in shapely.get_rings(shapely.orient_polygons(face)):  # with the face on the left of each ring
        for start, end in _edges(ring):
            left += (start, end) in directed
            right += (end, start) in directed
    return right > left

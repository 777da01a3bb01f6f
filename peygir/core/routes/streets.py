"""Ways along the lines of streets: a graph of their pieces, and the shortest ways between points beside them.

Lines that cross or touch are joined where they meet, so a bridge over a street counts as a crossing, and one-way
streets are driven both ways: the map's names hold neither. A point reaches the nearest corner of the graph in a
straight line, times the road factor. Only the largest connected part of the streets is used.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry
from shapely.strtree import STRtree

from peygir.core.geometry import METRES_PER_DEGREE
from peygir.core.routes.travel import ROAD_FACTOR, Floats, Point, straight_metres

if TYPE_CHECKING:
    from scipy.sparse import coo_array

MOST_LINES: Final = 60_000
MOST_PIECES: Final = 400_000
"""Lines of streets, and pieces between their crossings, in one graph; with more, ways are taken by the road factor."""
REACH: Final = 600.0
"""Metres within which a point must have a street; beyond, its ways are taken by the road factor."""
_GRID: Final = 1e-6
"""Degrees to which corners are rounded before they are joined: a decimetre."""


@dataclass(frozen=True, slots=True)
class StreetGraph:
    """Corners in metres on a plane, and the lengths of the pieces between them; `west` and `south` is its origin."""

    west: float
    south: float
    east_scale: float
    corners: Floats
    lengths: "coo_array"

    def flat(self, points: Sequence[Point]) -> Floats:
        """Return points (latitude, longitude) in metres on the graph's plane."""
        lat, lon = (np.array([point[axis] for point in points], dtype=np.float64) for axis in (0, 1))
        return np.column_stack(((lon - self.west) * self.east_scale, (lat - self.south) * METRES_PER_DEGREE))


def street_graph(lines: Sequence[BaseGeometry]) -> StreetGraph | None:
    """Return the graph of lines in degrees (longitude, latitude); None if there are none, or too many."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    kept = [line for line in lines if not line.is_empty]
    if not kept or len(kept) > MOST_LINES:
        return None
    joined = shapely.set_precision(shapely.union_all(np.array(kept, dtype=object), grid_size=_GRID), _GRID)
    pieces = shapely.get_parts(joined)
    pieces = pieces[shapely.get_type_id(pieces) == 1]
    if not 0 < len(pieces) <= MOST_PIECES:
        return None
    west, south, _, north = shapely.total_bounds(pieces)
    scale = METRES_PER_DEGREE * float(np.cos(np.radians((south + north) / 2)))
    flat = shapely.transform(
        pieces, lambda at: np.column_stack(((at[:, 0] - west) * scale, (at[:, 1] - south) * METRES_PER_DEGREE))
    )
    ends = np.concatenate(
        (shapely.get_coordinates(shapely.get_point(flat, 0)), shapely.get_coordinates(shapely.get_point(flat, -1)))
    )
    corners, number = np.unique(np.round(ends, 1), axis=0, return_inverse=True)
    first, last = np.split(number.ravel(), 2)
    lengths = np.maximum(shapely.length(flat), 0.1)
    graph = coo_array((lengths, (first, last)), shape=(len(corners), len(corners)))
    # Streets that touch no others lead nowhere: only the largest connected part is kept.
    _count, part = connected_components(graph, directed=False)
    is_kept = part == np.bincount(part).argmax()
    renumbered = np.cumsum(is_kept) - 1
    pieces_kept = is_kept[first]
    size = int(is_kept.sum())
    ways = (renumbered[first[pieces_kept]], renumbered[last[pieces_kept]])
    joined_graph = coo_array((lengths[pieces_kept], ways), shape=(size, size))
    return StreetGraph(float(west), float(south), scale, corners[is_kept], joined_graph)


def street_metres(graph: StreetGraph, points: Sequence[Point], *, factor: float = ROAD_FACTOR) -> Floats:
    """Return the metres between all points along the streets.

    Between points of which one has no street within REACH, or that no streets join, the straight line times the factor
    stands. No way is shorter than the straight line.
    """
    from scipy.sparse.csgraph import dijkstra

    straight = straight_metres(points)
    if not points:
        return straight
    flat = graph.flat(points)
    near = STRtree(shapely.points(graph.corners)).nearest(shapely.points(flat))
    away = np.hypot(*(graph.corners[near] - flat).T)
    corners, number = np.unique(near, return_inverse=True)
    found = dijkstra(_least(graph), directed=False, indices=corners)[:, corners]
    ways = found[np.ix_(number, number)] + factor * (away[:, None] + away[None, :])
    reached = (away <= REACH)[:, None] & (away <= REACH)[None, :] & np.isfinite(ways)
    metres = np.where(reached, np.maximum(ways, straight), straight * factor)
    np.fill_diagonal(metres, 0.0)
    return np.asarray(metres, dtype=np.float64)


def _least(graph: StreetGraph) -> "coo_array":
    """Return the graph with the shortest alone of several pieces between two corners, as one sparse matrix."""
    from scipy.sparse import coo_array

    rows, columns, lengths = graph.lengths.row, graph.lengths.col, graph.lengths.data
    low, high = np.minimum(rows, columns), np.maximum(rows, columns)
    order = np.lexsort((lengths, high, low))
    low, high, lengths = low[order], high[order], lengths[order]
    is_first = np.ones(len(low), dtype=bool)
    is_first[1:] = (low[1:] != low[:-1]) | (high[1:] != high[:-1])
    kept = is_first & (low != high)
    size = len(graph.corners)
    return coo_array((lengths[kept], (low[kept], high[kept])), shape=(size, size)).tocsr()

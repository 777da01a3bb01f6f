"""Joins the pieces of streets into streets: same name, and connected or close to each other."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from peygir.atlas.kinds import PlaceKind
from peygir.atlas.names import PlaceNames, together
from peygir.atlas.street_pieces import StreetPieces
from peygir.core.geometry import METRES_PER_DEGREE

CLOSE_METRES = {PlaceKind.ALLEY: 0.0, PlaceKind.SQUARE: 120.0, PlaceKind.BRIDGE: 80.0, PlaceKind.WATER: 500.0}
STREET_METRES = 200.0
"""Between two pieces of one street: two carriageways, a square in between, a stretch without a name."""
SIMPLIFY_METRES = 4.0
MOST_POINTS = 400


@dataclass(frozen=True, slots=True)
class MergedStreet:
    """One street, alley, square, bridge or river: its names, its pieces by number, and its parent by position."""

    kind: PlaceKind
    names: PlaceNames
    pieces: tuple[int, ...]
    line: BaseGeometry
    number: str = ""
    parent: int | None = None

    @property
    def point(self) -> tuple[float, float]:
        """(longitude, latitude) of the middle of its longest part."""
        parts = shapely.get_parts(self.line)
        longest = max(parts, key=shapely.length)
        middle = shapely.line_interpolate_point(longest, 0.5, normalized=True)
        return round(middle.x, 7), round(middle.y, 7)


def merge_pieces(pieces: StreetPieces) -> list[MergedStreet]:
    """Every street of the pieces, in the order of their first pieces."""
    streets = [merged(pieces, kind, part) for kind, group in pieces.groups() for part in connected(pieces, kind, group)]
    return sorted(streets, key=lambda street: street.pieces[0])


def merged(pieces: StreetPieces, kind: PlaceKind, numbers: Sequence[int]) -> MergedStreet:
    """One street of some pieces that share a name."""
    lines = [shapely.LineString(pieces.path_of(piece)) for piece in numbers]
    names = together(pieces.names[piece] for piece in numbers)
    return MergedStreet(kind, names, tuple(sorted(numbers)), shapely.line_merge(shapely.MultiLineString(lines)))


def connected(pieces: StreetPieces, kind: PlaceKind, group: Sequence[int]) -> Iterator[list[int]]:
    """The parts of a group of pieces that hang together by shared nodes, or lie within a few metres of each other."""
    if len(group) == 1:
        yield list(group)
        return
    union = _Union(len(group))
    first: dict[int, int] = {}
    for place, piece in enumerate(group):
        for node in pieces.nodes_of(piece):
            union.join(place, first.setdefault(node, place))
    metres = CLOSE_METRES.get(kind, STREET_METRES)
    if metres and union.count() > 1:
        for near, other in close_pairs([pieces.path_of(piece) for piece in group], metres):
            union.join(near, other)
    for members in union.parts():
        yield [group[place] for place in members]


def rejoin(pieces: StreetPieces, streets: Iterable[MergedStreet], metres: float) -> Iterator[MergedStreet]:
    """Streets of one kind, name and parent, joined where they lie close to each other."""
    group = list(streets)
    if len(group) == 1:
        yield group[0]
        return
    union = _Union(len(group))
    for near, other in close_pairs([shapely.get_coordinates(street.line) for street in group], metres):
        union.join(near, other)
    for members in union.parts():
        first = group[members[0]]
        numbers = [piece for place in members for piece in group[place].pieces]
        yield replace(merged(pieces, first.kind, numbers), number=first.number, parent=first.parent)


def close_pairs(paths: Sequence[npt.NDArray[np.float64]], metres: float) -> list[tuple[int, int]]:
    """Which lines lie within so many metres of each other."""
    shrink = math.cos(math.radians(float(paths[0][0][1])))
    lines = [shapely.LineString(path * (METRES_PER_DEGREE * shrink, METRES_PER_DEGREE)) for path in paths]
    tree = shapely.STRtree(lines)
    near, other = tree.query(lines, predicate="dwithin", distance=metres)
    return [(int(a), int(b)) for a, b in zip(near, other, strict=True) if a < b]


def simplified(geometry: BaseGeometry) -> BaseGeometry:
    """The line as it is kept: to a few metres, and of no more than MOST_POINTS points."""
    tolerance = SIMPLIFY_METRES / METRES_PER_DEGREE
    simple = shapely.simplify(geometry, tolerance)
    while shapely.get_num_coordinates(simple) > MOST_POINTS and tolerance < 0.01:
        tolerance *= 2
        simple = shapely.simplify(geometry, tolerance)
    return shapely.transform(simple, lambda points: np.round(points, 6))


class _Union:
    """Disjoint sets of the numbers below `size`."""

    def __init__(self, size: int) -> None:
        self._parents = list(range(size))

    def top(self, member: int) -> int:
        while self._parents[member] != member:
            self._parents[member] = self._parents[self._parents[member]]
            member = self._parents[member]
        return member

    def join(self, member: int, other: int) -> None:
        first, second = self.top(member), self.top(other)
        if first != second:
            self._parents[max(first, second)] = min(first, second)

    def count(self) -> int:
        return sum(self.top(member) == member for member in range(len(self._parents)))

    def parts(self) -> list[list[int]]:
        by_top: dict[int, list[int]] = {}
        for member in range(len(self._parents)):
            by_top.setdefault(self.top(member), []).append(member)
        return list(by_top.values())

"""Keeps the named pieces of streets while an extract is read, in flat arrays that a hundred thousand streets fit in."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from peygir.atlas.kinds import PlaceKind
from peygir.atlas.names import PlaceNames, is_square
from peygir.core.persian import search_key

SCALE = 1e7  # OpenStreetMap's own precision, a centimetre


@dataclass(slots=True)
class StreetPieces:
    """Pieces by number: the name and kind of each, its source way, its nodes and their coordinates."""

    names: list[PlaceNames] = field(default_factory=list)
    kinds: list[PlaceKind] = field(default_factory=list)
    ways: "array[int]" = field(default_factory=lambda: array("q"))
    starts: "array[int]" = field(default_factory=lambda: array("q", [0]))
    nodes: "array[int]" = field(default_factory=lambda: array("q"))
    lons: "array[int]" = field(default_factory=lambda: array("i"))
    lats: "array[int]" = field(default_factory=lambda: array("i"))
    _known: dict[PlaceNames, PlaceNames] = field(default_factory=dict)

    def add(self, kind: PlaceKind, names: PlaceNames, way: int, path: Sequence[tuple[int, float, float]]) -> None:
        """Keep one piece; `path` holds (node id, longitude, latitude)."""
        self.names.append(self._known.setdefault(names, names))
        self.kinds.append(kind)
        self.ways.append(way)
        self.nodes.extend(node for node, _, _ in path)
        self.lons.extend(round(lon * SCALE) for _, lon, _ in path)
        self.lats.extend(round(lat * SCALE) for _, _, lat in path)
        self.starts.append(len(self.nodes))

    def __len__(self) -> int:
        return len(self.names)

    def nodes_of(self, piece: int) -> Sequence[int]:
        """The ids of a piece's nodes."""
        return self.nodes[self.starts[piece] : self.starts[piece + 1]]

    def path_of(self, piece: int) -> npt.NDArray[np.float64]:
        """A piece's (longitude, latitude) in degrees."""
        part = slice(self.starts[piece], self.starts[piece + 1])
        return np.column_stack((np.asarray(self.lons[part]), np.asarray(self.lats[part]))) / SCALE

    def groups(self) -> Iterator[tuple[PlaceKind, list[int]]]:
        """Pieces of one kind and one name.

        A roundabout that has the name of a street and not that of a square is a piece of the street.
        """
        keys = [search_key(names.name) for names in self.names]
        streets = {key for key, kind in zip(keys, self.kinds, strict=True) if kind is PlaceKind.STREET}
        by_name: dict[tuple[PlaceKind, str], list[int]] = {}
        for piece, (key, kind) in enumerate(zip(keys, self.kinds, strict=True)):
            if kind is PlaceKind.SQUARE and key in streets and not is_square(self.names[piece].name):
                kind = PlaceKind.STREET
            by_name.setdefault((kind, key), []).append(piece)
        for (kind, _), pieces in by_name.items():
            yield kind, pieces

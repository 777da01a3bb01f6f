"""Checks that each point of a city is in exactly one district and one neighbourhood, and how long the lookup takes.

The districts and the neighbourhoods each tile the city, so a point in two of a kind, or in a neighbourhood of another
district, is a fault of the map or of the index.
"""

import time
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely

from peygir.city.reading import SHIPPED, read_city
from peygir.core.geometry import TOUCH_DEGREES, PolygonIndex

POINTS: Final = 100_000
SEED: Final = 137
ROUNDS: Final = 3
WANTED: Final = 10.0
"""Microseconds a point, in batch, for both layers together."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The result: how many points are inside, and the faults."""

    points: int
    districts: int
    neighbourhoods: int
    inside: int
    in_two: int
    in_one_layer_only: int
    microseconds: float

    @property
    def is_good(self) -> bool:
        """Whether no point is in two polygons of a kind or in one layer alone, and every lookup was fast enough."""
        return not self.in_two and not self.in_one_layer_only and self.microseconds <= WANTED


def survey(code: str = "shiraz", points: int = POINTS) -> Ground:
    """Look up random points over a shipped city's area and a tenth around it."""
    rows, _ = read_city(SHIPPED / code)
    layers = [
        [(row.code, row.shape) for row in kind or () if row.shape is not None]
        for kind in (rows.districts, rows.neighbourhoods)
    ]
    west, south, east, north = shapely.total_bounds([shape for _, shape in layers[0]])
    wide, high = (east - west) / 10, (north - south) / 10
    low, up = (west - wide, south - high), (east + wide, north + high)
    spots = np.random.default_rng(SEED).uniform(low, up, (points, 2))
    indexes = [PolygonIndex(layer) for layer in layers]
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.perf_counter()
        found = [index.find_many(spots) for index in indexes]
        best = min(best, time.perf_counter() - began)
    inside = [np.array([key is not None for key in keys]) for keys in found]
    return Ground(
        points,
        len(layers[0]),
        len(layers[1]),
        inside=int(inside[0].sum()),
        in_two=sum(_in_two([shape for _, shape in layer], spots) for layer in layers),
        in_one_layer_only=int((inside[0] != inside[1]).sum()),
        microseconds=round(best / points * 1e6, 2),
    )


def _in_two(shapes: list[shapely.Geometry], spots: np.ndarray) -> int:
    """Return how many points are deep inside several polygons; within a metre of an edge the first polygon has it."""
    cores = [shape.buffer(-TOUCH_DEGREES) for shape in shapes]
    which, _ = shapely.STRtree(cores).query(shapely.points(spots), predicate="intersects")
    return int((np.bincount(which, minlength=len(spots)) > 1).sum())

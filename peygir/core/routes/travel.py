"""Distances and travel times between points of a city: by a road factor over straight lines, or along streets."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from peygir.core.geometry import METRES_PER_DEGREE
from peygir.core.routes.problem import Matrix

Point: TypeAlias = tuple[float, float]
"""Latitude and longitude in degrees."""
Floats: TypeAlias = npt.NDArray[np.float64]

ROAD_FACTOR: Final = 1.35
"""How much longer a way through a city is than the straight line: 1.2 to 1.4 in studies of street networks."""
SPEED: Final = 24.0
"""Kilometres an hour, stops at lights and parking included."""


@dataclass(frozen=True, slots=True)
class Travel:
    """Matrices between points, from row to column: whole metres and whole seconds, and where they are from."""

    metres: Matrix
    seconds: Matrix
    source: str


def straight_metres(points: Sequence[Point]) -> Floats:
    """Return the metres between all points on a plane about their middle; within a city exact to a few metres."""
    if not points:
        return np.zeros((0, 0))
    lat, lon = (np.array([point[axis] for point in points]) for axis in (0, 1))
    north = (lat[:, None] - lat[None, :]) * METRES_PER_DEGREE
    east = (lon[:, None] - lon[None, :]) * METRES_PER_DEGREE * math.cos(math.radians(float(lat.mean())))
    return np.asarray(np.hypot(north, east), dtype=np.float64)


def by_road_factor(points: Sequence[Point], *, factor: float = ROAD_FACTOR, speed: float = SPEED) -> Travel:
    """Return the travel by straight lines times the factor, at a speed in kilometres an hour."""
    return by_metres(straight_metres(points) * factor, speed=speed, source="road factor")


def by_metres(metres: Floats, *, speed: float, source: str) -> Travel:
    """Return the travel for distances in metres, at a speed in kilometres an hour."""
    return Travel(np.round(metres).astype(np.int64), np.round(metres * 3.6 / speed).astype(np.int64), source)

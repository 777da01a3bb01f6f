"""Which districts lie around a point, nearest first."""

import math
from collections.abc import Iterable
from typing import Final

import shapely
from shapely.geometry.base import BaseGeometry

from peygir.core.geometry import METRES_PER_DEGREE

NEAR_METRES: Final = 500.0
"""Districts farther than this from a point do not count as its neighbours."""


def nearest(
    lat: float, lon: float, shapes: Iterable[tuple[str, BaseGeometry]], *, within: float = NEAR_METRES
) -> list[tuple[str, float]]:
    """(key, metres) of the polygons within so many metres of a point in degrees; 0 for those that contain it.

    Longitude is scaled by the cosine of the latitude: exact enough for a city.
    """
    shrink = math.cos(math.radians(lat))
    point = shapely.Point(lon * shrink, lat)
    distances = []
    for key, shape in shapes:
        plain = shapely.transform(shape, lambda points: points * (shrink, 1.0))
        metres = plain.distance(point) * METRES_PER_DEGREE
        if metres <= within:
            distances.append((key, metres))
    return sorted(distances, key=lambda one: (one[1], one[0]))

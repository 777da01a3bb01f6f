"""The city as a small SVG drawing that needs no script: its districts as shapes, its cases as dots."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from peygir.cases.public import MapSpot
from peygir.city import queries as city
from peygir.web.kit.chosen_area import rings_of
from peygir.web.kit.current_city import current_city, today

_WIDTH: Final = 480


@dataclass(frozen=True, slots=True)
class SketchDot:
    """Cases at one place; `radius` grows with their number."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Sketch:
    """The values of the template: SVG paths of the districts, dots, and the foot of a pin."""

    width: int
    height: int
    shapes: list[str]
    dots: list[SketchDot]
    pin: tuple[float, float] | None = None


def sketch(spots: Iterable[MapSpot], *, pin: tuple[float, float] | None = None) -> Sketch | None:
    """Return the drawing, with a pin at a place (latitude, longitude) if one is given; None for a city without borders.

    A pin outside of the drawing is left out.
    """
    features = city.polygons(current_city().id, on=today())["districts"]["features"]
    rings = [ring for feature in features for ring in rings_of(feature["geometry"])]
    if not rings:
        return None
    lons, lats = [x for ring in rings for x, _ in ring], [y for ring in rings for _, y in ring]
    west, north = min(lons), max(lats)
    scale = _WIDTH / max(max(lons) - west, 1e-6)
    stretch = scale / math.cos(math.radians((north + min(lats)) / 2))  # a degree of longitude is shorter

    def at(lon: float, lat: float) -> tuple[float, float]:
        return round((lon - west) * scale, 1), round((north - lat) * stretch, 1)

    shapes = ["M" + "L".join("{},{}".format(*at(x, y)) for x, y in _thin(ring)) + "Z" for ring in rings]
    dots = [SketchDot(*at(spot.lon, spot.lat), round(2.5 + min(math.sqrt(spot.count), 9), 1)) for spot in spots]
    height = math.ceil((north - min(lats)) * stretch)
    foot = at(pin[1], pin[0]) if pin is not None else None
    is_inside = foot is not None and 0 <= foot[0] <= _WIDTH and 0 <= foot[1] <= height
    return Sketch(_WIDTH, height, shapes, dots, foot if is_inside else None)


def _thin(ring: list[list[float]]) -> list[tuple[float, float]]:
    """Return at most about a hundred corners, since more are not visible at this size."""
    step = max(1, len(ring) // 120)
    return [(point[0], point[1]) for point in ring[::step]]

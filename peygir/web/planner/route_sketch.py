"""A day's routes as a small SVG drawing that needs no script: the districts, the stops, and a line for each crew."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from peygir.city import queries as city
from peygir.core.routes.travel import Point
from peygir.web.kit.chosen_area import rings_of
from peygir.web.kit.current_city import current_city, today

_WIDTH: Final = 640
_HIGHEST: Final = 520
_EDGE: Final = 14
_LEAST_SPAN: Final = 0.01
"""Degrees that a drawing shows at least, about a kilometre: a day in one street has room around it."""


@dataclass(frozen=True, slots=True)
class SketchStop:
    """One stop of a route, in the drawing's units; `label` is its place in the route."""

    x: float
    y: float
    label: str


@dataclass(frozen=True, slots=True)
class SketchRoute:
    """A crew's line from its base over its stops and back; `tone` is its class of colour."""

    name: str
    tone: str
    path: str
    stops: list[SketchStop]
    base: SketchStop | None


@dataclass(frozen=True, slots=True)
class RouteSketch:
    """The values of the template; coordinates go from left to right and from top to bottom."""

    width: int
    height: int
    shapes: list[str]
    routes: list[SketchRoute]
    loose: list[SketchStop]


@dataclass(frozen=True, slots=True)
class DrawnRoute:
    """What is drawn of a crew: its name and colour, its base, and its stops in order with their labels."""

    name: str
    tone: str
    base: Point | None
    stops: Sequence[tuple[Point, str]]


def route_sketch(routes: Sequence[DrawnRoute], loose: Sequence[Point] = ()) -> RouteSketch | None:
    """Return the drawing of routes and, as dots without a line, of loose points; None without any point."""
    points = [point for route in routes for point, _ in route.stops] + list(loose)
    points += [route.base for route in routes if route.base is not None and route.stops]
    if not points:
        return None
    south, north = _span([lat for lat, _ in points])
    west, east = _span([lon for _, lon in points])
    narrow = math.cos(math.radians((south + north) / 2))
    scale = min((_WIDTH - 2 * _EDGE) / ((east - west) * narrow), (_HIGHEST - 2 * _EDGE) / (north - south))
    left = (_WIDTH - (east - west) * narrow * scale) / 2

    def at(point: Point) -> tuple[float, float]:
        lat, lon = point
        return round(left + (lon - west) * narrow * scale, 1), round(_EDGE + (north - lat) * scale, 1)

    drawn = []
    for route in routes:
        way = [at(point) for point, _ in route.stops]
        base = at(route.base) if route.base is not None else None
        whole = [base, *way, base] if base is not None and way else way
        path = "M" + "L".join(f"{spot[0]},{spot[1]}" for spot in whole if spot is not None) if len(whole) > 1 else ""
        stops = [SketchStop(*at(point), label) for point, label in route.stops]
        drawn.append(SketchRoute(route.name, route.tone, path, stops, SketchStop(*base, "") if base and way else None))
    height = math.ceil((north - south) * scale + 2 * _EDGE)
    return RouteSketch(_WIDTH, height, _land(at), drawn, [SketchStop(*at(point), "") for point in loose])


def _span(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    missing = max(0.0, _LEAST_SPAN - (high - low)) / 2
    return low - missing, high + missing


def _land(at: Callable[[Point], tuple[float, float]]) -> list[str]:
    features = city.polygons(current_city().id, on=today())["districts"]["features"]
    rings = [ring for feature in features for ring in rings_of(feature["geometry"])]
    shapes = []
    for ring in rings:
        step = max(1, len(ring) // 120)
        shapes.append("M" + "L".join("{},{}".format(*at((point[1], point[0]))) for point in ring[::step]) + "Z")
    return shapes

"""An answer by place as a map: the shape of each place in one of five shades, as SVG that needs no script."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from peygir.city import queries as city
from peygir.core.geometry import AreaGeometry, cell_corners
from peygir.outlook.insight.exploring.answers import ExploredAnswer
from peygir.outlook.insight.exploring.comparing import ComparedWith
from peygir.outlook.insight.exploring.figures import number
from peygir.outlook.insight.exploring.suppression import Key
from peygir.outlook.insight.exploring.value_names import ValueNames
from peygir.web.explore.naming import value_words, written
from peygir.web.kit.charts import HEAT_LEVELS, nice_ticks
from peygir.web.kit.chosen_area import rings_of
from peygir.web.kit.current_city import current_city, today

WIDTH: Final = 640
MOST_CORNERS: Final = 160
CELLS: Final = ("cell_7", "cell_8")
Corners = Sequence[tuple[float, float]]
"""Longitudes and latitudes, in degrees."""


@dataclass(frozen=True, slots=True)
class ShadedPlace:
    """The shape of a place, its level (0: nothing, 1 to 5; -1: not shown), and what a reader is told of it."""

    path: str
    level: int
    words: str


@dataclass(frozen=True, slots=True)
class ShadedMap:
    """The map: places, the outlines below them, and what each level means."""

    width: int
    height: int
    places: list[ShadedPlace]
    outlines: list[str]
    levels: list[tuple[int, str]]
    has_hidden: bool


def shaded_map(answer: ExploredAnswer, names: ValueNames) -> ShadedMap | None:
    """Return the map of an answer by one kind of place; None for any other, or where no place has a shape."""
    table = answer.table
    if len(table.question.by) != 1 or len(table.dimensions) != 1:
        return None
    dimension = table.dimensions[0]
    shapes = _cells(answer) if dimension in CELLS else _areas(dimension)
    outlines = _areas("district")
    corners = [corner for rings in (*shapes.values(), *outlines.values()) for ring in rings for corner in ring]
    if not shapes or not corners:
        return None
    canvas = _Canvas.around(corners)
    values = {group.keys[0]: _value(answer, group.keys, group.value) for group in table.groups}
    hidden = {group.keys[0] for group in table.groups if group.is_hidden}
    bounds = _bounds(value for value in values.values() if value is not None)
    places = []
    for key, rings in shapes.items():
        value = values.get(key)
        name = written(names.name(answer.metric, dimension, key))
        level = -1 if key in hidden or (key in values and value is None) else _level(value or 0, bounds)
        told = _("hidden") if key in hidden else _words(answer, value)
        places.append(ShadedPlace(canvas.path(rings), level, f"{name}: {told}"))
    below = [canvas.path(rings) for rings in outlines.values()] if dimension != "district" else []
    levels = [(level, text) for level, text in enumerate(_ranges(answer, bounds), start=1)]
    return ShadedMap(WIDTH, canvas.height, places, below, levels, any(place.level < 0 for place in places))


def _value(answer: ExploredAnswer, keys: tuple[Key, ...], value: float | int | None) -> float | None:
    if answer.comparison is ComparedWith.PEOPLE:
        return answer.rates.get(keys)
    return None if value is None else float(value)


def _words(answer: ExploredAnswer, value: float | None) -> str:
    if answer.comparison is ComparedWith.PEOPLE and value is not None:
        return written(number(value, 2))
    return value_words(answer.metric, value)


def _areas(dimension: str) -> Mapping[Key, list[Corners]]:
    """The rings of districts or neighbourhoods in force today, by code."""
    kind = "districts" if dimension == "district" else "neighbourhoods"
    features: list[dict[str, Any]] = city.polygons(current_city().id, on=today())[kind]["features"]
    return {feature["properties"]["code"]: list(_rings(feature["geometry"])) for feature in features}


def _rings(geometry: AreaGeometry) -> Iterable[Corners]:
    for ring in rings_of(geometry):
        step = max(1, len(ring) // MOST_CORNERS)
        yield [(point[0], point[1]) for point in ring[::step]]


def _cells(answer: ExploredAnswer) -> Mapping[Key, list[Corners]]:
    """The cells of an answer with their corners."""
    shapes: dict[Key, list[Corners]] = {}
    for group in answer.table.groups:
        key = group.keys[0]
        if isinstance(key, int) and (corners := cell_corners(key)):
            shapes[key] = [[(lon, lat) for lat, lon in corners]]
    return shapes


@dataclass(frozen=True, slots=True)
class _Canvas:
    """How degrees become places on the drawing."""

    west: float
    north: float
    scale: float
    stretch: float
    height: int

    @classmethod
    def around(cls, corners: Corners) -> "_Canvas":
        lons, lats = [lon for lon, _lat in corners], [lat for _lon, lat in corners]
        west, north = min(lons), max(lats)
        scale = WIDTH / max(max(lons) - west, 1e-6)
        stretch = scale / math.cos(math.radians((north + min(lats)) / 2))  # a degree of longitude is shorter
        return cls(west, north, scale, stretch, math.ceil((north - min(lats)) * stretch))

    def path(self, rings: Iterable[Corners]) -> str:
        parts = []
        for ring in rings:
            points = (
                f"{round((lon - self.west) * self.scale, 1)},{round((self.north - lat) * self.stretch, 1)}"
                for lon, lat in ring
            )
            parts.append("M" + "L".join(points) + "Z")
        return "".join(parts)


def _bounds(values: Iterable[float]) -> tuple[float, ...]:
    """The highest value of each level, round numbers, five at most."""
    high = max(values, default=0.0)
    return nice_ticks(0, high, HEAT_LEVELS)[1:] if high > 0 else ()


def _level(value: float, bounds: Sequence[float]) -> int:
    if value <= 0:
        return 0
    return min(HEAT_LEVELS, HEAT_LEVELS - len(bounds) + sum(bound < value for bound in bounds) + 1)


def _ranges(answer: ExploredAnswer, bounds: Sequence[float]) -> list[str]:
    """What each level means, for the legend; the levels that are not needed are left out at the light end."""
    texts = [""] * (HEAT_LEVELS - len(bounds))
    for bound in bounds:
        texts.append(_("up to %(value)s") % {"value": _words(answer, bound)})
    return texts

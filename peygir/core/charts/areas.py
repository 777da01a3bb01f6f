"""A choropleth: districts or neighbourhoods shaded by their values, with a legend."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

from shapely.geometry import Polygon, box

from peygir.core.charts.frame import EDGE
from peygir.core.charts.heat import level_legend
from peygir.core.charts.plots import ChartLook, MapArea, Ring
from peygir.core.charts.scales import class_bounds, class_of
from peygir.core.charts.svg import document, element, first_side, text_line, width_of

_FOOT: Final = 44.0
_NEAR: Final = 0.6
"""Points nearer than so many pixels to the last one that was drawn are left out."""
_FEWEST: Final = 4
"""Points of a closed line around an area."""
_NAMED: Final = 26
"""On a map of at most so many areas each has its name."""
_LETTERS: Final = 11
"""The size of names."""


def area_map(areas: Sequence[MapArea], look: ChartLook) -> str:
    """Draw the areas, the darker the higher their value, in up to five classes; north is up.

    Areas whose value is hidden are hatched, those without one are left pale. The places are projected
    equirectangularly around the middle of the map, which is exact enough for a city.
    """
    points = [point for area in areas for ring in area.rings for point in ring]
    if not points:
        return document([text_line(look.nothing, look.width / 2, 40, look)], look, 60)
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    shrink = math.cos(math.radians((south + north) / 2))
    height = look.height - _FOOT
    scale = min(
        (look.width - 2 * EDGE) / max((east - west) * shrink, 1e-9), (height - 2 * EDGE) / max(north - south, 1e-9)
    )
    left = (look.width - (east - west) * shrink * scale) / 2

    def at(point: tuple[float, float]) -> tuple[float, float]:
        return left + (point[0] - west) * shrink * scale, EDGE + (north - point[1]) * scale

    known = [area.value for area in areas if area.value is not None]
    bounds = class_bounds(known, len(look.palette.levels))
    parts = [_hatching(look)]
    for area in areas:
        path = "".join(_path([at(point) for point in ring]) for ring in area.rings)
        parts.append(
            element(
                "path",
                d=path,
                fill=_fill(area, bounds, look),
                fill_rule="evenodd",
                stroke=look.palette.ground if len(areas) > _NAMED else look.palette.quiet,
                stroke_width=0.8,
            )
        )
    if len(areas) <= _NAMED:
        parts += _names(
            areas, [[at(point) for point in max(area.rings, key=len)] for area in areas if area.rings], look
        )
    parts += level_legend(bounds, look, height + 4)
    return document([*parts, *_others(areas, look, height + 24)], look, look.height)


def rings_of(geometry: Mapping[str, Any]) -> tuple[Ring, ...]:
    """The rings of a polygon or of several, as GeoJSON has them."""
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    return tuple(tuple((point[0], point[1]) for point in ring) for polygon in polygons for ring in polygon)


def _fill(area: MapArea, bounds: tuple[float, ...], look: ChartLook) -> str:
    if area.is_hidden:
        return "url(#hidden)"
    if area.value is None:
        return look.palette.empty
    return look.palette.levels[class_of(area.value, bounds) + len(look.palette.levels) - len(bounds)]


def _path(spots: Sequence[tuple[float, float]]) -> str:
    """A closed path without points that nobody could tell from their neighbour."""
    kept = list(spots[:1])
    for x, y in spots[1:]:
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= _NEAR:
            kept.append((x, y))
    return f"M{' '.join(f'{x:.1f} {y:.1f}' for x, y in kept)}Z" if len(kept) > 2 else ""


def _names(areas: Sequence[MapArea], outlines: Sequence[Ring], look: ChartLook) -> list[str]:
    """The names of areas, each at a place within it; the larger ones first, and none over another."""
    named_outlines = [pair for pair in zip(outlines, short_names(areas), strict=True) if len(pair[0]) >= _FEWEST]
    shapes = [(Polygon(spots).buffer(0), name) for spots, name in named_outlines]
    parts: list[str] = []
    taken: list[Polygon] = []
    for shape, name in sorted(shapes, key=lambda one: -one[0].area):
        if shape.is_empty:
            continue
        place, half = shape.representative_point(), width_of([name], _LETTERS) / 2
        spot = box(place.x - half, place.y - _LETTERS / 2, place.x + half, place.y + _LETTERS / 2)
        if any(spot.intersects(other) for other in taken):
            continue
        taken.append(spot)
        parts.append(_name(name, place.x, place.y + 4, look))
    return parts


def short_names(areas: Sequence[MapArea]) -> list[str]:
    """The names of the areas that have an outline, without the word with which all of them begin."""
    names = [area.name for area in areas if area.rings]
    words = [name.split(maxsplit=1) for name in names]
    if len(names) > 1 and all(len(pair) > 1 for pair in words) and len({pair[0] for pair in words}) == 1:
        return [pair[1] for pair in words]
    return names


def _name(name: str, x: float, y: float, look: ChartLook) -> str:
    """A name on a halo, to be read on any shade."""
    text = text_line(name, x, y, look, size=_LETTERS, is_bold=True)
    halo = f' stroke="{look.palette.ground}" stroke-width="3" stroke-linejoin="round"'
    return text.replace("<text", f"<text{halo}", 1) + text


def _hatching(look: ChartLook) -> str:
    stripe = element("path", d="M0 6L6 0", stroke=look.palette.quiet, stroke_width=1)
    ground = element("rect", width=6, height=6, fill=look.palette.empty)
    return element(
        "defs", element("pattern", ground + stripe, id="hidden", width=6, height=6, patternUnits="userSpaceOnUse")
    )


def _others(areas: Sequence[MapArea], look: ChartLook, y: float) -> list[str]:
    """The legend of areas that are hidden, and of those without a value, where there are some."""
    kinds = [
        (look.hidden, "url(#hidden)", any(area.is_hidden for area in areas)),
        (look.nothing, look.palette.empty, any(area.value is None and not area.is_hidden for area in areas)),
    ]
    parts, at = [], EDGE
    for text, fill, is_there in kinds:
        if not is_there or not text:
            continue
        x = look.width - at - 14 if look.from_right else at
        parts.append(
            element("rect", x=x, y=y, width=14, height=12, fill=fill, stroke=look.palette.rail, stroke_width=1)
        )
        beside = x - 4 if look.from_right else x + 18
        parts.append(text_line(text, beside, y + 10, look, anchor=first_side(look), size=10))
        at += 32 + width_of([text], 10)
    return parts

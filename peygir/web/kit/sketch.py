"""The city as a small SVG drawing that needs no script: its districts as shapes, its cases as dots."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Final

from django.utils.safestring import SafeString, mark_safe

from peygir.cases.public import MapSpot
from peygir.city import queries as city
from peygir.web.kit.chosen_area import rings_of
from peygir.web.kit.current_city import current_city, today

_WIDTH: Final = 480


@dataclass(frozen=True, slots=True)
class Sketch:
    """The values of the template: SVG paths of the districts, circles, and the foot of a pin."""

    width: int
    height: int
    shapes: tuple[str, ...]
    circles: SafeString
    pin: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class Land:
    """The districts as SVG paths with the code of each, and how degrees become the drawing's units."""

    west: float
    north: float
    scale: float
    stretch: float
    height: int
    shapes: tuple[str, ...]
    codes: tuple[str, ...] = ()
    width: int = _WIDTH

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """Return where a place (degrees) lies in the drawing, in its units from the left and from the top."""
        return round((lon - self.west) * self.scale, 1), round((self.north - lat) * self.stretch, 1)


def sketch(spots: Iterable[MapSpot], *, pin: tuple[float, float] | None = None) -> Sketch | None:
    """Return the drawing, with a pin at a place (latitude, longitude) if one is given; None for a city without borders.

    The area of a circle grows with its number of cases. A pin outside of the drawing is left out.
    """
    city_id = current_city().id
    land = land_of(city_id, today(), city.stamp_of(city_id))
    if land is None:
        return None
    circles = "".join(_circle(*land.at(spot.lon, spot.lat), spot.count) for spot in spots)
    foot = land.at(pin[1], pin[0]) if pin is not None else None
    is_inside = foot is not None and 0 <= foot[0] <= _WIDTH and 0 <= foot[1] <= land.height
    return Sketch(
        _WIDTH,
        land.height,
        land.shapes,
        mark_safe(circles),  # noqa: S308 - numbers alone
        foot if is_inside else None,
    )


@lru_cache(maxsize=4)
def land_of(city_id: int, on: date, _stamp: tuple[int, bytes]) -> Land | None:
    """The districts in force on a day; kept, because nearly every page with a map draws them."""
    features = city.polygons(city_id, on=on)["districts"]["features"]
    drawn = [
        (str(feature["properties"]["code"]), ring) for feature in features for ring in rings_of(feature["geometry"])
    ]
    rings = [ring for _code, ring in drawn]
    if not rings:
        return None
    lons, lats = [x for ring in rings for x, _ in ring], [y for ring in rings for _, y in ring]
    west, north = min(lons), max(lats)
    scale = _WIDTH / max(max(lons) - west, 1e-6)
    stretch = scale / math.cos(math.radians((north + min(lats)) / 2))  # a degree of longitude is shorter
    land = Land(west, north, scale, stretch, math.ceil((north - min(lats)) * stretch), ())
    shapes = ("M" + "L".join("{},{}".format(*land.at(x, y)) for x, y in _thin(ring)) + "Z" for ring in rings)
    return replace(land, shapes=tuple(shapes), codes=tuple(code for code, _ring in drawn))


def _circle(x: float, y: float, count: int) -> str:
    radius = round(2.5 + min(math.sqrt(count), 9), 1)
    return f'<circle class="sketch-dot" cx="{x}" cy="{y}" r="{radius}"/>'


def _thin(ring: list[list[float]]) -> list[tuple[float, float]]:
    """Return at most about a hundred corners, since more are not visible at this size."""
    step = max(1, len(ring) // 120)
    return [(point[0], point[1]) for point in ring[::step]]

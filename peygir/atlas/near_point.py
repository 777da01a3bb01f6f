"""What the street map knows of a point: the street and the alley that lie nearest to it."""

from dataclasses import dataclass
from math import cos, radians
from threading import Lock
from typing import Any, Final

import shapely
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from peygir.atlas.facts import AlleyName, StreetAt
from peygir.atlas.kinds import PlaceKind
from peygir.atlas.models import AtlasPlace, LoadedMap
from peygir.core import clock
from peygir.core.geometry import METRES_PER_DEGREE
from peygir.core.translation import Names
from peygir.storage.prepared import prepared

REACH_METRES: Final = 70.0
"""A point farther from every street is not said to be at one."""
FRESH_SECONDS: Final = 5.0
_ALLEY_FIRST: Final = 8.0  # metres by which an alley may be farther than its street
_MOST: Final = 80
_DEEPEST: Final = 4  # alleys of alleys that are named
_KINDS: Final = (PlaceKind.STREET, PlaceKind.ALLEY, PlaceKind.SQUARE)
# The condition that the index `atlasplace_box` answers.
_MEETS: Final = "box(point(west, south), point(east, north)) && box(point(%s, %s), point(%s, %s))"


class MapPresence:
    """Whether a street map is loaded, asked at most every five seconds; thread-safe.

    Every view of a case asks for the street at its point: a city without a street map pays no statement for that.
    """

    def __init__(self) -> None:
        self._is_loaded = False
        self._asked_at = -FRESH_SECONDS
        self._lock = Lock()

    def is_loaded(self) -> bool:
        """Whether there is a map; an answer may be five seconds old."""
        if clock.monotonic() - self._asked_at >= FRESH_SECONDS:
            with self._lock:
                # Of several threads at that moment only the first asks.
                if clock.monotonic() - self._asked_at >= FRESH_SECONDS:
                    asked_at = clock.monotonic()
                    self._is_loaded = LoadedMap.objects.filter(is_current=True).exists()
                    self._asked_at = asked_at
        return self._is_loaded

    def forget(self) -> None:
        """Ask the database at the next query."""
        self._asked_at = -FRESH_SECONDS


MAP_PRESENCE: Final = MapPresence()


@dataclass(frozen=True, slots=True)
class _Line:
    kind: str
    name: Names
    number: str
    parent_id: int | None
    metres: float

    @property
    def rank(self) -> float:
        return self.metres - (_ALLEY_FIRST if self.kind == PlaceKind.ALLEY else 0.0)


def street_at(lat: float, lon: float) -> StreetAt | None:
    """The street and alley at a point (degrees); None farther than REACH_METRES from any, or without a street map.

    Of one alley two statements, and one more for each alley that leads to another one.
    """
    lines = _lines_near(lat, lon) if MAP_PRESENCE.is_loaded() else []
    if not lines:
        return None
    best = min(lines, key=lambda line: line.rank)
    if best.kind != PlaceKind.ALLEY:
        return StreetAt(best.name, (), best.metres)
    alleys, parent_id = [AlleyName(best.name, best.number)], best.parent_id
    for _ in range(_DEEPEST):
        if parent_id is None:
            break
        parent = AtlasPlace.objects.only("kind", "name", "names", "number", "parent_id").get(pk=parent_id)
        if parent.kind != PlaceKind.ALLEY:
            return StreetAt(_names(parent.name, parent.names), tuple(alleys), best.metres)
        alleys.insert(0, AlleyName(_names(parent.name, parent.names), parent.number))
        parent_id = parent.parent_id
    return StreetAt(None, tuple(alleys), best.metres)


def _lines_near(lat: float, lon: float) -> list[_Line]:
    """The lines within reach, each with its distance from the point on a flat map."""
    shrink = max(cos(radians(lat)), 0.01)
    high, wide = REACH_METRES / METRES_PER_DEGREE, REACH_METRES / METRES_PER_DEGREE / shrink
    lines = []
    for row in _lines_that_meet(lon - wide, lat - high, lon + wide, lat + high):
        metres = _metres(row.line, lat, lon, shrink)
        if metres <= REACH_METRES:
            lines.append(_Line(row.kind, _names(row.name, row.names), row.number, row.parent_id, metres))
    return lines


@prepared
def _lines_that_meet(west: float, south: float, east: float, north: float) -> QuerySet[AtlasPlace]:
    meets = RawSQL(_MEETS, [west, south, east, north], BooleanField())  # noqa: S611 - a constant
    rows = AtlasPlace.objects.filter(meets, kind__in=_KINDS, line__isnull=False).order_by("pk")
    return rows.only("kind", "name", "names", "number", "parent_id", "line")[:_MOST]


def _metres(line: Any, lat: float, lon: float, shrink: float) -> float:
    flat = shapely.transform(
        shapely.geometry.shape(line), lambda points: (points - (lon, lat)) * (shrink, 1.0) * METRES_PER_DEGREE
    )
    return float(shapely.distance(flat, shapely.Point(0, 0)))


def _names(name: str, names: dict[str, str]) -> Names:
    return Names((("", name), *names.items()))

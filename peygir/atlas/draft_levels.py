"""Chooses what a draft of districts and neighbourhoods is drawn from: boundaries, else names of settlements."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from peygir.atlas.names import PlaceNames
from peygir.atlas.scanning import AreaFound, ScanFindings, TownPoint
from peygir.atlas.tagging import TOWNS
from peygir.core.persian import search_key
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _

LARGEST_LEVEL: Final = 12
_FIRST_LEVEL: Final = 5
_OF_A_CITY: Final = ("suburb", "borough", "quarter", "neighbourhood", "village", "hamlet")
_IMPORTANCE: Final = ("city", "town", "borough", "suburb", "village", "quarter", "hamlet", "neighbourhood")
_MOST_OF: Final = 0.6
"""Districts that cover less than this share of the outline are neighbourhoods of one district."""
_NEARLY_ALL: Final = 0.95
_MOST_STREETS: Final = 0.6
"""A boundary with at least this share of the streets may be the city's outline."""
_HULL: Final = 0.25
_AROUND: Final = 0.003
_WORTH: Final = 0.01
_LEVEL: Final = re.compile(r"(district|neighbourhood)=(\d{1,2})", re.ASCII)


class LevelsAreWrong(Invalid):
    """The option cannot be read."""

    message = _("“{given}” is no choice of levels: write it like district=8,neighbourhood=10 (1 to {most}).")


@dataclass(frozen=True, slots=True)
class DraftLevels:
    """Which levels of OpenStreetMap's boundaries become districts and neighbourhoods; None: whichever fits."""

    district: int | None = None
    neighbourhood: int | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of land with its names; approximate where no boundary says so."""

    names: PlaceNames
    shape: BaseGeometry
    is_approximate: bool


@dataclass(frozen=True, slots=True)
class DraftGround:
    """The land of a city, its districts and neighbourhoods as far as boundaries are known, and names of the rest."""

    outline: BaseGeometry
    districts: Sequence[Part]
    neighbourhoods: Sequence[Part]
    seeds: Sequence[TownPoint]


def read_levels(given: str) -> DraftLevels:
    """The levels in `district=8,neighbourhood=10`; either may be left out. Raises LevelsAreWrong."""
    levels: dict[str, int] = {}
    for part in filter(None, (part.strip() for part in given.split(","))):
        match = _LEVEL.fullmatch(part)
        if match is None or not 1 <= int(match[2]) <= LARGEST_LEVEL:
            raise LevelsAreWrong(given=given, most=LARGEST_LEVEL)
        levels[match[1]] = int(match[2])
    return DraftLevels(levels.get("district"), levels.get("neighbourhood"))


def choose_ground(
    findings: ScanFindings,
    streets: Sequence[tuple[float, float]],
    city: PlaceNames,
    *,
    outline: BaseGeometry | None,
    levels: DraftLevels,
) -> DraftGround:
    """What to draw; `streets` are points (longitude, latitude) on the streets, `city` is the city's own name."""
    points = shapely.points(np.asarray(streets))
    whole = outline if outline is not None else _covering(findings.areas, points)
    inside = [area for area in findings.areas if whole is None or _share(area.shape, whole) > 0.5]
    level = levels.district or _first_level(inside, _FIRST_LEVEL, whole, least=2)
    districts = [Part(area.names, area.shape, False) for area in _distinct(inside) if area.level == level]
    land = whole if whole is not None else _hull(points, districts)
    covered = shapely.union_all([part.shape for part in districts]) if districts else shapely.Polygon()
    if not districts or (levels.district is None and _share(land, covered) < _MOST_OF):
        districts, level = [Part(city, land, outline is None and whole is None)], 0
    else:
        districts += _rest(land.difference(covered), land, findings.towns, len(districts))
    small = levels.neighbourhood or _first_level(inside, (level or _FIRST_LEVEL - 1) + 1, land, least=1)
    named = [area for area in _distinct(inside) if area.level == small or area.place in _OF_A_CITY]
    own = {id(part.shape) for part in districts}
    parts = [Part(area.names, area.shape, False) for area in named if id(area.shape) not in own]
    drawn = {search_key(part.names.name) for part in parts}
    seeds = [town for town in findings.towns if town.place in _OF_A_CITY and search_key(town.names.name) not in drawn]
    return DraftGround(land, districts, sorted(parts, key=lambda part: float(part.shape.area)), seeds)


def _share(shape: BaseGeometry, cover: BaseGeometry) -> float:
    """How much of a shape another one covers, from 0 to 1."""
    return float(shape.intersection(cover).area / shape.area) if shape.area else 0.0


def _distinct(areas: Iterable[AreaFound]) -> list[AreaFound]:
    """Without those that are drawn twice, as a relation and as a way."""
    seen: set[tuple[int, str, tuple[float, ...]]] = set()
    distinct = []
    for area in areas:
        key = (area.level, area.names.name, tuple(round(value, 4) for value in area.shape.bounds))
        if key not in seen:
            seen.add(key)
            distinct.append(area)
    return distinct


def _covering(areas: Sequence[AreaFound], points: npt.NDArray[np.object_]) -> BaseGeometry | None:
    """The smallest boundary that stands alone at its level, or settlement, in which most streets lie."""
    several = Counter(area.level for area in _distinct(areas) if area.place not in TOWNS)
    whole = [
        area.shape
        for area in areas
        if (area.place in TOWNS or several[area.level] == 1)
        and float(np.mean(shapely.intersects(area.shape, points))) >= _MOST_STREETS
    ]
    return min(whole, key=lambda shape: float(shape.area), default=None)


def _first_level(areas: Iterable[AreaFound], lowest: int, whole: BaseGeometry | None, *, least: int) -> int | None:
    """The first level from `lowest` on that has at least so many areas, none of which is the whole."""
    counts = Counter(
        area.level
        for area in _distinct(areas)
        if area.level >= lowest and (whole is None or _share(whole, area.shape) < _NEARLY_ALL)
    )
    return min((level for level, count in counts.items() if count >= least), default=None)


def _hull(points: npt.NDArray[np.object_], districts: Sequence[Part]) -> BaseGeometry:
    """The districts and the land of the streets."""
    streets = shapely.concave_hull(shapely.MultiPoint(points.tolist()), ratio=_HULL).buffer(_AROUND)
    return shapely.union_all([shapely.simplify(streets, _AROUND / 4), *(part.shape for part in districts)])


def _rest(land: BaseGeometry, whole: BaseGeometry, towns: Sequence[TownPoint], count: int) -> list[Part]:
    """Land in no district: a district of its own where it is worth one and a settlement gives it a name."""
    parts = []
    for piece in shapely.get_parts(land):
        if piece.area < _WORTH * whole.area / max(count, 1):
            continue
        inside = [town for town in towns if piece.intersects(shapely.Point(town.lon, town.lat))]
        if inside:
            first = min(inside, key=lambda town: _IMPORTANCE.index(town.place))
            parts.append(Part(first.names, piece, True))
    return parts

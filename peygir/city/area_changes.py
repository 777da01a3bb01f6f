"""The difference between two maps of a city: which areas gain or lose land, and which land changes district.

Pure: two maps in, plain values out. Areas are square metres on a sphere; shapes are shapely polygons in degrees.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import shapely
from shapely.geometry.base import BaseGeometry

from peygir.city.map_editing import LandMap, tidied
from peygir.city.rows import DistrictRow, NeighbourhoodRow
from peygir.core.geometry import FaultyPiece, square_metres, wide_parts

Row = DistrictRow | NeighbourhoodRow
Kind = Literal["district", "neighbourhood"]
DISTRICT: Final = "district"
NEIGHBOURHOOD: Final = "neighbourhood"
NOWHERE: Final = ""


@dataclass(frozen=True, slots=True)
class AreaChange:
    """One area that differs; `verb` is added, ended, redrawn (land), moved (to another district) or renamed."""

    kind: Kind
    code: str
    verb: Literal["added", "ended", "redrawn", "moved", "renamed"]
    before: Row | None
    after: Row | None
    gained: BaseGeometry | None
    lost: BaseGeometry | None

    @property
    def gained_metres(self) -> int:
        """Square metres in the new area only."""
        return round(square_metres(self.gained)) if self.gained is not None else 0

    @property
    def lost_metres(self) -> int:
        """Square metres in the old area only."""
        return round(square_metres(self.lost)) if self.lost is not None else 0


@dataclass(frozen=True, slots=True)
class Transfer:
    """Land that passes from one district to another; an empty code is "no district"."""

    from_code: str
    to_code: str
    shape: BaseGeometry

    @property
    def metres(self) -> int:
        """Its size in square metres."""
        return round(square_metres(self.shape))

    @property
    def spot(self) -> FaultyPiece:
        """A point inside its largest part."""
        return max(wide_parts(self.shape), key=lambda spot: spot.square_metres)


def area_changes(before: LandMap, after: LandMap) -> list[AreaChange]:
    """Every area that differs, districts first, by code."""
    return [
        *_changes(DISTRICT, before.districts, after.districts),
        *_changes(NEIGHBOURHOOD, before.neighbourhoods, after.neighbourhoods),
    ]


def _changes(kind: Kind, before: Mapping[str, Row], after: Mapping[str, Row]) -> list[AreaChange]:
    changes = []
    for code in sorted(before.keys() | after.keys(), key=lambda code: (len(code), code)):
        old, new = before.get(code), after.get(code)
        change = _change(kind, code, old, new)
        if change is not None:
            changes.append(change)
    return changes


def _change(kind: Kind, code: str, old: Row | None, new: Row | None) -> AreaChange | None:
    had = old.shape if old is not None else None
    has = new.shape if new is not None else None
    if old is None:
        return AreaChange(kind, code, "added", None, new, has, None)
    if new is None:
        return AreaChange(kind, code, "ended", old, None, None, had)
    gained, lost = _minus(has, had), _minus(had, has)
    if gained is not None or lost is not None:
        return AreaChange(kind, code, "redrawn", old, new, gained, lost)
    if district_of(old) != district_of(new):
        return AreaChange(kind, code, "moved", old, new, None, None)
    if (old.name_fa, old.name_en) != (new.name_fa, new.name_en):
        return AreaChange(kind, code, "renamed", old, new, None, None)
    # Corners that moved by less than a metre, or an extra corner on a straight side, do not count as a change.
    return None


def district_of(row: Row) -> str:
    """The code of the district that a neighbourhood is in; empty for a district."""
    return row.district if isinstance(row, NeighbourhoodRow) else ""


def _minus(base_shape: BaseGeometry | None, other: BaseGeometry | None) -> BaseGeometry | None:
    if base_shape is None:
        return None
    return tidied(base_shape if other is None else base_shape.difference(other))


def transfers(before: LandMap, after: LandMap) -> list[Transfer]:
    """The land that changes district, the largest piece first; land without a district before or after counts too."""
    old, new = _land(before), _land(after)
    pieces = []
    for from_code, had in old.items():
        for to_code, has in new.items():
            if from_code != to_code and had.intersects(has):
                pieces.append((from_code, to_code, tidied(had.intersection(has))))
    everything_old, everything_new = shapely.union_all([*old.values()]), shapely.union_all([*new.values()])
    pieces += [(code, NOWHERE, _minus(had, everything_new)) for code, had in old.items()]
    pieces += [(NOWHERE, code, _minus(has, everything_old)) for code, has in new.items()]
    told = [Transfer(one, other, shape) for one, other, shape in pieces if shape is not None]
    return sorted(told, key=lambda one: (-one.metres, one.from_code, one.to_code))


def _land(land: LandMap) -> dict[str, BaseGeometry]:
    return {code: row.shape for code, row in land.districts.items() if row.shape is not None}

"""What others may know of the loaded maps and of the named places."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from peygir.core.translation import Names

ATTRIBUTION: Final = "© OpenStreetMap contributors"
"""What every drawing of the map must show: the licence of the data (ODbL 1.0) asks for it."""


@dataclass(frozen=True, slots=True)
class BoundingBox:
    """Degrees: the western and southern, then the eastern and northern limit."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class MapFacts:
    """One load of a map: `path` is its PMTiles file, `digest` the SHA-256 of the extract it came from."""

    id: int
    name: str
    digest: str
    path: Path
    size: int
    loaded_at: datetime
    by: str
    bounds: BoundingBox
    counts: Mapping[str, int]
    attribution: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class AtlasPlaceFacts:
    """One named place; `name` as it is said there, `names` by language code.

    `number` is that of an alley in ASCII digits; `parent_id` the street that an alley leaves; `neighbourhood_code` is
    empty outside the city's neighbourhoods.
    """

    id: int
    kind: str
    name: str
    names: Mapping[str, str]
    aliases: tuple[str, ...]
    old_names: tuple[str, ...]
    number: str
    lat: float
    lon: float
    bounds: BoundingBox
    parent_id: int | None
    neighbourhood_code: str
    is_approximate: bool

    def in_language(self, language: str) -> str:
        """The name in a language; as it is said there where it has none in that language."""
        return self.names.get(language) or self.name


@dataclass(frozen=True, slots=True)
class MapName:
    """A named place with every form of its name, the one said there first; its neighbourhood's code, or ""."""

    id: int
    kind: str
    forms: tuple[str, ...]
    neighbourhood_code: str


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """One answer to a search: a place of the map or of the city's own names.

    Of an alley `street` is the one that it leaves. `number` is the alley's, in ASCII digits; with `is_alley_missing` it
    was asked for and the map has no such alley, so the place is the street. `plate` is the house's number as asked for.
    `lat` and `lon` are None for a neighbourhood that is not drawn; `is_point` says whether they are the place itself
    (a square, an alley), not merely a place to begin looking (a long street, a neighbourhood). `neighbourhood_code` is
    that of the point; `through` holds the codes of all neighbourhoods that a street runs through, the longest part
    first. `row_id` is the map's row, None for the city's own names.
    """

    kind: str
    name: Names
    street: Names | None
    number: str
    is_alley_missing: bool
    plate: str
    lat: float | None
    lon: float | None
    is_point: bool
    neighbourhood_code: str
    is_approximate: bool
    score: float
    row_id: int | None
    through: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AlleyName:
    """An alley by name, and by number in ASCII digits where it has one."""

    name: Names
    number: str


@dataclass(frozen=True, slots=True)
class StreetAt:
    """The street at a point and the alleys that lead there from it, the first one first; `metres` away from the point.

    An alley of which no street is known stands alone.
    """

    street: Names | None
    alleys: tuple[AlleyName, ...]
    metres: float

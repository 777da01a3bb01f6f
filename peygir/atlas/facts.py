"""What others may know of the loaded maps and of the named places."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

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

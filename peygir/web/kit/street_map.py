"""Where the streets under every map come from: the city's loaded base map, or the tiles that a setting names."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse

from peygir.atlas.queries import current_map
from peygir.core import clock

PMTILES: Final = ".pmtiles"
_RASTER: Final = (".png", ".jpg", ".jpeg", ".webp")
_SECONDS: Final = 15
"""How long a process trusts what it knows of the current map: a statement on every page would buy nothing."""


@dataclass(frozen=True, slots=True)
class StreetMap:
    """The tiles as a page's script takes them: `kind` ("pmtiles", "vector" or "raster"), URL, and whom to credit."""

    kind: str
    url: str
    credit: str

    @property
    def told(self) -> str:
        """Return the kind and the URL as one data attribute."""
        return f"{self.kind}:{self.url}"


@dataclass(frozen=True, slots=True)
class TileFile:
    """A PMTiles file that we serve; its name changes with its content, so that browsers may keep it for ever."""

    name: str
    path: Path
    credit: str


def street_map() -> StreetMap | None:
    """Return the tiles in use; None where there are none, and maps show the city's borders alone."""
    setting = str(settings.MAP_TILES)
    if urlsplit(setting).netloc or "{z}" in setting:
        path = urlsplit(setting).path.lower()
        kind = "pmtiles" if path.endswith(PMTILES) else "raster" if path.endswith(_RASTER) else "vector"
        return StreetMap(kind, setting, str(settings.MAP_CREDIT))
    file = tile_file()
    return StreetMap("pmtiles", reverse("map_tiles", args=[file.name]), file.credit) if file is not None else None


def tile_file() -> TileFile | None:
    """Return the file that we serve ourselves: that of the setting, else that of the loaded map."""
    return _tile_file(str(settings.MAP_TILES), str(settings.HOME), int(clock.monotonic() // _SECONDS))


@lru_cache(maxsize=2)
def _tile_file(setting: str, _home: str, _period: int) -> TileFile | None:
    if setting:
        path = Path(setting)
        if urlsplit(setting).netloc or not path.is_file():
            return None
        stat = path.stat()
        digest = hashlib.sha256(f"{path} {stat.st_size} {stat.st_mtime_ns}".encode()).hexdigest()
        return TileFile(digest[:16], path, str(settings.MAP_CREDIT))
    loaded = current_map()
    return TileFile(loaded.path.stem[:16], loaded.path, loaded.attribution) if loaded is not None else None


def forget() -> None:
    """Look anew at the next request: for tests, which change the map within a period."""
    _tile_file.cache_clear()

"""Reads an extract into one file of tiles and a gazetteer, in a folder of its own; nothing else is touched."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

import shapely
from shapely.geometry.base import BaseGeometry

from peygir.atlas.alleys import with_parents
from peygir.atlas.extract import MapExtract, open_extract, reading
from peygir.atlas.facts import BoundingBox
from peygir.atlas.kinds import PlaceKind
from peygir.atlas.merging import MergedStreet, merge_pieces
from peygir.atlas.names import PlaceNames
from peygir.atlas.outlines import OutlineIsElsewhere, read_outline
from peygir.atlas.scanning import Scan, ScanFindings
from peygir.atlas.street_pieces import SCALE, StreetPieces
from peygir.atlas.tagging import Style
from peygir.atlas.tiles import TileMaking
from peygir.core.geometry import METRES_PER_DEGREE
from peygir.core.persian import search_key
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _

AROUND: Final = 0.01
"""Degrees beyond the outline that the tiles show."""
EDGE: Final = 0.001
"""Degrees beyond the outline within which a place still belongs to the city."""
SAME_METRES: Final = 150.0


class MapHasNoStreets(Invalid):
    """The extract holds no street with a name and a place."""

    message = _(
        "No street with a name was found in {path}: it is no map of a city. Nothing was changed; the former map stays."
    )


class Stages(Protocol):
    """Told of each stage (`stage`: its name and its end) and how far it is."""

    def stage(self, name: str, total: int) -> None: ...
    def at(self, done: int) -> None: ...


@dataclass(frozen=True, slots=True)
class PointPlace:
    """A place of the gazetteer that is no line: a park, a school, a neighbourhood."""

    kind: PlaceKind
    names: PlaceNames
    lon: float
    lat: float
    bounds: BoundingBox
    source: str


@dataclass(frozen=True, slots=True)
class MapRead:
    """What a reading made: the file of tiles, the streets, the other places in a file, and what a draft needs."""

    extract: MapExtract
    name: str
    tiles: Path
    streets: list[MergedStreet]
    pieces: StreetPieces
    spool: Path
    findings: ScanFindings
    outline: BaseGeometry | None
    bounds: BoundingBox
    layers: dict[str, int]

    def points(self) -> Iterator[PointPlace]:
        """The places that are no streets, read from their file; one that was drawn twice comes once."""
        seen: dict[tuple[str, str], list[tuple[float, float]]] = {}
        with self.spool.open(encoding="utf-8") as file:
            for row in file:
                kind, name, names, aliases, old, lon, lat, box, source = json.loads(row)
                spots = seen.setdefault((kind, search_key(name)), [])
                if any(_metres(lon, lat, *spot) < SAME_METRES for spot in spots):
                    continue
                spots.append((lon, lat))
                pairs = tuple((language, text) for language, text in names)
                place_names = PlaceNames(name, pairs, tuple(aliases), tuple(old))
                yield PointPlace(PlaceKind.of(kind), place_names, lon, lat, BoundingBox(*box), source)


def read_map(
    path: Path,
    folder: Path,
    *,
    outline: str = "",
    name: str = "",
    languages: Sequence[str] = ("fa", "en"),
    progress: Stages,
) -> MapRead:
    """Read an extract; `outline` is a GeoJSON file or the name of a boundary in the extract.

    Raises the refusals of `extract`, `outlines` and `tiles`, and MapHasNoStreets.
    """
    progress.stage("check", path.stat().st_size if path.is_file() else 0)
    extract = open_extract(path, progress.at)
    shape = read_outline(outline, extract) if outline else None
    title = name or (outline if shape is not None and not Path(outline).is_file() else path.name.partition(".")[0])
    clip = _box(shape.buffer(AROUND)) if shape is not None else _header_box(extract)
    window = shape.buffer(EDGE) if shape is not None else None
    spool = folder / "places.jsonl"
    with TileMaking(folder, name=title, clip=clip) as tiles:
        progress.stage("read", extract.size)
        with spool.open("w", encoding="utf-8") as lines:
            scan = Scan(tiles, lines, window, languages)
            findings = scan.read(extract, folder, _position(extract, progress.at))
        if not len(findings.pieces):
            raise OutlineIsElsewhere(name=outline) if outline else MapHasNoStreets(path=path.name)
        bounds = _box(shape) if shape is not None else clip or _bounds(findings.pieces)
        for sea in findings.coast.sea(*_tuple(clip or bounds)):
            tiles.add(Style("water", "sea", 9), {}, sea.wkb)
        progress.stage("tiles", 0)
        streets = with_parents(findings.pieces, merge_pieces(findings.pieces))
        made = tiles.finish()
    layers = dict(sorted(tiles.counts.items()))
    return MapRead(extract, title, made, streets, findings.pieces, spool, findings, shape, bounds, layers)


def _position(extract: MapExtract, at: Callable[[int], None]) -> Callable[[], None]:
    """Tells how far into the file the reading library is, where the system shows that (Linux)."""
    target = str(extract.path.resolve())

    def look() -> None:
        try:
            for link in Path("/proc/self/fd").iterdir():
                if str(link.resolve()) == target:
                    position = Path("/proc/self/fdinfo", link.name).read_text().split(maxsplit=2)[1]
                    at(int(position))
                    return
        except (OSError, ValueError):
            return

    return look


def _header_box(extract: MapExtract) -> BoundingBox | None:
    """The box that the extract itself states, if it states one."""
    import osmium

    with reading(extract), osmium.io.Reader(str(extract.path), osmium.osm.NOTHING) as reader:
        box = reader.header().box()
    if not box.valid():
        return None
    low, high = box.bottom_left, box.top_right
    return BoundingBox(low.lon, low.lat, high.lon, high.lat) if high.lon > low.lon and high.lat > low.lat else None


def _bounds(pieces: StreetPieces) -> BoundingBox:
    """The box of all streets, a little wider."""
    west, south, east, north = min(pieces.lons), min(pieces.lats), max(pieces.lons), max(pieces.lats)
    box = shapely.box(west / SCALE, south / SCALE, east / SCALE, north / SCALE)
    return _box(box.buffer(EDGE))


def _box(shape: Any) -> BoundingBox:
    west, south, east, north = (round(float(value), 6) for value in shape.bounds)
    return BoundingBox(max(west, -180.0), max(south, -85.0), min(east, 180.0), min(north, 85.0))


def _tuple(box: BoundingBox) -> tuple[float, float, float, float]:
    return box.west, box.south, box.east, box.north


def _metres(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """A quick distance: enough to tell one place from another."""
    return METRES_PER_DEGREE * max(abs(lon - other_lon) * 0.8, abs(lat - other_lat))

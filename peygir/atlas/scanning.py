"""Reads an extract from its first byte to its last: features to the tiles, names to the gazetteer, areas to a draft."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from peygir.atlas.coast import Coastline
from peygir.atlas.extract import MapExtract, reading
from peygir.atlas.kinds import PlaceKind, values_in
from peygir.atlas.names import PlaceNames, clean_name, names_of
from peygir.atlas.street_pieces import StreetPieces
from peygir.atlas.tagging import (
    PLACES,
    POINTS_FROM,
    Style,
    area_style,
    line_style,
    piece_kind,
    place_kind,
)
from peygir.atlas.tiles import TileMaking

if TYPE_CHECKING:
    from osmium.osm import Area, Node, Way

KEYS: Final = values_in(
    "highway railway waterway natural landuse leisure building amenity place name man_made shop tourism historic "
    "office healthcare boundary public_transport junction addr:country"
)
AREA_KEYS: Final = values_in(
    "building natural landuse leisure waterway amenity place boundary highway tourism historic"
)
EVERY: Final = 2000  # objects between two looks at the progress


@dataclass(frozen=True, slots=True)
class AreaFound:
    """A polygon that may become a district or a neighbourhood: its level (0: a place without one), and its names."""

    level: int
    place: str
    names: PlaceNames
    shape: BaseGeometry


@dataclass(frozen=True, slots=True)
class TownPoint:
    """A point with the name of a settlement or of a part of one."""

    place: str
    names: PlaceNames
    lon: float
    lat: float


@dataclass(slots=True)
class ScanFindings:
    """What was read: streets in pieces, areas and settlements for a draft, and how many things were left out."""

    pieces: StreetPieces = field(default_factory=StreetPieces)
    areas: list[AreaFound] = field(default_factory=list)
    towns: list[TownPoint] = field(default_factory=list)
    countries: dict[str, int] = field(default_factory=dict)
    coast: Coastline = field(default_factory=Coastline)
    places: int = 0
    left_out: int = 0


class Scan:
    """One reading of an extract. `window` limits the gazetteer; `spool` takes each point of it as a line of JSON."""

    def __init__(
        self, tiles: TileMaking, spool: IO[str], window: BaseGeometry | None, languages: Sequence[str]
    ) -> None:
        import osmium

        self._tiles, self._spool, self._window, self._languages = tiles, spool, window, languages
        self._wkb = osmium.geom.WKBFactory()
        self._broken_shape = (RuntimeError, osmium.InvalidLocationError)
        self.findings = ScanFindings()
        if window is not None:
            shapely.prepare(window)

    def read(self, extract: MapExtract, folder: Path, look: Callable[[], None]) -> ScanFindings:
        """Read the whole file. Raises MapFileIsBroken, MapFileIsNotOsm, TilesCouldNotBeMade."""
        import osmium

        locations = f"sparse_file_array,{folder / 'locations'}"
        file = osmium.io.File(str(extract.path), extract.format)
        processor = osmium.FileProcessor(file).with_locations(locations)
        processor.with_areas(osmium.filter.KeyFilter(*AREA_KEYS)).with_filter(osmium.filter.KeyFilter(*KEYS))
        with reading(extract):
            for number, thing in enumerate(processor):
                if isinstance(thing, osmium.osm.Node):
                    self._node(thing)
                elif isinstance(thing, osmium.osm.Way):
                    self._way(thing)
                elif isinstance(thing, osmium.osm.Area):
                    self._area(thing)
                if number % EVERY == 0:
                    look()
        return self.findings

    def _node(self, node: "Node") -> None:
        if not node.location.valid():
            self.findings.left_out += 1
            return
        tags = dict(node.tags)
        lon, lat = node.location.lon, node.location.lat
        self._country(tags)
        kind = place_kind(tags)
        if kind is None or (names := names_of(tags, self._languages)) is None:
            return
        place = tags.get("place", "")
        if place in PLACES:
            self.findings.towns.append(TownPoint(place, names, lon, lat))
            self._tiles.add(Style("places", place, PLACES[place]), self._said(names), shapely.Point(lon, lat).wkb)
        self._place(kind, names, shapely.Point(lon, lat), f"node/{node.id}", is_drawn=place not in PLACES)

    def _way(self, way: "Way") -> None:
        tags = dict(way.tags)
        if tags.get("natural") == "coastline":
            self.findings.coast.add([part for part in _parts(way) if len(part) > 1])
            return
        if (style := line_style(tags)) is None:
            return
        names = names_of(tags, self._languages)
        parts = _parts(way)
        self.findings.left_out += len(parts) != 1
        properties = (self._said(names) if names else {}) | _bridge_or_tunnel(tags)
        for path in parts:
            if len(path) < 2:
                continue
            drawn = shapely.LineString([(lon, lat) for _, lon, lat in path])
            self._tiles.add(style, properties, drawn.wkb)
            if names is None or (self._window is not None and not shapely.intersects(self._window, drawn)):
                continue
            if (kind := piece_kind(tags, names.name)) is not None:
                self.findings.pieces.add(kind, names, way.id, path)
            if bridge := clean_name(tags.get("bridge:name", "")):
                self._place(PlaceKind.BRIDGE, PlaceNames(bridge), drawn, f"way/{way.id}", is_drawn=True)

    def _area(self, area: "Area") -> None:
        tags = dict(area.tags)
        self._country(tags)
        style, kind = area_style(tags), place_kind(tags)
        level = _level(tags)
        if style is None and kind is None and not level:
            return
        try:
            wkb = bytes.fromhex(self._wkb.create_multipolygon(area))
        except self._broken_shape:  # a ring that crosses itself, or that lost its points
            self.findings.left_out += 1
            return
        if style is not None:
            self._tiles.add(style, {}, wkb)
        names = names_of(tags, self._languages)
        if names is None or (not level and kind is None):
            return
        shape = shapely.make_valid(shapely.from_wkb(wkb))
        place = tags.get("place", "")
        if level or place in PLACES:
            self.findings.areas.append(AreaFound(level, place, names, shape))
        if kind is not None and not level:
            source = f"{'way' if area.from_way() else 'relation'}/{area.orig_id()}"
            self._place(kind, names, shape, source, is_drawn=place not in PLACES)

    def _place(self, kind: PlaceKind, names: PlaceNames, shape: BaseGeometry, source: str, *, is_drawn: bool) -> None:
        """A place of the gazetteer that is no street; `is_drawn` also as a point of the map."""
        point = shape if shape.geom_type == "Point" else shape.representative_point()
        if is_drawn and kind in POINTS_FROM:
            self._tiles.add(Style("landmarks", kind.value, POINTS_FROM[kind]), self._said(names), point.wkb)
        if self._window is not None and not shapely.intersects(self._window, point):
            return
        box = [round(value, 6) for value in shape.bounds]
        line = [kind.value, names.name, names.names, names.aliases, names.old_names, point.x, point.y, box, source]
        self._spool.write(json.dumps(line, ensure_ascii=False) + "\n")
        self.findings.places += 1

    def _country(self, tags: Mapping[str, str]) -> None:
        country = tags.get("addr:country", "").upper()
        if len(country) == 2 and country.isascii() and country.isalpha():
            self.findings.countries[country] = self.findings.countries.get(country, 0) + 1

    def _said(self, names: PlaceNames) -> dict[str, str]:
        """The names as properties of a feature: in a language only where it differs from the name itself."""
        others = {f"name_{language}": name for language, name in names.names if name != names.name}
        return {"name": names.name, **others}


def _parts(way: "Way") -> list[list[tuple[int, float, float]]]:
    """The way's path as (node, longitude, latitude), parted where nodes are missing from the extract."""
    parts: list[list[tuple[int, float, float]]] = [[]]
    for node in way.nodes:
        location = node.location
        if location.valid():
            parts[-1].append((node.ref, location.lon, location.lat))
        elif parts[-1]:
            parts.append([])
    return parts if parts[-1] or len(parts) == 1 else parts[:-1]


def _level(tags: Mapping[str, str]) -> int:
    level = tags.get("admin_level", "")
    is_boundary = tags.get("boundary") == "administrative"
    return int(level) if is_boundary and level.isascii() and level.isdigit() and len(level) < 3 else 0


def _bridge_or_tunnel(tags: Mapping[str, str]) -> dict[str, Any]:
    return {key: 1 for key in ("bridge", "tunnel") if tags.get(key, "no") != "no"}

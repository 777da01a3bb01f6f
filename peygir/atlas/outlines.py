"""The outline of a city: from a GeoJSON file, or the boundary of that name in the extract itself."""

import json
from pathlib import Path
from typing import Any, Final

import shapely
from shapely.geometry.base import BaseGeometry

from peygir.atlas.extract import MapExtract, reading
from peygir.atlas.names import names_of
from peygir.core.geometry import PolygonIsNotValid, read_polygon
from peygir.core.persian import search_key
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _

LARGEST: Final = 16 * 1024 * 1024
_CITY_LEVEL: Final = 8


class OutlineIsNotUsable(Invalid):
    """The outline's file holds no polygon."""

    message = _("The outline {path} cannot be used: {why}.")


class OutlineIsUnknown(Invalid):
    """Neither a file nor a boundary of the extract has this name."""

    message = _(
        "There is no file “{name}”, and no complete boundary of that name in the map file. "
        "Give a GeoJSON file with the city's outline."
    )


class OutlineIsElsewhere(Invalid):
    """The outline and the extract do not meet."""

    message = _(
        "No named street of the map file lies within the outline “{name}”: it is a map of another place. "
        "Nothing was changed; the former map stays."
    )


def read_outline(given: str, extract: MapExtract) -> BaseGeometry:
    """The polygon that `given` names. Raises OutlineIsNotUsable, OutlineIsUnknown."""
    path = Path(given)
    if path.is_file():
        return _from_file(path)
    if (found := _from_extract(given, extract)) is None:
        raise OutlineIsUnknown(name=given)
    return found


def _from_file(path: Path) -> BaseGeometry:
    if path.stat().st_size > LARGEST:
        raise OutlineIsNotUsable(path=path.name, why=_("the file is larger than {limit} MB", limit=LARGEST >> 20))
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as broken:
        raise OutlineIsNotUsable(path=path.name, why=_("it is no GeoJSON")) from broken
    try:
        shapes = [read_polygon(geometry) for geometry in _geometries(content)]
    except PolygonIsNotValid as wrong:
        raise OutlineIsNotUsable(path=path.name, why=wrong.text) from wrong
    if not shapes:
        raise OutlineIsNotUsable(path=path.name, why=_("it holds no polygon"))
    return shapely.union_all(shapes)


def _geometries(content: Any) -> list[Any]:
    if not isinstance(content, dict):
        return []
    if content.get("type") == "FeatureCollection":
        features = content.get("features")
        listed = features if isinstance(features, list) else []
        return [feature.get("geometry") for feature in listed if isinstance(feature, dict)]
    return [content.get("geometry")] if content.get("type") == "Feature" else [content]


def _from_extract(name: str, extract: MapExtract) -> BaseGeometry | None:
    """The boundary or place of this name that is nearest to a city's level."""
    import osmium

    key, best = search_key(name), None
    wkb = osmium.geom.WKBFactory()
    kinds = osmium.filter.KeyFilter("boundary", "place")
    processor = osmium.FileProcessor(str(extract.path)).with_locations("sparse_file_array")
    with reading(extract):
        for thing in processor.with_areas(kinds).with_filter(osmium.filter.KeyFilter("name")).with_filter(kinds):
            if not isinstance(thing, osmium.osm.Area):
                continue
            tags = dict(thing.tags)
            names = names_of(tags)
            if names is None or key not in {search_key(each) for each in names.every()}:
                continue
            level = tags.get("admin_level", "")
            distance = abs(int(level) - _CITY_LEVEL) if level.isascii() and level.isdigit() else _CITY_LEVEL
            try:
                shape = shapely.make_valid(shapely.from_wkb(bytes.fromhex(wkb.create_multipolygon(thing))))
            except (RuntimeError, osmium.InvalidLocationError):
                continue
            if best is None or distance < best[0]:
                best = (distance, shape)
    return best[1] if best else None

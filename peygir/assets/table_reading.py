"""Reads a file of assets (CSV, Excel, ODS or GeoJSON) and finds every fault; nothing is written."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np

from peygir.assets.facts import AssetTypeFacts
from peygir.assets.models import Asset
from peygir.assets.queries import asset_type, asset_types
from peygir.assets.row_reading import (
    AssetIsOutsideCity,
    AssetRow,
    AssetRowFault,
    AssetRowReader,
    AssetTagIsUnknown,
    KnownForAssets,
    columns_of,
)
from peygir.city import queries as city
from peygir.city.facts import Place, UnitFacts
from peygir.core import clock
from peygir.core.persian import search_key
from peygir.core.sheets import MOST_BYTES, MOST_CELLS, Sheet, TableIsNotReadable, TableIsTooLarge, read_sheet

GEOJSON: Final = frozenset({".geojson", ".json"})
TOLD_EVERY: Final = 1000
_AT_ONCE: Final = 20_000


@dataclass(frozen=True, slots=True)
class ReadAssets:
    """A file that was read: its right rows with the place of each, all faults, and the fields that it has.

    `digest` identifies the file together with the meaning of its columns.
    """

    sheet: Sheet
    digest: str
    rows: list[tuple[AssetRow, Place | None]]
    faults: list[AssetRowFault]
    columns: frozenset[str]


def read_assets(
    path: Path,
    columns: Mapping[str, str],
    *,
    city_id: int,
    only_type: str = "",
    progress: Callable[[int], None] = lambda done: None,
) -> ReadAssets:
    """Read a file by the meaning of its columns (field or attribute → heading) and find every fault.

    `only_type` is the type of every row where the file has no column for it. Raises TableIsNotReadable,
    AssetColumnIsUnknown, AssetColumnIsMissing, NoSuchAssetType.
    """
    sheet = read_features(path) if path.suffix.lower() in GEOJSON else read_sheet(path)
    types = asset_types(city_id)
    kind = asset_type(city_id, only_type) if only_type else None
    places = columns_of(columns, sheet.headings, types)
    row_reader = AssetRowReader(places, _known(city_id, types), only_type=kind)
    rows = []
    for done, (number, cells) in enumerate(sheet.rows, start=1):
        row = row_reader.read(number, cells)
        if row is not None:
            rows.append(row)
        if done % TOLD_EVERY == 0:
            progress(done)
    rows = _with_known_tags(city_id, rows, row_reader)
    placed = _placed(city_id, rows, row_reader)
    progress(len(sheet.rows))
    faults = sorted(row_reader.faults, key=lambda fault: fault.row)
    wanted = json.dumps([sorted(columns.items()), only_type])
    with path.open("rb") as file:
        digest = hashlib.sha256(hashlib.file_digest(file, "sha256").digest() + wanted.encode()).hexdigest()
    return ReadAssets(sheet, digest, placed, faults, frozenset(places[0]))


def read_features(path: Path) -> Sheet:
    """The features of a GeoJSON file (RFC 7946) as a table: their properties, and `lat` and `lon` of their points.

    A feature without a point has empty coordinates; the first feature has the number 1. Raises TableIsNotReadable,
    TableIsTooLarge.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise TableIsTooLarge()
        content = json.loads(path.read_text(encoding="utf-8-sig"))
        features = content["features"]
        properties = [feature.get("properties") or {} for feature in features]
        headings = dict.fromkeys(str(name) for one in properties for name in one)
        names = ["lat", "lon", *(name for name in headings if name not in ("lat", "lon"))]
        if len(features) * len(names) > MOST_CELLS:
            raise TableIsTooLarge()
        rows = [
            (number, (*_point(feature), *(_cell(one.get(name)) for name in names[2:])))
            for number, (feature, one) in enumerate(zip(features, properties, strict=True), start=1)
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as failure:
        raise TableIsNotReadable(why="") from failure
    if not rows:
        raise TableIsNotReadable(why="")
    return Sheet(tuple(names), rows)


def _point(feature: Mapping[str, Any]) -> tuple[str, str]:
    geometry = feature.get("geometry") or {}
    if geometry.get("type") != "Point":
        return "", ""
    lon, lat = geometry["coordinates"][:2]
    return str(lat), str(lon)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(str(one) for one in value)
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | bool) else str(value).strip()


def _known(city_id: int, types: Sequence[AssetTypeFacts]) -> KnownForAssets:
    return KnownForAssets(
        types=dict(_by_words(types)),
        units={key: one.id for key, one in _by_words(city.units(city_id))},
    )


def _by_words(rows: Iterable[Any]) -> list[tuple[str, Any]]:
    """(name or code, row); a code comes last, so that it takes precedence over another's name."""
    listed: Sequence[UnitFacts | AssetTypeFacts] = list(rows)
    words = ("name_en", "name_fa", "code")
    return [(search_key(getattr(one, word)), one) for word in words for one in listed if getattr(one, word)]


def _with_known_tags(city_id: int, rows: list[AssetRow], row_reader: AssetRowReader) -> list[AssetRow]:
    """The rows whose tags are those of assets, or that have none; a row without a type gets its asset's type."""
    tags = [row.tag for row in rows if row.tag]
    if not tags:
        return rows
    types = {one.id: one for one in asset_types(city_id, also_ended=True)}
    known: dict[str, AssetTypeFacts] = {}
    for start in range(0, len(tags), _AT_ONCE):
        part = Asset.objects.filter(city_id=city_id, tag__in=tags[start : start + _AT_ONCE])
        known |= {tag: types[type_id] for tag, type_id in part.values_list("tag", "type_id")}
    kept = []
    for row in rows:
        if row.tag and row.tag not in known:
            row_reader.fault(row.row, "tag", AssetTagIsUnknown(text=row.tag))
        else:
            kept.append(row)
    return [replace(row, type=known[row.tag]) if row.type is None else row for row in kept]


def _placed(city_id: int, rows: list[AssetRow], row_reader: AssetRowReader) -> list[tuple[AssetRow, Place | None]]:
    """Each row with the place of its point; rows outside the city are faults, where its borders are known."""
    if not rows or not city.has_polygons(city_id):
        return [(row, None) for row in rows]
    on = city.day_of(city_id, clock.now())
    places = city.places_of(city_id, np.array([(row.lat, row.lon) for row in rows]), on=on)
    for row, place in zip(rows, places, strict=True):
        if place is None:
            row_reader.fault(row.row, "lat", AssetIsOutsideCity())
    return [(row, place) for row, place in zip(rows, places, strict=True) if place is not None]

"""Parses a GeoJSON text into districts and neighbourhoods for the map; what cannot be read becomes faults."""

import json
from collections.abc import Mapping
from typing import Any, Final

from peygir.city.cells import Cells
from peygir.city.map_editing import LandMap
from peygir.city.reading import read_district, read_neighbourhood
from peygir.city.rows import DISTRICTS, NEIGHBOURHOODS, DistrictRow, FileFault, NeighbourhoodRow
from peygir.core.translation import gettext_lazy as _

LARGEST_TEXT: Final = 2_000_000
"""Characters of GeoJSON; the borders of a city of millions, drawn to the metre, have some hundred thousand."""


def read_areas(text: str, before: LandMap) -> tuple[list[DistrictRow], list[NeighbourhoodRow], list[FileFault]]:
    """The areas of a FeatureCollection (or of one Feature), each with a `code`.

    A feature is a neighbourhood when its `kind` says so, it names a `district`, or a neighbourhood has its code;
    properties (names, district) that a feature of an existing area leaves out stay as they are.
    """
    faults: list[FileFault] = []
    listed = _features(text, faults)
    districts, places = [], []
    for number, feature in enumerate(listed, start=1):
        properties = feature.get("properties") if isinstance(feature, dict) else None
        if not isinstance(properties, dict):
            faults.append(FileFault(DISTRICTS, number, _("this feature has no properties")))
            continue
        code, geometry = str(properties.get("code") or "").strip(), feature.get("geometry")
        if geometry is None:
            faults.append(FileFault(DISTRICTS, number, _("“{code}” has no polygon", code=code)))
        elif _is_neighbourhood(properties, code, before):
            stands = before.neighbourhoods.get(code)
            known = {"district": stands.district} if stands is not None else {}
            cells = Cells(NEIGHBOURHOODS, number, {**_known(stands), **known, **_said(properties)}, faults.append)
            places.append(read_neighbourhood(cells, geometry))
        else:
            cells = Cells(DISTRICTS, number, {**_known(before.districts.get(code)), **_said(properties)}, faults.append)
            districts.append(_with_unit(read_district(cells, geometry), before))
    return districts, places, faults


def _features(text: str, faults: list[FileFault]) -> list[Any]:
    if len(text) > LARGEST_TEXT:
        faults.append(FileFault(DISTRICTS, 0, _("it is longer than two million characters")))
        return []
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        faults.append(FileFault(DISTRICTS, 0, _("this text is not JSON")))
        return []
    if isinstance(content, dict) and content.get("type") == "Feature":
        return [content]
    listed = content.get("features") if isinstance(content, dict) else None
    if not isinstance(listed, list) or not listed:
        faults.append(
            FileFault(
                DISTRICTS,
                0,
                _("it is not a GeoJSON FeatureCollection with at least one feature"),
            )
        )
        return []
    return listed


def _is_neighbourhood(properties: Mapping[str, Any], code: str, before: LandMap) -> bool:
    kind = properties.get("kind")
    if kind in ("district", "neighbourhood"):
        return bool(kind == "neighbourhood")
    return bool(properties.get("district")) or (code in before.neighbourhoods and code not in before.districts)


def _known(stands: DistrictRow | NeighbourhoodRow | None) -> dict[str, Any]:
    """The current properties of an existing area."""
    return {} if stands is None else {"name_fa": stands.name_fa, "name_en": stands.name_en}


def _said(told: Mapping[str, Any]) -> dict[str, Any]:
    """The properties with a value; a `valid_from` of the file is ignored, because the change has its own day."""
    return {name: value for name, value in told.items() if value not in (None, "") and name != "valid_from"}


def _with_unit(row: DistrictRow, before: LandMap) -> DistrictRow:
    """Give an existing district its current unit if the feature names none."""
    stands = before.districts.get(row.code)
    if stands is None or row.unit:
        return row
    return DistrictRow(
        row.code,
        row.name_fa,
        row.name_en,
        stands.unit,
        row.polygon,
        row.shape,
        row.is_broken,
        row.is_approximate,
        row=row.row,
    )

"""Writes assets as a table: CSV, Excel or GeoJSON, in the columns that an import reads."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from peygir.assets.facts import AssetFacts, AssetTypeFacts
from peygir.assets.queries import AssetFilter, asset_types, every_asset
from peygir.city import queries as city
from peygir.core.tables import Column, Rows, as_csv, as_geojson, as_xlsx

FORMS: Final[dict[str, str]] = {
    "csv": "text/csv; charset=utf-8",
    "geojson": "application/geo+json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
COLUMNS: Final = (
    Column("tag"),
    Column("type"),
    Column("number"),
    Column("name"),
    Column("lat", "number"),
    Column("lon", "number"),
    Column("address"),
    Column("district"),
    Column("neighbourhood"),
    Column("unit"),
    Column("state"),
    Column("installed_on"),
    Column("removed_on"),
)
_LAT, _LON = 4, 5


def export(
    city_id: int, asset_filter: AssetFilter, form: str, *, each: Callable[[], None] = lambda: None
) -> Iterator[bytes]:
    """The assets of a filter in one of FORMS, in bounded memory; `each` is called for every asset.

    Behind COLUMNS comes one column for each attribute of the types. Raises KeyError for an unknown form.
    """
    types = [one for one in asset_types(city_id, also_ended=True) if asset_filter.type_id in (None, one.id)]
    codes = sorted({attribute.code for one in types for attribute in one.attributes})
    columns = [*COLUMNS, *(Column(code) for code in codes)]
    rows = _rows(city_id, asset_filter, codes, each)
    if form == "geojson":
        return as_geojson(columns, rows, lat=_LAT, lon=_LON)
    return {"csv": _csv, "xlsx": as_xlsx}[form](columns, rows)


def _csv(columns: Sequence[Column], rows: Rows) -> Iterator[bytes]:
    return as_csv(columns, rows, with_mark=True)


def _rows(city_id: int, wanted: AssetFilter, codes: Sequence[str], each: Callable[[], None]) -> Iterator[Sequence[Any]]:
    units = {unit.id: unit.code for unit in city.units(city_id)}
    for asset in every_asset(city_id, wanted):
        each()
        yield [*_own(asset, units), *(_value(asset, code) for code in codes)]


def _own(asset: AssetFacts, units: dict[int, str]) -> list[Any]:
    kind: AssetTypeFacts = asset.type
    return [
        asset.tag,
        kind.code,
        asset.number,
        asset.name,
        asset.lat,
        asset.lon,
        asset.address,
        asset.district_code,
        asset.neighbourhood_code,
        units.get(asset.unit_id, "") if asset.unit_id is not None else "",
        asset.state,
        asset.installed_on.isoformat() if asset.installed_on else "",
        asset.removed_on.isoformat() if asset.removed_on else "",
    ]


def _value(asset: AssetFacts, code: str) -> str:
    value = asset.attributes.get(code, "")
    if isinstance(value, list):
        return "; ".join(value)
    return f"{value:g}" if isinstance(value, float | int) else value

"""Writes the draft of a city as a folder that `import-city` takes: areas from the map, the rest as it is shipped."""

import csv
import json
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import shapely

from peygir.atlas.countries import HOME
from peygir.atlas.draft_areas import DraftArea
from peygir.atlas.facts import ATTRIBUTION
from peygir.atlas.names import PlaceNames
from peygir.core.refusals import Conflict, Invalid
from peygir.core.translation import gettext_lazy as _

_COPIED: Final = ("topics.csv", "marks.csv", "ladder.csv", "attributes.csv")
_OF_HOME: Final = ("emergencies.csv",)
_READING: Final = "reading"
_CODE: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)
_SHIPPED_FA: Final = "شیراز"
_SHIPPED_EN: Final = "Shiraz"
_README: Final = """\
# {name}

A draft that `./run import-osm` made from {file}: load it with `./run import-city {folder}` after you have looked at it.

| file | what | how far to trust it |
|---|---|---|
| `districts.geojson`, `neighbourhoods.geojson` | from the map, {attribution}, ODbL 1.0 | `approximate`: no boundary |
| `units.csv` | the units of Shiraz and one for each district | **a draft**: put your own units there |
| `agencies.csv`, `topics.csv`, `marks.csv` and what else is here | as they are shipped for Shiraz | **a draft** |
| `city.toml` | name, zone, office week, map centre | **a draft** |

What every column means: the README of `peygir/city/data/shiraz` in the source.
"""
_TOML: Final = """\
# A draft made from {file}. Look at each value.
code = {code}
name_fa = {name_fa}
name_en = {name_en}
time_zone = {zone}
phone_region = {country}
language = {language}
centre_lat = {lat}
centre_lon = {lon}
zoom = {zoom}
week_off = {week_off}
holiday_country = {holidays}
"""


class DraftFolderIsNotEmpty(Conflict):
    """The folder holds something already."""

    message = _("The folder {folder} is not empty: a draft never writes over files. Give a new folder.")


class CityCodeIsWrong(Invalid):
    """The code cannot be a city's code."""

    message = _("“{code}” cannot be a city's code: small Latin letters, digits and dashes.")


@dataclass(frozen=True, slots=True)
class DraftCity:
    """What the draft says of the city itself; `holidays` is a country with known holidays, or empty."""

    code: str
    names: PlaceNames
    country: str
    zone: str
    holidays: str
    lat: float
    lon: float
    zoom: float


def code_of(name: str) -> str:
    """A city's code made of its Latin name; `city` where it has no Latin letter."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-") or "city"


def refuse_full_folder(folder: Path) -> None:
    """Raise DraftFolderIsNotEmpty unless the folder is empty or not there."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DraftFolderIsNotEmpty(folder=folder)


def refuse_bad_code(code: str) -> None:
    """Raise CityCodeIsWrong unless the code is empty or can be a city's code."""
    if code and not _CODE.fullmatch(code):
        raise CityCodeIsWrong(code=code)


def write_draft(
    folder: Path,
    city: DraftCity,
    districts: Sequence[DraftArea],
    neighbourhoods: Sequence[DraftArea],
    *,
    shipped: Path,
    file: str,
) -> None:
    """Write the folder; it appears complete or not at all. Raises DraftFolderIsNotEmpty."""
    refuse_full_folder(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as work:
        made = Path(work) / "draft"
        made.mkdir()
        _write_settings(made, city, file, folder)
        _write_areas(made / "districts.geojson", districts)
        _write_areas(made / "neighbourhoods.geojson", neighbourhoods)
        is_home = city.country == HOME
        for name in (*_COPIED, *(_OF_HOME if is_home else ())):
            shutil.copyfile(shipped / name, made / name)
        if (shipped / _READING).is_dir():
            shutil.copytree(shipped / _READING, made / _READING)
        _write_units(shipped / "units.csv", made / "units.csv", city, districts)
        _write_agencies(shipped / "agencies.csv", made / "agencies.csv", keeps_phones=is_home)
        if folder.exists():
            folder.rmdir()
        made.rename(folder)


def _write_settings(made: Path, city: DraftCity, file: str, folder: Path) -> None:
    is_home = city.country == HOME
    values = {
        "code": city.code,
        "name_fa": city.names.in_language("fa")[:120],
        "name_en": city.names.in_language("en")[:120],
        "zone": city.zone,
        "country": city.country,
        "language": "fa" if is_home else "en",
        "lat": round(city.lat, 5),
        "lon": round(city.lon, 5),
        "zoom": city.zoom,
        "week_off": [3, 4] if is_home else [5, 6],
        "holidays": city.holidays,
    }
    quoted = {name: json.dumps(value, ensure_ascii=False) for name, value in values.items()}
    (made / "city.toml").write_text(_TOML.format(file=file, **quoted), encoding="utf-8")
    page = _README.format(name=city.names.name, file=file, folder=folder, attribution=ATTRIBUTION)
    (made / "README.md").write_text(page, encoding="utf-8")


def _write_areas(path: Path, areas: Iterable[DraftArea]) -> None:
    features = []
    for area in areas:
        properties: dict[str, Any] = {"code": area.code, **_columns(area.names), "approximate": area.is_approximate}
        if area.district:
            properties["district"] = area.district
        features.append({"type": "Feature", "properties": properties, "geometry": shapely.geometry.mapping(area.shape)})
    content = {"type": "FeatureCollection", "attribution": f"{ATTRIBUTION}, ODbL 1.0", "features": features}
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def _columns(names: PlaceNames) -> dict[str, str]:
    return {"name_fa": names.in_language("fa"), "name_en": names.in_language("en")}


def _write_units(shipped: Path, made: Path, city: DraftCity, districts: Sequence[DraftArea]) -> None:
    """The shipped units without their districts, with the city's own name, and one for each district of the draft."""
    columns, rows = _table(shipped)
    kept = [row for row in rows if row["kind"] != "district"]
    for row in kept:
        row["name_fa"] = row["name_fa"].replace(_SHIPPED_FA, city.names.in_language("fa"))
        row["name_en"] = row["name_en"].replace(_SHIPPED_EN, city.names.in_language("en"))
        row["source"] = "proposed"
    top = next(row["code"] for row in kept if row["kind"] == "mayor")
    kept += [
        {
            "code": f"D-{int(area.code):02}",
            "kind": "district",
            "name_fa": f"شهرداری منطقهٔ {area.names.in_language('fa')}"[:200],
            "name_en": f"District {area.names.in_language('en')}"[:200],
            "parent": top,
            "source": "proposed",
        }
        for area in districts
    ]
    _write_table(made, columns, kept)


def _write_agencies(shipped: Path, made: Path, *, keeps_phones: bool) -> None:
    columns, rows = _table(shipped)
    for row in rows:
        row["phone"] = row["phone"] if keeps_phones else ""
        row["source"] = "proposed"
    _write_table(made, columns, rows)


def _table(path: Path) -> tuple[list[str], list[dict[str, str]]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        return list(rows.fieldnames or ()), list(rows)


def _write_table(path: Path, columns: Sequence[str], rows: Iterable[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)

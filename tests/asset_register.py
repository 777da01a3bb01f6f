"""A small register of assets in the town: two types with attributes and topics, and files of assets."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from peygir.assets import actions
from peygir.assets.actions import AssetContent
from peygir.assets.attributes import read_definitions
from tests.town import point_in, town

BIN: Final = """\
volume | number | گنجایش | volume (litres) | required
lid | singlevaluelist | درپوش | lid | | open=باز=open; closed=بسته=closed
emptied_on | datetime | آخرین تخلیه | last emptied"""
LIGHT: Final = "poles | number | تعداد پایه | poles"
HEADINGS: Final = ("type", "number", "lat", "lon", "unit", "volume", "lid", "installed_on", "name")


def make_types() -> None:
    """Make the types bin (topic CLN-01) and light (topics CIV-01 and CIV-09), and a warranty of 90 days of CIV-01."""
    city_id = town().city_id
    actions.set_type(
        city_id,
        "bin",
        name_fa="مخزن زباله",
        name_en="bin",
        attributes=read_definitions(BIN),
        topics=["CLN-01"],
        by="test",
    )
    actions.set_type(
        city_id,
        "light",
        name_fa="چراغ معبر",
        name_en="street light",
        attributes=read_definitions(LIGHT),
        topics=["CIV-01", "CIV-09"],
        by="test",
    )
    actions.set_warranties(city_id, {"CIV-01": 90}, by="test")


def register(kind: str = "light", *, district: str = "1", shift: float = 0.0, unit: str = "D-01", **given: Any) -> str:
    """Register an asset in a district, `shift` degrees north of its southern neighbourhood; returns its tag."""
    lat, lon = point_in(district)
    if kind == "bin":
        given.setdefault("attributes", {"volume": "770"})
    content = AssetContent(lat=lat + shift, lon=lon, unit_id=town().units[unit] if unit else None, **given)
    return actions.register_asset(town().city_id, kind, content, by="test")


def right_row(number: int) -> dict[str, str]:
    """One right row of a file of assets."""
    lat, lon = point_in(str(number % 3 + 1))
    return {
        "type": "bin",
        "number": f"B-{number}",
        "lat": f"{lat + number % 50 / 10_000:.6f}",
        "lon": f"{lon:.6f}",
        "unit": "D-01",
        "volume": "770",
        "lid": "بسته",
        "installed_on": "1402/05/03",
        "name": f"مخزن {number}",
    }


def write_table(path: Path, rows: Sequence[Mapping[str, str]], headings: Sequence[str] = HEADINGS) -> Path:
    """Write a CSV with these rows."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, headings)
        writer.writeheader()
        writer.writerows(rows)
    return path

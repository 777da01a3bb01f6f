"""A city of two districts and four neighbourhoods as files, small enough to spoil by hand."""

import csv
import json
from pathlib import Path
from typing import Any, TypeAlias

Row: TypeAlias = dict[str, Any]

WEST, SOUTH, STEP = 52.50, 29.60, 0.01


def square(column: int, row: int, width: int = 1, height: int = 1) -> Row:
    """A GeoJSON polygon of `width` by `height` steps on the grid."""
    west, south = WEST + column * STEP, SOUTH + row * STEP
    east, north = west + width * STEP, south + height * STEP
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return {"type": "Polygon", "coordinates": [[[round(lon, 6), round(lat, 6)] for lon, lat in corners]]}


def middle(column: int, row: int) -> tuple[float, float]:
    """Latitude and longitude of the middle of a grid square."""
    return SOUTH + (row + 0.5) * STEP, WEST + (column + 0.5) * STEP


def feature(geometry: Row | None, **properties: Any) -> Row:
    """One GeoJSON feature."""
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def unit(code: str, kind: str, parent: str = "M") -> Row:
    """One row of units.csv."""
    return {
        "code": code,
        "kind": kind,
        "name_fa": f"واحد {code}",
        "name_en": f"Unit {code}",
        "parent": parent,
        "source": "proposed",
    }


def topic(code: str, unit_type: str, *, urgency: str = "N", ack: str = "4", due: str = "48", clock: str = "B") -> Row:
    """One row of topics.csv."""
    group = code.partition("-")[0]
    return {
        "group_code": group,
        "group_fa": f"گروه {group}",
        "group_en": f"group {group}",
        "code": code,
        "name_fa": f"موضوع {code}",
        "name_en": f"topic {code}",
        "unit_type": unit_type,
        "unit_fa": "",
        "urgency": urgency,
        "ack_hours": ack,
        "visit_hours": "",
        "due_hours": due,
        "clock": clock,
        "name_status": "proposed",
    }


def landmark(name: str, column: int = 0, row: int = 0, **more: Any) -> Row:
    """One row of landmarks.csv, in the middle of a grid square."""
    lat, lon = middle(column, row)
    return {
        "name_fa": name,
        "name_en": "",
        "aliases": "",
        "kind": "square",
        "lat": f"{lat:.6f}",
        "lon": f"{lon:.6f}",
        "source": "known",
        **more,
    }


def work(code: str, **more: Any) -> Row:
    """One row of works.csv: all of 5 and 6 May 2026, for sweeping, in the whole city."""
    return {
        "code": code,
        "title_fa": f"کار {code}",
        "title_en": "",
        "text_fa": "",
        "text_en": "",
        "from": "2026-05-05",
        "to": "2026-05-06",
        "topics": "CLN-01",
        "lat": "",
        "lon": "",
        "radius_m": "",
        "neighbourhood": "",
        "unit": "",
        **more,
    }


def season(code: str, **more: Any) -> Row:
    """One row of seasons.csv that rests, for the green."""
    empty = (
        "name_en",
        "from",
        "to",
        "districts",
        "unit",
        "ack_hours",
        "visit_hours",
        "due_hours",
        "clock",
        "text_fa",
        "text_en",
        "menu_key",
    )
    return {"code": code, "name_fa": f"فصل {code}", "topics": "GRN", **dict.fromkeys(empty, ""), **more}


class SmallCity:
    """The rows of each file, to change and then `write`; an optional file that is None is not written."""

    def __init__(self) -> None:
        self.units = [
            unit("M", "mayor", ""),
            unit("C", "centre"),
            unit("D-01", "district"),
            unit("D-02", "district"),
            unit("V-serv", "deputy"),
            unit("O-waste", "organisation", "V-serv"),
        ]
        self.agencies: list[Row] = [
            {"code": "A-gas", "name_fa": "گاز", "name_en": "Gas", "phone": "194", "topics": "EXT-01"},
            {"code": "A-fire", "name_fa": "آتش‌نشانی", "name_en": "Fire", "phone": "125", "topics": "EXT-02"},
            {"code": "A-med", "name_fa": "اورژانس", "name_en": "Ambulance", "phone": "115", "topics": "EXT-02"},
        ]
        self.topics = [
            topic("CLN-01", "O-waste"),
            topic("ASP-01", "D-civil"),
            topic("GRN-01", "D"),
            topic("EXT-01", "X", urgency="U", ack="0.1", due="0", clock="C"),
            topic("EXT-02", "X"),
            topic("ADM-03", "C"),
            topic("ADM-09", "C", urgency="I", ack="0", due="0", clock="C"),
        ]
        self.districts = [
            feature(square(0, 0, 2, 1), code="1", name_fa="منطقه ۱", name_en="District 1"),
            feature(square(0, 1, 2, 1), code="2", name_fa="منطقه ۲", name_en="District 2"),
        ]
        self.neighbourhoods = [
            feature(
                square(column, row),
                code=f"0{row + 1}-0{column + 1}",
                name_fa=f"محله {row}{column}",
                district=str(row + 1),
            )
            for row in (0, 1)
            for column in (0, 1)
        ]
        self.ownership: list[Row] | None = None
        self.calendar: list[Row] | None = None
        self.emergencies: list[Row] | None = None
        self.marks: list[Row] | None = None
        self.landmarks: list[Row] | None = None
        self.collection: list[Row] | None = None
        self.works: list[Row] | None = None
        self.seasons: list[Row] | None = None
        self.ladder: list[Row] | None = None
        self.texts: dict[str, list[Row]] = {}  # language → rows
        self.toml: str | None = 'code = "small"\nname_fa = "شهرک"\nname_en = "Small"\nvalid_from = 2020-03-20\n'

    def write(self, folder: Path) -> Path:
        """Write all files into the folder and give it back."""
        folder.mkdir(parents=True, exist_ok=True)
        tables = {
            "topics": self.topics,
            "units": self.units,
            "agencies": self.agencies,
            "ownership": self.ownership,
            "calendar": self.calendar,
            "emergencies": self.emergencies,
            "marks": self.marks,
            "landmarks": self.landmarks,
            "collection": self.collection,
            "works": self.works,
            "seasons": self.seasons,
            "ladder": self.ladder,
            **{f"texts.{language}": rows for language, rows in self.texts.items()},
        }
        for name, rows in tables.items():
            (folder / f"{name}.csv").unlink(missing_ok=True)
            if rows is not None:
                with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                    writer = csv.DictWriter(file, fieldnames=list(rows[0]))
                    writer.writeheader()
                    writer.writerows(rows)
        for name, features in (("districts", self.districts), ("neighbourhoods", self.neighbourhoods)):
            content = {"type": "FeatureCollection", "features": features}
            (folder / f"{name}.geojson").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        (folder / "city.toml").unlink(missing_ok=True)
        if self.toml is not None:
            (folder / "city.toml").write_text(self.toml, encoding="utf-8")
        return folder

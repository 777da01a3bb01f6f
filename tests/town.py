"""A small made-up town and its cast: city files in the shipped shape, one member of staff per role, and its ground."""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from peygir.city.actions import load_city
from peygir.city.models import Agency, City, District, Neighbourhood, Topic, Unit
from peygir.people.models import Staff
from peygir.people.queries import actor_of
from peygir.people.rules import Actor

CODE: Final = "golgasht"
VALID_FROM: Final = date(2024, 3, 20)
# Sunday 3 May 2026, 09:30 in Tehran: offices are open (07:30 to 14:30, closed on Thursday and Friday).
MORNING: Final = datetime(2026, 5, 3, 6, 0, tzinfo=UTC)

TOML: Final = f"""\
code = "{CODE}"
name_fa = "گلگشت"
name_en = "Golgasht"
time_zone = "Asia/Tehran"
phone_region = "IR"
language = "fa"
silence_days = 7
week_off = [3, 4]
office_opens = "07:30"
office_closes = "14:30"
holiday_country = ""
is_sample = true
valid_from = {VALID_FROM}
"""

# code, kind, name_fa, name_en, parent
UNITS: Final = (
    ("M", "mayor", "شهردار گلگشت", "Mayor", ""),
    ("C", "centre", "مرکز ۱۳۷", "137 centre", "M"),
    ("V-insp", "office", "بازرسی", "Inspectorate", "M"),
    ("V-city", "deputy", "معاونت خدمات شهری", "Deputy for city services", "M"),
    ("D-01", "district", "شهرداری منطقهٔ یک", "District 1", "V-city"),
    ("D-02", "district", "شهرداری منطقهٔ دو", "District 2", "V-city"),
    ("D-03", "district", "شهرداری منطقهٔ سه", "District 3", "M"),
    ("O-waste", "organisation", "سازمان پسماند", "Waste organisation", "V-city"),
)

# code, name_fa, name_en, phone, topics
AGENCIES: Final = (
    ("A-water", "شرکت آب و فاضلاب", "Water company", "122", "EXT-01"),
    ("A-gas", "شرکت گاز", "Gas company", "194", "EXT-03"),
)

# group, code, name_fa, name_en, unit_type, urgency, ack, visit, due, clock
TOPICS: Final = (
    ("CLN", "CLN-01", "سطل زباله", "litter bin", "O-waste", "N", "4", "", "24", "B"),
    ("CIV", "CIV-01", "چاله خیابان", "pothole", "D-civil", "N", "8", "", "72", "B"),
    ("CIV", "CIV-09", "فرونشست معبر", "road collapse", "D-civil", "U", "1", "2", "6", "C"),
    ("GRN", "GRN-07", "احداث بوستان", "new park", "D", "P", "24", "", "720", "B"),
    ("EXT", "EXT-01", "ترکیدگی لوله آب", "burst water main", "X", "U", "0", "", "0", "C"),
    ("EXT", "EXT-03", "بوی گاز", "gas smell", "X", "U", "0", "", "0", "C"),
    ("INF", "INF-01", "پرسش عمومی", "general question", "C", "I", "0", "", "0", "C"),
    ("CND", "CND-01", "رفتار کارکنان", "staff conduct", "C", "N", "24", "", "120", "B"),
    ("CNF", "CNF-01", "گزارش محرمانه", "confidential report", "V-insp", "N", "24", "", "240", "B"),
)

# topic, about, needs_place, is_confidential
MARKS: Final = (
    ("CND-01", "staff", "0", "0"),
    ("CNF-01", "staff", "0", "1"),
    ("INF-01", "outcome", "0", "0"),
)

EMERGENCIES: Final = (("EXT-03", "194", "بوی گاز|نشت گاز", "gas smell"),)

# Three districts side by side, a hundredth of a degree wide, each of two neighbourhoods, one above the other.
SOUTH, WEST, SIDE = 29.60, 52.50, 0.02
NAMES: Final = {
    "1": ("منطقه یک", "ارم", "چنار"),
    "2": ("منطقه دو", "سروستان", "نارنج"),
    "3": ("منطقه سه", "کوهسار", "چشمه"),
}

ROLES: Final[Mapping[str, tuple[str, str]]] = {
    # username → (role, unit)
    "operator": ("operator", "C"),
    "clerk": ("clerk", "D-01"),
    "clerk_b": ("clerk", "D-01"),
    "clerk_two": ("clerk", "D-02"),
    "clerk_waste": ("clerk", "O-waste"),
    "manager": ("manager", "D-01"),
    "inspector": ("inspector", ""),
    "supervisor": ("supervisor", "C"),
    "council": ("council", ""),
    "admin": ("admin", ""),
    "deputy": ("deputy", "V-city"),
    "mayor": ("mayor", "M"),
    "inspectorate": ("inspectorate", "V-insp"),
}
PASSWORD: Final = "lantern-orchard-7"
PHONES: Final = tuple(f"+98917000{number:04d}" for number in range(100))


def point_in(district: str, *, north: bool = False) -> tuple[float, float]:
    """(lat, lon) in a district's southern (or northern) neighbourhood."""
    column = int(district) - 1
    return SOUTH + (SIDE * 0.75 if north else SIDE * 0.25), WEST + SIDE * column + SIDE / 2


def _box(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [[[round(x, 6), round(y, 6)] for x, y in ring]]}


def _features(rows: list[tuple[dict[str, Any], dict[str, Any]]]) -> str:
    features = [{"type": "Feature", "properties": about, "geometry": land} for about, land in rows]
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


def _land() -> tuple[str, str]:
    districts, places = [], []
    for code, (name, lower, upper) in NAMES.items():
        west = WEST + SIDE * (int(code) - 1)
        east, middle, north = west + SIDE, SOUTH + SIDE / 2, SOUTH + SIDE
        districts.append(
            ({"code": code, "name_fa": name, "name_en": f"District {code}"}, _box(west, SOUTH, east, north))
        )
        for half, title, low, high in ((1, lower, SOUTH, middle), (2, upper, middle, north)):
            about = {"code": f"0{code}-0{half}", "name_fa": title, "district": code}
            places.append((about, _box(west, low, east, high)))
    return _features(districts), _features(places)


def write_city_files(folder: Path) -> Path:
    """The town's files, in the shape in which Shiraz ships."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "city.toml").write_text(TOML)
    _csv(folder / "units.csv", "code,kind,name_fa,name_en,parent,source", [(*row, "made up") for row in UNITS])
    _csv(folder / "agencies.csv", "code,name_fa,name_en,phone,topics,source", [(*row, "made up") for row in AGENCIES])
    _csv(
        folder / "topics.csv",
        "group_code,group_fa,group_en,code,name_fa,name_en,unit_type,urgency,ack_hours,visit_hours,due_hours,clock",
        [(row[0], f"گروه {row[0]}", f"group {row[0]}", *row[1:]) for row in TOPICS],
    )
    _csv(folder / "marks.csv", "topic,about,needs_place,is_confidential", MARKS)
    _csv(folder / "emergencies.csv", "topic,phone,words_fa,words_en", EMERGENCIES)
    districts, places = _land()
    (folder / "districts.geojson").write_text(districts)
    (folder / "neighbourhoods.geojson").write_text(places)
    return folder


def _csv(path: Path, header: str, rows: Any) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header.split(","))
        writer.writerows(rows)


def load_town() -> None:
    """Load the town and its staff into the (test) database; commits if the caller is in no transaction."""
    with TemporaryDirectory() as folder:
        report = load_city(write_city_files(Path(folder) / CODE), by="test", on=date(2026, 3, 21))
    units = dict(Unit.objects.filter(city_id=report.city_id).values_list("code", "pk"))
    for username, (role, unit) in ROLES.items():
        Staff.objects.create(
            username=username,
            role=role,
            unit_id=units.get(unit),
            name_fa=f"نام {username}",
            name_en=username.title(),
            # Argon2 costs time; who signs in in a test sets a password of his own.
            password="!",
        )


@dataclass(frozen=True)
class Town:
    """Ids and actors of the town, by the codes and names above."""

    city_id: int
    units: Mapping[str, int]
    agencies: Mapping[str, int]
    topics: Mapping[str, int]
    districts: Mapping[str, int]
    neighbourhoods: Mapping[str, int]
    staff: Mapping[str, int]
    actors: Mapping[str, Actor]

    def __getattr__(self, name: str) -> Actor:
        """`town.clerk`, `town.operator`…: the actors."""
        try:
            return self.actors[name]
        except KeyError:
            raise AttributeError(name) from None


@cache
def town() -> Town:
    """The loaded town; its rows stay the same for the whole run."""
    city = City.objects.get(code=CODE)
    people = {row.username: row for row in Staff.objects.filter(username__in=ROLES)}

    def ids(model: Any) -> dict[str, int]:
        return dict(model.objects.filter(city=city).values_list("code", "pk"))

    return Town(
        city.pk,
        ids(Unit),
        ids(Agency),
        ids(Topic),
        ids(District),
        ids(Neighbourhood),
        staff={name: row.pk for name, row in people.items()},
        actors={name: actor_of(row) for name, row in people.items()},
    )


class TownClock:
    """A clock that stands still until it is moved: `clock.simulated(town_clock)`."""

    def __init__(self, start: datetime = MORNING) -> None:
        self.moment = start

    def __call__(self) -> datetime:
        return self.moment

    def forward(self, **by: float) -> datetime:
        """Move on by days, hours, minutes… and give the new moment."""
        self.moment += timedelta(**by)
        return self.moment

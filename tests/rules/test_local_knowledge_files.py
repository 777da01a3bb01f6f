"""What a city knows beforehand as files: every fault is told with its row, and all that a file may say is read."""

from datetime import date, datetime
from pathlib import Path

import pytest

from peygir.city.local_knowledge_reading import code_of, read_moment
from peygir.city.local_knowledge_rules import circle
from peygir.city.reading import SHIPPED, read_city
from peygir.core.geometry import read_polygon
from tests.rules.faults import faults_of
from tests.small_city import Row, SmallCity, landmark, season, work


def wall(*parts: int) -> datetime:
    """A moment as the city's own clock shows it, without a zone, as the files have it."""
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


def collection(**more: str) -> Row:
    return {"neighbourhood": "01-01", "kind": "household", "weekdays": "sat|mon", "from_time": "21:00", **more}


def rung(**more: str) -> Row:
    return {"topic": "", "unit": "", "percent": "80", "audience": "clerk", **more}


# name → (file, its rows, what the fault on the last row says)
FAULTS: dict[str, tuple[str, list[Row], str]] = {
    "landmark without a name": ("landmarks", [landmark("")], "column “name_fa” is empty"),
    "kind of landmark": ("landmarks", [landmark("م", kind="thing")], "“thing” in column “kind” is unknown"),
    "latitude": ("landmarks", [landmark("م", lat="north")], "“north” in column “lat” is not a number of degrees"),
    "no longitude": ("landmarks", [landmark("م", lon="")], "column “lon” is not a number of degrees"),
    "turned landmark": ("landmarks", [landmark("م", lat="52.51", lon="29.61")], "far outside the city"),
    "double landmark": ("landmarks", [landmark("میدان"), landmark("ميدان")], "is a duplicate (of row 2)"),
    "neighbourhood": ("collection", [collection(neighbourhood="09-09")], "the neighbourhood “09-09” is unknown"),
    "kind of waste": ("collection", [collection(kind="gold")], "“gold” in column “kind” is unknown"),
    "weekday": ("collection", [collection(weekdays="sat|moonday")], "“moonday” in column “weekdays”"),
    "no weekday": ("collection", [collection(weekdays="")], "is not a weekday"),
    "hour": ("collection", [collection(from_time="25:00")], "is not a time of day"),
    "double days": ("collection", [collection(), collection(weekdays="sun")], "this row occurs twice (row 2)"),
    "no moment": ("works", [work("W-1", **{"from": ""})], "“” in column “from” is not a moment"),
    "bad moment": ("works", [work("W-1", to="2026-05-06 9")], "in column “to” is not a moment"),
    "backward works": ("works", [work("W-1", to="2026-05-04")], "the end must come after the beginning"),
    "half a circle": ("works", [work("W-1", lat="29.6", lon="52.5")], "fill all of lat, lon, radius_m, or none"),
    "radius": ("works", [work("W-1", lat="29.6", lon="52.5", radius_m="0")], "from 1 to 50000"),
    "topic of works": ("works", [work("W-1", topics="CLN-01|CLN-77")], "the topic “CLN-77” is unknown"),
    "no topics": ("works", [work("W-1", topics="")], "name topics, or * for all"),
    "unit of works": ("works", [work("W-1", unit="O-none")], "the unit “O-none” is unknown"),
    "place of works": ("works", [work("W-1", neighbourhood="77")], "the neighbourhood “77” is unknown"),
    "double works": ("works", [work("W-1"), work("W-1")], "code “W-1” is a duplicate (of row 2)"),
    "own code": ("works", [work("own-3")], "the system's own"),
    "half a season": ("seasons", [season("a", **{"from": "1405/01/01"})], "fill all of from, to, or none"),
    "date": ("seasons", [season("a", **{"from": "1405/13/01", "to": "1405/01/02"})], "is not a date"),
    "backward season": ("seasons", [season("a", **{"from": "1405/02/02", "to": "1405/02/01"})], "the end comes before"),
    "topic of a season": ("seasons", [season("a", topics="SUN")], "the topic “SUN” is unknown"),
    "district": ("seasons", [season("a", districts="1|8")], "the district “8” is unknown"),
    "team": ("seasons", [season("a", unit="O-none")], "the unit “O-none” is unknown"),
    "zero hours": ("seasons", [season("a", due_hours="0")], "hours may not be zero (due_hours)"),
    "clock": ("seasons", [season("a", clock="Z")], "“Z” in column “clock” is unknown"),
    "menu key": ("seasons", [season("a", menu_key="five")], "is not a key of a telephone"),
    "double season": ("seasons", [season("a"), season("a")], "code “a” is a duplicate (of row 2)"),
    "percent": ("ladder", [rung(percent="lots")], "from 1 to 1000"),
    "audience": ("ladder", [rung(audience="king")], "“king” in column “audience” is unknown"),
    "topic of a rung": ("ladder", [rung(topic="CLN-77")], "the topic “CLN-77” is unknown"),
    "unit of a rung": ("ladder", [rung(unit="O-none")], "the unit “O-none” is unknown"),
    "double rung": ("ladder", [rung(), rung(audience="mayor")], "this row occurs twice (row 2)"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_one_planted_fault_is_told_alone_with_file_row_and_reason(tmp_path: Path, name: str) -> None:
    (file, rows, reason), city = FAULTS[name], SmallCity()
    setattr(city, file, rows)
    [fault] = faults_of(city.write(tmp_path))
    assert (fault.file, fault.row) == (f"{file}.csv", len(rows) + 1)
    assert reason in str(fault.reason)
    assert fault.reason.in_language("fa")


def test_a_missing_column_and_an_unknown_kind_of_waste_in_the_marks_are_told(tmp_path: Path) -> None:
    city = SmallCity()
    city.landmarks = [{"name_fa": "میدان", "lat": "29.6", "lon": "52.5"}]
    city.marks = [{"topic": "CLN-01", "about": "place", "needs_place": "1", "is_confidential": "0", "collection": "x"}]
    told = {(fault.file, fault.row, str(fault.reason).split(";")[0]) for fault in faults_of(city.write(tmp_path))}
    assert told == {
        ("landmarks.csv", 1, "column “kind” is missing"),
        ("marks.csv", 2, "“x” in column “collection” is unknown"),
    }


def test_all_that_a_file_may_say_is_read(tmp_path: Path) -> None:
    city = SmallCity()
    city.landmarks = [landmark("میدان آزادی", aliases="فلکه گاز | میدان گاز||فلکه گاز", lat="۲۹٫۶۰۵", kind="park")]
    city.collection = [collection(neighbourhood="*", weekdays="شنبه، سه شنبه|2", kind="recycling", from_time="")]
    city.works = [work("W-1", topics="*", **{"from": "۱۴۰۵/۰۲/۱۵ ۰۸:۰۰", "to": "1405/02/15 14:30"})]
    city.seasons = [season("a", **{"from": "1404/12/25", "to": "1405/01/15"}, districts="*", menu_key="۴")]
    city.ladder = [rung(topic="*", unit="*", percent="۱۵۰", audience="deputy")]
    rows, faults = read_city(city.write(tmp_path))
    assert faults == []
    [place], [days], [works] = rows.landmarks or (), rows.collection or (), rows.works or ()
    [campaign], [step] = rows.seasons or (), rows.ladder or ()
    assert (place.code, place.lat, place.aliases) == (code_of("میدان آزادی", ""), 29.605, ("فلکه گاز", "میدان گاز"))
    assert (days.neighbourhood, days.weekdays, days.from_time) == ("", (1, 2, 5), None)
    assert (works.begins, works.ends) == (wall(2026, 5, 5, 8), wall(2026, 5, 5, 14, 30))
    assert (campaign.begins, campaign.ends) == (date(2026, 3, 16), date(2026, 4, 4))
    assert (campaign.districts, campaign.menu_key, campaign.ack_hours) == ((), "4", None)
    assert (step.topic, step.unit, step.percent) == ("", "", 150)


def test_the_shipped_shiraz_is_sound_and_knows_its_city() -> None:
    rows, faults = read_city(SHIPPED / "shiraz")
    assert faults == []
    landmarks = rows.landmarks or ()
    assert len(landmarks) >= 150
    assert {row.source for row in landmarks} == {"known", "approximate", "proposed"}
    assert {row.neighbourhood for row in rows.collection or ()} == {row.code for row in rows.neighbourhoods or ()}
    shapes = [row.shape for row in rows.districts or () if row.shape is not None]
    for row in landmarks:
        point = read_polygon(circle(row.lat or 0, row.lon or 0, 1)).centroid
        assert any(shape.covers(point) for shape in shapes), row.name_fa
    said = {name for row in landmarks for name in (row.name_fa, *row.aliases)}
    assert said >= {
        "فلکه فرودگاه",
        "چهارراه زندان",
        "پارامونت",
        "فلکه گاز",
        "بیمارستان نمازی",
        "حافظیه",
        "شاهچراغ",
        "بازار وکیل",
        "باغ ارم",
        "بلوار چمران",
        "پل زرگری",
        "خیابان قصرالدشت",
        "میدان معلم",
    }


@pytest.mark.parametrize(
    ("text", "is_end", "moment"),
    [
        ("1405/09/03", False, wall(2026, 11, 24)),
        ("1405/09/03", True, wall(2026, 11, 25)),
        ("2026-11-24T08:05", True, wall(2026, 11, 24, 8, 5)),
        ("yesterday", False, None),
        ("", True, None),
    ],
)
def test_a_moment_of_a_file(text: str, is_end: bool, moment: datetime | None) -> None:
    assert read_moment(text, is_end=is_end) == moment

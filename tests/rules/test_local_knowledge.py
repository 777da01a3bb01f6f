"""What a city knows beforehand: every fault of its files is told, and its rules hold for any day and place."""

import math
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.city.facts import TopicFacts
from peygir.city.local_knowledge_facts import CollectionFacts, EscalationStepFacts, WorkFacts
from peygir.city.local_knowledge_reading import code_of, read_moment
from peygir.city.local_knowledge_rules import USUAL_LADDER, circle, escalation_of, metres_between, reaches, topics_named
from peygir.city.local_knowledge_values import run_of
from peygir.city.reading import SHIPPED, read_city
from peygir.city.rules import last_collection, next_collection
from peygir.core.geometry import read_polygon
from peygir.core.jalali import parse_jalali
from tests.rules.faults import faults_of
from tests.small_city import Row, SmallCity, landmark, season, work


def wall(*parts: int) -> datetime:
    """A moment as the city's own clock shows it, without a zone, as the files have it."""
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


MOMENTS = st.datetimes(wall(2020, 1, 1), wall(2035, 1, 1))


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
    "double days": ("collection", [collection(), collection(weekdays="sun")], "this stands twice (row 2)"),
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
    "double rung": ("ladder", [rung(), rung(audience="mayor")], "this stands twice (row 2)"),
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


# ── collection days ─────────────────────────────────────────────────────────────────────────────────────────────────


def days(*weekdays: int, hour: time | None = None) -> CollectionFacts:
    return CollectionFacts(1, date(2020, 1, 1), None, "01-01", "household", frozenset(weekdays), hour)


def test_the_next_collection_of_a_saturday_monday_wednesday_street() -> None:
    street = days(5, 0, 2, hour=time(21))
    sunday = parse_jalali("1405/02/13")  # 3 May 2026
    assert next_collection(street, datetime.combine(sunday, time(9))) == sunday + timedelta(days=1)
    monday = sunday + timedelta(days=1)
    assert next_collection(street, datetime.combine(monday, time(20, 59))) == monday
    assert next_collection(street, datetime.combine(monday, time(21))) == monday + timedelta(days=2)
    assert last_collection(street, datetime.combine(monday, time(9))) == sunday - timedelta(days=1)
    assert last_collection(street, datetime.combine(monday, time(21))) == monday


@given(st.sets(st.integers(0, 6), min_size=1), st.none() | st.times(), MOMENTS)
def test_collections_lie_around_any_moment(weekdays: set[int], hour: time | None, at: datetime) -> None:
    street = days(*weekdays, hour=hour)
    before, after = last_collection(street, at), next_collection(street, at)
    assert {before.weekday(), after.weekday()} <= weekdays
    assert before <= at.date() <= after
    assert after - before <= timedelta(days=7)
    between = (before + timedelta(days=step) for step in range(1, (after - before).days))
    assert not any(day.weekday() in weekdays for day in between)
    assert before < after or (hour is None and before == after == at.date())


# ── topics, places, seasons, the ladder ─────────────────────────────────────────────────────────────────────────────


def topic(number: int, code: str, *, is_open: bool = True) -> TopicFacts:
    group = code.partition("-")[0]
    return TopicFacts(number, 1, code, group, "", "", "", "", "D", None, "place", True, False, False, "", is_open)


@pytest.mark.parametrize(
    ("named", "ids"), [(["*"], {1, 2, 3}), (["A"], {1, 2}), (["A-1", "B-1"], {1, 3}), (["B-2"], set()), ([], set())]
)
def test_topics_are_named_by_code_by_group_or_all(named: list[str], ids: set[int]) -> None:
    there = [topic(1, "A-1"), topic(2, "A-2"), topic(3, "B-1"), topic(4, "B-2", is_open=False)]
    assert topics_named(named, there) == ids


def planned(**more: object) -> WorkFacts:
    given: dict[str, object] = {
        "id": 1,
        "city_id": 1,
        "code": "W",
        "title_fa": "",
        "title_en": "",
        "text_fa": "",
        "text_en": "",
        "from_at": datetime(2026, 5, 5, tzinfo=UTC),
        "to_at": datetime(2026, 5, 6, tzinfo=UTC),
        "topic_ids": frozenset({1}),
        "lat": None,
        "lon": None,
        "radius_m": None,
        "neighbourhood_code": "",
        "area": None,
        "unit_id": None,
        "source": "csv",
        "is_ended": False,
    }
    return WorkFacts(**{**given, **more})  # type: ignore[arg-type]


@given(st.floats(29.5, 29.8), st.floats(52.3, 52.7), st.integers(10, 5000), st.floats(0, 6.28), st.floats(0, 3))
def test_a_circle_reaches_as_far_as_its_radius(lat: float, lon: float, radius: int, turn: float, times: float) -> None:
    up = radius * times / 111_195
    there = (lat + up * math.sin(turn), lon + up * math.cos(turn) / math.cos(math.radians(lat)))
    far = metres_between(lat, lon, *there)
    assert abs(far - radius * times) <= 1 + radius * times * 0.01
    works = planned(lat=lat, lon=lon, radius_m=radius)
    assert reaches(works, lat=there[0], lon=there[1], neighbourhood="") == (far <= radius)
    drawn = read_polygon(circle(lat, lon, radius))
    assert drawn.is_valid


def test_works_of_a_neighbourhood_and_of_the_whole_city() -> None:
    everywhere, there = planned(), planned(neighbourhood_code="01-01")
    assert reaches(everywhere, lat=29.6, lon=52.5, neighbourhood="")
    assert reaches(there, lat=29.6, lon=52.5, neighbourhood="01-01")
    assert not reaches(there, lat=29.6, lon=52.5, neighbourhood="01-02")
    round_a_well = planned(lat=29.6, lon=52.5, radius_m=100)
    assert reaches(round_a_well, lat=None, lon=None, neighbourhood="01-01", centre_lies_in="01-01")
    assert not reaches(round_a_well, lat=None, lon=None, neighbourhood="", centre_lies_in="")


def test_a_season_lasts_from_the_first_moment_of_its_first_day_to_the_last_of_its_last(tmp_path: Path) -> None:
    city = SmallCity()
    city.seasons = [season("a", **{"from": "1404/12/25", "to": "1405/01/15"}), season("rests")]
    rows, _ = read_city(city.write(tmp_path))
    assert rows.seasons is not None
    began, ended = run_of(rows.seasons[0], "Asia/Tehran") or (None, None)
    assert began == datetime(2026, 3, 15, 20, 30, tzinfo=UTC)
    assert ended == datetime(2026, 4, 4, 20, 30, tzinfo=UTC)
    assert run_of(rows.seasons[1], "Asia/Tehran") is None


def test_the_most_specific_steps_win_as_a_whole() -> None:
    shares = {(1, 2, ""): 10, (1, None, ""): 20, (None, 2, ""): 30}
    steps_by_key = {name: [EscalationStepFacts(percent, "mayor")] for name, percent in shares.items()}
    ask: Callable[..., list[int]] = lambda rungs, *key: [step.percent for step in escalation_of(rungs, *key)]  # noqa: E731
    assert ask(steps_by_key, 1, 2) == [10]
    assert ask(steps_by_key, 1, 3) == [20]
    assert ask(steps_by_key, 4, 2) == [30]
    assert escalation_of(steps_by_key, 4, 5) == USUAL_LADDER
    whole = {**steps_by_key, (None, None, ""): [EscalationStepFacts(90, "clerk"), EscalationStepFacts(50, "clerk")]}
    assert ask(whole, None, None) == [50, 90]
    urgent = {**whole, (None, None, "U"): [EscalationStepFacts(25, "manager")]}
    assert (ask(urgent, 4, 5, "U"), ask(urgent, 4, 5, "N"), ask(urgent, 4, 2, "U")) == ([25], [50, 90], [30])

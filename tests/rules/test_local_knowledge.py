"""What a city knows beforehand as rules: collection days, works and their reach, seasons, escalation steps."""

import math
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.city.facts import TopicFacts
from peygir.city.local_knowledge_facts import CollectionFacts, EscalationStepFacts, WorkFacts
from peygir.city.local_knowledge_rules import USUAL_LADDER, circle, escalation_of, metres_between, reaches, topics_named
from peygir.city.local_knowledge_values import run_of
from peygir.city.reading import read_city
from peygir.city.rules import last_collection, next_collection
from peygir.core.geometry import read_polygon
from peygir.core.jalali import parse_jalali
from tests.small_city import SmallCity, season


def wall(*parts: int) -> datetime:
    """A moment as the city's own clock shows it, without a zone, as the files have it."""
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


MOMENTS = st.datetimes(wall(2020, 1, 1), wall(2035, 1, 1))


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

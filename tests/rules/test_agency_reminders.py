"""An agency is asked again after working days, within office hours; and the districts around a point, nearest first."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from peygir.core.office import OfficeWeek
from peygir.desks.routing.agency_reminders import MOST_DAYS, ChaseDaysAreNotValid, checked_days, next_reminder
from peygir.desks.routing.nearby import nearest


def week(*closed: date, days_off: frozenset[int] = frozenset({3, 4})) -> OfficeWeek:
    """An office from 07:30 to 14:30, closed on Thursday and Friday."""
    return OfficeWeek(time(7, 30), time(14, 30), days_off, frozenset(closed), frozenset(), "Asia/Tehran")


def tehran(text: str) -> datetime:
    """A moment on Tehran's clock."""
    return datetime.fromisoformat(f"{text}+03:30")


@pytest.mark.parametrize(
    ("since", "days", "due"),
    [
        ("2026-05-03T09:30", 2, "2026-05-05T09:30"),  # Sunday → Tuesday
        ("2026-05-05T09:30", 2, "2026-05-09T09:30"),  # Tuesday → over Thursday and Friday → Saturday
        ("2026-05-07T20:00", 1, "2026-05-09T14:30"),  # a Thursday night → Saturday, when the office closes
        ("2026-05-03T02:00", 1, "2026-05-04T07:30"),
    ],
)
def test_working_days(since: str, days: int, due: str) -> None:
    assert next_reminder(tehran(since), days, week()) == tehran(due)


def test_a_holiday_is_no_working_day() -> None:
    assert next_reminder(tehran("2026-05-03T09:30"), 2, week(date(2026, 5, 4))) == tehran("2026-05-06T09:30")


def test_an_office_that_never_opens_does_not_stop_the_clock() -> None:
    shut = week(days_off=frozenset(range(7)))
    assert next_reminder(tehran("2026-05-03T09:30"), 2, shut) == tehran("2026-07-02T09:30"), "sixty days later"


@given(since=st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)), days=st.integers(1, 60))  # noqa: DTZ001 - the zone is given beside
def test_it_is_later_in_office_hours_and_grows_with_the_days(since: datetime, days: int) -> None:
    due, office = next_reminder(since, days, week()), week()
    day = office.day_of(due)
    assert due > since
    assert office.works_on(day)
    assert office.opens_at(day) <= due <= office.closes_at(day)
    assert next_reminder(since, days + 1, office) >= due + timedelta(hours=20)


@given(since=st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)), days=st.integers(0, 60))  # noqa: DTZ001 - the zone is given beside
def test_working_days_are_counted_in_one_way(since: datetime, days: int) -> None:
    office = week(date(2026, 5, 4))
    same_time, closing = office.after_working_days(since, days), office.closes_after(since, days)
    assert office.day_of(same_time) == office.day_of(closing) == office.working_day_after(office.day_of(since), days)
    assert same_time <= closing


def test_days_that_nobody_waits_are_refused() -> None:
    for days in (0, -1, MOST_DAYS + 1):
        with pytest.raises(ChaseDaysAreNotValid):
            checked_days(days)
    assert checked_days(2) == 2


SHAPES = [("1", box(52.50, 29.60, 52.52, 29.62)), ("2", box(52.52, 29.60, 52.54, 29.62))]


def test_neighbours_by_distance() -> None:
    assert nearest(29.61, 52.5199, SHAPES)[0] == ("1", 0.0)
    second = nearest(29.61, 52.5199, SHAPES)[1]
    assert second[0] == "2"
    assert 5 < second[1] < 15
    assert [key for key, _ in nearest(29.61, 52.51, SHAPES)] == ["1"], "the middle of a district has no near neighbour"


@given(lat=st.floats(29.55, 29.67), lon=st.floats(52.45, 52.59), within=st.floats(1, 5000))
def test_the_nearest_come_first_and_within_the_limit(lat: float, lon: float, within: float) -> None:
    found = nearest(lat, lon, SHAPES, within=within)
    assert [metres for _, metres in found] == sorted(metres for _, metres in found)
    assert all(metres <= within for _, metres in found)

"""The working calendar: the city's own example, summer time, closures, and what must hold for every start."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peygir.core.jalali import parse_jalali
from peygir.core.office import OfficeHoursAreNotValid
from peygir.desks.promises.calendar import (
    LONGEST_HOURS,
    HoursAreNotValid,
    NoWorkingDay,
    OfficeWeek,
    add_working_time,
    due_by_calendar,
    due_for_ack,
    due_for_work,
    working_time_between,
)
from tests.rules.offices import (
    DAY_AND_NIGHT,
    FRIDAY,
    NOWRUZ,
    SHIRAZ,
    TEHRAN,
    WEEKS,
    any_start,
    at,
    later,
    office,
    some_hours,
    some_weeks,
)


def test_the_example_of_the_city() -> None:
    wednesday = at("1405/09/04 22:00")
    assert wednesday.astimezone(TEHRAN).strftime("%A") == "Wednesday"
    assert due_for_ack(wednesday, 4, SHIRAZ) == at("1405/09/07 11:30")
    assert due_for_work(wednesday, 48, SHIRAZ) == at("1405/09/08 14:30")
    assert due_by_calendar(wednesday, 4) == at("1405/09/05 02:00")


# 1405/09/07 is a Saturday.
@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("1405/09/07 08:00", 1, "1405/09/07 09:00"),
        ("1405/09/07 08:00", 0.25, "1405/09/07 08:15"),
        ("1405/09/07 05:00", 2, "1405/09/07 09:30"),
        ("1405/09/07 07:30", 7, "1405/09/07 14:30"),
        ("1405/09/07 07:30", 8, "1405/09/07 14:30"),
        ("1405/09/07 07:30", 24, "1405/09/07 14:30"),
        ("1405/09/07 10:00", 24, "1405/09/08 10:00"),
        ("1405/09/07 10:00", 28, "1405/09/08 14:00"),
        ("1405/09/07 10:00", 48, "1405/09/09 10:00"),
        ("1405/09/07 13:30", 4, "1405/09/08 10:30"),
        ("1405/09/07 14:30", 1, "1405/09/08 08:30"),
        ("1405/09/04 14:00", 1, "1405/09/07 08:00"),
        ("1405/09/06 12:00", 4, "1405/09/07 11:30"),
    ],
)
def test_acknowledgement_counts_office_hours(start: str, hours: float, due: str) -> None:
    assert due_for_ack(at(start), hours, SHIRAZ) == at(due)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("1405/09/07 07:30", 24, "1405/09/07 14:30"),
        ("1405/09/07 05:00", 24, "1405/09/07 14:30"),
        ("1405/09/07 07:31", 24, "1405/09/08 14:30"),
        ("1405/09/07 14:29", 24, "1405/09/08 14:30"),
        ("1405/09/07 20:00", 24, "1405/09/08 14:30"),
        ("1405/09/07 20:00", 1, "1405/09/08 14:30"),
        ("1405/09/07 20:00", 25, "1405/09/09 14:30"),
        ("1405/09/07 20:00", 72, "1405/09/10 14:30"),
        ("1405/09/10 09:00", 72, "1405/09/15 14:30"),
        ("1405/09/11 09:00", 24, "1405/09/14 14:30"),
    ],
)
def test_work_counts_whole_days_to_closing_time(start: str, hours: float, due: str) -> None:
    assert due_for_work(at(start), hours, SHIRAZ) == at(due)


def test_nowruz_is_shut() -> None:
    # 1404/12/29 is a Friday, 1405/01/01 a Saturday, 01/05 a Wednesday.
    assert due_for_ack(at("1404/12/29 12:00"), 1, NOWRUZ) == at("1405/01/05 08:30")
    assert due_for_work(at("1404/12/29 12:00"), 48, NOWRUZ) == at("1405/01/08 14:30")


def test_a_decree_shuts_a_day_and_opens_another() -> None:
    week = office(closed=("1405/09/07",), open_anyway=("1405/09/06", "1405/09/08"))
    assert due_for_work(at("1405/09/05 20:00"), 24, week) == at("1405/09/06 14:30")
    assert due_for_work(at("1405/09/05 20:00"), 48, week) == at("1405/09/08 14:30")
    both = office(closed=("1405/09/07",), open_anyway=("1405/09/07",))
    assert both.works_on(parse_jalali("1405/09/07"))


def test_closing_at_24() -> None:
    night = office(time(12), time(0), days_off=(FRIDAY,))
    assert due_for_work(at("1405/09/07 09:00"), 24, night) == at("1405/09/08 00:00")
    assert due_for_ack(at("1405/09/07 23:00"), 2, night) == at("1405/09/08 13:00")
    assert due_for_ack(at("1405/09/07 10:00"), 24, night) == at("1405/09/07 24:00")
    assert working_time_between(at("1405/09/07 00:00"), at("1405/09/08 00:00"), night) == timedelta(hours=12)


def test_an_office_that_never_shuts() -> None:
    assert due_for_ack(at("1405/09/07 23:00"), 24, DAY_AND_NIGHT) == at("1405/09/08 23:00")
    assert due_for_work(at("1405/09/07 00:00"), 24, DAY_AND_NIGHT) == at("1405/09/08 00:00")


def test_summer_time_before_1402() -> None:
    # The clock went from 24:00 of 1 Farvardin 1400 to 01:00, and from 24:00 of 30 Shahrivar back to 23:00.
    assert due_for_ack(at("1400/01/01 20:00"), 1, SHIRAZ) == datetime(2021, 3, 22, 4, 0, tzinfo=UTC)
    assert due_for_ack(at("1400/06/29 20:00"), 1, SHIRAZ) == datetime(2021, 9, 21, 4, 0, tzinfo=UTC)
    assert due_for_ack(at("1400/06/30 20:00"), 1, SHIRAZ) == datetime(2021, 9, 22, 5, 0, tzinfo=UTC)
    assert due_for_work(at("1400/06/30 20:00"), 24, SHIRAZ) == datetime(2021, 9, 22, 11, 0, tzinfo=UTC)
    # The same dates in 1402, without summer time.
    assert due_for_ack(at("1402/04/30 20:00"), 1, SHIRAZ) == datetime(2023, 7, 22, 5, 0, tzinfo=UTC)


def test_days_of_23_and_25_hours() -> None:
    second_farvardin, thirtieth_shahrivar = date(2021, 3, 22), date(2021, 9, 21)
    for day, hours in ((second_farvardin, 23), (thirtieth_shahrivar, 25)):
        length = DAY_AND_NIGHT.closes_at(day) - DAY_AND_NIGHT.opens_at(day)
        assert length == timedelta(hours=hours)
        yesterday, tomorrow = day - timedelta(days=1), day + timedelta(days=1)
        assert DAY_AND_NIGHT.closes_at(yesterday) == DAY_AND_NIGHT.opens_at(day)
        assert DAY_AND_NIGHT.closes_at(day) == DAY_AND_NIGHT.opens_at(tomorrow)


def test_acknowledgement_is_not_due_after_work_on_a_day_of_23_hours() -> None:
    late = datetime(2021, 3, 21, 19, 31, tzinfo=UTC)  # 23:01; the next day has 23 hours
    assert due_for_ack(late, 24, DAY_AND_NIGHT) == due_for_work(late, 24, DAY_AND_NIGHT) == at("1400/01/03 00:00")


def test_a_city_without_a_working_day_gets_a_sentence() -> None:
    never = office(days_off=tuple(range(7)))
    start = at("1405/09/07 08:00")
    for due in (due_for_ack, due_for_work):
        with pytest.raises(NoWorkingDay) as refusal:
            due(start, 24, never)
        assert "2026-11-28" in refusal.value.words("en")
    assert working_time_between(start, start + timedelta(days=30), never) == timedelta(0)


def test_days_off_of_a_long_promise_are_no_year_without_work() -> None:
    # 1,000 working days are 200 weeks of five, with 400 days off in all.
    assert due_for_work(at("1405/09/07 07:30"), 24 * 1000, SHIRAZ) == at("1409/07/03 14:30")


def test_one_working_day_a_year_is_enough_until_it_is_used() -> None:
    week = office(days_off=tuple(range(7)), open_anyway=("1405/12/01",))
    assert due_for_work(at("1405/09/07 08:00"), 24, week) == at("1405/12/01 14:30")
    with pytest.raises(NoWorkingDay):
        due_for_work(at("1405/09/07 08:00"), 48, week)


@pytest.mark.parametrize("hours", [0, -1, float("nan"), float("inf"), LONGEST_HOURS + 1])
def test_hours_that_promise_nothing_are_refused(hours: float) -> None:
    start = at("1405/09/07 08:00")
    with pytest.raises(HoursAreNotValid):
        due_by_calendar(start, hours)
    with pytest.raises(HoursAreNotValid):
        due_for_ack(start, hours, SHIRAZ)
    with pytest.raises(HoursAreNotValid):
        due_for_work(start, hours, SHIRAZ)


@pytest.mark.parametrize(
    "wrong",
    [
        (time(14), time(7), frozenset[int](), "Asia/Tehran"),
        (time(8), time(8), frozenset[int](), "Asia/Tehran"),
        (time(7), time(14), frozenset({7}), "Asia/Tehran"),
        (time(7), time(14), frozenset[int](), "Asia/Shiraz"),
        (time(7), time(14), frozenset[int](), "../etc/passwd"),
        (time(7), time(14), frozenset[int](), ""),
        (time(7, tzinfo=UTC), time(14), frozenset[int](), "Asia/Tehran"),
    ],
)
def test_hours_that_cannot_be_are_refused(wrong: tuple[time, time, frozenset[int], str]) -> None:
    opens, closes, days_off, zone = wrong
    with pytest.raises(OfficeHoursAreNotValid):
        OfficeWeek(opens, closes, days_off, frozenset(), frozenset(), zone)


def test_moments_need_a_zone_and_an_order() -> None:
    naive = datetime(2026, 1, 1)  # noqa: DTZ001 - the fault under test
    start = at("1405/09/07 08:00")
    with pytest.raises(ValueError):
        due_by_calendar(naive, 1)
    with pytest.raises(ValueError):
        working_time_between(start, start - timedelta(seconds=1), SHIRAZ)
    with pytest.raises(ValueError):
        add_working_time(start, timedelta(seconds=-1), SHIRAZ)


@settings(deadline=None)
@given(any_start, later, some_hours, some_hours, some_weeks)
def test_due_is_monotone(start: datetime, delay: timedelta, one: float, other: float, week: OfficeWeek) -> None:
    fewer, more = sorted((one, other))
    for due in (due_for_ack, due_for_work):
        assert due(start, fewer, week) <= due(start, more, week)
        assert due(start, fewer, week) <= due(start + delay, fewer, week)
    assert due_by_calendar(start, fewer) <= due_by_calendar(start + delay, more)


@settings(deadline=None)
@given(any_start, some_hours, some_weeks)
def test_due_lies_in_office_time_and_work_not_before_acknowledgement(
    start: datetime, hours: float, week: OfficeWeek
) -> None:
    ack, work = due_for_ack(start, hours, week), due_for_work(start, hours, week)
    assert start < ack <= work
    last_moment = work - timedelta(microseconds=1)
    assert work == week.closes_at(week.day_of(last_moment))
    assert week.works_on(week.day_of(last_moment))
    # A closing moment counts to the day that ends there.
    assert working_time_between(ack - timedelta(microseconds=1), ack, week) == timedelta(microseconds=1)


@settings(deadline=None)
@given(any_start, later, later, some_weeks)
def test_working_time_adds_up(start: datetime, first: timedelta, second: timedelta, week: OfficeWeek) -> None:
    middle, end = start + first, start + first + second
    whole = working_time_between(start, end, week)
    assert whole == working_time_between(start, middle, week) + working_time_between(middle, end, week)
    assert timedelta(0) <= whole <= end - start


@settings(deadline=None)
@given(any_start, later, st.sampled_from([*WEEKS]))
def test_adding_and_measuring_are_inverse(start: datetime, span: timedelta, week: OfficeWeek) -> None:
    amount = min(span, timedelta(hours=40))
    assert working_time_between(start, add_working_time(start, amount, week), week) == amount


@settings(deadline=None)
@given(any_start, some_hours, later, later, some_weeks)
def test_a_pause_moves_due_by_the_working_time_paused(
    start: datetime, hours: float, until_pause: timedelta, pause: timedelta, week: OfficeWeek
) -> None:
    due = due_for_work(start, hours, week)
    paused = working_time_between(start + until_pause, start + until_pause + pause, week)
    moved = add_working_time(due, paused, week)
    assert moved >= due
    assert working_time_between(due, moved, week) == paused

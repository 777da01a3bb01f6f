"""Calls foretold: a week that repeats is told exactly, and nothing of the days after is known."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lab.bench.forecast import forecast_errors_of
from peygir.centre.workforce.forecast import (
    EXACTLY,
    HALF_HOURS,
    Calendar,
    TooLittleIsKnown,
    expected,
    half_hours,
    spread,
    wape,
)

FIRST = date(2026, 3, 21)  # a Saturday
FRIDAY = 4
WEEK = {5: 500, 6: 480, 0: 470, 1: 460, 2: 450, 3: 300, FRIDAY: 100}
PLAIN = Calendar(frozenset({FRIDAY}), lambda on: False)


def days(count: int, **changed: int) -> dict[date, int]:
    """So many days of the same week, but for some days by their number."""
    found = {FIRST + timedelta(days=place): WEEK[(FIRST + timedelta(days=place)).weekday()] for place in range(count)}
    return found | {FIRST + timedelta(days=int(name[1:])): calls for name, calls in changed.items()}


def test_the_same_week_again() -> None:
    history = days(70)
    for ahead in range(1, 8):
        on = max(history) + timedelta(days=ahead)
        assert expected(history, on, PLAIN).calls == pytest.approx(WEEK[on.weekday()])
    assert spread(history, PLAIN, ahead=7) == pytest.approx(EXACTLY)


def test_one_storm_is_no_habit() -> None:
    history = days(70, d60=5000)
    on = max(history) + timedelta(days=4)
    assert expected(history, on, PLAIN).calls == pytest.approx(WEEK[on.weekday()])


def test_a_busy_fortnight_lasts_in_part() -> None:
    history = days(70) | {
        FIRST + timedelta(days=place): 2 * WEEK[(FIRST + timedelta(days=place)).weekday()] for place in range(56, 70)
    }
    on = max(history) + timedelta(days=1)
    assert WEEK[on.weekday()] < expected(history, on, PLAIN).calls < 2 * WEEK[on.weekday()]


def test_kinds_of_days() -> None:
    feast = date(2026, 6, 4)  # a Thursday
    calendar = Calendar(frozenset({FRIDAY}), lambda on: on in (feast, date(2026, 6, 15)))
    kinds = {day: calendar.kind(date(2026, 6, day)) for day in (3, 4, 5, 6, 14, 15, 16, 17)}
    assert kinds == {3: "eve", 4: "holiday", 5: "plain", 6: "plain", 14: "eve", 15: "holiday", 16: "after", 17: "plain"}
    assert Calendar(frozenset({5, 6}), lambda on: on == feast).kind(date(2026, 6, 5)) == "bridge"


def test_a_holiday_is_like_a_day_of_rest() -> None:
    history = days(70)
    on = max(history) + timedelta(days=1)
    calendar = Calendar(frozenset({FRIDAY}), lambda day: day == on)
    assert expected(history, on, calendar).calls == pytest.approx(WEEK[FRIDAY])


def test_rain_brings_calls_as_it_did() -> None:
    wet = {FIRST + timedelta(days=place) for place in (50, 57, 64)}
    history = days(70) | {on: 2 * WEEK[on.weekday()] for on in wet}
    on = max(history) + timedelta(days=1)
    dry = expected(history, on, Calendar(frozenset({FRIDAY}), lambda day: False, lambda day: day in wet))
    rainy = expected(history, on, Calendar(frozenset({FRIDAY}), lambda day: False, lambda day: day in wet | {on}))
    assert 1.5 * dry.calls < rainy.calls < 2 * dry.calls


def test_a_history_that_is_too_short() -> None:
    with pytest.raises(TooLittleIsKnown, match="only 6 weekdays"):
        expected(days(6), FIRST + timedelta(days=6), PLAIN)
    assert spread(days(8), PLAIN, ahead=7) == EXACTLY


@given(st.integers(0, HALF_HOURS - 1), st.floats(0, 1000))
def test_half_hours_add_up_and_follow_the_weekday(busy: int, calls: float) -> None:
    counts = {FIRST + timedelta(days=place): [0] * HALF_HOURS for place in range(28)}
    for on, row in counts.items():
        row[busy if on.weekday() == FRIDAY else 20] = 100
    friday = next(on for on in counts if on.weekday() == FRIDAY) + timedelta(days=28)
    told_of = half_hours(counts, friday, PLAIN, calls)
    assert sum(told_of) == pytest.approx(calls)
    assert max(told_of) == told_of[busy]
    assert min(told_of) >= 0


def test_without_any_call_every_half_hour_is_alike() -> None:
    assert half_hours({FIRST: [0] * HALF_HOURS}, FIRST, PLAIN, 48) == pytest.approx([1.0] * HALF_HOURS)


def test_what_the_bench_prints() -> None:
    """On a week that repeats nothing is missed; the bench compares with what anybody has at hand."""
    counts = Counter({FIRST - timedelta(days=place): 100 + 10 * (place % 5) for place in range(140)})
    figures = forecast_errors_of(counts)
    assert figures.days == 56
    assert 0 < figures.wape < figures.wape_last_week
    assert wape([100, 200], [110, 180]) == pytest.approx(0.1)

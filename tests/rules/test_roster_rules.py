"""The roster's arithmetic: weeks from Saturday, shifts over midnight, half-hours, rests, gaps; operators for a goal."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.centre.workforce.erlang import CallLoad, operators_needed, with_patience, without_patience
from peygir.centre.workforce.goal_rules import Goal, is_reasonable, needed
from peygir.centre.workforce.roster_rules import (
    HALF_HOURS,
    ShiftHours,
    days_of_week,
    first_of_week,
    gaps,
    is_on_the_half_hour,
    short_rests,
    there,
)

MORNING, EVENING, NIGHT = ShiftHours(time(7), time(15)), ShiftHours(time(15), time(23)), ShiftHours(time(23), time(7))
SATURDAY = date(2026, 5, 2)
TIMES = st.builds(time, st.integers(0, 23), st.sampled_from((0, 30)))
SPANS = st.builds(ShiftHours, TIMES, TIMES).filter(lambda span: span.begins != span.ends)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_week_begins_on_saturday(day: date) -> None:
    days = days_of_week(first_of_week(day))
    assert day in days
    assert days[0].weekday() == 5
    assert days[-1].weekday() == 4


def test_three_shifts_cover_a_day() -> None:
    assert there([MORNING, EVENING, NIGHT], [NIGHT]) == [1] * HALF_HOURS
    assert there([NIGHT]) == [0] * 46 + [1] * 2, "without its eve the night's morning is empty"
    assert there([], [NIGHT, MORNING]) == [1] * 14 + [0] * 34


@given(st.lists(SPANS, max_size=6))
def test_no_hour_is_lost_or_counted_twice(spans: list[ShiftHours]) -> None:
    assert sum(there(spans, spans)) == sum(2 * span.hours for span in spans)


def test_who_comes_back_too_soon() -> None:
    sunday = SATURDAY + timedelta(days=1)
    assert short_rests([(SATURDAY, NIGHT), (sunday, EVENING)]) == []
    assert short_rests([(sunday, MORNING), (SATURDAY, NIGHT)]) == [sunday], "the night ends as the morning begins"
    assert short_rests([(SATURDAY, EVENING), (sunday, MORNING)]) == [], "eight hours are enough"


def test_gaps_are_never_negative() -> None:
    assert gaps([3, 1, 0], [1, 2, 0]) == [2, 0, 0]
    assert is_on_the_half_hour(time(7, 30))
    assert not is_on_the_half_hour(time(7, 15))


@given(st.floats(0.1, 400), st.integers(20, 600), st.sampled_from((0.5, 0.8, 0.95)), st.sampled_from((None, 90.0)))
def test_the_fewest_that_are_enough(calls: float, talk: int, share: float, patience: float | None) -> None:
    load = CallLoad(calls, talk)
    operators = operators_needed(load, share=share, within_s=30, patience_s=patience)

    def answered(operators: int) -> float:
        if patience is None:
            return without_patience(load, operators, 30).answered_within
        return with_patience(load, operators, 30, patience).answered_within

    assert answered(operators) >= share
    assert operators == 1 or answered(operators - 1) < share


@pytest.mark.parametrize(("calls", "least", "wanted"), [(0.0, 1, 1), (0.0, 3, 3), (0.4, 1, 2), (10.0, 1, 4)])
def test_operators_of_a_half_hour(calls: float, least: int, wanted: int) -> None:
    assert needed(calls, Goal(least_operators=least)) == wanted


def test_no_centre_works_by_such_numbers() -> None:
    assert is_reasonable(Goal())
    assert not is_reasonable(Goal(share_percent=100))
    assert not is_reasonable(Goal(handling_seconds=0))

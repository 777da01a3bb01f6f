"""Waiting at the phone, against values that others published."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.centre.workforce.erlang import (
    MOST_OPERATORS,
    NOBODY_ANSWERS,
    CallLoad,
    erlang_b,
    operators_needed,
    with_patience,
    without_patience,
)

# B. Cleveland, "Call Center Management on Fast Forward": 250 calls in half an hour, 210 s each, answered within 20 s.
CLEVELAND = [
    (30, 0.24, 208.7, 0.97),
    (31, 0.45, 74.7, 0.94),
    (32, 0.61, 37.6, 0.91),
    (33, 0.73, 21.3, 0.88),
    (34, 0.82, 12.7, 0.86),
    (35, 0.88, 7.8, 0.83),
    (36, 0.92, 4.9, 0.81),
    (37, 0.95, 3.1, 0.79),
]
loads = st.builds(CallLoad, st.floats(1, 4000), st.floats(20, 900))


@pytest.mark.parametrize(("operators", "in_time", "wait", "occupancy"), CLEVELAND)
def test_erlang_c_as_in_the_table(operators: int, in_time: float, wait: float, occupancy: float) -> None:
    waiting = without_patience(CallLoad(500, 210), operators, 20)
    assert waiting.answered_within == pytest.approx(in_time, abs=0.006)
    assert waiting.mean_wait_s == pytest.approx(wait, abs=0.05)
    assert waiting.occupancy == pytest.approx(occupancy, abs=0.006)


def test_six_calls_a_minute_and_twenty_nine_operators() -> None:
    assert without_patience(CallLoad(360, 240), 29, 15).answered_within == pytest.approx(0.823, abs=0.0005)


def test_erlang_b_as_in_the_tables_of_traffic() -> None:
    """ITU-D, "Teletraffic engineering handbook": with 1 % loss, 5 lines carry 1.361 erlangs and 20 carry 12.03."""
    assert erlang_b(1.361, 5) == pytest.approx(0.01, abs=2e-5)
    assert erlang_b(12.03, 20) == pytest.approx(0.01, abs=2e-5)


def test_patience_as_published() -> None:
    """O. Garnett, A. Mandelbaum and M. Reiman, "Designing a call center with impatient customers", Manufacturing and
    Service Operations Management 4 (3), 2002: 48 calls a minute of one minute each, 50 agents, patience two minutes."""
    endless, real = without_patience(CallLoad(2880, 60), 50, 20), with_patience(CallLoad(2880, 60), 50, 20, 120)
    assert endless.mean_wait_s == pytest.approx(20.8, abs=0.05)
    assert endless.occupancy == pytest.approx(0.96)
    assert real.abandoned == pytest.approx(0.031, abs=0.0005)
    assert real.mean_wait_s == pytest.approx(3.7, abs=0.05)
    assert real.occupancy == pytest.approx(0.93, abs=0.001)


def test_patience_as_counted_by_hand() -> None:
    """One operator, a call each mean talk, patience as long as a talk: n customers are there with Poisson(1)'s chance,
    so that the operator is idle with 1/e, and a call is lost as often as one waits: 1/e too."""
    waiting = with_patience(CallLoad(3600, 1), 1, 0, 1)
    assert waiting.occupancy == pytest.approx(1 - 1 / math.e, abs=1e-7)
    assert waiting.abandoned == pytest.approx(1 / math.e, abs=1e-7)
    assert waiting.is_waiting == pytest.approx(1 - 1 / math.e, abs=1e-7)


@given(loads, st.integers(1, 300), st.floats(0, 120))
def test_who_never_hangs_up_waits_as_in_erlang_c(load: CallLoad, operators: int, within_s: float) -> None:
    endless = without_patience(load, operators, within_s)
    if operators < 1.05 * load.erlangs:
        return
    found = with_patience(load, operators, within_s, 1e8)
    assert found.answered_within == pytest.approx(endless.answered_within, abs=2e-4)
    assert found.is_waiting == pytest.approx(endless.is_waiting, abs=2e-4)


@given(loads, st.integers(1, 300), st.floats(0, 120), st.floats(5, 900))
def test_shares_stay_shares(load: CallLoad, operators: int, within_s: float, patience_s: float) -> None:
    waiting, more = (with_patience(load, count, within_s, patience_s) for count in (operators, operators + 1))
    for share in (waiting.is_waiting, waiting.answered_within, waiting.abandoned, waiting.occupancy):
        assert -1e-6 <= share <= 1 + 1e-6
    assert more.answered_within >= waiting.answered_within - 1e-6
    assert more.abandoned <= waiting.abandoned + 1e-6


def test_too_few_answer_nobody_for_ever() -> None:
    assert without_patience(CallLoad(360, 240), 24, 15) == NOBODY_ANSWERS
    assert with_patience(CallLoad(360, 240), 0, 15, 60).abandoned == 1
    assert without_patience(CallLoad(0, 240), 0, 15).answered_within == 1
    assert with_patience(CallLoad(0, 240), 0, 15, 60).answered_within == 1


def test_the_roster_that_is_needed() -> None:
    load = CallLoad(360, 240)
    assert operators_needed(load, share=0.8, within_s=15) == 29
    assert operators_needed(load, share=0.8, within_s=15, shrinkage=0.3) == 42
    assert operators_needed(load, share=0.8, within_s=15, patience_s=120) < 29
    assert operators_needed(CallLoad(0, 240), share=0.8, within_s=15) == 0


def test_what_cannot_be_counted_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        operators_needed(CallLoad(360, 240), share=1, within_s=15)
    with pytest.raises(ValueError, match="below zero"):
        CallLoad(-1, 240)
    with pytest.raises(ValueError, match=str(MOST_OPERATORS)):
        operators_needed(CallLoad(3600, MOST_OPERATORS + 1), share=0.8, within_s=15)

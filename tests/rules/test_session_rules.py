"""Weeks from Saturday, who may register, how an order's promise stands: values in, decision out."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.centre.sessions.rules import (
    NewSession,
    OrderDateIsWrong,
    SessionTimesAreWrong,
    check_due,
    check_session,
    may_answer,
    may_register,
    promise_of,
    units_seen,
    week_of,
)
from peygir.people.rules import Actor

NOW = datetime(2026, 5, 3, 6, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@given(day=st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_a_week_begins_on_saturday(day: date) -> None:
    first = week_of(day)
    assert first.strftime("%a") == "Sat"
    assert timedelta() <= day - first < timedelta(days=7)
    assert week_of(first) == first


def new(start: timedelta, end: timedelta, places: int = 20) -> NewSession:
    """A session from one moment to another, counted from now."""
    return NewSession(unit_id=1, who_fa="x", begins_at=NOW + start, ends_at=NOW + end, line="137", places=places)


def test_the_times_of_a_session() -> None:
    check_session(new(HOUR, 2 * HOUR), now=NOW)
    check_session(new(-HOUR, HOUR), now=NOW)
    for wrong in (new(2 * HOUR, HOUR), new(HOUR, HOUR), new(-2 * HOUR, -HOUR), new(HOUR, 10 * HOUR)):
        with pytest.raises(SessionTimesAreWrong):
            check_session(wrong, now=NOW)
    for places in (0, 201):
        with pytest.raises(SessionTimesAreWrong):
            check_session(new(HOUR, 2 * HOUR, places), now=NOW)


def test_who_may_register() -> None:
    known = {"state": "planned", "ends_at": NOW + HOUR, "taken": 1, "places": 2, "now": NOW}
    assert may_register(**known)  # type: ignore[arg-type]
    for change in ({"state": "off"}, {"ends_at": NOW}, {"taken": 2}):
        assert not may_register(**{**known, **change})  # type: ignore[arg-type]


def test_the_promise_of_an_order() -> None:
    due = NOW + HOUR
    assert promise_of(state="open", due_at=due, done_at=None, now=NOW) == "running"
    assert promise_of(state="open", due_at=due, done_at=None, now=due + HOUR) == "late"
    assert promise_of(state="done", due_at=due, done_at=due, now=due + HOUR) == "kept"
    assert promise_of(state="done", due_at=due, done_at=due + HOUR, now=due + 2 * HOUR) == "late"
    assert promise_of(state="dropped", due_at=due, done_at=due + HOUR, now=due + HOUR) == "none"
    check_due(due, now=NOW)
    for wrong in (NOW, NOW - HOUR, NOW + timedelta(days=400)):
        with pytest.raises(OrderDateIsWrong):
            check_due(wrong, now=NOW)


def test_whose_orders_one_reads_and_answers() -> None:
    clerk, operator = Actor("staff", 1, "clerk", 5), Actor("staff", 2, "operator", 9)
    assert units_seen(clerk) == frozenset({5})
    assert units_seen(operator) is None
    assert units_seen(Actor("staff", 3, "deputy", 7, frozenset({5, 7}))) == frozenset({5, 7})
    assert units_seen(Actor("staff", 4, "inspector")) == frozenset()
    assert may_answer(clerk, 5)
    assert not may_answer(clerk, 6)
    assert not may_answer(operator, 5)
    assert not may_answer(Actor("staff", 4, "inspector"), 5)

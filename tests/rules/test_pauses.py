"""Pauses, seasons and steps as rules: what moves, by how much, and what never moves."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peygir.core.office import OfficeWeek
from peygir.desks.promises.calendar import due_by_calendar, due_for_work, working_time_between
from peygir.desks.promises.escalation_rules import RUNGS, found_on, in_office, step_due
from peygir.desks.promises.rules import (
    PromisedHours,
    moved_by_pause,
    promises_due,
    proposed_due,
    visited_at,
    waits_of,
)
from tests.rules.offices import DAY_AND_NIGHT, NOWRUZ, SHIRAZ, any_start, at, later, office, some_hours, some_weeks

clocks = st.sampled_from("BC")


def finish(start: datetime, hours: float, clock: str, week: OfficeWeek) -> datetime:
    """When a finish promise falls due."""
    return due_for_work(start, hours, week) if clock == "B" else due_by_calendar(start, hours)


def length(first: datetime, last: datetime, clock: str, week: OfficeWeek) -> timedelta:
    """The time between two moments as a clock counts it."""
    return working_time_between(first, last, week) if clock == "B" else last - first


@settings(deadline=None)
@given(any_start, some_hours, later, later, some_weeks, clocks)
def test_pause_and_resume_move_due_by_exactly_what_was_paused(
    start: datetime, hours: float, until_pause: timedelta, pause: timedelta, week: OfficeWeek, clock: str
) -> None:
    due = finish(start, hours, clock, week)
    first, last = start + until_pause, start + until_pause + pause
    moved = moved_by_pause(due, first=first, last=last, clock=clock, week=week)
    if due < first:
        assert moved == due, "what was late before stays late"
    else:
        assert moved >= due
        assert length(due, moved, clock, week) == length(first, last, clock, week)


@settings(deadline=None)
@given(any_start, some_hours, later, later, later, some_weeks, clocks)
def test_a_pause_cut_in_two_moves_as_much_as_a_whole_one(
    start: datetime,
    hours: float,
    until_pause: timedelta,
    part_length: timedelta,
    other: timedelta,
    week: OfficeWeek,
    clock: str,
) -> None:
    due = max(finish(start, hours, clock, week), start + until_pause)
    first, middle = start + until_pause, start + until_pause + part_length
    last = middle + other
    whole = moved_by_pause(due, first=first, last=last, clock=clock, week=week)
    half = moved_by_pause(due, first=first, last=middle, clock=clock, week=week)
    cut = moved_by_pause(half, first=middle, last=last, clock=clock, week=week) if half >= middle else None
    assert cut is None or length(due, cut, clock, week) == length(due, whole, clock, week)


@settings(deadline=None)
@given(any_start, later, some_hours, some_hours, later, later, some_weeks, clocks)
def test_due_is_monotone_under_pauses_too(
    start: datetime,
    delay: timedelta,
    first_share: float,
    other: float,
    until_pause: timedelta,
    pause: timedelta,
    week: OfficeWeek,
    clock: str,
) -> None:
    first, last = start + until_pause, start + until_pause + pause
    fewer, more = sorted((first_share, other))
    sooner = moved_by_pause(finish(start, fewer, clock, week), first=first, last=last, clock=clock, week=week)
    assert sooner <= moved_by_pause(finish(start, more, clock, week), first=first, last=last, clock=clock, week=week)
    after = finish(start + delay, fewer, clock, week)
    assert sooner <= moved_by_pause(after, first=first, last=last, clock=clock, week=week)


def test_pauses_over_nowruz_friday_a_decree_midnight_and_summer_time() -> None:
    def moved(due: str, first: str, last: str, week: OfficeWeek) -> datetime:
        return moved_by_pause(at(due), first=at(first), last=at(last), clock="B", week=week)

    # Shut all the while: nothing was paused.
    assert moved("1405/01/08 14:30", "1404/12/29 12:00", "1405/01/04 23:00", NOWRUZ) == at("1405/01/08 14:30")
    # A Thursday and a Friday.
    assert moved("1405/09/08 14:30", "1405/09/05 08:00", "1405/09/06 20:00", SHIRAZ) == at("1405/09/08 14:30")
    # Two hours of a Saturday, the rest of the wait at night.
    assert moved("1405/09/08 14:30", "1405/09/07 12:30", "1405/09/08 07:30", SHIRAZ) == at("1405/09/09 09:30")
    decree = office(closed=("1405/09/09",))
    assert moved("1405/09/08 14:30", "1405/09/07 12:30", "1405/09/08 07:30", decree) == at("1405/09/10 09:30")
    assert moved("1405/09/07 24:00", "1405/09/07 23:00", "1405/09/08 01:00", DAY_AND_NIGHT) == at("1405/09/08 02:00")
    # The night of 23 hours in the spring of 1400: calendar time is what passed, not what the wall says.
    due = moved_by_pause(
        at("1400/01/03 12:00"), first=at("1400/01/01 20:00"), last=at("1400/01/02 20:00"), clock="C", week=SHIRAZ
    )
    assert due - at("1400/01/03 12:00") == timedelta(hours=23)


@settings(deadline=None)
@given(any_start, some_hours, some_weeks, clocks, st.booleans())
def test_steps_come_in_order_and_the_hundredth_is_the_promise(
    start: datetime, hours: float, week: OfficeWeek, clock: str, is_urgent: bool
) -> None:
    due = finish(start, hours, clock, week)
    moments = [
        step_due(percent, start=start, due=due, clock=clock, week=week, is_urgent=is_urgent)
        for percent in (50, 80, 100, 150, 200)
    ]
    assert moments == sorted(moments)
    assert moments[2] == due if clock == "B" or is_urgent else moments[2] >= due
    if clock == "B":
        assert abs(working_time_between(start, moments[0], week) * 2 - working_time_between(start, due, week)) < (
            timedelta(milliseconds=1)
        )
    if not (clock == "C" and is_urgent):
        for moment in moments:
            day = week.day_of(moment - timedelta(microseconds=1))
            assert week.opens_at(day) <= moment <= week.closes_at(day) or moment == week.opens_at(week.day_of(moment))


def test_nobody_is_called_out_of_the_night_for_what_is_not_urgent() -> None:
    night, opening = at("1405/09/07 23:00"), at("1405/09/08 07:30")
    assert in_office(night, SHIRAZ) == opening
    assert in_office(opening, SHIRAZ) == opening
    assert in_office(at("1405/09/08 14:30"), SHIRAZ) == at("1405/09/08 14:30")
    assert in_office(at("1405/09/05 10:00"), SHIRAZ) == at("1405/09/07 07:30")
    asked: dict[str, Any] = {"start": at("1405/09/07 20:00"), "due": at("1405/09/08 02:00"), "clock": "C"}
    assert step_due(50, **asked, week=SHIRAZ, is_urgent=True) == night
    assert step_due(50, **asked, week=SHIRAZ, is_urgent=False) == opening


def test_a_step_climbs_until_it_finds_somebody() -> None:
    chain = [5, 4, 1]  # a district, its deputy, the mayor
    there = {("clerk", 5), ("manager", 5), ("deputy", 4), ("mayor", 1)}

    def level_of(audience: str) -> tuple[str, int | None]:
        return found_on(audience, chain, lambda rung, unit: (rung, unit) in there)

    assert [level_of(rung) for rung in RUNGS] == [("clerk", 5), ("manager", 5), ("deputy", 4), ("mayor", 1)]
    there -= {("manager", 5), ("deputy", 4)}
    assert level_of("manager") == ("mayor", 1)
    there.clear()
    assert level_of("manager") == ("manager", 5), "with nobody anywhere it stays with the owner"
    assert found_on("clerk", [], lambda rung, unit: True) == ("clerk", None)


def test_a_season_overlays_what_it_says_and_no_more() -> None:
    own = PromisedHours(Decimal(8), Decimal(72), "B", Decimal(24))
    season = SimpleNamespace(ack_hours=Decimal(1), visit_hours=None, due_hours=Decimal(6), clock="C")
    assert own.under(season) == PromisedHours(Decimal(1), Decimal(6), "C", Decimal(24))
    assert own.under(None) is own
    quiet = SimpleNamespace(ack_hours=None, visit_hours=None, due_hours=None, clock=None)
    assert own.under(quiet) == own
    assert not PromisedHours(Decimal(0), Decimal(0), "C").promises_anything


def test_three_promises_where_the_topic_wants_a_visit() -> None:
    start = at("1405/09/04 22:00")
    given = promises_due(PromisedHours(Decimal(4), Decimal(48), "B", Decimal(24)), start=start, week=SHIRAZ)
    assert [(due.kind, due.due_at) for due in given] == [
        ("ack", at("1405/09/07 11:30")),
        ("visit", at("1405/09/07 14:30")),
        ("finish", at("1405/09/08 14:30")),
    ]
    assert [
        due.kind for due in promises_due(PromisedHours(Decimal(4), Decimal(48), "B"), start=start, week=SHIRAZ)
    ] == [
        "ack",
        "finish",
    ]


def moment(minute: int) -> datetime:
    """A moment of a story."""
    return datetime(2026, 5, 3, tzinfo=UTC) + timedelta(minutes=minute)


def test_the_clock_stands_for_what_the_city_has_not_in_hand() -> None:
    until = moment(60)

    def waits(reason: str, *more: tuple[int, str, str]) -> list[Any]:
        paused = {"from": "in_hand", "to": "waiting", "reason": reason, "until": until.isoformat()}
        moves = [(3, moment(10), paused)] + [
            (number, moment(number * 10), {"from": was, "to": to}) for number, was, to in more
        ]
        return waits_of([(1, moment(0), {"code": "x"}), *moves])

    assert waits("material", (4, "waiting", "in_hand")) == []
    for reason in ("citizen", "agency", "weather"):
        (wait,) = waits(reason)
        assert (wait.number, wait.from_at, wait.to_at) == (3, moment(10), None)
        assert wait.ended_by(moment(59)) is None
        assert wait.ended_by(until) == until, "no longer than was expected"
        (wait,) = waits(reason, (4, "waiting", "in_hand"), (5, "in_hand", "done"))
        assert wait.to_at == wait.ended_by(moment(41)) == moment(40)
        (wait,) = waits(reason, (9, "waiting", "returned"))
        assert wait.ended_by(moment(200)) == until


def test_a_visit_is_on_record_or_the_work_is_done() -> None:
    moves = [(moment(1), "in_hand"), (moment(9), "done"), (moment(12), "reopened")]
    assert visited_at([], moves[:1]) is None
    assert visited_at([], moves) == moment(9)
    assert visited_at([moment(5), moment(8)], moves) == moment(5)
    assert visited_at([moment(11)], moves) == moment(9)


@pytest.mark.parametrize(("clock", "new"), [("B", "1405/09/09 14:30"), ("C", "1405/09/10 23:59:59")])
def test_the_date_that_is_offered_is_half_the_first_length_again(clock: str, new: str) -> None:
    start, due = at("1405/09/04 22:30"), at("1405/09/08 14:30")
    if clock == "C":
        start, due = at("1405/09/04 22:30"), at("1405/09/08 22:30")
    offered = proposed_due(start=start, due=due, now=due, clock=clock, week=SHIRAZ)
    assert offered == at(new)
    late = due + timedelta(days=30)
    assert proposed_due(start=start, due=due, now=late, clock=clock, week=SHIRAZ) > late


def test_zones_do_not_matter() -> None:
    due = at("1405/09/08 14:30").astimezone(ZoneInfo("America/New_York"))
    first, last = at("1405/09/07 12:30"), at("1405/09/08 07:30")
    assert moved_by_pause(due, first=first, last=last, clock="B", week=SHIRAZ) == at("1405/09/09 09:30")

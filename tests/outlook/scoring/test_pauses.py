"""How pauses count in a promise: they are taken off what was used, stretch no yardstick, and are not endless."""

from datetime import datetime, timedelta

import pytest

from peygir.core import clock
from peygir.journey.clock import tick
from tests import make
from tests.drain import drain
from tests.scores import CLOSING, HOUR, at, clock_of, finish, of_case, whys_of
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
REPORTED = "2026-05-23T06:00:00+00:00"  # Saturday, 9:30; due on Tuesday at 14:30, after 77 hours


def wait(town: Town, code: str, until: datetime) -> None:
    """The unit waits for the weather."""
    make.command(code, "wait", town.clerk, reason="weather", until=until, note="باران")
    drain()


def test_a_pause_is_taken_off_both_sides(town: Town, town_clock: TownClock) -> None:
    at(town_clock, REPORTED)
    plain, paused, late = (make.in_hand(phone=PHONES[number]) for number in range(3))
    for code in (paused, late):
        wait(town, code, clock.now() + timedelta(hours=48))
    town_clock.forward(hours=48)
    tick(clock.now())
    drain()
    town_clock.forward(hours=5)
    for code in (plain, paused):
        finish(town, code)
    at(town_clock, CLOSING)
    assert clock_of(town, plain) == (53, 77, "in_time")
    assert clock_of(town, paused) == (5, 77, "in_time")
    used, promised, why = clock_of(town, late)
    row, _out = of_case(town, late)
    assert row is not None
    assert isinstance(row["due"], int)
    moved = (make.moment(CLOSING).timestamp() * 1_000_000 - row["due"]) / HOUR
    assert (promised, why) == (77, "overdue")
    assert used == pytest.approx(77 + moved), "by as long as it is late"


def test_a_pause_that_the_unit_alone_makes_longer_than_the_promise_runs_on(town: Town, town_clock: TownClock) -> None:
    at(town_clock, REPORTED)
    alone, granted, short = (make.in_hand(phone=PHONES[number]) for number in range(3))
    far = clock.now() + timedelta(days=90)
    make.command(granted, "ask_replan", town.clerk, reason="weather", until=far, note="باران")
    drain()
    make.command(granted, "decide_replan", town.supervisor, kind="grant", note="پذیرفتنی است")
    drain()
    for code in (alone, granted):
        wait(town, code, far)
    at(town_clock, "2026-05-26T06:00:00+00:00")
    row, out = of_case(town, alone)
    assert row is not None
    assert (row["left_why"], out) == ("pause", {"pause": 72 * HOUR}), "not longer than the promise yet"
    at(town_clock, CLOSING)
    row, out = of_case(town, alone)
    assert row is not None
    assert (row["left_why"], out) == ("", {"pause": 77 * HOUR})
    assert whys_of(town, "finished_in_time", alone) == [(town.units["D-01"], "overdue")]
    assert whys_of(town, "solved", alone) == [(town.units["D-01"], "not_closed")]
    row, out = of_case(town, granted)
    assert row is not None
    assert (row["left_why"], list(out)) == ("pause", ["pause"])
    assert whys_of(town, "solved", granted) == []
    assert whys_of(town, "finished_in_time", short) == [(town.units["D-01"], "overdue")]


def test_of_a_pause_that_was_too_long_only_the_first_part_moves_the_due_time(town: Town, town_clock: TownClock) -> None:
    at(town_clock, REPORTED)
    code = make.in_hand()
    wait(town, code, clock.now() + timedelta(days=14))
    town_clock.forward(days=14)
    tick(clock.now())
    drain()
    finish(town, code)
    at(town_clock, CLOSING)
    row, out = of_case(town, code)
    assert row is not None
    assert isinstance(row["due"], int)
    assert isinstance(row["start"], int)
    assert 77 < (row["due"] - row["start"]) / HOUR < 77 * 3
    assert out == {"pause": pytest.approx(77 * HOUR)}
    assert clock_of(town, code)[2] == "late"

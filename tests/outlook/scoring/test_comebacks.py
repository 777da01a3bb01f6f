"""A promise ends for a unit only if its case never comes back; the time away is taken off if others had it."""

from typing import Final

import pytest

from peygir.people.rules import Actor
from tests import make
from tests.drain import drain
from tests.scores import CLOSING, HOUR, TIR, at, close, decide_scheme, finish, of_case, whys_of
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")
REPORTED: Final = "2026-05-23T06:00:00+00:00"


def sent_out(town: Town, town_clock: TownClock, by: Actor) -> str:
    """A case that was handed to the water company four hours after the report."""
    at(town_clock, REPORTED)
    code = make.in_hand(phone=PHONES[0])
    town_clock.forward(hours=4)
    make.command(code, "refer_out", by, agency_id=town.agencies["A-water"], note="کار آب است")
    drain()
    return code


def sent_out_too(town: Town) -> str:
    """Another case that the unit hands to the water company now."""
    code = make.in_hand(phone=PHONES[1])
    make.command(code, "refer_out", town.clerk, agency_id=town.agencies["A-water"], note="کار آب است")
    drain()
    return code


def test_who_sends_a_case_out_and_fetches_it_back_has_had_it_all_the_time(town: Town, town_clock: TownClock) -> None:
    code = sent_out(town, town_clock, town.clerk)
    at(town_clock, "2026-06-02T06:00:00+00:00")
    make.command(code, "refer", town.manager, unit_id=town.units["D-01"], note="کار خودمان است")
    drain()
    make.command(code, "accept", town.clerk)
    drain()
    at(town_clock, "2026-06-03T06:00:00+00:00")
    finish(town, code)
    at(town_clock, CLOSING)
    row, out = of_case(town, code)
    assert row is not None
    assert (row["left_why"], row["away"], out) == ("", 0, {})
    assert whys_of(town, "finished_in_time", code) == [(town.units["D-01"], "late")]
    assert whys_of(town, "solved", code) == [(town.units["D-01"], "not_closed")]


def test_who_merges_a_case_and_splits_it_off_again_has_had_it_all_the_time(town: Town, town_clock: TownClock) -> None:
    at(town_clock, REPORTED)
    code, into = make.in_hand(phone=PHONES[0]), make.in_hand(phone=PHONES[1])
    make.command(code, "merge", town.clerk, into=into, note="همان چاله")
    drain()
    at(town_clock, "2026-06-02T06:00:00+00:00")
    make.command(code, "split", town.clerk, note="چالهٔ دیگری است")
    drain()
    at(town_clock, CLOSING)
    row, out = of_case(town, code)
    assert row is not None
    assert (row["left_why"], row["away"], out) == ("", 0, {})
    assert whys_of(town, "finished_in_time", code) == [(town.units["D-01"], "overdue")]


@pytest.mark.parametrize("is_sent_by_centre", [True, False])
def test_the_time_with_an_agency_is_taken_off_where_others_sent_or_fetched_it(
    town: Town, town_clock: TownClock, is_sent_by_centre: bool
) -> None:
    code = sent_out(town, town_clock, town.operator if is_sent_by_centre else town.clerk)
    at(town_clock, "2026-06-02T06:00:00+00:00")
    if is_sent_by_centre:
        make.command(code, "refer", town.manager, unit_id=town.units["D-01"], note="کار خودمان است")
    else:
        make.command(code, "reopen", town.operator, note="آب و فاضلاب می‌گوید کار شهرداری است")
    drain()
    make.command(code, "accept", town.clerk)
    drain()
    away = 10 * 24 * HOUR - 4 * HOUR
    town_clock.forward(hours=6)
    row, out = of_case(town, code)
    assert row is not None
    assert (row["left_why"], row["away"], out) == ("", away, {"agency": away})
    assert whys_of(town, "finished_in_time", code) == [(town.units["D-01"], "open")], "ten of its hours are gone"
    assert whys_of(town, "solved", code) == [], "it is not due for the unit yet"
    finish(town, code)
    at(town_clock, CLOSING)
    assert whys_of(town, "finished_in_time", code) == [(town.units["D-01"], "in_time")]
    assert whys_of(town, "time_to_finish", code) == [(town.units["D-01"], "in_time")]


def test_what_happens_after_a_case_came_back_is_the_units(town: Town, town_clock: TownClock) -> None:
    code = sent_out(town, town_clock, town.clerk)
    town_clock.forward(hours=1)
    make.command(code, "reopen", town.operator, note="آب و فاضلاب می‌گوید کار شهرداری است")
    drain()
    make.command(code, "accept", town.clerk)
    drain()
    finish(town, code)
    town_clock.forward(hours=1)
    make.command(code, "reopen", town.operator, note="هنوز همان است")
    drain()
    at(town_clock, CLOSING)
    own = town.units["D-01"]
    assert whys_of(town, "documents", code) == [(own, "complete")]
    assert whys_of(town, "reopened", code) == [(own, "reopened")]
    assert whys_of(town, "satisfaction", code) == [(own, "no_answer")]
    assert whys_of(town, "returned", code) == [(own, "kept"), (own, "kept")]
    assert whys_of(town, "silence", code) == [(own, "silent")]


def test_a_case_that_is_fetched_back_after_the_closing_counts_in_the_month_in_which_it_comes_back(
    town: Town, town_clock: TownClock
) -> None:
    decide_scheme(town)
    code = sent_out(town, town_clock, town.clerk)
    still_away = sent_out_too(town)
    at(town_clock, CLOSING)
    close(town)
    own = town.units["D-01"]
    assert whys_of(town, "finished_in_time", code) == [(own, "agency")]
    town_clock.forward(days=1)
    make.command(code, "refer", town.manager, unit_id=own, note="کار خودمان است")
    drain()
    at(town_clock, "2026-08-07T06:00:00+00:00")
    assert whys_of(town, "finished_in_time", code, TIR) == [(own, "overdue")]
    assert whys_of(town, "solved", code, TIR) == [(own, "not_closed")]
    assert whys_of(town, "finished_in_time", still_away, TIR) == []

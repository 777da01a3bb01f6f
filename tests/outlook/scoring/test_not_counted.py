"""What does not count against a unit: each rule on a real case, with its count beside the mark."""

from datetime import date, timedelta

import pytest

from peygir.cases.models import Case
from peygir.city.models import CalendarDay
from peygir.core import clock
from peygir.desks.promises.models import Promise
from peygir.desks.routing.actions import plan_reorganisation, reorganise_due
from peygir.desks.routing.reorganising_rules import UnitPart
from peygir.journey.clock import tick
from peygir.outlook.scoring import queries
from tests import make
from tests.drain import drain
from tests.scores import CLOSING, HOUR, at, clock_of, close, decide_scheme, finish, live_khordad, of_case
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("fresh_city", "town_clock")


def test_a_pause_moves_the_due_time_and_is_counted(town: Town, town_clock: TownClock) -> None:
    at(town_clock, "2026-05-23T06:00:00+00:00")
    code = make.in_hand()
    make.command(code, "wait", town.clerk, reason="weather", until=clock.now() + timedelta(days=2), note="باران")
    drain()
    town_clock.forward(days=2, hours=1)
    tick(clock.now())
    drain()
    at(town_clock, CLOSING)
    row, out = of_case(town, code)
    assert row is not None
    assert out["pause"] == 2 * 86_400_000_000
    assert isinstance(row["due"], int)
    assert isinstance(row["start"], int)
    assert row["due"] - row["start"] > 4 * 86_400_000_000, "three working days, and two paused ones"


def test_a_promise_counts_until_its_case_left_the_unit(town: Town, town_clock: TownClock) -> None:
    at(town_clock, "2026-05-23T06:00:00+00:00")
    away, joined, taken_back = (make.in_hand(phone=PHONES[number]) for number in range(3))
    into = make.in_hand(phone=PHONES[3])
    town_clock.forward(hours=4)
    make.command(away, "refer_out", town.operator, agency_id=town.agencies["A-water"], note="کار آب است")
    make.command(joined, "merge", town.clerk, into=into, note="همان چاله")
    make.command(taken_back, "withdraw", town.operator, note="پس گرفت")
    drain()
    at(town_clock, CLOSING)
    for code, why in ((away, "agency"), (joined, "joined"), (taken_back, "withdrawn")):
        row, out = of_case(town, code)
        assert row is not None
        assert (row["left_why"], list(out)) == (why, [why]), why
        assert isinstance(row["left"], int)
        assert isinstance(row["start"], int)
        assert row["left"] - row["start"] == 4 * 3_600_000_000


def merge_districts(town: Town, on: date) -> None:
    """A reorganisation moves every open file of district 1 to district 2."""
    plan_reorganisation(
        town.city_id,
        town.units["D-01"],
        [UnitPart(town.units["D-02"])],
        from_on=on,
        moves_people=False,
        reason="ادغام دو منطقه",
        by=town.admin,
    )
    while reorganise_due(clock.now()):
        drain()


@pytest.mark.parametrize(("hours", "why"), [(70, "in_time"), (90, "late"), (None, "overdue")])
def test_whoever_gets_a_file_by_a_reorganisation_has_all_the_promised_time(
    town: Town, town_clock: TownClock, hours: int | None, why: str
) -> None:
    at(town_clock, "2026-05-23T06:00:00+00:00")
    code = make.in_hand()
    town_clock.forward(hours=60)  # of 77
    merge_districts(town, date(2026, 5, 25))
    if hours is not None:
        town_clock.forward(hours=hours)
        finish(town, code, two=True)
    at(town_clock, CLOSING)
    assert make.case(code).unit_id == town.units["D-02"]
    row, out = of_case(town, code)
    assert row is not None
    assert (row["unit"], row["away"], out) == (town.units["D-02"], 60 * HOUR, {"moved": 60 * HOUR})
    used, promised, reason = clock_of(town, code)
    assert (promised, reason) == (77, why)
    if hours is not None:
        assert used == pytest.approx(hours, abs=0.1), "the time since the move alone"


def test_pauses_before_a_reorganisation_are_taken_off_once(town: Town, town_clock: TownClock) -> None:
    at(town_clock, "2026-05-23T06:00:00+00:00")
    code = make.in_hand()
    make.command(code, "wait", town.clerk, reason="weather", until=clock.now() + timedelta(hours=24), note="باران")
    drain()
    town_clock.forward(hours=24, seconds=60)
    tick(clock.now())
    drain()
    town_clock.forward(hours=12)
    merge_districts(town, date(2026, 5, 24))
    town_clock.forward(hours=70)
    finish(town, code, two=True)
    at(town_clock, CLOSING)
    row, out = of_case(town, code)
    assert row is not None
    assert isinstance(row["away"], int)
    assert row["away"] == pytest.approx(12 * HOUR, abs=HOUR // 10), "36 hours, of which 24 were paused"
    assert out["pause"] == pytest.approx(24 * HOUR, abs=HOUR // 10)
    used, allotted, how = clock_of(town, code)
    assert (allotted, how) == (77, "in_time")
    assert used == pytest.approx(70, abs=0.1)


def test_what_was_kept_or_due_before_a_reorganisation_is_the_earlier_units(town: Town, town_clock: TownClock) -> None:
    at(town_clock, "2026-05-23T06:00:00+00:00")
    kept, late = make.in_hand(phone=PHONES[0]), make.in_hand(phone=PHONES[1])
    town_clock.forward(hours=20)
    finish(town, kept)
    town_clock.forward(hours=80)  # past the due time
    merge_districts(town, date(2026, 5, 27))
    finish(town, late, two=True)
    at(town_clock, CLOSING)
    for code, why in ((kept, "in_time"), (late, "late")):
        row, out = of_case(town, code)
        assert row is not None
        assert (row["unit"], row["away"], out) == (town.units["D-01"], 0, {}), code
        assert clock_of(town, code)[2] == why


def test_a_promise_that_falls_due_on_a_closed_day_is_due_on_the_next_open_one(
    town: Town, town_clock: TownClock
) -> None:
    at(town_clock, "2026-05-23T06:00:00+00:00")
    code, late = make.in_hand(phone=PHONES[0]), make.in_hand(phone=PHONES[1])
    due = Promise.objects.get(case__code=code, kind="finish").due_at
    Promise.objects.update(clock="C")
    for number in (26, 27):
        CalendarDay.objects.create(city_id=town.city_id, day=date(2026, 5, number), is_off=True, is_decided=True)
    at(town_clock, "2026-05-28T06:00:00+00:00")
    finish(town, code)
    at(town_clock, CLOSING)
    row, out = of_case(town, code)
    assert row is not None
    assert row["due"] == round((due + timedelta(days=2)).timestamp() * 1_000_000)
    assert out == {"closure": 48 * HOUR}
    assert clock_of(town, code)[1:] == (77 + 48, "in_time")
    assert clock_of(town, late)[2] == "overdue", "it does not vanish"
    Case.objects.filter(code=code).update(urgency="U")
    row, out = of_case(town, code)
    assert row is not None
    assert (row["due"], out) == (round(due.timestamp() * 1_000_000), {})
    Promise.objects.update(clock="B")
    assert of_case(town, late)[1] == {}, "working time did not run on such a day anyway"


@pytest.mark.parametrize(("hours", "is_left_out"), [(50, True), (30, False)])
def test_a_promise_is_not_the_units_if_the_centre_had_the_case_longest(
    town: Town, town_clock: TownClock, hours: int, is_left_out: bool
) -> None:
    at(town_clock, "2026-05-23T06:00:00+00:00")
    kept, broken = (make.report(phone=PHONES[number]).code for number in range(2))
    town_clock.forward(hours=hours)  # of 77
    drain()
    for code in (kept, broken):
        make.command(code, "accept", town.clerk)
    drain()
    town_clock.forward(hours=5)
    finish(town, kept)
    at(town_clock, CLOSING)
    for code in (kept, broken):
        row, out = of_case(town, code)
        assert (row is None) == is_left_out, "whether or not it was kept"
        assert out == ({"no_owner": 0} if is_left_out else {})
        assert row is None or row["unit"] == town.units["D-01"]


def test_a_promise_is_that_of_the_unit_that_kept_it_early(town: Town, town_clock: TownClock) -> None:
    at(town_clock, "2026-05-23T06:00:00+00:00")
    code = make.in_hand()
    town_clock.forward(hours=20)
    make.command(code, "refer", town.operator, unit_id=town.units["D-02"], note="در منطقهٔ دو است")
    drain()
    make.command(code, "accept", town.clerk_two)
    drain()
    town_clock.forward(hours=2)
    finish(town, code, two=True)
    at(town_clock, CLOSING)
    row, _out = of_case(town, code)
    assert row is not None
    assert row["unit"] == town.units["D-02"]


def test_the_totals_stand_beside_the_mark(town: Town, town_clock: TownClock) -> None:
    decide_scheme(town)
    at(town_clock, "2026-05-23T06:00:00+00:00")
    code = make.in_hand(phone=PHONES[20])
    make.command(code, "withdraw", town.operator, note="پس گرفت")
    drain()
    live_khordad(town, town_clock)
    month = close(town)
    (total,) = queries.not_counted_of(month.pk, town.units["D-01"])
    assert (total.rule, total.cases) == ("withdrawn", 1)
    assert total.seconds > 0

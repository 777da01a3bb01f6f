"""Days, hours and ladders that were decided in the product: from their day, over the files, and back again."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from peygir.city import queries
from peygir.city.actions import (
    DayIsOfTheFiles,
    DayIsPast,
    DaysAreMissing,
    DecidedSince,
    HalfDayNeedsAnHour,
    LadderIsOfNobody,
    LadderNeedsSteps,
    NothingDiffers,
    OfficeHoursAreWrong,
    StepsAreWrong,
    UnitIsNotInForce,
    load_city,
    set_days,
    set_escalation,
    set_hours,
    take_back_decision,
)
from peygir.city.days_rules import DayChangeRequest, as_city_day, day_after
from peygir.city.models import CalendarDay
from peygir.core.jalali import local
from peygir.desks.promises.actions import follow_calendar
from peygir.desks.promises.calendar_changes import running_past, would_move
from peygir.desks.promises.models import EscalationStep, Promise
from peygir.history.queries import timeline, verify
from tests import make
from tests.drain import drain
from tests.town import CODE, Town, TownClock, write_city_files

TODAY = date(2026, 5, 3)  # a Sunday
MONDAY = TODAY + timedelta(days=1)
LATER = TODAY + timedelta(days=6)
SHUT = DayChangeRequest(MONDAY, "shut", "عزای عمومی", "public mourning")


@pytest.fixture(autouse=True)
def _fresh(town_clock: TownClock) -> Iterator[None]:
    yield
    queries.forget()


def due(code: str) -> datetime:
    row = make.case(code)
    assert row.due_at is not None
    return local(row.due_at, "Asia/Tehran")


def shut(town: Town, *, moves: bool = False, wish: DayChangeRequest = SHUT) -> int:
    return set_days(town.city_id, [wish], moves=moves, by="staff:1")


# ── days ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_day_shut_counts_for_what_comes_and_leaves_what_is_promised(town: Town) -> None:
    before = make.referred("CIV-01")
    assert due(before).date() == TODAY + timedelta(days=3)  # Monday, Tuesday, Wednesday
    shut(town)
    drain()
    after = make.referred("CIV-01", phone=None, district="2")
    assert due(before).date() == TODAY + timedelta(days=3)
    assert due(after).date() == TODAY + timedelta(days=6)  # Tuesday, Wednesday, Saturday
    assert MONDAY in queries.closed_days(town.city_id, TODAY, LATER)


def test_open_promises_move_where_it_is_wished_and_come_back(town: Town) -> None:
    code = make.referred("CIV-01")
    first = due(code)
    days = {MONDAY: as_city_day(MONDAY.isoformat(), day_after(SHUT))}
    foreseen = would_move(town.city_id, days)
    assert {(one.code, one.kind) for one in foreseen} == {(code, "ack"), (code, "finish")}
    number = shut(town, moves=True)
    drain()
    moved = due(code)
    assert moved == next(one.after for one in foreseen if one.kind == "finish")
    assert moved > first
    finish = Promise.objects.get(case__code=code, kind="finish")
    assert (finish.due_at, local(finish.given_due_at, "Asia/Tehran")) == (moved, first)
    assert EscalationStep.objects.get(promise=finish, percent=100).due_at == finish.due_at
    follow_calendar(town.city_id, number)  # delivered again
    kinds = [line.kind for line in timeline("case", make.case(code).pk)]
    assert kinds.count("promises_moved") == 1
    take_back_decision(town.city_id, number, by="staff:1")
    drain()
    assert due(code) == first
    assert would_move(town.city_id, days)
    assert verify().breaks == []


def test_a_promise_is_not_made_shorter_than_it_was_given(town: Town) -> None:
    shut(town)
    code = make.referred("CIV-01")
    given = due(code)
    set_days(town.city_id, [DayChangeRequest(MONDAY, "plain")], moves=True, by="staff:1")
    drain()
    assert due(code) == given


def test_what_is_paused_kept_or_over_or_counts_every_hour_stays(town: Town) -> None:
    make.referred("CIV-09")
    make.done()
    days = {MONDAY: as_city_day(MONDAY.isoformat(), day_after(SHUT))}
    assert would_move(town.city_id, days) == []


def test_a_half_day_closes_early(town: Town) -> None:
    shut(town, wish=DayChangeRequest(MONDAY, "half", closes_at=time(11)))
    week = queries.office_week(town.city_id, None, TODAY)
    assert local(week.closes_at(MONDAY), "Asia/Tehran").time() == time(11)
    assert week.works_on(MONDAY)
    assert not queries.closed_days(town.city_id, MONDAY, LATER).get(MONDAY)


def test_a_friday_can_be_worked(town: Town) -> None:
    friday = TODAY + timedelta(days=5)
    assert not queries.office_week(town.city_id, None, TODAY).works_on(friday)
    shut(town, wish=DayChangeRequest(friday, "open"))
    assert queries.office_week(town.city_id, None, TODAY).works_on(friday)


def test_days_are_refused_with_a_reason(town: Town) -> None:
    CalendarDay.objects.create(city_id=town.city_id, day=LATER, is_off=True, name_fa="از پرونده")
    queries.forget()
    for wishes, refusal in (
        ([], DaysAreMissing),
        ([SHUT] * 32, DaysAreMissing),
        ([DayChangeRequest(TODAY - timedelta(1), "shut")], DayIsPast),
        ([DayChangeRequest(MONDAY, "half")], HalfDayNeedsAnHour),
        ([DayChangeRequest(MONDAY, "half", closes_at=time(7))], HalfDayNeedsAnHour),
        ([DayChangeRequest(LATER, "plain")], DayIsOfTheFiles),
        ([DayChangeRequest(MONDAY, "plain")], NothingDiffers),
    ):
        with make.refused(refusal):
            set_days(town.city_id, wishes, moves=False, by="staff:1")


def test_a_load_leaves_decided_days_and_a_newer_decision_is_taken_back_first(town: Town, tmp_path: Path) -> None:
    first = shut(town)
    folder = write_city_files(tmp_path / CODE)
    (folder / "calendar.csv").write_text(f"date,is_off,name_fa,name_en,source\n{MONDAY},0,باز,open,x\n")
    load_city(folder, by="test", on=TODAY)
    row = CalendarDay.objects.get(day=MONDAY)
    assert (row.is_off, row.is_decided) == (True, True)
    shut(town, wish=DayChangeRequest(MONDAY, "open"))
    with make.refused(DecidedSince):
        take_back_decision(town.city_id, first, by="staff:1")


# ── hours ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_hours_of_the_city_and_of_a_unit_from_a_day_on(town: Town, town_clock: TownClock) -> None:
    before = make.referred("CIV-01")
    was = due(before)
    number = set_hours(town.city_id, opens=time(8), closes=time(13), week_off=frozenset({4}), since=LATER, by="staff:1")
    set_hours(town.city_id, unit="O-waste", opens=time(12), closes=time(20), week_off=None, since=TODAY, by="staff:1")
    today, later = (queries.office_week(town.city_id, None, day) for day in (TODAY, LATER))
    assert (today.closes, later.opens, later.closes, later.days_off) == (
        time(14, 30),
        time(8),
        time(13),
        frozenset({4}),
    )
    waste = queries.office_week(town.city_id, town.units["O-waste"], LATER)
    assert (waste.opens, waste.days_off) == (time(12), frozenset({4}))
    assert running_past(town.city_id, TODAY, None) == 2
    town_clock.forward(days=6)
    assert due(before) == was
    assert due(make.referred("CIV-01", phone=None, district="2")).time() == time(13)
    take_back_decision(town.city_id, number, by="staff:1")
    assert queries.office_week(town.city_id, None, LATER).closes == time(14, 30)


def test_hours_are_refused_with_a_reason(town: Town) -> None:
    for unit, opens, closes, off, refusal in (
        ("D-99", time(8), time(9), None, UnitIsNotInForce),
        ("", time(9), time(8), None, OfficeHoursAreWrong),
        ("", time(9), None, None, OfficeHoursAreWrong),
        ("", time(8), time(9), frozenset(range(7)), OfficeHoursAreWrong),
        ("", None, None, None, NothingDiffers),
    ):
        with make.refused(refusal):
            set_hours(town.city_id, unit=unit, opens=opens, closes=closes, week_off=off, since=TODAY, by="staff:1")


# ── ladders ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def steps(code: str) -> dict[int, str]:
    return dict(EscalationStep.objects.filter(case__code=code).order_by("percent").values_list("percent", "audience"))


def test_the_ladder_in_force_at_the_opening_stays_with_the_case(town: Town, town_clock: TownClock) -> None:
    old = make.referred("CIV-01")
    number = set_escalation(
        town.city_id, topic="CIV-01", steps={60: "manager", 100: "mayor"}, since=LATER, by="staff:1"
    )
    assert set(steps(make.referred("CIV-01", phone=None, district="2"))) == {50, 80, 100, 150, 200}
    town_clock.forward(days=6)
    assert steps(make.referred("CIV-01", phone=None, district="3")) == {60: "manager", 100: "mayor"}
    assert set(steps(old)) == {50, 80, 100, 150, 200}
    take_back_decision(town.city_id, number, by="staff:1")
    assert set(steps(make.referred("CIV-01", phone=None, district="1"))) == {50, 80, 100, 150, 200}


def test_an_urgency_has_its_own_and_all_give_way_to_the_closest(town: Town) -> None:
    set_escalation(town.city_id, urgency="U", steps={25: "manager"}, since=TODAY, by="staff:1")
    set_escalation(town.city_id, steps={90: "clerk"}, since=TODAY, by="staff:1")
    assert steps(make.referred("CIV-09")) == {25: "manager"}
    assert steps(make.referred("CIV-01", district="2")) == {90: "clerk"}
    set_escalation(town.city_id, urgency="U", steps={}, since=TODAY, by="staff:1")
    assert steps(make.referred("CIV-09", district="3")) == {90: "clerk"}


def test_a_load_leaves_a_decided_ladder(town: Town, tmp_path: Path) -> None:
    folder = write_city_files(tmp_path / CODE)
    (folder / "ladder.csv").write_text("topic,unit,percent,audience\n*,,50,clerk\n*,,100,manager\nCIV-01,,70,mayor\n")
    load_city(folder, by="test", on=TODAY)
    set_escalation(town.city_id, steps={40: "deputy"}, since=TODAY, by="staff:1")
    load_city(folder, by="test", on=TODAY + timedelta(days=1))
    for code, share in (("CIV-09", 40), ("CIV-01", 70)):
        found = queries.escalation_steps(town.city_id, topic_id=town.topics[code], unit_id=None, on=LATER)
        assert [step.percent for step in found] == [share]
    with make.refused(LadderNeedsSteps):
        set_escalation(town.city_id, topic="CIV-01", steps={}, since=LATER, by="staff:1")


def test_ladders_are_refused_with_a_reason(town: Town) -> None:
    for wish, given, refusal in (
        ({"topic": "NO-1"}, {50: "clerk"}, LadderIsOfNobody),
        ({"urgency": "U", "unit": "D-01"}, {50: "clerk"}, LadderIsOfNobody),
        ({}, {0: "clerk"}, StepsAreWrong),
        ({}, {50: "king"}, StepsAreWrong),
        ({}, {}, LadderNeedsSteps),
        ({"urgency": "P"}, {}, NothingDiffers),
        ({}, dict.fromkeys(range(1, 14), "clerk"), StepsAreWrong),
    ):
        with make.refused(refusal):
            set_escalation(town.city_id, steps=given, since=TODAY, by="staff:1", **wish)

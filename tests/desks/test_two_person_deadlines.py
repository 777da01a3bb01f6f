"""Deadlines do not move by one person's hand: days that move promises, and office hours, take two people."""

from datetime import date, time, timedelta

import pytest

from peygir.city import queries as city
from peygir.city.actions import DayIsPast, DecidedSince, NothingDiffers, OfficeHoursAreWrong, set_days
from peygir.city.days_rules import DayChangeRequest
from peygir.core.jalali import local
from peygir.history.queries import timeline
from peygir.journey.two_person import confirm_two_person_change
from peygir.journey.two_person_calendar import (
    days_need_two,
    is_undone_by_two,
    propose_days,
    propose_office_hours,
    propose_undoing,
)
from peygir.people.actions import NotYourWork
from peygir.people.actions.role_refusals import SecondAdministratorIsNeeded
from peygir.people.actions.two_person_changes import ChangeReasonIsMissing
from peygir.people.two_person_queries import change_by_two
from tests import make
from tests.drain import drain
from tests.town import Town, TownClock
from tests.two_people import confirmed_by_another

pytestmark = pytest.mark.usefixtures("town_clock")
TODAY = date(2026, 5, 3)  # a Sunday
MONDAY = TODAY + timedelta(days=1)
SHUT = DayChangeRequest(MONDAY, "shut", "عزای عمومی", "public mourning")
OPEN = DayChangeRequest(MONDAY, "plain")


def shown(town: Town, change_id: int) -> str:
    change = change_by_two(town.city_id, change_id)
    assert change is not None
    return change.shown


def test_days_move_promises_once_a_second_person_confirmed(town: Town, town_clock: TownClock) -> None:
    code = make.referred("CIV-01")
    before = make.case(code).due_at
    given = {"moves": True, "why": "عزای عمومی"}
    for nobody in (town.clerk, town.supervisor):
        with make.refused(NotYourWork):
            propose_days(town.city_id, [SHUT], by=nobody, **given)  # type: ignore[arg-type]
    with make.refused(ChangeReasonIsMissing):
        propose_days(town.city_id, [SHUT], moves=True, why=" ", by=town.admin)
    with make.refused(NothingDiffers):
        propose_days(town.city_id, [OPEN], by=town.admin, **given)  # type: ignore[arg-type]
    number = propose_days(town.city_id, [SHUT], by=town.admin, **given)  # type: ignore[arg-type]
    drain()
    assert MONDAY not in city.closed_days(town.city_id, TODAY, TODAY + timedelta(days=3)), "asking shuts nothing"
    assert make.case(code).due_at == before
    with make.refused(SecondAdministratorIsNeeded):
        confirm_two_person_change(town.city_id, number, shown=shown(town, number), by=town.admin)
    confirmed_by_another(town)
    drain()
    moved = make.case(code).due_at
    assert before is not None
    assert moved is not None
    assert moved > before
    decision = timeline("city", town.city_id)[-1].number
    assert is_undone_by_two(town.city_id, decision)
    propose_undoing(town.city_id, decision, why="اشتباه بود", by=town.admin)
    drain()
    assert make.case(code).due_at == moved
    confirmed_by_another(town)
    drain()
    assert make.case(code).due_at == before
    with make.refused(DecidedSince):
        propose_undoing(town.city_id, decision, why="دوباره", by=town.admin)
    late = propose_days(town.city_id, [SHUT], by=town.admin, **given)  # type: ignore[arg-type]
    town_clock.forward(days=3)
    with make.refused(DayIsPast):
        confirm_two_person_change(town.city_id, late, shown=shown(town, late), by=town.inspectorate)


def test_one_person_shuts_a_day_but_opens_none_that_promises_count(town: Town) -> None:
    code = make.referred("CIV-01")
    before = make.case(code).due_at
    assert days_need_two(town.city_id, [SHUT], moves=True)
    assert not days_need_two(town.city_id, [SHUT], moves=False)
    assert not days_need_two(town.city_id, [DayChangeRequest(MONDAY, "open")], moves=False), "nothing counts it"
    set_days(town.city_id, [SHUT], moves=False, by=str(town.admin))
    decision = timeline("city", town.city_id)[-1].number
    assert not is_undone_by_two(town.city_id, decision)
    drain()
    assert make.case(code).due_at == before
    set_days(town.city_id, [OPEN], moves=False, by=str(town.admin))
    set_days(town.city_id, [SHUT], moves=True, by=str(town.admin))
    drain()
    assert make.case(code).due_at != before
    assert days_need_two(town.city_id, [OPEN], moves=False), "the moved promises count that day as shut"


def test_office_hours_change_by_two_people(town: Town, town_clock: TownClock) -> None:
    hours = {"unit": "", "opens": time(8), "closes": time(13), "week_off": frozenset({4}), "since": TODAY}
    with make.refused(NotYourWork):
        propose_office_hours(town.city_id, **hours, why="تابستان", by=town.supervisor)  # type: ignore[arg-type]
    with make.refused(OfficeHoursAreWrong):
        propose_office_hours(town.city_id, **{**hours, "closes": time(7)}, why="تابستان", by=town.admin)  # type: ignore[arg-type]
    propose_office_hours(town.city_id, **hours, why="تابستان", by=town.admin)  # type: ignore[arg-type]
    assert city.office_week(town.city_id, None, TODAY).closes == time(14, 30)
    town_clock.forward(days=1)
    confirmed_by_another(town)
    assert city.office_week(town.city_id, None, TODAY).closes == time(14, 30), "not from a day that is past"
    assert city.office_week(town.city_id, None, MONDAY).closes == time(13)
    decision = timeline("city", town.city_id)[-1].number
    assert is_undone_by_two(town.city_id, decision)
    propose_undoing(town.city_id, decision, why="پاییز", by=town.admin)
    confirmed_by_another(town)
    assert city.office_week(town.city_id, None, MONDAY).closes == time(14, 30)
    closing = local(city.office_week(town.city_id, None, MONDAY).closes_at(MONDAY), "Asia/Tehran")
    assert closing.time() == time(14, 30)

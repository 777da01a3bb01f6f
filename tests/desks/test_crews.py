"""Crews, who belongs to them and when, and the orders that rules of planned maintenance make."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from peygir.core import clock
from peygir.desks.fieldwork import actions as fieldwork
from peygir.desks.fieldwork import queries
from peygir.desks.fieldwork.actions import CrewForm, MaintenanceForm, NoSuchWorkOrder, WorkPlan
from peygir.desks.fieldwork.models import MaintenanceRule, WorkOrder
from peygir.history.queries import verify
from peygir.journey.clock import next_due_at, tick
from peygir.people.actions import NotYourWork
from tests import make, streets
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def test_crews_are_kept_by_the_planners_of_their_unit(town: Town) -> None:
    form = CrewForm(
        code="G-1",
        name="آسفالت یک",
        capacity=4,
        base_lat=29.6,
        base_lon=52.5,
        topic_ids=[town.topics["CIV-01"]],
        hours={5: (time(7, 30), time(15)), 6: (None, None)},
    )
    unit_id = town.units["D-01"]
    for by in (town.clerk_two, town.operator, town.admin, streets.member()):
        with make.refused(NotYourWork):
            fieldwork.keep_crew(unit_id, form, by=by)
    crew_id = fieldwork.keep_crew(unit_id, form, by=town.manager)
    facts = queries.crew_by_id(crew_id, on=streets.today())
    assert facts is not None
    assert facts.can_do(town.topics["CIV-01"])
    assert not facts.can_do(town.topics["CLN-01"])
    saturday = date(2026, 5, 9)
    assert facts.shift_on(saturday) == queries.CrewShiftFacts(5, time(7, 30), time(15))
    assert facts.shift_on(saturday + timedelta(days=1)) is None
    with make.refused(fieldwork.CrewCodeIsTaken):
        fieldwork.keep_crew(unit_id, form, by=town.clerk)
    changed = replace(form, name="آسفالت دو", topic_ids=[])
    fieldwork.keep_crew(unit_id, changed, by=town.clerk, crew_id=crew_id, version=1)
    with make.refused(fieldwork.CrewHasChanged):
        fieldwork.keep_crew(unit_id, form, by=town.clerk, crew_id=crew_id, version=1)
    with make.refused(fieldwork.NoSuchCrew):
        fieldwork.keep_crew(town.units["D-02"], form, by=town.clerk_two, crew_id=crew_id)
    assert verify().breaks == []


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"name": " "}, fieldwork.CrewIsWrong),
        ({"code": "گروه"}, fieldwork.CrewIsWrong),
        ({"capacity": -1}, fieldwork.CrewIsWrong),
        ({"base_lat": 29.6}, fieldwork.CrewIsWrong),
        ({"base_lat": 99.0, "base_lon": 52.0}, fieldwork.CrewIsWrong),
        ({"hours": {0: (time(7), None)}}, fieldwork.CrewHoursAreWrong),
        ({"hours": {0: (time(7), time(7))}}, fieldwork.CrewHoursAreWrong),
        ({"topic_ids": [999_999]}, fieldwork.TopicIsNotKnown),
    ],
)
def test_what_a_crew_must_be(town: Town, wrong: dict[str, Any], refusal: Any) -> None:
    form = replace(CrewForm(code="G-1", name="گروه"), **wrong)
    with make.refused(refusal):
        fieldwork.keep_crew(town.units["D-01"], form, by=town.manager)


def test_who_belongs_to_a_crew_is_dated(town: Town, town_clock: TownClock) -> None:
    worker = streets.member()
    crew_id, day = streets.crew(town), streets.today()
    with make.refused(fieldwork.MemberIsInCrew):
        fieldwork.add_member(crew_id, worker.id, from_on=day, by=town.manager)
    with make.refused(fieldwork.MemberIsNotOfTheUnit):
        fieldwork.add_member(crew_id, town.clerk_two.id, from_on=day, by=town.manager)
    number = streets.sent(town, make.referred(), crew_id=crew_id)
    fieldwork.end_member(crew_id, worker.id, to_on=day + timedelta(days=1), by=town.manager)
    assert queries.crew_ids_of(worker.id, on=day) == {crew_id}
    town_clock.forward(days=1)
    assert queries.crew_ids_of(worker.id, on=streets.today()) == frozenset()
    with make.refused(NoSuchWorkOrder):
        fieldwork.start_order(number, by=worker)
    with make.refused(fieldwork.NoSuchMember):
        fieldwork.end_member(crew_id, worker.id, to_on=day, by=town.manager)
    fieldwork.add_member(crew_id, worker.id, from_on=streets.today(), by=town.manager)
    fieldwork.start_order(number, by=worker)
    assert len(queries.member_times(crew_id)) == 2
    assert verify().breaks == []


# ── planned maintenance ─────────────────────────────────────────────────────────────────────────────────────────────


def _rule(town: Town, **given: Any) -> int:
    values = {
        "topic_id": town.topics["CLN-01"],
        "title": "شستن جدول‌ها",
        "every": 10,
        "repeat_unit": "days",
        "begins_on": streets.today() + timedelta(days=9),
        "lead_days": 7,
        **given,
    }
    return fieldwork.keep_rule(town.units["D-01"], MaintenanceForm(**values), by=town.manager)


def test_a_rule_makes_each_of_its_orders_once_and_plans_it(town: Town, town_clock: TownClock) -> None:
    begins = streets.today() + timedelta(days=9)
    rule_id = _rule(town, crew_id=streets.crew(town), day_part="morning")
    assert tick(clock.now()) == 0
    assert not WorkOrder.objects.exists()
    due = next_due_at()
    town_clock.forward(days=2)
    assert due is not None
    assert due <= clock.now()
    assert fieldwork.make_due_orders(clock.now()) == 1
    assert fieldwork.make_due_orders(clock.now()) == 0
    order = streets.read(WorkOrder.objects.get().number)
    assert (order.state, order.planned_on, order.day_part) == ("planned", begins, "morning")
    assert (order.title, order.case_count, order.rule_id) == ("شستن جدول‌ها", 0, rule_id)
    assert MaintenanceRule.objects.get().next_on == begins + timedelta(days=10)
    town_clock.forward(days=200)
    assert fieldwork.make_due_orders(clock.now()) == 1, "what was missed is made up for once"
    late = WorkOrder.objects.order_by("pk").last()
    assert late is not None
    assert late.planned_on == streets.today()
    assert MaintenanceRule.objects.get().next_on > streets.today()
    assert verify().breaks == []


def test_a_rule_is_changed_and_stopped_by_its_planners(town: Town, town_clock: TownClock) -> None:
    rule_id = _rule(town)
    form = MaintenanceForm(
        topic_id=town.topics["CLN-01"],
        title="شستن جدول‌ها",
        every=1,
        repeat_unit="months",
        begins_on=streets.today(),
        is_active=False,
    )
    with make.refused(NotYourWork):
        fieldwork.keep_rule(town.units["D-01"], form, by=town.clerk_two, rule_id=rule_id)
    with make.refused(fieldwork.NoSuchMaintenanceRule):
        fieldwork.keep_rule(town.units["D-02"], form, by=town.clerk_two, rule_id=rule_id)
    fieldwork.keep_rule(town.units["D-01"], form, by=town.clerk, rule_id=rule_id, version=1)
    with make.refused(fieldwork.MaintenanceHasChanged):
        fieldwork.keep_rule(town.units["D-01"], form, by=town.clerk, rule_id=rule_id, version=1)
    town_clock.forward(days=60)
    assert fieldwork.make_due_orders(clock.now()) == 0
    for wrong in ({"title": ""}, {"every": 0}, {"lead_days": 91}, {"repeat_unit": "weeks"}, {"lat": 29.0}):
        with make.refused(fieldwork.MaintenanceIsWrong):
            fieldwork.keep_rule(town.units["D-01"], replace(form, **wrong), by=town.clerk)
    assert verify().breaks == []


def test_an_order_of_a_rule_goes_the_usual_way(town: Town, town_clock: TownClock) -> None:
    _rule(town, begins_on=streets.today())
    fieldwork.make_due_orders(clock.now())
    number = WorkOrder.objects.get().number
    assert streets.read(number).state == "draft"
    fieldwork.plan_order(number, WorkPlan(crew_id=streets.crew(town), on=streets.today()), by=town.clerk)
    fieldwork.send_order(number, by=town.clerk)
    fieldwork.finish_order(number, by=streets.member())
    fieldwork.settle_order(number, by=town.manager)
    assert streets.read(number).state == "settled"

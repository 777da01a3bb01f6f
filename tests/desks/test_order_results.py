"""What comes back from the street: results that move cases by the usual verbs, steps, material; crews and rules."""

from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from peygir.cases.actions import NoSuchCase
from peygir.cases.models import Note
from peygir.core import clock
from peygir.desks.fieldwork import actions as fieldwork
from peygir.desks.fieldwork import queries
from peygir.desks.fieldwork.actions import (
    BlockedNeedsReason,
    CrewForm,
    EvidenceIsMissing,
    MaintenanceForm,
    NoSuchWorkOrder,
    OrderMoveNotYours,
    OrderNeeds,
    ResultIsGiven,
    ResultIsUnknown,
    ResultNeedsWords,
    StreetResult,
    WorkPlan,
)
from peygir.desks.fieldwork.models import Evidence, MaintenanceRule, OrderCase, Visit, WorkOrder
from peygir.desks.fieldwork.queries import StepFacts
from peygir.history.queries import verify
from peygir.journey.clock import next_due_at, tick
from peygir.people.actions import NotYourWork
from tests import make, streets
from tests.drain import drain
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def test_fixed_finishes_the_case_with_its_evidence_and_asks_the_citizen(town: Town) -> None:
    code, worker = make.referred(), streets.member()
    number = streets.sent(town, code)
    given = StreetResult(result="fixed", photo=make.photo(), answer="چاله پر شد.", is_photo_shown=True)
    fieldwork.give_result(number, code, given, by=worker)
    drain(twice=True)
    case, evidence = make.case(code), Evidence.objects.get()
    assert case.state == "done"
    assert (evidence.state, evidence.is_public, evidence.by) == ("ready", True, str(worker))
    kinds = make.kinds(code)
    assert kinds.index("case_finished") < kinds.index("case_order_result")
    assert Note.objects.get(is_public=True).text == "چاله پر شد."
    order = streets.read(number)
    assert (order.state, order.open_count) == ("under_way", 0), "the first result begins the order"
    assert OrderCase.objects.get().left_why == "", "the case was fixed by the order: it has not left it"
    assert verify().breaks == []


def test_fixed_needs_evidence_and_has_a_standard_answer(town: Town) -> None:
    code, worker = make.referred(), streets.member()
    number = streets.sent(town, code)
    with make.refused(EvidenceIsMissing):
        fieldwork.give_result(number, code, StreetResult(result="fixed"), by=worker)
    assert make.case(code).state == "in_hand"
    assert streets.read(number).state == "sent", "what is refused leaves nothing behind"
    fieldwork.give_result(number, code, streets.fixed(), by=worker)
    assert Note.objects.get(is_public=True).text == "کار این محل انجام شد."


@pytest.mark.parametrize(
    ("given", "state", "kind"),
    [
        ({"result": "partly", "note": "نیمی ماند"}, "in_hand", "visit_made"),
        ({"result": "not_found", "note": "چاله‌ای نبود"}, "in_hand", "visit_made"),
        ({"result": "another_crew", "note": "برق‌کار می‌خواهد"}, "in_hand", "visit_made"),
        ({"result": "not_possible", "reason": "parked_cars"}, "in_hand", "visit_made"),
        ({"result": "not_possible", "reason": "weather"}, "in_hand", "visit_made"),
        ({"result": "not_possible", "reason": "weather", "days": 3, "note": "باران"}, "waiting", "case_paused"),
    ],
)
def test_other_results_leave_the_case_with_its_unit(town: Town, given: dict[str, Any], state: str, kind: str) -> None:
    code, worker = make.referred(), streets.member()
    number = streets.sent(town, code)
    days = given.pop("days", None) if "days" in given else None
    until = clock.now() + timedelta(days=days) if days else None
    fieldwork.give_result(number, code, StreetResult(**given, until=until, photo=make.photo()), by=worker)
    drain(twice=True)
    assert make.case(code).state == state
    assert kind in make.kinds(code)
    assert make.kinds(code)[-2:] != ["case_order_left"]
    assert OrderCase.objects.get().result == given["result"]
    assert Evidence.objects.get().state == "ready", "the photo is kept in every case"
    assert verify().breaks == []
    number_two = streets.order(town, code)
    assert streets.read(number_two).case_count == 1, "the next order takes it"


def test_what_a_result_must_say(town: Town) -> None:
    code, worker = make.referred(), streets.member()
    number = streets.sent(town, code)
    for refusal, given in (
        (ResultIsUnknown, StreetResult(result="done")),
        (BlockedNeedsReason, StreetResult(result="not_possible", note="نشد")),
        (BlockedNeedsReason, StreetResult(result="fixed", reason="weather", form="x")),
        (ResultNeedsWords, StreetResult(result="partly", note=" ")),
    ):
        with make.refused(refusal):
            fieldwork.give_result(number, code, given, by=worker)
    assert not Visit.objects.exists()


def test_the_same_result_twice_is_once_and_another_is_a_conflict(town: Town) -> None:
    code, worker = make.referred(), streets.member()
    number = streets.sent(town, code)
    version = fieldwork.give_result(number, code, streets.fixed(), by=worker)
    assert fieldwork.give_result(number, code, streets.fixed(), by=worker) == version
    with make.refused(ResultIsGiven):
        fieldwork.give_result(number, code, StreetResult(result="partly", note="نیمی"), by=worker)
    assert make.kinds(code).count("case_finished") == 1


def test_a_crew_moves_its_own_cases_and_no_others(town: Town) -> None:
    code, other = make.referred(), make.referred(phone=PHONES[1])
    worker, stranger = streets.member(), streets.member(name="crew_other")
    number = streets.sent(town, code)
    with make.refused(NoSuchWorkOrder):
        fieldwork.give_result(number, code, streets.fixed(), by=stranger)
    with make.refused(NoSuchCase):
        fieldwork.give_result(number, other, streets.fixed(), by=worker)
    with make.refused(NoSuchCase):
        make.command(code, "finish", worker, form="x", note="y")
    with make.refused(OrderMoveNotYours):
        fieldwork.give_result(number, code, streets.fixed(), by=town.operator)
    fieldwork.give_result(number, code, streets.fixed(), by=town.clerk)
    assert make.case(code).state == "done", "the office may record what a crew says by phone"


def test_all_cases_and_required_steps_before_the_street_is_over(town: Town) -> None:
    steps = [StepFacts("محوطه را ببند", True), StepFacts("عکس بگیر", False)]
    fieldwork.keep_checklist(town.city_id, town.topics["CIV-01"], steps, by=town.admin)
    code, other, worker = make.referred(), make.referred(phone=PHONES[1]), streets.member()
    number = streets.sent(town, code, other)
    assert [step.text for step in queries.steps_of_order(streets.read(number).id)] == ["محوطه را ببند", "عکس بگیر"]
    fieldwork.give_result(number, code, streets.fixed(), by=worker)
    with make.refused(OrderNeeds):
        fieldwork.finish_order(number, by=worker)
    fieldwork.give_result(number, other, StreetResult(result="partly", note="نیمی"), by=worker)
    with make.refused(OrderNeeds):
        fieldwork.finish_order(number, by=worker)
    version = fieldwork.check_step(number, 1, is_done=True, by=worker)
    assert fieldwork.check_step(number, 1, is_done=True, by=worker) == version
    with make.refused(fieldwork.NoSuchStep):
        fieldwork.check_step(number, 9, is_done=True, by=worker)
    fieldwork.finish_order(number, by=worker)
    fieldwork.resume_order(number, by=town.clerk, note="هنوز نخاله مانده است")
    assert streets.read(number).street_done_at is None
    fieldwork.finish_order(number, by=worker)
    assert verify().breaks == []


def test_a_checklist_is_dated_and_orders_keep_their_own(town: Town, town_clock: TownClock) -> None:
    topic = town.topics["CIV-01"]
    with make.refused(NotYourWork):
        fieldwork.keep_checklist(town.city_id, topic, [StepFacts("گام", False)], by=town.manager)
    fieldwork.keep_checklist(town.city_id, topic, [StepFacts("گام", False)], by=town.admin)
    number = streets.order(town, make.referred())
    town_clock.forward(days=1)
    fieldwork.keep_checklist(town.city_id, topic, [StepFacts("گام دیگر", True), StepFacts(" ", True)], by=town.admin)
    fieldwork.keep_checklist(town.city_id, topic, [StepFacts("گام دیگر", True)], by=town.admin)
    assert [step.text for step in queries.steps_of_order(streets.read(number).id)] == ["گام"]
    versions = queries.checklist_versions(topic)
    assert [version.steps[0].text for version in versions] == ["گام دیگر", "گام"], "the same again is no version"
    fieldwork.keep_checklist(town.city_id, topic, [], by=town.admin)
    assert queries.steps_on(topic, on=streets.today()) == ()
    with make.refused(fieldwork.StepsAreTooMany):
        fieldwork.keep_checklist(town.city_id, topic, [StepFacts("گام", False)] * 41, by=town.admin)
    assert verify().breaks == []


def test_material(town: Town) -> None:
    worker, number = streets.member(), streets.sent(town, title="شستن جدول")
    fieldwork.use_material(number, item="آسفالت", quantity=Decimal("0.5"), measure="تن", by=worker)
    used = queries.materials_of_order(streets.read(number).id)
    assert [(each.item, each.quantity, each.measure) for each in used] == [("آسفالت", Decimal("0.500"), "تن")]
    for item, quantity, measure in (
        (" ", Decimal(1), "تن"),
        ("آسفالت", Decimal(0), "تن"),
        ("آسفالت", Decimal("0.0001"), "تن"),
        ("آسفالت", Decimal("NaN"), "تن"),
        ("آسفالت", Decimal("1E20"), "تن"),
        ("آ" * 121, Decimal(1), "تن"),
    ):
        with make.refused(fieldwork.MaterialIsWrong):
            fieldwork.use_material(number, item=item, quantity=quantity, measure=measure, by=worker)
    fieldwork.remove_material(number, used[0].id, by=worker)
    with make.refused(fieldwork.NoSuchMaterial):
        fieldwork.remove_material(number, used[0].id, by=worker)
    assert verify().breaks == []


# ── crews ───────────────────────────────────────────────────────────────────────────────────────────────────────────


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
    assert facts.shift_on(saturday) == queries.ShiftFacts(5, time(7, 30), time(15))
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
    with make.refused(fieldwork.NoSuchRule):
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

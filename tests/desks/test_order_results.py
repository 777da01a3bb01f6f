"""What comes back from the street: results that move cases by the usual verbs, steps and material."""

from datetime import timedelta
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
    EvidenceIsMissing,
    NoSuchWorkOrder,
    OrderMoveNotYours,
    OrderNeeds,
    ResultIsGiven,
    ResultIsUnknown,
    ResultNeedsWords,
    StreetResult,
)
from peygir.desks.fieldwork.models import Evidence, OrderCase, Visit
from peygir.desks.fieldwork.queries import ChecklistStepFacts
from peygir.history.queries import verify
from peygir.people.actions import NotYourWork
from tests import make, streets
from tests.drain import drain
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def test_fixed_finishes_the_case_with_its_evidence_and_asks_the_citizen(town: Town) -> None:
    code, worker = make.referred(), streets.member()
    number = streets.sent(town, code)
    given = StreetResult(result="fixed", photo=make.photo(), answer="چاله پر شد.")
    fieldwork.give_result(number, code, given, by=worker)
    drain(twice=True)
    case, evidence = make.case(code), Evidence.objects.get()
    assert case.state == "done"
    assert (evidence.state, evidence.is_public, evidence.by) == ("ready", False, str(worker))
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
    steps = [ChecklistStepFacts("محوطه را ببند", True), ChecklistStepFacts("عکس بگیر", False)]
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
        fieldwork.keep_checklist(town.city_id, topic, [ChecklistStepFacts("گام", False)], by=town.manager)
    fieldwork.keep_checklist(town.city_id, topic, [ChecklistStepFacts("گام", False)], by=town.admin)
    number = streets.order(town, make.referred())
    town_clock.forward(days=1)
    fieldwork.keep_checklist(
        town.city_id, topic, [ChecklistStepFacts("گام دیگر", True), ChecklistStepFacts(" ", True)], by=town.admin
    )
    fieldwork.keep_checklist(town.city_id, topic, [ChecklistStepFacts("گام دیگر", True)], by=town.admin)
    assert [step.text for step in queries.steps_of_order(streets.read(number).id)] == ["گام"]
    versions = queries.checklist_versions(topic)
    assert [version.steps[0].text for version in versions] == ["گام دیگر", "گام"], "the same again is no version"
    fieldwork.keep_checklist(town.city_id, topic, [], by=town.admin)
    assert queries.steps_on(topic, on=streets.today()) == ()
    with make.refused(fieldwork.StepsAreTooMany):
        fieldwork.keep_checklist(town.city_id, topic, [ChecklistStepFacts("گام", False)] * 41, by=town.admin)
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

"""A crew's phone comes back: each result once, in order; what meets others' work is kept for a planner's decision."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from peygir.core import clock
from peygir.desks.fieldwork import actions as fieldwork
from peygir.desks.fieldwork import queries
from peygir.desks.fieldwork.actions import OrderMoveNotYours
from peygir.desks.fieldwork.models import Evidence, OrderMaterial
from peygir.history.queries import timeline, verify
from peygir.journey.sync.actions import OrderConflictIsDecided, decide_order_conflict
from peygir.storage.receipts.models import DeviceCommand
from tests import make, streets
from tests.desks.test_sync import send
from tests.drain import drain
from tests.markup import packed
from tests.pages.test_works import signed_in
from tests.town import PHONES, Town, TownClock
from tests.tus_sender import TusSender, sha256

pytestmark = pytest.mark.usefixtures("town_clock")
CREW = "crew_one"


def command(number: str, seq: int, body: dict[str, Any], **more: Any) -> dict[str, Any]:
    given = {"uuid": str(uuid.uuid4()), "device": "d", "branch": "b", "seq": seq, "order": number, "body": body}
    return {**given, "base_version": streets.read(number).version, "made_at": clock.now().isoformat(), **more}


def result(code: str, **given: Any) -> dict[str, Any]:
    body = {"verb": "order_result", "case": code, "case_version": make.case(code).version, "result": "fixed"}
    return {**body, "form": "آسفالت ریخته شد", **given}


def states(answers: list[dict[str, Any]]) -> list[str]:
    return [answer["result"] for answer in answers]


def test_a_shift_comes_back_once_and_in_order(town: Town, town_clock: TownClock) -> None:
    code, other = make.referred(), make.referred(phone=PHONES[1])
    worker = streets.member()
    number = streets.sent(town, code, other)
    photo = make.photo(300)
    TusSender(client=signed_in(CREW)).send(photo)
    sent = [
        command(number, 1, {"verb": "order_start"}),
        command(number, 2, result(code), photos=[sha256(photo)]),
        command(number, 3, result(other, result="not_possible", reason="parked_cars", form="")),
        command(number, 4, {"verb": "order_material", "item": "آسفالت", "quantity": "0.25", "measure": "تن"}),
        command(number, 5, {"verb": "order_finish", "note": "تمام"}),
    ]
    town_clock.forward(hours=5)
    for _ in range(2):
        answers = send(CREW, *sent)
        assert states(answers) == ["applied"] * 5, answers
        assert [answer["code"] for answer in answers] == [number] * 5
        drain(twice=True)
    order = streets.read(number)
    assert answers[-1]["version"] == order.version
    assert (order.state, order.open_count) == ("finished", 0)
    assert (make.case(code).state, make.case(other).state) == ("done", "in_hand")
    assert streets.kinds(number)[3:] == [
        "work_order_started",
        "work_order_result",
        "work_order_result",
        "work_order_material_used",
        "work_order_finished",
    ]
    assert Evidence.objects.get(kind="photo").by == str(worker)
    assert OrderMaterial.objects.count() == 1
    assert verify().breaks == []


def test_what_is_wrong_is_refused_with_a_sentence(town: Town) -> None:
    code = make.referred()
    number = streets.sent(town, code)
    streets.member(name="crew_other")
    for body in (
        {"verb": "order_result", "case": code},
        {"verb": "order_result", "case": code, "result": ["fixed"]},
        {"verb": "order_result", "case": code, "result": "fixed", "until": "x"},
        {"verb": "order_result", "case": "0500000000", "result": "fixed", "form": "x"},
        {"verb": "order_step", "step": "1"},
        {"verb": "order_step", "step": 7},
        {"verb": "order_material", "item": "x", "quantity": "many", "measure": "y"},
        {"verb": "order_start", "note": "x"},
    ):
        [answer] = send(CREW, command(number, 1, body, branch=str(uuid.uuid4())))
        assert answer["result"] == "refused", body
        assert answer["fa"]
        assert answer["en"] != answer["fa"]
    for order in (code, "W-1405-999999"):
        late = {**command(number, 1, {"verb": "order_start"}, branch=str(uuid.uuid4())), "order": order}
        assert states(send(CREW, late)) == ["refused"]
    assert states(send("clerk_two", command(number, 1, {"verb": "order_start"}))) == ["refused"]
    assert streets.kinds(number)[-1] == "work_order_sent"
    assert verify().breaks == []


def _meets(town: Town, how: str, number: str, code: str) -> None:
    """What happens in the office while the crew has no connection."""
    match how:
        case "clerk finished it":
            make.command(code, "finish", town.clerk, note="کار دیگری انجام داد", form="گزارش تلفنی")
        case "recalled":
            fieldwork.recall_order(number, note="اشتباه بود", by=town.clerk)
        case "taken out":
            fieldwork.remove_case(number, code, by=town.clerk)
        case "another crew":
            fieldwork.recall_order(number, note="گروه دیگر", by=town.clerk)
            crew_id = streets.crew(town, code="G-9", people=[streets.member(name="crew_other")])
            plan = fieldwork.WorkPlan(crew_id=crew_id, on=streets.today())
            fieldwork.plan_order(number, plan, by=town.clerk)
            fieldwork.send_order(number, by=town.clerk)
        case "other result":
            given = fieldwork.StreetResult(result="partly", note="نیمی ماند")
            fieldwork.give_result(number, code, given, by=town.clerk)
        case "waits":
            until = clock.now() + timedelta(days=30)
            make.command(code, "wait", town.clerk, reason="material", note="آسفالت", until=until)
    drain()


@pytest.mark.parametrize("how", ["clerk finished it", "recalled", "taken out", "another crew", "other result", "waits"])
def test_work_that_was_done_meanwhile_is_kept_as_a_second_version(town: Town, how: str) -> None:
    code = make.referred()
    streets.member()
    number = streets.sent(town, code)
    late = command(number, 1, result(code))
    _meets(town, how, number, code)
    before, state = streets.kinds(number), make.case(code).state
    [answer] = send(CREW, late)
    assert answer["result"] == "conflict", answer
    assert answer["fields"]
    assert states(send(CREW, late)) == ["conflict"], "the same again is the same"
    assert streets.kinds(number) == [*before, "work_order_conflict"]
    assert make.case(code).state == state, "nothing is overwritten"
    row = DeviceCommand.objects.get()
    page = packed(signed_in("clerk").get(reverse("work_order", args=[number])).content.decode())
    assert "Two versions" in page
    assert "آسفالت ریخته شد" in page
    with make.refused(OrderMoveNotYours):
        decide_order_conflict(number, row.pk, choice="file", version=None, by=town.operator)
    decide_order_conflict(number, row.pk, choice="file", version=None, by=town.clerk)
    with make.refused(OrderConflictIsDecided):
        decide_order_conflict(number, row.pk, choice="command", version=None, by=town.clerk)
    assert streets.kinds(number)[-1] == "work_order_conflict_decided"
    assert states(send(CREW, late)) == ["conflict"]
    assert verify().breaks == []


@pytest.mark.parametrize("how", ["taken out", "waits"])
def test_the_phones_version_may_hold(town: Town, how: str) -> None:
    code = make.referred()
    streets.member()
    number = streets.sent(town, code)
    late = command(number, 1, result(code))
    _meets(town, how, number, code)
    send(CREW, late)
    address = reverse("work_order_act", args=[number, "decide"])
    given = {"command": DeviceCommand.objects.get().pk, "choice": "command", "version": streets.read(number).version}
    assert signed_in("clerk").post(address, given).status_code == 302
    drain(twice=True)
    assert make.case(code).state == "done"
    assert DeviceCommand.objects.get().choice == "command"
    assert [each.result for each in queries.cases_of_order(streets.read(number).id)] == ["fixed"]
    assert verify().breaks == []


def test_others_changed_something_else_and_a_gap_is_said(town: Town, town_clock: TownClock) -> None:
    from peygir.journey.clock import tick

    code, other = make.referred(), make.referred(phone=PHONES[1])
    streets.member()
    number = streets.sent(town, code, other)
    late, later = command(number, 1, result(code)), command(number, 3, result(other))
    fieldwork.lock_order(number, is_locked=True, by=town.clerk)
    assert states(send(CREW, late, later)) == ["applied_soft", "waiting"]
    assert streets.kinds(number)[-1] == "work_order_command_late"
    town_clock.forward(hours=13)
    tick(clock.now())
    event = timeline("work_order", streets.read(number).id)[-1]
    assert (event.kind, event.data["has_gap"]) == ("work_order_command_late", True)
    assert make.case(other).state == "done"
    assert verify().breaks == []

"""Work orders: made from cases or without, planned, sent, worked on and settled; each with its chained file."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction

from peygir.assets.models import Asset
from peygir.assets.queries import needed_asset
from peygir.cases.actions import NoSuchCase
from peygir.desks.fieldwork import actions as fieldwork
from peygir.desks.fieldwork import queries
from peygir.desks.fieldwork.actions import (
    AssetIsNotKnown,
    CaseCannotBeOrdered,
    CaseIsOrdered,
    CrewIsNotOfTheUnit,
    NoSuchWorkOrder,
    OrderDetailIsWrong,
    OrderDetails,
    OrderHasChanged,
    OrderIsNotOpen,
    OrderMoveNotYours,
    OrderNeeds,
    OrderNeedsWork,
    PlannedDayIsPast,
    WorkPlan,
)
from peygir.desks.fieldwork.models import OrderCase, OrderNote, WorkOrder
from peygir.history.queries import verify
from peygir.people.actions import NotYourWork
from tests import asset_register, make, streets
from tests.drain import drain
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
WHY = "ماشین خراب است"


def test_an_order_from_two_cases_takes_their_place_promise_and_topic(town: Town) -> None:
    first, second = make.referred(), make.referred(phone=PHONES[1])
    number = streets.order(town, first, second)
    drain(twice=True)
    order, case = streets.read(number), make.case(first)
    assert (order.state, order.case_count, order.open_count) == ("draft", 2, 2)
    assert order.number.startswith("W-1405-")
    assert (order.topic_id, order.unit_id, order.urgency) == (case.topic_id, town.units["D-01"], "N")
    assert (order.lat, order.lon, order.due_at) == (case.lat, case.lon, case.due_at)
    assert {make.case(code).state for code in (first, second)} == {"in_hand"}, "they are taken in hand"
    assert make.kinds(first)[-2:] == ["case_accepted", "case_ordered"]
    assert streets.kinds(number) == ["work_order_made"]
    assert verify().breaks == []


def test_the_whole_way_of_an_order(town: Town) -> None:
    code = make.referred()
    worker = streets.member()
    number = streets.sent(town, code)
    assert queries.orders_of_day(streets.read(number).crew_id or 0, streets.today())[0].number == number
    fieldwork.start_order(number, by=worker)
    fieldwork.start_order(number, by=worker)
    fieldwork.give_result(number, code, streets.fixed(answer="چاله پر شد."), by=worker)
    fieldwork.finish_order(number, by=worker)
    drain(twice=True)
    fieldwork.settle_order(number, by=town.clerk, note="بررسی شد")
    order = streets.read(number)
    assert order.state == "settled"
    assert order.sent_at
    assert order.started_at
    assert order.street_done_at
    assert order.settled_at
    assert streets.kinds(number) == [
        "work_order_made",
        "work_order_planned",
        "work_order_sent",
        "work_order_started",
        "work_order_result",
        "work_order_finished",
        "work_order_settled",
    ]
    assert OrderNote.objects.get().text == "بررسی شد"
    assert verify().breaks == []


def test_work_without_a_case_needs_a_title(town: Town) -> None:
    with make.refused(OrderNeedsWork):
        streets.order(town, title="  ")
    with make.refused(OrderDetailIsWrong):
        streets.order(town, title="شستن جدول", minutes=0)
    number = streets.sent(town, title="شستن جدول", minutes=30)
    worker = streets.member()
    fieldwork.finish_order(number, by=worker)
    assert streets.read(number).state == "finished"


def test_only_planners_of_the_unit_make_orders_and_only_for_its_cases(town: Town) -> None:
    code = make.referred()
    worker = streets.member()
    for by in (town.clerk_two, town.operator, town.deputy, town.mayor, town.inspector, town.admin, worker):
        with make.refused(NotYourWork):
            streets.order(town, code, by=by)
    elsewhere = make.referred(district="2", phone=PHONES[1])
    with make.refused(NoSuchCase):
        streets.order(town, elsewhere)
    assert not WorkOrder.objects.exists()
    assert make.case(code).state == "referred", "a refused order leaves its cases as they are"
    assert streets.read(streets.order(town, code, by=town.manager)).case_count == 1


def test_a_case_is_in_one_open_order(town: Town) -> None:
    code, other = make.referred(), make.referred(phone=PHONES[1])
    number = streets.order(town, code)
    with make.refused(CaseIsOrdered) as refusal:
        streets.order(town, other, code)
    assert number in refusal.value.words("en")
    assert make.case(other).state == "referred"
    fieldwork.cancel_order(number, note=WHY, by=town.clerk)
    assert streets.read(number).case_count == 0
    assert make.kinds(code)[-1] == "case_order_left"
    streets.order(town, code)


def test_an_ended_case_cannot_be_ordered(town: Town) -> None:
    with make.refused(CaseCannotBeOrdered):
        streets.order(town, make.done())


def test_cases_are_added_and_taken_out(town: Town) -> None:
    code, other = make.referred(), make.referred(phone=PHONES[1])
    number = streets.order(town, code)
    version = streets.read(number).version
    assert fieldwork.add_case(number, other, by=town.clerk, version=version) == version + 1
    assert fieldwork.add_case(number, other, by=town.clerk) == version + 1, "a second time changes nothing"
    with make.refused(OrderHasChanged):
        fieldwork.remove_case(number, other, by=town.clerk, version=version)
    fieldwork.remove_case(number, other, by=town.clerk)
    fieldwork.remove_case(number, other, by=town.clerk)
    assert [one.left_why for one in queries.cases_of_order(streets.read(number).id)] == ["", "removed"]
    with make.refused(OrderMoveNotYours):
        fieldwork.add_case(number, other, by=town.operator)
    with make.refused(NoSuchWorkOrder):
        fieldwork.add_case(number, other, by=town.clerk_two)
    fieldwork.add_case(number, other, by=town.clerk)
    assert streets.read(number).open_count == 2
    assert verify().breaks == []


@pytest.mark.parametrize("verb", ["decline", "return", "refer_out", "merge", "withdraw", "finish", "refer"])
def test_a_case_that_goes_elsewhere_leaves_its_order(town: Town, verb: str) -> None:
    code, other = make.referred(), make.referred(phone=PHONES[1])
    number = streets.order(town, code, other)
    values: dict[str, dict[str, Any]] = {
        "return": {"reason": "wrong_unit"},
        "refer_out": {"agency_id": town.agencies["A-water"], "means": "phone"},
        "merge": {"into": make.referred(phone=PHONES[2])},
        "finish": {"form": "انجام شد"},
        "refer": {"unit_id": town.units["D-02"]},
    }
    by = town.operator if verb in ("refer", "withdraw") else town.clerk
    make.command(code, verb, by, note="توضیح کافی", **values.get(verb, {}))
    drain(twice=True)
    place = OrderCase.objects.get(case__code=code)
    assert not place.is_open
    assert place.left_why == ("moved" if verb in ("return", "refer_out", "refer") else "ended")
    order = streets.read(number)
    assert (order.state, order.open_count) == ("draft", 1), "the other case stays"
    assert streets.kinds(number)[-1] == "work_order_case_left"
    assert verify().breaks == []


def test_an_order_that_lost_its_last_case_before_it_was_sent_is_cancelled(town: Town) -> None:
    code, sent_code = make.referred(), make.referred(phone=PHONES[1])
    number, sent = streets.planned(town, code), streets.sent(town, sent_code, crew_id=streets.crew(town, code="G-2"))
    for each in (code, sent_code):
        make.command(each, "decline", town.clerk, note="نیازی نیست")
    drain(twice=True)
    assert streets.read(number).state == "cancelled"
    assert streets.read(sent).state == "sent", "the crew has it: the planner recalls it"
    assert verify().breaks == []


def test_a_new_promise_is_taken_over(town: Town, town_clock: TownClock) -> None:
    code = make.in_hand()
    number = streets.order(town, code)
    before = streets.read(number)
    make.command(code, "topic", town.clerk, topic_id=town.topics["CIV-09"])
    drain(twice=True)
    assert streets.read(number).due_at == make.case(code).due_at != before.due_at
    assert streets.read(number).version == before.version, "nobody has overlooked anything"


def test_what_a_plan_must_be(town: Town) -> None:
    crew_id, other = streets.crew(town), streets.crew(town, unit="D-02", people=[streets.member("D-02", "crew_two")])
    number, day = streets.order(town, make.referred()), streets.today()
    for refusal, plan in (
        (OrderNeeds, WorkPlan(on=day)),
        (OrderNeeds, WorkPlan(crew_id=crew_id)),
        (CrewIsNotOfTheUnit, WorkPlan(crew_id=other, on=day)),
        (PlannedDayIsPast, WorkPlan(crew_id=crew_id, on=day - timedelta(days=1))),
        (fieldwork.PlannedDayIsTooFar, WorkPlan(crew_id=crew_id, on=day + timedelta(days=1000))),
        (fieldwork.TwoTakers, WorkPlan(crew_id=crew_id, contract_id=1, on=day)),
        (fieldwork.ContractIsNotValid, WorkPlan(contract_id=1, on=day)),
        (fieldwork.DayPartIsUnknown, WorkPlan(crew_id=crew_id, on=day, day_part="noon")),
    ):
        with make.refused(refusal):
            fieldwork.plan_order(number, plan, by=town.clerk)
    plan = WorkPlan(crew_id=crew_id, on=day, day_part="morning", position=3)
    version = fieldwork.plan_order(number, plan, by=town.clerk)
    assert fieldwork.plan_order(number, plan, by=town.clerk) == version, "the same plan again changes nothing"
    assert fieldwork.lock_order(number, is_locked=True, by=town.clerk) == version + 1
    assert fieldwork.lock_order(number, is_locked=True, by=town.clerk) == version + 1
    fieldwork.unplan_order(number, by=town.clerk)
    order = streets.read(number)
    assert (order.state, order.crew_id, order.planned_on, order.is_locked) == ("draft", None, None, False)


def test_an_order_that_is_over_is_not_changed(town: Town) -> None:
    worker = streets.member()
    number, code = streets.finished(town, worker)
    fieldwork.settle_order(number, by=town.clerk)
    other = make.referred(phone=PHONES[1])
    late: list[Callable[[], object]] = [
        lambda: fieldwork.add_case(number, other, by=town.clerk),
        lambda: fieldwork.remove_case(number, code, by=town.clerk),
        lambda: fieldwork.lock_order(number, is_locked=True, by=town.clerk),
        lambda: fieldwork.check_step(number, 1, is_done=True, by=worker),
    ]
    for act in late:
        with make.refused(OrderIsNotOpen):
            act()


def test_a_version_that_is_old_is_refused(town: Town) -> None:
    number = streets.planned(town, make.referred())
    with make.refused(OrderHasChanged):
        fieldwork.send_order(number, by=town.clerk, version=1)
    with make.refused(NoSuchWorkOrder):
        fieldwork.send_order("W-1405-999999", by=town.clerk)


def test_an_order_points_at_an_asset_that_is_there(town: Town) -> None:
    asset_register.make_types()
    asset = needed_asset(asset_register.register())
    with make.refused(AssetIsNotKnown):
        streets.order(town, title="تعویض پایه", asset_id=asset.id + 1)
    number = streets.order(town, title="تعویض پایه", asset_id=asset.id)
    details = OrderDetails(title="تعویض پایه", asset_id=2**62)
    with make.refused(AssetIsNotKnown):
        fieldwork.change_order(number, details=details, by=town.clerk)
    assert WorkOrder.objects.get(number=number).asset_id == asset.id
    with pytest.raises(models.ProtectedError), transaction.atomic():
        Asset.objects.get(pk=asset.id).delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        _point_at(number, asset.id + 1)


def _point_at(number: str, asset_id: int) -> None:
    WorkOrder.objects.filter(number=number).update(asset_id=asset_id)
    connection.check_constraints()

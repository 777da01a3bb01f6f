"""Who was missed is called back once, and who plays pranks is noticed by rule and judged by a person."""

from datetime import UTC, timedelta

import pytest

from peygir.centre.contacts import actions, queries
from peygir.centre.contacts.actions.callbacks import CallBackIsSettled
from peygir.centre.contacts.models import CallBack, CallerMark, CallLeg, Contact, DialOrder
from peygir.journey.calls import close_call
from peygir.people.actions import NotYourWork
from tests import make
from tests.calls import NUMBER, answered, over, row, rung
from tests.drain import drain
from tests.town import CODE, PHONES, Town, TownClock


@pytest.mark.parametrize(
    ("hour", "due"), [(9, "10:00"), (20, "21:00"), (21, "08:30"), (2, "08:30")], ids=["day", "late", "night", "dawn"]
)
def test_a_missed_call_gets_a_call_back(town: Town, town_clock: TownClock, hour: int, due: str) -> None:
    town_clock.moment = make.moment(f"2026-05-03T{hour:02d}:00:00+03:30").astimezone(UTC)
    contact = rung(town, town_clock)
    town_clock.forward(seconds=30)
    actions.end_call("100.1", at=town_clock())
    drain(twice=True)
    assert row(contact).outcome == "abandoned"
    (call_back,) = queries.call_backs_due(town.city_id, now=town_clock())
    local = call_back.due_at.astimezone(make.moment("2026-05-03T00:00:00+03:30").tzinfo)
    # The thirty seconds that they waited come on top by day.
    assert local.strftime("%H:%M") == due
    assert row(contact).call_back_id == call_back.id


def test_who_hangs_up_at_once_or_hides_is_not_called_back(town: Town, town_clock: TownClock) -> None:
    rung(town, town_clock, "100.1")
    town_clock.forward(seconds=2)
    actions.end_call("100.1", at=town_clock())
    rung(town, town_clock, "100.2", caller="anonymous")
    town_clock.forward(seconds=60)
    actions.end_call("100.2", at=town_clock())
    drain()
    assert not CallBack.objects.exists()


def test_several_missed_calls_of_one_number_are_one_call_back(seated: Town, town_clock: TownClock) -> None:
    for number in range(3):
        rung(seated, town_clock, f"100.{number}")
        town_clock.forward(seconds=30)
        actions.end_call(f"100.{number}", at=town_clock())
    drain(twice=True)
    (line,) = queries.call_backs_due(seated.city_id, now=town_clock() + timedelta(hours=9))
    assert line.calls == 3
    assert line.is_late
    answered(seated, town_clock, "200.1")
    assert CallBack.objects.get().state == "came"
    assert queries.call_backs_due(seated.city_id, now=town_clock()) == []


def test_calling_back_asks_the_pbx_once(seated: Town, town_clock: TownClock) -> None:
    rung(seated, town_clock)
    town_clock.forward(seconds=30)
    actions.end_call("100.1", at=town_clock())
    drain()
    call_back = CallBack.objects.get()
    with make.refused(actions.CannotDial):
        actions.call_person_back(call_back.pk, by=seated.supervisor)
    contact = actions.call_person_back(call_back.pk, by=seated.operator)
    (order,) = actions.take_orders(seated.city_id, now=town_clock())
    assert (order.extension, order.number) == ("101", NUMBER)
    assert actions.take_orders(seated.city_id, now=town_clock()) == [], "whoever took it may be gone: never twice"
    actions.settle_order(order.key, is_good=False, text="no answer", at=town_clock())
    assert row(contact).outcome == "not_called", "our own phone did not answer, and the citizen's has not rung"
    assert (CallBack.objects.get().state, CallBack.objects.get().tries) == ("open", 0)
    second = actions.call_person_back(call_back.pk, by=seated.operator)
    (order,) = actions.take_orders(seated.city_id, now=town_clock())
    dialled(order.key, town_clock)
    assert CallBack.objects.get().state == "open", "our own phone has picked up, and nobody else yet"
    assert row(second).answered_at is None
    town_clock.forward(seconds=7)
    actions.answer_call(order.key, uniqueid="trunk-1", extension="", at=town_clock())
    assert row(second).answered_at == town_clock()
    assert CallBack.objects.get().state == "done"
    assert CallBack.objects.get().tries == 1
    town_clock.forward(seconds=40)
    actions.end_call(order.key, at=town_clock())
    assert row(second).operator_id == seated.operator.id
    assert row(second).seconds == 40
    assert [one.id for one in queries.untold(seated.city_id, seated.operator)] == [second]
    with make.refused(CallBackIsSettled):
        actions.drop_call_back(call_back.pk, by=seated.operator)
    drain(twice=True)


def dialled(key: str, clock: TownClock) -> None:
    """The operator's phone rings and picks up, and the citizen's is dialled, as Asterisk tells of it."""
    actions.ring_phone(key, uniqueid=key, extension="101", at=clock())
    clock.forward(seconds=3)
    actions.answer_call(key, uniqueid=key, extension="101", at=clock())
    actions.settle_order(key, is_good=True, at=clock())
    actions.ring_phone(key, uniqueid="trunk-1", extension="", at=clock())


@pytest.mark.parametrize("reason", ["busy", "no answer", "congestion"])
def test_whoever_is_not_reached_stays_to_be_called(seated: Town, town_clock: TownClock, reason: str) -> None:
    rung(seated, town_clock)
    town_clock.forward(seconds=30)
    actions.end_call("100.1", at=town_clock())
    drain()
    call_back = CallBack.objects.get()
    contact = actions.call_person_back(call_back.pk, by=seated.operator)
    (order,) = actions.take_orders(seated.city_id, now=town_clock())
    dialled(order.key, town_clock)
    town_clock.forward(seconds=20)
    actions.not_reached(order.key, text=reason, at=town_clock())
    actions.end_call(order.key, at=town_clock())
    again = CallBack.objects.get()
    assert (again.state, again.tries, again.words) == ("open", 1, reason)
    assert again.due_at > call_back.due_at, "they come again as after a missed call"
    assert (row(contact).outcome, row(contact).answered_at, row(contact).seconds) == ("no_answer", None, 0)
    assert not CallLeg.objects.filter(ended_at__isnull=True).exists()
    (listed,) = queries.call_backs_due(seated.city_id, now=town_clock())
    assert listed.words == reason
    actions.call_person_back(call_back.pk, by=seated.operator)
    drain(twice=True)
    assert CallBack.objects.get().state == "open"


def test_the_network_says_later_that_there_is_no_such_number(seated: Town, town_clock: TownClock) -> None:
    rung(seated, town_clock)
    town_clock.forward(seconds=30)
    actions.end_call("100.1", at=town_clock())
    drain()
    actions.call_person_back(CallBack.objects.get().pk, by=seated.operator)
    (order,) = actions.take_orders(seated.city_id, now=town_clock())
    dialled(order.key, town_clock)
    actions.not_reached(order.key, text="no answer", at=town_clock())
    actions.end_call(order.key, at=town_clock())
    actions.number_is_unknown("trunk-1", text="no such number")
    assert CallBack.objects.get().words == "no such number"


def test_our_own_busy_phone_is_no_try_and_leaves_no_leg_open(seated: Town, town_clock: TownClock) -> None:
    contact = actions.ask_for_call(seated.city_id, "09170000009", by=seated.operator)
    (order,) = actions.take_orders(seated.city_id, now=town_clock())
    actions.ring_phone(order.key, uniqueid=order.key, extension="101", at=town_clock())
    actions.settle_order(order.key, is_good=False, at=town_clock())
    actions.first_leg_failed(order.key, text="busy", at=town_clock())
    assert (row(contact).outcome, DialOrder.objects.get().words) == ("not_called", "busy")
    assert not CallLeg.objects.filter(ended_at__isnull=True).exists()


def test_who_is_handed_over_and_left_alone_is_called_back(seated: Town, town_clock: TownClock) -> None:
    actions.sit_at(seated.city_id, "102", by=seated.supervisor)
    contact = answered(seated, town_clock)
    town_clock.forward(seconds=5)
    left_alone(seated, town_clock, contact)
    assert row(contact).outcome == "abandoned"
    assert row(contact).seconds == 5, "ringing and the queue are no talk"
    now = town_clock()
    figures = queries.metrics_between(seated.city_id, row(contact).began_at, now + timedelta(1), now=now)
    assert (figures.answered, figures.in_time, figures.missed) == (0, 0, 1)
    drain(twice=True)
    assert (CallBack.objects.get().phone, CallBack.objects.get().calls) == (PHONES[7], 1)


def test_what_was_typed_of_a_call_that_was_left_alone_is_not_lost(seated: Town, town_clock: TownClock) -> None:
    actions.sit_at(seated.city_id, "102", by=seated.supervisor)
    contact = answered(seated, town_clock)
    actions.keep_draft(contact, draft_values={"text": "چاله"}, by=seated.operator)
    left_alone(seated, town_clock, contact)
    assert row(contact).outcome == "", "its operator says what came of it"
    assert [line.id for line in queries.untold(seated.city_id, seated.operator)] == [contact]
    drain(twice=True)
    assert CallBack.objects.get().state == "open"


def left_alone(town: Town, clock: TownClock, contact: int) -> None:
    """The call is handed over, the colleague does not pick up, and the caller gives up in the queue."""
    actions.pass_call(contact, to_staff_id=town.supervisor.id, by=town.operator)
    actions.take_passes(town.city_id, now=clock())
    actions.hang_up_phone(uniqueid="100.1-a", at=clock())
    actions.ring_phone("100.1", uniqueid="100.1-b", extension="102", at=clock())
    clock.forward(seconds=25)
    actions.not_answered("100.1", extension="102", text="no answer", at=clock())
    actions.join_queue("100.1", queue="137", at=clock())
    clock.forward(seconds=4)
    actions.leave_queue("100.1", queue="137", how="unanswered", at=clock())
    actions.end_call("100.1", at=clock())


def test_who_gives_up_while_the_colleagues_phone_rings_is_called_back(seated: Town, town_clock: TownClock) -> None:
    actions.sit_at(seated.city_id, "102", by=seated.supervisor)
    contact = answered(seated, town_clock)
    actions.pass_call(contact, to_staff_id=seated.supervisor.id, by=seated.operator)
    actions.take_passes(seated.city_id, now=town_clock())
    actions.hang_up_phone(uniqueid="100.1-a", at=town_clock())
    actions.ring_phone("100.1", uniqueid="100.1-b", extension="102", at=town_clock())
    town_clock.forward(seconds=9)
    actions.end_call("100.1", at=town_clock())
    assert row(contact).outcome == "abandoned"
    drain()
    assert CallBack.objects.get().state == "open"


def test_an_order_that_nobody_answers_is_given_up(seated: Town, town_clock: TownClock) -> None:
    contact = actions.ask_for_call(seated.city_id, "09170000009", by=seated.operator)
    actions.take_orders(seated.city_id, now=town_clock())
    town_clock.forward(minutes=5)
    assert actions.give_up_orders(seated.city_id, now=town_clock()) == 1
    assert row(contact).outcome == "not_called"
    assert DialOrder.objects.get().settled_at is not None


def test_pranks_are_noticed_by_rule_and_decided_by_a_supervisor(seated: Town, town_clock: TownClock) -> None:
    for number in range(3):
        contact = over(seated, town_clock, f"100.{number}")
        by = seated.supervisor if number == 2 else seated.operator
        Contact.objects.filter(pk=contact).update(operator_id=by.id)
        close_call(CODE, contact, outcome="wrong_number", is_prank=True, by=by)
    drain(twice=True)
    (caller_mark,) = queries.marks_to_decide(seated.city_id)
    assert (caller_mark.kind, caller_mark.count) == ("prank", 3)
    assert queries.caller_profile(seated.city_id, PHONES[7], by=seated.operator, now=town_clock()).marks == []
    with make.refused(NotYourWork):
        actions.decide_mark(caller_mark.id, is_confirmed=True, by=seated.operator)
    actions.decide_mark(caller_mark.id, is_confirmed=True, by=seated.supervisor)
    assert queries.caller_profile(seated.city_id, PHONES[7], by=seated.operator, now=town_clock()).marks == ["prank"]
    # A mark shuts nobody out.
    assert row(rung(seated, town_clock, "300.1")).outcome == ""
    town_clock.forward(days=91)
    assert queries.caller_profile(seated.city_id, PHONES[7], by=seated.operator, now=town_clock()).marks == []
    assert CallerMark.objects.get().state == "confirmed"

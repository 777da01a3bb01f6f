"""Who was missed is called back once, and who plays pranks is noticed by rule and judged by a person."""

from datetime import UTC, timedelta

import pytest

from peygir.contacts import actions, queries
from peygir.contacts.actions.callbacks import CallBackIsSettled
from peygir.contacts.models import CallBack, CallerMark, Contact, DialOrder
from peygir.journey import close_call
from peygir.people.actions import NotYourWork
from tests import make
from tests.calls import NUMBER, answered, over, row, rung
from tests.drain import drain
from tests.town import CODE, PHONES, Town, TownClock


@pytest.fixture
def seated(town: Town, town_clock: TownClock) -> Town:
    """The operator sits at 101."""
    actions.sit_at(town.city_id, "۱۰۱", by=town.operator)
    return town


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
    (line,) = queries.call_backs_due(town.city_id, now=town_clock())
    local = line.due_at.astimezone(make.moment("2026-05-03T00:00:00+03:30").tzinfo)
    # The thirty seconds that they waited come on top by day.
    assert local.strftime("%H:%M") == due
    assert row(contact).call_back_id == line.id


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
    line = CallBack.objects.get()
    with make.refused(actions.CannotDial):
        actions.call_person_back(line.pk, by=seated.supervisor)
    contact = actions.call_person_back(line.pk, by=seated.operator)
    (order,) = actions.take_orders(seated.city_id, now=town_clock())
    assert (order.extension, order.number) == ("101", NUMBER)
    assert actions.take_orders(seated.city_id, now=town_clock()) == [], "whoever took it may be gone: never twice"
    actions.settle_order(order.key, is_good=False, words="no answer", at=town_clock())
    assert row(contact).outcome == "no_answer"
    assert CallBack.objects.get().state == "open"
    second = actions.call_person_back(line.pk, by=seated.operator)
    (order,) = actions.take_orders(seated.city_id, now=town_clock())
    actions.answer_call(order.key, uniqueid="trunk-1", extension="", at=town_clock())
    actions.settle_order(order.key, is_good=True, at=town_clock())
    assert CallBack.objects.get().state == "done"
    assert CallBack.objects.get().tries == 2
    town_clock.forward(seconds=40)
    actions.end_call(order.key, at=town_clock())
    assert row(second).operator_id == seated.operator.id
    assert [one.id for one in queries.untold(seated.city_id, seated.operator)] == [second]
    with make.refused(CallBackIsSettled):
        actions.drop_call_back(line.pk, by=seated.operator)
    drain(twice=True)


def test_an_order_that_nobody_answers_is_given_up(seated: Town, town_clock: TownClock) -> None:
    contact = actions.ask_for_call(seated.city_id, "09170000009", by=seated.operator)
    actions.take_orders(seated.city_id, now=town_clock())
    town_clock.forward(minutes=5)
    assert actions.give_up_orders(seated.city_id, now=town_clock()) == 1
    assert row(contact).outcome == "no_answer"
    assert DialOrder.objects.get().settled_at is not None


def test_pranks_are_noticed_by_rule_and_decided_by_a_supervisor(seated: Town, town_clock: TownClock) -> None:
    for number in range(3):
        contact = over(seated, town_clock, f"100.{number}")
        by = seated.supervisor if number == 2 else seated.operator
        Contact.objects.filter(pk=contact).update(operator_id=by.id)
        close_call(CODE, contact, outcome="wrong_number", is_prank=True, by=by)
    drain(twice=True)
    (mark,) = queries.marks_to_decide(seated.city_id)
    assert (mark.kind, mark.count) == ("prank", 3)
    assert queries.caller_card(seated.city_id, PHONES[7], by=seated.operator, now=town_clock()).marks == []
    with make.refused(NotYourWork):
        actions.decide_mark(mark.id, is_confirmed=True, by=seated.operator)
    actions.decide_mark(mark.id, is_confirmed=True, by=seated.supervisor)
    assert queries.caller_card(seated.city_id, PHONES[7], by=seated.operator, now=town_clock()).marks == ["prank"]
    # A mark shuts nobody out.
    assert row(rung(seated, town_clock, "300.1")).outcome == ""
    town_clock.forward(days=91)
    assert queries.caller_card(seated.city_id, PHONES[7], by=seated.operator, now=town_clock()).marks == []
    assert CallerMark.objects.get().state == "confirmed"

"""Passing a call: who may, to whom, once at a time; and what becomes of it without an exchange."""

from datetime import timedelta

import pytest
from django.urls import reverse

from peygir.centre.contacts import actions, queries
from peygir.centre.contacts.models import PassOrder
from peygir.centre.contacts.passing import holders, last_failure, passings, takers
from peygir.people.actions import NotYourWork, add_staff
from peygir.people.rules import SYSTEM, Actor
from tests.browsers import signed_in
from tests.calls import answered, kinds, row, rung
from tests.town import Town, TownClock


@pytest.fixture
def talking(town: Town, town_clock: TownClock) -> int:
    """A call that the operator speaks on; the supervisor sits at another phone."""
    actions.sit_at(town.city_id, "101", by=town.operator)
    actions.sit_at(town.city_id, "102", by=town.supervisor)
    return answered(town, town_clock)


def test_a_pass_is_asked_for_once_and_given_out_once(town: Town, town_clock: TownClock, talking: int) -> None:
    order = actions.pass_call(talking, to_staff_id=town.supervisor.id, by=town.operator)
    with pytest.raises(actions.CallIsNotPassable):
        actions.pass_call(talking, to_staff_id=town.supervisor.id, by=town.operator)
    assert actions.take_passes(town.city_id, now=town_clock()) == [actions.Pass(order, "100.1", "102", False, "101")]
    assert actions.take_passes(town.city_id, now=town_clock()) == []
    assert passings([talking])[talking].state == "rings"
    town_clock.forward(seconds=4)
    actions.answer_call("100.1", uniqueid="100.1-b", extension="102", at=town_clock())
    actions.fail_pass(order, text="late", at=town_clock())
    assert PassOrder.objects.get().is_good
    assert row(talking).operator_id == town.supervisor.id
    assert [one.extension for one in holders(talking)] == ["101", "102"]
    assert kinds(talking)[-2:] == ["call_pass_asked", "call_transferred"]


def test_nobody_picks_up(town: Town, town_clock: TownClock, talking: int) -> None:
    actions.pass_call(talking, to_staff_id=town.supervisor.id, by=town.operator)
    assert actions.give_up_passes(town.city_id, now=town_clock()) == 0
    assert actions.give_up_passes(town.city_id, now=town_clock() + timedelta(seconds=61)) == 1
    assert row(talking).operator_id == town.operator.id
    assert kinds(talking)[-1] == "call_pass_failed"
    actions.pass_call(talking, to_staff_id=town.supervisor.id, by=town.operator)
    actions.end_call("100.1", at=town_clock.forward(seconds=9))
    assert not PassOrder.objects.filter(settled_at=None).exists(), "with the call its pass is over"


def test_who_is_asked_first_has_the_call_when_the_exchange_says_so(
    town: Town, town_clock: TownClock, talking: int
) -> None:
    order = actions.pass_call(talking, to_staff_id=town.supervisor.id, is_asked_first=True, by=town.operator)
    assert actions.take_passes(town.city_id, now=town_clock()) == [actions.Pass(order, "100.1", "102", True, "101")]
    assert passings([talking])[talking].state == "rings"
    actions.ring_phone("100.1", uniqueid="local-1", extension="102", at=town_clock())
    actions.ring_phone("100.1", uniqueid="102-1", extension="102", at=town_clock())
    for uniqueid in ("local-1", "102-1", "102-1"):
        actions.answer_call("100.1", uniqueid=uniqueid, extension="102", at=town_clock.forward(seconds=3))
    assert passings([talking])[talking].state == "asked"
    assert row(talking).operator_id == town.operator.id, "who is asked has not taken it yet"
    actions.hang_up_phone(uniqueid="local-1", at=town_clock())  # a Local channel is optimised away
    assert actions.give_up_passes(town.city_id, now=town_clock() + timedelta(minutes=5)) == 0
    assert passings([talking])[talking].state == "asked"
    actions.transfer_call("100.1", extension="102", at=town_clock.forward(seconds=9))
    actions.transfer_call("100.1", extension="102", at=town_clock())  # told twice is told once
    assert row(talking).operator_id == town.supervisor.id
    assert [one.extension for one in holders(talking)] == ["101", "102"]
    assert kinds(talking)[-2:] == ["call_pass_asked", "call_transferred"]
    assert passings([talking]) == {}


def test_a_colleague_who_hangs_up_leaves_the_call_where_it_is(town: Town, town_clock: TownClock, talking: int) -> None:
    actions.pass_call(talking, to_staff_id=town.supervisor.id, is_asked_first=True, by=town.operator)
    actions.take_passes(town.city_id, now=town_clock())
    actions.ring_phone("100.1", uniqueid="102-1", extension="102", at=town_clock())
    actions.not_answered("100.1", extension="103", text="cancel", at=town_clock())
    assert passings([talking])[talking].state == "rings", "another phone's silence tells nothing"
    actions.answer_call("100.1", uniqueid="102-1", extension="102", at=town_clock.forward(seconds=3))
    actions.hang_up_phone(uniqueid="102-1", at=town_clock.forward(seconds=3))
    assert (passings([talking])[talking].state, last_failure(talking)) == ("failed", "did not take it")
    assert row(talking).operator_id == town.operator.id
    assert [one.extension for one in holders(talking)] == ["101"]


def test_who_is_not_taken_is_in_the_queue_again(town: Town, town_clock: TownClock, talking: int) -> None:
    actions.pass_call(talking, to_staff_id=town.supervisor.id, by=town.operator)
    actions.take_passes(town.city_id, now=town_clock())
    actions.not_answered("100.1", extension="102", text="no answer", at=town_clock.forward(seconds=25))
    assert last_failure(talking) == "no answer"
    actions.join_queue("100.1", queue="137", at=town_clock())
    assert last_failure(talking) == "back in the queue"
    actions.answer_call("100.1", uniqueid="102-2", extension="102", at=town_clock.forward(seconds=5))
    assert row(talking).operator_id == town.supervisor.id


def test_who_may_pass_what_to_whom(town: Town, town_clock: TownClock, talking: int) -> None:
    other = Actor(
        "staff",
        add_staff("operator_b", password="golgasht-137-two", role="operator", unit_code="C", name="دو", by=SYSTEM),
        "operator",
    )
    with pytest.raises(NotYourWork):
        actions.pass_call(talking, to_staff_id=town.supervisor.id, by=other)
    for colleague in (other.id, 0):
        with pytest.raises(actions.ColleagueHasNoPhone):
            actions.pass_call(talking, to_staff_id=colleague, by=town.operator)
    actions.note_presence(town.city_id, "102", presence="busy", at=town_clock())
    assert takers(town.city_id, town.operator) == []
    with pytest.raises(actions.ColleagueHasNoPhone):
        actions.pass_call(talking, to_staff_id=town.supervisor.id, by=town.operator)
    waiting = rung(town, town_clock, "200.1")
    with pytest.raises(actions.CallIsNotPassable):
        actions.pass_call(waiting, to_staff_id=town.supervisor.id, by=town.operator)


def test_from_the_page(town: Town, town_clock: TownClock, talking: int) -> None:
    client, path = signed_in("operator"), reverse("call_pass", args=[talking])
    assert path in client.get(reverse("call", args=[talking])).content.decode()
    wrong = client.post(path, {"to": "x", "text": "نوشتهٔ من"})
    assert wrong.status_code == 409
    assert "نوشتهٔ من" in wrong.content.decode()
    assert client.post(path, {"to": str(town.supervisor.id), "text": "چالهٔ بزرگ"}).status_code == 302
    assert queries.draft_of(talking) == {"text": "چالهٔ بزرگ"}, "what is typed goes with the call"
    page = client.get(reverse("call", args=[talking])).content.decode()
    assert path not in page
    assert "در حال وصل شدن" in page
    assert not PassOrder.objects.get().is_asked_first
    PassOrder.objects.update(settled_at=town_clock(), is_good=False, words="busy")
    assert "مشغول بود" in client.get(reverse("call", args=[talking])).content.decode()
    assert client.post(path, {"to": str(town.supervisor.id), "deed": "ask"}).status_code == 302
    assert PassOrder.objects.latest("pk").is_asked_first
    assert client.post(reverse("call_pass", args=[talking + 99]), {"to": "1"}).status_code == 404

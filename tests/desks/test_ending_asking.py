"""How asking a colleague first ends by a press: who may, when, what is refused, and what the history keeps of it."""

from datetime import timedelta

import pytest
from django.urls import reverse

from peygir.centre.contacts import actions, queries
from peygir.centre.contacts.models import CallLeg, PassOrder, Workstation
from peygir.centre.contacts.passing import last_failure, passings, takers
from peygir.centre.contacts.queries import colleagues_at_workstations
from peygir.people.actions import NotYourWork, add_staff
from peygir.people.rules import SYSTEM, Actor
from tests.browsers import signed_in
from tests.calls import answered, kinds, row
from tests.town import Town, TownClock


@pytest.fixture
def talking(town: Town, town_clock: TownClock) -> int:
    """A call that the operator speaks on; the supervisor sits at another phone."""
    actions.sit_at(town.city_id, "101", by=town.operator)
    actions.sit_at(town.city_id, "102", by=town.supervisor)
    return answered(town, town_clock)


def order_consultation(town: Town, town_clock: TownClock, contact: int, *, picks_up: bool = True) -> int:
    """The supervisor is asked first; the order."""
    order = actions.pass_call(contact, to_staff_id=town.supervisor.id, is_asked_first=True, by=town.operator)
    actions.take_passes(town.city_id, now=town_clock())
    actions.ring_phone("100.1", uniqueid="102-1", extension="102", at=town_clock())
    if picks_up:
        actions.answer_call("100.1", uniqueid="102-1", extension="102", at=town_clock.forward(seconds=3))
    return order


def test_who_is_asked_is_given_the_call(town: Town, town_clock: TownClock, talking: int) -> None:
    order = order_consultation(town, town_clock, talking)
    for _ in range(2):  # told twice is told once
        actions.end_asking(talking, wish="give", by=town.operator)
    wanted = actions.AskingEnds(order, "100.1", "101", "102", "give")
    assert actions.take_ends(town.city_id, now=town_clock()) == [wanted]
    assert actions.take_ends(town.city_id, now=town_clock()) == []
    assert kinds(talking)[-1] == "call_pass_end_asked"
    assert kinds(talking).count("call_pass_end_asked") == 1
    actions.transfer_call("100.1", extension="102", at=town_clock.forward(seconds=1))
    assert row(talking).operator_id == town.supervisor.id
    assert PassOrder.objects.get().is_good
    with pytest.raises(actions.NobodyIsAsked):
        actions.end_asking(talking, wish="back", by=town.supervisor)


def test_a_call_is_taken_back(town: Town, town_clock: TownClock, talking: int) -> None:
    order_consultation(town, town_clock, talking)
    actions.end_asking(talking, wish="back", by=town.operator)
    assert [end.wish for end in actions.take_ends(town.city_id, now=town_clock())] == ["back"]
    actions.hang_up_phone(uniqueid="102-1", at=town_clock.forward(seconds=1))
    assert (passings([talking])[talking].state, last_failure(talking)) == ("back", "taken back")
    assert row(talking).operator_id == town.operator.id
    assert kinds(talking)[-2:] == ["call_pass_end_asked", "call_taken_back"]
    actions.pass_call(talking, to_staff_id=town.supervisor.id, by=town.operator)  # and may be passed on again


def test_a_phone_that_rings_gives_nothing_but_lets_take_back(town: Town, town_clock: TownClock, talking: int) -> None:
    order_consultation(town, town_clock, talking, picks_up=False)
    with pytest.raises(actions.ColleagueHasNotAnswered):
        actions.end_asking(talking, wish="give", by=town.operator)
    actions.end_asking(talking, wish="back", by=town.operator)
    actions.take_ends(town.city_id, now=town_clock())
    actions.not_answered("100.1", extension="102", text="cancel", at=town_clock.forward(seconds=1))
    assert last_failure(talking) == "taken back"


def test_what_the_exchange_was_not_asked_yet_is_taken_back_at_once(
    town: Town, town_clock: TownClock, talking: int
) -> None:
    actions.pass_call(talking, to_staff_id=town.supervisor.id, is_asked_first=True, by=town.operator)
    actions.end_asking(talking, wish="back", by=town.operator)
    assert actions.take_passes(town.city_id, now=town_clock()) == []
    assert actions.take_ends(town.city_id, now=town_clock()) == []
    assert passings([talking])[talking].state == "back"
    assert kinds(talking)[-1] == "call_taken_back"


def test_one_thing_at_a_time_and_again_after_a_refusal(town: Town, town_clock: TownClock, talking: int) -> None:
    order = order_consultation(town, town_clock, talking)
    actions.end_asking(talking, wish="give", by=town.operator)
    with pytest.raises(actions.EndIsUnderWay):
        actions.end_asking(talking, wish="back", by=town.operator)
    actions.take_ends(town.city_id, now=town_clock())
    actions.refuse_end(order, text="No such channel")
    now = passings([talking])[talking]
    assert (now.state, now.refusal) == ("asked", "No such channel")
    actions.end_asking(talking, wish="back", by=town.operator)
    assert passings([talking])[talking].refusal == ""
    actions.take_ends(town.city_id, now=town_clock())
    town_clock.forward(seconds=7)  # the exchange said nothing and did nothing
    actions.end_asking(talking, wish="give", by=town.operator)
    assert [end.wish for end in actions.take_ends(town.city_id, now=town_clock())] == ["give"]


def test_who_may_end_what(town: Town, town_clock: TownClock, talking: int) -> None:
    with pytest.raises(actions.NobodyIsAsked):
        actions.end_asking(talking, wish="back", by=town.operator)
    actions.pass_call(talking, to_staff_id=town.supervisor.id, by=town.operator)  # handed over, not asked
    with pytest.raises(actions.NobodyIsAsked):
        actions.end_asking(talking, wish="back", by=town.operator)
    PassOrder.objects.update(is_asked_first=True)
    number = add_staff("operator_b", password="golgasht-137-two", role="operator", unit_code="C", name="دو", by=SYSTEM)
    with pytest.raises(NotYourWork):
        actions.end_asking(talking, wish="back", by=Actor("staff", number, "operator"))
    with pytest.raises(actions.NoSuchContact):
        actions.end_asking(talking + 99, wish="back", by=town.operator)


def test_a_call_is_not_passed_to_who_has_it(town: Town, town_clock: TownClock, talking: int) -> None:
    actions.sit_at(town.city_id, "103", by=town.operator)  # a second phone; the call goes on at the first
    for by in (town.operator, town.supervisor):
        with pytest.raises(actions.CallIsTheirs):
            actions.pass_call(talking, to_staff_id=town.operator.id, by=by)
    assert [one.staff_id for one in takers(town.city_id, town.supervisor, has_it=town.operator.id)] == []
    assert [one.staff_id for one in takers(town.city_id, town.supervisor)] == [town.operator.id]
    assert colleagues_at_workstations(town.city_id, town.supervisor, has_it=town.operator.id) == []
    actions.sit_at(town.city_id, "101", by=town.supervisor)  # whose phone is the one that speaks
    with pytest.raises(actions.CallIsTheirs):
        actions.pass_call(talking, to_staff_id=town.supervisor.id, by=town.operator)
    CallLeg.objects.update(ended_at=town_clock() + timedelta(seconds=1))
    assert Workstation.objects.get(extension="101").staff_id == town.supervisor.id
    actions.pass_call(talking, to_staff_id=town.supervisor.id, by=town.operator)
    assert not PassOrder.objects.filter(to_staff_id=town.operator.id).exists()


def test_from_the_page_of_the_call(town: Town, town_clock: TownClock, talking: int) -> None:
    client, path, page = signed_in("operator"), reverse("call_pass", args=[talking]), reverse("call", args=[talking])
    order_consultation(town, town_clock, talking, picks_up=False)
    shown = client.get(page).content.decode()
    assert "در حال پرسیدن از" in shown
    assert 'value="back"' in shown
    assert 'value="give"' not in shown, "a phone that rings is given nothing"
    refused = client.post(path, {"deed": "give", "text": "نوشتهٔ من"})
    assert refused.status_code == 409
    assert "نوشتهٔ من" in refused.content.decode()
    actions.answer_call("100.1", uniqueid="102-1", extension="102", at=town_clock.forward(seconds=3))
    assert 'value="give"' in client.get(page).content.decode()
    given = client.post(path, {"deed": "give", "text": "چالهٔ بزرگ"}, follow=True)
    assert "تا لحظه‌ای دیگر تماس نزد همکارتان است." in given.content.decode()
    assert queries.draft_of(talking) == {"text": "چالهٔ بزرگ"}, "what was typed since goes with the call"
    assert [end.wish for end in actions.take_ends(town.city_id, now=town_clock())] == ["give"]
    actions.transfer_call("100.1", extension="102", at=town_clock.forward(seconds=1))
    assert client.post(path, {"deed": "back"}).status_code == 403, "it is the colleague's now"


def test_taken_back_from_the_page_of_the_call(town: Town, town_clock: TownClock, talking: int) -> None:
    client, path = signed_in("operator"), reverse("call_pass", args=[talking])
    assert client.post(path, {"deed": "back"}).status_code == 409, "nobody is asked"
    order_consultation(town, town_clock, talking)
    assert client.post(path, {"deed": "back"}).status_code == 302
    assert [end.wish for end in actions.take_ends(town.city_id, now=town_clock())] == ["back"]

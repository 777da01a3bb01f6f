"""The operator's desk over a real socket: it hears of its own operator's calls within a second, and of no others'."""

import json
import time
from itertools import pairwise

import pytest

from peygir.centre.contacts import actions
from peygir.centre.contacts.models import PassOrder
from peygir.centre.contacts.operator_workload import workload_stamps
from peygir.centre.contacts.queries import contacts_in_hand
from peygir.core import clock
from peygir.people.rules import Actor
from tests.serving import LiveListener, Server, has, signed_in
from tests.town import Town

DESK = "/live?console=1"
CALLER = "09170000007"


def count_told(ear: LiveListener) -> int:
    """How often it was told to ask for what is in hand."""
    return sum(name == "hand" for name, _ in ear.heard)


def rings(town: Town, key: str = "1.1", extension: str = "101") -> int:
    """A call rings at a phone; its contact."""
    contact = actions.ring_call(town.city_id, key, at=clock.now(), caller=CALLER)
    actions.ring_phone(key, uniqueid=f"{key}.{extension}", extension=extension, at=clock.now())
    return contact


def desk(stream: Server, username: str) -> LiveListener:
    """An operator's desk that has been told once, as whoever comes is."""
    ear = LiveListener(stream.port, signed_in(username)[1], path=DESK)
    ear.until(lambda one: count_told(one) == 1)
    return ear


def seated(town: Town) -> None:
    """Two people at two phones."""
    actions.sit_at(town.city_id, "101", by=town.operator)
    actions.sit_at(town.city_id, "102", by=town.supervisor)


def test_ones_own_calls_come_at_once_and_no_others(stream: Server, live_town: Town) -> None:
    seated(live_town)
    mine, theirs = desk(stream, "operator"), desk(stream, "supervisor")
    waits: list[float] = []

    def hears(times: int) -> None:
        begun = time.monotonic()
        mine.until(lambda one: count_told(one) == times)
        waits.append(time.monotonic() - begun)

    contact = rings(live_town)
    hears(2)
    actions.answer_call("1.1", uniqueid="1.1.101", extension="101", at=clock.now())
    hears(3)
    actions.end_call("1.1", at=clock.now())
    hears(4)
    assert count_told(theirs) == 1, "nothing of it is the colleague's"
    actions.hand_over(contact, to_staff_id=live_town.supervisor.id, by=live_town.operator)
    hears(5)
    theirs.until(lambda one: count_told(one) == 2)
    actions.hear_line(live_town.city_id, is_up=False, at=clock.now())
    hears(6)
    assert sorted(waits)[2] < 1.0, waits
    for ear in (mine, theirs):
        assert {name for name, _ in ear.heard} <= {"hello", "beat", "hand"}, "no case is told to a desk"
        assert all(data == {} for name, data in ear.heard if name == "hand"), "the page asks for the rest"
        assert CALLER[1:] not in json.dumps(ear.heard)


def test_what_happens_while_the_line_is_cut_is_asked_for_afterwards(stream: Server, live_town: Town) -> None:
    seated(live_town)
    ear = desk(stream, "operator")
    ear.close()
    stream.kill()
    rings(live_town)
    stream.start()
    again = LiveListener(stream.port, signed_in("operator")[1], path=DESK, after=ear.after)
    again.until(lambda one: count_told(one) == 1)


def test_who_works_with_no_calls_hears_of_none(stream: Server, live_town: Town) -> None:
    seated(live_town)
    clerk, mine = LiveListener(stream.port, signed_in("clerk")[1], path=DESK), desk(stream, "operator")
    clerk.until(has("beat"))
    rings(live_town)
    mine.until(lambda one: count_told(one) == 2)
    beats = len(clerk.heard)
    clerk.until(lambda one: len(one.heard) > beats)  # the next sign of life
    assert count_told(clerk) == 0


@pytest.mark.usefixtures("fresh_city", "town_clock")
def test_the_stamp_changes_with_what_is_in_hand(town: Town) -> None:
    seated(town)
    seen: dict[int, list[tuple[str, list[tuple[int, str]]]]] = {}

    def look() -> None:
        for by in (town.operator, town.supervisor):
            held = [(one.id, one.stage) for one in contacts_in_hand(town.city_id, by)]
            seen.setdefault(by.id, []).append((workload_stamps(town.city_id, [by.id])[by.id], held))

    look()
    first = rings(town)
    look()
    rings(town, "1.1", "102")  # the same call at both phones
    look()
    actions.answer_call("1.1", uniqueid="1.1.101", extension="101", at=clock.now())
    look()
    rings(town, "2.1", "102")
    look()
    actions.hang_up_phone(uniqueid="2.1.102", at=clock.now())
    look()
    actions.end_call("1.1", at=clock.now())
    look()
    actions.hand_over(first, to_staff_id=town.supervisor.id, by=town.operator)
    look()
    actions.tell_outcome(first, outcome="thanks", by=town.supervisor)
    look()
    for looks in seen.values():
        assert len({len(held) for _, held in looks}) > 1
        for (stamp, held), (next_stamp, next_held) in pairwise(looks):
            assert (stamp != next_stamp) == (held != next_held), looks


@pytest.mark.usefixtures("fresh_city", "town_clock")
def test_the_stamp_changes_with_each_step_of_a_passing(town: Town) -> None:
    seated(town)
    contact_id = rings(town)
    actions.answer_call("1.1", uniqueid="1.1.101", extension="101", at=clock.now())

    def stamps() -> tuple[str, str]:
        found = workload_stamps(town.city_id, [town.operator.id, town.supervisor.id])
        return found[town.operator.id], found[town.supervisor.id]

    mine, theirs = stamps()
    order = actions.pass_call(contact_id, to_staff_id=town.supervisor.id, is_asked_first=True, by=town.operator)
    seen = [mine, stamps()[0]]
    for change in ({"consulted_at": clock.now()}, {"wish_words": "no"}, {"settled_at": clock.now(), "is_good": False}):
        PassOrder.objects.filter(pk=order).update(**change)
        seen.append(stamps()[0])
    assert len(set(seen)) == 5
    assert stamps()[1] == theirs, "the call is not the colleague's yet"


def test_nobody_has_nothing_in_hand(town: Town) -> None:
    assert workload_stamps(town.city_id, []) == {}
    assert workload_stamps(town.city_id, [Actor("staff", 987654, "operator").id]) == {987654: ""}

"""A crew calls a reporter over a real socket: the exchange rings both, and neither is shown the other's number."""

from pathlib import Path
from typing import Any

import pytest

from peygir.centre.contacts.models import Contact, PbxLine
from peygir.core import clock
from peygir.desks.fieldwork import actions as fieldwork
from peygir.desks.fieldwork.actions.masked_calls import (
    MOST_FOR_CASE,
    MOST_OF_CREW,
    CallIsOnItsWay,
    CallsAreUsedUp,
    CrewHasNoPhone,
    ReporterCannotBeCalled,
    give_up_masked_calls,
)
from peygir.desks.fieldwork.actions.order_file import NoSuchWorkOrder, OrderMoveNotYours
from peygir.desks.fieldwork.models import Crew, MaskedCall
from peygir.history.queries import timeline, verify
from peygir.journey.masked_calls import ExchangeIsNotThere, call_reporter
from peygir.people.actions import silence_phone
from peygir.people.rules import Actor
from tests import make, streets
from tests.pbx_line import Line, play, until
from tests.town import PHONES, Town, TownClock

OURS, THEIRS = "+989170001122", PHONES[3]
OURS_DIALLED, THEIRS_DIALLED = "09170001122", f"0{PHONES[3][3:]}"


def sent(town: Town, **report: Any) -> tuple[str, str]:
    """The number of an order that a crew with a phone has, and the code of its case."""
    code = make.referred(**{"phone": THEIRS, **report})
    number = streets.sent(town, code)
    Crew.objects.update(phone=OURS)
    PbxLine.objects.update_or_create(pk=town.city_id, defaults={"is_up": True, "changed_at": clock.now()})
    return number, code


def call(town: Town, number: str, code: str, by: Actor | None = None) -> int:
    return call_reporter(number, code, city_id=town.city_id, by=by or streets.member())


@pytest.mark.parametrize(
    ("picks_up", "is_reached", "reason"),
    [
        ({}, True, ""),
        ({THEIRS_DIALLED: "BUSY"}, False, "busy"),
        ({OURS_DIALLED: "NOANSWER"}, False, "no answer"),
    ],
)
def test_the_exchange_rings_both_and_shows_neither_the_other(
    seats: Town, town_clock: TownClock, tmp_path: Path, picks_up: dict[str, str], is_reached: bool, reason: str
) -> None:
    number, code = sent(seats)
    call_id = call(seats, number, code)

    async def story(pbx: Line) -> None:
        pbx.exchange.talks_for = 0.05
        pbx.exchange.reaches = lambda dialled: picks_up.get(dialled, "ANSWER")
        await until(lambda: MaskedCall.objects.filter(settled_at__isnull=False).exists())
        await pbx.exchange.settled()

    exchange = play(seats, tmp_path, story).exchange
    assert exchange.orders == [(f"Local/{OURS_DIALLED}@from-internal", THEIRS_DIALLED)]
    assert (OURS_DIALLED, "137") in exchange.shown
    assert {shown for _phone, shown in exchange.shown} == {"137"}
    row = MaskedCall.objects.get(pk=call_id)
    assert (row.reached_at is not None, row.words) == (is_reached, reason)
    assert (row.answered_at is not None) == (OURS_DIALLED not in picks_up)
    assert not Contact.objects.exists(), "nobody of the centre spoke"
    event = timeline("case", make.case(code).pk)[-1]
    assert event.kind == "case_reporter_called"
    assert set(event.data) == {"order", "call"}, "no number is part of the event"
    assert verify().breaks == []


def test_who_may_call_whom_and_when(seats: Town, town_clock: TownClock) -> None:
    number, code = sent(seats)
    with make.refused(OrderMoveNotYours):
        call(seats, number, code, by=seats.clerk)
    with make.refused(NoSuchWorkOrder):
        call(seats, number, code, by=streets.member("D-02", "crew_two"))
    Crew.objects.update(phone="")
    with make.refused(CrewHasNoPhone):
        call(seats, number, code)
    Crew.objects.update(phone=OURS)
    silence_phone(THEIRS, is_silent=True)
    with make.refused(ReporterCannotBeCalled):
        call(seats, number, code)
    silence_phone(THEIRS, is_silent=False)
    PbxLine.objects.update(is_up=False)
    with make.refused(ExchangeIsNotThere):
        call(seats, number, code)
    PbxLine.objects.update(is_up=True)
    anonymous, of_nobody = sent(seats, phone="")
    with make.refused(ReporterCannotBeCalled):
        call(seats, anonymous, of_nobody)
    fieldwork.recall_order(number, note="جابه‌جایی", by=seats.clerk)
    with make.refused(NoSuchWorkOrder):
        call(seats, number, code)
    assert not MaskedCall.objects.exists()


def test_calls_are_limited_by_the_hour(seats: Town, town_clock: TownClock) -> None:
    number, code = sent(seats)
    for _ in range(MOST_FOR_CASE):
        call(seats, number, code)
        with make.refused(CallIsOnItsWay):
            call(seats, number, code)
        town_clock.forward(minutes=2)
        assert give_up_masked_calls(seats.city_id, now=town_clock()) == 1, "the exchange never spoke of it"
    with make.refused(CallsAreUsedUp):
        call(seats, number, code)
    others = [sent(seats, phone=PHONES[5 + place]) for place in range(MOST_OF_CREW // MOST_FOR_CASE)]
    for place in range(MOST_OF_CREW - MOST_FOR_CASE):
        call(seats, *others[place % len(others)])
        MaskedCall.objects.update(settled_at=town_clock())
    with make.refused(CallsAreUsedUp):
        call(seats, *others[-1])
    town_clock.forward(hours=1)
    call(seats, number, code)

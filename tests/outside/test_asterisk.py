"""A real Asterisk, set up as docs/calls.md says: calls, call-backs, the mailbox and recordings."""

import asyncio
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async

from peygir.centre.contacts import actions
from peygir.centre.contacts.models import CallBack, CallLeg, Contact, DialOrder
from peygir.core import clock
from tests.drain import drain
from tests.outside.exchange_play import Exchange, Play, asterisk, ended, happens, play, until
from tests.outside.systems import needs
from tests.town import Town

pytestmark = needs("asterisk")
__all__ = ["asterisk", "play"]


def test_an_answered_call(play: Play, live_town: Town) -> None:
    async def story(exchange: Exchange) -> None:
        exchange.phones["102"].does = 486
        call = exchange.call()
        await happens(call.answered)
        await asyncio.sleep(2)
        call.hang_up()
        await ended()

    play(story)
    contact = Contact.objects.get()
    assert (contact.outcome, contact.phone, contact.line, contact.queue) == ("", "+989170000001", "137", "137")
    assert (contact.operator_id, contact.is_uncertain) == (live_town.operator.id, False)
    assert contact.seconds in (2, 3)


def test_who_gives_up_is_called_back(play: Play) -> None:
    async def story(exchange: Exchange) -> None:
        for number in ("101", "102"):
            exchange.phones[number].does = "ring"
        call = exchange.call()
        await happens(exchange.phones["101"].rang)
        await asyncio.sleep(6)
        call.hang_up()
        await ended()

    play(story)
    assert Contact.objects.get().outcome == "abandoned"
    drain()
    assert CallBack.objects.get().state == "open"


def test_a_number_with_its_plus_hears_the_menu(play: Play) -> None:
    async def story(exchange: Exchange) -> None:
        call = exchange.call("+987137137", caller="+989170000001")
        await happens(call.answered)
        await asyncio.sleep(0.5)
        call.press("1")
        await asyncio.sleep(1.5)
        call.hang_up()
        await ended()

    play(story)
    contact = Contact.objects.get()
    assert (contact.line, contact.keys, contact.phone) == ("+987137137", "1", "+989170000001")
    assert contact.menu_id is not None


@pytest.mark.parametrize(
    ("does", "reason"), [(486, "busy"), (404, "no such number"), ("ring", "no answer"), (603, "no answer")]
)
def test_a_call_back_that_reaches_nobody_stays_planned(
    play: Play, live_town: Town, does: str | int, reason: str
) -> None:
    call_back = planned(live_town)
    due = call_back.due_at

    async def story(exchange: Exchange) -> None:
        exchange.trunk.does = does
        await sync_to_async(lambda: actions.call_person_back(call_back.pk, by=live_town.operator))()
        await ended()

    play(story)
    call_back.refresh_from_db()
    contact = Contact.objects.get()
    assert (call_back.state, call_back.tries, call_back.words) == ("open", 1, reason)
    assert call_back.due_at > due
    assert (contact.outcome, contact.answered_at, contact.seconds) == ("no_answer", None, 0)
    assert not CallLeg.objects.filter(ended_at__isnull=True).exists()


def test_a_call_back_is_done_when_the_citizen_picks_up(play: Play, live_town: Town) -> None:
    call_back = planned(live_town)

    async def story(exchange: Exchange) -> None:
        exchange.trunk.rings_for = 3
        await sync_to_async(lambda: actions.call_person_back(call_back.pk, by=live_town.operator))()
        await until(lambda: CallLeg.objects.filter(extension="101", answered_at__isnull=False).exists())
        assert not await sync_to_async(Contact.objects.filter(answered_at__isnull=False).exists)()
        await until(lambda: CallBack.objects.get().state == "done")
        await asyncio.sleep(2)
        exchange.trunk.call.hang_up()
        await ended()

    play(story)
    contact, call_back = Contact.objects.get(), CallBack.objects.get()
    assert (call_back.state, call_back.tries) == ("done", 1)
    assert contact.seconds in (2, 3), "from the citizen's pick-up, not from our own"


def test_our_own_phone_busy_is_no_try(play: Play, live_town: Town) -> None:
    call_back = planned(live_town)

    async def story(exchange: Exchange) -> None:
        exchange.phones["101"].does = 486
        await sync_to_async(lambda: actions.call_person_back(call_back.pk, by=live_town.operator))()
        await ended()
        await until(lambda: DialOrder.objects.filter(settled_at__isnull=False).exists())

    play(story)
    call_back.refresh_from_db()
    assert (call_back.state, call_back.tries, call_back.words) == ("open", 0, "")
    assert (Contact.objects.get().outcome, DialOrder.objects.get().words) == ("not_called", "busy")
    assert not CallLeg.objects.filter(ended_at__isnull=True).exists()


@pytest.mark.parametrize(("speaks", "outcome"), [(0, "abandoned"), (5, "voice_mail")])
def test_the_mailbox_counts_when_a_message_was_kept(play: Play, speaks: int, outcome: str) -> None:
    async def story(exchange: Exchange) -> None:
        call = exchange.call("138")
        await happens(call.answered)
        await asyncio.sleep(0.5)
        call.press("3")
        await asyncio.sleep(1)
        if speaks:
            await call.speak(speaks)
        call.hang_up()
        await ended()

    play(story)
    contact = Contact.objects.get()
    assert (contact.outcome, contact.keys) == (outcome, "3")


def test_a_recording_has_its_link(play: Play) -> None:
    async def story(exchange: Exchange) -> None:
        exchange.phones["102"].does = 486
        call = exchange.call("141")
        await happens(call.answered)
        await asyncio.sleep(1)
        call.hang_up()
        await ended()

    play(story)
    contact = Contact.objects.get()
    assert contact.recording == f"https://pbx.example/peygir-{contact.pbx_key}.wav"


def planned(town: Town) -> CallBack:
    """Somebody whom we missed a while ago is to be called."""
    due = clock.now() - timedelta(hours=3)
    return CallBack.objects.create(city_id=town.city_id, phone="+989170000001", due_at=due)

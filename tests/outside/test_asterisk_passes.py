"""A real Asterisk: calls that are handed over, or about which a colleague is asked first."""

import asyncio
import contextlib

from asgiref.sync import sync_to_async

from peygir.centre.contacts import actions
from peygir.centre.contacts.models import CallBack, Contact, PassOrder, QueueWait
from tests.drain import drain
from tests.outside.asterisk_server import AsteriskServer
from tests.outside.exchange_play import Exchange, Play, asterisk, ended, happens, play, until
from tests.outside.systems import needs
from tests.town import Town

pytestmark = needs("asterisk")
__all__ = ["asterisk", "play"]


def test_handed_over_and_left_alone(play: Play, live_town: Town) -> None:
    """The colleague does not pick up, the caller is back in the queue and gives up there."""

    async def story(exchange: Exchange) -> None:
        exchange.phones["102"].does = "ring"
        exchange.phones["103"].does = "ring"
        call = exchange.call("138")
        await happens(call.answered)
        await asyncio.sleep(0.5)
        call.press("1")
        await until(lambda: Contact.objects.filter(answered_at__isnull=False).exists())
        exchange.phones["101"].does = "ring"
        await sync_to_async(hand_over)()
        await until(lambda: QueueWait.objects.count() == 2)
        await asyncio.sleep(2)
        call.hang_up()
        await ended()

    def hand_over() -> None:
        contact = Contact.objects.get()
        actions.pass_call(contact.pk, to_staff_id=live_town.supervisor.id, by=live_town.operator)

    play(story)
    contact = Contact.objects.get()
    assert (contact.outcome, PassOrder.objects.get().words) == ("abandoned", "back in the queue")
    assert contact.seconds is not None
    assert contact.seconds <= 3, "ringing and the second queue are no talk"
    assert list(QueueWait.objects.order_by("pk").values_list("how", flat=True)) == ["answered", "unanswered"]
    drain()
    assert CallBack.objects.get().state == "open"


def test_an_asking_that_the_exchange_does_not_begin(play: Play, asterisk: AsteriskServer, live_town: Town) -> None:
    """Without the sound `pbx-transfer` Asterisk says Success and does nothing."""
    sound = asterisk.folder / "data" / "sounds" / "en" / "pbx-transfer.wav"
    kept = sound.read_bytes()
    sound.unlink()

    async def story(exchange: Exchange) -> None:
        exchange.phones["102"].does = 486
        call = exchange.call()
        await happens(call.answered)
        await until(lambda: Contact.objects.filter(answered_at__isnull=False).exists())
        await sync_to_async(ask_first)()
        await until(lambda: PassOrder.objects.filter(is_good=False).exists(), 20)
        call.hang_up()
        await ended()

    def ask_first() -> None:
        actions.pass_call(
            Contact.objects.get().pk, to_staff_id=live_town.supervisor.id, is_asked_first=True, by=live_town.operator
        )

    with contextlib.ExitStack() as stack:
        stack.callback(sound.write_bytes, kept)
        play(story)
    assert PassOrder.objects.get().words == "nothing rang"


def test_a_colleague_is_asked_first_and_has_the_call(play: Play, live_town: Town) -> None:
    async def story(exchange: Exchange) -> None:
        exchange.phones["102"].does = 486
        call = exchange.call()
        await happens(call.answered)
        await until(lambda: Contact.objects.filter(answered_at__isnull=False).exists())
        await sync_to_async(lambda: ask(Contact.objects.get().pk))()
        await until(lambda: PassOrder.objects.filter(consulted_at__isnull=False).exists())
        await sync_to_async(lambda: actions.end_asking(Contact.objects.get().pk, wish="give", by=live_town.operator))()
        await until(lambda: Contact.objects.filter(operator_id=live_town.supervisor.id).exists())
        await asyncio.sleep(1)
        call.hang_up()
        await ended()

    def ask(contact_id: int) -> None:
        actions.pass_call(contact_id, to_staff_id=live_town.supervisor.id, is_asked_first=True, by=live_town.operator)

    play(story)
    assert PassOrder.objects.get().is_good is True
    assert Contact.objects.get().outcome == ""

"""A real Asterisk: calls that were answered while our line was cut, with the queue's log and without."""

import asyncio

import pytest

from peygir.centre.contacts import queries
from peygir.centre.contacts.models import Contact
from peygir.core import clock
from tests.outside.exchange_play import Exchange, Play, asterisk, ended, happens, picked_up, play, until
from tests.outside.systems import needs

pytestmark = needs("asterisk")
__all__ = ["asterisk", "play"]


@pytest.mark.parametrize("has_log", [True, False], ids=["queue log", "no log"])
def test_a_call_that_came_and_went_in_a_cut(play: Play, has_log: bool) -> None:
    """The dialplan answers, the caller waits four seconds, talks two: the record alone says neither."""

    async def story(exchange: Exchange) -> None:
        exchange.queue_log = exchange.server.queue_log if has_log else None
        exchange.phones["102"].does = exchange.phones["101"].does = "ring"
        await exchange.cut()
        call = exchange.call("138")
        await happens(call.answered)
        await asyncio.sleep(0.5)
        call.press("1")
        await happens(exchange.phones["101"].rang)
        await asyncio.sleep(4)
        exchange.phones["101"].call.answer()
        await asyncio.sleep(2)
        call.hang_up()
        await asyncio.sleep(0.5)
        await exchange.listen()
        await ended()

    play(story)
    contact = Contact.objects.get()
    assert [leg.extension for leg in contact.legs.filter(answered_at__isnull=False)] == ["101"]
    assert (contact.line, contact.keys, contact.queue) == ("138", "1", "137")
    assert contact.menu_id is not None
    assert contact.is_uncertain is not has_log
    assert contact.answered_at is not None
    if has_log:
        assert contact.wait_seconds in (4, 5, 6)
        assert contact.seconds in (1, 2, 3)
    else:
        assert contact.wait_seconds is None
        assert queries.metrics_between(contact.city_id, contact.began_at, clock.now(), now=clock.now()).in_time == 0


@pytest.mark.parametrize("has_log", [True, False], ids=["queue log", "no log"])
def test_a_call_that_was_answered_in_a_cut_and_goes_on(play: Play, has_log: bool) -> None:
    async def story(exchange: Exchange) -> None:
        exchange.queue_log = exchange.server.queue_log if has_log else None
        exchange.phones["102"].does = exchange.phones["101"].does = "ring"
        await exchange.cut()
        call = exchange.call("138")
        await happens(call.answered)
        await asyncio.sleep(0.5)
        call.press("1")
        await picked_up(exchange)
        await asyncio.sleep(4)
        await exchange.listen()
        await until(lambda: Contact.objects.filter(answered_at__isnull=False).exists())
        await asyncio.sleep(1)
        call.hang_up()
        await ended()

    play(story)
    contact = Contact.objects.get()
    assert (contact.line, contact.keys, contact.queue) == ("138", "1", "137")
    assert contact.menu_id is not None
    assert contact.is_uncertain is not has_log
    if has_log:
        assert contact.wait_seconds in (0, 1, 2)
        assert contact.seconds in (4, 5, 6, 7)


def test_a_record_mends_what_the_dialplan_did_not_answer(play: Play) -> None:
    async def story(exchange: Exchange) -> None:
        exchange.queue_log = None
        exchange.phones["102"].does = 486
        exchange.phones["101"].does = "ring"
        await exchange.cut()
        call = exchange.call("137")
        await happens(exchange.phones["101"].rang)
        await asyncio.sleep(2)
        exchange.phones["101"].call.answer()
        await asyncio.sleep(4)
        await exchange.listen()
        await until(lambda: Contact.objects.filter(is_uncertain=True).exists())
        call.hang_up()
        await ended()
        await until(lambda: Contact.objects.filter(is_uncertain=False).exists(), 5)

    play(story)
    contact = Contact.objects.get()
    assert contact.line == "137"
    assert contact.wait_seconds in (1, 2, 3)

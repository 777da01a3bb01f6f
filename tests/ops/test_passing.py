"""A call is passed to a colleague over the manager interface: asked once, done by the exchange, kept."""

import asyncio
from pathlib import Path

import pytest
from asgiref.sync import sync_to_async

from peygir.contacts import actions, queries
from peygir.contacts.models import Contact, PassOrder
from peygir.contacts.passing import hands, last_failure, passing_to
from peygir.gateways.ami.client import ActionIsRefused, connected
from peygir.gateways.ami.reading import citizens_channel
from peygir.gateways.ami.wire import Packet
from peygir.history.queries import timeline
from peygir.ops.pbx.made_up.calls import Plan, call_in
from tests.ops.test_pbx import Line, is_settled, play, quick, seats, until
from tests.town import Town

__all__ = ["quick", "seats"]


def test_the_citizen_goes_to_the_colleague_with_what_is_typed(seats: Town, tmp_path: Path) -> None:
    def begin() -> None:
        contact = Contact.objects.get()
        actions.keep_draft(contact.pk, words={"text": "چاله"}, by=seats.operator)
        actions.pass_call(contact.pk, to_staff_id=seats.supervisor.id, by=seats.operator)

    async def story(line: Line) -> None:
        line.exchange.free.remove("102")
        line.exchange.free.append("102")
        line.exchange.free.remove("103")
        call = asyncio.create_task(call_in(line.exchange, Plan("09170000001", patience=9, talk=6)))
        await until(lambda: Contact.objects.filter(operator_id=seats.operator.id).exists())
        await sync_to_async(begin)()
        await until(lambda: Contact.objects.filter(operator_id=seats.supervisor.id).exists())
        await call
        await until(lambda: is_settled(line))

    line = play(seats, tmp_path, story)
    (what,) = line.exchange.happened.values()
    assert what.by == ["101", "102"]
    contact, order = Contact.objects.get(), PassOrder.objects.get()
    assert (order.is_good, order.from_staff_id, order.to_staff_id) == (True, seats.operator.id, seats.supervisor.id)
    assert [one.extension for one in hands(contact.pk)] == ["101", "102"]
    told = {event.kind: event.data for event in timeline("contact", contact.pk)}
    assert told["call_pass_asked"] == {"from": seats.operator.id, "to": seats.supervisor.id}
    assert told["call_transferred"] == {"operator": seats.supervisor.id, "from": seats.operator.id}
    assert queries.draft_of(contact.pk) == {"text": "چاله"}
    assert [line.id for line in queries.untold(seats.city_id, seats.supervisor)] == [contact.pk]


def test_what_the_exchange_refuses_leaves_the_call_where_it_is(seats: Town, tmp_path: Path) -> None:
    def begin(line: Line) -> None:
        contact = Contact.objects.get()
        line.exchange.channels.pop(str(contact.pbx_key))  # the exchange knows the caller no more
        actions.pass_call(contact.pk, to_staff_id=seats.supervisor.id, by=seats.operator)

    async def story(line: Line) -> None:
        for phone in ("102", "103"):
            line.exchange.free.remove(phone)
        call = asyncio.create_task(call_in(line.exchange, Plan("09170000001", patience=9, talk=4)))
        await until(lambda: Contact.objects.filter(operator_id=seats.operator.id).exists())
        await sync_to_async(begin)(line)
        await until(lambda: PassOrder.objects.filter(is_good=False).exists())
        await call

    play(seats, tmp_path, story)
    contact = Contact.objects.get()
    assert contact.operator_id == seats.operator.id
    assert last_failure(contact.pk) == "the caller is gone"
    assert passing_to(contact.pk) is None


def test_the_made_up_exchange_refuses_a_channel_that_is_not_there(seats: Town, tmp_path: Path) -> None:
    async def story(line: Line) -> None:
        async with connected(line.pbx().address) as client:
            with pytest.raises(ActionIsRefused, match="Channel does not exist"):
                await client.ask("Redirect", ("Channel", "PJSIP/none"), ("Exten", "102"), ("Priority", "1"))

    play(seats, tmp_path, story)


def row(channel: str, uniqueid: str, key: str) -> Packet:
    """A line of CoreShowChannels."""
    fields = [("Event", "CoreShowChannel"), ("Channel", channel), ("Uniqueid", uniqueid), ("Linkedid", key)]
    return Packet(tuple(fields))


def test_which_channel_is_the_citizens() -> None:
    came = [row("PJSIP/101-01", "2", "1"), row("PJSIP/trunk-02", "1", "1"), row("PJSIP/trunk-03", "7", "7")]
    assert citizens_channel(came, "1") == "PJSIP/trunk-02"
    ours = [row("PJSIP/101-01", "9", "9"), row("Local/55@from-internal-1;1", "8", "9"), row("SIP/mokh-02", "3", "9")]
    assert citizens_channel(ours, "9") == "SIP/mokh-02"
    assert citizens_channel(ours[:1], "9") == ""

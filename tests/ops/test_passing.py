"""A call is passed to a colleague over the manager interface: asked once, done by the exchange, kept."""

import asyncio
from collections import deque
from pathlib import Path

import pytest
from asgiref.sync import sync_to_async

from lab.exchange.calls import CallPlan, call_in
from lab.exchange.exchange import Happened
from lab.exchange.passing import end_asking
from peygir.centre.contacts import actions, queries
from peygir.centre.contacts.models import Contact, PassOrder, QueueWait, Workstation
from peygir.centre.contacts.passing import holders, last_failure, passings
from peygir.gateways.ami.client import ActionIsRefused, connected
from peygir.history.queries import timeline
from tests.pbx_line import PATIENCE, Line, is_settled, play, until
from tests.town import Town


def test_the_citizen_goes_to_the_colleague_with_what_is_typed(seats: Town, tmp_path: Path) -> None:
    def begin() -> None:
        contact = Contact.objects.get()
        actions.keep_draft(contact.pk, draft_values={"text": "چاله"}, by=seats.operator)
        actions.pass_call(contact.pk, to_staff_id=seats.supervisor.id, by=seats.operator)

    async def story(pbx: Line) -> None:
        pbx.exchange.free.remove("102")
        pbx.exchange.free.append("102")
        pbx.exchange.free.remove("103")
        call = asyncio.create_task(call_in(pbx.exchange, CallPlan("09170000001", patience=9, talk=6)))
        await until(lambda: Contact.objects.filter(operator_id=seats.operator.id).exists())
        await sync_to_async(begin)()
        await until(lambda: Contact.objects.filter(operator_id=seats.supervisor.id).exists())
        await call
        await until(lambda: is_settled(pbx))

    line = play(seats, tmp_path, story)
    (what,) = line.exchange.happened.values()
    assert what.by == ["101", "102"]
    contact, order = Contact.objects.get(), PassOrder.objects.get()
    assert (order.is_good, order.from_staff_id, order.to_staff_id) == (True, seats.operator.id, seats.supervisor.id)
    assert [one.extension for one in holders(contact.pk)] == ["101", "102"]
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

    async def story(pbx: Line) -> None:
        for phone in ("102", "103"):
            pbx.exchange.free.remove(phone)
        call = asyncio.create_task(call_in(pbx.exchange, CallPlan("09170000001", patience=9, talk=4)))
        await until(lambda: Contact.objects.filter(operator_id=seats.operator.id).exists())
        await sync_to_async(begin)(pbx)
        await until(lambda: PassOrder.objects.filter(is_good=False).exists())
        await call

    play(seats, tmp_path, story)
    contact = Contact.objects.get()
    assert contact.operator_id == seats.operator.id
    assert last_failure(contact.pk) == "the caller is gone"
    assert passings([contact.pk])[contact.pk].state == "failed"


def test_the_made_up_exchange_refuses_a_channel_that_is_not_there(seats: Town, tmp_path: Path) -> None:
    async def story(line: Line) -> None:
        async with connected(line.pbx().address) as client:
            with pytest.raises(ActionIsRefused, match="Channel specified does not exist"):
                await client.ask("Atxfer", ("Channel", "PJSIP/none"), ("Exten", "102"), ("Context", "peygir-ask"))
            with pytest.raises(ActionIsRefused, match="Channel does not exist"):
                await client.ask("Redirect", ("Channel", "PJSIP/none"), ("Exten", "102"), ("Priority", "1"))

    play(seats, tmp_path, story)


def passed(line: Line, by: Town, *, is_asked_first: bool) -> None:
    """The operator passes the one call on to the supervisor at 102."""
    contact = Contact.objects.get()
    actions.pass_call(contact.pk, to_staff_id=by.supervisor.id, is_asked_first=is_asked_first, by=by.operator)


async def talking(pbx: Line, town: Town, free: tuple[str, ...]) -> "asyncio.Task[Happened]":
    """A call that the operator at 101 has, while these phones beside are free."""
    pbx.exchange.free = deque(["101"])
    call = asyncio.create_task(call_in(pbx.exchange, CallPlan("09170000001", patience=9, talk=6)))
    await until(lambda: Contact.objects.filter(operator_id=town.operator.id).exists())
    pbx.exchange.free.extend(free)
    for extension in free:  # a slow house may ask how they stand only now, and have heard that they were not free
        pbx.exchange.member(extension, "1")
    await until(lambda: Workstation.objects.filter(extension__in=free, presence="free").count() == len(free))
    return call


@pytest.mark.parametrize(
    ("does", "by", "typed_text"),
    [("takes", ["101", "102"], None), ("refuses", ["101"], "did not take it"), ("silent", ["101"], "no answer")],
)
def test_the_colleague_is_asked_first(
    seats: Town, tmp_path: Path, does: str, by: list[str], typed_text: str | None
) -> None:
    seen: list[int | None] = []

    async def story(pbx: Line) -> None:
        pbx.exchange.consults_for = 0.6
        pbx.exchange.takes = lambda extension: does == "takes"
        pbx.exchange.silent = {"102"} if does == "silent" else set()
        call = await talking(pbx, seats, ("102",))
        await sync_to_async(lambda: passed(pbx, seats, is_asked_first=True))()
        if does != "silent":
            await until(lambda: PassOrder.objects.filter(consulted_at__isnull=False).exists())
            seen.append(await sync_to_async(lambda: Contact.objects.get().operator_id)())
        await until(lambda: PassOrder.objects.filter(settled_at__isnull=False).exists())
        await call
        await until(lambda: is_settled(pbx))

    line = play(seats, tmp_path, story)
    (what,) = line.exchange.happened.values()
    assert what.by == by
    contact, order = Contact.objects.get(), PassOrder.objects.get()
    assert seen in ([], [seats.operator.id]), "while the two of us speak the call is still the operator's"
    assert order.is_good == (typed_text is None)
    assert order.words == (typed_text or "")
    assert contact.operator_id == (seats.supervisor if typed_text is None else seats.operator).id
    assert [one.extension for one in holders(contact.pk)] == by


def test_who_is_not_taken_goes_back_to_the_queue(seats: Town, tmp_path: Path) -> None:
    async def story(pbx: Line) -> None:
        pbx.exchange.silent = {"102"}
        call = await talking(pbx, seats, ("102",))
        await sync_to_async(lambda: passed(pbx, seats, is_asked_first=False))()
        await until(lambda: QueueWait.objects.count() == 2)
        await until(lambda: PassOrder.objects.filter(words="back in the queue").exists())
        await call
        await until(lambda: Contact.objects.get().legs.filter(answered_at__isnull=False).count() == 2)
        await until(lambda: is_settled(pbx))

    line = play(seats, tmp_path, story)
    (what,) = line.exchange.happened.values()
    assert what.by[0] == "101"
    assert len(what.by) == 2, "somebody of the queue has them again"
    contact = Contact.objects.get()
    assert [leg.extension for leg in contact.legs.filter(answered_at__isnull=False).order_by("pk")] == what.by
    assert contact.ended_at is not None
    assert set(QueueWait.objects.values_list("how", flat=True)) == {"answered"}


@pytest.mark.parametrize(
    ("wish", "silent", "by"),
    [("give", False, ["101", "102"]), ("back", False, ["101"]), ("back", True, ["101"])],
)
def test_asking_first_ends_by_a_press(seats: Town, tmp_path: Path, wish: str, silent: bool, by: list[str]) -> None:
    """By a press alone: left to themselves the two would speak for a minute, and end it the other way."""

    async def story(pbx: Line) -> None:
        pbx.exchange.consults_for = pbx.exchange.dials_for = PATIENCE
        pbx.exchange.takes = lambda extension: wish == "back"
        pbx.exchange.silent = {"102"} if silent else set()
        call = await talking(pbx, seats, ("102",))
        await sync_to_async(lambda: passed(pbx, seats, is_asked_first=True))()
        if silent:
            await until(lambda: Contact.objects.get().legs.filter(extension="102").exists())
        else:
            await until(lambda: PassOrder.objects.filter(consulted_at__isnull=False).exists())
        await sync_to_async(lambda: actions.end_asking(Contact.objects.get().pk, wish=wish, by=seats.operator))()
        await until(lambda: PassOrder.objects.filter(settled_at__isnull=False).exists())
        await call
        await until(lambda: is_settled(pbx))

    line = play(seats, tmp_path, story)
    (what,) = line.exchange.happened.values()
    assert what.by == by
    contact, order = Contact.objects.get(), PassOrder.objects.get()
    assert (order.is_good, order.words) == ((True, "") if wish == "give" else (False, "taken back"))
    assert contact.operator_id == (seats.supervisor if wish == "give" else seats.operator).id
    assert [one.extension for one in holders(contact.pk)] == by


def test_the_operator_who_has_the_citizen_back_is_not_hung_up(seats: Town, tmp_path: Path) -> None:
    """The colleague went in the moment of the press, and the house has not heard of it: nobody's call may be cut."""

    async def story(pbx: Line) -> None:
        pbx.exchange.consults_for = PATIENCE
        call = await talking(pbx, seats, ("102",))
        await sync_to_async(lambda: passed(pbx, seats, is_asked_first=True))()
        await until(lambda: PassOrder.objects.filter(consulted_at__isnull=False).exists())
        pbx.exchange.listener = lambda fields: None  # what happens now is not told
        citizen, phone = (
            next(channel for channel in pbx.exchange.channels.values() if channel.name.startswith(name))
            for name in ("PJSIP/trunk", "PJSIP/101")
        )
        assert end_asking(pbx.exchange, phone.name, "back")
        await until(lambda: phone.bridge == citizen.bridge)
        pbx.exchange.listener = pbx.door.tell
        await sync_to_async(lambda: actions.end_asking(Contact.objects.get().pk, wish="give", by=seats.operator))()
        await until(lambda: PassOrder.objects.exclude(wish_words="").exists())
        await call
        await until(lambda: is_settled(pbx))

    line = play(seats, tmp_path, story)
    (what,) = line.exchange.happened.values()
    assert what.by == ["101"]
    assert PassOrder.objects.get().wish_words == "nobody is asked"


def test_the_made_up_exchange_ends_nothing_where_nobody_is_asked(seats: Town, tmp_path: Path) -> None:
    async def story(line: Line) -> None:
        async with connected(line.pbx().address) as client:
            with pytest.raises(ActionIsRefused, match="No such channel"):
                await client.ask("Hangup", ("Channel", "PJSIP/101-1"))
            with pytest.raises(ActionIsRefused, match="Channel specified does not exist"):
                await client.ask("CancelAtxfer", ("Channel", "PJSIP/101-1"))

    play(seats, tmp_path, story)

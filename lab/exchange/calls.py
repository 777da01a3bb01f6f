"""The courses of simulated calls: answered, abandoned, redirected, transferred, recorded by a mailbox."""

import asyncio
from dataclasses import dataclass
from typing import Final

from lab.exchange import masked
from lab.exchange.channel import ExchangeChannel
from lab.exchange.exchange import QUEUE, Exchange, Happened
from lab.exchange.outgoing import call_out
from lab.exchange.passing import asked_first, redirected
from lab.exchange.voice import CONTEXT, ask_by_voice
from peygir.core import clock
from peygir.gateways.ami.wire import Packet

KINDS: Final = ("plain", "transfer", "voice")
OVERFLOW: Final = "137-more"
MOST_RECORDS: Final = 6


@dataclass(frozen=True, slots=True)
class CallPlan:
    """The course of one call, in seconds. After `queue_seconds` the queue redirects the caller."""

    caller: str
    patience: float
    talk: float
    ring: float = 0.05
    kind: str = "plain"
    queue_seconds: float = 60.0
    key_pressed: str = "1"
    menu: tuple[str, int] = ("main", 1)
    extension: str = ""  # the phone at which it rings; empty: any free one


async def call_in(exchange: Exchange, plan: CallPlan) -> Happened:
    """Run one inbound call from its first ring to its end; the dialplan answers it and plays a menu."""
    channel = exchange.open("PJSIP/trunk", caller=plan.caller)
    what = Happened(channel.key, plan.caller, clock.now().isoformat())
    exchange.happened[channel.key] = what
    _hear_menu(exchange, channel, plan)
    left = plan.patience
    for queue in (QUEUE, OVERFLOW):
        extension = await _wait(exchange, channel, queue, min(left, plan.queue_seconds), plan.extension)
        if extension:
            await _speak(exchange, channel, queue, extension, plan, what)
            return what
        left -= plan.queue_seconds
        if left <= 0:
            break
    is_kept = plan.kind == "voice" and exchange.keeps_messages
    if plan.kind == "voice":
        await asyncio.sleep(plan.talk)
    if is_kept:
        exchange.emit("MessageWaiting", *channel.fields(), ("Mailbox", "137@default"), ("Waiting", "1"), ("New", "1"))
        exchange.emit("UserEvent", *channel.fields(), ("UserEvent", "PeygirVoice"), ("Status", "SUCCESS"))
    exchange.close(channel)
    application = "VoiceMail" if plan.kind == "voice" else "Queue"
    exchange.papers.write_record(channel, "", disposition="ANSWERED", application=application, data=f"{QUEUE},t")
    exchange.over(what, "voice" if is_kept else "missed")
    return what


def _hear_menu(exchange: Exchange, channel: ExchangeChannel, plan: CallPlan) -> None:
    """The dialplan answers and enters the menu: the channel's extension becomes the pressed key."""
    code, version = plan.menu
    channel.answered_at, channel.context = channel.began_at, f"peygir-menu-{code}"
    channel.exten = plan.key_pressed or "t"
    channel.heard = f" {code}/{version}/{plan.key_pressed}/"
    exchange.emit(
        "UserEvent",
        *channel.fields(),
        ("UserEvent", "PeygirMenu"),
        ("Menu", code),
        ("Version", str(version)),
        ("Key", plan.key_pressed),
        ("Campaign", ""),
    )


async def _wait(
    exchange: Exchange, channel: ExchangeChannel, queue: str, patience: float, wanted_extension: str
) -> str:
    """Wait in the queue for a free phone; returns "" when the caller hung up or was redirected by the queue."""
    channel.application, channel.data = "Queue", f"{queue},t"
    exchange.entries[channel.uniqueid] = channel, clock.now()
    exchange.papers.queue(channel, queue, "", "ENTERQUEUE", "", channel.caller, "1")
    position = ("Position", str(len(exchange.entries)))
    exchange.emit("QueueCallerJoin", *channel.fields(), ("Queue", queue), position, ("Count", position[1]))
    extension = wanted_extension or await exchange.phone(patience)
    exchange.entries.pop(channel.uniqueid, None)
    if not extension:
        exchange.papers.queue(channel, queue, "", "ABANDON", "1", "1", str(round(patience)))
        exchange.emit(
            "QueueCallerAbandon",
            *channel.fields(),
            ("Queue", queue),
            position,
            ("OriginalPosition", "1"),
            ("HoldTime", str(round(patience))),
        )
        exchange.emit("QueueCallerLeave", *channel.fields(), ("Queue", queue), position, ("Count", "0"))
    return extension


async def _speak(
    exchange: Exchange, caller: ExchangeChannel, queue: str, extension: str, plan: CallPlan, what: Happened
) -> None:
    phone = await _ring(exchange, caller, queue, extension, plan.ring)
    phones = [phone]
    _answered(exchange, caller, phone, queue)
    what.by.append(extension)
    exchange.bridge(caller, phone)
    extension = await _talk(exchange, caller, phones, what, plan, extension)
    if extension and plan.kind == "transfer" and (other := await exchange.phone(plan.talk)):
        phones.append(await _pass_on(exchange, caller, phone, other, plan.ring))
        exchange.release(extension)
        what.by.append(other)
        extension = other
    if extension:
        extension = await _talk(exchange, caller, phones, what, plan, extension)
    exchange.emit(
        "AgentComplete",
        *caller.fields(),
        *phones[-1].fields("Dest"),
        ("Queue", queue),
        ("HoldTime", "1"),
        ("TalkTime", str(round(plan.talk))),
        ("Reason", "caller"),
    )
    exchange.close(phones[-1])
    exchange.close(caller)
    _write(exchange, caller, phones)
    exchange.over(what, "answered" if extension else "missed")
    if extension:
        exchange.release(extension)


async def _talk(
    exchange: Exchange,
    caller: ExchangeChannel,
    phones: list[ExchangeChannel],
    what: Happened,
    plan: CallPlan,
    extension: str,
) -> str:
    """Talk for half the time; returns the phone that has the caller then: another one after a transfer, "" if
    abandoned.
    """
    loop = asyncio.get_running_loop()
    until = loop.time() + plan.talk / 2
    while (left := until - loop.time()) > 0:
        other, is_asked = await exchange.redirected(caller, left)
        if not other:
            break
        phone: ExchangeChannel | None = phones[-1]
        if is_asked:
            phone = await asked_first(exchange, caller, phones[-1], other, plan.ring)
        else:
            phone = await redirected(exchange, caller, phones[-1], other, plan.ring)
            phone = phone or await _queued_again(exchange, caller, plan)
        if phone is None:
            return ""
        if phone is not phones[-1]:
            phones.append(phone)
            what.by.append(phone.exten)
        extension = phone.exten
    return extension


async def _queued_again(exchange: Exchange, caller: ExchangeChannel, plan: CallPlan) -> ExchangeChannel | None:
    """The caller, whom nobody answered, re-enters the queue; returns the channel that answers, or None."""
    extension = await _wait(exchange, caller, QUEUE, plan.patience, "")
    if not extension:
        return None
    phone = await _ring(exchange, caller, QUEUE, extension, plan.ring)
    _answered(exchange, caller, phone, QUEUE)
    exchange.bridge(caller, phone)
    return phone


async def _ring(
    exchange: Exchange, caller: ExchangeChannel, queue: str, extension: str, seconds: float
) -> ExchangeChannel:
    phone = exchange.open(
        f"PJSIP/{extension}", caller=extension, key=caller.key, context="from-internal", exten=extension
    )
    exchange.member(extension, "6")
    exchange.emit(
        "AgentCalled",
        *caller.fields(),
        *phone.fields("Dest"),
        ("Queue", queue),
        ("Interface", f"PJSIP/{extension}"),
        ("MemberName", extension),
    )
    exchange.emit("DialBegin", *caller.fields(), *phone.fields("Dest"), ("DialString", extension))
    await asyncio.sleep(seconds)
    return phone


def _answered(exchange: Exchange, caller: ExchangeChannel, phone: ExchangeChannel, queue: str) -> None:
    extension = phone.exten
    exchange.papers.queue(caller, queue, f"PJSIP/{extension}", "CONNECT", "1", phone.uniqueid, "1")
    exchange.member(extension, "2")
    exchange.emit("DialEnd", *caller.fields(), *phone.fields("Dest"), ("DialStatus", "ANSWER"))
    exchange.emit("QueueCallerLeave", *caller.fields(), ("Queue", queue), ("Position", "1"), ("Count", "0"))
    exchange.emit(
        "AgentConnect",
        *caller.fields(),
        *phone.fields("Dest"),
        ("Queue", queue),
        ("Interface", f"PJSIP/{extension}"),
        ("MemberName", extension),
        ("RingTime", "1"),
        ("HoldTime", "1"),
    )


async def _pass_on(
    exchange: Exchange, caller: ExchangeChannel, phone: ExchangeChannel, other: str, ring: float
) -> ExchangeChannel:
    """A blind transfer by our phone itself: another phone rings and talks to the caller."""
    exchange.emit(
        "BlindTransfer",
        ("Result", "Success"),
        *phone.fields("Transferer"),
        *caller.fields("Transferee"),
        ("Extension", other),
        ("Context", "from-internal"),
    )
    exchange.close(phone)
    second = exchange.open(f"PJSIP/{other}", caller=other, key=caller.key, context="from-internal", exten=other)
    exchange.emit("DialBegin", *caller.fields(), *second.fields("Dest"), ("DialString", other))
    await asyncio.sleep(ring)
    exchange.emit("DialEnd", *caller.fields(), *second.fields("Dest"), ("DialStatus", "ANSWER"))
    exchange.bridge(caller, second)
    exchange.member(other, "2")
    return second


def _write(exchange: Exchange, caller: ExchangeChannel, phones: list[ExchangeChannel]) -> None:
    """Write at most MOST_RECORDS call detail records of an answered call: first of the phones that took it.

    All have the moment at which the dialplan answered, so none shows when a phone was picked up.
    """
    rang = [extension for extension in exchange.extensions if extension not in {one.exten for one in phones}]
    for extension in rang[: MOST_RECORDS - len(phones)]:
        exchange.papers.write_record(
            caller, f"PJSIP/{extension}-0000ffff", disposition="NO ANSWER", application="Queue", data=f"{QUEUE},t"
        )
    for number, phone in enumerate(phones):
        exchange.papers.write_record(
            caller,
            phone.name,
            disposition="ANSWERED",
            application="Queue" if number == 0 else "Dial",
            data=f"{QUEUE},t",
            began_at=phone.began_at if number else None,
            ended_at=phone.closed_at,
        )


async def dial(exchange: Exchange, packet: Packet) -> None:
    """Run an originated call: one of ours, or (from a Local channel, as used for testing) an inbound one."""
    number, _, context = packet.get("Channel").removeprefix("Local/").partition("@")
    if packet.get("Context") == CONTEXT:
        await ask_by_voice(exchange, packet)
        return
    if not context:
        await call_out(exchange, packet)
        return
    if context == masked.CONTEXT:
        await masked.connect_masked(exchange, packet)
        return
    talk = float(packet.get("Timeout") or 30_000) / 1000
    await call_in(exchange, CallPlan(number, patience=60, talk=talk, ring=3, extension=packet.get("Exten")))

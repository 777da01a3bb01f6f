"""The lives of made-up calls: answered, given up, sent on, passed to a colleague, spoken to a mailbox."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from peygir.core import clock
from peygir.gateways.ami.wire import Packet
from peygir.ops.pbx.made_up.exchange import QUEUE, Channel, Exchange, Happened
from peygir.ops.pbx.made_up.passing import asked_first, redirected
from peygir.ops.pbx.made_up.voice import CONTEXT, ask_by_voice

KINDS: Final = ("plain", "transfer", "voice")
OVERFLOW: Final = "137-more"
MOST_RECORDS: Final = 6


@dataclass(frozen=True, slots=True)
class Plan:
    """How one call goes; seconds. `queue_seconds`: after these the queue sends the caller on."""

    caller: str
    patience: float
    talk: float
    ring: float = 0.05
    kind: str = "plain"
    queue_seconds: float = 60.0
    key_pressed: str = "1"
    menu: tuple[str, int] = ("main", 1)
    extension: str = ""  # the phone that it rings at; empty: whichever is free


async def call_in(exchange: Exchange, plan: Plan) -> Happened:
    """One call from outside, from its first ring to its end."""
    channel = exchange.open("PJSIP/trunk", caller=plan.caller)
    what = Happened(channel.key, plan.caller, clock.now().isoformat())
    exchange.happened[channel.key] = what
    code, version = plan.menu
    exchange.emit("UserEvent", ("UserEvent", "PeygirMenu"), *channel.fields(), ("Menu", code),
                  ("Version", str(version)), ("Key", plan.key_pressed), ("Campaign", ""))  # fmt: skip
    left = plan.patience
    for queue in (QUEUE, OVERFLOW):
        extension = await _wait(exchange, channel, queue, min(left, plan.queue_seconds), plan.extension)
        if extension:
            await _speak(exchange, channel, queue, extension, plan, what)
            return what
        left -= plan.queue_seconds
        if left <= 0:
            break
    if plan.kind == "voice":
        exchange.emit("UserEvent", ("UserEvent", "PeygirVoice"), *channel.fields())
        await asyncio.sleep(plan.talk)
    exchange.close(channel)
    application = "VoiceMail" if plan.kind == "voice" else "Queue"
    exchange.put_down(channel, "", answered_at=None, application=application, data=f"{QUEUE},t")
    exchange.over(what, "voice" if plan.kind == "voice" else "missed")
    return what


async def _wait(exchange: Exchange, channel: Channel, queue: str, patience: float, wanted: str) -> str:
    """In the queue until a phone is free; "" when the caller gave up or the queue sent them on: it says the same."""
    channel.application = "Queue"
    exchange.entries[channel.uniqueid] = channel, clock.now()
    position = ("Position", str(len(exchange.entries)))
    exchange.emit("QueueCallerJoin", *channel.fields(), ("Queue", queue), position, ("Count", position[1]))
    extension = wanted or await exchange.phone(patience)
    exchange.entries.pop(channel.uniqueid, None)
    if not extension:
        exchange.emit("QueueCallerAbandon", *channel.fields(), ("Queue", queue), position, ("OriginalPosition", "1"),
                      ("HoldTime", str(round(patience))))  # fmt: skip
        exchange.emit("QueueCallerLeave", *channel.fields(), ("Queue", queue), position, ("Count", "0"))
    return extension


async def _speak(exchange: Exchange, caller: Channel, queue: str, extension: str, plan: Plan, what: Happened) -> None:
    phone = await _ring(exchange, caller, queue, extension, plan.ring)
    answered_at, phones = clock.now(), [phone]
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
    exchange.emit("AgentComplete", *caller.fields(), *phones[-1].fields("Dest"), ("Queue", queue),
                  ("HoldTime", "1"), ("TalkTime", str(round(plan.talk))), ("Reason", "caller"))  # fmt: skip
    exchange.close(phones[-1])
    exchange.close(caller)
    _write(exchange, caller, phones, answered_at)
    exchange.over(what, "answered")
    if extension:
        exchange.release(extension)


async def _talk(
    exchange: Exchange, caller: Channel, phones: list[Channel], what: Happened, plan: Plan, extension: str
) -> str:
    """Half of the talk; whose phone has them then: another one where they are passed on, "" where they gave up."""
    loop = asyncio.get_running_loop()
    until = loop.time() + plan.talk / 2
    while (left := until - loop.time()) > 0:
        other, is_asked = await exchange.redirected(caller, left)
        if not other:
            break
        phone: Channel | None = phones[-1]
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


async def _queued_again(exchange: Exchange, caller: Channel, plan: Plan) -> Channel | None:
    """Nobody took the caller, and the dialplan leads back into the queue: who answers there, None where nobody does."""
    extension = await _wait(exchange, caller, QUEUE, plan.patience, "")
    if not extension:
        return None
    phone = await _ring(exchange, caller, QUEUE, extension, plan.ring)
    _answered(exchange, caller, phone, QUEUE)
    exchange.bridge(caller, phone)
    return phone


async def _ring(exchange: Exchange, caller: Channel, queue: str, extension: str, seconds: float) -> Channel:
    phone = exchange.open(f"PJSIP/{extension}", caller=extension, key=caller.key, context="from-internal",
                          exten=extension)  # fmt: skip
    exchange.member(extension, "6")
    exchange.emit("AgentCalled", *caller.fields(), *phone.fields("Dest"), ("Queue", queue),
                  ("Interface", f"PJSIP/{extension}"), ("MemberName", extension))  # fmt: skip
    exchange.emit("DialBegin", *caller.fields(), *phone.fields("Dest"), ("DialString", extension))
    await asyncio.sleep(seconds)
    return phone


def _answered(exchange: Exchange, caller: Channel, phone: Channel, queue: str) -> None:
    extension = phone.exten
    exchange.member(extension, "2")
    exchange.emit("DialEnd", *caller.fields(), *phone.fields("Dest"), ("DialStatus", "ANSWER"))
    exchange.emit("QueueCallerLeave", *caller.fields(), ("Queue", queue), ("Position", "1"), ("Count", "0"))
    exchange.emit("AgentConnect", *caller.fields(), *phone.fields("Dest"), ("Queue", queue),
                  ("Interface", f"PJSIP/{extension}"), ("MemberName", extension), ("RingTime", "1"),
                  ("HoldTime", "1"))  # fmt: skip


async def _pass_on(exchange: Exchange, caller: Channel, phone: Channel, other: str, ring: float) -> Channel:
    """A blind transfer by our phone itself: another phone rings and speaks with them."""
    exchange.emit("BlindTransfer", ("Result", "Success"), *phone.fields("Transferer"), *caller.fields("Transferee"),
                  ("Extension", other), ("Context", "from-internal"))  # fmt: skip
    exchange.close(phone)
    second = exchange.open(f"PJSIP/{other}", caller=other, key=caller.key, context="from-internal", exten=other)
    exchange.emit("DialBegin", *caller.fields(), *second.fields("Dest"), ("DialString", other))
    await asyncio.sleep(ring)
    exchange.emit("DialEnd", *caller.fields(), *second.fields("Dest"), ("DialStatus", "ANSWER"))
    exchange.bridge(caller, second)
    exchange.member(other, "2")
    return second


def _write(exchange: Exchange, caller: Channel, phones: list[Channel], answered_at: datetime) -> None:
    """Six records for an answered call: one for each phone that took it, the others for phones that only rang."""
    rang = [extension for extension in exchange.extensions if extension not in {one.exten for one in phones}]
    for extension in rang[: MOST_RECORDS - len(phones)]:
        exchange.put_down(
            caller, f"PJSIP/{extension}-0000ffff", answered_at=None, application="Queue", data=f"{QUEUE},t"
        )
    for phone in phones:
        exchange.put_down(caller, phone.name, answered_at=max(answered_at, phone.began_at), application="Queue",
                        data=f"{QUEUE},t")  # fmt: skip


async def dial(exchange: Exchange, packet: Packet) -> None:
    """What somebody asks for: a call of ours, or (from a Local channel, as one tries an exchange) one from outside."""
    number, _, context = packet.get("Channel").removeprefix("Local/").partition("@")
    if packet.get("Context") == CONTEXT:
        await ask_by_voice(exchange, packet)
        return
    if not context:
        await call_out(exchange, packet)
        return
    talk = float(packet.get("Timeout") or 30_000) / 1000
    await call_in(exchange, Plan(number, patience=60, talk=talk, ring=3, extension=packet.get("Exten")))


async def call_out(exchange: Exchange, packet: Packet) -> None:
    """A call that we asked for: the operator's phone, then the citizen's."""
    extension, number, key = packet.get("Channel").rpartition("/")[2], packet.get("Exten"), packet.get("ChannelId")
    answer = [("Event", "OriginateResponse"), ("Privilege", "call,all"), ("ActionID", packet.get("ActionID"))]
    about = [("Channel", packet.get("Channel")), ("Context", packet.get("Context")), ("Exten", number)]
    if extension not in exchange.free:
        exchange.listener([*answer, ("Response", "Failure"), *about, ("Reason", "0"), ("Uniqueid", "<null>")])
        return
    exchange.free.remove(extension)
    phone = exchange.open(f"PJSIP/{extension}", caller=number, context="from-internal", exten=number, uniqueid=key)
    await asyncio.sleep(0.05)
    exchange.listener([*answer, ("Response", "Success"), *about, ("Reason", "4"), ("Uniqueid", phone.uniqueid)])
    trunk = exchange.open("PJSIP/trunk", caller=number, key=phone.key, context="from-trunk")
    exchange.emit("DialBegin", *phone.fields(), *trunk.fields("Dest"), ("DialString", number))
    await asyncio.sleep(0.05)
    is_there = exchange.reachable(number)
    status = "ANSWER" if is_there else "NOANSWER"
    exchange.emit("DialEnd", *phone.fields(), *trunk.fields("Dest"), ("DialStatus", status))
    answered_at = clock.now() if is_there else None
    if is_there:
        exchange.bridge(phone, trunk)
        await asyncio.sleep(exchange.talks_for)
    exchange.close(trunk)
    exchange.close(phone)
    exchange.put_down(phone, trunk.name, answered_at=answered_at, application="Dial", data=number)
    exchange.release(extension)

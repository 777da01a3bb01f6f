"""A made-up call goes to another phone: by a redirect, back into the queue, or after the colleague was asked."""

import asyncio
from typing import Final

from peygir.ops.pbx.made_up.exchange import Channel, Exchange

ASK: Final = "peygir-ask"


async def redirected(exchange: Exchange, caller: Channel, phone: Channel, other: str, ring: float) -> Channel | None:
    """As the context of the dialplan does: it dials the colleague for some seconds; None for the way to the queue.

    A redirect has no event of its own; our phone, whose partner is gone, is hung up.
    """
    exchange.close(phone)
    exchange.release(phone.exten)
    if not exchange.lend(other):
        return None  # not registered, or on the phone: Dial ends at once and tells of nothing
    second = _dialled(exchange, caller, caller.key, other)
    if other in exchange.silent:
        await asyncio.sleep(exchange.dials_for)
        _unanswered(exchange, caller, second)
        return None
    await asyncio.sleep(ring)
    exchange.emit("DialEnd", *caller.fields(), *second.fields("Dest"), ("DialStatus", "ANSWER"))
    exchange.bridge(caller, second)
    exchange.member(other, "2")
    return second


async def asked_first(exchange: Exchange, caller: Channel, phone: Channel, other: str, ring: float) -> Channel:
    """An attended transfer: whose phone has the caller in the end.

    As in Asterisk everything has the call's Linkedid, also while only the two of ours speak: the pick-up of the
    colleague tells nothing of the caller. That they have the call, AttendedTransfer tells; that not, no event does.
    """
    first = exchange.open(f"Local/{other}@{ASK}-{other};1", key=caller.key, context=ASK, exten=other)
    half = exchange.open(f"Local/{other}@{ASK}-{other};2", key=caller.key, context=ASK, exten=other)
    is_there = exchange.lend(other)
    if is_there:
        second = _dialled(exchange, half, caller.key, other)
        if other in exchange.silent:
            await asyncio.sleep(exchange.dials_for)
            _unanswered(exchange, half, second)
            is_there = False
    if not is_there:
        _close(exchange, first, half)
        exchange.bridge(caller, phone)
        return phone
    await asyncio.sleep(ring)
    exchange.emit("DialEnd", *half.fields(), *second.fields("Dest"), ("DialStatus", "ANSWER"))
    exchange.member(other, "2")
    exchange.bridge(half, second)
    exchange.bridge(phone, first)
    await asyncio.sleep(exchange.consults_for)
    if not exchange.takes(other):
        _close(exchange, second, half, first)
        exchange.release(other)
        exchange.bridge(caller, phone)
        return phone
    exchange.emit(
        "AttendedTransfer", ("Result", "Success"), *phone.fields("OrigTransferer"), *phone.fields("SecondTransferer"),
        *caller.fields("Transferee"), *first.fields("TransferTarget"), ("IsExternal", "No"), ("DestType", "Bridge"),
        ("DestBridgeUniqueid", caller.bridge),
    )  # fmt: skip
    exchange.bridge(caller, first)
    exchange.close(phone)
    _close(exchange, half, first)  # both halves are optimised away
    exchange.bridge(caller, second)
    exchange.release(phone.exten)
    return second


def _dialled(exchange: Exchange, by: Channel, key: str, other: str) -> Channel:
    second = exchange.open(f"PJSIP/{other}", caller=other, key=key, context="from-internal", exten=other)
    exchange.member(other, "6")
    exchange.emit("DialBegin", *by.fields(), *second.fields("Dest"), ("DialString", other))
    return second


def _unanswered(exchange: Exchange, by: Channel, second: Channel) -> None:
    exchange.emit("DialEnd", *by.fields(), *second.fields("Dest"), ("DialStatus", "NOANSWER"))
    exchange.close(second)
    exchange.release(second.exten)


def _close(exchange: Exchange, *channels: Channel) -> None:
    for channel in channels:
        exchange.close(channel)

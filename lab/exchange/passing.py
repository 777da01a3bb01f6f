"""Transfers of a simulated call: by a redirect, back into the queue, or after a consultation."""

import asyncio
from typing import Final

from lab.exchange.channel import ExchangeChannel
from lab.exchange.exchange import Exchange

ASK: Final = "peygir-ask"


async def redirected(
    exchange: Exchange, caller: ExchangeChannel, phone: ExchangeChannel, other: str, ring: float
) -> ExchangeChannel | None:
    """Dial the colleague for some seconds, as the dialplan's context does; None if the caller returns to the queue.

    A redirect has no event of its own; our phone, whose partner is gone, is hung up.
    """
    exchange.close(phone)
    exchange.release(phone.exten)
    if not exchange.lend(other):
        return None  # not registered, or busy: Dial ends at once without an event
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


async def asked_first(
    exchange: Exchange, caller: ExchangeChannel, phone: ExchangeChannel, other: str, ring: float
) -> ExchangeChannel:
    """An attended transfer: returns the phone that has the caller in the end.

    As in Asterisk everything has the call's Linkedid, also while only our two phones talk: the colleague's answer says
    nothing about the caller. A completed transfer has the event AttendedTransfer; a cancelled one has no event. Our
    phone leaves the caller's bridge when it begins to dial, and returns to it if nobody takes the call.
    """
    first = exchange.open(f"Local/{other}@{ASK}-{other};1", key=caller.key, context=ASK, exten=other)
    half = exchange.open(f"Local/{other}@{ASK}-{other};2", key=caller.key, context=ASK, exten=other)
    exchange.bridge(phone, first)
    second = _dialled(exchange, half, caller.key, other) if exchange.lend(other) else None
    is_taken = second is not None and await _is_taken(exchange, phone, half, second, ring)
    if second is None or not is_taken:
        if second is not None:
            _close(exchange, second)
            exchange.release(other)
        _close(exchange, half, first)
        exchange.bridge(caller, phone)
        return phone
    exchange.emit(
        "AttendedTransfer",
        ("Result", "Success"),
        *phone.fields("OrigTransferer"),
        *phone.fields("SecondTransferer"),
        *caller.fields("Transferee"),
        *first.fields("TransferTarget"),
        ("IsExternal", "No"),
        ("DestType", "Bridge"),
        ("DestBridgeUniqueid", caller.bridge),
    )
    exchange.bridge(caller, first)
    exchange.close(phone)
    _close(exchange, half, first)  # both halves are optimised away
    exchange.bridge(caller, second)
    exchange.release(phone.exten)
    return second


async def _is_taken(
    exchange: Exchange, phone: ExchangeChannel, half: ExchangeChannel, second: ExchangeChannel, ring: float
) -> bool:
    """The colleague's phone rings and they talk; whether the colleague has the call afterwards."""
    other = second.exten
    is_silent = other in exchange.silent
    how = await _pressed(exchange, phone, exchange.dials_for if is_silent else ring, is_answered=False)
    if how or is_silent:
        status = "CANCEL" if how else "NOANSWER"
        exchange.emit("DialEnd", *half.fields(), *second.fields("Dest"), ("DialStatus", status))
        return False
    exchange.emit("DialEnd", *half.fields(), *second.fields("Dest"), ("DialStatus", "ANSWER"))
    exchange.member(other, "2")
    exchange.bridge(half, second)
    how = await _pressed(exchange, phone, exchange.consults_for, is_answered=True)
    return how == "give" or (not how and exchange.takes(other))


def end_asking(exchange: Exchange, name: str, how: str) -> bool:
    """End a consultation of a channel: hang up ("give"), or cancel ("back"); whether there is one.

    A phone that hangs up before the colleague has answered leaves the caller to the ringing; this is not simulated.
    """
    place, is_answered = exchange.askings.get(name, (None, False))
    if place is None or place.done() or (how == "give" and not is_answered):
        return False
    place.set_result(how)
    return True


async def _pressed(exchange: Exchange, phone: ExchangeChannel, seconds: float, *, is_answered: bool) -> str:
    """Return how the consultation is ended within this time, "" if it is not."""
    place: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    exchange.askings[phone.name] = place, is_answered
    try:
        return await asyncio.wait_for(place, seconds)
    except TimeoutError:
        return ""
    finally:
        exchange.askings.pop(phone.name, None)


def _dialled(exchange: Exchange, by: ExchangeChannel, key: str, other: str) -> ExchangeChannel:
    second = exchange.open(f"PJSIP/{other}", caller=other, key=key, context="from-internal", exten=other)
    exchange.member(other, "6")
    exchange.emit("DialBegin", *by.fields(), *second.fields("Dest"), ("DialString", other))
    return second


def _unanswered(exchange: Exchange, by: ExchangeChannel, second: ExchangeChannel) -> None:
    exchange.emit("DialEnd", *by.fields(), *second.fields("Dest"), ("DialStatus", "NOANSWER"))
    exchange.close(second)
    exchange.release(second.exten)


def _close(exchange: Exchange, *channels: ExchangeChannel) -> None:
    for channel in channels:
        exchange.close(channel)

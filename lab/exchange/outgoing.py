"""An originated call of the simulated exchange: the operator's phone first, then the citizen's over the trunk.

In the order observed with Asterisk 22: dialling the first channel has its own DialBegin and DialEnd, whose answer is
our phone's; the reason of OriginateResponse is 0 for whatever is not a time-out; the record's answer time is our
phone's.
"""

import asyncio
from typing import Final

from lab.exchange.channel import ExchangeChannel
from lab.exchange.exchange import Exchange
from peygir.core import clock
from peygir.gateways.ami.wire import Packet

CAUSES: Final = {"BUSY": "17", "NOANSWER": "19", "CONGESTION": "34", "CHANUNAVAIL": "20", "unknown": "1"}
"""DialStatus (or "unknown": the network has no such number) → hang-up cause (Q.850)."""
DISPOSITIONS: Final = {"BUSY": "BUSY", "CONGESTION": "CONGESTION", "CHANUNAVAIL": "FAILED", "ANSWER": "ANSWERED"}


async def call_out(exchange: Exchange, packet: Packet) -> None:
    """Run the call from the Originate to its last event; `exchange.reaches` gives the result of the citizen's phone."""
    extension, number, key = packet.get("Channel").rpartition("/")[2], packet.get("Exten"), packet.get("ChannelId")
    if extension not in exchange.extensions:
        _respond(exchange, packet, "Failure", "0")
        return
    phone = exchange.open(f"PJSIP/{extension}", caller=number, context="from-internal", exten="s", uniqueid=key)
    exchange.emit("DialBegin", *phone.fields("Dest"), ("DialString", extension))
    if extension not in exchange.free:
        exchange.emit("DialEnd", *phone.fields("Dest"), ("DialStatus", "BUSY"))
        exchange.close(phone, CAUSES["BUSY"])
        _respond(exchange, packet, "Failure", "0")
        return
    exchange.free.remove(extension)
    await asyncio.sleep(0.05)
    exchange.emit("DialEnd", *phone.fields("Dest"), ("DialStatus", "ANSWER"))
    phone.answered_at, phone.exten = clock.now(), number
    _respond(exchange, packet, "Success", "4")
    await _dial_citizen(exchange, phone, number)
    exchange.release(extension)


async def _dial_citizen(exchange: Exchange, phone: ExchangeChannel, number: str) -> None:
    trunk = exchange.open("PJSIP/trunk", caller=number, key=phone.key, context="from-trunk", exten="s")
    exchange.emit("DialBegin", *phone.fields(), *trunk.fields("Dest"), ("DialString", number))
    await asyncio.sleep(0.05)
    how = exchange.reaches(number)
    status = "NOANSWER" if how == "unknown" else how
    exchange.emit("DialEnd", *phone.fields(), *trunk.fields("Dest"), ("DialStatus", status))
    if status == "ANSWER":
        exchange.bridge(phone, trunk)
        await asyncio.sleep(exchange.talks_for)
    exchange.close(trunk, CAUSES.get(how, "16"))
    exchange.papers.write_record(
        phone, trunk.name, disposition=DISPOSITIONS.get(status, "NO ANSWER"), application="Dial", data=number
    )
    if status != "ANSWER":
        exchange.papers.write_record(phone, "", disposition="ANSWERED", application="Hangup", data="")
    exchange.close(phone)


def _respond(exchange: Exchange, packet: Packet, response: str, reason: str) -> None:
    exchange.emit(
        "OriginateResponse",
        ("ActionID", packet.get("ActionID")),
        ("Response", response),
        ("Channel", packet.get("Channel")),
        ("Context", packet.get("Context")),
        ("Exten", packet.get("Exten")),
        ("Reason", reason),
        ("Uniqueid", packet.get("ChannelId")),
    )

"""A crew's call to a reporter in the simulated exchange: the crew's phone over the trunk, and then the reporter's.

As in Asterisk 22 with an Originate of a Local channel: the answer of the first number comes as DialEnd of the trunk and
of the channel's first half before OriginateResponse, and the second number is dialled from that half afterwards.
"""

import asyncio
from typing import Final

from lab.exchange.exchange import Exchange
from lab.exchange.outgoing import CAUSES, DISPOSITIONS
from peygir.gateways.ami.wire import Packet

CONTEXT: Final = "from-internal"


async def connect_masked(exchange: Exchange, packet: Packet) -> None:
    """Run the call from the Originate to its last event; `exchange.reaches` says which phones are picked up.

    `exchange.shown` keeps what each phone was shown as the caller's number.
    """
    channel, key, reporter = packet.get("Channel"), packet.get("ChannelId"), packet.get("Exten")
    number, _, context = channel.removeprefix("Local/").partition("@")
    caller = packet.get("CallerID").partition("<")[2].removesuffix(">")
    first = exchange.open(f"{channel};1", caller=caller, context=packet.get("Context"), exten=reporter, uniqueid=key)
    second = exchange.open(f"{channel};2", caller=caller, key=key, context=context, exten=number, uniqueid=f"{key};2")
    trunk = exchange.open("PJSIP/trunk", caller=number, key=key, context="from-trunk", exten="")
    exchange.shown.append((number, second.caller))
    exchange.emit("DialBegin", *first.fields("Dest"), ("DialString", f"{number}@{context}"))
    exchange.emit("DialBegin", *second.fields(), *trunk.fields("Dest"), ("DialString", number))
    await asyncio.sleep(0.02)
    status = exchange.reaches(number)
    exchange.emit("DialEnd", *second.fields(), *trunk.fields("Dest"), ("DialStatus", status))
    exchange.emit("DialEnd", *first.fields("Dest"), ("DialStatus", status))
    exchange.emit(
        "OriginateResponse",
        ("ActionID", packet.get("ActionID")),
        ("Response", "Success" if status == "ANSWER" else "Failure"),
        ("Channel", channel),
        ("Context", packet.get("Context")),
        ("Exten", reporter),
        ("Reason", "4" if status == "ANSWER" else "0"),
        ("Uniqueid", key),
    )
    if status == "ANSWER":
        exchange.bridge(second, trunk)
        exchange.shown.append((reporter, first.caller))
        far = exchange.open("PJSIP/trunk", caller=reporter, key=key, context="from-trunk", exten="")
        exchange.emit("DialBegin", *first.fields(), *far.fields("Dest"), ("DialString", reporter))
        await asyncio.sleep(0.02)
        status = exchange.reaches(reporter)
        exchange.emit("DialEnd", *first.fields(), *far.fields("Dest"), ("DialStatus", status))
        if status == "ANSWER":
            exchange.bridge(first, far)
            await asyncio.sleep(exchange.talks_for)
        exchange.close(far, CAUSES.get(status, "16"))
        disposition = DISPOSITIONS.get(status, "NO ANSWER")
        exchange.papers.write_record(first, far.name, disposition=disposition, application="Dial", data=reporter)
    for half in (trunk, second, first):
        exchange.close(half)

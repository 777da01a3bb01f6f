"""A citizen whom the voice menu asks, as the made-up exchange lets it happen: a trunk, and a key or none."""

import asyncio
from typing import Final

from peygir.gateways.ami.wire import Packet
from peygir.ops.pbx.made_up.exchange import Channel, Exchange

CONTEXT: Final = "peygir-survey"
# what happens → (status of the dial, the reason of OriginateResponse): control frames of Asterisk's frame.h
_FAILURES: Final = {
    "no answer": ("NOANSWER", "3"), "busy": ("BUSY", "5"), "congestion": ("CONGESTION", "8"),
    "no such channel": ("CHANUNAVAIL", "0"),
}  # fmt: skip


async def ask_by_voice(exchange: Exchange, packet: Packet) -> None:
    """From the Originate to its last event; `exchange.presses` says what this citizen does.

    As in Asterisk the two halves of the Local channel have one Linkedid, the id of the first one that we gave;
    OriginateResponse comes when somebody picks up, or after the channel has hung up where nobody does.
    """
    channel, key = packet.get("Channel"), packet.get("ChannelId")
    number, _, context = channel.removeprefix("Local/").partition("@")
    told = exchange.presses(number)
    first = exchange.open(f"{channel};1", caller="137", context=packet.get("Context"), exten="s", uniqueid=key)
    second = exchange.open(f"{channel};2", caller="137", key=key, context=context, exten=number, uniqueid=f"{key};2")
    trunk = exchange.open("PJSIP/trunk", caller=number, key=key, context="from-trunk", exten="")
    exchange.emit("DialBegin", *second.fields(), *trunk.fields("Dest"), ("DialString", number))
    await asyncio.sleep(0.02)
    status, reason = _FAILURES.get(told, ("ANSWER", "4"))
    exchange.emit("DialEnd", *second.fields(), *trunk.fields("Dest"), ("DialStatus", status))
    answer = [("Event", "OriginateResponse"), ("Privilege", "call,all"), ("ActionID", packet.get("ActionID"))]
    about = [("Channel", first.name), ("Context", first.context), ("Exten", "s"), ("Reason", reason)]
    if told in _FAILURES:
        _close(exchange, trunk, second, first)
        exchange.listener([*answer, ("Response", "Failure"), *about, ("Uniqueid", "<null>")])
        return
    exchange.bridge(second, trunk)
    variables = _variables(packet)
    if variables.get("PEYGIR_TOPIC"):
        exchange.spoken.append((variables["PEYGIR_TOPIC"], variables.get("PEYGIR_TOPIC_WORDS", "")))
    exchange.listener([*answer, ("Response", "Success"), *about, ("Uniqueid", first.uniqueid)])
    await asyncio.sleep(exchange.listens_for)
    if told != "hangs up":
        _tell(exchange, first, packet, told)
    _close(exchange, trunk, second, first)


def _tell(exchange: Exchange, channel: Channel, packet: Packet, pressed: str) -> None:
    """The event of the dialplan: the channel's own headers first, then its name, then what was given to UserEvent."""
    variables = _variables(packet)
    exchange.listener([
        ("Event", "UserEvent"), ("Privilege", "user,all"), *channel.fields(), ("UserEvent", "PeygirSurvey"),
        ("Ask", variables.get("PEYGIR_ASK", "")), ("Call", variables.get("PEYGIR_CALL", "")), ("Key", pressed),
    ])  # fmt: skip


def _variables(packet: Packet) -> dict[str, str]:
    """As Asterisk reads them: a comma in a header begins another variable."""
    parts = (part for told in packet.all("Variable") for part in told.split(","))
    return dict(part.partition("=")[::2] for part in parts)


def _close(exchange: Exchange, *channels: Channel) -> None:
    for channel in channels:
        exchange.close(channel)

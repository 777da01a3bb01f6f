"""A call of the voice menu to a citizen in the simulated exchange: a trunk, and a DTMF key or none."""

import asyncio
from typing import Final

from lab.exchange.channel import ExchangeChannel
from lab.exchange.exchange import Exchange
from peygir.gateways.ami.wire import Packet

CONTEXT: Final = "peygir-survey"
# outcome → DialStatus; the reason of OriginateResponse is 0 for all of them
_FAILURES: Final = {"no answer": "NOANSWER", "busy": "BUSY", "congestion": "CONGESTION", "refused": "NOANSWER"}
_NO_CHANNEL: Final = "no such channel"


async def ask_by_voice(exchange: Exchange, packet: Packet) -> None:
    """Run the call from the Originate to its last event; `exchange.presses` gives the citizen's reaction.

    As in Asterisk 22 the two halves of the Local channel have one Linkedid, the id of the first one, which the client
    set, and the first half has a DialBegin and a DialEnd of its own. Without an answer, OriginateResponse comes before
    the latter and has the reason 0, whatever the cause is.
    """
    channel, key = packet.get("Channel"), packet.get("ChannelId")
    number, _, context = channel.removeprefix("Local/").partition("@")
    outcome = exchange.presses(number)
    answer = [("Event", "OriginateResponse"), ("Privilege", "call,all"), ("ActionID", packet.get("ActionID"))]
    about = [("Channel", channel), ("Context", packet.get("Context")), ("Exten", "s")]
    failure = [*answer, ("Response", "Failure"), *about, ("Reason", "0"), ("Uniqueid", key)]
    if outcome == _NO_CHANNEL:
        exchange.listener(failure)
        return
    first = exchange.open(f"{channel};1", caller="137", context=packet.get("Context"), exten="s", uniqueid=key)
    second = exchange.open(f"{channel};2", caller="137", key=key, context=context, exten=number, uniqueid=f"{key};2")
    trunk = exchange.open("PJSIP/trunk", caller=number, key=key, context="from-trunk", exten="")
    exchange.emit("DialBegin", *first.fields("Dest"), ("DialString", f"{number}@{context}"))
    exchange.emit("DialBegin", *second.fields(), *trunk.fields("Dest"), ("DialString", number))
    await asyncio.sleep(0.02)
    status = _FAILURES.get(outcome, "ANSWER")
    if outcome in _FAILURES:
        exchange.listener(failure)
    exchange.emit("DialEnd", *second.fields(), *trunk.fields("Dest"), ("DialStatus", status))
    exchange.emit("DialEnd", *first.fields("Dest"), ("DialStatus", status))
    if outcome in _FAILURES:
        _close(exchange, first, second, trunk)
        return
    exchange.bridge(second, trunk)
    variables = _variables(packet)
    if variables.get("PEYGIR_TOPIC"):
        exchange.spoken.append((variables["PEYGIR_TOPIC"], variables.get("PEYGIR_TOPIC_WORDS", "")))
    exchange.listener([*answer, ("Response", "Success"), *about, ("Reason", "4"), ("Uniqueid", first.uniqueid)])
    await asyncio.sleep(exchange.listens_for)
    if outcome != "hangs up":
        _tell(exchange, first, packet, outcome)
    _close(exchange, trunk, second, first)


def _tell(exchange: Exchange, channel: ExchangeChannel, packet: Packet, pressed: str) -> None:
    """Send the dialplan's UserEvent: the channel's own headers first, then its name, then its arguments."""
    variables = _variables(packet)
    exchange.listener(
        [
            ("Event", "UserEvent"),
            ("Privilege", "user,all"),
            *channel.fields(),
            ("UserEvent", "PeygirSurvey"),
            ("Ask", variables.get("PEYGIR_ASK", "")),
            ("Call", variables.get("PEYGIR_CALL", "")),
            ("Key", pressed),
        ]
    )


def _variables(packet: Packet) -> dict[str, str]:
    """Return the variables as Asterisk parses them: a comma in a header begins another variable."""
    parts = (part for told in packet.all("Variable") for part in told.split(","))
    return dict(part.partition("=")[::2] for part in parts)


def _close(exchange: Exchange, *channels: ExchangeChannel) -> None:
    for channel in channels:
        exchange.close(channel)

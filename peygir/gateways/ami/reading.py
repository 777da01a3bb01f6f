"""Converts events of the manager interface (Asterisk 13 to 22) into facts about calls.

Ambiguous events, and how they are read here: a queue's time-out also sends QueueCallerAbandon, so that event says
only that the caller left unanswered, and whether the call is missed shows when its first channel hangs up;
QueueCallerLeave follows answered calls too; whether the first channel of an Originate was answered is in
OriginateResponse, and whether the citizen was reached in the DialEnd of a further channel.
"""

import re
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Final

from peygir.gateways.ami import facts
from peygir.gateways.ami.facts import Fact, moment_of
from peygir.gateways.ami.wire import Packet

# "PJSIP/101-00000a1f", "SIP/101-…", "Local/101@from-queue-…;2", "Agent/101"
_PHONE: Final = re.compile(
    r"^(?:PJSIP|SIP|IAX2|SCCP|DAHDI|Agent|Local)/([0-9]{2,6})(?:@[^;/]*)?(?:-[0-9a-fA-F]+)?(?:;[12])?$"
)
_OUTER_NUMBER: Final = re.compile(r"\+?[0-9]{7,}")
_NO_SUCH_NUMBER: Final = ("1", "28")  # hang-up causes of Q.850: unallocated number, invalid number format
_HIDDEN: Final = ("", "unknown", "<unknown>", "anonymous", "restricted", "unavailable", "s")
_PAUSED_STATES: Final = {
    "1": "free",
    "2": "busy",
    "3": "busy",
    "4": "away",
    "5": "away",
    "6": "ringing",
    "7": "busy",
    "8": "busy",
    "0": "",
}
INBOUND: Final = ("from-trunk", "from-pstn", "from-did-direct", "from-external", "peygir-in")


def extension_of(channel: str) -> str:
    """The extension of a channel or interface, "" for a trunk."""
    found = _PHONE.match(channel)
    return found.group(1) if found else ""


def caller_of(packet: Packet) -> str:
    """The caller's number, "" if it is hidden."""
    number = packet.get("CallerIDNum").strip()
    return "" if number.lower() in _HIDDEN else number


def is_inbound(packet: Packet, contexts: Collection[str]) -> bool:
    """Whether a first channel comes from outside: by the context that it enters."""
    return packet.get("Context") in contexts and not extension_of(packet.get("Channel"))


def read_event(packet: Packet, *, now: datetime, contexts: Collection[str] = INBOUND) -> list[Fact]:
    """Return the facts in an event; none for most events."""
    read = _READERS.get(packet.event)
    facts_read = read(packet, moment_of(packet, now), contexts) if read is not None else []
    key = packet.get("Linkedid")
    name = packet.variables().get("MIXMONITOR_FILENAME", "") if key else ""
    return [*facts_read, facts.RecordingStarted(key, moment_of(packet, now), name)] if name else facts_read


def _new_channel(packet: Packet, at: datetime, contexts: Collection[str]) -> list[Fact]:
    key = packet.get("Linkedid")
    if packet.get("Uniqueid") != key or not is_inbound(packet, contexts):
        return []
    return [facts.Rang(key, at, caller_of(packet), packet.get("Exten"))]


def _queue_join(packet: Packet, at: datetime, contexts: Collection[str]) -> list[Fact]:
    return [facts.Queued(packet.get("Linkedid"), at, packet.get("Queue"), caller_of(packet))]


def _queue_leave(packet: Packet, at: datetime, contexts: Collection[str]) -> list[Fact]:
    how = "unanswered" if packet.event == "QueueCallerAbandon" else ""
    return [facts.LeftQueue(packet.get("Linkedid"), at, packet.get("Queue"), how)]


def _agent_called(packet: Packet, at: datetime, contexts: Collection[str]) -> list[Fact]:
    extension = extension_of(packet.get("DestChannel")) or extension_of(packet.get("Interface"))
    return [facts.PhoneRang(packet.get("Linkedid"), at, packet.get("DestUniqueid"), extension)]


def _agent_connect(packet: Packet, at: datetime, contexts: Collection[str]) -> list[Fact]:
    key, extension = packet.get("Linkedid"), extension_of(packet.get("DestChannel"))
    extension = extension or extension_of(packet.get("Interface"))
    return [
        facts.LeftQueue(key, at, packet.get("Queue"), "answered"),
        facts.Answered(key, at, packet.get("DestUniqueid"), extension),
    ]


def _dial(packet: Packet, at: datetime, contexts: Collection[str]) -> list[Fact]:
    """Facts of a channel that is being dialled, or whose dialling has ended.

    Asterisk sends both for the first channel of an Originate too, without a dialling channel: its answer is our own
    phone's, not the citizen's.
    """
    key, uniqueid = packet.get("DestLinkedid") or packet.get("Linkedid"), packet.get("DestUniqueid")
    extension = _dialled_extension(packet)
    if packet.event == "DialBegin":
        is_first = uniqueid == key and not extension
        return [] if is_first else [facts.PhoneRang(key, at, uniqueid, extension)]
    status = packet.get("DialStatus")
    if status == "ANSWER":
        # A dialplan may answer a Local channel; the channel that it dials in turn has events of its own.
        is_half = not extension and uniqueid != key and packet.get("DestChannel").startswith("Local/")
        return [] if is_half else [facts.Answered(key, at, uniqueid, extension)]
    reason = facts.NOT_REACHED.get(status, status.lower())
    if uniqueid == key:
        return [facts.FirstLegFailed(key, at, reason)]
    return [facts.NotAnswered(key, at, extension, reason) if extension else facts.NotReached(key, at, uniqueid, reason)]


def _dialled_extension(packet: Packet) -> str:
    """The extension of the dialled channel, "" for an outside one.

    A trunk may have a number as its name: what our phone dials with the digits of a citizen's number is outside.
    """
    is_call_out = packet.get("Uniqueid") == packet.get("Linkedid") != "" and extension_of(packet.get("Channel"))
    is_outside = is_call_out and _OUTER_NUMBER.fullmatch(packet.get("Exten"))
    return "" if is_outside else extension_of(packet.get("DestChannel"))


def _attended(packet: Packet, at: datetime, contexts: Collection[str]) -> list[Fact]:
    """Facts of an attended transfer; the target may be a Local channel, whose name contains the dialled number."""
    if packet.get("Result").lower() != "success":
        return []
    key = packet.get("OrigTransfererLinkedid") or packet.get("TransfereeLinkedid")
    return [facts.Transferred(key, at, extension_of(packet.get("TransferTargetChannel")))]


def _bridge_enter(packet: Packet, at: datetime, contexts: Collection[str]) -> list[Fact]:
    """A phone that enters the caller's bridge is in conversation; after a transfer this may be the only event."""
    extension, key = extension_of(packet.get("Channel")), packet.get("Linkedid")
    if not extension or packet.get("Uniqueid") == key or packet.get("Channel").startswith("Local/"):
        return []
    return [facts.Answered(key, at, packet.get("Uniqueid"), extension)]


def _hangup(packet: Packet, at: datetime, contexts: Collection[str]) -> list[Fact]:
    key, uniqueid = packet.get("Linkedid"), packet.get("Uniqueid")
    if key == uniqueid:
        return [facts.Ended(key, at)]
    is_unknown = packet.get("Cause") in _NO_SUCH_NUMBER and not extension_of(packet.get("Channel"))
    return [facts.PhoneHungUp(key, at, uniqueid, is_unknown)]


def _user_event(packet: Packet, at: datetime, contexts: Collection[str]) -> list[Fact]:
    key, name = packet.get("Linkedid"), packet.get("UserEvent")
    if name == "PeygirMenu" and packet.get("Version").isdigit():
        version = int(packet.get("Version"))
        season = packet.get("Campaign")
        return [facts.MenuPlayed(key, at, packet.get("Menu"), version, packet.get("Key")[:1], season)]
    if name == "PeygirSurvey":
        return [facts.SurveyKeyPressed(packet.get("Call") or key, at, packet.get("Key")[:1])]
    if name == "PeygirVoice" and packet.get("Status") == "SUCCESS":  # of older dialplans without: only the beginning
        return [facts.LeftVoice(key, at)]
    if name == "PeygirRecording" and packet.get("File"):
        return [facts.RecordingStarted(key, at, packet.get("File"))]
    return []


def _member(packet: Packet, at: datetime, contexts: Collection[str]) -> list[Fact]:
    extension = extension_of(packet.get("StateInterface")) or extension_of(
        packet.get("Interface") or packet.get("Location")
    )
    if not extension:
        return []
    is_gone = packet.event == "QueueMemberRemoved"
    presence = "away" if is_gone else _PAUSED_STATES.get(packet.get("Status"), "")
    if packet.get("Paused") == "1" and presence in ("free", ""):
        presence = "paused"
    return [facts.Present("", at, extension, presence, packet.get("PausedReason") if presence == "paused" else "")]


def _originated(packet: Packet, at: datetime, contexts: Collection[str]) -> list[Fact]:
    """The id that we gave the first channel returns as Uniqueid; if nothing rang it is in ActionID.

    Reason 0 is ambiguous: Asterisk 22 sends it for busy, declined, switched off and unknown alike; the DialEnd
    before or after it has the reason.
    """
    key = packet.get("ActionID")
    reasons = {"0": "", "1": "no answer", "3": "no answer", "5": "busy", "8": "congestion"}
    words = reasons.get(packet.get("Reason"), packet.get("Reason"))
    return [facts.Originated(key, at, packet.get("Response").lower() == "success", words)]


_Reader = Callable[[Packet, datetime, Collection[str]], list[Fact]]
_READERS: Final[dict[str, _Reader]] = {
    "Newchannel": _new_channel,
    "QueueCallerJoin": _queue_join,
    "QueueCallerLeave": _queue_leave,
    "QueueCallerAbandon": _queue_leave,
    "AgentCalled": _agent_called,
    "AgentConnect": _agent_connect,
    "DialBegin": _dial,
    "DialEnd": _dial,
    "BridgeEnter": _bridge_enter,
    "Hangup": _hangup,
    "UserEvent": _user_event,
    "QueueMemberStatus": _member,
    "QueueMemberPause": _member,
    "QueueMemberAdded": _member,
    "QueueMemberRemoved": _member,
    "QueueMember": _member,
    "OriginateResponse": _originated,
    "AttendedTransfer": _attended,
}


def citizens_channel(channels: Sequence[Packet], key: str) -> str:
    """The citizen's channel of a call in progress; "" if there is none (any more).

    It is the first channel of an incoming call; of an outgoing call the first one is our own phone.
    """
    own = [row for row in channels if row.event == "CoreShowChannel" and row.get("Linkedid") == key]
    outer = [row for row in own if not extension_of(row.get("Channel")) and not row.get("Channel").startswith("Local/")]
    first = [row for row in outer if row.get("Uniqueid") == key]
    return (first or outer)[0].get("Channel") if outer else ""


def phones_channel(channels: Sequence[Packet], key: str, extension: str) -> str:
    """The channel of one of our phones in a call in progress; "" if it has none (any more)."""
    own = (row for row in channels if row.event == "CoreShowChannel" and row.get("Linkedid") == key)
    names = (row.get("Channel") for row in own if extension_of(row.get("Channel")) == extension)
    return next((name for name in names if extension and not name.startswith("Local/")), "")


def asking_channel(channels: Sequence[Packet], key: str, own: str, asked_key: str = "") -> str:
    """The channel of our phone that consults a colleague while the citizen waits; "" if it does not (any more).

    A phone in the same bridge as the citizen consults nobody: hanging it up would end the call. `asked_key`: the
    colleague's
    phone must be in the call as well.
    """
    name, citizen = phones_channel(channels, key, own), citizens_channel(channels, key)
    bridges = {row.get("Channel"): row.get("BridgeId") for row in channels if row.event == "CoreShowChannel"}
    waits = bool(name and citizen and bridges[name] and bridges[name] != bridges[citizen])
    return name if waits and (not asked_key or phones_channel(channels, key, asked_key)) else ""

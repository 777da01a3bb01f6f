"""Events of the manager interface as plain values about calls, free of the PBX's own vocabulary."""

from dataclasses import dataclass
from datetime import UTC, datetime

from peygir.gateways.ami.wire import Packet

NO_NUMBER = "no such number"
NOT_REACHED = {
    "BUSY": "busy",
    "NOANSWER": "no answer",
    "CANCEL": "cancelled",
    "CONGESTION": "congestion",
    "CHANUNAVAIL": "no such channel",
    "DONTCALL": "refused",
    "TORTURE": "refused",
}
"""DialStatus of a dialled channel → our reason; after Asterisk's documentation of Dial."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened to a call (`key`: its Linkedid) at a moment."""

    key: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Rang(Fact):
    """A call came in from outside."""

    caller: str
    line: str


@dataclass(frozen=True, slots=True)
class Queued(Fact):
    """The caller joined a queue."""

    queue: str
    caller: str


@dataclass(frozen=True, slots=True)
class LeftQueue(Fact):
    """The caller left a queue: "answered", "unanswered" (gave up or timed out), "" (not reported)."""

    queue: str
    how: str


@dataclass(frozen=True, slots=True)
class PhoneRang(Fact):
    """A phone of the centre rings."""

    uniqueid: str
    extension: str


@dataclass(frozen=True, slots=True)
class Answered(Fact):
    """A phone was picked up: one of ours (`extension`), or one at the end of a trunk ("").

    In an outgoing call (its key is our own id) the first is our own phone, whose `uniqueid` is the key.
    """

    uniqueid: str
    extension: str


@dataclass(frozen=True, slots=True)
class NotAnswered(Fact):
    """A phone of the centre rang and was not picked up."""

    extension: str
    words: str


@dataclass(frozen=True, slots=True)
class NotReached(Fact):
    """A number dialled over a trunk was not answered; `words` is the reason (`NOT_REACHED`)."""

    uniqueid: str
    words: str


@dataclass(frozen=True, slots=True)
class FirstLegFailed(Fact):
    """The first channel of an outgoing call was dialled and not answered; `words` as in NotReached."""

    words: str


@dataclass(frozen=True, slots=True)
class Transferred(Fact):
    """In an attended transfer the consulted colleague now has the call."""

    extension: str


@dataclass(frozen=True, slots=True)
class PhoneHungUp(Fact):
    """One of several phones of a call has hung up."""

    uniqueid: str
    is_number_unknown: bool = False  # no such number (Q.850 causes 1 and 28)


@dataclass(frozen=True, slots=True)
class Ended(Fact):
    """The first channel of a call hung up, and so the call ended."""


@dataclass(frozen=True, slots=True)
class LeftVoice(Fact):
    """The caller left a voice message."""


@dataclass(frozen=True, slots=True)
class MenuPlayed(Fact):
    """The caller heard a version of our IVR menu and pressed a key."""

    code: str
    number: int
    pressed: str
    season_code: str


@dataclass(frozen=True, slots=True)
class RecordingStarted(Fact):
    """The call is recorded to a file of this name."""

    name: str


@dataclass(frozen=True, slots=True)
class Present(Fact):
    """The presence of a phone of the centre; its `key` is empty."""

    extension: str
    presence: str
    why: str


@dataclass(frozen=True, slots=True)
class Originated(Fact):
    """The result of an outgoing call that we requested; a failure without `words` has a reason in other events."""

    is_good: bool
    words: str


@dataclass(frozen=True, slots=True)
class SurveyKeyPressed(Fact):
    """A citizen pressed a key in the survey's menu, or none (""); the key of the fact is the call's own."""

    key_pressed: str


def moment_of(packet: Packet, now: datetime) -> datetime:
    """The moment of an event: the PBX's stamp (`timestampevents = yes`), else now."""
    stamp = packet.get("Timestamp")
    try:
        return datetime.fromtimestamp(float(stamp), tz=UTC) if stamp else now
    except (ValueError, OverflowError, OSError):
        return now

"""What events of the manager interface tell of calls, as plain values: the PBX's own words end here."""

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
"""DialStatus of a dialled channel → how it is told here; after Asterisk's documentation of Dial."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something happened to a call (`key`: its Linkedid), at a moment."""

    key: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Rang(Fact):
    """A call came in from outside."""

    caller: str
    line: str


@dataclass(frozen=True, slots=True)
class Queued(Fact):
    """The caller waits in a queue."""

    queue: str
    caller: str


@dataclass(frozen=True, slots=True)
class LeftQueue(Fact):
    """The caller is no more in a queue: "answered", "unanswered" (gave up or timed out), "" (how is not told)."""

    queue: str
    how: str


@dataclass(frozen=True, slots=True)
class PhoneRang(Fact):
    """A phone of the centre rings."""

    uniqueid: str
    extension: str


@dataclass(frozen=True, slots=True)
class Answered(Fact):
    """A phone was picked up: ours (`extension`), or one at the end of a trunk ("").

    Of a call that we asked for (its key is our own id) the first is our own phone, whose `uniqueid` is the key.
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
    """A number outside was dialled over a trunk and not answered; `words` says why (`NOT_REACHED`)."""

    uniqueid: str
    words: str


@dataclass(frozen=True, slots=True)
class FirstLegFailed(Fact):
    """The first channel of a call that we asked for was dialled and not answered; `words` as of NotReached."""

    words: str


@dataclass(frozen=True, slots=True)
class Transferred(Fact):
    """Somebody who was asked first (an attended transfer) has the call now."""

    extension: str


@dataclass(frozen=True, slots=True)
class PhoneHungUp(Fact):
    """One of several phones of a call has hung up."""

    uniqueid: str
    is_number_unknown: bool = False  # the network says that there is no such number (Q.850 causes 1 and 28)


@dataclass(frozen=True, slots=True)
class Ended(Fact):
    """The first channel of a call is gone, and the call with it."""


@dataclass(frozen=True, slots=True)
class LeftVoice(Fact):
    """The exchange has kept a message that the caller spoke."""


@dataclass(frozen=True, slots=True)
class MenuPlayed(Fact):
    """The caller has heard a version of our menu and pressed a key."""

    code: str
    number: int
    pressed: str
    season_code: str


@dataclass(frozen=True, slots=True)
class RecordingStarted(Fact):
    """The call is recorded into a file of this name."""

    name: str


@dataclass(frozen=True, slots=True)
class Present(Fact):
    """How a phone of the centre stands; its `key` is empty."""

    extension: str
    presence: str
    why: str


@dataclass(frozen=True, slots=True)
class Originated(Fact):
    """What became of a call that we asked for; a failure without `words` has a reason that other events tell."""

    is_good: bool
    words: str


@dataclass(frozen=True, slots=True)
class SurveyKeyPressed(Fact):
    """A citizen whom the survey's menu asked pressed a key, or none (""); the key of the fact is the call's own."""

    key_pressed: str


def moment_of(packet: Packet, now: datetime) -> datetime:
    """When it happened: the PBX's stamp (`timestampevents = yes`), else now."""
    stamp = packet.get("Timestamp")
    try:
        return datetime.fromtimestamp(float(stamp), tz=UTC) if stamp else now
    except (ValueError, OverflowError, OSError):
        return now

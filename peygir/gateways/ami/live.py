"""The calls in progress at login, from the lists of CoreShowChannels, QueueStatus and Status."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from peygir.gateways.ami.noted_keys import HEARD, NotedKey, noted_keys
from peygir.gateways.ami.reading import INBOUND, caller_of, extension_of, is_inbound
from peygir.gateways.ami.wire import Packet

QUEUE: Final = "PEYGIR_QUEUE"
VARIABLES: Final = f"{QUEUE},{HEARD}"
"""The variables to request from Status."""
_APPEARED: Final = ("", "s", "h", "i", "t")


@dataclass(frozen=True, slots=True)
class LivePhone:
    """A phone in the same bridge as the call's first channel; `extension` is "" for an outside one.

    `rang_at`: when its channel was made, to the second; it was picked up between then and now.
    """

    uniqueid: str
    extension: str
    rang_at: datetime


@dataclass(frozen=True, slots=True)
class LiveCall:
    """A call in progress: its first channel, and the phones in conversation with it.

    `line` is the number that was called, "" if unknown; `joined_at` when the caller joined the `queue` in
    which they wait now, None if they wait in none.
    """

    key: str
    caller: str
    line: str
    began_at: datetime
    queue: str
    joined_at: datetime | None
    phones: tuple[LivePhone, ...]
    heard: tuple[NotedKey, ...]
    is_inbound: bool


def live_calls(
    channels: Sequence[Packet],
    queues: Sequence[Packet],
    states: Sequence[Packet] = (),
    *,
    now: datetime,
    contexts: Collection[str] = INBOUND,
) -> list[LiveCall]:
    """Return the calls in progress. `states`: the events of Status, the only list with the dialled number."""
    waiting = {row.get("Uniqueid"): row for row in queues if row.event == "QueueEntry"}
    known = {row.get("Uniqueid"): row for row in states if row.event == "Status"}
    shown = [row for row in channels if row.event == "CoreShowChannel"]
    return [
        _live_call(row, shown, waiting.get(row.get("Uniqueid")), known.get(row.get("Uniqueid")), now, contexts)
        for row in shown
        if row.get("Uniqueid") == row.get("Linkedid")
    ]


def _live_call(
    row: Packet,
    shown: Sequence[Packet],
    entry: Packet | None,
    state: Packet | None,
    now: datetime,
    contexts: Collection[str],
) -> LiveCall:
    key, bridge = row.get("Linkedid"), row.get("BridgeId")
    variables = state.assigned() if state is not None else {}
    phones = tuple(
        LivePhone(other.get("Uniqueid"), extension_of(other.get("Channel")), now - _duration(other.get("Duration")))
        for other in shown
        if bridge and other is not row and other.get("BridgeId") == bridge and other.get("Linkedid") == key
    )
    in_queue = row.get("ApplicationData").split(",")[0] if row.get("Application") == "Queue" else ""
    queue = entry.get("Queue") if entry is not None else variables.get(QUEUE) or in_queue
    wait = entry.get("Wait") if entry is not None else ""
    heard = noted_keys(variables.get(HEARD, ""))
    return LiveCall(
        key,
        caller_of(row),
        _line_of(row, state, contexts),
        now - _duration(row.get("Duration")),
        queue,
        now - timedelta(seconds=int(wait)) if wait.isdigit() else None,
        phones,
        heard,
        entry is not None or bool(heard) or is_inbound(row, contexts) or row.get("Application") == "Queue",
    )


def _line_of(row: Packet, state: Packet | None, contexts: Collection[str]) -> str:
    """The number that was called: the call's present extension, but only in a context by which calls enter."""
    dialled = state.get("DNID") if state is not None else ""
    if dialled and dialled not in _APPEARED:
        return dialled
    is_at_entry = row.get("Context") in contexts and row.get("Exten") not in _APPEARED
    return row.get("Exten") if is_at_entry else ""


def _duration(text: str) -> timedelta:
    parts = text.split(":")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return timedelta()
    hours, minutes, seconds = (int(part) for part in parts)
    return timedelta(hours=hours, minutes=minutes, seconds=seconds)

"""The simulated exchange: channels, a queue of callers and its phones; mimics Asterisk, including its pitfalls."""

import asyncio
import json
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from lab.exchange.channel import ExchangeChannel, Fields
from lab.exchange.papers import Papers
from peygir.core import clock
from peygir.gateways.ami.wire import Packet

QUEUE: Final = "137"


@dataclass
class Happened:
    """One call in the exchange's own log, for comparison."""

    key: str
    caller: str
    began_at: str
    how: str = ""  # "answered", "missed", "voice"
    by: list[str] = field(default_factory=list)
    ended_at: str = ""


class Exchange:
    """The phones and callers; `listener` receives every event, `records` is a file as cdr_csv writes it."""

    def __init__(
        self, extensions: list[str], *, records: Path | None = None, log: Path | None = None, zone: str = "Asia/Tehran"
    ) -> None:
        self.free: deque[str] = deque(extensions)
        self.extensions = list(extensions)
        self.paused: dict[str, str] = {}
        self.waiting: deque[asyncio.Future[str]] = deque()
        self.entries: dict[str, tuple[ExchangeChannel, datetime]] = {}
        self.channels: dict[str, ExchangeChannel] = {}
        self.happened: dict[str, Happened] = {}
        self.listener: Callable[[Fields], None] = lambda fields: None
        self.dial: Callable[[Packet], Coroutine[Any, Any, None]] | None = None  # the course of an originated call
        self.reaches: Callable[[str], str] = lambda number: "ANSWER"  # the DialStatus of a citizen whom we call
        self.has_transfer_sound = True  # without the sound pbx-transfer an Atxfer does nothing
        self.keeps_messages = True  # whether a caller speaks to the mailbox until it keeps the message
        self.presses: Callable[[str], str] = lambda number: (
            "1"
        )  # a citizen's reaction to the voice menu: a DTMF key, or why none
        self.spoken: list[tuple[str, str]] = []  # topics that the voice menu announced: the code and the text
        self.shown: list[tuple[str, str]] = []  # of masked calls: whose phone rang, and the number that it showed
        self.listens_for = 0.05  # seconds until the key is pressed
        self.orders: list[tuple[str, str]] = []
        self.redirects: dict[str, asyncio.Future[tuple[str, bool]]] = {}  # channel → (target, consults first)
        self.askings: dict[str, tuple[asyncio.Future[str], bool]] = {}  # consulting → (how it ends, answered)
        self.silent: set[str] = set()  # phones that ring without an answer
        self.takes: Callable[[str], bool] = lambda extension: True  # whether a consulted colleague takes the call
        self.dials_for = self.consults_for = 0.2  # seconds
        self.papers = Papers(records, ZoneInfo(zone), self.emit)
        self._log = log
        self._numbers, self._start = count(1), int(clock.now().timestamp())
        self._tasks: set[asyncio.Task[Any]] = set()
        self.talks_for = 5.0

    # ── channels ────────────────────────────────────────────────────────────────────────────────────────────────────

    def emit(self, event: str, *fields: tuple[str, str]) -> None:
        """Send one event."""
        self.listener([("Event", event), ("Privilege", "call,all"), *fields])

    def open(
        self,
        name: str,
        *,
        caller: str = "",
        key: str = "",
        context: str = "from-trunk",
        exten: str = "137",
        uniqueid: str = "",
    ) -> ExchangeChannel:
        """Open a channel; without a `key` it is the first of a new call."""
        number = next(self._numbers)
        uniqueid = uniqueid or f"{self._start}.{number}"
        channel = ExchangeChannel(
            f"{name}-{number:08x}", uniqueid, key or uniqueid, caller, context, exten, clock.now()
        )
        channel.line = "" if key or uniqueid.startswith("peygir-") else exten
        self.channels[uniqueid] = channel
        # As with `channelvars` of manager.conf: one header for each variable.
        variables = [(f"ChanVariable({channel.name})", "PEYGIR_A=1"), (f"ChanVariable({channel.name})", "PEYGIR_B=2")]
        self.emit("Newchannel", *channel.fields(), *variables)
        return channel

    def close(self, channel: ExchangeChannel, cause: str = "16") -> None:
        """Hang up."""
        if self.channels.pop(channel.uniqueid, None) is not None:
            channel.closed_at = clock.now()
            self.emit("Hangup", *channel.fields(), ("Cause", cause), ("Cause-txt", "Normal Clearing"))

    def bridge(self, *channels: ExchangeChannel) -> None:
        """Connect the channels."""
        name = f"bridge-{next(self._numbers)}"
        for channel in channels:
            channel.bridge = name
            self.emit("BridgeEnter", ("BridgeUniqueid", name), ("BridgeType", "basic"), *channel.fields())

    # ── phones ──────────────────────────────────────────────────────────────────────────────────────────────────────

    async def phone(self, patience: float) -> str:
        """Return the next free phone, "" if none became free in time."""
        while self.free:
            extension = self.free.popleft()
            if extension not in self.paused:
                return extension
        place: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.waiting.append(place)
        try:
            return await asyncio.wait_for(place, patience)
        except TimeoutError:
            return ""

    def lend(self, extension: str) -> bool:
        """Reserve a phone; whether it can be dialled: a free one of the queue, or one outside every queue."""
        if extension in self.free:
            self.free.remove(extension)
            return True
        return extension not in self.extensions

    def release(self, extension: str) -> None:
        """Release a phone; it goes to the caller who waits longest."""
        self.member(extension, "1")
        while self.waiting and extension not in self.paused:
            place = self.waiting.popleft()
            if not place.done():
                place.set_result(extension)
                return
        if extension in self.extensions and extension not in self.free:
            self.free.append(extension)

    def member(self, extension: str, status: str) -> None:
        """Send the queue's status of a phone."""
        self.emit("QueueMemberStatus", *self.member_fields(extension, status))

    def pause(self, interface: str, is_paused: bool, reason: str = "") -> None:
        """Pause or unpause a phone."""
        extension = interface.rpartition("/")[2]
        if is_paused:
            self.paused[extension] = reason
        else:
            self.paused.pop(extension, None)
            self.release(extension)
        self.emit("QueueMemberPause", *self.member_fields(extension, "1"))

    def member_fields(self, extension: str, status: str) -> Fields:
        """Return the queue's description of a phone."""
        is_paused = extension in self.paused
        return [
            ("Queue", QUEUE),
            ("MemberName", extension),
            ("Interface", f"PJSIP/{extension}"),
            ("StateInterface", f"PJSIP/{extension}"),
            ("Membership", "static"),
            ("Status", status),
            ("Paused", "1" if is_paused else "0"),
            ("PausedReason", self.paused.get(extension, "")),
        ]

    # ── actions ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def originate(self, packet: Packet) -> None:
        """Originate a call; answers Success to anything, the result comes later."""
        self.orders.append((packet.get("Channel"), packet.get("Exten")))
        if self.dial is not None:
            self.run(self.dial(packet))

    def redirect(self, name: str, exten: str, *, is_asked: bool = False) -> bool:
        """Redirect a caller, or (named by our phone's channel) start a consultation; whether the channel exists."""
        channel = next((one for one in self.channels.values() if one.name == name), None)
        place = self.redirects.get(channel.key if is_asked else channel.uniqueid) if channel is not None else None
        if place is None or place.done():
            return False
        if is_asked and not self.has_transfer_sound:  # Success, and nothing happens
            return True
        place.set_result((exten, is_asked))
        return True

    async def redirected(self, channel: ExchangeChannel, seconds: float) -> tuple[str, bool]:
        """Return the target of a redirect within this time, "" for none, and whether a consultation comes first."""
        place = self.redirects[channel.uniqueid] = asyncio.get_running_loop().create_future()
        try:
            return await asyncio.wait_for(place, seconds)
        except TimeoutError:
            return "", False
        finally:
            self.redirects.pop(channel.uniqueid, None)

    def run(self, deed: Coroutine[Any, Any, Any]) -> None:
        """Run a task in the background."""
        task = asyncio.ensure_future(deed)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def settled(self) -> None:
        """Wait until all background tasks have ended."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    # ── log ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def over(self, what: Happened, how: str) -> None:
        """Write an entry in the exchange's own log."""
        what.how, what.ended_at = how, clock.now().isoformat()
        if self._log is not None:
            with self._log.open("a") as file:
                file.write(json.dumps(asdict(what)) + "\n")

"""An AMI client: signs in, sends actions with action ids, receives events in order, and detects a dead connection.

A small client of our own: repeated headers must be kept, an event with a header `Response` is no response, and
a reconnecting caller must know that events were lost.
"""

import asyncio
import contextlib
import hashlib
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from peygir.gateways.ami.wire import LONGEST, Packet, PacketIsTooLong, encoded, read_packet
from peygir.gateways.closing import refuse_in_sandbox

PATIENCE: Final = 10.0
LOGIN_WITHIN: Final = 10.0
PING_EVERY: Final = 10.0
DEAD_AFTER: Final = 25.0
MOST_WAITING: Final = 20_000
_LIST_ENDS: Final = ("complete",)


class LineIsCut(Exception):
    """The connection is closed, or nothing arrived for too long."""


class LoginIsRefused(Exception):
    """The PBX rejects this name and secret, or this address."""


class ActionIsRefused(Exception):
    """The PBX answered an action with an error; its message says why."""


@dataclass(frozen=True, slots=True)
class Address:
    """The PBX's address and credentials; `secret` is never part of a text."""

    host: str
    port: int
    user: str
    secret: str = field(repr=False)
    uses_challenge: bool = True


class Client:
    """One connection; made by `connected`."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._numbers = count(1)
        self._answers: dict[str, asyncio.Future[Packet]] = {}
        self._lists: dict[str, list[Packet]] = {}
        self._events: asyncio.Queue[Packet | None] = asyncio.Queue(MOST_WAITING)
        self._heard_at = asyncio.get_running_loop().time()
        self.banner = ""

    async def ask(self, action: str, *fields: tuple[str, str], name: str = "") -> Packet:
        """Send an action (`name`: its ActionID) and return the response. Raises LineIsCut, ActionIsRefused."""
        return await self._asked(name or self._new_id(), action, fields)

    @property
    def is_heard(self) -> bool:
        """Whether anything arrived lately."""
        return asyncio.get_running_loop().time() - self._heard_at < 2 * PING_EVERY

    def drained(self) -> list[Packet]:
        """Remove and return the events that are queued now."""
        packets = []
        while not self._events.empty():
            packet = self._events.get_nowait()
            if packet is None:
                self._events.put_nowait(None)
                break
            packets.append(packet)
        return packets

    async def ask_list(self, action: str, *fields: tuple[str, str]) -> list[Packet]:
        """Return the events of an action that answers with a list, the closing one included. Raises as `ask`."""
        name = self._new_id()
        self._lists[name] = []
        done = self._answers[f"{name} list"] = asyncio.get_running_loop().create_future()
        try:
            await self._asked(name, action, fields)
            await self._patiently(done)
            return self._lists[name]
        finally:
            self._lists.pop(name, None)
            self._answers.pop(f"{name} list", None)

    async def events(self) -> AsyncIterator[Packet]:
        """Yield every event that is no answer to `ask_list`, in order of arrival, until the connection ends."""
        while (packet := await self._events.get()) is not None:
            yield packet

    async def sign_in(self, address: Address) -> None:
        """Log in by a challenge (MD5) if the PBX offers one, so that the secret is not sent. Raises LoginIsRefused."""
        credentials: tuple[tuple[str, str], ...] = (("Username", address.user), ("Secret", address.secret))
        if address.uses_challenge:
            with contextlib.suppress(ActionIsRefused):
                challenge = (await self.ask("Challenge", ("AuthType", "MD5"))).get("Challenge")
                key = hashlib.md5((challenge + address.secret).encode(), usedforsecurity=False).hexdigest()
                credentials = (("AuthType", "MD5"), ("Username", address.user), ("Key", key))
        try:
            await self.ask("Login", *credentials, ("Events", "on"))
        except ActionIsRefused as refused:
            raise LoginIsRefused(str(refused)) from refused

    def _new_id(self) -> str:
        return f"peygir-{next(self._numbers)}"

    async def _asked(self, name: str, action: str, fields: Iterable[tuple[str, str]]) -> Packet:
        done = self._answers[name] = asyncio.get_running_loop().create_future()
        try:
            self._writer.write(encoded([("Action", action), ("ActionID", name), *fields]))
            await self._writer.drain()
            answer = await self._patiently(done)
        except OSError as gone:
            raise LineIsCut(str(gone)) from gone
        finally:
            self._answers.pop(name, None)
        if not answer.is_good:
            raise ActionIsRefused(answer.get("Message", action))
        return answer

    async def _patiently(self, done: "asyncio.Future[Packet]") -> Packet:
        try:
            return await asyncio.wait_for(done, PATIENCE)
        except TimeoutError as late:
            raise LineIsCut("no answer in time") from late

    async def read(self) -> None:
        """Read until the connection ends; passes responses to the waiting callers and events to `events`."""
        try:
            self.banner = (await self._reader.readuntil(b"\r\n")).decode(errors="replace").strip()
            while (packet := await read_packet(self._reader)) is not None:
                self._heard_at = asyncio.get_running_loop().time()
                self._deliver(packet)
        except (OSError, PacketIsTooLong, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.QueueFull):
            pass
        finally:
            for waiting in list(self._answers.values()):
                if not waiting.done():
                    waiting.set_exception(LineIsCut("the line ended"))
                    waiting.exception()  # mark as retrieved: nobody may wait any more
            with contextlib.suppress(asyncio.QueueFull):
                self._events.put_nowait(None)

    def _deliver(self, packet: Packet) -> None:
        name = packet.get("ActionID")
        if packet.kind == "response":
            waiting = self._answers.get(name)
            if waiting is not None and not waiting.done():
                waiting.set_result(packet)
        elif packet.kind == "event":
            if name in self._lists and packet.event != "OriginateResponse":
                self._lists[name].append(packet)
                if packet.get("EventList").lower() in _LIST_ENDS or packet.event.endswith("Complete"):
                    done = self._answers.get(f"{name} list")
                    if done is not None and not done.done():
                        done.set_result(packet)
            else:
                self._events.put_nowait(packet)

    async def keep_alive(self) -> None:
        """Ping now and then; close the connection if nothing at all arrives for too long."""
        while True:
            await asyncio.sleep(PING_EVERY)
            if asyncio.get_running_loop().time() - self._heard_at > DEAD_AFTER:
                self._writer.close()
                return
            with contextlib.suppress(LineIsCut, ActionIsRefused):
                await self.ask("Ping")


@contextlib.asynccontextmanager
async def connected(address: Address) -> AsyncIterator[Client]:
    """Yield a client that has logged in; the connection is closed at the end.

    Raises LineIsCut, LoginIsRefused, and SandboxIsClosed in a training sandbox.
    """
    refuse_in_sandbox()
    try:
        opening = asyncio.open_connection(address.host, address.port, limit=LONGEST)
        stream_reader, writer = await asyncio.wait_for(opening, LOGIN_WITHIN)
    except (OSError, TimeoutError) as unreachable:
        raise LineIsCut(str(unreachable) or "no answer in time") from unreachable
    client = Client(stream_reader, writer)
    helpers = [asyncio.create_task(client.read()), asyncio.create_task(client.keep_alive())]
    try:
        await client.sign_in(address)
        yield client
    finally:
        for helper in helpers:
            helper.cancel()
        writer.close()
        await asyncio.gather(*helpers, return_exceptions=True)
        with contextlib.suppress(OSError):
            await writer.wait_closed()

"""Reads request bodies on the event loop, with limits of size, time and bodies per caller."""

import asyncio
import io
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final

from peygir.core.bodies import MB, BodyIsTooBig
from peygir.core.refusals import Refusal
from peygir.core.translation import gettext_lazy as _

Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

GRACE: Final = 15.0  # seconds before the least rate applies
LEAST_RATE: Final = 4_000  # bytes a second: a phone on a poor EDGE connection still gets its report through
LONGEST_PAUSE: Final = 120.0  # seconds without a byte, however much has arrived
MOST_CRUMBS: Final = 1_000  # small pieces, each of which costs as much as one of many thousand bytes
LEAST_PIECE: Final = 256  # bytes of the pieces beyond those, on average
IN_MEMORY: Final = MB  # a longer body is kept in an anonymous file
MOST_IN_MEMORY: Final = 160 * MB  # of bodies that may not touch a disk, together
MOST_AT_ONCE: Final = 256
MOST_OF_ONE: Final = 32  # that take longer than QUICK; many people can share one address, and forms come in bursts
QUICK: Final = 2.0  # seconds
MOST_BYTES: Final = 1024 * MB
MOST_BYTES_OF_ONE: Final = 384 * MB


class BodyIsTooSlow(Refusal):
    """The body is slower than any connection of a person."""

    message = _("The request took too long to arrive. Please try again.")


class TooManyBodies(Refusal):
    """More bodies are being sent to this server than it accepts at once."""

    message = _("Too much is being sent at the moment. Please try again a little later.")


class ClientIsGone(Exception):
    """The client disconnected before the end of the body."""


@dataclass(eq=False, slots=True)
class Body:
    """A body that has been or is being read; `file` has `size` bytes of it."""

    caller: str
    file: IO[bytes]
    began: float = 0.0  # time of the event loop
    size: int = 0
    is_evicted: bool = False
    is_in_memory: bool = False
    deadline: asyncio.Timeout | None = None


@dataclass(eq=False)
class Bodies:
    """All bodies in this process, from their first byte until their request is answered."""

    grace: float = GRACE
    quick: float = QUICK
    longest_pause: float = LONGEST_PAUSE
    most_bytes: int = MOST_BYTES
    most_bytes_of_one: int = MOST_BYTES_OF_ONE
    _reading: dict[Body, None] = field(default_factory=dict)  # in the order of their start
    _readers: Counter[str] = field(default_factory=Counter)
    _bytes: Counter[str] = field(default_factory=Counter)
    _total: int = 0
    _in_memory: int = 0

    @contextmanager
    def hold(self, caller: str) -> Iterator[Body]:
        """Yield an empty body of this caller; it is released at the end of the block."""
        body = Body(caller, SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115 - closed below
        try:
            yield body
        finally:
            self._let_go(body)
            body.file.close()

    def keep_in_memory(self, body: Body) -> None:
        """Let nothing of a body, which is still empty, be written into a file."""
        body.file.close()
        body.file, body.is_in_memory = io.BytesIO(), True

    async def read(self, body: Body, receive: Receive, *, limit: int, declared: int | None) -> None:
        """Read the whole body. Raises BodyIsTooBig, BodyIsTooSlow, TooManyBodies, ClientIsGone.

        `declared` is its Content-Length, None if absent. The time limit grows with what has arrived: `grace` seconds
        and a second for each LEAST_RATE bytes. No pause may be longer than `longest_pause` seconds, however fast the
        start was.
        """
        body.began = asyncio.get_running_loop().time()
        self._make_room(body.caller, body.began)
        self._reading[body] = None
        self._readers[body.caller] += 1
        try:
            await self._take(body, receive, limit=limit, declared=declared)
        except TimeoutError as error:
            raise (TooManyBodies if body.is_evicted else BodyIsTooSlow)() from error
        finally:
            self._forget(body)
        body.file.seek(0)

    async def _take(self, body: Body, receive: Receive, *, limit: int, declared: int | None) -> None:
        now, pieces = asyncio.get_running_loop().time, 0
        async with asyncio.timeout(self.grace) as body.deadline:
            while body.size != declared:
                message, pieces = await receive(), pieces + 1
                if message["type"] == "http.disconnect":
                    raise ClientIsGone
                if body.is_evicted:
                    raise TooManyBodies
                if pieces > MOST_CRUMBS + body.size // LEAST_PIECE:
                    raise BodyIsTooSlow
                if piece := message.get("body", b""):
                    self._keep(body, piece, limit)
                if not message.get("more_body"):
                    break
                allowed = body.began + self.grace + body.size / LEAST_RATE
                body.deadline.reschedule(min(allowed, now() + self.longest_pause))
        if declared is not None and body.size != declared:
            raise ClientIsGone

    def _keep(self, body: Body, piece: bytes, limit: int) -> None:
        size = len(piece)
        if body.size + size > limit:
            raise BodyIsTooBig(megabytes=limit // MB)
        if self._bytes[body.caller] + size > self.most_bytes_of_one:
            raise TooManyBodies
        if body.is_in_memory and self._in_memory + size > MOST_IN_MEMORY:
            raise TooManyBodies
        while self._total + size > self.most_bytes:
            self._make_room_for_bytes(body)
        body.file.write(piece)
        body.size += size
        self._total += size
        self._in_memory += size * body.is_in_memory
        self._bytes[body.caller] += size

    def _make_room(self, caller: str, now: float) -> None:
        """End old bodies of the caller with the most, so that one that floods the server does not block others.

        A caller's surplus ends only once it is older than `quick`: a burst of small forms from one address, read by a
        busy worker, is no flood.
        """
        while self._readers[caller] >= MOST_OF_ONE and self._oldest(caller).began <= now - self.quick:
            self._end(self._oldest(caller))
        if len(self._reading) >= MOST_AT_ONCE:
            self._end(self._oldest(self._readers.most_common(1)[0][0]))

    def _make_room_for_bytes(self, needy: Body) -> None:
        """End the longest body of the caller with the most bytes. Raises TooManyBodies if that is the caller of
        `needy`.

        So a few callers that fill the memory and wait block nobody else's form.
        """
        holders = {body.caller for body in self._reading if body.size} - {needy.caller}
        greatest = max(holders, key=lambda caller: self._bytes[caller], default=None)
        if greatest is None or self._bytes[greatest] < self._bytes[needy.caller]:
            raise TooManyBodies
        longest = max((body for body in self._reading if body.caller == greatest), key=lambda body: body.size)
        self._end(longest)

    def _oldest(self, caller: str) -> Body:
        return next(body for body in self._reading if body.caller == caller)

    def _end(self, body: Body) -> None:
        """End the reading of a body and release its place and bytes at once, or the next body would end another one."""
        body.is_evicted = True
        if body.deadline is not None:
            body.deadline.reschedule(asyncio.get_running_loop().time())
        self._forget(body)
        self._let_go(body)
        body.file.seek(0)
        body.file.truncate()

    def _let_go(self, body: Body) -> None:
        self._total -= body.size
        self._in_memory -= body.size * body.is_in_memory
        self._bytes[body.caller] -= body.size
        if self._bytes[body.caller] <= 0:
            del self._bytes[body.caller]
        body.size = 0

    def _forget(self, body: Body) -> None:
        if body in self._reading:
            del self._reading[body]
            self._readers[body.caller] -= 1
            if not self._readers[body.caller]:
                del self._readers[body.caller]


async def discard(receive: Receive, *, seconds: float, most: int) -> None:
    """Read and discard for a while: a client that is still sending reads no response, and its browser shows none."""
    try:
        async with asyncio.timeout(seconds):
            while most > 0:
                message = await receive()
                most -= len(message.get("body", b""))
                if message["type"] == "http.disconnect" or not message.get("more_body"):
                    return
    except TimeoutError:
        return

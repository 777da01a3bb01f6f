"""Reads request bodies on the event loop: each within its size and time, and few of one caller at once."""

import asyncio
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

GRACE: Final = 15.0  # seconds before a body has to come at the least rate
LEAST_RATE: Final = 4_000  # bytes a second: a phone on a poor EDGE connection still gets its report through
LONGEST_PAUSE: Final = 120.0  # seconds without a byte, however much has arrived
MOST_CRUMBS: Final = 1_000  # pieces of a few bytes, each of which costs as much as one of many thousand
LEAST_PIECE: Final = 256  # bytes of the pieces beyond those, on average
IN_MEMORY: Final = MB  # a longer body is kept in a file without a name
MOST_AT_ONCE: Final = 256
MOST_OF_ONE: Final = 32  # that take longer than QUICK; many people can share one address, and forms come in bursts
QUICK: Final = 2.0  # seconds
MOST_BYTES: Final = 1024 * MB
MOST_BYTES_OF_ONE: Final = 384 * MB


class BodyIsTooSlow(Refusal):
    """A body that comes slower than any connection of a person."""

    message = _("The request took too long to arrive. Please try again.")


class TooManyBodies(Refusal):
    """More is being sent to this server at once than it takes."""

    message = _("Too much is being sent at the moment. Please try again a little later.")


class ClientIsGone(Exception):
    """Whoever sent the body hung up before its end."""


@dataclass(eq=False, slots=True)
class Body:
    """One body that is read or being read; `size` bytes lie in `file`."""

    caller: str
    file: IO[bytes]
    began: float = 0.0  # by the event loop's clock
    size: int = 0
    is_evicted: bool = False
    deadline: asyncio.Timeout | None = None


@dataclass(eq=False)
class Bodies:
    """All bodies that this process holds, from their first byte until their request is answered."""

    grace: float = GRACE
    quick: float = QUICK
    longest_pause: float = LONGEST_PAUSE
    most_bytes: int = MOST_BYTES
    most_bytes_of_one: int = MOST_BYTES_OF_ONE
    _reading: dict[Body, None] = field(default_factory=dict)  # in the order in which they began
    _readers: Counter[str] = field(default_factory=Counter)
    _bytes: Counter[str] = field(default_factory=Counter)
    _total: int = 0

    @contextmanager
    def hold(self, caller: str) -> Iterator[Body]:
        """An empty body of this caller, whose bytes are let go of at the end."""
        body = Body(caller, SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115 - closed below
        try:
            yield body
        finally:
            self._let_go(body)
            body.file.close()

    async def read(self, body: Body, receive: Receive, *, limit: int, declared: int | None) -> None:
        """Take the whole body. Raises BodyIsTooBig, BodyIsTooSlow, TooManyBodies, ClientIsGone.

        `declared` is its Content-Length, None where the client states none. The time that is allowed grows with what
        has arrived: `grace` seconds and a second for each LEAST_RATE bytes; but what came quickly buys no long wait,
        of which none is longer than `longest_pause` seconds.
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
        while self._total + size > self.most_bytes:
            self._make_room_for_bytes(body)
        body.file.write(piece)
        body.size += size
        self._total += size
        self._bytes[body.caller] += size

    def _make_room(self, caller: str, now: float) -> None:
        """End old bodies of whoever sends most, so that one who floods the server does not keep others out.

        A caller's own surplus ends only once it is older than `quick`: a burst of small forms from one address, read
        by a busy worker, is no flood.
        """
        while self._readers[caller] >= MOST_OF_ONE and self._oldest(caller).began <= now - self.quick:
            self._end(self._oldest(caller))
        if len(self._reading) >= MOST_AT_ONCE:
            self._end(self._oldest(self._readers.most_common(1)[0][0]))

    def _make_room_for_bytes(self, needy: Body) -> None:
        """End the longest body of whoever holds most bytes. Raises TooManyBodies for `needy` if that is its caller.

        So a few callers who fill the room and wait keep nobody else's form out.
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
        """End the reading of a body; its place and its bytes are free at once, or the next one would end another."""
        body.is_evicted = True
        if body.deadline is not None:
            body.deadline.reschedule(asyncio.get_running_loop().time())
        self._forget(body)
        self._let_go(body)
        body.file.seek(0)
        body.file.truncate()

    def _let_go(self, body: Body) -> None:
        self._total -= body.size
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
    """Read on for a while and forget it: a client that is still sending reads no answer, and its browser shows none."""
    try:
        async with asyncio.timeout(seconds):
            while most > 0:
                message = await receive()
                most -= len(message.get("body", b""))
                if message["type"] == "http.disconnect" or not message.get("more_body"):
                    return
    except TimeoutError:
        return

"""The ASGI application of the live stream: server-sent events to signed-in staff, a health check to others."""

import asyncio
import contextlib
import json
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Final, ParamSpec, TypedDict, TypeVar
from urllib.parse import parse_qs

from django.db import DatabaseError, InterfaceError, OperationalError, connection

from peygir.cases.news import NewsSnapshot, newest, news_after
from peygir.centre.contacts.operator_workload import workload_stamps
from peygir.centre.contacts.wallboard import wallboard_stamp
from peygir.core import clock
from peygir.people.sessions import viewers_of
from peygir.web.kit.live.admission import cors_headers, is_our_host, is_our_origin, session_key, watcher_of
from peygir.web.kit.live.boards import BoardLook
from peygir.web.kit.live.feed import Feed, Watcher

LOOK_EVERY: Final = 0.2
IDLE: Final = 0.5
"""Seconds between two polls without watchers."""
BEAT_EVERY: Final = 12.0
RENEW_EVERY: Final = 10.0
REST: Final = 1.0
"""Seconds before the next try when the database does not answer."""
CASE_FOR: Final = 120.0
"""A case's connection is renewed after this time (seconds), so that a vanished client is not shown as present for
longer.
"""
MOST_LINES: Final = 12
"""Connections of one session; the oldest is closed (its page reconnects when it is viewed again)."""

# On every response; Django's middleware does not run in this process.
_HEADERS: Final = (
    (b"x-content-type-options", b"nosniff"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"same-origin"),
)


class RequestScope(TypedDict):
    """What the server says of a request (ASGI); a scope of type `lifespan` has only its type."""

    type: str
    method: str
    path: str
    query_string: bytes
    headers: Iterable[tuple[bytes, bytes]]


Receive = Callable[[], Awaitable[Mapping[str, object]]]
Send = Callable[[dict[str, object]], Awaitable[None]]
Given = ParamSpec("Given")
Found = TypeVar("Found")
_log = logging.getLogger(__name__)


class Stream:
    """The ASGI application of the stream process."""

    def __init__(self) -> None:
        self.feed = Feed()
        self._boards = BoardLook()
        # One thread with one connection queries the database for all watchers.
        self._asking = ThreadPoolExecutor(1, thread_name_prefix="live")
        self._keeper: asyncio.Task[None] | None = None
        self._looked_at = 0.0
        self._wall: dict[int, tuple[Any, ...]] = {}  # city id → last stamp of its wallboard
        self._has_read = asyncio.Event()  # set once the past events have been read

    async def __call__(self, scope: RequestScope, receive: Receive, send: Send) -> None:
        """Answer one request, or handle the server's lifespan events."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            event = await receive()
            if event["type"] == "lifespan.startup":
                self._keeper = asyncio.create_task(self._keep())
                await send({"type": "lifespan.startup.complete"})
            elif event["type"] == "lifespan.shutdown":
                if self._keeper is not None:
                    self._keeper.cancel()
                for watcher in list(self.feed.watchers):
                    watcher.send(None)
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _keep(self) -> None:
        """Poll the event table, send heartbeats and renew rights, for as long as the process lives."""
        is_begun, beat_at, renew_at = False, clock.monotonic(), clock.monotonic()
        while True:
            try:
                if not is_begun:
                    self.feed.begin(await self._ask(newest))
                    is_begun = True
                await self._look()
                self._has_read.set()
                await self._look_at_wall()
                await self._boards.look(self.feed, self._ask)
                await self._look_at_hands()
                now = clock.monotonic()
                if now - renew_at > RENEW_EVERY and self.feed.watchers:
                    keys = {one.key for one in self.feed.watchers}  # others may join during the query
                    self.feed.renew(keys, await self._ask(viewers_of, keys))
                    renew_at = now
                if now - beat_at > BEAT_EVERY:
                    self.feed.beat()
                    beat_at = now
                self.feed.sweep()
                await asyncio.sleep(LOOK_EVERY if self.feed.watchers else IDLE)
            except Exception as failure:  # whatever failed, the watchers wait for the next poll
                _log.warning("live_look_failed", extra={"words": repr(failure)})
                await self._ask(_hang_up)
                await asyncio.sleep(REST)

    async def _look(self) -> None:
        """Poll once; repeats while there are many new events."""
        while True:
            horizon = self.feed.horizon
            found: NewsSnapshot = await self._ask(news_after, horizon.top, list(horizon.gaps))
            before = horizon.top
            self.feed.take(found.ids, found.news, xmin=found.xmin, xmax=found.xmax)
            self._looked_at = clock.monotonic()
            if horizon.top - before < 1000:
                return

    async def _look_at_wall(self) -> None:
        """Poll the wallboard, only while one is open: has its content changed?

        The first poll of a city wakes too: what changed since the page was rendered is not known.
        """
        there = {one.city_id for one in self.feed.watchers if one.is_wall}
        for city_id in there:
            stamp = await self._ask(wallboard_stamp, city_id)
            if self._wall.get(city_id) != stamp:
                self.feed.wake_walls()
            self._wall[city_id] = stamp
        for city_id in self._wall.keys() - there:
            del self._wall[city_id]

    async def _look_at_hands(self) -> None:
        """Poll the operators' contacts in hand, only while an operator's screen is open."""
        desks = [one for one in self.feed.watchers if one.is_console]
        for city_id in {one.city_id for one in desks}:
            who = {one.viewer.actor.id for one in desks if one.city_id == city_id}
            self.feed.tell_hands(city_id, await self._ask(workload_stamps, city_id, who))

    async def _ask(self, question: Callable[Given, Found], *given: Given.args, **named: Given.kwargs) -> Found:
        """Run a database query in the thread for queries."""
        return await asyncio.get_running_loop().run_in_executor(self._asking, partial(question, *given, **named))

    async def _answer(self, scope: RequestScope, receive: Receive, send: Send) -> None:
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        path = str(scope["path"]).rstrip("/")
        if not is_our_host(headers.get("host", "")):
            await _plain(send, 400)
        elif path.endswith("/health"):
            await self._tell_health(send)
        elif scope["method"] != "GET":
            await _plain(send, 405, [(b"allow", b"GET")])
        elif (origin := headers.get("origin", "")) and not is_our_origin(origin, headers.get("host", "")):
            await _plain(send, 403)
        else:
            await self._stream(scope, headers, receive, send, cors_headers(origin))

    async def _tell_health(self, send: Send) -> None:
        is_well = clock.monotonic() - self._looked_at < 10 * IDLE
        words = json.dumps({"is_well": is_well, "watching": len(self.feed.watchers)}).encode()
        await _plain(send, 200 if is_well else 503, [(b"content-type", b"application/json")], words)

    async def _stream(
        self,
        scope: RequestScope,
        headers: dict[str, str],
        receive: Receive,
        send: Send,
        allowing: list[tuple[bytes, bytes]],
    ) -> None:
        query = parse_qs(scope["query_string"].decode("latin-1"))
        key = session_key(headers.get("cookie", ""))
        try:
            watcher = await self._who(key, query) if key else None
        except (DatabaseError, InterfaceError) as failure:
            _log.warning("live_line_refused", extra={"words": repr(failure)})
            await self._ask(_hang_up)
            await _plain(send, 503, [*allowing, (b"retry-after", b"5")])
            return
        if watcher is None:
            await _plain(send, 401, allowing)
            return
        told = (b"content-type", b"text/event-stream; charset=utf-8"), (b"cache-control", b"no-store, private")
        await self._has_read.wait()
        start = [*told, (b"x-accel-buffering", b"no"), *_HEADERS, *allowing]
        await send({"type": "http.response.start", "status": 200, "headers": start})
        self._make_room(key)
        after = headers.get("last-event-id") or query.get("after", [""])[0]
        self.feed.join(watcher, after=_number(after), since=float(_number(query.get("since", [""])[0]) or 0) / 1000)
        gone = asyncio.create_task(_until_gone(receive))
        try:
            await self._pass_on(watcher, send, gone)
        finally:
            self.feed.leave(watcher)
            gone.cancel()
        with contextlib.suppress(Exception):  # the client may be gone
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _who(self, key: str, query: Mapping[str, list[str]]) -> Watcher | None:
        """Return the watcher of a request; retries on a new connection if the held one has died."""
        try:
            return await self._ask(watcher_of, key, query)
        except (OperationalError, InterfaceError):
            await self._ask(_hang_up)
            return await self._ask(watcher_of, key, query)

    async def _pass_on(self, watcher: Watcher, send: Send, gone: "asyncio.Task[None]") -> None:
        """Send what arrives in the queue until either side closes the connection."""
        ends_at = clock.monotonic() + CASE_FOR if watcher.code else float("inf")
        while clock.monotonic() < ends_at and not gone.done():
            next_one = asyncio.ensure_future(watcher.queue.get())
            await asyncio.wait({next_one, gone}, return_when=asyncio.FIRST_COMPLETED, timeout=BEAT_EVERY * 2)
            if not next_one.done():
                next_one.cancel()
                continue
            piece = next_one.result()
            if piece is None:
                return
            await send({"type": "http.response.body", "body": piece, "more_body": True})

    def _make_room(self, key: str) -> None:
        mine = [one for one in self.feed.watchers if one.key == key]
        for watcher in mine[: max(0, len(mine) - MOST_LINES + 1)]:
            watcher.send(None)
            self.feed.leave(watcher)


def _hang_up() -> None:
    """Close the query thread's connection; its next query opens another. Run this in that thread alone."""
    connection.close()


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _plain(send: Send, status: int, headers: list[tuple[bytes, bytes]] | None = None, body: bytes = b"") -> None:
    own = [(b"content-length", str(len(body)).encode()), (b"cache-control", b"no-store"), *_HEADERS]
    await send({"type": "http.response.start", "status": status, "headers": [*own, *(headers or [])]})
    await send({"type": "http.response.body", "body": body, "more_body": False})

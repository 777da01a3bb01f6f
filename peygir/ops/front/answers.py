"""Responses of a WSGI application, sent without a thread that waits for a slow client."""

import asyncio
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final
from wsgiref.util import FileWrapper

from peygir.core.bodies import MB
from peygir.ops.front.environ import Environ
from peygir.ops.front.threads import ThreadJob

Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

PIECE: Final = 64 * 1024
SMALL_FILE: Final = 4 * PIECE
MOST_AHEAD: Final = 256 * MB  # of a long response, between what is produced and what was sent
PATIENCE: Final = 60.0  # seconds that the application waits for the client of such a response


class ReaderIsGone(Exception):
    """The client of a response that is still being produced has gone."""


@dataclass(frozen=True, slots=True)
class FrontResponse:
    """Status, headers and body; a long body comes through a tape while it is produced."""

    status: int
    headers: Headers
    body: "bytes | Tape"


class Tape:
    """A buffer that a thread writes and the event loop reads; on disk when large."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._file: IO[bytes] = SpooledTemporaryFile(max_size=MB)  # noqa: SIM115 - closed by `leave`
        self._lock = threading.Condition()
        self._loop = loop
        self._has_more = asyncio.Event()
        self._written = self._read = 0
        self._is_whole = self._is_left = False

    def write(self, piece: bytes) -> None:
        """Append, in the thread. Raises ReaderIsGone."""
        with self._lock:
            while self._written - self._read > MOST_AHEAD and not self._is_left:
                if not self._lock.wait(PATIENCE):
                    self._is_left = True
            if self._is_left:
                raise ReaderIsGone
            self._file.seek(self._written)
            self._file.write(piece)
            self._written += len(piece)
        self._loop.call_soon_threadsafe(self._has_more.set)

    def end(self) -> None:
        """Mark the end, in the thread."""
        self._is_whole = True
        self._loop.call_soon_threadsafe(self._has_more.set)

    def leave(self) -> None:
        """Stop reading, on the event loop."""
        with self._lock:
            self._is_left = True
            self._file.close()
            self._lock.notify_all()

    async def pieces(self) -> AsyncIterator[bytes]:
        """Yield all bytes as they come, on the event loop."""
        while True:
            self._has_more.clear()
            is_whole = self._is_whole
            with self._lock:
                self._file.seek(self._read)
                piece = self._file.read(PIECE)
                self._read += len(piece)
                self._lock.notify_all()
            if piece:
                yield piece
            elif is_whole:
                return
            else:
                await self._has_more.wait()


def answering(application: Application, environ: Environ) -> Callable[[ThreadJob[FrontResponse]], None]:
    """Return a job that calls the application, gives its response, and then produces the rest of a long one."""

    def work(job: ThreadJob[FrontResponse]) -> None:
        started: list[tuple[int, Headers]] = []

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
            encoded = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
            started[:] = [(int(status.split(" ", 1)[0]), encoded)]

        response = application(environ, start)
        try:
            status, headers = started[0]
            if _is_short(response, headers):
                job.tell(FrontResponse(status, headers, b"".join(response)))
                return
            tape = Tape(job.loop)
            job.tell(FrontResponse(status, headers, tape))
            _write_all(response, tape)
        finally:
            if hasattr(response, "close"):
                response.close()

    return work


def _is_short(response: Iterable[bytes], headers: Headers) -> bool:
    """Whether a body is one piece, or the few pieces of a small file."""
    if isinstance(response, FileWrapper):
        response.blksize = PIECE
        return int(next((value for name, value in headers if name.lower() == b"content-length"), MB)) <= SMALL_FILE
    return not getattr(response, "streaming", False)


def _write_all(response: Iterable[bytes], tape: Tape) -> None:
    try:
        for piece in response:
            if piece:
                tape.write(piece)
    except ReaderIsGone:
        pass
    finally:
        tape.end()


async def send_answer(answer: FrontResponse, send: Send, until_gone: Callable[[], Awaitable[None]]) -> None:
    """Send a response; one that is still being produced stops when `until_gone` ends."""
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    if isinstance(answer.body, bytes):
        await send({"type": "http.response.body", "body": answer.body, "more_body": False})
        return
    gone = asyncio.ensure_future(until_gone())
    try:
        async for piece in answer.body.pieces():
            if gone.done():
                return
            await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    finally:
        gone.cancel()
        answer.body.leave()

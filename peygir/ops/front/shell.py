"""The ASGI application of a web worker: bodies and responses on the event loop, pages rendered in threads."""

import io
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from functools import partial
from typing import Any, Final

from peygir.core import clock
from peygir.core.addresses import Network, believe_proxies, caller_key
from peygir.core.bodies import FORM, MB
from peygir.core.refusals import Refusal, TooLarge, TooMany, Unavailable
from peygir.core.request_counts import RequestCounts
from peygir.core.translation import in_every
from peygir.ops.front.admission import REFUSED, admitting, keeps_cut_bodies, keeps_in_memory
from peygir.ops.front.answers import Application, FrontResponse, Send, answering, send_answer
from peygir.ops.front.environ import Environ, environ_of, with_body
from peygir.ops.front.reading import Bodies, Body, BodyIsTooSlow, ClientIsGone, Receive, TooManyBodies, discard
from peygir.ops.front.threads import Outcome, ThreadJob, Threads, ThreadsAreBusy
from peygir.ops.logs import logger

LEAST_LIMIT: Final = min(FORM.other, FORM.multipart)
LINGER: Final = 3.0  # seconds, and bytes, that are read of a refused body, so that its sender reads the response
LINGER_BYTES: Final = 32 * MB
_BUSY_SECONDS: Final = 5
PATIENT: Final = ("/uploads/", "/outbox/commands/")
"""Paths under which phones send in the background. When two hundred crews come home, people's pages go first."""
_STATUSES: Final = {BodyIsTooSlow: 408, TooManyBodies: 503}

log = logger(__name__)


class Front:
    """Serves a WSGI application over ASGI.

    `threads` run the application, each with its own connection to the database, at most `patient` of them what phones
    send in the background; `proxies` are trusted for the client's address; `counts` counts the responses.
    """

    def __init__(
        self,
        application: Application,
        *,
        threads: int,
        patient: int,
        proxies: Sequence[Network],
        counts: RequestCounts | None = None,
        **reading: Any,
    ) -> None:
        self._application = application
        self._counts = counts or RequestCounts()
        self._threads = Threads(threads, patient=patient)
        self._proxies = proxies
        self._bodies = Bodies(**reading)

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        environ = environ_of(scope)
        believe_proxies(environ, self._proxies)
        declared = _declared(scope)
        try:
            if declared == 0:
                environ = with_body(environ, io.BytesIO(), 0)
                await self._send(await self._answer(environ), receive, send)
            else:
                await self._take(environ, receive, send, declared)
        except ClientIsGone:
            return
        except ThreadsAreBusy:
            await self._send(_plain(TooManyBodies(), 503), receive, send)
        except Exception:
            log.exception("request_failed")
            await self._send(_plain(Refusal(), 500), receive, send)

    async def _answer(self, environ: Environ) -> FrontResponse:
        began = clock.monotonic()
        answer = await self._in_thread(environ, answering(self._application, environ))
        self._counts.observe(clock.monotonic() - began)
        return answer

    async def _in_thread(self, environ: Environ, work: Callable[[ThreadJob[Outcome]], None]) -> Outcome:
        is_patient = environ["PATH_INFO"].startswith(PATIENT)
        return await self._threads.run(caller_key(environ["REMOTE_ADDR"]), work, is_patient=is_patient)

    async def _take(self, environ: Environ, receive: Receive, send: Send, declared: int | None) -> None:
        """Read the body and answer; a refusal is sent without reading the body."""
        caller = caller_key(environ["REMOTE_ADDR"])
        with self._bodies.hold(caller) as body:
            try:
                limit = LEAST_LIMIT
                if declared is None or declared > LEAST_LIMIT:
                    admitted = await self._in_thread(environ, admitting(environ, declared))
                    if isinstance(admitted, Refusal):
                        raise admitted
                    limit = admitted
                    if keeps_in_memory(environ):
                        self._bodies.keep_in_memory(body)
                await self._bodies.read(body, receive, limit=limit, declared=declared)
            except (ClientIsGone, BodyIsTooSlow) as cut:
                await self._keep_cut(environ, body)
                if isinstance(cut, ClientIsGone):
                    raise
                await self._refuse(environ, cut, receive, send)
                return
            except Refusal as refusal:
                await self._refuse(environ, refusal, receive, send)
                return
            answer = await self._answer(with_body(environ, body.file, body.size))
        await self._send(answer, receive, send)

    async def _send(self, answer: FrontResponse, receive: Receive, send: Send) -> None:
        self._counts.count(answer.status)
        await send_answer(answer, send, partial(_until_gone, receive))

    async def _keep_cut(self, environ: Environ, body: Body) -> None:
        """Hand what arrived of a cut body to a view that goes on from there; nobody reads its response."""
        if body.size and keeps_cut_bodies(environ):
            body.file.seek(0)
            await self._answer(with_body(dict(environ), body.file, body.size))

    async def _refuse(self, environ: Environ, refusal: Refusal, receive: Receive, send: Send) -> None:
        """Send a refusal, as a page in the client's language if a person may read it."""
        if isinstance(refusal, BodyIsTooSlow | TooManyBodies):
            answer = _plain(refusal, _STATUSES[type(refusal)])
        else:
            environ[REFUSED] = refusal
            answer = await self._answer(with_body(environ, io.BytesIO(), 0))
        answer.headers.append((b"connection", b"close"))
        await self._send(answer, receive, send)
        if isinstance(refusal, TooLarge | TooMany | Unavailable):
            await discard(receive, seconds=LINGER, most=LINGER_BYTES)


def _declared(scope: Mapping[str, Any]) -> int | None:
    """Return the length of the body, 0 for none, None if the client does not state it."""
    length, is_chunked = 0, False
    for name, value in scope["headers"]:
        if name == b"content-length":
            length = int(value)  # the server rejects anything but a number
        elif name == b"transfer-encoding":
            is_chunked = True
    return None if is_chunked else length


def _plain(refusal: Refusal, status: int) -> FrontResponse:
    """Return a short response in both languages, which needs no thread."""
    plain_body = (in_every(refusal.text, "\n") + "\n").encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(plain_body)).encode()),
        (b"cache-control", b"no-store"),
        (b"x-content-type-options", b"nosniff"),
        (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    ]
    if status == 503:
        headers.append((b"retry-after", str(_BUSY_SECONDS).encode()))
    return FrontResponse(status, headers, plain_body)


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass

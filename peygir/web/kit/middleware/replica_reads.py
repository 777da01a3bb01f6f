"""Reads public pages, maps and exports from the replica, but for whoever has just written."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, StreamingHttpResponse

from peygir.storage import replica
from peygir.web.kit.cookies import cookie_of, keep_cookie
from peygir.web.kit.replica_pages import REPLICA_PAGES

WROTE: Final = "wrote"
"""The cookie of a browser that has just written: for so long its pages come from the database itself."""
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_MARGIN: Final = 5.0
"""Seconds beyond the allowed lag: between two looks at the replica it may fall further behind."""
_log = logging.getLogger(__name__)


class ReplicaReads:
    """Middleware, the last one: it calls the view itself, on the replica.

    Whatever the view raises there, Django calls it again on the database: a replica that went away, a page that wrote,
    or a refusal, which other middlewares put into words.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if replica.is_configured() and request.method not in _SAFE and response.status_code < 400:
            keep_cookie(response, WROTE, "1", seconds=int(float(settings.REPLICA_LAG) + _MARGIN))
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: Sequence[object],
        kwargs: Mapping[str, object],
    ) -> HttpResponseBase | None:
        """Return the view's response from the replica, or None: then it is called on the database."""
        if not _may_read(request):
            return None
        # Who asks is looked up in the database: a session that was ended must not live on.
        bool(request.user.is_authenticated)
        try:
            with replica.reading():
                response = view(request, *args, **kwargs)
        except Exception as failure:
            _note(failure)
            return None
        if isinstance(response, StreamingHttpResponse) and not response.is_async:
            response.streaming_content = _read_on(iter(response))
        return response


def _may_read(request: HttpRequest) -> bool:
    match = request.resolver_match
    if request.method not in ("GET", "HEAD") or match is None or match.url_name not in REPLICA_PAGES:
        return False
    return replica.is_configured() and not cookie_of(request, WROTE) and replica.keeps_up()


def _note(failure: Exception) -> None:
    """Leave a replica that fails alone for a while; that a view wants to write is not its failure."""
    if not isinstance(failure, OperationalError | InterfaceError):
        return
    _log.warning("replica_failed", extra={"words": type(failure.__cause__ or failure).__name__})
    replica.WATCH.leave_alone()


def _read_on(parts: Iterator[bytes]) -> Iterator[bytes]:
    """The rest of a response that is made bit by bit, each bit on the replica."""
    while True:
        with replica.reading():
            part = next(parts, None)
        if part is None:
            return
        yield part

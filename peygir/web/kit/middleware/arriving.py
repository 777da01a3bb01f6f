"""Corrects every request before anything else reads it: the client's address behind proxies, and NULs in the path."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from peygir.core.addresses import believe_proxies

NUL: Final = "\x00"
_NEVER: Final = "\ufffd"


def arriving(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: take the client's address from our own proxies; replace NUL in a path, so that no URL matches."""

    def middleware(request: HttpRequest) -> HttpResponse:
        believe_proxies(request.META, settings.PROXIES)
        if NUL in request.path_info:
            # No database text holds a NUL. The replacement is in no URL of ours, so each part of the site answers 404
            # in its own format.
            request.path = request.path.replace(NUL, _NEVER)
            request.path_info = request.path_info.replace(NUL, _NEVER)
        return get_response(request)

    return middleware

"""What every request is set right in before anything else looks at it: who sent it, and NULs in its path."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from peygir.core.addresses import believe_proxies

NUL: Final = "\x00"
_NEVER: Final = "\ufffd"


def arriving(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Believes our own proxies in what they say of the client; a path with a NUL becomes one that nothing has."""

    def middleware(request: HttpRequest) -> HttpResponse:
        believe_proxies(request.META, settings.PROXIES)
        if NUL in request.path_info:
            # No database text holds a NUL. This mark is in no address of ours either, so each door says 404 in its
            # own form.
            request.path = request.path.replace(NUL, _NEVER)
            request.path_info = request.path_info.replace(NUL, _NEVER)
        return get_response(request)

    return middleware

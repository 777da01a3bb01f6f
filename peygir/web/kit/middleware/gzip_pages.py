"""Compresses pages and JSON for visitors who are not signed in; ADR 11 explains why only for them."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from peygir.web.kit import citizen_session
from peygir.web.kit.cookies import cookie_name

# Text formats; pictures and documents are compressed already.
WORTH_IT: Final = frozenset(
    {
        "text/html",
        "text/plain",
        "text/javascript",
        "text/xml",
        "application/json",
        "application/geo+json",
        "application/manifest+json",
        "image/svg+xml",
    }
)


class GzipPages(GZipMiddleware):
    """Django's gzip middleware, which pads the length with random bytes, limited to text for visitors not signed in.

    Signed-in people see what others must not, and a compressed length that an attacker can observe would leak some of
    it.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Return the response, compressed if that is worthwhile and leaks nothing."""
        if is_signed_in(request) or response.headers.get("Content-Type", "").partition(";")[0] not in WORTH_IT:
            return response
        return super().process_response(request, response)


def is_signed_in(request: HttpRequest) -> bool:
    """Whether the browser sends a session cookie, valid or not."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES or cookie_name(citizen_session.COOKIE) in request.COOKIES

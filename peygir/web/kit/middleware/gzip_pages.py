"""Sends pages and JSON compressed to those who are not signed in: ADR 11 says why to them alone."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from peygir.web.kit import citizen_session
from peygir.web.kit.cookies import cookie_name

# Words that a browser asked for; pictures and documents are compressed in themselves.
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
    """Django's own, which hides the length of a page behind random bytes, for fewer answers than it would take.

    Whoever is signed in sees what others must not; a length that an attacker may read gives some of it away.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer, compressed where that is worth it and gives nothing away."""
        if is_signed_in(request) or response.headers.get("Content-Type", "").partition(";")[0] not in WORTH_IT:
            return response
        return super().process_response(request, response)


def is_signed_in(request: HttpRequest) -> bool:
    """Whether the browser says that it is somebody, be it true or not."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES or cookie_name(citizen_session.COOKIE) in request.COOKIES

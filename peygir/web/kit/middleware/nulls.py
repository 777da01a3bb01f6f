"""Refuses what holds a NUL: no keyboard writes one, no database text keeps one, and no page of ours sends it."""

from collections.abc import Callable
from typing import Any, Final

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

from peygir.web.kit.errors import bad_request

NUL: Final = "\x00"


class NoNulls:
    """Middleware: answers 400 before a page would hand such fields to the database.

    An address with a NUL in it is none of ours, and a 404; the API reads its fields by types of its own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """The page of a request that cannot be read, or None to go on."""
        if request.path.startswith("/api/"):
            return None
        if _has_nul(request.GET) or (request.method == "POST" and _has_nul(request.POST)):
            return bad_request(request, BadRequest())
        return None


def _has_nul(fields: Any) -> bool:
    return any(NUL in name or any(NUL in value for value in values) for name, values in fields.lists())

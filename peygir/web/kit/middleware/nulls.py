"""Refuses form fields with a NUL: no keyboard types one, no database text stores one, no page of ours sends one."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict

from peygir.web.kit.errors import bad_request

NUL: Final = "\x00"


class NoNulls:
    """Middleware: answers 400 before a view would pass such fields to the database.

    A URL with a NUL is a 404; the API validates its own fields.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: Sequence[object],
        kwargs: Mapping[str, object],
    ) -> HttpResponse | None:
        """Return the error page of an unreadable request, or None to continue."""
        if request.path.startswith("/api/"):
            return None
        if _has_nul(request.GET) or (request.method == "POST" and _has_nul(request.POST)):
            return bad_request(request, BadRequest())
        return None


def _has_nul(fields: QueryDict) -> bool:
    return any(NUL in name or any(NUL in value for value in values) for name, values in fields.lists())

"""Refuses what holds a NUL: no keyboard writes one, no database text keeps one, and no page of ours sends it."""

from collections.abc import Callable
from typing import Any, Final

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse

from peygir.core.refusals import Invalid
from peygir.web.errors import bad_request

NUL: Final = "\x00"


class TextHoldsANul(Invalid):
    """A character that cannot be kept."""

    fa = "در درخواست نویسه‌ای هست که نمی‌توان آن را نگه داشت (NUL)."
    en = "The request holds a character that cannot be kept (NUL)."


class NoNulls:
    """Middleware: answers 400 before a view would hand such text to the database; to machines in their own shape."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """The answer to fields that cannot be read, or None; an address with a NUL in it is none of ours: 404."""
        if not (_has_nul(request.GET) or (request.method == "POST" and _has_nul(request.POST))):
            return None
        if request.path.startswith("/api/"):
            told = TextHoldsANul()
            return JsonResponse({"error": told.name, "fa": told.words("fa"), "en": told.words("en")}, status=400)
        return bad_request(request, BadRequest())


def _has_nul(fields: Any) -> bool:
    return any(NUL in name or any(NUL in value for value in values) for name, values in fields.lists())

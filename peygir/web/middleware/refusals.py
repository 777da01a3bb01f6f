"""Turns a refusal from below into its status and a page that says what is wrong and how to mend it."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from peygir.core.refusals import Conflict, Invalid, Missing, NotAllowed, Refusal, TooMany

STATUSES: Final = ((Invalid, 422), (NotAllowed, 403), (Missing, 404), (Conflict, 409), (TooMany, 429))


def status_of(refusal: Refusal) -> int:
    """The HTTP status of a refusal's family."""
    return next((status for family, status in STATUSES if isinstance(refusal, family)), 422)


def words_of(refusal: Refusal) -> str:
    """The refusal's sentence in the reader's language."""
    return refusal.words(get_language() or "fa")


class RefusalsInWords:
    """Middleware: a view need not catch what it cannot say better itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A page for a refusal; anything else is a fault of ours and goes on to the 500 page."""
        if not isinstance(exception, Refusal):
            return None
        status = status_of(exception)
        if request.headers.get("HX-Request"):
            response = render(request, "ui/faults.html", {"faults": [words_of(exception)]}, status=status)
            response["HX-Retarget"] = "#form-faults"
            response["HX-Reswap"] = "outerHTML"
            return response
        return render(request, "refused.html", {"status": status, "words": words_of(exception)}, status=status)

"""Turns a refusal into its HTTP status and a page that says what is wrong and how to correct it."""

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language

from peygir.core.refusals import Conflict, Invalid, Missing, NotAllowed, Refusal, TooLarge, TooMany, Unavailable
from peygir.core.writing import writing_of
from peygir.history.outages import outage_of
from peygir.web.kit.errors import unavailable, with_retry
from peygir.web.kit.security_log import log_refusal

STATUSES: Final = (
    (Invalid, 422),
    (NotAllowed, 403),
    (Missing, 404),
    (Conflict, 409),
    (TooMany, 429),
    (TooLarge, 413),
    (Unavailable, 503),
)


def status_of(refusal: Refusal) -> int:
    """Return the HTTP status of a refusal's family."""
    return next((status for family, status in STATUSES if isinstance(refusal, family)), 422)


def words_of(refusal: Refusal) -> str:
    """Return the refusal's sentence in the viewer's language, its numbers with the digits of that language."""
    language = get_language() or "fa"
    numbers = {
        name: writing_of(language).number(value) for name, value in refusal.details.items() if isinstance(value, int)
    }
    return refusal.message.filled({**refusal.details, **numbers}).in_language(language)


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Return the page of a refusal, or a fragment if a script requested one."""
    status, fault_text = status_of(refusal), words_of(refusal)
    own_page = getattr(request.resolver_match.func, "refusal_page", None) if request.resolver_match else None
    if own_page is not None:
        own: HttpResponse = own_page(request, refusal)
        return own
    if request.headers.get("Accept") == "application/json":  # sent by the script that submits stored reports
        response: HttpResponse = JsonResponse({"faults": [fault_text]}, status=status)
    elif request.headers.get("HX-Request"):
        # Without the request: after an outage the page's frame would query the database again.
        response = HttpResponse(render_to_string("ui/faults.html", {"faults": [fault_text]}), status=status)
        response["HX-Retarget"] = "#form-faults"
        response["HX-Reswap"] = "outerHTML"
    elif isinstance(refusal, Unavailable):
        response = unavailable(request, refusal)
    else:
        response = render(request, "refused.html", {"status": status, "words": fault_text}, status=status)
    if "seconds" in refusal.details:
        response["Retry-After"] = str(refusal.details["seconds"])
    return with_retry(response, refusal)


class RefusalsInWords:
    """Middleware: renders the refusals that views do not handle themselves, and logs who was refused."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        log_refusal(request, response.status_code)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return a page for a refusal or an outage; other exceptions go on to the 500 page."""
        refusal = exception if isinstance(exception, Refusal) else outage_of(exception)
        return refused(request, refusal) if refusal is not None else None

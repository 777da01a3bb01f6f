"""Error pages for failures outside any view: unknown URLs, failed CSRF checks, server errors."""

import logging
import sys
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from peygir.core.refusals import Refusal, Unavailable
from peygir.history.outages import outage_of
from peygir.web.kit.security_log import log_security_event

_NOT_SENT_AGAIN: Final = ("/desk/", "/staff/", "/drop/", "/api/")
_SECRET_FIELDS: Final = ("password", "code")
_MOST_FIELDS: Final = 60
_MOST_LETTERS: Final = 20_000


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: no such URL."""
    words = _("Perhaps the address was cut off. With your tracking code you will find your report.")
    return render(request, "refused.html", {"status": 404, "words": words}, status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403 raised by Django itself."""
    words = _("If you think it should be, please sign in with another account.")
    return render(request, "refused.html", {"status": 403, "words": words}, status=403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: a request that none of our pages sends."""
    words = _("The request could not be read. Please go back and try again.")
    return render(request, "refused.html", {"status": 400, "words": words}, status=400)


def forged(request: HttpRequest, reason: str = "", **more: object) -> HttpResponse:
    """A failed CSRF check: an old page, or cookies that are switched off."""
    log_security_event("form_forged", request, status=403)
    words = _("This page was open for too long, or cookies are off. Please go back, reload the page and send it again.")
    return render(request, "refused.html", {"status": 403, "words": words}, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """500: a server error; or 503 if the database or the disk failed outside of any view, or no city is loaded."""
    failure = sys.exc_info()[1]
    outage = failure if isinstance(failure, Unavailable) else outage_of(failure) if failure is not None else None
    if outage is not None:
        return unavailable(request, outage)
    return render(request, "500.html", status=500)


def unavailable(request: HttpRequest, outage: Unavailable) -> HttpResponse:
    """503 with a sentence in both languages and Retry-After; rendered without the database."""
    if request.path.startswith("/api/"):
        response: HttpResponse = JsonResponse(
            {"error": outage.name, "fa": outage.words("fa"), "en": outage.words("en")}, status=503
        )
    else:
        words = {"fa": outage.words("fa"), "en": outage.words("en")}
        again = {"typed": typed_by_citizen(request), "path": request.path}
        response = HttpResponse(render_to_string("503.html", words | again), status=503)
    return with_retry(response, outage)


def typed_by_citizen(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the fields of a citizen's form that could not be taken, to be sent once more by a press of a button.

    A script keeps a report by itself; this is for a browser without one. Passwords and codes are left out, and so are
    files, which a page cannot give back; nothing of the drop box comes into a page, nor of the staff's forms.
    """
    if request.method != "POST" or request.path.startswith(_NOT_SENT_AGAIN):
        return []
    try:
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
    except Exception:  # the body was not read, or not to its end
        return []
    is_secret = any(part in name for name, _ in fields for part in _SECRET_FIELDS)
    is_small = len(fields) <= _MOST_FIELDS and sum(len(value) for _, value in fields) <= _MOST_LETTERS
    return fields if is_small and not is_secret else []


def with_retry(response: HttpResponse, refusal: Refusal) -> HttpResponse:
    """Return the response, with Retry-After if the refusal is an outage."""
    if isinstance(refusal, Unavailable):
        response["Retry-After"] = str(refusal.retry_after)
    return response


class OutagesInOneLine(logging.Filter):
    """Log filter: removes the traceback if the database or the disk failed, since each request would log one."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return True, so that every record is kept."""
        failure = record.exc_info[1] if record.exc_info else None
        if failure is not None and (outage := outage_of(failure)) is not None:
            record.msg, record.args, record.exc_info = f"{record.getMessage()} ({outage.name})", (), None
        return True

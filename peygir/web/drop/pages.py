"""What all pages of the drop box share: their frame, their headers, and errors that say nothing about the request."""

import logging
import os
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from peygir.core.bodies import MB, BodyLimit
from peygir.core.refusals import Refusal
from peygir.core.translation import citizen_languages
from peygir.desks.dropbox.cleaning import MOST_FILE_BYTES
from peygir.desks.dropbox.rules import MOST_FILES
from peygir.history.outages import outage_of
from peygir.web.kit.access import public
from peygir.web.kit.built import entry
from peygir.web.kit.current_city import current_city
from peygir.web.kit.memory_only import memory_only
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.reader import reader_languages

PageView = Callable[[HttpRequest], HttpResponse]
AnyPageView = Callable[..., HttpResponseBase]

DOOR: Final = "drop_box"
MOST_POSTS: Final = 600
"""The POSTs of one address in an hour; readers of an onion service may share one."""
BODY: Final = BodyLimit(other=MB, multipart=MOST_FILES * MOST_FILE_BYTES + MB)
ONION_URL: Final = os.environ.get("PEYGIR_ONION_URL", "")
"""Where Tor Browser finds the same pages as an onion service, "http://….onion"; empty: nowhere."""
LEAVE_URL: Final = os.environ.get("PEYGIR_LEAVE_URL", "https://fa.wikipedia.org/")
"""The harmless page to which “leave at once” leads."""
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; object-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": _POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Robots-Tag": "noarchive",
}
_log: Final = logging.getLogger("peygir.web.drop")

open_to_anybody: Final = public(DOOR, limit=MOST_POSTS, window_seconds=3600, is_blinded=True)
"""The access rule of every page of the drop box: counted by an address that nobody can read."""


def drop_page(view: AnyPageView) -> AnyPageView:
    """Give a view of the drop box its headers and its error pages, and keep what is sent to it in memory alone.

    Without cookies there is no CSRF token to compare, and nothing that a forged form could use: each form carries what
    proves its sender. Apply it above `takes` and `open_to_anybody`.
    """

    @wraps(view)
    def shown(request: HttpRequest) -> HttpResponseBase:
        with override(_language(request)):
            try:
                response = view(request)
            except Refusal as refusal:
                response = refusal_page(request, refusal)
            except Exception as failure:
                response = _failed(request, failure)
        return with_headers(request, response)

    # Refusals before the view: a body that is too long, a rate limit that is used up.
    shown.refusal_page = lambda request, refusal: with_headers(request, refusal_page(request, refusal))  # type: ignore[attr-defined]
    return csrf_exempt(memory_only(shown))


def to_start(view: AnyPageView) -> AnyPageView:
    """Send whoever opens the address of a form by itself (GET) to the first page."""

    @wraps(view)
    def posted(request: HttpRequest) -> HttpResponseBase:
        if request.method == "POST":
            return view(request)
        if request.method in ("GET", "HEAD"):
            return HttpResponseRedirect(reverse("drop_box"))
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])

    return posted


def page(
    request: HttpRequest, name: str, context: Mapping[str, object] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render a page without the request: no session, no messages, no person, no cookie."""
    styles, leaving = entry("kit/main"), entry("drop/leave")
    frame = {
        "city": current_city(),
        "styles": styles.styles if styles is not None else (),
        "leaving": leaving.script if leaving is not None else "",
        "leave_url": getattr(settings, "LEAVE_URL", LEAVE_URL),
        "other_languages": [one for one in reader_languages() if one.code != get_language()],
        "l": get_language(),
        # Only whether there are any: somebody who is signed in here should not write from this browser.
        "has_cookies": bool(request.COOKIES),
    }
    return HttpResponse(render_to_string(f"drop/{name}.html", {**frame, **(context or {})}), status=status)


def refusal_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page of a refusal."""
    response = page(request, "refused", {"words": words_of(refusal)}, status=status_of(refusal))
    if "seconds" in refusal.details:
        response["Retry-After"] = str(refusal.details["seconds"])
    return response


def with_headers(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Add the headers that keep a page out of caches, referrers and frames, and tell Tor Browser the onion address."""
    for name, value in _HEADERS.items():
        response[name] = value
    onion = str(getattr(settings, "ONION_URL", ONION_URL)).rstrip("/")
    if onion and not request.get_host().endswith(".onion"):
        response["Onion-Location"] = f"{onion}{request.path}"
    return response


def typed_text(request: HttpRequest, name: str) -> str:
    """A field of the form, with one kind of line ends."""
    return str(request.POST.get(name, "")).replace("\r\n", "\n").replace("\r", "\n")


def _failed(request: HttpRequest, failure: Exception) -> HttpResponse:
    """The page of a failure. The log gets the failure's class alone: its message could quote what was typed."""
    outage = outage_of(failure)
    if outage is not None:
        return refusal_page(request, outage)
    _log.error("drop_box_failed", extra={"words": type(failure).__name__})
    words = _("Something failed on our side, and nothing was accepted. Please try again later.")
    return page(request, "refused", {"words": words}, status=500)


def _language(request: HttpRequest) -> str:
    """The language of the page: chosen on the page before, else as the browser asks."""
    fields = request.POST if request.method == "POST" else request.GET
    chosen = fields.get("l", "")
    return chosen if chosen in citizen_languages() else (get_language() or "fa")

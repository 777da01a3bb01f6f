"""The visitor's language and theme, and the favicon."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from peygir.web.kit import built
from peygir.web.kit.access import public
from peygir.web.kit.context import THEME_COOKIE, THEMES
from peygir.web.kit.cookies import drop_cookie, keep_cookie

_YEAR: Final = 365 * 24 * 3600
LANGUAGE_COOKIE: Final = "django_language"  # equals LANGUAGE_COOKIE_NAME of the settings


@public()
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Show the pages in Persian or English from now on."""
    response = _back(request)
    chosen = request.POST.get("language", "")
    if chosen in dict(settings.LANGUAGES):
        keep_cookie(response, LANGUAGE_COOKIE, chosen, seconds=_YEAR)
    return response


@public()
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or (empty) as the device prefers."""
    response = _back(request)
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        keep_cookie(response, THEME_COOKIE, chosen, seconds=_YEAR)
    else:
        drop_cookie(response, THEME_COOKIE)
    return response


@public()
@require_GET
def favicon(request: HttpRequest) -> HttpResponse:
    """Return the icon, for browsers that request it at its traditional URL."""
    address = built.asset("src/kit/mark.svg")
    return HttpResponseRedirect(address) if address else HttpResponse(status=204)


def _back(request: HttpRequest) -> HttpResponse:
    """Redirect to the page that was open, never to another site."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return HttpResponseRedirect(wanted if is_ours else "/")

"""Peygir as an installable web app: its manifest, its service worker, and the pages that work offline.

The worker caches our built files and the shells; a shell is rendered without a user, so that no personal page is ever
stored on a shared phone.
"""

import hashlib
import json
from datetime import date
from functools import lru_cache
from typing import Final

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET

from peygir.core.translation import citizen_languages, languages
from peygir.web.kit import built
from peygir.web.kit.access import public
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.reader import writing
from peygir.web.kit.templatetags.ui import language as reader_language
from peygir.web.kit.templatetags.ui import named
from peygir.web.public.report import shell_context

DAYS: Final = {"crew": "crew_home", "inspector": "inspector_home"}
"""The pages that come from the phone's own store on every line: a crew's day, an inspector's."""
SHELLS: Final = {
    "report": "public/report.html",
    "waiting": "public/waiting.html",
    "crew": "crew/day.html",
    "inspector": "inspector/day.html",
}
PAGES: Final = {"report": "report", "waiting": "report_waiting", **DAYS}
"""The URL names of the pages in whose place a shell stands."""
COLOUR: Final = "#0b7477"
PAPER: Final = "#faf8f3"
# Source path → the sizes and purpose for which a launcher may use it.
ICONS: Final = (
    ("src/kit/mark.svg", "any", "image/svg+xml", "any"),
    ("src/kit/icons/mark-192.png", "192x192", "image/png", "any"),
    ("src/kit/icons/mark-512.png", "512x512", "image/png", "any"),
    ("src/kit/icons/mark-maskable-512.png", "512x512", "image/png", "maskable"),
)


@public()
@require_GET
@cache_control(max_age=3600, private=True)
def manifest(request: HttpRequest) -> HttpResponse:
    """Return the web app manifest (W3C) in the viewer's language."""
    city_facts, language = current_city(), reader_language()
    manifest_data = {
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "lang": language,
        "dir": "rtl" if writing().is_from_right else "ltr",
        "name": f"{_('Peygir')} {named(city_facts)}",
        "short_name": _("Peygir"),
        "description": _("Report a problem in the city, follow it to the end, and say whether it is fixed."),
        "theme_color": COLOUR,
        "background_color": PAPER,
        "categories": ["government", "utilities"],
        "icons": [
            {"src": address, "sizes": sizes, "type": kind, "purpose": purpose}
            for source, sizes, kind, purpose in ICONS
            if (address := built.asset(source))
        ],
        "shortcuts": [
            {"name": words, "url": reverse(name)}
            for name, words in (
                ("report", _("Report a problem")),
                ("track", _("Track a report")),
                ("me", _("My reports")),
            )
        ],
    }
    response = JsonResponse(manifest_data, json_dumps_params={"ensure_ascii": False})
    response["Content-Type"] = "application/manifest+json; charset=utf-8"
    return response


@public()
@require_GET
def service_worker(request: HttpRequest) -> HttpResponse:
    """Return the worker's script at the root, so that its scope is the whole site; never cached.

    It lists what to cache; its version changes with any of that, and with the texts of the shells.
    """
    entry = built.entry("public/worker")
    if entry is None:
        raise Http404
    # With the worker's own parts: a page that could not load them offline would not ask for them again.
    days = ("crew/crew", "inspector/day", "panel/visit")
    entries = ("kit/main", "public/report", "public/waiting", "public/worker", *days)
    files = (built.FONT, "src/kit/icons.svg", "src/kit/mark.svg")
    kept = sorted({*(file for name in entries for file in built.needs(name)), *map(built.asset, files)} - {""})
    shown = [(language, part) for part in SHELLS for language in _languages_of(part)]
    shells = {f"{part}:{language}": reverse("shell", args=[language, part]) for language, part in shown}
    whole = [*kept, *(_shell(language, part) for language, part in shown)]
    worker_data = {
        "version": hashlib.sha256("\n".join(whole).encode()).hexdigest()[:12],
        "kept": kept,
        "shells": shells,
        "built": built.address(""),
        "report": reverse("report"),
        "days": {reverse(page): part for part, page in DAYS.items()},
        "desks": [reverse("desk"), "/staff/"],
    }
    body = f"import {json.dumps(entry.script)};\nself.peygir = {json.dumps(worker_data)};\n"
    response = HttpResponse(body, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    response["Service-Worker-Allowed"] = "/"
    return response


@public()
@require_GET
def shell(request: HttpRequest, language: str, part: str) -> HttpResponse:
    """Return a page without a user, to be cached for offline use."""
    if part not in SHELLS or language not in _languages_of(part):
        raise Http404
    response = HttpResponse(_shell(language, part))
    response["Cache-Control"] = "no-cache"
    response["Content-Language"] = language
    return response


def _languages_of(part: str) -> tuple[str, ...]:
    """The languages of a shell: a page of staff has fewer than one of citizens."""
    return languages() if part in DAYS else citizen_languages()


def _shell(language: str, part: str) -> str:
    return _shell_of(language, part, current_city().load_number, today(), built.entry("kit/main"))


@lru_cache(maxsize=32)
def _shell_of(language: str, part: str, load_number: int, on: date, entry: built.BuiltEntry | None) -> str:
    # Browsers request the worker with every page they open, and its version is made of the shells. What they show
    # changes with the city's load, the day (areas in force) and the built files, all part of the key.
    nobody = HttpRequest()
    nobody.user = AnonymousUser()
    nobody.path = nobody.path_info = reverse(PAGES[part])
    with translation.override(language):
        context = shell_context() if part == "report" else {}
        return render_to_string(SHELLS[part], {**context, "is_shell": True}, request=nobody)


@public()
@never_cache
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """Show the reports that wait on this phone; a script reads them, the server has none."""
    return render(request, "public/waiting.html", {})

"""Is the house well? A word for machines, a page for people."""

import http.client

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from peygir.cases import queries as cases
from peygir.core import clock
from peygir.core.refusals import Refusal
from peygir.promises import queries as promises
from peygir.routing import queries as routing
from peygir.web import built
from peygir.web.access import public
from peygir.web.templatetags.ui import digits
from peygir.web.town import town


@public()
@require_GET
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and a city is loaded, 503 otherwise; JSON for who asks for it."""
    checks = [_database(), _clock(), _owners(), _assets(), *_live()]
    # Without the live stream every page works by a reload: it is told, and nobody is sent away for it.
    is_well = all(is_good for name, is_good, _words in checks if name != "live")
    if "application/json" in request.headers.get("Accept", ""):
        found = {name: is_good for name, is_good, _words in checks}
        return JsonResponse({"is_well": is_well, "checks": found}, status=200 if is_well else 503)
    if not checks[0][1]:
        return HttpResponse("503", status=503)
    return render(request, "public/health.html", {"checks": checks, "is_well": is_well}, status=200 if is_well else 503)


def _database() -> tuple[str, bool, str]:
    try:
        here = town()
        found = cases.tally(here.id, since=clock.now(), until=clock.now())
    except (DatabaseError, Refusal):
        return "database", False, _("The database does not answer, or no city is loaded.")
    return "database", found["all"] == 0, _("The database answers.")


def _clock() -> tuple[str, bool, str]:
    """Whether what falls due is worked off: a promise broken a while ago and not noted tells of a dead clock."""
    try:
        due = promises.next_due_at()
    except DatabaseError:
        return "clock", False, _("The clock cannot be read.")
    late = due is not None and (clock.now() - due).total_seconds() > 300
    return "clock", not late, _("Due promises are waiting; is the clock running?") if late else _("The clock keeps up.")


def _owners() -> tuple[str, bool, str]:
    """Whether every case that has had its time to be routed has an owner."""
    try:
        found = routing.unowned(town().id)
    except (DatabaseError, Refusal):
        return "owners", False, _("The cases cannot be read.")
    if found.count:
        return "owners", False, _("%(count)s cases have no owner.") % {"count": digits(found.count)}
    return "owners", True, _("Every case has an owner.")


def _assets() -> tuple[str, bool, str]:
    is_built = built.entry("main") is not None
    return "assets", is_built, _("The pages' styles are built.") if is_built else _("The pages' styles are not built.")


def _live() -> list[tuple[str, bool, str]]:
    """Whether the live stream of this machine answers and reads on; nothing where none is run."""
    port = str(settings.LIVE_PORT)
    if not port.isdigit():
        return []
    asked = http.client.HTTPConnection("127.0.0.1", int(port), timeout=1)
    try:
        asked.request("GET", "/health", headers={"Host": "localhost"})
        is_good = asked.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        is_good = False
    finally:
        asked.close()
    words = _("The live stream reads on.") if is_good else _("The live stream does not answer; pages need a reload.")
    return [("live", is_good, words)]

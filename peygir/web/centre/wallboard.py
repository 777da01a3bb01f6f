"""The wallboard of the centre, for a big screen, a desk or a phone; refreshed by the live stream or by polling."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from peygir.centre.contacts.missed_callers import missed_callers
from peygir.centre.contacts.wallboard import Wallboard, wallboard
from peygir.centre.contacts.words import PRESENCES
from peygir.core import clock
from peygir.people.permissions import Permission
from peygir.web.kit.access import staff
from peygir.web.kit.charts import Chart, Series
from peygir.web.kit.current_city import current_city, start_of, today, zone
from peygir.web.kit.templatetags.ui import digits

# presence → (icon, tone)
LOOKS: Final = {
    "free": ("circle-check", "tone-green"),
    "ringing": ("bell-ring", "tone-orange"),
    "busy": ("phone-call", "tone-work"),
    "paused": ("circle-pause", "tone-yellow"),
    "away": ("log-out", "tone-quiet"),
    "": ("circle-help", "tone-quiet"),
}
LONG_WAIT: Final = 30


@staff(Permission.WORK_AT_CENTRE)
@require_GET
def centre_wall(request: HttpRequest) -> HttpResponse:
    """Show the page; a refresh (header X-Live) renders the board alone."""
    city_facts, now, is_full = current_city(), clock.now(), request.GET.get("full") == "1"
    board = wallboard(city_facts.id, since=start_of(today()), now=now)
    # Everybody in the room reads a big screen: it names no caller.
    missed = [] if is_full else missed_callers(city_facts.id, since=start_of(today()))
    context: dict[str, Any] = {
        "wall": board,
        "chart": _chart(board),
        "is_full": is_full,
        "missed": [(one, one.is_late(now)) for one in missed],
        "still_open": sum(one.is_open for one in missed),
        "looks": LOOKS,
        "counts": [(*LOOKS[name], PRESENCES[name], count) for name, count in _counts(board)],
        "places": [(one, *LOOKS[one.presence], PRESENCES[one.presence]) for one in board.places],
        "is_long": board.metrics.longest_wait > LONG_WAIT,
        "zone": zone(),
    }
    return render(
        request, "centre/wallboard_body.html" if request.headers.get("X-Live") else "centre/wallboard.html", context
    )


def _counts(found: Wallboard) -> list[tuple[str, int]]:
    all_of_them = [one.presence for one in found.places]
    return [(name, all_of_them.count(name)) for name in ("free", "ringing", "busy", "paused")]


def _chart(board: Wallboard) -> Chart:
    labels = tuple(digits(f"{half.begins.astimezone(zone()):%H:%M}") for half in board.halves)
    answered = Series(_("answered calls"), tuple(half.answered for half in board.halves))
    missed = Series(_("not answered"), tuple(half.missed for half in board.halves))
    return Chart(_("The last 24 hours by half-hour"), labels, (answered, missed), _("From"), _("calls"))

"""The public cases of what a member watches: those that are open, late, or new since the last visit."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy as refusal_text
from peygir.outlook.panel import watch_queries as queries
from peygir.outlook.panel.states import WatchKind
from peygir.web.kit.access import citizen
from peygir.web.panel.own_seat import member_of

WORDS: Final = (
    ("open", gettext_lazy("Open")),
    ("late", gettext_lazy("Late")),
    ("new", gettext_lazy("New since your last visit")),
)


class NoSuchWatch(Missing):
    """The member watches no such thing."""

    message = refusal_text("There is no such thing on your watch-list.")


@citizen
@require_GET
def panel_watch(request: HttpRequest, watch_id: int) -> HttpResponse:
    """List the public cases of a watched unit, topic or place (`?list=late` or `new`); a programme has its own page."""
    panel, seat = member_of(request)
    watch = queries.watch_of(panel.city_id, seat.id, watch_id)
    if watch is None:
        raise NoSuchWatch()
    if watch.kind == WatchKind.PROGRAMME:
        return redirect("published_programme", programme_id=watch.thing_id)
    which = request.GET.get("list", "")
    which = which if which in queries.LISTS else queries.LISTS[0]
    counts = {"open": watch.open, "late": watch.late, "new": watch.new}
    context = {
        "watch": watch,
        "which": which,
        "tabs": [(name, words, counts[name]) for name, words in WORDS],
        "cases": queries.watched_cases(panel.city_id, seat.id, watch.id, which=which),
        "most": queries.MOST_LISTED,
        "since": queries.last_visit_of(seat.id),
    }
    return render(request, "panel/watch.html", context)

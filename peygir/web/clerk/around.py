"""The surroundings of a case: what else was reported there in the past year, as a list and as dots."""

from datetime import timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from peygir.cases.around import around
from peygir.cases.states import ENDED
from peygir.core import clock
from peygir.desks.understanding.queries import family
from peygir.web.clerk.case import open_case_of
from peygir.web.kit.access import actor, staff

PAST: Final = timedelta(days=365)
LEAST_METRES: Final = 150
SHOWN: Final = 5


@staff()
@require_GET
def case_around(request: HttpRequest, code: str) -> HttpResponse:
    """Return a fragment for the case's page, or a full page without scripts."""
    by = actor(request)
    case = open_case_of(by, code)
    metres = max(LEAST_METRES, family(case.city_id, case.topic_id)[0].reach)
    rows = around(case, by, metres=metres, since=clock.now() - PAST)
    context = {
        "case": case,
        "metres": metres,
        "neighbours": rows,
        "shown": SHOWN,
        "ended": ENDED,
        "same": sum(1 for row in rows if row.topic is not None and row.topic.id == case.topic_id),
    }
    is_part = bool(request.headers.get("HX-Request"))
    return render(request, "clerk/around.html" if is_part else "clerk/around_page.html", context)

"""The city on one page for the mayor and the deputies, and the same as a PDF to take along."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from peygir.core import clock
from peygir.desks.dropbox.waiting import count_overdue
from peygir.desks.inquiries import queries as inquiries
from peygir.desks.promises.month import FEWEST
from peygir.people.permissions import Permission
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff
from peygir.web.kit.city_figures import late_sketch
from peygir.web.kit.current_city import current_city, today
from peygir.web.leaders.brief_document import MOST, brief_document
from peygir.web.leaders.city_brief import city_brief_of

SHOWN_FIRST: Final = 2


@staff(Permission.STEER_CITY)
@require_GET
def city_page(request: HttpRequest) -> HttpResponse:
    """Show the page; runs at most twelve SQL statements, none of them over a year of rows."""
    by = actor(request)
    brief = city_brief_of(by, escalated=SHOWN_FIRST)
    context = {
        "unit": brief.unit,
        "figures": brief.figures,
        "counted_on": brief.counted_on,
        "fewest": FEWEST,
        "escalated": brief.escalated,
        "escalated_more": max(0, brief.escalated_count - SHOWN_FIRST),
        "waiting": inquiries.waiting_for(by, current_city().id, most=SHOWN_FIRST),
        "worst": brief.late.worst,
        "sketch": late_sketch(brief.late.places),
        "on_map": brief.late.count,
        "rows": brief.rows,
        "is_of_units": brief.is_of_units,
        "drop_box_days": settings.DROP_BOX_DAYS,
        "dropped_late": _dropped_late(by),
    }
    return render(request, "leaders/city.html", context)


def _dropped_late(by: Actor) -> int:
    """How many boxes of the drop box wait for longer than they should; the mayor's desk alone is told."""
    if not by.may(Permission.JUDGE_INSPECTORATE):
        return 0
    return count_overdue(current_city().id, days=settings.DROP_BOX_DAYS, today=today())


@staff(Permission.STEER_CITY)
@require_GET
def city_brief(request: HttpRequest) -> HttpResponse:
    """Return the brief of now as a PDF: numbers, what was escalated, the worst ten, the comparison."""
    now = clock.now()
    content = brief_document(city_brief_of(actor(request), escalated=MOST), made_at=now)
    disposition = f'inline; filename="brief-{now:%Y-%m-%d}.pdf"'
    return HttpResponse(content, content_type="application/pdf", headers={"Content-Disposition": disposition})

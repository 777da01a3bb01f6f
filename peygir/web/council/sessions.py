"""The sessions of the council for its members: packs, agendas, and how the member voted."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from peygir.outlook.planning import council_queries as queries
from peygir.outlook.planning.actions.files import NoSuchPlanFile
from peygir.outlook.planning.states import SittingState
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff
from peygir.web.kit.council_words import votes_by_name
from peygir.web.kit.current_city import current_city, today

SHOWN: Final = 60


@staff(Permission.WATCH_CITY)
@require_GET
def watched_sittings(request: HttpRequest) -> HttpResponse:
    """Show the sessions with their packs, and the member's own votes that were recorded by name."""
    by, city_id = actor(request), current_city().id
    rows = queries.sittings(city_id)
    coming = [row for row in reversed(rows) if row.state == SittingState.PLANNED]
    context = {
        "coming": [(row, queries.agenda_of(row.id, on=today())) for row in coming],
        "past": [row for row in rows if row.state in (SittingState.HELD, SittingState.MINUTED)][:SHOWN],
        "votes": queries.votes_of_member(city_id, by.id or 0),
    }
    return render(request, "council/sittings.html", context)


@staff(Permission.WATCH_CITY)
@require_GET
def watched_sitting(request: HttpRequest, sitting_id: int) -> HttpResponse:
    """Show one session: its agenda with the decisions, and the minutes."""
    row = queries.sitting(current_city().id, sitting_id)
    if row is None:
        raise NoSuchPlanFile()
    items = queries.agenda_of(row.id, on=today())
    shown = [(item, votes_by_name(item.decision) if item.decision is not None else []) for item in items]
    return render(request, "council/sitting.html", {"sitting": row, "items": shown, "minutes": row.minutes})

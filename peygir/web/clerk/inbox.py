"""A unit's inbox, soonest due first, with filters in the URL and saved views that keep them."""

from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from peygir.cases import queries as cases
from peygir.cases.exporting import may_take_words
from peygir.cases.queries import COLOURS, Filters
from peygir.cases.states import WORKABLE, CaseState
from peygir.city import queries as city
from peygir.desks.promises import queries as promises
from peygir.desks.routing import queries as routing
from peygir.people.queries import ViewFacts, views_of
from peygir.people.roles import CENTRE_ROLES, Role
from peygir.people.rules import Actor
from peygir.web.clerk.options import options
from peygir.web.clerk.rows import escalated_to, rows_of
from peygir.web.kit.access import actor, staff
from peygir.web.kit.badges import PROMISE_MARKS
from peygir.web.kit.current_city import current_city, end_of, today
from peygir.web.kit.narrowing import Narrowed, narrowed
from peygir.web.kit.turning import Turning

# Roles that decide on more time, and so see how many such requests wait.
DECIDING: Final = CENTRE_ROLES | {Role.INSPECTORATE, Role.MAYOR}
# The names of the filters in the URL, in the order of a saved view.
ASKED: Final = ("state", "topic", "district", "colour", "q", "mine", "incident")
EVERYTHING: Final = "all"
"""The URL parameter that selects everything that waits for work, whatever view the inbox opens with."""
PAGE: Final = 60
# The states with a tab above the list; the others are in the filter.
_TABS: Final = (
    CaseState.REFERRED,
    CaseState.IN_HAND,
    CaseState.WAITING,
    CaseState.REOPENED,
    CaseState.RETURNED,
    CaseState.DONE,
)
# The export formats of the list, with their labels.
_FILES: Final = (("xlsx", "Excel"), ("csv", "CSV"), ("geojson", "GeoJSON"))
_STRIP: Final = ("red", "orange", "yellow", "green")


@staff()
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """Show the inbox."""
    by, city_facts = actor(request), current_city()
    views = views_of(by)
    if not request.GET and (first := next((view for view in views if view.is_default and view.filters), None)):
        return HttpResponseRedirect(f"{reverse('inbox')}?{first.filters}")
    chosen, asked_for = chosen_in(request.GET), narrowed(request, by)
    page = cases.inbox(by, city_facts.id, filters_of(request.GET, asked_for))
    counts = cases.counts(by, city_facts.id, day_ends_at=end_of(today()))
    kept, climbed = kept_filters(chosen), escalated_to(by, city_facts.id)
    context = {
        "rows": rows_of(page.cases, climbed, is_picking=True),
        "is_picking": True,
        "may_assign": by.role == Role.MANAGER,
        "counts": counts,
        "to_do": sum(counts.by_state.get(state, 0) for state in WORKABLE),
        "strip": [(colour, PROMISE_MARKS[colour], counts.by_colour[colour]) for colour in _STRIP],
        "tabs": _TABS,
        "chosen": chosen,
        "kept": kept,
        "states": list(CaseState.labels().items()),
        "workable": sorted(WORKABLE),
        "is_filtered": bool(kept or asked_for.kept),
        "as_file": request.GET.urlencode(),
        "files": _FILES,
        "may_take_words": may_take_words(by),
        "narrowed": asked_for,
        "choices": {field: options(field, chosen[field]) for field in ("state", "topic", "district", "colour")},
        "pages": Turning(page.page, page.has_more),
        "unit": city.unit(by.unit_id) if by.unit_id else None,
        "views": views,
        "view": _view_of(kept, views),
        "elsewhere": {"climbed": len(climbed), **_elsewhere(by, city_facts.id)},
        "everything": f"{reverse('inbox')}?{EVERYTHING}=1" if any(view.is_default for view in views) else "",
    }
    return render(request, "clerk/inbox.html", context)


def chosen_in(said: QueryDict) -> dict[str, str]:
    """Return the filters of a URL by name; an empty one does not filter."""
    return {name: said.get(name, "").strip()[:120] for name in ASKED}


def kept_filters(chosen: dict[str, str]) -> str:
    """Return the filters as stored in a saved view; equal choices give equal text."""
    return urlencode({name: chosen[name] for name in ASKED if chosen.get(name)})


def _view_of(kept: str, views: list[ViewFacts]) -> ViewFacts | None:
    """Return the saved view now shown; the person's own before a shared one."""
    fitting = [view for view in views if kept and view.filters == kept]
    return next((view for view in fitting if view.is_own), fitting[0] if fitting else None)


def _elsewhere(by: Actor, city_id: int) -> dict[str, int]:
    """Return the counts of what waits for this person on other pages."""
    return {
        "asked": promises.count_open_replans(by, city_id) if by.role in DECIDING else 0,
        "due_for_reminder": routing.count_due_for_reminder(by, city_id) if by.role in CENTRE_ROLES else 0,
    }


def filters_of(query: QueryDict, asked_for: Narrowed) -> Filters:
    """Return the filters of a URL as the query takes them."""
    page = query.get("page", "1")
    usually = tuple(sorted(CaseState if query.get("incident") or asked_for.is_of_the_past else WORKABLE))
    chosen: dict[str, Any] = chosen_in(query)
    return Filters(
        # By default: what waits for work. What waits for the citizen has tabs and a filter of its own.
        states=tuple(query.getlist("state")) if chosen["state"] else usually,
        topic_code=chosen["topic"],
        district_code=chosen["district"],
        colour=chosen["colour"] if chosen["colour"] in COLOURS else "",
        narrowing=asked_for.narrowing,
        text=chosen["q"],
        incident_code=chosen["incident"][:20],
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
        size=PAGE,
    )

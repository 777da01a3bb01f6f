"""A unit's inbox, soonest due first, with filters in the URL and saved views that keep them."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from peygir.cases import queries as cases
from peygir.cases.exporting import may_take_words
from peygir.cases.queries import COLOURS
from peygir.cases.states import TO_DO, CaseState
from peygir.city import queries as city
from peygir.desks.promises import queries as promises
from peygir.desks.routing import queries as routing
from peygir.people.permissions import Permission
from peygir.people.queries import ViewFacts, views_of
from peygir.people.rules import Actor
from peygir.web.clerk.inbox_filters import (
    PHOTO,
    REPORTERS,
    USUAL_ORDER,
    chips_of,
    chosen_in,
    filters_of,
    kept_filters,
    order_of,
    told_in,
    unreadable_day,
)
from peygir.web.clerk.options import options
from peygir.web.clerk.rows import escalated_to, rows_of
from peygir.web.kit.access import actor, staff
from peygir.web.kit.badges import PROMISE_MARKS
from peygir.web.kit.current_city import current_city, end_of, today
from peygir.web.kit.turning import Turning

EVERYTHING: Final = "all"
"""The URL parameter that selects everything that waits for work, whatever view the inbox opens with."""
# The states with a chip above the list; the others are in the filter.
_TABS: Final = (
    CaseState.REFERRED,
    CaseState.IN_HAND,
    CaseState.WAITING,
    CaseState.REOPENED,
    CaseState.RETURNED,
    CaseState.DONE,
)
_HAVE_A_CHIP: Final = frozenset(
    {"mine=1", "section=planned", *(f"state={state}" for state in _TABS), *(f"colour={one}" for one in COLOURS)}
)
"""The filters that a chip above the list shows as chosen."""
_TITLES: Final = {
    "promise": gettext_lazy("Promise"),
    "what": gettext_lazy("Case"),
    "place": gettext_lazy("Place"),
    "state": gettext_lazy("State"),
    "with": gettext_lazy("With"),
}
# Each column with its orders: a first click sorts by the first one, a second by the next.
_COLUMNS: Final = (
    ("promise", ("due", "due_last")),
    ("what", ("topic",)),
    ("place", ("place",)),
    ("state", ("state",)),
    ("with", ("with",)),
)
_ORDERS: Final = (
    ("due", gettext_lazy("soonest due first")),
    ("due_last", gettext_lazy("latest due first")),
    ("new", gettext_lazy("newest first")),
    ("old", gettext_lazy("oldest first")),
    ("topic", gettext_lazy("by topic")),
    ("place", gettext_lazy("by neighbourhood")),
    ("state", gettext_lazy("by state")),
    ("with", gettext_lazy("by colleague")),
)
# The export formats of the list, with their labels.
_FILES: Final = (("xlsx", "Excel"), ("csv", "CSV"), ("geojson", "GeoJSON"))
_LISTS: Final = ("state", "topic", "district", "neighbourhood", "channel", "colour")
_STRIP: Final = ("red", "orange", "yellow", "green")


@staff()
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """Show the inbox."""
    by, city_facts = actor(request), current_city()
    views = views_of(by)
    if not request.GET and (first := next((view for view in views if view.is_default and view.filters), None)):
        return HttpResponseRedirect(f"{reverse('inbox')}?{first.filters}")
    chosen, asked_for = chosen_in(request.GET), told_in(request.GET, by)
    page = cases.inbox(by, city_facts.id, filters_of(request.GET, asked_for))
    counts = cases.counts(by, city_facts.id, day_ends_at=end_of(today()))
    kept, climbed = kept_filters(chosen), escalated_to(by, city_facts.id)
    order = order_of(request.GET)
    # The next case of a case's page is the next one due, so a list in another order leads to none.
    at = "?" + urlencode({"list": "&".join(filter(None, [kept, urlencode(asked_for.kept)]))})
    at = at if order == USUAL_ORDER else ""
    elsewhere = {"climbed": len(climbed), **_elsewhere(by, city_facts.id)}
    chips = [] if kept in _HAVE_A_CHIP else chips_of(chosen, asked_for)
    context = {
        "rows": rows_of(page.cases, climbed, is_picking=True, at=at),
        "is_picking": True,
        "order": order,
        "columns": [_column(name, orders, order) for name, orders in _COLUMNS],
        "may_assign": by.may(Permission.LEAD_UNIT),
        "counts": counts,
        "to_do": sum(counts.by_state.get(state, 0) for state in TO_DO),
        "planned": counts.by_state.get(CaseState.SCHEDULED, 0),
        "strip": [(colour, PROMISE_MARKS[colour], counts.by_colour[colour]) for colour in _STRIP],
        "tabs": _TABS,
        "chosen": chosen,
        "kept": kept,
        "states": list(CaseState.labels().items()),
        "workable": sorted(TO_DO),
        "is_filtered": bool(kept or asked_for.kept),
        "as_file": request.GET.urlencode(),
        "files": _FILES,
        "may_take_words": may_take_words(by),
        "narrowed": asked_for,
        "orders": _ORDERS,
        "choices": {field: options(field, chosen[field]) for field in _LISTS},
        "reporters": REPORTERS,
        "photo": list(PHOTO),
        "chips": chips,
        "day_fault": unreadable_day(chosen),
        "pages": Turning(page.page, page.has_more),
        "unit": city.unit(by.unit_id) if by.unit_id else None,
        "views": views,
        "view": _view_of(kept, views),
        "elsewhere": elsewhere,
        "waits_elsewhere": sum(elsewhere.values()),
        "everything": f"{reverse('inbox')}?{EVERYTHING}=1" if any(view.is_default for view in views) else "",
    }
    return render(request, "clerk/inbox.html", context)


@dataclass(frozen=True, slots=True)
class ColumnHead:
    """The head of a column: its style, the order that a click asks for, and the ARIA value of how it is sorted now."""

    name: str
    title: str
    order: str
    sorted: str


def _column(name: str, orders: tuple[str, ...], order: str) -> ColumnHead:
    """Return a column's head; a click on the one in force asks for its other order, if it has one."""
    at = orders.index(order) if order in orders else -1
    following = orders[(at + 1) % len(orders)]
    return ColumnHead(name, str(_TITLES[name]), following, ("", "ascending", "descending")[at + 1])


def _view_of(kept: str, views: list[ViewFacts]) -> ViewFacts | None:
    """Return the saved view now shown; the person's own before a shared one."""
    fitting = [view for view in views if kept and view.filters == kept]
    return next((view for view in fitting if view.is_own), fitting[0] if fitting else None)


def _elsewhere(by: Actor, city_id: int) -> dict[str, int]:
    """Return the counts of what waits for this person on other pages."""
    return {
        "asked": promises.count_open_replans(by, city_id) if by.may(Permission.GRANT_TIME) else 0,
        "due_for_reminder": routing.count_due_for_reminder(by, city_id) if by.may(Permission.WORK_AT_CENTRE) else 0,
    }

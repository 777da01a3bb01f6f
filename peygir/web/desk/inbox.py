"""A unit's inbox: what is due soonest first, with filters that live in the address."""

from dataclasses import dataclass
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from peygir.cases import queries as cases
from peygir.cases.lifecycle import STATES, WORKABLE
from peygir.cases.queries import Filters
from peygir.city import queries as city
from peygir.core.codes import read_code
from peygir.people.roles import CENTRE_ROLES, INSPECTORATE, MAYOR
from peygir.people.rules import Actor
from peygir.promises import queries as promises
from peygir.routing import queries as routing
from peygir.web.access import actor, staff
from peygir.web.desk.clocks import colour_now
from peygir.web.desk.narrowing import Narrowed, narrowed
from peygir.web.templatetags.ui import language
from peygir.web.town import end_of, today, topic_groups, town

COLOURS: Final = ("red", "orange", "yellow", "green", "none")
# Who decides on more time, and so sees how much of it is asked for.
DECIDING: Final = CENTRE_ROLES | {INSPECTORATE, MAYOR}
# The states that stand as tabs above the list; the rest are in the filter.
_TABS: Final = ("referred", "in_hand", "waiting", "reopened", "returned", "done")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    case: Any
    colour: str
    climbed: int = 0  # how much of the promised time was used (percent) when it climbed to the reader


@dataclass(frozen=True, slots=True)
class Turning:
    """What the page links at the foot ask for."""

    number: int
    has_next: bool

    @property
    def has_previous(self) -> bool:
        """Whether there is a page before."""
        return self.number > 1

    @property
    def has_other_pages(self) -> bool:
        """Whether links are needed at all."""
        return self.has_next or self.has_previous

    @property
    def next_page_number(self) -> int:
        """The page after."""
        return self.number + 1

    @property
    def previous_page_number(self) -> int:
        """The page before."""
        return self.number - 1


@staff()
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """What now?"""
    by, here = actor(request), town()
    asked_for = narrowed(request, by)
    filters = _filters(request, asked_for)
    found = cases.inbox(by, here.id, filters)
    counts = cases.counts(by, here.id, day_ends_at=end_of(today()))
    asked = ("state", "topic", "district", "colour", "q", "mine", "incident")
    chosen = {name: request.GET.get(name, "") for name in asked}
    context = {
        "rows": _rows(found.cases, by, here.id), "climbed": promises.count_climbed(by, here.id),
        "asked": promises.count_open_replans(by, here.id) if by.role in DECIDING else 0,
        "to_chase": routing.count_to_chase(by, here.id) if by.role in CENTRE_ROLES else 0,
        "counts": counts, "to_do": sum(counts.by_state.get(state, 0) for state in WORKABLE),
        "tabs": _TABS, "states": list(STATES.items()), "colours": COLOURS, "chosen": chosen,
        "is_filtered": any(chosen.values()) or bool(asked_for.kept), "narrowed": asked_for,
        "groups": topic_groups(),
        "workable": sorted(WORKABLE),
        "districts": _names(city.districts(here.id, on=today())),
        "pages": Turning(found.page, found.has_more),
        "unit": city.unit(by.unit_id) if by.unit_id else None,
    }  # fmt: skip
    return render(request, "desk/inbox.html", context)


def _rows(found: list[Any], by: Actor, city_id: int) -> list[Row]:
    """The lines with how their promise stands now, and which of them climbed to the reader."""
    ids = [case.pk for case in found]
    paused, climbed = promises.paused_among(ids), promises.climbed_among(by, ids, city_id)
    return [Row(case, "paused" if case.pk in paused else colour_now(case), climbed.get(case.pk, 0)) for case in found]


def _filters(request: HttpRequest, asked_for: Narrowed) -> Filters:
    said = request.GET
    text = said.get("q", "").strip()[:120]
    page = said.get("page", "1")
    usually = tuple(sorted(STATES if said.get("incident") or asked_for.is_of_the_past else WORKABLE))
    return Filters(
        # Without a wish: what waits for work. What waits for the citizen has tabs and a filter of its own.
        states=tuple(said.getlist("state")) if said.get("state") else usually,
        topic_code=said.get("topic", ""),
        district_code=said.get("district", ""),
        colour=said.get("colour", "") if said.get("colour") in COLOURS else "",
        narrowing=asked_for.narrowing,
        text=read_code(text) or text,
        incident_code=said.get("incident", "")[:20],
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
    )


def _names(rows: list[Any]) -> list[tuple[str, str]]:
    fa = language() == "fa"
    return [(row.code, row.name_fa if fa else row.name_en or row.name_fa) for row in rows]

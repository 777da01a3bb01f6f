"""The panels of the city on the secretary's desk: a new one, its lot, its members and its monthly samples."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peygir.core import clock
from peygir.core.refusals import Refusal
from peygir.desks.inspection.actions.planning import month_of
from peygir.outlook.panel import (
    actions,
    month_queries,
    office_queries,
    owed_queries,
    petition_queries,
    sample_queries,
    session_queries,
)
from peygir.outlook.panel import term_queries as queries
from peygir.outlook.panel.actions import NoSuchPanel, NoSuchVisit
from peygir.outlook.panel.facts import PanelFacts
from peygir.outlook.panel.states import PanelState, SeedKind
from peygir.people.permissions import Permission
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.numbers import whole
from peygir.web.kit.panel_words import estimate_words, owed_parts
from peygir.web.kit.stored_files import stored_file
from peygir.web.kit.submitting import confirmed
from peygir.web.panel_office.forms import PanelForm, PanelSeedForm, RemovalForm

_FIELDS: Final = {"PanelPopulationIsNotRight": "population", "SharesAreNotRight": "age-18-29"}


@staff(Permission.KEEP_PANEL)
@require_GET
def panel_office(request: HttpRequest) -> HttpResponse:
    """Show what waits for the secretary, and all panels."""
    city_id = current_city().id
    working = queries.working_panel(city_id)
    owed = owed_parts(owed_queries.owed_by_units(city_id, None, only_open=True))
    waiting = [row for row in petition_queries.petitions_of_office(city_id) if row.waits]
    photos: list[Any] = []
    if working is not None:
        photos = [row for row in session_queries.visits(working.id) if row.waits]
    context = {
        "rows": queries.panels(city_id),
        "working": working,
        "has_coming": queries.coming_panel(city_id) is not None,
        "petitions": waiting,
        "late_petitions": sum(row.is_review_late(clock.now()) for row in waiting),
        "photos": photos,
        "late": [part for part in owed if part.owed.late.is_late],
        "owed": len(owed),
        "tab": "home",
    }
    return render(request, "panel_office/home.html", context)


@staff(Permission.KEEP_PANEL)
@require_http_methods(["GET", "POST"])
def panel_term_new(request: HttpRequest) -> HttpResponse:
    """Show the form of a new panel; POST makes it, and citizens sign up from then on."""
    form = PanelForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                term_id = actions.make_panel(current_city().id, form.terms(), by=actor(request))
            except Refusal as refusal:
                form.add_error(_FIELDS.get(refusal.name), words_of(refusal))
                status = status_of(refusal)
            else:
                return redirect("panel_term", term_id=term_id)
    return render(request, "panel_office/term_new.html", {"form": form, "tab": "home"}, status=status)


@staff(Permission.KEEP_PANEL)
@require_GET
def panel_term(request: HttpRequest, term_id: int) -> HttpResponse:
    """Show a panel: the next step of its lot, its members, and its samples."""
    panel = _panel(term_id)
    first_on, last_on = _last_month()
    samples = sample_queries.samples(panel.id)
    context = {
        "panel": panel,
        "volunteers": queries.count_volunteers(panel.id),
        "may_close": panel.state == PanelState.OPEN and today() > panel.sign_up_until,
        "may_draw": panel.state == PanelState.CLOSED and today() > panel.seed_on,
        "needs_seed": panel.seed_kind == SeedKind.PUBLIC,
        "is_at_work": panel.state == PanelState.DRAWN,
        "is_over": today() > panel.to_on,
        "seed_form": PanelSeedForm(),
        "removal": RemovalForm(),
        "holders": office_queries.seat_holders(panel.id),
        "samples": [(row, *estimate_words(row.estimate)) for row in samples],
        "month": first_on,
        "may_sample": panel.state == PanelState.DRAWN and all(row.first_on != first_on for row in samples),
        "drawn_on": month_queries.drawn_by_itself_on(panel.city_id, last_on),
        "tab": "term",
    }
    return render(request, "panel_office/term.html", context)


@staff(Permission.KEEP_PANEL)
@require_POST
def panel_term_press(request: HttpRequest, term_id: int, deed: str) -> HttpResponse:
    """Take a step of a panel: close the list, draw, offer seats, end one, draw a month's cases, end the term."""
    panel, step = _panel(term_id), _STEPS.get(deed)
    if step is None:
        raise NoSuchPanel()
    done, act = step
    confirmed(request, done(), lambda: act(panel, request.POST, actor(request)))
    return redirect("panel_term", term_id=panel.id)


@staff(Permission.KEEP_PANEL)
@require_http_methods(["GET", "POST"])
def panel_photos(request: HttpRequest) -> HttpResponse:
    """Show the photos of visits, those that wait for a look first; POST makes one public, or takes it out."""
    if request.method == "POST":
        visit_id = whole(request.POST.get("visit", "")) or 0
        is_shown, by = request.POST.get("deed") == "show", actor(request)
        done = _("Everybody sees the photo now.") if is_shown else _("The photo is not public.")
        confirmed(request, done, lambda: actions.show_photo(visit_id, is_shown=is_shown, by=by))
        return redirect("panel_photos")
    rows = [row for panel in queries.panels(current_city().id) for row in session_queries.visits(panel.id)]
    rows = sorted((row for row in rows if row.has_photo), key=lambda row: not row.waits)
    return render(request, "panel_office/photos.html", {"rows": rows, "tab": "photos"})


@staff(Permission.KEEP_PANEL)
@require_GET
def panel_office_photo(request: HttpRequest, visit_id: int, size: str) -> HttpResponseBase:
    """Return the photo of a visit, public or not."""
    name = session_queries.visit_picture(current_city().id, visit_id, is_small=size == "thumb", only_public=False)
    if not name:
        raise NoSuchVisit()
    return stored_file(request, name, content_type="image/jpeg", file_name=f"visit-{visit_id}.jpg")


def _panel(term_id: int) -> PanelFacts:
    """Return a panel of this city. Raises NoSuchPanel."""
    panel = queries.panel(current_city().id, term_id)
    if panel is None:
        raise NoSuchPanel()
    return panel


def _last_month() -> tuple[date, date]:
    """The first and last day of the month of the Iranian calendar before this one."""
    first_on, _last = month_of(today())
    return month_of(first_on - timedelta(days=1))


def _sample(panel: PanelFacts, values: QueryDict, by: Actor) -> object:
    first_on, last_on = _last_month()
    return actions.draw_sample(panel.id, first_on=first_on, last_on=last_on, seed=values.get("seed", ""), by=by)


Step = Callable[[PanelFacts, QueryDict, Actor], object]
_STEPS: Final[dict[str, tuple[Callable[[], str], Step]]] = {
    "close": (
        lambda: _("The list is closed, and its digest is public."),
        lambda panel, _values, by: actions.close_list(panel.id, by=by),
    ),
    "draw": (
        lambda: _("The lot is drawn, and those drawn were told."),
        lambda panel, values, by: actions.draw_lot(panel.id, seed=values.get("seed", ""), by=by),
    ),
    "offer": (
        lambda: _("The free seats were offered."),
        lambda panel, _values, by: actions.offer_free_seats(panel.id, by=by),
    ),
    "remove": (
        lambda: _("The seat has ended."),
        lambda panel, values, by: actions.remove_member(
            panel.id, whole(values.get("number", "")) or 0, reason=values.get("reason", ""), by=by
        ),
    ),
    "sample": (lambda: _("The month's cases are drawn. The members judge them now."), _sample),
    "end": (
        lambda: _("The term of this panel has ended."),
        lambda panel, _values, by: actions.end_panel(panel.id, by=by),
    ),
}

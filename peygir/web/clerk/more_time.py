"""Visits on record, requests for more time and decisions on them, and the centre's list of such requests."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from peygir.cases.states import ReplanReason
from peygir.core.bodies import PHOTOS
from peygir.desks.promises import queries as promises
from peygir.journey.commands import apply_command
from peygir.people.permissions import Permission
from peygir.web.clerk.acting import acted, version_of
from peygir.web.clerk.case import case_page
from peygir.web.clerk.promises import AskForm, DecideForm, VisitForm
from peygir.web.clerk.refused_command import RefusedCommand, wanted_form
from peygir.web.kit.access import actor, staff, takes
from peygir.web.kit.current_city import current_city
from peygir.web.kit.templatetags.ui import in_language


@takes(PHOTOS)
@staff()
@require_POST
def case_visit(request: HttpRequest, code: str) -> HttpResponse:
    """Record that somebody of the unit was at the place."""
    form = VisitForm(request.POST, request.FILES)
    return _pressed(
        request, code, "visit", form, _("The visit is recorded."), wanted_form("visit", _("Record a visit"), form)
    )


@staff()
@require_POST
def case_ask(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for more time, for the unit."""
    form = AskForm(request.POST)
    wanted = wanted_form("ask", _("Ask for more time"), form)
    return _pressed(request, code, "ask_replan", form, _("The centre was asked for more time."), wanted)


@staff()
@require_POST
def case_decide(request: HttpRequest, code: str) -> HttpResponse:
    """Grant or refuse more time, for the centre."""
    form, kind = DecideForm(request.POST), request.POST.get("kind", "")
    words = _("Grant the new date") if kind == "grant" else _("Refuse")
    wanted = wanted_form("decide", _("Is more time granted?"), form, pressed=("kind", kind, words))
    return _pressed(request, code, "decide_replan", form, _("The decision is recorded."), wanted)


@staff(Permission.GRANT_TIME)
@require_GET
def replans(request: HttpRequest) -> HttpResponse:
    """List every request for more time that waits, oldest first."""
    by = actor(request)
    rows = [
        (one, in_language(ReplanReason.labels()[one.replan.reason]))
        for one in promises.open_replans(by, current_city().id)
    ]
    return render(request, "clerk/replans.html", {"rows": rows})


@staff()
@require_GET
def climbed(request: HttpRequest) -> HttpResponse:
    """List the cases escalated to the viewer, the farthest first."""
    return render(request, "clerk/escalated.html", {"rows": promises.escalated_to(actor(request), current_city().id)})


def _pressed(
    request: HttpRequest, code: str, verb: str, form: forms.Form, done: str, refused_command: RefusedCommand
) -> HttpResponse:
    if not form.is_valid():
        return case_page(request, code, status=422, asked_form=form)
    given: dict[str, Any] = form.cleaned_data
    return acted(
        request,
        code,
        done,
        lambda: apply_command(code, verb, by=actor(request), version=version_of(request), **given),
        asked_form=form,
        make_refused=lambda found: refused_command,
    )

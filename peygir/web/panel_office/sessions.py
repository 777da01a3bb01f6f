"""Sessions and petitions of the panel on the secretary's desk."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from peygir.core import clock
from peygir.core.refusals import Missing, Refusal
from peygir.outlook.panel import actions, finding_queries, petition_queries, term_queries
from peygir.outlook.panel import session_queries as queries
from peygir.outlook.panel.actions import NoSuchPanelSession
from peygir.outlook.panel.states import PanelSessionState
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.numbers import row_id, whole
from peygir.web.kit.submitting import confirmed
from peygir.web.panel_office.forms import (
    PanelItemForm,
    PanelMinutesForm,
    PanelSessionForm,
    PetitionOpeningForm,
    PetitionRefusingForm,
)


@staff(Permission.KEEP_PANEL)
@require_http_methods(["GET", "POST"])
def panel_sittings(request: HttpRequest) -> HttpResponse:
    """List the sessions of the panel at work; POST plans one."""
    panel = term_queries.working_panel(current_city().id)
    form = PanelSessionForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and panel is not None:
        status = 422
        if form.is_valid():
            try:
                session_id = actions.plan_panel_session(panel.id, by=actor(request), **form.cleaned_data)
            except Refusal as refusal:
                form.add_error(None, words_of(refusal))
                status = status_of(refusal)
            else:
                return redirect("panel_sitting", session_id=session_id)
    rows = queries.panel_sessions(panel.id) if panel is not None else []
    context = {"panel": panel, "rows": rows, "form": form, "tab": "sessions"}
    return render(request, "panel_office/sessions.html", context, status=status)


@staff(Permission.KEEP_PANEL)
@require_http_methods(["GET", "POST"])
def panel_sitting(request: HttpRequest, session_id: int) -> HttpResponse:
    """Show a session with its agenda; POST adds an item, writes a decision down, or makes the minutes final."""
    session = queries.panel_session(current_city().id, session_id)
    if session is None:
        raise NoSuchPanelSession()
    deed = request.POST.get("deed", "") if request.method == "POST" else ""
    findings = finding_queries.findings(session.term_id) + finding_queries.left_findings(current_city().id)
    adding = PanelItemForm(request.POST if deed == "add" else None, findings=findings)
    numbers = term_queries.active_numbers(session.term_id)
    minutes = PanelMinutesForm(request.POST if deed == "hold" else None, numbers=numbers)
    status, form = 200, adding if deed == "add" else minutes
    if deed == "decide":
        number, decision = whole(request.POST.get("number", "")) or 0, request.POST.get("decision", "")
        done, by = _("The decision is written down."), actor(request)
        confirmed(request, done, lambda: actions.decide_item(session.id, number, decision=decision, by=by))
        return redirect("panel_sitting", session_id=session.id)
    if deed in ("add", "hold"):
        status = 422
        if form.is_valid():
            try:
                _carry_out(request, session.id, deed, form.cleaned_data)
            except Missing:
                raise
            except Refusal as refusal:
                form.add_error(None, words_of(refusal))
                status = status_of(refusal)
            else:
                return redirect("panel_sitting", session_id=session.id)
    context = {
        "session": session,
        "is_planned": session.state == PanelSessionState.PLANNED,
        "adding": adding,
        "minutes": minutes,
        "tab": "sessions",
    }
    return render(request, "panel_office/session.html", context, status=status)


def _carry_out(request: HttpRequest, session_id: int, deed: str, values: dict[str, object]) -> None:
    """Add an item, or make the minutes final."""
    if deed == "add":
        finding = row_id(str(values["finding"])) if values["finding"] else None
        actions.add_agenda_item(session_id, title=str(values["title"]), finding_id=finding, by=actor(request))
        messages.success(request, _("It is on the agenda."))
        return
    chosen = values["present"]
    present = [int(number) for number in chosen] if isinstance(chosen, list) else []
    actions.hold_session(session_id, minutes=str(values["minutes"]), present=present, by=actor(request))
    messages.success(request, _("The minutes are final, and everybody may read them."))


@staff(Permission.KEEP_PANEL)
@require_http_methods(["GET"])
def panel_petitions(request: HttpRequest) -> HttpResponse:
    """List the petitions, those that wait for a look first, with the days that are left and the forms that decide."""
    now = clock.now()
    for row in (rows := petition_queries.petitions_of_office(current_city().id)):
        if row.waits:
            actions.see_review(row.id, by=actor(request))
    context = {
        "rows": [(row, row.is_review_late(now)) for row in rows],
        "opening": PetitionOpeningForm(),
        "refusing": PetitionRefusingForm(),
        "refusing_later": PetitionRefusingForm(is_later=True),
        "tab": "petitions",
    }
    return render(request, "panel_office/petitions.html", context)


@staff(Permission.KEEP_PANEL)
@require_POST
def panel_petition_press(request: HttpRequest, petition_id: int, deed: str) -> HttpResponse:
    """Open a petition, or do not open it, for a reason of the list."""
    by = actor(request)
    if deed == "open":
        unit = row_id(request.POST.get("unit", "")) or 0
        done = _("The petition can be signed.")
        confirmed(request, done, lambda: actions.open_petition(petition_id, unit_id=unit, by=by))
    else:
        reason = request.POST.get("reason", "")
        done = _("The petition is not opened.")
        confirmed(request, done, lambda: actions.refuse_petition(petition_id, reason=reason, by=by))
    return redirect("panel_petitions")

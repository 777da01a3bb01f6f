"""The list of calls: live calls, calls without an outcome, call-backs."""

from collections.abc import Callable
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peygir.centre.contacts import actions, queries
from peygir.core import clock
from peygir.core.refusals import Refusal
from peygir.people.permissions import Permission
from peygir.people.rules import Actor, may_lead_centre
from peygir.web.kit.access import actor, staff
from peygir.web.kit.contact_forms import NewContactForm
from peygir.web.kit.current_city import current_city, start_of, today
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.submitting import confirmed, submitted


@staff(Permission.WORK_AT_CENTRE)
@require_GET
def calls(request: HttpRequest) -> HttpResponse:
    """Show the lists; the page polls them every few seconds."""
    return _page(request)


@staff(Permission.WORK_AT_CENTRE)
@require_POST
def call_seat(request: HttpRequest) -> HttpResponse:
    """Set the phone extension at which the operator sits, or leave it."""
    by, extension = actor(request), request.POST.get("extension", "")
    if request.POST.get("deed") == "leave":
        return _pressed(request, _("You no longer use a phone here."), lambda: actions.leave_workstation(by=by))
    return _pressed(
        request, _("Calls to this phone are yours now."), lambda: actions.sit_at(current_city().id, extension, by=by)
    )


@staff(Permission.WORK_AT_CENTRE)
@require_POST
def call_back(request: HttpRequest, call_back_id: int, deed: str) -> HttpResponse:
    """Call a person back, or end the call-back; from the wall one comes back to the wall."""
    by = actor(request)
    if deed == "call" and request.POST.get("at") == "wall":
        done = _("Your phone rings in a moment; then we call the citizen.")
        confirmed(request, done, lambda: actions.call_person_back(call_back_id, by=by))
        return redirect("centre_wall")
    if deed == "call":
        return _pressed(
            request,
            _("Your phone rings in a moment; then we call the citizen."),
            lambda: actions.call_person_back(call_back_id, by=by),
        )
    state = {"done": "done", "drop": "dropped"}.get(deed)
    if state is None:
        raise Http404
    return _pressed(
        request, _("The call-back has ended."), lambda: actions.settle_call_back(call_back_id, state=state, by=by)
    )


@staff(Permission.LEAD_CENTRE)
@require_POST
def call_mark(request: HttpRequest, mark_id: int, deed: str) -> HttpResponse:
    """Confirm or dismiss a flag that a rule set on a caller."""
    if deed not in ("confirm", "dismiss"):
        raise Http404
    by = actor(request)
    return _pressed(
        request,
        _("Your decision about this caller is recorded."),
        lambda: actions.decide_mark(mark_id, is_confirmed=deed == "confirm", by=by),
    )


@staff(Permission.WORK_AT_CENTRE)
@require_http_methods(["GET", "POST"])
def call_new(request: HttpRequest) -> HttpResponse:
    """Record a contact without a call of the exchange: a visit, a message, a call noted on paper."""
    by = actor(request)
    form = NewContactForm(by, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "centre/new.html", {"form": form}, status=422 if form.is_bound else 200)
    try:
        number = actions.record_contact(current_city().id, by=by, **form.given())
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return render(request, "centre/new.html", {"form": form}, status=status_of(refusal))
    return redirect("call", contact_id=number)


def _pressed(request: HttpRequest, done: str, act: Callable[[], object]) -> HttpResponse:
    return submitted(request, done, act, again=partial(_page, request), to="calls")


def _page(request: HttpRequest, *, status: int = 200, fault: str = "") -> HttpResponse:
    by, city_facts, now = actor(request), current_city(), clock.now()
    context = {
        "fault": fault,
        "back_deeds": _deeds(),
        "live": queries.live_calls(city_facts.id),
        "untold": queries.untold(city_facts.id, by),
        "backs": queries.call_backs_due(city_facts.id, now=now),
        "line": queries.line_of(city_facts.id),
        "figures": queries.metrics_between(city_facts.id, start_of(today()), now, now=now),
        "may_lead": may_lead_centre(by),
        **_for_heads(by, city_facts.id),
        "me": by.id,
    }
    if request.headers.get("HX-Request") and request.method == "GET":
        return render(request, "centre/lists.html", context)
    return render(request, "centre/calls.html", context | {"seat": queries.workstation_of(by)}, status=status)


def _deeds() -> list[tuple[str, str, str]]:
    """Return the commands of a call-back: (command, icon, label)."""
    return [("call", "phone-call", _("Call")), ("done", "check", _("Was spoken to")), ("drop", "x", _("End it"))]


def _for_heads(by: Actor, city_id: int) -> dict[str, object]:
    if not may_lead_centre(by):
        return {}
    return {"doubts": queries.in_doubt(city_id), "marks": queries.marks_to_decide(city_id)}

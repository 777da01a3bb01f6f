"""The council's sessions: the list with what waits, a session with its agenda and minutes, and its steps."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from peygir.core.refusals import Refusal
from peygir.outlook.planning import actions
from peygir.outlook.planning import council_queries as queries
from peygir.outlook.planning.actions.council import SessionTerms
from peygir.outlook.planning.actions.files import NoSuchPlanFile
from peygir.outlook.planning.council_facts import SittingFacts
from peygir.outlook.planning.states import SittingState
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff
from peygir.web.kit.council_words import rials_short, votes_by_name
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.submitting import confirmed
from peygir.web.secretariat.forms import AgendaForm, MinutesForm, ReasonForm, SittingForm

_DONE: Final[dict[str, Callable[[], str]]] = {
    "hold": lambda: _("The session was held. Record its decisions now."),
    "minute": lambda: _("The minutes are final."),
    "cancel": lambda: _("The session is cancelled; its items wait for another one."),
}


@staff(Permission.KEEP_COUNCIL)
@require_GET
def sittings(request: HttpRequest) -> HttpResponse:
    """Show all sessions, and the proposals and questions that wait for one."""
    city_id, on = current_city().id, today()
    rows = queries.sittings(city_id)
    context = {
        "coming": [row for row in reversed(rows) if row.state == SittingState.PLANNED],
        "open": [row for row in rows if row.state == SittingState.HELD],
        "past": [row for row in rows if row.state in (SittingState.MINUTED, SittingState.CANCELLED)],
        "proposals": queries.waiting_proposals(city_id),
        "questions": queries.waiting_questions(city_id, on=on),
        "on": on,
    }
    return render(request, "secretariat/sittings.html", context)


@staff(Permission.KEEP_COUNCIL)
@require_http_methods(["GET", "POST"])
def sitting_new(request: HttpRequest) -> HttpResponse:
    """Show the form of a new session; POST plans it."""
    form = SittingForm(request.POST if request.method == "POST" else None)
    return _edited(request, form, None)


@staff(Permission.KEEP_COUNCIL)
@require_http_methods(["GET", "POST"])
def sitting_edit(request: HttpRequest, sitting_id: int) -> HttpResponse:
    """Show the form of a session; POST changes it."""
    row = sitting_seen(sitting_id)
    form = SittingForm(request.POST if request.method == "POST" else None, sitting=row)
    return _edited(request, form, row)


@staff(Permission.KEEP_COUNCIL)
@require_GET
def sitting(request: HttpRequest, sitting_id: int) -> HttpResponse:
    """Show a session: its agenda, what may be put on it, the decisions, and the minutes."""
    return _page(request, sitting_seen(sitting_id))


@staff(Permission.KEEP_COUNCIL)
@require_POST
def sitting_agenda(request: HttpRequest, sitting_id: int) -> HttpResponse:
    """Put a proposal or a question on the agenda, move an item up or down, or take one off."""
    sitting_seen(sitting_id)
    by, text = actor(request), request.POST.get("item", "")[:40]
    kind, _dash, number = text.partition("-")
    item_id = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0
    deeds: dict[str, tuple[Callable[[], str], Callable[[], object]]] = {
        "proposal": (
            lambda: _("The proposal is on the agenda."),
            lambda: actions.add_to_agenda(sitting_id, item_id, by=by),
        ),
        "question": (
            lambda: _("The question is on the agenda."),
            lambda: actions.add_question(sitting_id, item_id, by=by),
        ),
        "remove": (lambda: _("It is off the agenda."), lambda: actions.remove_from_agenda(item_id, by=by)),
        "up": (lambda: _("The agenda is in its new order."), lambda: _moved(sitting_id, item_id, -1, request)),
        "down": (lambda: _("The agenda is in its new order."), lambda: _moved(sitting_id, item_id, 1, request)),
    }
    if kind not in deeds:
        raise NoSuchPlanFile()
    done, act = deeds[kind]
    confirmed(request, done(), act)
    return redirect("sitting", sitting_id=sitting_id)


@staff(Permission.KEEP_COUNCIL)
@require_POST
def sitting_minutes(request: HttpRequest, sitting_id: int) -> HttpResponse:
    """Keep the minutes of a session that was held."""
    row = sitting_seen(sitting_id)
    form = MinutesForm(request.POST)
    if not form.is_valid():
        return _page(request, row, minutes=form, status=422)
    names = ("number", "held_on", "commission", "is_public", "begins_at", "place")
    terms = SessionTerms(minutes=form.cleaned_data["minutes"], **{name: getattr(row, name) for name in names})
    try:
        actions.change_session(sitting_id, terms, by=actor(request))
    except Refusal as refusal:
        form.add_error("minutes", words_of(refusal))
        return _page(request, row, minutes=form, status=status_of(refusal))
    confirmed(request, _("The minutes are kept."), lambda: None)
    return redirect("sitting", sitting_id=sitting_id)


@staff(Permission.KEEP_COUNCIL)
@require_POST
def sitting_press(request: HttpRequest, sitting_id: int, deed: str) -> HttpResponse:
    """Say that the session was held, make its minutes final, or cancel it."""
    sitting_seen(sitting_id)
    done = _DONE.get(deed)
    if done is None:
        raise NoSuchPlanFile()
    reason = request.POST.get("reason", "")
    confirmed(request, done(), lambda: actions.move_session(sitting_id, deed, reason=reason, by=actor(request)))
    return redirect("sitting", sitting_id=sitting_id)


def sitting_seen(sitting_id: int) -> SittingFacts:
    """Return a session of this city. Raises NoSuchPlanFile."""
    row = queries.sitting(current_city().id, sitting_id)
    if row is None:
        raise NoSuchPlanFile()
    return row


def _edited(request: HttpRequest, form: SittingForm, row: SittingFacts | None) -> HttpResponse:
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                if row is None:
                    row_id = actions.make_session(current_city().id, form.terms(), by=actor(request))
                else:
                    row_id = row.id
                    actions.change_session(row_id, form.terms(), by=actor(request))
            except Refusal as refusal:
                form.add_error("number" if refusal.name == "SessionNumberIsTaken" else None, words_of(refusal))
                status = status_of(refusal)
            else:
                return redirect("sitting", sitting_id=row_id)
    return render(request, "secretariat/sitting_form.html", {"form": form, "sitting": row}, status=status)


def _page(
    request: HttpRequest, row: SittingFacts, *, minutes: MinutesForm | None = None, status: int = 200
) -> HttpResponse:
    items = queries.agenda_of(row.id, on=today())
    context: dict[str, Any] = {
        "sitting": row,
        "items": [(item, votes_by_name(item.decision) if item.decision is not None else []) for item in items],
        "is_planned": row.state == SittingState.PLANNED,
        "is_held": row.state == SittingState.HELD,
        "adding": _adding(row) if row.state == SittingState.PLANNED else None,
        "minutes": minutes or MinutesForm(initial={"minutes": row.minutes}),
        "reason": ReasonForm(),
    }
    return render(request, "secretariat/sitting.html", context, status=status)


def _adding(row: SittingFacts) -> AgendaForm | None:
    """The form by which something is put on the agenda; None if nothing waits."""
    proposals = [
        (f"proposal-{one.id}", f"{one.title} ({one.commission}, {rials_short(one.amount)})")
        for one in queries.waiting_proposals(row.city_id)
    ]
    questions = [
        (f"question-{one.asked.id}", one.problem.title) for one in queries.waiting_questions(row.city_id, on=today())
    ]
    if not proposals and not questions:
        return None
    return AgendaForm(choices=[(_("Proposals that were sent"), proposals), (_("Questions to the council"), questions)])


def _moved(sitting_id: int, item_id: int, step: int, request: HttpRequest) -> None:
    """Move an item one place up or down; the first and the last stay where they are."""
    order = [item.id for item in queries.agenda_of(sitting_id, on=today())]
    if item_id in order:
        place = order.index(item_id)
        order.insert(min(max(place + step, 0), len(order) - 1), order.pop(place))
    actions.order_agenda(sitting_id, order, by=actor(request))

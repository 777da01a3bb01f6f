"""What units owe the panel: the list of the own unit, and one answer with the form."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from peygir.core import clock
from peygir.core.refusals import Missing, Refusal
from peygir.outlook.panel import actions, finding_queries, petition_queries
from peygir.outlook.panel import owed_queries as queries
from peygir.outlook.panel.actions import NoSuchOwedAnswer
from peygir.outlook.panel.seeing import may_answer_owed, may_see_owed
from peygir.people.permissions import Permission
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.panel_words import owed_parts
from peygir.web.panel_office.forms import MoreTimeForm, OwedAnswerForm

_READERS = (Permission.KEEP_PANEL, Permission.LEAD_UNIT, Permission.STEER_CITY)


@staff(*_READERS)
@require_GET
def panel_owed_list(request: HttpRequest) -> HttpResponse:
    """List what the own unit, or those below it, owe the panel; who keeps the panel sees all."""
    by = actor(request)
    rows = queries.owed_by_units(current_city().id, _units(by))
    parts = [part for part in owed_parts(rows) if may_see_owed(by, part.owed.unit_id)]
    context = {
        "open": [part for part in parts if part.owed.is_open],
        "given": [part for part in parts if not part.owed.is_open][:50],
        "tab": "owed",
    }
    return render(request, "panel_office/owed_list.html", context)


@staff(*_READERS)
@require_http_methods(["GET", "POST"])
def panel_owed(request: HttpRequest, owed_id: int) -> HttpResponse:
    """Show what the panel asks, which counts as read from now on; POST answers, or takes more time by law."""
    by = actor(request)
    row = queries.owed(current_city().id, owed_id, with_closed=True)
    if row is None or not may_see_owed(by, row.unit_id):
        raise NoSuchOwedAnswer()
    deed = request.POST.get("deed", "") if request.method == "POST" else ""
    answer = OwedAnswerForm(request.POST if deed == "answer" else None)
    more = MoreTimeForm(request.POST if deed == "extend" else None)
    status = 200
    if not deed:
        actions.see_owed(row.id, by=by)
    elif (form := answer if deed == "answer" else more).is_valid():
        try:
            if deed == "answer":
                values = form.cleaned_data
                actions.answer_owed(row.id, text=values["text"], closed=values["closed"], by=by)
                messages.success(request, _("The panel has your answer. Its members decide whether it is settled."))
            else:
                actions.extend_owed(row.id, reason=form.cleaned_data["reason"], note=form.cleaned_data["note"], by=by)
                messages.success(request, _("You have more time. Reason, day and your name are public."))
        except Missing:
            raise
        except Refusal as refusal:
            form.add_error(
                "text" if refusal.name == "WordsArePersonal" and deed == "answer" else None, words_of(refusal)
            )
            status = status_of(refusal)
        else:
            return redirect("panel_owed", owed_id=row.id)
    else:
        status = 422
    city_id = current_city().id
    context = {
        "part": owed_parts([row])[0],
        "owed": row,
        "finding": finding_queries.finding(city_id, row.finding_id) if row.finding_id is not None else None,
        "petition": petition_queries.petition(city_id, row.petition_id) if row.petition_id is not None else None,
        "answer": answer,
        "more": more,
        "may_answer": row.is_open and may_answer_owed(by, row.unit_id),
        "may_extend": not row.extended_why and clock.now() < row.due_at,
        "tab": "owed",
    }
    return render(request, "panel_office/owed.html", context, status=status)


def _units(by: Actor) -> list[int] | None:
    """The ids of the units whose debts this person sees; None for all."""
    if by.may(Permission.KEEP_PANEL):
        return None
    return sorted({*by.unit_ids_below, *([by.unit_id] if by.unit_id is not None else [])})

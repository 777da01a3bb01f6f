"""Cases waiting for an agency's answer: the centre's list of reminders due, and the days until a reminder."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from peygir.city import queries as city
from peygir.core import translation
from peygir.core.persian import ascii_digits
from peygir.core.refusals import Missing
from peygir.desks.routing import actions as routing
from peygir.desks.routing import queries as routed
from peygir.desks.routing.agency_reminders import MOST_DAYS
from peygir.people.permissions import Permission
from peygir.web.clerk.acting import acted
from peygir.web.clerk.case import case_page, open_case_of
from peygir.web.clerk.ledger import AgencyAnswerForm, ReminderForm
from peygir.web.clerk.refused_command import wanted_form
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city


class UnknownAgencyAction(Missing):
    """The URL names neither of the two commands of an entry."""

    published_as = "NoSuchDeed"
    message = translation.gettext_lazy("The ledger of agencies has no command “{deed}”.")


@staff(Permission.WORK_AT_CENTRE)
@require_GET
def agencies(request: HttpRequest) -> HttpResponse:
    """List the reminders due, the longest waiting first, then the cases with an agency that are not due yet."""
    by, city_facts = actor(request), current_city()
    days = routed.reminder_days(city_facts.id)
    context = {
        "due": routed.due_for_reminder(by, city_facts.id),
        "waiting": routed.with_agencies(by, city_facts.id),
        "default": days[None],
        "days": [(one, days.get(one.id, 0)) for one in city.agencies(city_facts.id)]
        if by.may(Permission.LEAD_CENTRE)
        else [],
        "most_days": MOST_DAYS,
        "tab": "agencies",
    }
    return render(request, "clerk/agencies.html", context)


@staff(Permission.LEAD_CENTRE)
@require_POST
def agency_days(request: HttpRequest) -> HttpResponse:
    """Set after how many working days an agency (or every agency without its own number) is reminded, from today on."""
    city_facts = current_city()
    agency_code = request.POST.get("agency", "")
    agency = next((one for one in city.agencies(city_facts.id) if one.code == agency_code), None)
    said = ascii_digits(request.POST.get("days", "")).strip()
    days = int(said) if said.isascii() and said.isdigit() and len(said) < 4 else 0
    if agency is not None or agency_code == "":
        routing.set_reminder_days(city_facts.id, days=days, agency_id=agency.id if agency else None, by=actor(request))
        messages.success(request, _("The number of days is in force from today."))
    return redirect("routing_agencies")


@staff()
@require_POST
def case_handover(request: HttpRequest, code: str, handover_id: int, deed: str) -> HttpResponse:
    """Record that the agency was reminded, or has answered."""
    by = actor(request)
    case = open_case_of(by, code)
    if deed == "chase":
        reminder = ReminderForm(request.POST, line_id=handover_id)
        if not reminder.is_valid():
            return case_page(request, code, status=422, asked_form=reminder)
        return acted(
            request,
            case.code,
            _("It is recorded that the agency was asked again."),
            lambda: routing.record_reminder(case.code, handover_id, by=by, **reminder.cleaned_data),
            asked_form=reminder,
            make_refused=lambda found: wanted_form("chase", _("It was asked again"), reminder),
        )
    if deed == "answer":
        answer = AgencyAnswerForm(request.POST, line_id=handover_id)
        if not answer.is_valid():
            return case_page(request, code, status=422, asked_form=answer)
        return acted(
            request,
            case.code,
            _("The agency's answer is recorded."),
            lambda: routing.record_answer(case.code, handover_id, by=by, **answer.cleaned_data),
            asked_form=answer,
            make_refused=lambda found: wanted_form("answer", _("Record the answer"), answer, note="answer"),
        )
    raise UnknownAgencyAction(deed=deed[:40])

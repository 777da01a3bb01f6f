"""The centre's pages of agencies: figures of each, what waits, questions to answer, terms and people."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from peygir.city import queries as city
from peygir.city.facts import AgencyFacts
from peygir.core.refusals import Refusal
from peygir.desks.letters.queries import letters_of_agency
from peygir.desks.letters.rules import may_keep_letters
from peygir.desks.partners import agency_queries
from peygir.desks.partners.actions.agency_people import (
    add_agency_person,
    end_agency_person,
    end_agency_terms,
    set_agency_terms,
)
from peygir.desks.partners.agency_months import figures_of, month_before, month_of_day, months_written
from peygir.desks.partners.agency_rules import DEFAULT_TERMS, MOST_DAYS, AgencyDays, NoSuchAgencyPerson
from peygir.journey.agencies.deeds import reply
from peygir.journey.agencies.letters import figure_rows, month_words
from peygir.people.actions import NotYourWork
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.form_fields import WholeNumber
from peygir.web.kit.middleware.refusals import status_of
from peygir.web.kit.numbers import number_of
from peygir.web.kit.once import act_once
from peygir.web.kit.submitting import confirmed, refuse
from peygir.web.kit.templatetags.ui import in_language, language

FIELD_OF: Final = {
    "AgencyAddressIsNotRight": "email",
    "AgencyAddressIsTaken": "email",
    "AgencyPersonHasNoName": "name",
    "AgencyTermsAreNotRight": "answer_days",
}


class AgencyTermsForm(forms.Form):
    """By which address an agency is told, and in how many working days it confirms and answers."""

    email = forms.CharField(label=gettext_lazy("Mail address of the agency"), max_length=254)
    confirm_days = WholeNumber(label=gettext_lazy("Confirms within (working days)"), min_value=1, max_value=MOST_DAYS)
    answer_days = WholeNumber(label=gettext_lazy("Answers within (working days)"), min_value=1, max_value=MOST_DAYS)
    escalate_days = WholeNumber(
        label=gettext_lazy("To the governor's office after (working days)"),
        min_value=1,
        max_value=MOST_DAYS,
        help_text=gettext_lazy("Counted from the day on which the answer was due."),
    )


class AgencyPersonForm(forms.Form):
    """A person of an agency who may sign in to its portal."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    email = forms.CharField(label=gettext_lazy("Mail address"), max_length=254)

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="person-%s")


@dataclass(frozen=True, slots=True)
class AgencyTally:
    """An agency in the list: what awaits it, what is late, what waits for the centre, and whether it is mailed."""

    agency: AgencyFacts
    waiting: int
    late: int
    for_centre: int
    is_mailed: bool


@staff(Permission.WORK_AT_CENTRE)
@require_GET
def desk_agencies(request: HttpRequest) -> HttpResponse:
    """List the agencies, those first for which the centre has something to do."""
    city_id = current_city().id
    rows = [_row(city_id, agency) for agency in city.agencies(city_id)]
    rows.sort(key=lambda row: (-row.for_centre, -row.late, -row.waiting, row.agency.code))
    context = {"rows": rows, "tab": "offices", "for_centre": sum(row.for_centre for row in rows)}
    return render(request, "centre/agencies.html", context)


def _row(city_id: int, agency: AgencyFacts) -> AgencyTally:
    waiting = agency_queries.waiting_of(agency.id)
    for_centre = (
        len(agency_queries.questions_to_centre(city_id, agency.id))
        + len(agency_queries.refused_waiting(city_id, agency.id))
        + len(agency_queries.answered_waiting(city_id, agency.id))
    )
    is_mailed = agency_queries.terms_of(agency.id) is not None
    return AgencyTally(agency, len(waiting), sum(one.is_late for one in waiting), for_centre, is_mailed)


@staff(Permission.WORK_AT_CENTRE)
@require_GET
def desk_agency(request: HttpRequest, code: str) -> HttpResponse:
    """Show one agency: what the centre has to do, what waits there, its figures, letters, terms and people."""
    return _page(request, _agency(code))


@staff(Permission.WORK_AT_CENTRE)
@require_POST
def desk_agency_deed(request: HttpRequest, code: str, deed: str) -> HttpResponse:
    """Answer a question, set or end the terms, add or end a person's account."""
    agency, by = _agency(code), actor(request)
    number = number_of(request.POST.get("id", "")) or 0
    if deed == "reply":
        answer_text = request.POST.get("text", "")

        def act() -> None:
            act_once(request, lambda: reply(number, answer_text=answer_text, by=by))

        confirmed(request, _("The answer is on its way to the agency."), act)
    elif deed == "terms":
        return _set_terms(request, agency)
    elif deed == "person":
        return _add_person(request, agency)
    elif deed == "end-terms":
        done = _("People tell this agency again, by phone or letter.")
        confirmed(request, done, lambda: end_agency_terms(agency.id, by=by))
    elif deed == "end-person":
        confirmed(request, _("This person can sign in no more."), lambda: end_agency_person(number, by=by))
    else:
        raise NoSuchAgencyPerson()
    return redirect("desk_agency", code=code)


def _set_terms(request: HttpRequest, agency: AgencyFacts) -> HttpResponse:
    form = AgencyTermsForm(request.POST)
    if not form.is_valid():
        return _page(request, agency, terms=form, status=422)
    values = form.cleaned_data
    days = AgencyDays(values["confirm_days"], values["answer_days"], values["escalate_days"])
    try:
        set_agency_terms(agency.id, email=values["email"], days=days, by=actor(request))
    except NotYourWork:
        raise
    except Refusal as refusal:
        refuse(form, refusal, FIELD_OF)
        return _page(request, agency, terms=form, status=status_of(refusal))
    messages.success(request, _("In force from today, for what is referred from now on."))
    return redirect("desk_agency", code=agency.code)


def _add_person(request: HttpRequest, agency: AgencyFacts) -> HttpResponse:
    form = AgencyPersonForm(request.POST)
    if not form.is_valid():
        return _page(request, agency, person=form, status=422)
    try:
        add_agency_person(agency.id, by=actor(request), **form.cleaned_data)
    except NotYourWork:
        raise
    except Refusal as refusal:
        refuse(form, refusal, FIELD_OF)
        return _page(request, agency, person=form, status=status_of(refusal))
    messages.success(request, _("The person can sign in at the portal of agencies."))
    return redirect("desk_agency", code=agency.code)


def _page(
    request: HttpRequest,
    agency: AgencyFacts,
    *,
    terms: AgencyTermsForm | None = None,
    person: AgencyPersonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    by, day = actor(request), today()
    in_force = agency_queries.terms_of(agency.id)
    initial = {name: getattr(DEFAULT_TERMS, name.removesuffix("_days")) for name in _DAYS}
    if in_force is not None:
        initial = {name: getattr(in_force, name) for name in ("email", *_DAYS)}
    spans = [month_of_day(day), month_before(day)]
    may_lead = by.may(Permission.LEAD_CENTRE)
    context = {
        "agency": agency,
        "questions": agency_queries.questions_to_centre(agency.city_id, agency.id),
        "refused": agency_queries.refused_waiting(agency.city_id, agency.id),
        "answered": agency_queries.answered_waiting(agency.city_id, agency.id),
        "waiting": agency_queries.waiting_of(agency.id),
        "figures": [_figures(agency.id, *span) for span in spans],
        "months": [(month_words(first, language()), letter) for first, letter, _said in months_written(agency.id)],
        "letters": letters_of_agency(agency.id) if may_keep_letters(by) else [],
        "in_force": in_force,
        "terms": (terms or AgencyTermsForm(initial=initial)) if may_lead else None,
        "people": agency_queries.people_of(agency.id) if may_lead else [],
        "person": person or AgencyPersonForm(),
        "is_typed": bool(terms or person),
        "tab": "offices",
    }
    return render(request, "centre/agency.html", context, status=status)


_DAYS: Final = ("confirm_days", "answer_days", "escalate_days")


def _figures(agency_id: int, first: date, until: date) -> tuple[str, list[tuple[str, str]]]:
    """A month in words, and its figures as (label, text)."""
    figures = figures_of(agency_id, first=first, until=until)
    rows = [(in_language(label), text) for label, text in figure_rows(figures, language())]
    return month_words(first, language()), rows


def _agency(code: str) -> AgencyFacts:
    agency = next((one for one in city.agencies(current_city().id) if one.code == code), None)
    if agency is None:
        raise NoSuchAgencyPerson()
    return agency

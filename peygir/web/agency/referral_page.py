"""One referral as its agency sees it, and what the agency says of it; by a link, and signed in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from peygir.cases import queries as cases
from peygir.core.refusals import Conflict, Missing, Refusal
from peygir.desks.intake import queries as intake
from peygir.desks.partners.agency_rules import AgencyRequestIsOver, NoSuchAgencyRequest
from peygir.journey.agencies import deeds
from peygir.journey.agencies.deeds import AgencyAccess, SharedContact
from peygir.web.agency.forms import FIELD_OF, AgencyOutcomeForm, AgencyQuestionForm, AgencyRefusalForm
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.once import act_once
from peygir.web.kit.submitting import refuse

DEEDS: Final = ("confirm", "refuse", "answer", "ask", "number")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralPlace:
    """Where a referral's page is: the address of its deeds, where its viewer goes next, and until when it opens."""

    deed_url: Callable[[str], str]
    here: str
    after: str  # where the viewer goes once the referral is closed
    person: str = ""  # the name of who is signed in
    until: object = None


def referral_page(
    request: HttpRequest,
    access: AgencyAccess,
    place: ReferralPlace,
    *,
    typed: forms.Form | None = None,
    contact: SharedContact | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render the page of a referral; a refused form keeps what was typed."""
    page = deeds.page_of(access)
    public_case = cases.public_case(page.line.case_code)
    is_shown = public_case is not None and public_case.is_shown
    pictures = intake.pictures_of(page.line.case_id) if is_shown else []
    refusal = AgencyRefusalForm(city_id=page.line.agency.city_id, own_id=page.line.agency.id)
    context = {
        "one": page,
        "line": page.line,
        "pictures": [place for place, one in enumerate(pictures, 1) if one.is_public],
        "refusal": typed if isinstance(typed, AgencyRefusalForm) else refusal,
        "outcome": typed if isinstance(typed, AgencyOutcomeForm) else AgencyOutcomeForm(),
        "question": typed if isinstance(typed, AgencyQuestionForm) else AgencyQuestionForm(),
        "typed": type(typed).__name__ if typed is not None else "",
        "urls": {deed: place.deed_url(deed) for deed in DEEDS},
        "contact": contact,
        "place": place,
    }
    return unlisted(render(request, "agency/referral.html", context, status=status))


def carry_out(request: HttpRequest, access: AgencyAccess, place: ReferralPlace, deed: str) -> HttpResponse:
    """Do what the agency says, and return to the page, or to what comes after it; a refusal stays on the page."""
    if deed == "confirm":
        return _confirm(request, access, place)
    if deed == "number":
        return referral_page(request, access, place, contact=deeds.show_contact(access))
    makers: dict[str, Callable[[], HttpResponse]] = {
        "refuse": lambda: _refuse(request, access, place),
        "answer": lambda: _answer(request, access, place),
        "ask": lambda: _ask(request, access, place),
    }
    if deed not in makers:
        raise NoSuchAgencyRequest()
    return makers[deed]()


def _confirm(request: HttpRequest, access: AgencyAccess, place: ReferralPlace) -> HttpResponse:
    try:
        act_once(request, lambda: deeds.confirm(access))
    except AgencyRequestIsOver:
        return redirect(place.after)
    messages.success(request, _("Thank you. 137 knows that you have received it."))
    return redirect(place.here)


def _refuse(request: HttpRequest, access: AgencyAccess, place: ReferralPlace) -> HttpResponse:
    page = deeds.page_of(access)
    form = AgencyRefusalForm(request.POST, city_id=page.line.agency.city_id, own_id=page.line.agency.id)

    def act() -> None:
        agency_id, unit_id = form.other()
        deeds.refuse(access, reason=form.cleaned_data["text"], other_agency_id=agency_id, other_unit_id=unit_id)

    done = _("Thank you. The 137 centre decides whose business it is.")
    return _carried(request, access, place, form, act, done=done, to=place.after)


def _answer(request: HttpRequest, access: AgencyAccess, place: ReferralPlace) -> HttpResponse:
    form = AgencyOutcomeForm(request.POST, request.FILES)

    def act() -> None:
        values = form.cleaned_data
        deeds.answer(
            access, answer_text=values["text"], outcome=values["outcome"], on=values["on"], photo=values["photo"]
        )

    done = _("Thank you. Your answer goes to the citizens who reported it.")
    return _carried(request, access, place, form, act, done=done, to=place.after)


def _ask(request: HttpRequest, access: AgencyAccess, place: ReferralPlace) -> HttpResponse:
    form = AgencyQuestionForm(request.POST)

    def act() -> None:
        deeds.ask(access, to=form.cleaned_data["to"], question_text=form.cleaned_data["text"])

    done = _("Your question is on its way. You get a mail with the answer; your time stands still until then.")
    return _carried(request, access, place, form, act, done=done, to=place.here)


def _carried(
    request: HttpRequest,
    access: AgencyAccess,
    place: ReferralPlace,
    form: forms.Form,
    act: Callable[[], None],
    *,
    done: str,
    to: str,
) -> HttpResponse:
    if not form.is_valid():
        return referral_page(request, access, place, typed=form, status=422)
    try:
        act_once(request, act)
    except AgencyRequestIsOver:
        return redirect(place.after)
    except Missing:
        raise
    except Conflict as conflict:
        messages.error(request, words_of(conflict))
        return redirect(place.here)
    except Refusal as refusal:
        refuse(form, refusal, FIELD_OF)
        return referral_page(request, access, place, typed=form, status=status_of(refusal))
    messages.success(request, done)
    return redirect(to)


def unlisted(response: HttpResponse) -> HttpResponse:
    """The address is a key: no search engine lists it, no cache keeps it, and no other server is told of it.

    The policy is not `no-referrer`: of such a page a browser sends forms with `Origin: null`, which are refused.
    """
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-store, private"
    response["Referrer-Policy"] = "same-origin"
    return response

"""A citizen objects to how a case was handled, by the tracking code or by the case's own link, and follows it."""

from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from peygir.cases import queries as cases
from peygir.cases.actions import NoSuchCase
from peygir.cases.facts import FiledReport
from peygir.city import queries as city
from peygir.core.refusals import Missing, NotAllowed, Refusal
from peygir.core.translation import gettext_lazy as _text
from peygir.desks.answers import queries as answers
from peygir.desks.answers.answer_codes import GIVEN_BY
from peygir.desks.objections import queries as objections
from peygir.desks.objections.actions import NoSuchCitizenObjection, accept_answer, carry_on, object_to_case
from peygir.desks.objections.rules import LONGEST_TEXT, ObjectionGround
from peygir.people.actions import count_misses, refuse_if_any_over
from peygir.people.channels import Channel
from peygir.people.rules import Actor
from peygir.web.kit.access import address_of, public
from peygir.web.kit.current_city import current_city
from peygir.web.kit.form_fields import set_choices
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.objection_levels import shown_levels
from peygir.web.kit.templatetags.ui import in_language
from peygir.web.public.answer_by_code import limits_of_code
from peygir.web.public.expired import expired_link
from peygir.web.public.own_reports import is_reporter
from peygir.web.public.track import case_of_code


class NotTheReporter(NotAllowed):
    """Nothing shows that the visitor is the reporter."""

    message = _text(
        "Only the person who made the report may object. Please prove your number, or open the link in our message."
    )


class CitizenObjectionForm(forms.Form):
    """To what the citizen objects, and if they like in their own words."""

    ground = forms.ChoiceField(label=gettext_lazy("What do you object to?"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=gettext_lazy("In your own words"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, grounds: tuple[ObjectionGround, ...], data: QueryDict | None = None) -> None:
        super().__init__(data, initial={"ground": grounds[0] if grounds else None})
        set_choices(self, "ground", [(one.value, in_language(one.label)) for one in grounds])


@public("objection", limit=120, window_seconds=600)
@never_cache
@require_http_methods(["GET", "POST"])
def public_objection(request: HttpRequest, code: str) -> HttpResponse:
    """Show where the objection of a report stands; whoever proves to be the reporter objects here.

    That is the browser that reported, a phone that was proven here, or the answer code, which leads to the own link.
    """
    public_case = case_of_code(request, code)
    report = cases.report_of(public_case.report_id)
    if report is None:
        raise NoSuchCase()
    if request.method == "POST" and "answer_code" in request.POST:
        return _by_answer_code(request, report)
    return _answered(request, report, is_holder=is_reporter(request, code))


@public("objection", limit=120, window_seconds=600)
@never_cache
@require_http_methods(["GET", "POST"])
def objection_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same for whoever has the link of our message, or of the answer code."""
    try:
        link = answers.read_report_token(token)
    except answers.LinkHasExpired as expired:
        return expired_link(request, expired)
    report = cases.report_of(link.report_id)
    if report is None:
        raise NoSuchCase()
    return _answered(request, report, is_holder=True)


def _by_answer_code(request: HttpRequest, report: FiledReport) -> HttpResponse:
    limits = limits_of_code(report.code, address_of(request))
    refuse_if_any_over(limits)
    if answers.is_answer_code(report.pk, request.POST.get("answer_code", "")[:40]):
        return redirect("objection_by_link", token=answers.token_of(report.pk, Channel.WEB))
    count_misses(limits)
    fault = _("This is not the answer code of this report. An answer code has six digits.")
    return _page(request, report, is_holder=False, code_fault=fault, status=422)


def _answered(request: HttpRequest, report: FiledReport, *, is_holder: bool) -> HttpResponse:
    if request.method != "POST":
        return _page(request, report, is_holder=is_holder)
    if not is_holder:
        raise NotTheReporter()
    try:
        return _sent(request, report)
    except Missing:
        raise
    except Refusal as refusal:
        return _page(request, report, is_holder=True, fault=words_of(refusal), status=status_of(refusal))


def _sent(request: HttpRequest, report: FiledReport) -> HttpResponse:
    by = Actor("citizen", report.citizen_id or 0)
    deed, own = request.POST.get("deed", "object"), objections.objection_of_report(report.pk)
    if deed == "object":
        form = CitizenObjectionForm(objections.open_grounds(report) or tuple(ObjectionGround), request.POST)
        if not form.is_valid():
            return _page(request, report, is_holder=True, form=form, status=422)
        object_to_case(report.pk, ground=form.cleaned_data["ground"], text=form.cleaned_data["text"], by=by)
        messages.success(request, _("Your objection is recorded. Below you see who answers, and by when."))
    elif own is None:
        raise NoSuchCitizenObjection()
    elif deed == "carry_on":
        carry_on(own.id, text=request.POST.get("text", ""), by=by)
        messages.success(request, _("Your objection went on to the next level."))
    else:
        accept_answer(own.id, by=by)
        messages.success(request, _("Thank you. The objection is over."))
    return redirect(request.path)


def _objected(own: objections.ObjectionLine, *, is_holder: bool) -> date:
    """Return the moment of an objection for its author, and its day for everybody else."""
    return own.objected_at if is_holder else city.day_of(current_city().id, own.objected_at)


def _page(
    request: HttpRequest,
    report: FiledReport,
    *,
    is_holder: bool,
    form: CitizenObjectionForm | None = None,
    fault: str = "",
    code_fault: str = "",
    status: int = 200,
) -> HttpResponse:
    case, own = report.case, objections.objection_of_report(report.pk)
    grounds = objections.open_grounds(report)
    is_told = is_holder or not case.is_confidential
    context = {
        "code": report.code,
        "topic": case.topic if is_told else None,
        "own": own if is_told else None,
        "objected": _objected(own, is_holder=is_holder) if own is not None and is_told else None,
        "grounds": grounds,
        "is_holder": is_holder,
        "is_confidential": case.is_confidential,
        "form": form or CitizenObjectionForm(grounds),
        "fault": fault,
        "code_fault": code_fault,
        "has_answer_code": report.channel in GIVEN_BY,
        "sign_in": f"{reverse('me')}?next={reverse('public_objection', args=[report.code])}",
        "levels": shown_levels(),
    }
    return render(request, "public/objection.html", context, status=status)

"""An agency's question to a reporter, by the signed link of the message: read and answered."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from peygir.cases import queries as cases
from peygir.cases.actions import NoSuchCase
from peygir.core.refusals import Missing, Refusal
from peygir.desks.answers import queries as answers
from peygir.desks.partners.agency_queries import open_question_to_reporters
from peygir.desks.partners.agency_rules import LONGEST_WORDS
from peygir.journey.agencies.deeds import reply
from peygir.people.rules import Actor
from peygir.web.kit.access import public
from peygir.web.kit.middleware.refusals import status_of
from peygir.web.kit.submitting import refuse
from peygir.web.public.expired import expired_link


class AgencyReplyForm(forms.Form):
    """The reporter's answer, and whether the agency may call."""

    text = forms.CharField(
        label=gettext_lazy("Your answer"), max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 3})
    )
    may_call = forms.BooleanField(
        label=gettext_lazy("The agency may see my name and number and call me about this report"),
        required=False,
        help_text=gettext_lazy("Only if you wish, and until the agency has answered. Each look stands on your page."),
    )


@public("agency_question", limit=120, window_seconds=600)
@never_cache
@require_http_methods(["GET", "POST"])
def agency_question(request: HttpRequest, token: str) -> HttpResponse:
    """Show the question of an agency, and accept one answer."""
    try:
        link = answers.read_report_token(token)
    except answers.LinkHasExpired as expired:
        return expired_link(request, expired)
    report = cases.report_of(link.report_id)
    if report is None:
        raise NoSuchCase()
    question = open_question_to_reporters(report.case_id)
    form, status = AgencyReplyForm(request.POST or None), 200
    if request.method == "POST" and question is not None:
        status = 422
        if form.is_valid():
            try:
                reply(
                    question.id,
                    answer_text=form.cleaned_data["text"],
                    by=Actor("citizen", report.citizen_id or 0),
                    report_id=report.pk,
                    shares_contact=form.cleaned_data["may_call"] and bool(report.citizen_id),
                )
            except Missing:  # somebody else who reported it was faster
                return redirect("agency_question", token=token)
            except Refusal as refusal:
                refuse(form, refusal, {"AgencyWordsAreMissing": "text"})
                status = status_of(refusal)
            else:
                return redirect("agency_question", token=token)
    context = {
        "question": question,
        "form": form,
        "case": cases.public_case(report.code),
        "has_phone": bool(report.citizen_id),
    }
    return render(request, "public/agency_question.html", context, status=status)

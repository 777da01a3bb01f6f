"""The reporter's verdict, by the signed link of the message: is it fixed, or does the decision stand?"""

from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from peygir.cases import queries as cases
from peygir.cases.actions import NoSuchCase
from peygir.cases.facts import FiledReport
from peygir.cases.questions import QuestionKind, SurveyAnswer
from peygir.core.bodies import PHOTOS
from peygir.core.refusals import Conflict, Invalid
from peygir.desks.answers import queries as answers
from peygir.desks.answers.actions import AnsweredAlready
from peygir.journey.commands import answer_question
from peygir.people.channels import Channel
from peygir.people.rules import Actor
from peygir.web.kit.access import public, takes
from peygir.web.kit.middleware.refusals import words_of
from peygir.web.public.case_parts import photos_of
from peygir.web.public.expired import expired_link
from peygir.web.public.form_photos import MOST_PHOTOS, bytes_of
from peygir.web.public.track import seen

# The question after a “no”, by the kind of verdict: finished work, a decision, a closed case.
_WHY: Final[dict[str, Any]] = {
    QuestionKind.FIXED: gettext_lazy("What is still wrong?"),
    QuestionKind.OBJECTION: gettext_lazy("Why should we look at it again?"),
    QuestionKind.SURVEY: gettext_lazy("What was not done?"),
}


class VerdictForm(forms.Form):
    """Yes, or no with a reason."""

    answer = forms.ChoiceField(choices=[("yes", ""), ("no", ""), (SurveyAnswer.UNSATISFIED, "")])
    reason = forms.CharField(
        label=_WHY[QuestionKind.FIXED], required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        """Require a reason for a “no”, so that the unit knows what to do."""
        cleaned = super().clean() or {}
        if cleaned.get("answer") == "no" and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Please write it in a few words, so that the unit knows what to do."))
        return cleaned


@takes(PHOTOS)
@public("verdict", limit=300, window_seconds=600)
@never_cache
@require_http_methods(["GET", "POST"])
def verdict(request: HttpRequest, token: str) -> HttpResponse:
    """Show the question, and accept one answer."""
    try:
        link = answers.read_report_token(token)
    except answers.LinkHasExpired as expired:
        return expired_link(request, expired)
    report_id = link.report_id
    report = cases.report_of(report_id)
    if report is None:
        raise NoSuchCase()
    form = VerdictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        is_fixed = form.cleaned_data["answer"] == "yes"
        is_between = form.cleaned_data["answer"] == SurveyAnswer.UNSATISFIED
        photos = [] if is_fixed or is_between else request.FILES.getlist("photos")
        try:
            answer_question(
                report_id,
                is_fixed=is_fixed,
                is_between=is_between,
                reason=form.cleaned_data["reason"],
                photos_raw=[bytes_of(file) for file in photos[: MOST_PHOTOS + 1]],
                channel=Channel.WEB,
                by=Actor("citizen", report.citizen_id or 0),
                proof="link" if link.channel == Channel.SMS else "",
            )
        except AnsweredAlready:
            return redirect("verdict", token=token)
        except Conflict as refusal:
            return _page(request, report, form, status=409, fault=words_of(refusal))
        except Invalid as refusal:
            return _page(request, report, form, status=422, photo_fault=words_of(refusal))
        return redirect("verdict", token=token)
    return _page(request, report, form, status=422 if form.errors else 200)


def _page(
    request: HttpRequest, report: FiledReport, form: VerdictForm, *, status: int, fault: str = "", photo_fault: str = ""
) -> HttpResponse:
    public_case = cases.public_case(report.code)
    if public_case is None:
        raise NoSuchCase()
    mine = [said for said in answers.verdicts_of(report.case_id) if said.report_id == report.pk]
    question = answers.question_to(report.case, report_id=report.pk)
    answer = public_case.public_notes[max(public_case.public_notes)] if public_case.public_notes else ""
    if question is not None:
        form.fields["reason"].label = _WHY[question.kind]
    context = (
        seen(public_case, public_case.events)
        | photos_of(public_case)
        | {
            "form": form,
            "fault": fault,
            "photo_fault": photo_fault,
            "question": question,
            "answer": answer,
            "mine": mine[-1] if mine else None,
            "is_second": question is not None and question.ended_at is not None,
            "is_no_open": bool(form.errors or photo_fault),
            "most_photos": MOST_PHOTOS,
        }
    )
    return render(request, "public/verdict.html", context, status=status)

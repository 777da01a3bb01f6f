"""A citizen withdraws a report, after reading the effect on the case or on their part in it."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from peygir.cases import queries as cases
from peygir.cases.actions import NoSuchCase
from peygir.core.refusals import Refusal
from peygir.desks.answers import queries as answers
from peygir.desks.answers.actions import take_back
from peygir.people.rules import Actor
from peygir.web.citizen.own_names import own_ids
from peygir.web.kit.access import citizen
from peygir.web.kit.middleware.refusals import status_of, words_of


class WithdrawForm(forms.Form):
    """The reason, optional."""

    reason = forms.CharField(
        label=gettext_lazy("Why do you withdraw it?"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("For example: it was fixed, or I was mistaken."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


@citizen
@require_http_methods(["GET", "POST"])
def me_withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Ask for confirmation, then withdraw; only the report's own citizen finds the page."""
    report = cases.own_report(code, own_ids(request))
    if report is None:
        raise NoSuchCase()
    form, fault, status = WithdrawForm(request.POST if request.method == "POST" else None), "", 200
    if request.method == "POST" and form.is_valid():
        try:
            take_back(report.pk, note=form.cleaned_data["reason"], by=Actor("citizen", report.citizen_id or 0))
        except Refusal as refusal:
            fault, status = words_of(refusal), status_of(refusal)
        else:
            messages.success(request, _("Your report is withdrawn."))
            return redirect("me_reports")
    behind = {row.pk for row in cases.reports_of(report.case_id)} - {report.pk}
    others = len(behind - answers.taken_back(behind))
    context = {"report": report, "form": form, "fault": fault, "others": others}
    return render(request, "citizen/me_withdraw.html", context, status=422 if form.errors else status)

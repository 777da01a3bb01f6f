"""Legal holds of a case: shown to whoever sees the case, placed and lifted by the centre's heads."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from peygir.core.refusals import Refusal
from peygir.journey.retention.holding import hold_case
from peygir.journey.two_person import propose_lifting
from peygir.people.actions.retention_times import LONGEST_REASON
from peygir.people.permissions import Permission
from peygir.web.clerk.case import case_page, open_case_of
from peygir.web.kit.access import actor, staff
from peygir.web.kit.form_fields import DayField
from peygir.web.kit.middleware.refusals import status_of, words_of


class CaseHoldForm(forms.Form):
    """The reason of a hold, and its last day if it has one."""

    reason = forms.CharField(label=gettext_lazy("Why must nothing be erased?"), max_length=LONGEST_REASON)
    until = DayField(label=gettext_lazy("Last day of the hold"), required=False)


@staff(Permission.MANAGE_PEOPLE)
@require_POST
def case_hold(request: HttpRequest, code: str) -> HttpResponse:
    """Place a hold on the case."""
    form = CaseHoldForm(request.POST)
    if not form.is_valid():
        fault = " ".join(str(text) for texts in form.errors.values() for text in texts)
        return case_page(request, code, status=422, fault=fault)
    try:
        given = form.cleaned_data
        hold_case(code, reason=given["reason"], until=given["until"], by=actor(request))
    except Refusal as refusal:
        return case_page(request, code, status=status_of(refusal), fault=words_of(refusal))
    messages.success(request, _("Nothing of this case is erased while the hold lasts."))
    return redirect("case", code=code)


@staff(Permission.MANAGE_PEOPLE)
@require_POST
def case_hold_lift(request: HttpRequest, code: str, hold_id: int) -> HttpResponse:
    """Propose to lift a hold of the case; a second person confirms it. Raises NoSuchCase."""
    case = open_case_of(actor(request), code)
    try:
        propose_lifting(case, hold_id, why=request.POST.get("why", ""), by=actor(request))
    except Refusal as refusal:
        return case_page(request, code, status=status_of(refusal), fault=words_of(refusal))
    messages.success(request, _("Proposed: a second person must confirm it; until then nothing changes."))
    return redirect("case", code=code)

"""The unit's objection to an inspector's finding: what was found, the pictures, and the reason."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from peygir.core.refusals import Missing, Refusal
from peygir.desks.inspection.actions import object_to_finding
from peygir.desks.inspection.actions.objecting import may_object
from peygir.desks.inspection.objections import finding_of_case
from peygir.desks.inspection.rules import ObjectionOutcome
from peygir.people.permissions import Permission
from peygir.web.clerk.case import open_case_of
from peygir.web.kit.access import actor, staff
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import in_language
from peygir.web.kit.typed_forms import answer_lines
from peygir.web.kit.work_photos import work_photos


class ObjectionForm(forms.Form):
    """Why the unit holds that the work was done."""

    reason = forms.CharField(
        label=gettext_lazy("Why is the finding wrong?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The supervisor decides from the photos and these words. A unit objects once."),
    )


@staff(Permission.WORK_AT_DESK)
@require_http_methods(["GET", "POST"])
def case_objection(request: HttpRequest, code: str) -> HttpResponse:
    """Show the last finding "not fixed" of a case; POST objects to it for the own unit."""
    by = actor(request)
    open_case_of(by, code)
    if request.method != "POST":
        return _page(request, code, ObjectionForm())
    form = ObjectionForm(request.POST)
    if not form.is_valid():
        return _page(request, code, form, status=422)
    try:
        object_to_finding(code, reason=form.cleaned_data["reason"], by=by)
    except Missing:
        raise
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return _page(request, code, form, status=status_of(refusal))
    messages.success(request, _("The objection is recorded; the centre decides about it."))
    return redirect("case", code=code)


def _page(request: HttpRequest, code: str, form: ObjectionForm, *, status: int = 200) -> HttpResponse:
    by = actor(request)
    case = open_case_of(by, code)
    finding = finding_of_case(case.pk)
    outcome = ObjectionOutcome.labels().get(finding.outcome) if finding is not None and finding.outcome else None
    context = {
        "case": case,
        "form": form,
        "finding": finding,
        "outcome": in_language(outcome) if outcome is not None else "",
        "is_possible": finding is not None and not finding.outcome and may_object(by, case.unit_id),
        "photos": work_photos(case),
        "lines": answer_lines(finding.filled.fields, finding.filled.answers) if finding is not None else [],
    }
    return render(request, "clerk/objection.html", context, status=status)

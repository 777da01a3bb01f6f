"""Objections of units to findings: those that wait, and one of them with its photos and the decision."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from peygir.core.refusals import Missing, Refusal
from peygir.desks.inspection import objections as queries
from peygir.desks.inspection.actions import NothingToObject, decide_objection
from peygir.desks.inspection.objections import ObjectionFacts
from peygir.desks.inspection.rules import ObjectionOutcome
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city
from peygir.web.kit.form_fields import set_choices
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import in_language
from peygir.web.kit.typed_forms import answer_lines
from peygir.web.kit.work_photos import work_photos


class ObjectionDecisionForm(forms.Form):
    """Whether the unit is right, and why."""

    outcome = forms.ChoiceField(label=gettext_lazy("Decision"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The unit and the inspector read it in the case."),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        decisions = [ObjectionOutcome.UPHELD, ObjectionOutcome.REJECTED]
        set_choices(self, "outcome", [(one.value, in_language(one.label)) for one in decisions])


@staff(Permission.LEAD_CENTRE)
@require_GET
def objections(request: HttpRequest) -> HttpResponse:
    """List the objections that wait for a decision, the oldest first."""
    return render(request, "centre/objections.html", {"rows": queries.open_objections(current_city().id)})


@staff(Permission.LEAD_CENTRE)
@require_http_methods(["GET", "POST"])
def objection(request: HttpRequest, objection_id: int) -> HttpResponse:
    """Show one objection with the pictures; POST decides it."""
    row = queries.objection(objection_id, current_city().id)
    if row is None:
        raise NothingToObject()
    if request.method != "POST":
        return _page(request, row, ObjectionDecisionForm())
    form = ObjectionDecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, status=422)
    values = form.cleaned_data
    try:
        decide_objection(objection_id, outcome=values["outcome"], reason=values["reason"], by=actor(request))
    except Missing:
        raise
    except Refusal as refusal:
        form.add_error(None, words_of(refusal))
        return _page(request, row, form, status=status_of(refusal))
    messages.success(request, _("The decision is recorded; the unit is told."))
    return redirect("objections")


def _page(request: HttpRequest, row: ObjectionFacts, form: ObjectionDecisionForm, *, status: int = 200) -> HttpResponse:
    context = {
        "row": row,
        "case": row.case,
        "form": form,
        "is_open": row.outcome == ObjectionOutcome.OPEN,
        "outcome": in_language(ObjectionOutcome.labels()[row.outcome]),
        "photos": work_photos(row.case),
        "lines": answer_lines(row.filled.fields, row.filled.answers),
    }
    return render(request, "centre/objection.html", context, status=status)

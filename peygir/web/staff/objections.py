"""The objections of citizens that wait for this person: of a unit, the centre, the inspectorate or the council."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from peygir.core.refusals import Missing, Refusal
from peygir.desks.objections import queries
from peygir.desks.objections.actions import answer_objection
from peygir.desks.objections.rules import LONGEST_TEXT, StageOutcome
from peygir.people.permissions import Permission
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city
from peygir.web.kit.form_fields import set_choices
from peygir.web.kit.middleware.refusals import status_of, words_of
from peygir.web.kit.templatetags.ui import in_language

_ANSWERERS = (
    Permission.WORK_AT_DESK,
    Permission.LEAD_CENTRE,
    Permission.READ_CONFIDENTIAL,
    Permission.WATCH_CITY,
)


class ObjectionAnswerForm(forms.Form):
    """Whether the citizen is right, and why."""

    outcome = forms.ChoiceField(label=gettext_lazy("Your answer"), widget=forms.RadioSelect)
    text = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The citizen reads it. If the citizen is right, say what is done now."),
        error_messages={"required": gettext_lazy("Please write the reason.")},
    )

    def __init__(self, objection_id: int, data: QueryDict | None = None) -> None:
        super().__init__(data, prefix=str(objection_id))
        answers = (StageOutcome.AGREED, StageOutcome.REJECTED)
        set_choices(self, "outcome", [(one.value, in_language(one.label)) for one in answers])


@staff(*_ANSWERERS)
@require_GET
def citizen_objections(request: HttpRequest) -> HttpResponse:
    """List what waits for this person's answer, the first due first."""
    return _page(request)


@staff(*_ANSWERERS)
@require_POST
def citizen_objection_answer(request: HttpRequest, objection_id: int) -> HttpResponse:
    """Answer one objection; what was typed stays on the page with the refusal."""
    form, status = ObjectionAnswerForm(objection_id, request.POST), 422
    if form.is_valid():
        values = form.cleaned_data
        try:
            answer_objection(objection_id, outcome=values["outcome"], text=values["text"], by=actor(request))
        except Missing:
            raise
        except Refusal as refusal:
            form.add_error("text", words_of(refusal))
            status = status_of(refusal)
        else:
            messages.success(request, _("The answer is on its way to the citizen."))
            return redirect("citizen_objections")
    return _page(request, {objection_id: form}, status=status)


def _page(
    request: HttpRequest, typed: dict[int, ObjectionAnswerForm] | None = None, *, status: int = 200
) -> HttpResponse:
    lines = queries.objections_to_answer(actor(request), current_city().id)
    rows = [(line, line.waiting, (typed or {}).get(line.id) or ObjectionAnswerForm(line.id)) for line in lines]
    return render(request, "staff/objections.html", {"rows": rows}, status=status)

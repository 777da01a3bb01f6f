"""In how many working days each level answers objections: in force, planned, and proposed to a second person."""

from typing import Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from peygir.desks.objections.answer_days import answer_days
from peygir.desks.objections.rules import FEWEST_DAYS, MOST_DAYS, ObjectionLevel
from peygir.history.kinds.objections import ObjectionDaysChanged
from peygir.journey.two_person import propose_answer_days
from peygir.people.change_kinds import LONGEST_WHY
from peygir.people.permissions import Permission
from peygir.people.rules import may_administer
from peygir.web.admin.decisions import decisions
from peygir.web.kit.access import actor, staff
from peygir.web.kit.change_requests import ChangePreview, PreviewRow, hidden_of, since_field
from peygir.web.kit.current_city import current_city
from peygir.web.kit.form_fields import WholeNumber, set_choices, with_example
from peygir.web.kit.objection_levels import shown_levels
from peygir.web.kit.objection_words import working_days
from peygir.web.kit.submitting import administered
from peygir.web.kit.templatetags.ui import day, in_language

_FIELDS: Final = {
    "AnswerDaysAreWrong": "days",
    "AnswerDaysAreTheSame": "days",
    "ChangeReasonIsMissing": "why",
}


class AnswerDaysForm(forms.Form):
    """A level, its working days, from which day on, and why."""

    level = forms.ChoiceField(label=gettext_lazy("Level of the objection"))
    days = WholeNumber(label=gettext_lazy("Working days"), min_value=FEWEST_DAYS, max_value=MOST_DAYS)
    since = since_field()
    why = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=LONGEST_WHY,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Give the reason; it stays on record.")},
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        set_choices(self, "level", [(level.value, in_language(level.label)) for level in ObjectionLevel])
        with_example(self, "since")


@staff(Permission.LOOK_AFTER)
@require_http_methods(["GET", "POST"])
def admin_objection_days(request: HttpRequest) -> HttpResponse:
    """Show the days of each level; POST previews a change, then proposes it to a second person."""
    if request.method != "POST":
        return _page(request, AnswerDaysForm())
    form, step = AnswerDaysForm(request.POST), request.POST.get("step")
    if step != "do" and may_administer(actor(request)) and form.is_valid():
        return _page(request, form, preview=None if step == "again" else _preview(request, form))

    def done(change_id: int) -> HttpResponse:
        messages.success(request, _("Proposed: a second person must confirm it; until then nothing changes."))
        return redirect("admin_change", change_id=change_id)

    return administered(
        request,
        form,
        lambda: propose_answer_days(
            current_city().id,
            form.cleaned_data["level"],
            days=form.cleaned_data["days"],
            since=form.cleaned_data["since"],
            why=form.cleaned_data["why"],
            by=actor(request),
        ),
        fields=_FIELDS,
        again=lambda form, status: _page(request, form, status=status),
        done=done,
    )


def _preview(request: HttpRequest, form: AnswerDaysForm) -> ChangePreview:
    given = form.cleaned_data
    level = ObjectionLevel.of(given["level"])
    on_that_day = next(row for row in answer_days(current_city().id, given["since"]) if row.level == level)
    line = PreviewRow(in_language(level.label), working_days(on_that_day.days), working_days(given["days"]))
    note = _("Objections that a level has already keep the days with which they came.")
    return ChangePreview([line], day(given["since"]), hidden_of(request), (note,), is_proposed=True)


def _page(
    request: HttpRequest, form: AnswerDaysForm, *, status: int = 200, preview: ChangePreview | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "preview": preview,
        "levels": shown_levels(),
        "may_change": may_administer(actor(request)),
        "here": reverse("admin_objection_days"),
        "back": reverse("admin_objection_days"),
        "lines": decisions(current_city().id, ObjectionDaysChanged.kind),
    }
    return render(request, "admin/objection_days.html", context, status=status)

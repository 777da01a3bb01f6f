"""Writing a candidate for money by hand: what it is, whose, and its cost and benefit as ranges."""

from collections.abc import Iterator
from typing import Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from peygir.city import queries as city
from peygir.core.refusals import Missing, Refusal
from peygir.outlook.planning import actions
from peygir.outlook.planning.actions.candidates import CandidateTerms
from peygir.outlook.planning.seeing import units_planned_by
from peygir.outlook.planning.states import CandidateInputName
from peygir.people.permissions import Permission
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city, today, topic_groups
from peygir.web.kit.form_fields import set_choices
from peygir.web.kit.middleware.refusals import status_of
from peygir.web.kit.submitting import refuse
from peygir.web.kit.templatetags.ui import in_language, named
from peygir.web.plans.portfolio_forms import CandidateForm, DecimalNumber
from peygir.web.plans.problem_forms import MOST_CODES, codes_in

ENDS: Final = ("low", "likely", "high")
_FIELDS: Final = {
    "TitleIsMissing": "title",
    "CasesAreUnknown": "codes",
    "CasesAreTooMany": "codes",
}
_HELP: Final = {
    CandidateInputName.REPORTED: gettext_lazy("Between 0 and 1: 0.5 means that half of them are reported."),
    CandidateInputName.AVOIDABLE: gettext_lazy("Between 0 and 1: 0.4 means that four of ten no longer happen."),
}


class NewCandidateForm(CandidateForm):
    """What a candidate is and what binds it, and each input as its lowest, likely and highest number."""

    unit = forms.TypedChoiceField(label=gettext_lazy("Unit that plans for it"), coerce=int)
    topic = forms.TypedChoiceField(label=gettext_lazy("Topic"), coerce=int, empty_value=None, required=False)
    district = forms.TypedChoiceField(label=gettext_lazy("District"), coerce=int, empty_value=None, required=False)
    codes = forms.CharField(
        label=gettext_lazy("Cases that show it"),
        max_length=MOST_CODES,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "box-ltr"}),
        help_text=gettext_lazy("Tracking codes, with blanks or commas between them. A programme needs at least one."),
    )

    def __init__(self, by: Actor, data: QueryDict | None = None) -> None:
        super().__init__(data)
        city_id, own = current_city().id, units_planned_by(by)
        self.initial = {"least_part": "1", "unit": by.unit_id}
        self.fields["title"].required = True
        units = [unit for unit in city.units(city_id) if own is None or unit.id in own]
        set_choices(self, "unit", [(unit.id, named(unit)) for unit in units])
        groups = [(in_language(names), [(one.id, named(one)) for one in rows]) for names, _code, rows in topic_groups()]
        set_choices(self, "topic", [("", _("several, or none")), *groups])
        districts = [(row.id, named(row)) for row in city.districts(city_id, on=today())]
        set_choices(self, "district", [("", _("the whole city")), *districts])
        labels = {"low": _("Low"), "likely": _("Likely"), "high": _("High")}
        for name in CandidateInputName:
            for end in ENDS:
                field = DecimalNumber(label=f"{in_language(name.label)}: {labels[end]}", required=end == "likely")
                self.fields[f"{name.value}-{end}"] = field

    def rows(self) -> Iterator[tuple[str, str, list[tuple[str, forms.BoundField]]]]:
        """Return (label, help, its three fields with their short labels) of each input."""
        labels = {"low": _("Low"), "likely": _("Likely"), "high": _("High")}
        for name in CandidateInputName:
            fields = [(labels[end], self[f"{name.value}-{end}"]) for end in ENDS]
            yield in_language(name.label), str(_HELP.get(name, "")), fields

    def terms(self) -> CandidateTerms:
        """Return what binds the candidate."""
        values = self.cleaned_data
        names = ("title", "variants", "needs", "load", "least_part")
        return CandidateTerms(**{name: values[name] for name in names})

    def inputs(self) -> dict[str, tuple[float, float, float]]:
        """Return each input; an end that was left empty is the likely number."""
        return {name.value: self._input(name.value) for name in CandidateInputName}

    def _input(self, name: str) -> tuple[float, float, float]:
        low, likely, high = (self.cleaned_data[f"{name}-{end}"] for end in ENDS)
        is_given = {end: bool(self.data.get(f"{name}-{end}", "").strip()) for end in ENDS}
        return (low if is_given["low"] else likely, likely, high if is_given["high"] else likely)


@staff(Permission.PLAN_CITY)
@require_http_methods(["GET", "POST"])
def plan_candidate_new(request: HttpRequest) -> HttpResponse:
    """Show the form of a candidate; POST writes it."""
    by, status = actor(request), 200
    form = NewCandidateForm(by, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            candidate_id = actions.write_candidate(
                current_city().id,
                form.terms(),
                form.inputs(),
                unit_id=values["unit"],
                topic_id=values["topic"],
                district_id=values["district"],
                codes=codes_in(values["codes"]),
                by=by,
            )
        except Missing:
            raise
        except Refusal as refusal:
            refuse(form, refusal, _FIELDS)
            status = status_of(refusal)
        else:
            messages.success(request, _("The candidate is written. It is weighed in the next choice for the money."))
            return redirect("plan_candidate", candidate_id=candidate_id)
    elif form.errors:
        status = 422
    return render(request, "plans/candidate_form.html", {"form": form, "tab": "portfolios"}, status=status)

"""The form of a programme: its head, and its options with their costs, as many as are typed."""

from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from peygir.city import queries as city
from peygir.outlook.planning.actions.programmes import ProgrammeTerms
from peygir.outlook.planning.facts import OptionFacts, ProblemFacts, ProgrammeFacts
from peygir.outlook.planning.rules import MOST_COSTS, MOST_OPTIONS, CostTerms, OptionTerms
from peygir.outlook.planning.seeing import units_planned_by
from peygir.outlook.planning.states import EvidenceClass, PlannedCostKind
from peygir.people.rules import Actor
from peygir.web.kit.current_city import current_city
from peygir.web.kit.dates import written_day
from peygir.web.kit.form_fields import DayField, WholeNumber, set_choices, with_example
from peygir.web.kit.money_forms import AmountField
from peygir.web.kit.numbers import number_of
from peygir.web.kit.templatetags.ui import digits, in_language, named

OPTIONS: Final = 2
"""So many options a new programme begins with."""
COSTS: Final = 3
"""So many empty cost lines stand below those that are filled in."""


class PlanProgrammeForm(forms.Form):
    """The head of a programme."""

    title = forms.CharField(label=gettext_lazy("Title of the programme"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("What it wants to do"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    unit = forms.TypedChoiceField(label=gettext_lazy("Unit that plans for it"), coerce=int)
    variant_group = forms.CharField(
        label=gettext_lazy("Group of variants"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Programmes of this problem with the same word here exclude each other."),
    )
    is_public = forms.BooleanField(
        label=gettext_lazy("Everybody may read it"),
        required=False,
        help_text=gettext_lazy("Once it is proposed to the council."),
    )


class PlanOptionForm(forms.Form):
    """One option: who does it, when, how much it helps, for how long, and how well that is known."""

    title = forms.CharField(label=gettext_lazy("Title of the option"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("How it is done"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    unit = forms.TypedChoiceField(label=gettext_lazy("Who does it"), coerce=int, empty_value=None, required=False)
    begins_on = DayField(label=gettext_lazy("Begins on"))
    ends_on = DayField(label=gettext_lazy("Ends on"))
    effect_low = WholeNumber(label=gettext_lazy("At least"), min_value=0, max_value=100)
    effect = WholeNumber(label=gettext_lazy("Probably"), min_value=0, max_value=100)
    effect_high = WholeNumber(label=gettext_lazy("At most"), min_value=0, max_value=100)
    years = WholeNumber(label=gettext_lazy("For how many years it helps"), min_value=1, max_value=50)
    evidence_class = forms.ChoiceField(label=gettext_lazy("How well that is known"))
    evidence = forms.CharField(
        label=gettext_lazy("Where it was measured"),
        max_length=2000,
        required=False,
        help_text=gettext_lazy("Only class D, experts' judgement, needs no source."),
    )


class PlanCostForm(forms.Form):
    """One cost line in rials; an empty one is left out."""

    title = forms.CharField(label=gettext_lazy("For what"), max_length=200, required=False)
    low = AmountField(label=gettext_lazy("Least"), required=False)
    likely = AmountField(label=gettext_lazy("Likely"), required=False)
    high = AmountField(label=gettext_lazy("Most"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("How often"), required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a line of which a part is missing."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        amounts = [values.get(name) for name in ("low", "likely", "high")]
        is_empty = not values.get("title") and all(amount is None for amount in amounts)
        if not is_empty and not self.errors and (not values.get("title") or None in amounts):
            self.add_error("title", gettext_lazy("A cost needs a title and three amounts."))
        return values

    def terms(self) -> CostTerms | None:
        """Return the cost; None for an empty line."""
        values = self.cleaned_data
        if not values["title"]:
            return None
        return CostTerms(values["title"], values["low"], values["likely"], values["high"], values["kind"])


@dataclass(frozen=True, slots=True)
class OptionPart:
    """The form of one option with the forms of its costs; its first number is 1."""

    number: int
    form: PlanOptionForm
    costs: list[PlanCostForm]

    def is_valid(self) -> bool:
        """Whether all of it is filled in rightly."""
        return all([self.form.is_valid(), *(cost.is_valid() for cost in self.costs)])

    def terms(self) -> OptionTerms:
        """Return what was filled in."""
        values = dict(self.form.cleaned_data)
        effects = {name: values.pop(name) / 100 for name in ("effect_low", "effect", "effect_high")}
        costs = tuple(cost for row in self.costs if (cost := row.terms()) is not None)
        return OptionTerms(**values, **effects, costs=costs)


@dataclass(frozen=True, slots=True)
class ProgrammeParts:
    """All forms of a programme."""

    head: PlanProgrammeForm
    options: list[OptionPart]

    def is_valid(self) -> bool:
        """Whether all of it is filled in rightly."""
        return all([self.head.is_valid(), *(part.is_valid() for part in self.options)])

    def terms(self) -> ProgrammeTerms:
        """Return what was filled in."""
        return ProgrammeTerms(**self.head.cleaned_data, options=tuple(part.terms() for part in self.options))


def typed_parts(by: Actor, data: QueryDict) -> ProgrammeParts:
    """Return the forms with what was typed; the button `more` adds an option, or a cost line to an option."""
    more = data.get("more", "")
    count = min(max(number_of(data.get("options", "")) or 1, 1), MOST_OPTIONS)
    count = min(count + (more == "option"), MOST_OPTIONS)
    parts = []
    for number in range(1, count + 1):
        rows = min(max(number_of(data.get(f"o{number}-rows", "")) or COSTS, 1), MOST_COSTS)
        rows = min(rows + (COSTS if more == f"cost-{number}" else 0), MOST_COSTS)
        is_new = f"o{number}-title" not in data
        form = PlanOptionForm(None if is_new else data, prefix=f"o{number}")
        costs = [PlanCostForm(None if is_new else data, prefix=f"o{number}c{row}") for row in range(1, rows + 1)]
        parts.append(_with_choices(OptionPart(number, form, costs)))
    return ProgrammeParts(_head(by, data, None), parts)


def stored_parts(by: Actor, programme: ProgrammeFacts) -> ProgrammeParts:
    """Return the forms with what is stored."""
    names = ("title", "text", "variant_group", "is_public")
    initial = {name: getattr(programme, name) for name in names} | {"unit": programme.unit_id}
    return ProgrammeParts(_head(by, None, initial), [_stored_option(one) for one in programme.options])


def new_parts(by: Actor, problem: ProblemFacts) -> ProgrammeParts:
    """Return the forms of a new programme."""
    initial = {"unit": problem.unit_id, "is_public": problem.is_public}
    parts = []
    for number in range(1, OPTIONS + 1):
        costs = [PlanCostForm(prefix=f"o{number}c{row}") for row in range(1, COSTS + 1)]
        parts.append(_with_choices(OptionPart(number, PlanOptionForm(prefix=f"o{number}"), costs)))
    return ProgrammeParts(_head(by, None, initial), parts)


def _head(by: Actor, data: QueryDict | None, initial: dict[str, Any] | None) -> PlanProgrammeForm:
    form, own = PlanProgrammeForm(data, initial=initial), units_planned_by(by)
    units = [unit for unit in city.units(current_city().id) if own is None or unit.id in own]
    set_choices(form, "unit", [(unit.id, named(unit)) for unit in units])
    return form


def _stored_option(option: OptionFacts) -> OptionPart:
    initial = {
        "title": option.title,
        "text": option.text,
        "unit": option.unit_id,
        "begins_on": written_day(option.begins_on),
        "ends_on": written_day(option.ends_on),
        "years": round(option.years),
        "evidence_class": option.evidence_class,
        "evidence": option.evidence,
        **dict(zip(("effect_low", "effect", "effect_high"), (round(one * 100) for one in option.effect), strict=True)),
    }
    prefix, number = f"o{option.number}", option.number
    costs = []
    for row, cost in enumerate(option.costs, start=1):
        values = {"title": cost.title, "kind": cost.kind}
        amounts = {name: digits(getattr(cost, name)) for name in ("low", "likely", "high")}
        costs.append(PlanCostForm(prefix=f"{prefix}c{row}", initial=values | amounts))
    filled = len(costs)
    costs += [PlanCostForm(prefix=f"{prefix}c{filled + row}") for row in range(1, 2)]
    return _with_choices(OptionPart(number, PlanOptionForm(prefix=prefix, initial=initial), costs))


def _with_choices(part: OptionPart) -> OptionPart:
    units = [(unit.id, named(unit)) for unit in city.units(current_city().id)]
    set_choices(part.form, "unit", [("", "—"), *units])
    set_choices(part.form, "evidence_class", [(one.value, in_language(one.label)) for one in reversed(EvidenceClass)])
    with_example(part.form, "begins_on", "ends_on")
    for cost in part.costs:
        set_choices(cost, "kind", [(one.value, in_language(one.label)) for one in PlannedCostKind])
    return part

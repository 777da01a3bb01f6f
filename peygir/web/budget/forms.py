"""The forms of the budget office: a line with its sums, an amendment, and the city's periods."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peygir.city import queries as city
from peygir.outlook.planning.actions.budget import LineTerms
from peygir.outlook.planning.budget_rules import LineSums
from peygir.outlook.planning.facts import BudgetLineFacts
from peygir.outlook.planning.rules import fiscal_year_of
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.form_fields import DayField, WholeNumber, set_choices, with_example
from peygir.web.kit.money_forms import AmountField
from peygir.web.kit.templatetags.ui import digits, named

SUMS: Final = ("approved", "allotted", "committed", "spent")


class BudgetLineForm(forms.Form):
    """A budget line with its sums in rials."""

    year = WholeNumber(label=gettext_lazy("Fiscal year"), min_value=1300, max_value=1600)
    code = forms.CharField(label=gettext_lazy("Code of the line"), max_length=40)
    title = forms.CharField(label=gettext_lazy("Title of the line"), max_length=200)
    unit = forms.TypedChoiceField(label=gettext_lazy("Unit"), coerce=int, empty_value=None, required=False)
    approved = AmountField(label=gettext_lazy("Approved, in rials"))
    allotted = AmountField(label=gettext_lazy("Allotted, in rials"), required=False)
    committed = AmountField(label=gettext_lazy("Committed, in rials"), required=False)
    spent = AmountField(label=gettext_lazy("Spent, in rials"), required=False)
    is_public = forms.BooleanField(label=gettext_lazy("Everybody may read it"), required=False)

    def __init__(self, data: Any = None, *, row: BudgetLineFacts | None = None) -> None:
        super().__init__(data, initial=_initial(row))
        units = [(unit.id, named(unit)) for unit in city.units(current_city().id)]
        set_choices(self, "unit", [("", _("none")), *units])
        if row is not None:
            del self.fields["year"], self.fields["code"]

    def terms(self, row: BudgetLineFacts | None = None) -> LineTerms:
        """Return what was filled in; year and code of a stored line stay."""
        values = self.cleaned_data
        return LineTerms(
            year=row.year if row is not None else values["year"],
            code=row.code if row is not None else values["code"],
            title=values["title"],
            sums=LineSums(*(values[name] or 0 for name in SUMS)),
            unit_id=values["unit"],
            is_public=values["is_public"],
        )


class BudgetAmendmentForm(forms.Form):
    """An amendment: how much is added or (with a minus) taken, why, and by which decision."""

    amount = AmountField(
        label=gettext_lazy("Amount in rials"), help_text=gettext_lazy("With a minus where money is taken away.")
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    decided_on = DayField(label=gettext_lazy("Day of the decision"))
    letter_number = forms.CharField(label=gettext_lazy("Number of the letter"), max_length=40, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        with_example(self, "decided_on")


class BudgetPeriodsForm(forms.Form):
    """The city's periods of planning, in days."""

    days_without_line = WholeNumber(
        label=gettext_lazy("Days that a case may be planned without a budget line"), min_value=1, max_value=1500
    )
    days_to_answer = WholeNumber(label=gettext_lazy("Days for an answer to a problem"), min_value=1, max_value=1500)


def _initial(row: BudgetLineFacts | None) -> dict[str, object]:
    if row is None:
        return {"year": digits(str(fiscal_year_of(today()))), "is_public": True}
    values: dict[str, object] = {name: digits(getattr(row, name)) for name in SUMS}
    return values | {"title": row.title, "unit": row.unit_id, "is_public": row.is_public}

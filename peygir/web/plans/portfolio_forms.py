"""The forms of candidates and portfolios, with numbers in any digits."""

import math
from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peygir.core.persian import ascii_digits
from peygir.outlook.planning.actions.candidates import CandidateTerms
from peygir.outlook.planning.candidate_facts import MoneyCandidate
from peygir.outlook.planning.portfolio_rules import EQUITIES, Override, PortfolioTerms
from peygir.web.kit.form_fields import DigitsInput, WholeNumber, set_choices
from peygir.web.kit.money_forms import AmountField
from peygir.web.kit.templatetags.ui import digits

LONGEST: Final = 30
EQUITY_NAMES: Final = {
    0.0: gettext_lazy("not at all: a case counts the same everywhere"),
    0.5: gettext_lazy("by half: where less was spent, a case counts somewhat more"),
    1.0: gettext_lazy("wholly: a case counts as much more as less was spent"),
}


def decimal_in(text: str) -> float | None:
    """Return a number in any digits, with "." or "٫", and with grouped thousands; None for anything else."""
    plain = ascii_digits(text[:LONGEST].strip()).replace("٫", ".").replace("٬", "").replace(",", "")
    try:
        number = float(plain)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


class DecimalNumber(forms.CharField):
    """A number with decimals in any digits."""

    widget = DigitsInput

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=LONGEST, **more)

    def clean(self, value: object) -> float:
        """Return the number; 0 for an empty optional field. Raises ValidationError."""
        text = super().clean(value)
        if not text:
            return 0.0
        number = decimal_in(text)
        if number is None:
            raise forms.ValidationError(_("Write a number, like 2.5."))
        return number


class CandidateForm(forms.Form):
    """How a candidate is called, and what binds it."""

    title = forms.CharField(label=gettext_lazy("Name"), max_length=200, required=False)
    variants = forms.CharField(
        label=gettext_lazy("Excludes each other: group"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Of the candidates with the same word here at most one is chosen."),
    )
    needs = forms.CharField(
        label=gettext_lazy("Needs these candidates too"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Their numbers, with spaces between them."),
    )
    load = DecimalNumber(label=gettext_lazy("Days of work of the unit"), required=False)
    least_part = DecimalNumber(
        label=gettext_lazy("The least part that makes sense"),
        help_text=gettext_lazy("1: all of it or nothing; 0.5: at least half."),
    )

    def __init__(self, data: QueryDict | None = None, *, candidate: MoneyCandidate | None = None) -> None:
        super().__init__(data, initial=_initial(candidate))

    def clean_needs(self) -> tuple[int, ...]:
        """Return the numbers. Raises ValidationError."""
        numbers = ascii_digits(self.cleaned_data["needs"]).replace(",", " ").replace("،", " ").split()
        if not all(word.isascii() and word.isdigit() and len(word) < 18 for word in numbers):
            raise forms.ValidationError(_("Write the numbers of candidates, with spaces between them."))
        return tuple(int(word) for word in numbers)

    def terms(self) -> CandidateTerms:
        """Return what was filled in."""
        return CandidateTerms(**self.cleaned_data)


class PortfolioForm(forms.Form):
    """The budget, and how the choice is made."""

    title = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    budget = AmountField(label=gettext_lazy("Budget in rials"))
    least_support = WholeNumber(
        label=gettext_lazy("Reports that a candidate needs"), min_value=0, max_value=10**6, required=False
    )
    has_parts = forms.BooleanField(
        label=gettext_lazy("Some candidates may be done in part"), required=False, initial=True
    )
    equity = forms.ChoiceField(label=gettext_lazy("How much the need of a district counts"), widget=forms.RadioSelect)

    def __init__(self, data: QueryDict | None = None, *, initial: Mapping[str, object]) -> None:
        super().__init__(data, initial=dict(initial))
        set_choices(self, "equity", [(f"{one:g}", EQUITY_NAMES[one]) for one in EQUITIES])

    def terms(self, data: Mapping[str, str], districts: list[str], units: list[str], ids: list[int]) -> PortfolioTerms:
        """Return what was filled in, with the rows of districts, units and candidates; an odd number counts as -1,
        which the terms refuse.
        """
        values = self.cleaned_data
        floors = {code: int(_number(data.get(f"floor-{code}", ""), 0)) for code in districts}
        ratios = {code: _number(data.get(f"ratio-{code}", ""), 1.0) for code in districts}
        capacities = {
            unit: _number(data.get(f"capacity-{unit}", ""), 0.0) for unit in units if data.get(f"capacity-{unit}")
        }
        overrides = {
            key: Override(data[f"override-{key}"] == "in", data.get(f"reason-{key}", "")[:1000])
            for key in ids
            if data.get(f"override-{key}") in ("in", "out")
        }
        return PortfolioTerms(
            budget=values["budget"],
            least_support=values["least_support"] or 0,
            equity=float(values["equity"]),
            has_parts=values["has_parts"],
            floors=floors,
            capacities=capacities,
            ratios=ratios,
            overrides=overrides,
        )


def _number(text: str, empty: float) -> float:
    if not text.strip():
        return empty
    number = decimal_in(text)
    return -1.0 if number is None else number


def _initial(candidate: MoneyCandidate | None) -> dict[str, str]:
    if candidate is None:
        return {}
    return {
        "title": candidate.title,
        "variants": candidate.variants,
        "needs": " ".join(digits(number) for number in candidate.needs),
        "load": f"{candidate.load:g}",
        "least_part": f"{candidate.least_part:g}",
    }

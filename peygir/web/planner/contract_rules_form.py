"""The penalty and bonus rules of a contract as rows of a form, one for each cause."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peygir.core.persian import ascii_digits
from peygir.desks.fieldwork.money import plain_amount
from peygir.desks.fieldwork.penalty_rules import PERCENT, PenaltyCause, PenaltyRule, hundredths
from peygir.web.kit.form_fields import DigitsInput, WholeNumber
from peygir.web.kit.money_forms import AmountField
from peygir.web.kit.templatetags.ui import in_language


class PercentField(forms.CharField):
    """A percentage with at most two decimals, in any digits, as hundredths of a per cent."""

    widget = DigitsInput

    def clean(self, value: object) -> int:
        """Return the percentage; 0 for an empty field."""
        text = ascii_digits(super().clean(value) or "").strip().replace("٫", ".").rstrip("%٪")
        if not text:
            return 0
        share = hundredths(text)
        if share is None:
            raise forms.ValidationError(_("Write a percentage from 0 to 100, like 2.5."))
        return share


class PenaltyRuleForm(forms.Form):
    """One rule: the share of the order's amount, a fixed amount, days that are not counted, and the cap."""

    percent = PercentField(label=gettext_lazy("Share, in per cent"), required=False, max_length=8)
    fixed = AmountField(label=gettext_lazy("Fixed amount"), required=False)
    grace_days = WholeNumber(label=gettext_lazy("Days not counted"), required=False, min_value=0, max_value=365)
    most_percent = PercentField(label=gettext_lazy("At most, in per cent"), required=False, max_length=8)

    def __init__(self, cause: PenaltyCause, *, digits: int = 0, **given: Any) -> None:
        super().__init__(prefix=f"rule-{cause}", **given)
        self.cause = str(cause)
        self.title = in_language(cause.label)
        self.fields["fixed"].decimals = digits  # type: ignore[attr-defined]


def rule_forms(data: QueryDict, rules: Iterable[PenaltyRule] = (), *, digits: int = 0) -> list[PenaltyRuleForm]:
    """Return one form for each cause: with the data of a POST, else with the rules of the contract."""
    there = {rule.cause: rule for rule in rules}
    if data:
        return [PenaltyRuleForm(cause, digits=digits, data=data) for cause in PenaltyCause]
    return [PenaltyRuleForm(cause, digits=digits, initial=_initial(there.get(cause), digits)) for cause in PenaltyCause]


def rules_given(rule_rows: Sequence[PenaltyRuleForm]) -> list[dict[str, Any]]:
    """Return the rules as `penalty_rules.read_rules` takes them; a row without share and amount is none."""
    given = []
    for form in rule_rows:
        values = {name: form.cleaned_data[name] or 0 for name in ("percent", "fixed", "grace_days", "most_percent")}
        if values["percent"] or values["fixed"]:
            given.append({"cause": form.cause, **values})
    return given


def _initial(rule: PenaltyRule | None, digits: int) -> dict[str, Any]:
    if rule is None:
        return {}
    return {
        "percent": _written(rule.percent),
        "fixed": plain_amount(rule.fixed, digits) if rule.fixed else "",
        "grace_days": rule.grace_days or "",
        "most_percent": _written(rule.most_percent),
    }


def _written(share: int) -> str:
    return f"{(Decimal(share) / PERCENT).normalize():f}" if share else ""

"""The form of a scheme of marks: its first month, groups, rules, and a row for each indicator."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peygir.core.persian import ascii_digits
from peygir.outlook.scoring.catalogue import INDICATORS
from peygir.outlook.scoring.months import MonthIsNotRight, ScoreMonth, month_named
from peygir.outlook.scoring.rules import SchemeContent
from peygir.outlook.scoring.words import Combination, MarkGroup, MissingPart
from peygir.web.kit.form_fields import WholeNumber, set_choices
from peygir.web.kit.mark_words import group_name, indicator_name
from peygir.web.kit.middleware.refusals import words_of
from peygir.web.kit.templatetags.ui import digits, in_language, language

GROUPS: Final = tuple(group.value for group in MarkGroup)
DAYS: Final = ("digits", "closing_days", "appeal_days", "publication_days")
"""The whole numbers of a scheme."""
NUMBERS: Final = ("weight", "target", "worst", "fewest")
"""The columns of an indicator's row."""


class SchemeForm(forms.Form):
    """A proposal; `values` gives it as `SchemeContent.as_json` does, and the action checks it."""

    month = forms.CharField(
        label=gettext_lazy("First month"),
        max_length=10,
        help_text=gettext_lazy("A month that has not begun, like 1405-10."),
    )
    combination = forms.ChoiceField(label=gettext_lazy("How the groups are combined"))
    missing = forms.ChoiceField(label=gettext_lazy("A part without enough cases"))
    digits = WholeNumber(label=gettext_lazy("Digits of a mark"), min_value=1, max_value=2)
    closing_days = WholeNumber(label=gettext_lazy("Days until a month is closed"), min_value=15, max_value=60)
    appeal_days = WholeNumber(label=gettext_lazy("Days for appeals"), min_value=1, max_value=60)
    publication_days = WholeNumber(
        label=gettext_lazy("Days from the closing to the publication"),
        min_value=0,
        max_value=60,
        help_text=gettext_lazy("Until then only those responsible see the marks. 0: published at the closing."),
    )

    def __init__(self, data: QueryDict | None = None, *, content: SchemeContent, first_on: date) -> None:
        super().__init__(data, initial=_initial(content, first_on))
        set_choices(self, "combination", [(one.value, in_language(one.label)) for one in Combination])
        set_choices(self, "missing", [(one.value, in_language(one.label)) for one in MissingPart])
        for group in GROUPS:
            label = _("Weight of “%(group)s”") % {"group": group_name(group)}
            self.fields[f"group-{group}"] = _number(label)
        labels = {"weight": _("weight"), "target": _("target"), "worst": _("worst value"), "fewest": _("least number")}
        for code in INDICATORS:
            for name in NUMBERS:
                box = self.fields[f"{code}-{name}"] = _number(f"{indicator_name(code)}: {labels[name]}")
                box.widget.attrs |= {"class": "box", "aria-label": box.label}

    @property
    def groups(self) -> list[forms.BoundField]:
        """The weights of the groups."""
        return [self[f"group-{group}"] for group in GROUPS]

    @property
    def rows(self) -> list[tuple[str, str, str, list[tuple[str, forms.BoundField]]]]:
        """For each indicator its name, its group, what its target is measured in, and its numbers by column."""
        columns = (_("Weight in its group"), _("Full points at"), _("No points at"), _("At least so many"))
        return [
            (
                indicator_name(code),
                group_name(str(known.group)),
                in_language(known.measured_in.label),
                [(column, self[f"{code}-{name}"]) for column, name in zip(columns, NUMBERS, strict=True)],
            )
            for code, known in INDICATORS.items()
        ]

    def clean_month(self) -> ScoreMonth:
        """Return the first month."""
        try:
            return month_named(self.cleaned_data["month"])
        except MonthIsNotRight as refusal:
            raise forms.ValidationError(words_of(refusal)) from None

    def values(self) -> dict[str, Any]:
        """Return the content."""
        given = self.cleaned_data
        return {
            "groups": {group: given[f"group-{group}"] for group in GROUPS},
            "parts": [
                {
                    "indicator": code,
                    "version": known.version,
                    "group": str(known.group),
                    **{name: given[f"{code}-{name}"] for name in NUMBERS},
                }
                for code, known in INDICATORS.items()
            ],
            **{name: given[name] for name in ("combination", "missing", *DAYS)},
        }


class PlainNumber(forms.CharField):
    """A number as text, in any digits, with a point or «٫»."""

    def clean(self, value: object) -> str:
        """Return the text with ASCII digits and a point."""
        return ascii_digits(super().clean(value)).replace("٫", ".").replace("/", ".").strip()


def _number(label: str) -> PlainNumber:
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return PlainNumber(label=label, max_length=12, widget=widget)


def _initial(content: SchemeContent, first_on: date) -> dict[str, str]:
    data, known = content.as_json(), {part.indicator: part for part in content.parts}
    shown: dict[str, str] = {
        "month": digits(ScoreMonth(first_on, first_on).name),
        "combination": content.combination,
        "missing": content.missing,
        **{name: digits(str(getattr(content, name))) for name in DAYS},
        **{f"group-{group}": _shown(weight) for group, weight in data["groups"].items()},
    }
    rows: Mapping[str, Mapping[str, object]] = {row["indicator"]: row for row in data["parts"]}
    for code, indicator in INDICATORS.items():
        own = rows.get(code) if code in known else None
        first = {"weight": "0", "target": indicator.target, "worst": indicator.worst, "fewest": indicator.fewest}
        for name in NUMBERS:
            shown[f"{code}-{name}"] = _shown((own or first)[name])
    return shown


def _shown(number: object) -> str:
    text = str(number)
    return digits(text.replace(".", "٫")) if language() == "fa" else text

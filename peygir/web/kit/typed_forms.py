"""Typed fields of a topic's form on pages: to be filled in, shown with their answers, and made by the administrator."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django import forms
from django.http import QueryDict
from django.utils.translation import pgettext, pgettext_lazy

from peygir.core.typed_fields import LONGEST_LABEL, LONGEST_TEXT, MOST_FIELDS, NO, YES, FieldType, FormField
from peygir.web.kit.templatetags.ui import digits, in_language

ANSWER: Final = "answer-"
"""Begins the names of the fields of a topic's form."""
FIELD_ROWS: Final = 4
"""The rows of the administrator's page for fields, unless a form has more already."""
_NAMES: Final = ("code", "fa", "en", "type", "unit", "choices", "required")


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A line of a filled form, or a reason that stood in for a part of the evidence."""

    label: str
    words: str


def answer_fields(fields: Sequence[FormField], *, are_needed: bool = True) -> dict[str, forms.Field]:
    """Return the Django fields of a topic's form by their names.

    `are_needed`: the required ones must be filled in; otherwise only the action knows when they must.
    """
    return {f"{ANSWER}{one.code}": _asked(one, is_required=are_needed and one.is_required) for one in fields}


def given_answers(values: Mapping[str, object]) -> dict[str, str]:
    """Return the answers among the values of a form, by the codes of their fields."""
    return {name.removeprefix(ANSWER): str(value) for name, value in values.items() if name.startswith(ANSWER)}


def _asked(form_field: FormField, *, is_required: bool) -> forms.Field:
    """Return the form's field; that a required one is filled in, and rightly, the action says for the API too."""
    label = in_language(form_field.label)
    if form_field.type == FieldType.YES_NO:
        words = [(YES, pgettext_lazy("answer in a form", "Yes")), (NO, pgettext_lazy("answer in a form", "No"))]
        return forms.ChoiceField(label=label, required=is_required, choices=[("", "—"), *words])
    if form_field.type == FieldType.CHOICE:
        choices = [("", "—"), *((choice, choice) for choice in form_field.choices)]
        return forms.ChoiceField(label=label, required=is_required, choices=choices)
    if form_field.type == FieldType.NUMBER:
        label = f"{label} ({form_field.unit})" if form_field.unit else label
        widget = forms.TextInput(attrs={"inputmode": "decimal"})
        return forms.CharField(label=label, required=is_required, max_length=20, widget=widget)
    return forms.CharField(label=label, required=is_required, max_length=LONGEST_TEXT)


def answer_lines(fields: Sequence[FormField], answers: Mapping[str, str]) -> list[AnswerLine]:
    """Return the answers with the labels of their fields, in the order of the form; others come last."""
    by_code = {one.code: one for one in fields}
    codes = [code for code in by_code if code in answers] + [code for code in answers if code not in by_code]
    labels = {code: in_language(one.label) for code, one in by_code.items()}
    return [AnswerLine(labels.get(code, code), answer_words(by_code.get(code), answers[code])) for code in codes]


def answer_words(field: FormField | None, answer: str) -> str:
    """Return an answer as a page shows it; `field` None: nobody knows any more what was asked."""
    if field is not None and field.type == FieldType.YES_NO:
        names = {YES: pgettext("answer in a form", "Yes"), NO: pgettext("answer in a form", "No")}
        return names.get(answer, answer)
    if field is not None and field.type == FieldType.NUMBER:
        return f"{digits(answer)} {field.unit}".strip()
    return answer


def rows_of(fields: Sequence[FormField]) -> list[dict[str, str]]:
    """Return the administrator's rows for the fields of a form, and empty ones up to FIELD_ROWS."""
    rows = [
        {
            "code": each.code,
            "fa": each.label_fa,
            "en": each.label_en,
            "type": each.type,
            "unit": each.unit,
            "choices": "\n".join(each.choices),
            "required": "on" if each.is_required else "",
        }
        for each in fields
    ]
    return rows + [dict.fromkeys(_NAMES, "") for _ in range(FIELD_ROWS - len(rows))]


def typed_rows(data: QueryDict) -> list[dict[str, str]]:
    """Return the administrator's rows as they were sent."""
    return [
        {name: data.get(f"field-{number}-{name}", "").strip()[:2000] for name in _NAMES}
        for number in range(MOST_FIELDS)
        if number < FIELD_ROWS or f"field-{number}-type" in data
    ]


def typed_fields(rows: Sequence[Mapping[str, str]]) -> tuple[FormField, ...]:
    """Return the fields that the rows make; empty rows make none. The action looks whether they are right."""
    return tuple(_made(row, number) for number, row in enumerate(rows, start=1) if any(row.values()))


def field_types() -> list[tuple[str, str]]:
    """Return the types that a field may have, with their labels."""
    return [(one.value, in_language(one.label)) for one in FieldType]


def _made(row: Mapping[str, str], number: int) -> FormField:
    choices = tuple(line.strip() for line in row["choices"].splitlines() if line.strip())
    return FormField(
        code=row["code"][:20] or f"f{number}",
        label_fa=row["fa"],
        label_en=row["en"],
        type=row["type"] or FieldType.TEXT.value,
        is_required=bool(row["required"]),
        unit=row["unit"][:LONGEST_LABEL] if row["type"] == FieldType.NUMBER else "",
        choices=choices if row["type"] == FieldType.CHOICE else (),
    )

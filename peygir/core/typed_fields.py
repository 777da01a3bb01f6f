"""The typed fields of a form that a city makes for a topic, and the answers that people give to them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

from peygir.core.persian import ascii_digits
from peygir.core.refusals import Invalid
from peygir.core.translation import Names, pgettext_lazy
from peygir.core.translation import gettext_lazy as _
from peygir.core.vocabulary import Vocabulary
from peygir.core.words import plain

MOST_FIELDS: Final = 8
MOST_CHOICES: Final = 20
LONGEST_LABEL: Final = 80
LONGEST_TEXT: Final = 400
YES: Final = "yes"
NO: Final = "no"
_NUMBER_LIMIT: Final = 1e9


class FieldType(Vocabulary):
    """The type of a field of a topic's form."""

    TEXT = "text", pgettext_lazy("type of a form field", "text")
    NUMBER = "number", pgettext_lazy("type of a form field", "number")
    YES_NO = "yes_no", pgettext_lazy("type of a form field", "yes or no")
    CHOICE = "choice", pgettext_lazy("type of a form field", "one of a list")


class FieldsAreTooMany(Invalid):
    """The form has more fields than MOST_FIELDS."""

    message = _("A form takes up to {most} fields.")


class FieldIsWrong(Invalid):
    """A field has no name, no known type, or its choices do not fit."""

    message = _("Field {number} of the form needs a name, a type and, for a list, two to {most} different answers.")


class FieldIsEmpty(Invalid):
    """A required form field is empty."""

    message = _("Please fill in “{field}”: the form of this topic needs it.")


class AnswerIsNoNumber(Invalid):
    """A form field of numbers holds something else."""

    message = _("“{field}” takes a number, for example 12.5.")


class AnswerIsUnknown(Invalid):
    """A form field holds none of its choices."""

    message = _("“{field}” takes one of the listed answers.")


class AnswerIsTooLong(Invalid):
    """A text field holds more than LONGEST_TEXT characters."""

    message = _("“{field}” takes up to {most} characters.")


@dataclass(frozen=True, slots=True)
class FormField:
    """One typed field of a topic's form; `unit` is the unit of measure of a number, `choices` those of a choice."""

    code: str
    label_fa: str
    label_en: str
    type: str
    is_required: bool = False
    unit: str = ""
    choices: tuple[str, ...] = ()

    @property
    def label(self) -> Names:
        """The label in each language."""
        return Names.of(self.label_fa, self.label_en)

    def row(self) -> dict[str, Any]:
        """The field as JSON keeps it."""
        return {**asdict(self), "choices": list(self.choices)}

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> "FormField":
        """The field that `row` returned."""
        return cls(**{**row, "choices": tuple(row.get("choices", ()))})


def check_fields(fields: Sequence[FormField]) -> None:
    """Raises FieldsAreTooMany, and FieldIsWrong for a field that no form can have."""
    if len(fields) > MOST_FIELDS:
        raise FieldsAreTooMany(most=MOST_FIELDS)
    for number, one in enumerate(fields, start=1):
        if not _is_right(one):
            raise FieldIsWrong(number=number, most=MOST_CHOICES)


def _is_right(form_field: FormField) -> bool:
    names, choices = (form_field.label_fa, form_field.label_en, form_field.unit), form_field.choices
    if not form_field.code or not form_field.label_fa or form_field.type not in FieldType.values():
        return False
    if any(len(text) > LONGEST_LABEL for text in (*names, *choices)) or len(set(choices)) < len(choices):
        return False
    if form_field.type == FieldType.CHOICE:
        return 2 <= len(choices) <= MOST_CHOICES and all(choices)
    return not choices


def checked_answers(fields: Sequence[FormField], given: Mapping[str, str]) -> dict[str, str]:
    """The answers to the fields of a form, checked and in plain text; numbers with ASCII digits.

    Answers to other fields are left out. Raises FieldIsEmpty, AnswerIsNoNumber, AnswerIsUnknown, AnswerIsTooLong.
    """
    answers = {}
    for field in fields:
        text = plain(given.get(field.code, "")).strip()
        if not text:
            if field.is_required:
                raise FieldIsEmpty(field=field.label)
            continue
        answers[field.code] = _checked(field, text)
    return answers


def _checked(field: FormField, text: str) -> str:
    if field.type == FieldType.NUMBER:
        number = ascii_digits(text).replace("٫", ".").replace("٬", "").replace(",", "")
        try:
            value = float(number)
        except ValueError as wrong:
            raise AnswerIsNoNumber(field=field.label) from wrong
        if not math.isfinite(value) or abs(value) > _NUMBER_LIMIT:
            raise AnswerIsNoNumber(field=field.label)
        return number
    known = {FieldType.YES_NO: (YES, NO), FieldType.CHOICE: field.choices}.get(FieldType.of(field.type))
    if known is not None and text not in known:
        raise AnswerIsUnknown(field=field.label)
    if len(text) > LONGEST_TEXT:
        raise AnswerIsTooLong(field=field.label, most=LONGEST_TEXT)
    return text

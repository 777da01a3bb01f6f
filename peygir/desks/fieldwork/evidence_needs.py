"""What “done” needs for a topic, what of it is missing or does not fit, and what a form field may hold."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from peygir.core.persian import ascii_digits
from peygir.core.refusals import Invalid
from peygir.core.translation import Names
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain
from peygir.desks.fieldwork.evidence_words import EvidencePart, FieldType

MOST_FIELDS: Final = 8
MOST_CHOICES: Final = 20
LONGEST_LABEL: Final = 80
LONGEST_TEXT: Final = 400
FARTHEST: Final = 5000
"""The widest distance, in metres, that a rule may allow."""
SKEW: Final = timedelta(minutes=10)
"""By how much the clock of a camera may be ahead."""
YES: Final = "yes"
NO: Final = "no"
_NUMBER_LIMIT: Final = 1e9


class FieldIsEmpty(Invalid):
    """A required form field is empty."""

    message = _("Please fill in “{field}”: for this topic it belongs to “done”.")


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


@dataclass(frozen=True, slots=True)
class EvidenceNeeds:
    """What “done” needs beside a photo or a filled form; with no rule, nothing."""

    before: bool = False
    after: bool = False
    signature: bool = False
    most_metres: int | None = None
    time: bool = False
    fields: tuple[FormField, ...] = ()
    stand_ins: tuple[str, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether there is anything that is needed."""
        return bool(self.before or self.after or self.signature or self.most_metres or self.time or self.fields)


NOTHING_MORE: Final = EvidenceNeeds()


@dataclass(frozen=True, slots=True)
class BroughtFacts:
    """What was brought: which pictures, how far (metres, None: unknown) from the place, and when it was taken.

    `has_place`: the case has a point from which a distance can be measured.
    """

    before: bool
    after: bool
    signature: bool
    metres: float | None = None
    taken_at: datetime | None = None
    has_place: bool = True


@dataclass(frozen=True, slots=True)
class Lack:
    """One part of the evidence that is missing (`is_wrong` False) or does not fit the rule."""

    part: EvidencePart
    is_wrong: bool = False


def lacks_of(needs: EvidenceNeeds, brought: BroughtFacts, *, since: datetime, now: datetime) -> list[Lack]:
    """The parts that are missing or do not fit; the photo must have been taken from `since` to `now`.

    A place and a time are asked of a photo alone, and a distance only where the case has a place.
    """
    lacks = []
    if needs.before and not brought.before:
        lacks.append(Lack(EvidencePart.BEFORE))
    if needs.after and not brought.after:
        lacks.append(Lack(EvidencePart.AFTER))
    if needs.signature and not brought.signature:
        lacks.append(Lack(EvidencePart.SIGNATURE))
    if not brought.after:
        return lacks
    if needs.most_metres is not None and brought.has_place:
        if brought.metres is None:
            lacks.append(Lack(EvidencePart.PLACE))
        elif brought.metres > needs.most_metres:
            lacks.append(Lack(EvidencePart.PLACE, is_wrong=True))
    if needs.time:
        if brought.taken_at is None:
            lacks.append(Lack(EvidencePart.TIME))
        elif not since <= brought.taken_at <= now + SKEW:
            lacks.append(Lack(EvidencePart.TIME, is_wrong=True))
    return lacks


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


def parts_of(lacks: Iterable[Lack]) -> list[EvidencePart]:
    """The parts, each once, in the order of the vocabulary."""
    lacking = {lack.part for lack in lacks}
    return [part for part in EvidencePart if part in lacking]

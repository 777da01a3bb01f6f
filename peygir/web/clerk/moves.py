"""The form of each move: what it asks, read from the page into the values that the action wants."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peygir.cases.lifecycle import CLOSE_KINDS, RETURN_REASONS, WAIT_REASONS, MoveJudgement
from peygir.city import queries as city
from peygir.core.codes import read_code
from peygir.desks.answers.previews import KINDS
from peygir.desks.routing.agency_reminders import MEANS
from peygir.web.kit.current_city import current_city, end_of
from peygir.web.kit.dates import read_day
from peygir.web.kit.form_fields import set_choices, with_example
from peygir.web.kit.templatetags.ui import digits, in_language, named

MOST_BYTES: Final = 15 * 1024 * 1024
# verb → (icon, what happens when it is pressed)
LOOKS: Final[dict[str, tuple[str, Any]]] = {
    "accept": ("hammer", gettext_lazy("You take it in hand; it stands under your name.")),
    "finish": ("circle-check", gettext_lazy("With evidence and an answer; the citizen is asked whether it is fixed.")),
    "wait": ("circle-pause", gettext_lazy("For the citizen, another agency, the weather or material, until a date.")),
    "return": ("undo-2", gettext_lazy("It is not for this unit; say why, and it is routed again.")),
    "decline": ("ban", gettext_lazy("The citizen reads your reason and may object.")),
    "schedule": ("calendar-clock", gettext_lazy("It needs money; the citizen reads why it takes longer.")),
    "refer": ("send", gettext_lazy("Give it to another unit.")),
    "refer_out": ("building-2", gettext_lazy("It is the business of an agency outside; we keep following.")),
    "confirm": ("badge-check", gettext_lazy("The citizen said on the phone that it is fixed.")),
    "reopen": ("rotate-ccw", gettext_lazy("It is not fixed; the owner has it again with the old promise.")),
    "close": ("archive", gettext_lazy("End the case.")),
    "merge": ("git-merge", gettext_lazy("It is the same thing as another case.")),
    "split": ("split", gettext_lazy("Undo the joining; the reports come back.")),
    "withdraw": ("circle-x", gettext_lazy("The reporter takes it back.")),
}
# In which order moves are offered: what a clerk does most comes first.
ORDER: Final = tuple(LOOKS)


class PhotoField(forms.FileField):
    """One picture, as its bytes: None where none came, refused where it is bigger than any that a camera makes."""

    def clean(self, data: Any, initial: Any = None) -> bytes | None:
        """The bytes."""
        file = super().clean(data, initial)
        if file is None:
            return None
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The photo is too big."))
        return bytes(file.read())


class MoveForm(forms.Form):
    """Only the fields that `verb` asks for; the rest are taken away when it is made."""

    unit = forms.ChoiceField(label=gettext_lazy("Unit"))
    agency = forms.ChoiceField(label=gettext_lazy("Agency"))
    means = forms.ChoiceField(label=gettext_lazy("How was it told?"))
    reference = forms.CharField(label=gettext_lazy("The agency's number for it"), max_length=80, required=False)
    return_reason = forms.ChoiceField(label=gettext_lazy("Why is it not yours?"))
    wait_reason = forms.ChoiceField(label=gettext_lazy("What is waited for?"))
    until = forms.CharField(label=gettext_lazy("Expected until"), max_length=20)
    close_kind = forms.ChoiceField(label=gettext_lazy("Kind of closing"))
    into = forms.CharField(label=gettext_lazy("Code of the other case"), max_length=24)
    photo = PhotoField(label=gettext_lazy("Photo of the work"), required=False)
    form = forms.CharField(
        label=gettext_lazy("What was done"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("A photo or this line is needed as evidence."),
    )
    note = forms.CharField(label=gettext_lazy("Explanation"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(
        self, verb: str, state: str, data: Any = None, files: Any = None, *, initial: dict[str, str] | None = None
    ) -> None:
        super().__init__(data, files, auto_id=f"{verb}-%s", initial=initial)
        self.verb = verb
        field_names = _FIELDS.get(verb, ())
        for name in [name for name in self.fields if name not in field_names]:
            del self.fields[name]
        self.order_fields(field_names)
        for name in field_names:
            if name in _CHOICES:
                set_choices(self, name, [("", "—"), *_CHOICES[name](state)])
        if "note" in self.fields:
            self.fields["note"].label = _NOTE_LABELS.get(verb, self.fields["note"].label)
            self.fields["note"].required = verb not in _NOTE_IS_OPTIONAL
        if "until" in self.fields:
            with_example(self, "until")

    def clean_until(self) -> datetime:
        """The end of that day: Jalali for readers of Persian, either calendar for the others."""
        return end_of(read_day(self.cleaned_data["until"]))

    def clean_into(self) -> str:
        """The other code in any digits."""
        code = read_code(self.cleaned_data["into"])
        if code is None:
            raise forms.ValidationError(_("This is not a whole tracking code."))
        return code

    def given(self) -> dict[str, Any]:
        """The values under the names that the action knows."""
        said_here = dict(self.cleaned_data)
        for name, (other, make) in _RENAMED.items():
            if name in said_here:
                said_here[other] = make(said_here.pop(name))
        return said_here


@dataclass(frozen=True, slots=True)
class MovePart:
    """One move on the page: open with its form, or closed with the reason why."""

    verb: str
    label: str
    icon: str
    what: str
    is_allowed: bool
    why_not: str
    form: MoveForm | None
    is_open: bool = False
    draft: Any = None  # what was typed before and not sent, if the form shows it
    is_answer: bool = False  # whether its words go to the citizen as a message


def move_parts(
    judgements: Iterable[MoveJudgement],
    state: str,
    *,
    typed: MoveForm | None = None,
    drafts: Mapping[str, Any] | None = None,
) -> list[MovePart]:
    """All moves in the order of use; the one that was just refused stays open with what was typed, and so does the
    latest of the `drafts` (by verb)."""
    drafts = {verb: draft for verb, draft in (drafts or {}).items() if verb in LOOKS}
    latest = max(drafts, key=lambda verb: drafts[verb].saved_at, default="") if typed is None else ""
    parts = []
    for judgement in judgements:
        move = judgement.move
        verb = move.verb
        icon, what = LOOKS.get(verb, ("circle", ""))
        is_typed = typed is not None and typed.verb == verb
        draft = None if is_typed else drafts.get(verb)
        words = draft.words if draft is not None else None
        form = (
            (typed if is_typed else MoveForm(verb, state, initial=words)) if judgement.is_allowed or is_typed else None
        )
        parts.append(
            MovePart(
                verb,
                in_language(move.label),
                icon,
                str(what),
                judgement.is_allowed,
                in_language(judgement.why),
                form,
                is_typed or verb == latest,
                draft,
                verb in KINDS,
            )
        )
    return sorted(parts, key=lambda part: ORDER.index(part.verb) if part.verb in ORDER else len(ORDER))


def typed_words(said_here: Mapping[str, str]) -> dict[str, str]:
    """What of a sent form is words and choices: all that a draft keeps."""
    return {name: said_here[name] for name in WORDY if name in said_here}


_FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "refer": ("unit", "note"),
    "return": ("return_reason", "note"),
    "wait": ("wait_reason", "until", "note"),
    "schedule": ("note",),
    "decline": ("note",),
    "refer_out": ("agency", "means", "reference", "note"),
    "finish": ("note", "photo", "form"),
    "reopen": ("note",),
    "close": ("close_kind", "note"),
    "merge": ("into", "note"),
    "split": ("note",),
    "withdraw": ("note",),
}
# Every field that holds words or a choice.
WORDY: Final = tuple(sorted({name for row in _FIELDS.values() for name in row} - {"photo"}))
_NOTE_IS_OPTIONAL: Final = frozenset({"close", "merge"})
_NOTE_LABELS: Final = {
    "finish": gettext_lazy("Answer to the citizen"),
    "decline": gettext_lazy("Reason, as the citizen will read it"),
    "schedule": gettext_lazy("Why it takes longer, as the citizen will read it"),
    "refer_out": gettext_lazy("What the agency and the citizen should know"),
    "refer": gettext_lazy("Why there?"),
}
_RENAMED: Final = {
    "unit": ("unit_id", int),
    "agency": ("agency_id", int),
    "return_reason": ("reason", str),
    "wait_reason": ("reason", str),
    "close_kind": ("kind", str),
}


def _units(state: str) -> list[tuple[str, str]]:
    return [(str(unit.id), named(unit)) for unit in city.units(current_city().id)]


def _agencies(state: str) -> list[tuple[str, str]]:
    return [
        (str(agency.id), f"{named(agency)} · {digits(agency.phone)}") for agency in city.agencies(current_city().id)
    ]


def _means(state: str) -> list[tuple[str, str]]:
    return [(key, in_language(words)) for key, words in MEANS.items()]


def _return_reasons(state: str) -> list[tuple[str, str]]:
    return [(key, in_language(words)) for key, words in RETURN_REASONS.items()]


def _wait_reasons(state: str) -> list[tuple[str, str]]:
    return [(key, in_language(words)) for key, words in WAIT_REASONS.items()]


def _kinds(state: str) -> list[tuple[str, str]]:
    return [(kind, in_language(label)) for kind, (label, states) in CLOSE_KINDS.items() if state in states]


_CHOICES: Final[dict[str, Callable[[str], list[tuple[str, str]]]]] = {
    "unit": _units,
    "agency": _agencies,
    "means": _means,
    "close_kind": _kinds,
    "return_reason": _return_reasons,
    "wait_reason": _wait_reasons,
}

"""The form of each move: its fields, read from the page into the arguments of the action."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peygir.cases.commands import BY_COMMAND, COMMANDS, FIELDS
from peygir.cases.facts import DraftFacts
from peygir.cases.judging import MoveJudgement
from peygir.cases.states import CloseKind, ReturnReason, WaitReason
from peygir.city import queries as city
from peygir.core.codes import read_code
from peygir.desks.answers.proposed_drafts import ProposedDraft
from peygir.desks.fieldwork.evidence_needs import NOTHING_MORE, EvidenceNeeds
from peygir.desks.routing.agency_reminders import MEANS
from peygir.web.clerk.offline_forms import offline_keys
from peygir.web.kit.current_city import current_city, last_second_of
from peygir.web.kit.dates import read_day
from peygir.web.kit.evidence_fields import PICTURES, added_fields, given_evidence, needs_words
from peygir.web.kit.form_fields import set_choices, with_example
from peygir.web.kit.photo_field import PhotoField
from peygir.web.kit.templatetags.ui import digits, in_language, named


class MoveForm(forms.Form):
    """A form with only the fields that `verb` takes."""

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
    show_photo = forms.BooleanField(
        label=gettext_lazy("Show this photo to everybody"),
        required=False,
        initial=True,
        help_text=gettext_lazy(
            "It is shown on the public page as soon as it is ready. Faces and plates can be covered later."
        ),
    )
    form = forms.CharField(
        label=gettext_lazy("What was done"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("A photo or this line is needed as evidence."),
    )
    note = forms.CharField(label=gettext_lazy("Explanation"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(
        self,
        verb: str,
        state: str,
        data: QueryDict | None = None,
        files: "MultiValueDict[str, UploadedFile[bytes]] | None" = None,
        *,
        initial: dict[str, str | bool] | None = None,
        may_show: bool = False,
        needs: EvidenceNeeds = NOTHING_MORE,
    ) -> None:
        self.verb = verb
        command = BY_COMMAND[verb]
        shown = ("show_photo",) if may_show and verb == "finish" else ()
        names = [name for one in command.fields for name in ((one, *shown) if one == "photo" else (one,))]
        # Django copies these for each form: only those that the move takes, in its order.
        self.base_fields = {name: self.base_fields[name] for name in names}  # type: ignore[misc]
        added = added_fields(needs) if verb == "finish" else {}
        self.base_fields = {**self.base_fields, **added}  # type: ignore[misc]
        super().__init__(data, files, auto_id=f"{verb}-%s", initial=initial)
        if "photo" in self.fields and added:
            self.fields["photo"].help_text = needs_words(needs)
        for name in command.fields:
            if name in _CHOICES:
                set_choices(self, name, [("", "—"), *_CHOICES[name](state)])
        if "note" in self.fields:
            if command.note_label is not None:
                self.fields["note"].label = in_language(command.note_label)
            self.fields["note"].required = not command.note_is_optional
        if "until" in self.fields:
            with_example(self, "until")

    def clean_until(self) -> datetime:
        """Return the last second of that day; a Jalali date in Persian, either calendar in other languages."""
        return last_second_of(read_day(self.cleaned_data["until"]))

    def clean_into(self) -> str:
        """Return the other case's code, typed in Persian, Arabic or ASCII digits."""
        code = read_code(self.cleaned_data["into"])
        if code is None:
            raise forms.ValidationError(_("This is not a whole tracking code."))
        return code

    def given(self) -> dict[str, Any]:
        """Return the values as keyword arguments of the action."""
        values = dict(self.cleaned_data)
        evidence = given_evidence(values)
        is_shown = values.pop("show_photo", False) and values.get("photo") is not None
        given = {FIELDS[name].key: int(value) if FIELDS[name].kind == "id" else value for name, value in values.items()}
        return given | evidence | ({"is_photo_shown": True} if is_shown else {})


@dataclass(frozen=True, slots=True)
class MovePart:
    """A move on the page: possible, with its form, or impossible, with the reason."""

    verb: str
    label: str
    icon: str
    what: str
    is_allowed: bool
    why_not: str
    form: MoveForm | None
    is_open: bool = False
    draft: DraftFacts | None = None  # what was typed before and not sent, if the form shows it
    is_answer: bool = False  # whether its text goes to the citizen as a message
    goes_on: bool = False  # whether one may go on to the next case with it: the own work is over, or waits
    offline: str = ""  # the keys of its fields (JSON), if a phone may keep it as a command
    proposal: ProposedDraft | None = None

    @property
    def pictures(self) -> frozenset[str]:
        """The names of the form's fields that take a picture."""
        return PICTURES

    @property
    def shows_proposal(self) -> bool:
        """Whether the text in the form is the proposal, and nobody's own."""
        return (
            self.proposal is not None and self.form is not None and self.form.initial.get("note") == self.proposal.text
        )


def move_parts(
    judgements: Iterable[MoveJudgement],
    state: str,
    *,
    typed: MoveForm | None = None,
    drafts: Mapping[str, DraftFacts] | None = None,
    proposals: Mapping[str, ProposedDraft] | None = None,
    may_show: bool = False,
    needs: EvidenceNeeds = NOTHING_MORE,
) -> list[MovePart]:
    """Return all moves in the order of use. The form of a move that was just refused stays open with what was typed,
    and so does that of the latest of the `drafts` (by verb); a form without either opens with its proposal.
    `may_show`: whether this person may show photos to everybody. `needs`: what “done” needs in this case.
    """
    drafts = {verb: draft for verb, draft in (drafts or {}).items() if verb in BY_COMMAND}
    latest = max(drafts, key=lambda verb: drafts[verb].saved_at, default="") if typed is None else ""
    parts = []
    for judgement in judgements:
        move = judgement.move
        verb = move.verb
        command = BY_COMMAND[verb]
        is_typed = typed is not None and typed.verb == verb
        draft = None if is_typed else drafts.get(verb)
        proposal = (proposals or {}).get(verb)
        initial: dict[str, str | bool] | None = {**draft.words} if draft is not None else None
        if initial is None and proposal is not None:
            initial = {"note": proposal.text}
        form = (
            (typed if is_typed else MoveForm(verb, state, initial=initial, may_show=may_show, needs=needs))
            if judgement.is_allowed or is_typed
            else None
        )
        parts.append(
            MovePart(
                verb,
                in_language(move.label),
                command.icon,
                in_language(command.effect),
                judgement.is_allowed,
                in_language(judgement.why),
                form,
                is_typed or verb == latest,
                draft,
                bool(command.message),
                verb in _GO_ON,
                # A phone keeps no more than one photo and text with a command.
                "" if verb == "finish" and needs.asks else offline_keys(verb),
                proposal,
            )
        )
    return sorted(parts, key=lambda part: _ORDER[part.verb])


def typed_words(said_here: Mapping[str, str]) -> dict[str, str]:
    """Return the texts and choices of a submitted form, which is all that a draft keeps."""
    return {name: said_here[name] for name in WORDY if name in said_here}


_GO_ON: Final = frozenset({"finish", "decline", "wait", "schedule", "return", "refer", "refer_out"})
_ORDER: Final = {command.verb: place for place, command in enumerate(COMMANDS)}
# Every field of a move that holds text or a choice.
WORDY: Final = tuple(
    sorted({name for command in COMMANDS if command.move for name in command.fields if name != "photo"})
)


def _units(state: str) -> list[tuple[str, str]]:
    return [(str(unit.id), named(unit)) for unit in city.units(current_city().id)]


def _agencies(state: str) -> list[tuple[str, str]]:
    return [
        (str(agency.id), f"{named(agency)} · {digits(agency.phone)}") for agency in city.agencies(current_city().id)
    ]


def _means(state: str) -> list[tuple[str, str]]:
    return [(key, in_language(words)) for key, words in MEANS.items()]


def _return_reasons(state: str) -> list[tuple[str, str]]:
    return [(key, in_language(words)) for key, words in ReturnReason.labels().items()]


def _wait_reasons(state: str) -> list[tuple[str, str]]:
    return [(key, in_language(words)) for key, words in WaitReason.labels().items()]


def _kinds(state: str) -> list[tuple[str, str]]:
    return [(kind, in_language(kind.label)) for kind in CloseKind if state in kind.sources]


_CHOICES: Final[dict[str, Callable[[str], list[tuple[str, str]]]]] = {
    "unit": _units,
    "agency": _agencies,
    "means": _means,
    "close_kind": _kinds,
    "return_reason": _return_reasons,
    "wait_reason": _wait_reasons,
}

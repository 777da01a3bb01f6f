"""The promises of a case on its page: clocks, pauses, escalation steps, and requests for more time with decisions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peygir.cases.facts import CaseFacts, NoteFacts
from peygir.cases.judging import groups_of
from peygir.cases.lifecycle import CENTRE, OWNER
from peygir.cases.rules import visibility_of
from peygir.cases.states import WORKABLE, CaseState, ReplanReason, WaitReason
from peygir.desks.promises import queries as promises
from peygir.desks.promises.facts import PauseFacts, ReplanFacts, StepFacts
from peygir.people.rules import Actor
from peygir.web.kit.actor_names import who
from peygir.web.kit.clocks import clock_part
from peygir.web.kit.current_city import last_second_of
from peygir.web.kit.dates import read_day
from peygir.web.kit.form_fields import set_choices, with_example
from peygir.web.kit.parts import ClockPart
from peygir.web.kit.photo_field import PhotoField
from peygir.web.kit.templatetags.ui import digits, in_language, named

FormT = TypeVar("FormT", bound=forms.Form)
_ASKED_IN: Final = (WORKABLE | {CaseState.REFERRED_OUT}) - {CaseState.NEW, CaseState.RETURNED}
_VISITED_IN: Final = frozenset({CaseState.IN_HAND, CaseState.WAITING, CaseState.SCHEDULED, CaseState.REOPENED})
# escalation level → label of its recipients
RUNG_WORDS: Final = {
    "clerk": gettext_lazy("the clerk"),
    "manager": gettext_lazy("the manager"),
    "deputy": gettext_lazy("the deputy"),
    "mayor": gettext_lazy("the mayor's desk"),
}


class VisitForm(forms.Form):
    """A visit to the place, with optional photo and text."""

    photo = PhotoField(label=gettext_lazy("Photo of the place"), required=False)
    note = forms.CharField(
        label=gettext_lazy("What was found"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class AskForm(forms.Form):
    """The unit's request for more time."""

    reason = forms.ChoiceField(label=gettext_lazy("Why is more time needed?"))
    until = forms.CharField(label=gettext_lazy("New date"), max_length=20)
    note = forms.CharField(
        label=gettext_lazy("Explanation for the centre"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, auto_id="ask-%s")
        words = [(key, in_language(pair)) for key, pair in ReplanReason.labels().items()]
        set_choices(self, "reason", [("", "—"), *words])
        self.fields["reason"].help_text = _("The citizen reads the reason and, if it is granted, the new date.")
        with_example(self, "until")

    def clean_until(self) -> datetime:
        """Return the last second of that day; a Jalali date in Persian, either calendar in other languages."""
        return last_second_of(read_day(self.cleaned_data["until"]))


class DecideForm(forms.Form):
    """The centre's decision: granted or refused."""

    kind = forms.ChoiceField(choices=[("grant", "grant"), ("refuse", "refuse")], widget=forms.HiddenInput)
    note = forms.CharField(
        label=gettext_lazy("Why so decided"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


@dataclass(frozen=True, slots=True)
class PauseLine:
    """One pause: reason, start, end, and its length in working time."""

    reason: str
    since: datetime
    until: datetime | None
    to: datetime | None
    hours: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """One escalation step: its share of the time, its recipients, and when it was or will be taken."""

    percent: int
    who: str
    at: datetime
    is_fired: bool
    is_held: bool


@dataclass(frozen=True, slots=True)
class ReplanLine:
    """One request for more time, with the texts of both sides."""

    reason: str
    due: datetime
    by: str
    at: datetime
    note: str
    is_open: bool
    is_granted: bool
    decided_by: str
    decided_at: datetime | None
    decided_note: str


@dataclass(frozen=True, slots=True)
class PromisePanel:
    """The promises of a case as one person sees them; a form is None if it is not available to them now."""

    clocks: list[ClockPart]
    replaced: list[ClockPart]
    pauses: list[PauseLine]
    steps: list[StepLine]
    replans: list[ReplanLine]
    visit: VisitForm | None
    ask: AskForm | None
    decide: DecideForm | None
    typed: str = ""  # the form just refused, which stays open


def promise_panel(
    case: CaseFacts,
    by: Actor,
    *,
    notes: Mapping[int, NoteFacts],
    names: Mapping[int, str],
    typed: forms.Form | None = None,
) -> PromisePanel:
    """Return the panel of one case; `typed` is a refused form with what was typed in it."""
    clocks, groups = promises.clocks_of(case.pk), groups_of(by, visibility_of(case))
    finish, waiting = clocks.finish, clocks.open_replan
    may_visit = OWNER in groups and case.state in _VISITED_IN
    is_open = finish is not None and finish.kept_at is None
    may_ask = OWNER in groups and case.state in _ASKED_IN and is_open and waiting is None
    may_decide = CENTRE in groups and waiting is not None and waiting.asked_by != str(by) and is_open
    return PromisePanel(
        clocks=[clock_part(promise, case) for promise in clocks.promises],
        replaced=[clock_part(promise, case) for promise in clocks.replaced],
        pauses=[_pause(pause) for pause in clocks.pauses],
        steps=[_step(step) for step in clocks.steps if finish is not None and step.promise_id == finish.pk],
        replans=[_replan(replan, notes, names) for replan in clocks.replans],
        visit=_form(VisitForm, typed) if may_visit else None,
        ask=_form(AskForm, typed) if may_ask else None,
        decide=_form(DecideForm, typed) if may_decide else None,
        typed=type(typed).__name__ if typed is not None else "",
    )


def _form(kind: type[FormT], typed: forms.Form | None) -> FormT:
    return typed if isinstance(typed, kind) else kind()


def _pause(pause: PauseFacts) -> PauseLine:
    hours = digits(str(round(pause.worked.total_seconds() / 3600, 1)).removesuffix(".0")) if pause.worked else ""
    return PauseLine(in_language(WaitReason.labels()[pause.reason]), pause.from_at, pause.until_at, pause.to_at, hours)


def _step(step: StepFacts) -> StepLine:
    people = str(RUNG_WORDS.get(step.reached or step.audience, "—"))
    if step.unit is not None:
        people = f"{people} ({named(step.unit)})"
    return StepLine(step.percent, people, step.fired_at or step.due_at, step.state == "fired", step.state == "held")


def _replan(replan: ReplanFacts, notes: Mapping[int, NoteFacts], names: Mapping[int, str]) -> ReplanLine:
    asking_note, decided = notes.get(replan.number), notes.get(replan.decided_number or 0)
    return ReplanLine(
        reason=in_language(ReplanReason.labels()[replan.reason]),
        due=replan.due_at,
        by=who(replan.asked_by, names),
        at=replan.asked_at,
        note=asking_note.text if asking_note else "",
        is_open=replan.decided_at is None,
        is_granted=bool(replan.is_granted),
        decided_by=who(replan.decided_by, names) if replan.decided_by else "",
        decided_at=replan.decided_at,
        decided_note=decided.text if decided else "",
    )

"""The forms of the secretariat: a session, a decision with its votes, an answer, and reasons."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from peygir.core.persian import ascii_digits
from peygir.outlook.planning.actions.council import DecisionTerms, SessionTerms
from peygir.outlook.planning.council_facts import SittingFacts
from peygir.outlook.planning.facts import ProposalFacts
from peygir.outlook.planning.states import CouncilOutcome, PlanAnswer, VoteChoice
from peygir.web.kit.dates import written_day
from peygir.web.kit.form_fields import DayField, WallTime, WholeNumber, set_choices, with_example
from peygir.web.kit.templatetags.ui import digits, in_language

MOST_DIGITS: Final = 16
NOTHING: Final = ""


class RialsField(forms.CharField):
    """An amount in whole rials, with or without separators, in any digits."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=40, **more)

    def clean(self, value: object) -> int | None:
        """Return the amount, None for an optional field left empty. Raises ValidationError."""
        text = ascii_digits(super().clean(value))
        for separator in (",", "٬", "،", " ", "\u00a0"):
            text = text.replace(separator, "")
        if not text:
            return None
        if not (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS):
            raise forms.ValidationError(_("Please give the amount in whole rials."))
        return int(text)


class SittingForm(forms.Form):
    """A session: number, whose, when, where, and whether everybody may read it."""

    number = forms.CharField(label=gettext_lazy("Number of the session"), max_length=40)
    commission = forms.CharField(
        label=gettext_lazy("Commission"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Leave it empty for a session of the whole council."),
    )
    held_on = DayField(label=gettext_lazy("Day"))
    begins_at = WallTime(label=gettext_lazy("Begins at"), required=False, help_text=gettext_lazy("Like 09:30"))
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    is_public = forms.BooleanField(
        label=gettext_lazy("Everybody may read the agenda, the minutes and the decisions"), required=False
    )

    def __init__(self, data: QueryDict | None = None, *, sitting: SittingFacts | None = None) -> None:
        initial: dict[str, object] = {"is_public": True}
        if sitting is not None:
            initial = {name: getattr(sitting, name) for name in ("commission", "begins_at", "place", "is_public")}
            initial |= {"number": digits(sitting.number), "held_on": written_day(sitting.held_on)}
        self._minutes = sitting.minutes if sitting is not None else ""
        super().__init__(data, initial=initial)
        with_example(self, "held_on")

    def terms(self) -> SessionTerms:
        """Return what the form says, with the minutes as they are."""
        names = ("number", "commission", "held_on", "begins_at", "place", "is_public")
        return SessionTerms(minutes=self._minutes, **{name: self.cleaned_data[name] for name in names})


class MinutesForm(forms.Form):
    """The minutes of a session."""

    minutes = forms.CharField(
        label=gettext_lazy("Minutes"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 12}), required=False
    )


class ReasonForm(forms.Form):
    """The reason of a step."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2}), required=False
    )


class AgendaForm(forms.Form):
    """What is put on the agenda: a proposal that was sent, or a question to the council."""

    item = forms.ChoiceField(label=gettext_lazy("Put on the agenda"))

    def __init__(self, data: QueryDict | None = None, *, choices: Sequence[tuple[str, list[tuple[str, str]]]]) -> None:
        super().__init__(data)
        set_choices(self, "item", [group for group in choices if group[1]])


class CouncilDecisionForm(forms.Form):
    """A decision of the council: outcome, votes, amount, amendments, reason, and votes by name."""

    outcome = forms.ChoiceField(label=gettext_lazy("Decision"), widget=forms.RadioSelect)
    votes_for = WholeNumber(label=gettext_lazy("Votes for"), min_value=0, max_value=500, required=False)
    votes_against = WholeNumber(label=gettext_lazy("Votes against"), min_value=0, max_value=500, required=False)
    votes_abstained = WholeNumber(label=gettext_lazy("Abstentions"), min_value=0, max_value=500, required=False)
    amount = RialsField(
        label=gettext_lazy("Approved amount in rials"),
        required=False,
        help_text=gettext_lazy("Leave it empty if the amount of the proposal was approved."),
    )
    amendments = forms.CharField(
        label=gettext_lazy("Amendments to the proposal"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=gettext_lazy("Needed if it is returned or refused. Citizens whose cases wait for it read this."),
    )

    def __init__(self, data: QueryDict | None, *, proposal: ProposalFacts, members: Sequence[tuple[int, str]]) -> None:
        super().__init__(data, initial={"outcome": CouncilOutcome.APPROVED.value})
        set_choices(self, "outcome", [(one.value, in_language(one.label)) for one in CouncilOutcome])
        self.fields["amount"].widget.attrs["placeholder"] = digits(proposal.amount)
        self._members = [member_id for member_id, _name in members]
        choices = [(NOTHING, "—"), *((one.value, in_language(one.label)) for one in VoteChoice)]
        for member_id, name in members:
            self.fields[f"member-{member_id}"] = forms.ChoiceField(label=name, choices=choices, required=False)

    def votes(self) -> list[forms.BoundField]:
        """Return the fields of the members."""
        return [self[f"member-{member_id}"] for member_id in self._members]

    def terms(self) -> DecisionTerms:
        """Return what the form says; counts that are left empty are those of the votes by name."""
        values = self.cleaned_data
        votes = {one: values[f"member-{one}"] for one in self._members if values.get(f"member-{one}")}
        counted = list(votes.values())
        numbers = {
            name: counted.count(choice) if values[name] is None else values[name]
            for name, choice in (
                ("votes_for", VoteChoice.FOR),
                ("votes_against", VoteChoice.AGAINST),
                ("votes_abstained", VoteChoice.ABSTAINED),
            )
        }
        return DecisionTerms(
            outcome=values["outcome"],
            amount=values["amount"],
            amendments=values["amendments"],
            reason=values["reason"],
            votes=votes,
            **numbers,
        )


class CouncilAnswerForm(forms.Form):
    """The council's answer to a question about a problem."""

    answer = forms.ChoiceField(label=gettext_lazy("Answer"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}), required=False
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data)
        set_choices(self, "answer", [(one.value, in_language(one.label)) for one in PlanAnswer])

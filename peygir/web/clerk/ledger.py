"""The agency referrals on a case's page: what was sent to whom, and the two forms that record reminders and answers."""

from dataclasses import dataclass

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from peygir.cases.facts import CaseFacts
from peygir.cases.judging import groups_of
from peygir.cases.lifecycle import CENTRE, OWNER
from peygir.cases.rules import visibility_of
from peygir.desks.routing import queries as routed
from peygir.desks.routing.agency_reminders import MEANS
from peygir.desks.routing.queries.ledger import AgencyReferralRow
from peygir.people.rules import Actor
from peygir.web.kit.form_fields import set_choices
from peygir.web.kit.templatetags.ui import in_language


class ReminderForm(forms.Form):
    """The agency was reminded."""

    means = forms.ChoiceField(label=gettext_lazy("By which means?"))
    reference = forms.CharField(label=gettext_lazy("The agency's number for it"), max_length=80, required=False)
    note = forms.CharField(
        label=gettext_lazy("What they said, for colleagues"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, data: QueryDict | None = None, *, line_id: int = 0) -> None:
        super().__init__(data, auto_id=f"chase-{line_id}-%s")
        self.line_id = line_id
        set_choices(self, "means", [(key, in_language(words)) for key, words in MEANS.items()])


class AgencyAnswerForm(forms.Form):
    """The agency answered."""

    answer = forms.CharField(
        label=gettext_lazy("What did the agency answer?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_public = forms.BooleanField(label=gettext_lazy("The citizen reads it too"), required=False)

    def __init__(self, data: QueryDict | None = None, *, line_id: int = 0) -> None:
        super().__init__(data, auto_id=f"answer-{line_id}-%s", initial={"is_public": True})
        self.line_id = line_id


@dataclass(frozen=True, slots=True)
class LedgerPart:
    """One referral with its forms, if this person may record on it."""

    line: AgencyReferralRow
    means: str
    reminder: ReminderForm | None
    answer: AgencyAnswerForm | None
    typed: str  # the name of the form just refused


def ledger_parts(case: CaseFacts, by: Actor, *, typed: forms.Form | None) -> list[LedgerPart]:
    """Return the referrals of a case; a refused form keeps what was typed."""
    may_keep = bool({OWNER, CENTRE} & groups_of(by, visibility_of(case)))
    parts = []
    for referral in routed.agency_referrals_of(case.pk):
        mine = typed if getattr(typed, "line_id", None) == referral.id else None
        is_open = may_keep and referral.is_open
        reminder = (mine if isinstance(mine, ReminderForm) else ReminderForm(line_id=referral.id)) if is_open else None
        answer = (
            (mine if isinstance(mine, AgencyAnswerForm) else AgencyAnswerForm(line_id=referral.id)) if is_open else None
        )
        parts.append(
            LedgerPart(referral, in_language(referral.means), reminder, answer, type(mine).__name__ if mine else "")
        )
    return parts[::-1]

"""Writing a proposal: a new one from the chosen option, with a text to begin with, and changing one."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_http_methods

from peygir.core.refusals import Missing, Refusal
from peygir.outlook.planning import actions
from peygir.outlook.planning import queries as planning
from peygir.outlook.planning.actions.proposals import LONGEST_PROPOSAL, NoOptionIsChosen, ProposalTerms
from peygir.outlook.planning.facts import ProgrammeFacts, ProposalFacts
from peygir.outlook.planning.rules import may_plan
from peygir.people.actions import NotYourWork
from peygir.people.permissions import Permission
from peygir.people.rules import Actor
from peygir.web.kit.access import actor, staff
from peygir.web.kit.current_city import current_city
from peygir.web.kit.dates import written_day
from peygir.web.kit.form_fields import DayField, with_example
from peygir.web.kit.middleware.refusals import status_of
from peygir.web.kit.money_forms import AmountField
from peygir.web.kit.submitting import refuse
from peygir.web.kit.templatetags.ui import digits
from peygir.web.plans.programme import programme_seen
from peygir.web.plans.proposal import proposal_seen
from peygir.web.plans.proposal_text import proposal_draft

_FIELDS: Final = {
    "TitleIsMissing": "title",
    "PlanTextIsTooLong": "text",
    "WordsArePersonal": "text",
    "AmountIsNotRight": "amount",
    "LetterIsMissing": "letter_number",
}


class PlanProposalForm(forms.Form):
    """A proposal: its title and text, the amount that is asked for, and the letter that it goes with."""

    title = forms.CharField(label=gettext_lazy("Title of the proposal"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("Text"), max_length=LONGEST_PROPOSAL, widget=forms.Textarea(attrs={"rows": 16})
    )
    amount = AmountField(label=gettext_lazy("Amount that is asked for, in rials"))
    commission = forms.CharField(label=gettext_lazy("Commission of the council"), max_length=120, required=False)
    letter_number = forms.CharField(label=gettext_lazy("Number of the letter"), max_length=40, required=False)
    letter_on = DayField(label=gettext_lazy("Day of the letter"), required=False)
    is_public = forms.BooleanField(
        label=gettext_lazy("Everybody may read it"),
        required=False,
        help_text=gettext_lazy("Once it is sent. Names, phone numbers and addresses are refused then."),
    )

    def __init__(self, data: Any = None, *, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        self.fields["letter_on"].help_text = ""
        with_example(self, "letter_on")

    def terms(self) -> ProposalTerms:
        """Return what was filled in."""
        return ProposalTerms(**self.cleaned_data)


@staff(Permission.PLAN_CITY)
@require_http_methods(["GET", "POST"])
def plan_proposal_new(request: HttpRequest, programme_id: int) -> HttpResponse:
    """Show the form of a proposal with its first text; POST writes the proposal."""
    by = actor(request)
    programme = programme_seen(programme_id, by)
    if not may_plan(by, programme.unit_id):
        raise NotYourWork()
    if request.method != "POST":
        return _page(request, PlanProposalForm(initial=_beginning(programme, by)), programme)
    form = PlanProposalForm(request.POST)
    if not form.is_valid():
        return _page(request, form, programme, status=422)
    try:
        proposal_id = actions.make_proposal(programme_id, form.terms(), by=by)
    except Missing:
        raise
    except Refusal as refusal:
        refuse(form, refusal, _FIELDS)
        return _page(request, form, programme, status=status_of(refusal))
    messages.success(request, _("The proposal is written. Read its PDF, then send it."))
    return redirect("plan_proposal", proposal_id=proposal_id)


@staff(Permission.PLAN_CITY)
@require_http_methods(["GET", "POST"])
def plan_proposal_edit(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Show the form of a proposal; POST writes its next version."""
    by = actor(request)
    proposal, programme = proposal_seen(proposal_id, by)
    if not may_plan(by, proposal.unit_id):
        raise NotYourWork()
    form = PlanProposalForm(request.POST if request.method == "POST" else None, initial=_stored(proposal))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_proposal(proposal_id, form.terms(), by=by)
        except Missing:
            raise
        except Refusal as refusal:
            refuse(form, refusal, _FIELDS)
            return _page(request, form, programme, proposal=proposal, status=status_of(refusal))
        messages.success(request, _("The changes are kept."))
        return redirect("plan_proposal", proposal_id=proposal_id)
    return _page(request, form, programme, proposal=proposal, status=422 if form.errors else 200)


def _beginning(programme: ProgrammeFacts, by: Actor) -> dict[str, Any]:
    """Return the first title, text and amount. Raises NoOptionIsChosen."""
    option = next((one for one in programme.options if one.number == programme.chosen_option), None)
    problem = planning.problem(programme.problem_id, by=by)
    if option is None or problem is None:
        raise NoOptionIsChosen()
    with override(current_city().language):
        title = _("Proposal: %(title)s") % {"title": programme.title}
        text = proposal_draft(problem, programme, option)
    return {
        "title": title[:200],
        "text": text,
        "amount": digits(option.cost[1]),
        "is_public": programme.is_public,
    }


def _stored(proposal: ProposalFacts) -> dict[str, Any]:
    names = ("title", "text", "commission", "letter_number", "is_public")
    letter_on = written_day(proposal.letter_on) if proposal.letter_on is not None else ""
    return {name: getattr(proposal, name) for name in names} | {
        "amount": digits(proposal.amount),
        "letter_on": letter_on,
    }


def _page(
    request: HttpRequest,
    form: PlanProposalForm,
    programme: ProgrammeFacts,
    *,
    proposal: ProposalFacts | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "programme": programme, "proposal": proposal}
    return render(request, "plans/proposal_form.html", context, status=status)

"""Keeps proposals to the council, and sends or withdraws them; the programme and its problem follow."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import Q

from peygir.cases.actions.file import refuse_the_personal
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.history.kinds.planning import ProposalKept
from peygir.outlook.planning.actions.files import locked_plan, move_plan, record_plan, refuse_other_than
from peygir.outlook.planning.actions.publishing import follow_publicity
from peygir.outlook.planning.lifecycle import PLANNER
from peygir.outlook.planning.models import PlanProblem, Programme, Proposal
from peygir.outlook.planning.rules import MOST_RIALS, checked_text, checked_title, digest_of
from peygir.outlook.planning.states import (
    CHANGEABLE_PROGRAMMES,
    CHANGEABLE_PROPOSALS,
    LinkKind,
    ProblemState,
    ProposalState,
)
from peygir.people.rules import SYSTEM, Actor

LONGEST_PROPOSAL: Final = 12_000


class NoOptionIsChosen(Conflict):
    """A proposal is made of the option that was chosen."""

    message = _("Choose one option of the programme first; it can be proposed while it is a draft or was returned.")


class ProgrammeHasAProposal(Conflict):
    """A programme has one proposal at a time."""

    message = _("This programme has a proposal already.")


class ProposalIsSent(Conflict):
    """The text of a proposal that was sent does not change."""

    message = _("This proposal was sent; its text does not change any more.")


class LetterIsMissing(Invalid):
    """A proposal is sent with a letter, to a commission."""

    message = _("Please give the commission, and the number and day of the letter.")


class AmountIsNotRight(Invalid):
    """A sum of money is negative, or too large to be one."""

    message = _("Please give the amount in whole rials, from 0 to {most}.")


class VariantIsProposed(Conflict):
    """Another programme that this one excludes was proposed or approved."""

    message = _("“{other}”, which excludes this programme, was proposed or approved.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalTerms:
    """What a proposal says, and the letter that it goes with; `amount` in rials."""

    title: str
    text: str
    amount: int
    commission: str = ""
    letter_number: str = ""
    letter_on: date | None = None
    is_public: bool = False


@transaction.atomic
def make_proposal(programme_id: int, terms: ProposalTerms, *, by: Actor) -> int:
    """Write a proposal of the chosen option; returns its id.

    Raises NotYourWork, NoSuchPlanFile, NoOptionIsChosen, ProgrammeHasAProposal, AmountIsNotRight and what texts raise.
    """
    programme, now = locked_plan(Programme, programme_id), clock.now()
    refuse_other_than(PLANNER, by, programme.unit_id)
    option = programme.options.filter(number=programme.chosen_option or 0).first()
    if option is None or programme.state not in CHANGEABLE_PROGRAMMES:
        raise NoOptionIsChosen()
    ended = (ProposalState.REFUSED, ProposalState.WITHDRAWN)
    if Proposal.objects.filter(programme=programme).exclude(state__in=ended).exists():
        raise ProgrammeHasAProposal()
    row = Proposal(
        city_id=programme.city_id,
        programme=programme,
        option=option,
        unit_id=programme.unit_id,
        made_by=str(by),
        made_at=now,
        state_at=now,
    )
    _write(row, terms)
    row.save(force_insert=True)
    record_plan(row, _kept(row), by=by)
    return row.pk


@transaction.atomic
def change_proposal(proposal_id: int, terms: ProposalTerms, *, by: Actor) -> None:
    """Change a proposal that is a draft or was returned: its version is counted on.

    A returned one follows the option that is chosen now. Raises NotYourWork, NoSuchPlanFile, ProposalIsSent,
    LetterIsMissing, and what texts raise.
    """
    row = locked_plan(Proposal, proposal_id)
    refuse_other_than(PLANNER, by, row.unit_id)
    if row.state not in CHANGEABLE_PROPOSALS:
        raise ProposalIsSent()
    _write(row, terms)
    row.version += 1
    row.option = row.programme.options.get(number=row.programme.chosen_option or 0)
    names = ["title", "text", "amount", "commission", "letter_number", "letter_on", "is_public", "version", "option_id"]
    if row.published_at is not None:
        names += follow_publicity(row, is_open=row.is_public)
    record_plan(row, _kept(row), by=by, write=names)


@transaction.atomic
def send_proposal(proposal_id: int, *, by: Actor) -> None:
    """Send a proposal to the council: its programme is proposed, and its problem has a programme.

    Raises NotYourWork, NoSuchPlanFile, PlanMoveNotPossible, LetterIsMissing, VariantIsProposed.
    """
    row = locked_plan(Proposal, proposal_id)
    if not (row.commission and row.letter_number and row.letter_on):
        raise LetterIsMissing()
    programme = locked_plan(Programme, row.programme_id)
    _refuse_variants(programme)
    follow_publicity(row, is_open=row.is_public)
    row.save(update_fields=["published_at", "hidden_at"])
    move_plan(row, "send", by=by)
    move_plan(programme, "propose", by=by, acts_as=SYSTEM)
    problem = locked_plan(PlanProblem, programme.problem_id)
    if problem.state == ProblemState.OPEN:
        move_plan(problem, "plan", by=by, acts_as=SYSTEM)


@transaction.atomic
def withdraw_proposal(proposal_id: int, *, reason: str, by: Actor) -> None:
    """Withdraw a proposal that is on no agenda; a programme that was proposed by it is returned.

    Raises NotYourWork, NoSuchPlanFile, PlanMoveNotPossible, PlanReasonIsMissing.
    """
    row = locked_plan(Proposal, proposal_id)
    was_sent = row.state == ProposalState.SENT
    move_plan(row, "withdraw", reason=reason, by=by)
    if was_sent:
        move_plan(locked_plan(Programme, row.programme_id), "return", reason=reason, by=by, acts_as=SYSTEM)


def _refuse_variants(programme: Programme) -> None:
    """Raise VariantIsProposed if a programme that excludes this one is before the council or was approved."""
    ahead = Programme.objects.filter(city_id=programme.city_id).exclude(pk=programme.pk)
    ahead = ahead.filter(state__in=["proposed", "approved", "funded", "running", "done"])
    excluded = programme.links.filter(kind=LinkKind.EXCLUDES).values("other_id")
    excludes = Q(links__other=programme, links__kind=LinkKind.EXCLUDES) | Q(pk__in=excluded)
    if programme.variant_group:
        excludes |= Q(problem_id=programme.problem_id, variant_group=programme.variant_group)
    title = ahead.filter(excludes).order_by("pk").values_list("title", flat=True).first()
    if title is not None:
        raise VariantIsProposed(other=title)


def _write(row: Proposal, terms: ProposalTerms) -> None:
    if not 0 <= terms.amount <= MOST_RIALS:
        raise AmountIsNotRight(most=MOST_RIALS)
    row.title, row.text = checked_title(terms.title, 200), checked_text(terms.text, LONGEST_PROPOSAL)
    row.commission, row.letter_number = checked_text(terms.commission, 120), checked_text(terms.letter_number, 40)
    row.letter_on, row.amount, row.is_public = terms.letter_on, terms.amount, terms.is_public
    if row.is_public:
        refuse_the_personal(f"{row.title}\n{row.text}")
    if row.state == ProposalState.RETURNED and not (row.commission and row.letter_number and row.letter_on):
        raise LetterIsMissing()


def _kept(row: Proposal) -> ProposalKept:
    names = ("title", "text", "amount", "commission", "letter_number", "letter_on", "is_public")
    digest = digest_of({name: getattr(row, name) for name in names})
    return ProposalKept(programme=row.programme_id, option=row.option_id, proposal_version=row.version, digest=digest)

"""Keeps the council's sessions, and records decisions; proposals and programmes follow."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Final

from django.db import transaction

from peygir.cases.actions.file import refuse_the_personal
from peygir.core import clock
from peygir.core.personal import KINDS
from peygir.core.refusals import Conflict, Invalid
from peygir.core.translation import Joined
from peygir.core.translation import gettext_lazy as _
from peygir.history.kinds.planning import CouncilDecided, SittingKept
from peygir.outlook.planning.actions.files import NoSuchPlanFile, locked_plan, move_plan, record_plan, refuse_other_than
from peygir.outlook.planning.actions.proposals import AmountIsNotRight
from peygir.outlook.planning.actions.publishing import follow_publicity
from peygir.outlook.planning.lifecycle import SECRETARIAT
from peygir.outlook.planning.minutes_rules import personal_kinds
from peygir.outlook.planning.models import (
    AgendaItem,
    CouncilDecision,
    CouncilSession,
    CouncilVote,
    Programme,
    Proposal,
)
from peygir.outlook.planning.rules import MOST_RIALS, checked_reason, checked_text, checked_title, digest_of
from peygir.outlook.planning.states import CouncilOutcome, ProposalState, SittingState, VoteChoice
from peygir.people.permissions import Permission
from peygir.people.queries import names_of_staff, staff_who_work
from peygir.people.role_catalogue import roles_with
from peygir.people.rules import SYSTEM, Actor

MOST_VOTES: Final = 500
_FIELDS: Final = ("number", "held_on", "begins_at", "place", "commission", "minutes", "is_public")
_VERB_OF: Final = {
    CouncilOutcome.APPROVED: "approve",
    CouncilOutcome.RETURNED: "return",
    CouncilOutcome.REFUSED: "refuse",
}


class SessionNumberIsTaken(Conflict):
    """The council, or the commission, has a session with this number."""

    message = _("There is a session with this number already.")


class SittingIsOver(Conflict):
    """The agenda of a session that was held, and minutes that are final, do not change."""

    message = _("This session was held or cancelled; this does not change any more.")


class SessionIsNotHeld(Conflict):
    """Decisions belong to a session that was held."""

    message = _("Decisions are recorded once the session was held.")


class ItemsAreUndecided(Conflict):
    """The minutes are final when every item has its decision."""

    message = _("Record the decision about every item first, and the minutes.")


class MinutesArePersonal(Invalid):
    """Minutes that everybody reads hold somebody's data."""

    message = _(
        "Everybody reads these minutes, but they hold {what}. Please take that out; only people of the city and of the "
        "council may be named."
    )


class ItemIsDecided(Conflict):
    """An item has one decision."""

    message = _("The decision about this item is recorded already.")


class VotesAreNotRight(Invalid):
    """The votes are no counts, do not add up to those by name, or name somebody who is no member of the council."""

    message = _("The counts of votes must be 0 to {most}, and equal those by name where members are named.")


class CouncilOutcomeIsUnknown(Invalid):
    """The outcome is none of the list."""

    message = _("Choose whether the proposal was approved, returned or refused.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionTerms:
    """What is known of a session; without a commission it is one of the whole council. `begins_at`: city's time."""

    number: str
    held_on: date
    commission: str = ""
    minutes: str = ""
    is_public: bool = True
    begins_at: time | None = None
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionTerms:
    """A decision: outcome, reason for a no, amendments, approved amount (rials), votes in numbers, and by name.

    `votes`: the id of a member of the council → a value of VoteChoice; empty where votes are not public.
    """

    outcome: str
    votes_for: int
    votes_against: int
    votes_abstained: int
    reason: str = ""
    amendments: str = ""
    amount: int | None = None
    votes: Mapping[int, str] = field(default_factory=dict)


@transaction.atomic
def make_session(city_id: int, terms: SessionTerms, *, by: Actor) -> int:
    """Plan a session; returns its id.

    Raises NotYourWork, SessionNumberIsTaken, MinutesArePersonal and what texts raise.
    """
    refuse_other_than(SECRETARIAT, by)
    now = clock.now()
    row = CouncilSession(city_id=city_id, made_by=str(by), made_at=now, state_at=now)
    _write(row, terms)
    follow_publicity(row, is_open=row.is_public)
    row.save(force_insert=True)
    record_plan(row, _kept(row), by=by)
    return row.pk


@transaction.atomic
def change_session(session_id: int, terms: SessionTerms, *, by: Actor) -> None:
    """Change a session, or write its minutes, until they are final.

    Raises NotYourWork, NoSuchPlanFile, SittingIsOver, SessionNumberIsTaken, MinutesArePersonal and what texts raise.
    """
    refuse_other_than(SECRETARIAT, by)
    row = locked_plan(CouncilSession, session_id)
    if row.state not in (SittingState.PLANNED, SittingState.HELD):
        raise SittingIsOver()
    _write(row, terms)
    changed = follow_publicity(row, is_open=row.is_public)
    record_plan(row, _kept(row), by=by, write=[*_FIELDS, *changed])


@transaction.atomic
def move_session(session_id: int, verb: str, *, reason: str = "", by: Actor) -> None:
    """Say that a session was held, make its minutes final, or cancel it: then its proposals wait for another one.

    Raises NotYourWork, NoSuchPlanFile, PlanMoveNotPossible, PlanReasonIsMissing, ItemsAreUndecided.
    """
    refuse_other_than(SECRETARIAT, by)
    row = locked_plan(CouncilSession, session_id)
    items = row.items.filter(removed_at=None)
    undecided = items.filter(question=None, decision=None) | items.filter(question__answer="")
    if verb == "minute" and (not row.minutes or undecided.exists()):
        raise ItemsAreUndecided()
    move_plan(row, verb, reason=reason, by=by)
    if verb == "cancel":
        proposals = items.exclude(proposal=None).order_by("proposal_id")
        for proposal_id in proposals.values_list("proposal_id", flat=True):
            proposal = locked_plan(Proposal, proposal_id)
            if proposal.state == ProposalState.ON_AGENDA:
                move_plan(proposal, "postpone", by=by, acts_as=SYSTEM)


@transaction.atomic
def record_decision(item_id: int, terms: DecisionTerms, *, by: Actor) -> int:
    """Record what the council decided about an item; its proposal and programme follow. Returns the decision's id.

    Raises NotYourWork, NoSuchPlanFile, SessionIsNotHeld, ItemIsDecided, CouncilOutcomeIsUnknown, VotesAreNotRight,
    AmountIsNotRight, PlanReasonIsMissing, WordsArePersonal, PlanMoveNotPossible.
    """
    refuse_other_than(SECRETARIAT, by)
    item = AgendaItem.objects.filter(pk=item_id, removed_at=None).select_related("proposal").first()
    if item is None or item.proposal_id is None:
        raise NoSuchPlanFile()
    row, proposal = locked_plan(CouncilSession, item.session_id), locked_plan(Proposal, item.proposal_id)
    if row.state != SittingState.HELD:
        raise SessionIsNotHeld()
    if CouncilDecision.objects.filter(item=item).exists():
        raise ItemIsDecided()
    decision = _decision(item, proposal, row, terms, by)
    decision.save(force_insert=True)
    CouncilVote.objects.bulk_create(
        CouncilVote(decision=decision, member_id=member, choice=choice) for member, choice in terms.votes.items()
    )
    verb = _VERB_OF[CouncilOutcome.of(terms.outcome)]
    move_plan(proposal, verb, reason=decision.reason, by=by)
    move_plan(locked_plan(Programme, proposal.programme_id), verb, reason=decision.reason, by=by, acts_as=SYSTEM)
    record_plan(row, _decided(decision, proposal, terms), by=by)
    return decision.pk


def _decision(
    item: AgendaItem, proposal: Proposal, row: CouncilSession, terms: DecisionTerms, by: Actor
) -> CouncilDecision:
    """The decision that these terms make. Raises what `record_decision` raises for them."""
    if terms.outcome not in CouncilOutcome.labels():
        raise CouncilOutcomeIsUnknown()
    _check_votes(terms)
    if terms.amount is not None and not 0 <= terms.amount <= MOST_RIALS:
        raise AmountIsNotRight(most=MOST_RIALS)
    reason = checked_reason(terms.reason, is_needed=terms.outcome != CouncilOutcome.APPROVED)
    amendments = checked_text(terms.amendments)
    for text in (reason, amendments):
        refuse_the_personal(text)  # citizens read it
    is_approved = terms.outcome == CouncilOutcome.APPROVED
    return CouncilDecision(
        item=item,
        outcome=terms.outcome,
        reason=reason,
        amendments=amendments,
        amount=(proposal.amount if terms.amount is None else terms.amount) if is_approved else None,
        votes_for=terms.votes_for,
        votes_against=terms.votes_against,
        votes_abstained=terms.votes_abstained,
        are_votes_public=bool(terms.votes),
        decided_on=row.held_on,
        by=str(by),
        at=clock.now(),
    )


def _check_votes(terms: DecisionTerms) -> None:
    """Raise VotesAreNotRight where counts and names do not fit."""
    counts = {
        VoteChoice.FOR: terms.votes_for,
        VoteChoice.AGAINST: terms.votes_against,
        VoteChoice.ABSTAINED: terms.votes_abstained,
    }
    choices = list(terms.votes.values())
    is_right = all(0 <= count <= MOST_VOTES for count in counts.values())
    is_right = is_right and all(choice in VoteChoice.labels() for choice in choices)
    if choices:
        is_right = is_right and all(choices.count(choice) == count for choice, count in counts.items())
        members = {person.pk for person in staff_who_work(roles_with(Permission.WATCH_CITY))}
        is_right = is_right and set(terms.votes) <= members
    if not is_right:
        raise VotesAreNotRight(most=MOST_VOTES)


def _decided(decision: CouncilDecision, proposal: Proposal, terms: DecisionTerms) -> CouncilDecided:
    votes = [[member, str(choice)] for member, choice in sorted(terms.votes.items())]
    content = {"reason": decision.reason, "amendments": decision.amendments, "votes": votes}
    return CouncilDecided(
        item=decision.item_id,
        proposal=proposal.pk,
        outcome=decision.outcome,
        votes_for=decision.votes_for,
        votes_against=decision.votes_against,
        votes_abstained=decision.votes_abstained,
        amount=decision.amount,
        digest=digest_of(content),
    )


def _write(row: CouncilSession, terms: SessionTerms) -> None:
    row.number, row.held_on = checked_title(terms.number, 40), terms.held_on
    minutes = checked_text(terms.minutes, 20_000)
    if terms.is_public and not (row.published_at is not None and row.is_public and minutes == row.minutes):
        _refuse_personal_minutes(minutes)
    row.commission, row.minutes = checked_text(terms.commission, 120), minutes
    row.begins_at, row.place, row.is_public = terms.begins_at, checked_text(terms.place, 200), terms.is_public
    same = CouncilSession.objects.filter(city_id=row.city_id, commission=row.commission, number=row.number)
    if same.exclude(pk=row.pk).exists():
        raise SessionNumberIsTaken()


def _refuse_personal_minutes(minutes: str) -> None:
    """Raise MinutesArePersonal. No name is looked for among the citizens: that would tell who reported something."""
    kinds = personal_kinds(minutes, names_of_staff() if minutes else ())
    if kinds:
        raise MinutesArePersonal(what=Joined(tuple(KINDS[kind] for kind in kinds), _(" and ")))


def _kept(row: CouncilSession) -> SittingKept:
    content = {name: getattr(row, name) for name in ("commission", "minutes", "is_public", "begins_at", "place")}
    return SittingKept(number=row.number, held_on=row.held_on.isoformat(), digest=digest_of(content))

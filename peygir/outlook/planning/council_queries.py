"""Questions about the council: sessions with their agendas, what waits for one, and the votes of a member."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Final

from django.db.models import Count, Q, QuerySet

from peygir.outlook.planning.council_facts import (
    AgendaItemFacts,
    CouncilQuestion,
    MemberVote,
    SittingFacts,
    WholeProposal,
)
from peygir.outlook.planning.facts import DecisionFacts, ProposalFacts
from peygir.outlook.planning.goal_queries import goals_of
from peygir.outlook.planning.models import AgendaItem, CouncilSession, CouncilVote, PlanProblem, ProblemAnswer, Proposal
from peygir.outlook.planning.queries import answers_of, problem_facts, programme, proposals_of
from peygir.outlook.planning.states import AnsweringBody, ProposalState, SittingState

MOST: Final = 500
_PRESENT: Final = Q(items__removed_at=None, items__isnull=False)
_UNDECIDED: Final = _PRESENT & (
    Q(items__question=None, items__decision=None) | Q(items__question__isnull=False, items__question__answer="")
)


def sittings(city_id: int, *, only_public: bool = False) -> list[SittingFacts]:
    """Return the sessions of the council and its commissions, the last day first; at most 500."""
    rows = CouncilSession.objects.filter(city_id=city_id)
    return _sittings((rows.filter(is_public=True) if only_public else rows).order_by("-held_on", "-pk")[:MOST])


def sitting(city_id: int, session_id: int, *, only_public: bool = False) -> SittingFacts | None:
    """Return one session of this city; None for a number that is none, or for one that is not public."""
    rows = CouncilSession.objects.filter(city_id=city_id, pk=session_id)
    return next(iter(_sittings(rows.filter(is_public=True) if only_public else rows)), None)


def agenda_of(session_id: int, *, on: date, only_public: bool = False) -> list[AgendaItemFacts]:
    """Return the agenda of a session in its order; `only_public` leaves out what is about what is not public."""
    rows = AgendaItem.objects.filter(session_id=session_id, removed_at=None).select_related("proposal", "question")
    rows = rows.select_related("question__problem")
    if only_public:
        rows = rows.filter(_public("proposal__") | Q(question__problem__is_public=True))
    items = list(rows.order_by("number"))
    papers = _by_id(proposals_of({item.proposal.programme_id for item in items if item.proposal is not None}))
    return [_item(item, papers, on) for item in items]


def agenda_item(item_id: int, *, on: date) -> AgendaItemFacts | None:
    """Return one item of an agenda; None for a number that is none, or for one that was taken off."""
    row = AgendaItem.objects.filter(pk=item_id, removed_at=None).first()
    if row is None:
        return None
    return next((item for item in agenda_of(row.session_id, on=on) if item.id == item_id), None)


def waiting_proposals(city_id: int) -> list[ProposalFacts]:
    """Return the proposals that were sent and are on no agenda, the longest waiting first."""
    return _proposals(Proposal.objects.filter(city_id=city_id, state=ProposalState.SENT.value))


def proposals_before(city_id: int, commission: str) -> list[ProposalFacts]:
    """Return the proposals that are before a commission, or were returned by it, the longest waiting first."""
    states = [ProposalState.SENT.value, ProposalState.ON_AGENDA.value, ProposalState.RETURNED.value]
    return _proposals(Proposal.objects.filter(city_id=city_id, commission=commission, state__in=states))


def commissions(city_id: int) -> list[str]:
    """Return the names of the commissions that proposals were sent to, or that had a session, in order."""
    sent = Proposal.objects.filter(city_id=city_id).exclude(state=ProposalState.DRAFT.value)
    names = set(sent.exclude(commission="").values_list("commission", flat=True).distinct())
    held = CouncilSession.objects.filter(city_id=city_id).exclude(commission="")
    return sorted(names | set(held.values_list("commission", flat=True).distinct()))


def waiting_questions(city_id: int, *, on: date) -> list[CouncilQuestion]:
    """Return the open questions to the council that are on no coming agenda, the first due first."""
    rows = ProblemAnswer.objects.filter(problem__city_id=city_id, body=AnsweringBody.COUNCIL.value, answer="")
    taken = AgendaItem.objects.filter(removed_at=None, question__isnull=False)
    taken = taken.exclude(session__state=SittingState.CANCELLED.value)
    rows = rows.exclude(pk__in=taken.values("question_id")).select_related("problem").order_by("due_on", "pk")
    return [_question(row, on) for row in rows]


def public_proposal(city_id: int, proposal_id: int) -> WholeProposal | None:
    """Return a proposal that everybody may read, with what it is about; None for any other."""
    row = Proposal.objects.filter(_public(), pk=proposal_id, city_id=city_id).first()
    if row is None:
        return None
    paper = next(one for one in proposals_of([row.programme_id]) if one.id == row.pk)
    return _whole(paper)


def whole_proposals(items: Iterable[AgendaItemFacts]) -> dict[int, WholeProposal]:
    """Return the proposals of these items with programme, problem and goals, by the item's id."""
    whole = {item.id: _whole(item.proposal) for item in items if item.proposal is not None}
    return {key: paper for key, paper in whole.items() if paper is not None}


def votes_of_member(city_id: int, member_id: int) -> list[MemberVote]:
    """Return the votes of a member that were recorded by name, the last session first."""
    rows = CouncilVote.objects.filter(member_id=member_id, decision__item__session__city_id=city_id)
    rows = rows.select_related("decision__item__session", "decision__item__proposal")
    rows = rows.order_by("-decision__decided_on", "-pk")[:MOST]
    held = {one.id: one for one in _sittings(CouncilSession.objects.filter(pk__in=_session_ids(rows)))}
    return [
        MemberVote(
            held[row.decision.item.session_id],
            row.decision.item.proposal.title,
            row.decision.item.proposal.programme_id,
            row.choice,
            row.decision.outcome,
        )
        for row in rows
        if row.decision.item.proposal is not None
    ]


def public_proposals_of(programme_ids: Collection[int]) -> list[ProposalFacts]:
    """Return the proposals of programmes that everybody may read: public ones that were sent, the oldest first.

    Of a decision that was made in a session that is not public, nobody learns the session, nor who voted how.
    """
    shown = set(Proposal.objects.filter(_public(), programme_id__in=programme_ids).values_list("pk", flat=True))
    return [one for one in proposals_of(programme_ids) if one.id in shown]


def public_session_ids(session_ids: Collection[int]) -> frozenset[int]:
    """Return which of these sessions everybody may read."""
    rows = CouncilSession.objects.filter(pk__in=session_ids, is_public=True)
    return frozenset(rows.values_list("pk", flat=True))


def _whole(paper: ProposalFacts) -> WholeProposal | None:
    plan = programme(paper.programme_id)
    if plan is None:
        return None
    problem = problem_facts(PlanProblem.objects.get(pk=plan.problem_id))
    return WholeProposal(paper, plan, problem, tuple(goals_of([plan.id])))


def _public(prefix: str = "") -> Q:
    """Proposals that everybody may read."""
    return Q(**{f"{prefix}published_at__isnull": False, f"{prefix}hidden_at__isnull": True})


def _session_ids(votes: Iterable[CouncilVote]) -> set[int]:
    return {vote.decision.item.session_id for vote in votes}


def _sittings(rows: "QuerySet[CouncilSession]") -> list[SittingFacts]:
    counted = rows.annotate(
        present=Count("items", filter=_PRESENT, distinct=True), open=Count("items", filter=_UNDECIDED, distinct=True)
    )
    return [
        SittingFacts(
            id=row.pk,
            city_id=row.city_id,
            number=row.number,
            commission=row.commission,
            held_on=row.held_on,
            begins_at=row.begins_at,
            place=row.place,
            minutes=row.minutes,
            state=row.state,
            is_public=row.is_public,
            items=row.present,
            undecided=row.open,
        )
        for row in counted
    ]


def _proposals(rows: "QuerySet[Proposal]") -> list[ProposalFacts]:
    waiting = list(rows.order_by("state_at", "pk").values_list("pk", "programme_id"))
    papers = _by_id(proposals_of({programme_id for _pk, programme_id in waiting}))
    return [papers[pk] for pk, _programme_id in waiting]


def _by_id(papers: Iterable[ProposalFacts]) -> dict[int, ProposalFacts]:
    return {paper.id: paper for paper in papers}


def _item(row: AgendaItem, papers: dict[int, ProposalFacts], on: date) -> AgendaItemFacts:
    paper = papers[row.proposal_id] if row.proposal_id is not None else None
    decisions: tuple[DecisionFacts, ...] = paper.decisions if paper is not None else ()
    decision = next((one for one in decisions if one.session_id == row.session_id), None)
    question = _question(row.question, on) if row.question is not None else None
    return AgendaItemFacts(row.pk, row.number or 0, paper, question, decision)


def _question(row: ProblemAnswer, on: date) -> CouncilQuestion:
    asked = next(one for one in answers_of(row.problem_id, on=on) if one.id == row.pk)
    return CouncilQuestion(problem_facts(row.problem), asked)

"""Questions about problems and programmes, and what is public of them; the budget's are in `budget_queries`."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Final

from peygir.outlook.planning.facts import (
    CasePlan,
    DecisionFacts,
    OptionFacts,
    PlannedCostFacts,
    ProblemAnswerFacts,
    ProblemFacts,
    ProgrammeFacts,
    ProposalFacts,
    VoteFacts,
)
from peygir.outlook.planning.goal_queries import goals_of as goals_of
from peygir.outlook.planning.models import (
    BudgetCase,
    CouncilDecision,
    PlanProblem,
    ProblemAnswer,
    ProblemCase,
    Programme,
    ProgrammeOption,
    Proposal,
)
from peygir.outlook.planning.rules import CostTerms, cost_of
from peygir.outlook.planning.seeing import readable_problems
from peygir.outlook.planning.states import LinkKind, ProblemState
from peygir.people.rules import Actor

_SHOWN: Final = (ProblemState.OPEN, ProblemState.PLANNED, ProblemState.SOLVED, ProblemState.DROPPED)


def problems(city_id: int, *, by: Actor) -> list[ProblemFacts]:
    """Return the problems that somebody may read, the newest first: all of them, or those of the own units."""
    rows = PlanProblem.objects.filter(readable_problems(by), city_id=city_id).order_by("-made_at", "-pk")
    return [problem_facts(row) for row in rows]


def problem(problem_id: int, *, by: Actor) -> ProblemFacts | None:
    """Return one problem; None for a number that is none, or one that this person may not read."""
    row = PlanProblem.objects.filter(readable_problems(by), pk=problem_id).first()
    return None if row is None else problem_facts(row)


def public_problems(city_id: int) -> list[ProblemFacts]:
    """Return the problems that everybody may read: public ones that are no drafts, the newest first."""
    rows = PlanProblem.objects.filter(city_id=city_id, is_public=True, state__in=_SHOWN)
    return [problem_facts(row) for row in rows.order_by("-made_at", "-pk")]


def public_problem(problem_id: int) -> ProblemFacts | None:
    """Return a problem that everybody may read; None for any other."""
    row = PlanProblem.objects.filter(pk=problem_id, is_public=True, state__in=_SHOWN).first()
    return None if row is None else problem_facts(row)


def case_ids_of(problem_id: int) -> list[int]:
    """Return the cases (ids) that are part of a problem now; `cases.queries.codes_of` says which somebody may see."""
    links = ProblemCase.objects.filter(problem_id=problem_id, left_at=None)
    return list(links.order_by("case_id").values_list("case_id", flat=True))


def answers_of(problem_id: int, *, on: date) -> list[ProblemAnswerFacts]:
    """Return the questions about a problem with their answers, the oldest first."""
    rows = ProblemAnswer.objects.filter(problem_id=problem_id).order_by("asked_at", "pk")
    return [_answer(row, on) for row in rows]


def overdue_answers(city_id: int, *, on: date) -> list[ProblemAnswerFacts]:
    """Return the questions whose day has passed without an answer, the oldest first."""
    rows = ProblemAnswer.objects.filter(problem__city_id=city_id, answer="", due_on__lt=on)
    return [_answer(row, on) for row in rows.order_by("due_on", "pk")]


def programmes_of(problem_id: int, *, only_public: bool = False) -> list[ProgrammeFacts]:
    """Return the programmes of a problem with their options, the oldest first; the public ones are no drafts."""
    rows = Programme.objects.filter(problem_id=problem_id).order_by("pk")
    if only_public:
        rows = rows.filter(is_public=True).exclude(state="draft")
    return _programmes(rows)


def programme(programme_id: int) -> ProgrammeFacts | None:
    """Return one programme with its options; None for a number that is none."""
    return next(iter(_programmes(Programme.objects.filter(pk=programme_id))), None)


def proposals_of(programme_ids: Collection[int]) -> list[ProposalFacts]:
    """Return the proposals of programmes with the council's decisions, the oldest first."""
    rows = list(Proposal.objects.filter(programme_id__in=programme_ids).select_related("option").order_by("pk"))
    decisions = _decisions([row.pk for row in rows])
    return [
        ProposalFacts(
            id=row.pk,
            programme_id=row.programme_id,
            option=row.option.number,
            unit_id=row.unit_id,
            commission=row.commission,
            title=row.title,
            text=row.text,
            letter_number=row.letter_number,
            letter_on=row.letter_on,
            amount=row.amount,
            version=row.version,
            state=row.state,
            is_public=row.is_public,
            decisions=tuple(decisions[row.pk]),
        )
        for row in rows
    ]


def plan_of_case(case_id: int) -> CasePlan | None:
    """Return what a case is part of, for its page; None where it is part of no plan. Only what is public is named:
    of a session that is not, neither number nor day.

    One statement for a case that is part of none.
    """
    linked = ProblemCase.objects.filter(case_id=case_id, left_at=None).values("case_id")
    if not linked.union(BudgetCase.objects.filter(case_id=case_id, left_at=None).values("case_id"), all=True).exists():
        return None
    hung = BudgetCase.objects.filter(case_id=case_id, left_at=None).select_related("line").first()
    links = ProblemCase.objects.filter(case_id=case_id, left_at=None, problem__is_public=True)
    shown = Programme.objects.filter(problem_id__in=links.values("problem_id"), is_public=True).exclude(state="draft")
    paid = hung.line if hung is not None and hung.line.is_public else None
    if paid is not None and paid.programme_id is not None:
        shown = shown.filter(pk=paid.programme_id)
    row = shown.order_by("-state_at").first()
    problems_shown = PlanProblem.objects.filter(pk__in=links.values("problem_id"), state__in=_SHOWN)
    if row is not None:
        problems_shown = problems_shown.filter(pk=row.problem_id)
    problem_row = problems_shown.order_by("-state_at").first()
    if row is None and paid is None and problem_row is None:
        return None
    held = None
    if row is not None:
        made = CouncilDecision.objects.filter(item__proposal__programme_id=row.pk, item__session__is_public=True)
        held = made.select_related("item__session").order_by("-decided_on", "-pk").first()
    return CasePlan(
        problem_id=problem_row.pk if problem_row is not None else None,
        problem=problem_row.title if problem_row is not None else "",
        programme_id=row.pk if row is not None else None,
        programme=row.title if row is not None else "",
        programme_state=row.state if row is not None else "",
        session_id=held.item.session_id if held is not None else None,
        session=held.item.session.number if held is not None else "",
        held_on=held.decided_on if held is not None else None,
        line=paid.code if paid is not None else "",
        line_state=paid.state if paid is not None else "",
        year=paid.year if paid is not None else None,
    )


def problem_facts(row: PlanProblem) -> ProblemFacts:
    """Return a problem as plain values."""
    return ProblemFacts(
        id=row.pk,
        city_id=row.city_id,
        unit_id=row.unit_id,
        topic_id=row.topic_id,
        district_id=row.district_id,
        neighbourhood_id=row.neighbourhood_id,
        title=row.title,
        text=row.text,
        tried=row.tried,
        evidence=row.evidence,
        state=row.state,
        state_at=row.state_at,
        is_public=row.is_public,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
    )


def _answer(row: ProblemAnswer, on: date) -> ProblemAnswerFacts:
    return ProblemAnswerFacts(
        id=row.pk,
        problem_id=row.problem_id,
        body=row.body,
        unit_id=row.unit_id,
        agency_id=row.agency_id,
        request=row.request,
        asked_at=row.asked_at,
        due_on=row.due_on,
        answer=row.answer,
        reason=row.reason,
        answered_at=row.answered_at,
        is_late=not row.answer and row.due_on < on,
    )


def _programmes(rows: Iterable[Programme]) -> list[ProgrammeFacts]:
    stored = list(rows)
    options: dict[int, list[OptionFacts]] = defaultdict(list)
    option_rows = ProgrammeOption.objects.filter(programme__in=stored).prefetch_related("costs")
    for option in option_rows.order_by("number"):
        options[option.programme_id].append(_option(option))
    return [_programme(row, tuple(options[row.pk])) for row in stored]


def _programme(row: Programme, options: tuple[OptionFacts, ...]) -> ProgrammeFacts:
    links = list(row.links.order_by("other_id").values_list("other_id", "kind"))
    return ProgrammeFacts(
        id=row.pk,
        city_id=row.city_id,
        problem_id=row.problem_id,
        unit_id=row.unit_id,
        title=row.title,
        text=row.text,
        variant_group=row.variant_group,
        chosen_option=row.chosen_option,
        state=row.state,
        state_at=row.state_at,
        is_public=row.is_public,
        options=options,
        needs=tuple(other for other, kind in links if kind == LinkKind.NEEDS),
        excludes=tuple(other for other, kind in links if kind == LinkKind.EXCLUDES),
    )


def _option(row: ProgrammeOption) -> OptionFacts:
    costs = sorted(row.costs.all(), key=lambda cost: cost.pk)
    terms = [CostTerms(cost.title, cost.low, cost.likely, cost.high, cost.kind) for cost in costs]
    return OptionFacts(
        number=row.number,
        title=row.title,
        text=row.text,
        unit_id=row.unit_id,
        begins_on=row.begins_on,
        ends_on=row.ends_on,
        effect=(row.effect_low, row.effect, row.effect_high),
        years=row.years,
        evidence_class=row.evidence_class,
        evidence=row.evidence,
        costs=tuple(PlannedCostFacts(one.title, one.kind, one.low, one.likely, one.high) for one in terms),
        cost=cost_of(terms, row.years),
    )


def _decisions(proposal_ids: Collection[int]) -> dict[int, list[DecisionFacts]]:
    """The decisions about proposals, by the proposal's id, the oldest first."""
    rows = CouncilDecision.objects.filter(item__proposal_id__in=proposal_ids).select_related("item__session")
    decisions: dict[int, list[DecisionFacts]] = defaultdict(list)
    for row in rows.prefetch_related("votes").order_by("decided_on", "pk"):
        session = row.item.session
        votes = sorted(row.votes.all(), key=lambda vote: vote.member_id) if row.are_votes_public else []
        decisions[row.item.proposal_id or 0].append(
            DecisionFacts(
                session_id=session.pk,
                session_number=session.number,
                commission=session.commission,
                decided_on=row.decided_on,
                outcome=row.outcome,
                reason=row.reason,
                amendments=row.amendments,
                amount=row.amount,
                votes_for=row.votes_for,
                votes_against=row.votes_against,
                votes_abstained=row.votes_abstained,
                votes=tuple(VoteFacts(vote.member_id, vote.choice) for vote in votes),
            )
        )
    return decisions

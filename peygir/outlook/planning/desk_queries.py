"""The lists of the planning desk, in a fixed number of statements each."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from peygir.core.persian import search_key, typed_pattern
from peygir.outlook.planning.desk_facts import ListedProblem, ListedProgramme, ListedProposal, ProblemFilter
from peygir.outlook.planning.models import PlanProblem, ProblemAnswer, Programme, ProgrammeOption, Proposal
from peygir.outlook.planning.rules import CostTerms, cost_of
from peygir.outlook.planning.seeing import owned_by, readable_problems
from peygir.outlook.planning.states import ProgrammeState, ProposalState
from peygir.people.rules import Actor


def problem_page(
    city_id: int, filters: ProblemFilter, *, by: Actor, on: date, first: int, size: int
) -> tuple[list[ListedProblem], int]:
    """Return some of the problems that somebody reads, the latest change first, and how many fit the filter."""
    rows = _filtered(city_id, filters, by)
    late = ProblemAnswer.objects.filter(problem=OuterRef("pk"), answer="", due_on__lt=on)
    shown = rows.annotate(has_late=Exists(late), plans=Count("programmes", distinct=True)).order_by("-state_at", "-pk")
    problems = [
        ListedProblem(
            id=row.pk,
            title=row.title,
            unit_id=row.unit_id,
            topic_id=row.topic_id,
            district_id=row.district_id,
            state=row.state,
            state_at=row.state_at,
            is_public=row.is_public,
            cases=row.evidence.get("cases", 0),
            reports=row.evidence.get("reports", 0),
            programmes=row.plans,
            late_answers=int(row.has_late),
        )
        for row in shown[first : first + size]
    ]
    return problems, rows.count()


def problem_counts(city_id: int, filters: ProblemFilter, *, by: Actor) -> Mapping[str, int]:
    """Return how many problems fit a filter, by state; the filter's own state does not count."""
    rows = _filtered(city_id, ProblemFilter(only_own=filters.only_own, unit_id=filters.unit_id), by)
    return dict(rows.values_list("state").annotate(count=Count("pk")).order_by())


def programme_page(city_id: int, *, state: str, by: Actor, first: int, size: int) -> tuple[list[ListedProgramme], int]:
    """Return some of the programmes that somebody reads, the latest change first, and how many there are."""
    rows = Programme.objects.filter(readable_programmes(by), city_id=city_id)
    rows = rows.filter(state=state) if state else rows
    options = Prefetch("options", ProgrammeOption.objects.order_by("number").prefetch_related("costs"))
    shown = rows.select_related("problem").prefetch_related(options).order_by("-state_at", "-pk")
    return [_listed_programme(row) for row in shown[first : first + size]], rows.count()


def proposal_page(city_id: int, *, state: str, by: Actor, first: int, size: int) -> tuple[list[ListedProposal], int]:
    """Return some of the proposals that somebody reads, the latest change first, and how many there are."""
    rows = Proposal.objects.filter(readable_proposals(by), city_id=city_id)
    rows = rows.filter(state=state) if state else rows
    return [listed_proposal(row) for row in rows.order_by("-state_at", "-pk")[first : first + size]], rows.count()


def readable_programmes(by: Actor) -> Q:
    """Return the filter of the programmes that somebody reads: of problems that they read, and drafts of own units."""
    problems = PlanProblem.objects.filter(readable_problems(by))
    return owned_by(by) | (Q(problem__in=problems) & ~Q(state=ProgrammeState.DRAFT))


def readable_proposals(by: Actor) -> Q:
    """Return the filter of the proposals that somebody reads: of own units, and of programmes that they read."""
    programmes = Programme.objects.filter(readable_programmes(by))
    return owned_by(by) | (Q(programme__in=programmes) & ~Q(state=ProposalState.DRAFT))


def may_read_programme(programme_id: int, *, by: Actor) -> bool:
    """Whether somebody reads a programme."""
    return Programme.objects.filter(readable_programmes(by), pk=programme_id).exists()


def programme_of_proposal(proposal_id: int, *, by: Actor) -> int | None:
    """Return the programme (an id) of a proposal that somebody reads; None for any other."""
    rows = Proposal.objects.filter(readable_proposals(by), pk=proposal_id)
    return rows.values_list("programme_id", flat=True).first()


def programme_titles(city_id: int, *, by: Actor, but: int = 0) -> list[tuple[int, str]]:
    """Return the programmes (id, title) that somebody reads, without one of them: others may be linked to that one."""
    rows = Programme.objects.filter(readable_programmes(by), city_id=city_id).exclude(pk=but)
    return list(rows.exclude(state=ProgrammeState.DROPPED).order_by("title", "pk").values_list("pk", "title")[:300])


def listed_proposal(row: Proposal) -> ListedProposal:
    """Return a stored proposal as the lists show one."""
    return ListedProposal(
        id=row.pk,
        programme_id=row.programme_id,
        title=row.title,
        unit_id=row.unit_id,
        state=row.state,
        state_at=row.state_at,
        amount=row.amount,
        commission=row.commission,
        letter_number=row.letter_number,
        letter_on=row.letter_on,
    )


def _filtered(city_id: int, filters: ProblemFilter, by: Actor) -> "QuerySet[PlanProblem]":
    rows = PlanProblem.objects.filter(readable_problems(by), city_id=city_id)
    if filters.only_own:
        rows = rows.filter(owned_by(by))
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.unit_id is not None:
        rows = rows.filter(unit_id=filters.unit_id)
    if filters.district_id is not None:
        rows = rows.filter(district_id=filters.district_id)
    if filters.topic_code:
        rows = rows.filter(Q(topic__code=filters.topic_code) | Q(topic__code__startswith=f"{filters.topic_code}-"))
    if filters.text:
        spelled = typed_pattern(search_key(filters.text))
        rows = rows.filter(Q(title__iregex=spelled) | Q(text__iregex=spelled))
    return rows


def _listed_programme(row: Programme) -> ListedProgramme:
    costs = {}
    for option in row.options.all():
        terms = [CostTerms(cost.title, cost.low, cost.likely, cost.high, cost.kind) for cost in option.costs.all()]
        costs[option.number] = cost_of(terms, option.years)[1]
    return ListedProgramme(
        id=row.pk,
        problem_id=row.problem_id,
        title=row.title,
        problem=row.problem.title,
        unit_id=row.unit_id,
        state=row.state,
        state_at=row.state_at,
        options=len(costs),
        is_chosen=row.chosen_option is not None,
        cost=costs.get(row.chosen_option or 0, min(costs.values(), default=0)),
    )

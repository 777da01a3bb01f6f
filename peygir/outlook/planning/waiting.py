"""What waits for somebody in planning: the next steps of who plans, of the secretariat and of the budget office."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Q

from peygir.outlook.planning.desk_facts import MOST_WAITING, PlanStep, WaitingPlan
from peygir.outlook.planning.models import PlanProblem, ProblemAnswer, Programme, Proposal
from peygir.outlook.planning.seeing import owned_by, units_planned_by
from peygir.outlook.planning.states import (
    CHANGEABLE_PROGRAMMES,
    CHANGEABLE_PROPOSALS,
    AnsweringBody,
    ProblemState,
    ProgrammeState,
    ProposalState,
)
from peygir.people.permissions import Permission
from peygir.people.rules import Actor


def waiting_plans(city_id: int, *, by: Actor, on: date) -> list[WaitingPlan]:
    """Return the next steps that wait for somebody: overdue answers first, then what has waited longest."""
    steps: list[WaitingPlan] = []
    if by.may(Permission.PLAN_CITY):
        steps += [*_answers(city_id, by), *_problems(city_id, by), *_programmes(city_id, by), *_proposals(city_id, by)]
    if by.may(Permission.KEEP_COUNCIL):
        steps += [*_council(city_id), *_of_council(city_id)]
    if by.may(Permission.KEEP_BUDGET):
        steps += _unpaid(city_id)
    return sorted(steps, key=lambda step: (not (step.due_on is not None and step.due_on < on), step.since))


def _answers(city_id: int, by: Actor) -> Iterator[WaitingPlan]:
    """The questions to the units for which somebody plans; of the mayor's desk, of no unit in particular, none."""
    units = units_planned_by(by) or frozenset()
    rows = ProblemAnswer.objects.filter(problem__city_id=city_id, answer="", unit_id__in=units)
    return _asked(rows.select_related("problem").order_by("due_on", "pk")[:MOST_WAITING])


def _of_council(city_id: int) -> Iterator[WaitingPlan]:
    rows = ProblemAnswer.objects.filter(problem__city_id=city_id, answer="", body=AnsweringBody.COUNCIL)
    return _asked(rows.select_related("problem").order_by("due_on", "pk")[:MOST_WAITING])


def _asked(rows: Iterable[ProblemAnswer]) -> Iterator[WaitingPlan]:
    for row in rows:
        problem = row.problem
        yield WaitingPlan(
            PlanStep.ANSWER, "problem", problem.pk, problem.title, problem.unit_id, row.asked_at, row.due_on
        )


def _problems(city_id: int, by: Actor) -> Iterator[WaitingPlan]:
    rows = PlanProblem.objects.filter(owned_by(by), city_id=city_id)
    alive = Programme.objects.filter(problem=OuterRef("pk")).exclude(
        state__in=[ProgrammeState.DROPPED, ProgrammeState.REFUSED]
    )
    rows = rows.filter(Q(state=ProblemState.DRAFT) | Q(state=ProblemState.OPEN) & ~Q(Exists(alive)))
    for row in rows.order_by("state_at", "pk")[:MOST_WAITING]:
        step = PlanStep.RECOGNISE if row.state == ProblemState.DRAFT else PlanStep.PLAN
        yield WaitingPlan(step, "problem", row.pk, row.title, row.unit_id, row.state_at)


def _programmes(city_id: int, by: Actor) -> Iterator[WaitingPlan]:
    ended = (ProposalState.REFUSED, ProposalState.WITHDRAWN)
    current = Proposal.objects.filter(programme=OuterRef("pk")).exclude(state__in=ended)
    rows = Programme.objects.filter(owned_by(by), city_id=city_id, state__in=CHANGEABLE_PROGRAMMES)
    for row in rows.exclude(Exists(current)).order_by("state_at", "pk")[:MOST_WAITING]:
        step = PlanStep.CHOOSE if row.chosen_option is None else PlanStep.PROPOSE
        yield WaitingPlan(step, "programme", row.pk, row.title, row.unit_id, row.state_at)


def _proposals(city_id: int, by: Actor) -> Iterator[WaitingPlan]:
    rows = Proposal.objects.filter(owned_by(by), city_id=city_id, state__in=CHANGEABLE_PROPOSALS)
    for row in rows.order_by("state_at", "pk")[:MOST_WAITING]:
        yield WaitingPlan(PlanStep.SEND, "proposal", row.pk, row.title, row.unit_id, row.state_at)


def _council(city_id: int) -> Iterator[WaitingPlan]:
    rows = Proposal.objects.filter(city_id=city_id, state=ProposalState.SENT)
    for row in rows.order_by("state_at", "pk")[:MOST_WAITING]:
        yield WaitingPlan(PlanStep.AGENDA, "proposal", row.pk, row.title, row.unit_id, row.state_at)


def _unpaid(city_id: int) -> Iterator[WaitingPlan]:
    rows = Programme.objects.filter(city_id=city_id, state=ProgrammeState.APPROVED)
    for row in rows.order_by("state_at", "pk")[:MOST_WAITING]:
        yield WaitingPlan(PlanStep.PAY, "programme", row.pk, row.title, row.unit_id, row.state_at)

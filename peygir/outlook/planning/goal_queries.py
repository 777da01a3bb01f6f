"""Questions about goals: lists, one with its measurements, and what a new one would begin with."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import QuerySet

from peygir.outlook.planning.facts import GoalFacts, MeasurementFacts
from peygir.outlook.planning.measured_facts import measured_figures
from peygir.outlook.planning.models import GoalMeasurement, PlanGoal, Programme
from peygir.outlook.planning.rules import may_plan, may_read_plans
from peygir.outlook.planning.states import GoalState, ProgrammeState
from peygir.people.rules import Actor

BEFORE_WORK = frozenset(
    {
        ProgrammeState.DRAFT,
        ProgrammeState.RETURNED,
        ProgrammeState.PROPOSED,
        ProgrammeState.APPROVED,
        ProgrammeState.FUNDED,
    }
)
"""The states of a programme in which a goal of it can still be registered."""


def goals_of(programme_ids: Collection[int]) -> list[GoalFacts]:
    """Return the goals of programmes with their measurements, the oldest first."""
    return _facts(_rows().filter(programme_id__in=programme_ids).order_by("pk"))


def goals(city_id: int, *, by: Actor, most: int = 200) -> list[GoalFacts]:
    """Return the goals of a city that somebody may read, the newest first."""
    rows = _rows().filter(programme__city_id=city_id).order_by("-made_at", "-pk")[:most]
    return [goal for goal in _facts(rows) if may_read_goal(goal, by)]


def goal(goal_id: int, city_id: int, *, by: Actor) -> GoalFacts | None:
    """Return one goal; None for a number that is none, or one that this person may not read."""
    rows = _facts(_rows().filter(pk=goal_id, programme__city_id=city_id))
    return rows[0] if rows and may_read_goal(rows[0], by) else None


def may_read_goal(goal: GoalFacts, by: Actor) -> bool:
    """Whether somebody reads a goal: who plans for its unit, or for no draft, who reads plans at all."""
    return may_plan(by, goal.unit_id) or (goal.state != GoalState.DRAFT and may_read_plans(by))


def measurement_inputs(goal_id: int, number: int) -> dict[str, Any] | None:
    """Return what a measurement was computed from, with its root and digest, as a file gives it; None for none."""
    row = GoalMeasurement.objects.filter(goal_id=goal_id, number=number).first()
    if row is None:
        return None
    return {
        "goal": goal_id,
        "number": number,
        "first_on": row.first_on,
        "last_on": row.last_on,
        "root": row.root,
        "digest": row.digest,
        "inputs": row.inputs,
        "result": row.result,
    }


def programmes_for_goals(city_id: int, *, by: Actor) -> list[tuple[int, str]]:
    """Return (id, title) of the programmes of which somebody can register goals: the work has not begun."""
    rows = Programme.objects.filter(city_id=city_id, state__in=[state.value for state in BEFORE_WORK])
    return [
        (pk, title)
        for pk, title, unit_id in rows.order_by("-made_at", "-pk").values_list("pk", "title", "unit_id")
        if may_plan(by, unit_id)
    ]


def _rows() -> QuerySet[PlanGoal]:
    return PlanGoal.objects.select_related("programme").prefetch_related("measurements")


def _facts(rows: Iterable[PlanGoal]) -> list[GoalFacts]:
    return [
        GoalFacts(
            id=row.pk,
            programme_id=row.programme_id,
            programme=row.programme.title,
            unit_id=row.programme.unit_id,
            measure=row.measure,
            measured_in=row.measured_in,
            baseline=row.baseline,
            baseline_from=row.baseline_from,
            baseline_to=row.baseline_to,
            target=row.target,
            due_on=row.due_on,
            estimator=row.estimator,
            controls=tuple(row.controls),
            is_chosen_as_worst=row.is_chosen_as_worst,
            state=row.state,
            registered_at=row.registered_at,
            measurements=tuple(_measurement(one) for one in sorted(row.measurements.all(), key=lambda one: one.number)),
        )
        for row in rows
    ]


def _measurement(row: GoalMeasurement) -> MeasurementFacts:
    return MeasurementFacts(
        number=row.number,
        first_on=row.first_on,
        last_on=row.last_on,
        value=row.value,
        low=row.low,
        high=row.high,
        verdict=row.verdict,
        text=row.text,
        root=row.root,
        digest=row.digest,
        figures=measured_figures(row.result),
        months=tuple(row.inputs.get("months", ())),
        phases=tuple(row.inputs.get("phases", ())),
        rows=tuple(row.inputs.get("rows", ())),
        at=row.at,
    )

"""Measures running goals month by month, by a job: nobody enters what came of a programme by hand."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from peygir.city import queries as city
from peygir.outlook.insight.metric import MetricUnit
from peygir.outlook.insight.monthly import (
    RowSource,
    first_day_of,
    last_day_of_month,
    last_whole_month,
    month_of,
    source_of_rows,
)
from peygir.outlook.planning.actions.goals import GoalIsNotRegistered, MeasurementTerms, measure_goal
from peygir.outlook.planning.goal_inputs import AFTER, BEFORE, DURING, GoalInputs
from peygir.outlook.planning.goal_rules import checked_measure
from peygir.outlook.planning.goal_standing import measure_stands
from peygir.outlook.planning.goal_sums import repeats_of_goal, sums_of_goal
from peygir.outlook.planning.goal_work import WorkDays, work_days
from peygir.outlook.planning.models import GoalMeasurement, PlanGoal
from peygir.outlook.planning.rules import digest_of
from peygir.outlook.planning.states import GoalState
from peygir.people.rules import SYSTEM
from peygir.storage.jobs.actions import add_jobs
from peygir.storage.jobs.rules import OUTSIDE_QUEUE

MEASURE_GOALS: Final = "measure_goals"
"""The name of `measure_due_goals` in jobs, whose file is the city."""


def plan_measurements(now: datetime) -> int:
    """Leave a job for each city with a registered goal for which a month is over that was not measured. Returns how
    many.
    """
    due = set()
    for city_facts in city.cities():
        today = city.day_of(city_facts.id, now)
        if any(_is_due(goal, today) for goal in _registered(city_facts.id)):
            due.add(city_facts.id)
    add_jobs(MEASURE_GOALS, sorted(due), queue=OUTSIDE_QUEUE)
    return len(due)


def measure_due_goals(city_id: int, folder: Path, now: datetime) -> int:
    """Measure every registered goal of a city up to the last whole month in the lake; returns how many were measured.

    A goal is measured once for a month, from the first whole month after its work was done; at its day also if the work
    is not done. A second call does nothing. Takes seconds, so it runs in a job.
    """
    goals = [goal for goal in _registered(city_id) if _is_due(goal, city.day_of(city_id, now))]
    if not goals:
        return 0
    with source_of_rows(folder, city.city_by_id(city_id), now=now) as source:
        return sum(_measured(goal, source) for goal in goals if _is_due(goal, source.today))


def _measured(goal: PlanGoal, source: RowSource) -> bool:
    """Measure one goal; False where there is nothing to say yet, or another process was faster."""
    from peygir.outlook.planning.methods.goal_effect import measured
    from peygir.outlook.planning.methods.goal_figures import untold

    last_on = last_day_of_month(_last_month(goal, source.today))
    stands = measure_stands(goal.measure, goal.programme.city_id, until=last_on)
    if not stands and last_on < goal.due_on:
        return False
    inputs = inputs_of(goal, source, work_days(goal.programme_id, goal.programme.city_id), stands=stands)
    after = [month for month, phase in zip(inputs.months, inputs.phases, strict=True) if phase == AFTER]
    if stands and (not inputs.months or (not after and last_on < goal.due_on)):
        return False
    result, kept = measured(inputs) if stands else untold(inputs, "measure"), inputs.as_json()
    first_on = first_day_of(after[0]) if after else max(first_day_of(month_of(last_on)), goal.baseline_to)
    terms = MeasurementTerms(
        first_on=max(first_on, goal.baseline_to + timedelta(days=1)),
        last_on=last_on,
        value=result["value"],
        low=result["low"],
        high=result["high"],
        digest=digest_of({"inputs": kept, "root": source.root, "last_event": source.last_event, "files": source.files}),
        root=source.root,
        inputs={**kept, "as_of": source.as_of, "last_event": source.last_event, "files": source.files},
        result=result,
    )
    if GoalMeasurement.objects.filter(goal=goal, last_on__gte=last_on).exists():
        return False
    try:
        measure_goal(goal.pk, terms, by=SYSTEM)
    except GoalIsNotRegistered:
        return False
    return True


def inputs_of(goal: PlanGoal, source: RowSource, work: WorkDays, *, stands: bool = True) -> GoalInputs:
    """Return what a goal is measured by: the months from its baseline's on, up to its day, as the lake has them.

    Without any month where the measure no longer `stands`.
    """
    if not stands:
        return no_inputs(goal)
    measure, last = checked_measure(goal.measure), _last_month(goal, source.today)
    sums = sums_of_goal(source, measure, tuple(goal.controls))
    first = month_of(goal.baseline_from)
    kept = [place for place, month in enumerate(sums.months) if first <= month <= last]
    months = tuple(sums.months[place] for place in kept)
    phases = tuple(_phase(month, work) for month in months)
    parts = [
        frozenset(month for month, phase in zip(months, phases, strict=True) if phase == one) for one in (BEFORE, AFTER)
    ]
    return GoalInputs(
        estimator=goal.estimator,
        is_share=measure.is_share,
        is_chosen_as_worst=goal.is_chosen_as_worst,
        counts_cases=measure.counts_cases,
        baseline=goal.baseline,
        target=goal.target,
        months=months,
        days=tuple(sums.days[place] for place in kept),
        phases=phases,
        rows=tuple(sums.rows[place] for place in kept),
        amounts=tuple(sums.amounts[place] for place in kept),
        controls={
            code: (tuple(area.rows[place] for place in kept), tuple(area.amounts[place] for place in kept))
            for code, area in sums.controls.items()
        },
        repeated=repeats_of_goal(source, measure, *parts),
    )


def no_inputs(goal: PlanGoal) -> GoalInputs:
    """Return the terms of a goal without any month."""
    return GoalInputs(
        estimator=goal.estimator,
        is_share=goal.measured_in == MetricUnit.SHARE,
        is_chosen_as_worst=goal.is_chosen_as_worst,
        counts_cases=False,
        baseline=goal.baseline,
        target=goal.target,
        months=(),
        days=(),
        phases=(),
        rows=(),
        amounts=(),
        controls={},
    )


def _phase(month: int, work: WorkDays) -> int:
    begun, done = work
    if begun is None or last_day_of_month(month) < begun:
        return BEFORE
    return AFTER if done is not None and first_day_of(month) > done else DURING


def _registered(city_id: int) -> list[PlanGoal]:
    rows = PlanGoal.objects.filter(state=GoalState.REGISTERED, programme__city_id=city_id)
    return list(rows.select_related("programme").prefetch_related("measurements").order_by("pk"))


def _last_month(goal: PlanGoal, today: date) -> int:
    return min(last_whole_month(today), month_of(goal.due_on))


def _is_due(goal: PlanGoal, today: date) -> bool:
    """Whether a month is over that no measurement of a goal has yet."""
    last_on = last_day_of_month(_last_month(goal, today))
    return last_on > goal.baseline_to and all(one.last_on < last_on for one in goal.measurements.all())

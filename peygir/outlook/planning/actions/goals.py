"""Keeps goals: written as drafts, registered before the work begins, frozen, and measured afterwards."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Final

from django.db import transaction

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Conflict, Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.history.kinds.planning import GoalKept, GoalMeasured, GoalRegistered
from peygir.outlook.planning.actions.files import NoSuchPlanFile, locked_plan, record_plan, refuse_other_than
from peygir.outlook.planning.goal_queries import BEFORE_WORK
from peygir.outlook.planning.goal_rules import checked_controls, checked_measure
from peygir.outlook.planning.goal_work import work_days
from peygir.outlook.planning.lifecycle import PLANNER
from peygir.outlook.planning.models import GoalMeasurement, PlanGoal, Programme
from peygir.outlook.planning.rules import GoalTerms, checked_goal, checked_text, digest_of, verdict_on
from peygir.outlook.planning.states import GoalState
from peygir.people.actions import NotYourWork
from peygir.people.rules import Actor

_STORED: Final = ("first_on", "last_on", "value", "low", "high", "digest", "root", "inputs", "result")


class GoalIsRegistered(Conflict):
    """Nothing of a registered goal changes any more."""

    message = _("This goal is registered; it does not change any more.")


class WorkHasBegun(Conflict):
    """A goal is registered before the work begins, while nobody knows its outcome."""

    message = _("The work has begun, or the goal's day has passed: a goal is registered before.")


class GoalIsNotRegistered(Conflict):
    """Only a registered goal is measured, until it has its verdict."""

    message = _("Only a registered goal that has no verdict yet is measured.")


class MeasurementIsNotRight(Invalid):
    """The interval does not hold the value, or the days do not follow the baseline's."""

    message = _("Please give days after the baseline's, and a value inside its interval, or none of the three.")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasurementTerms:
    """One measurement: its days, the value with its interval (None: could not be estimated), and the data it is from.

    `inputs`: of `goal_inputs.GoalInputs`; `result`: what was computed from them; `root` and `digest` name the data.
    """

    first_on: date
    last_on: date
    value: float | None
    low: float | None
    high: float | None
    digest: str
    text: str = ""
    root: str = ""
    inputs: Mapping[str, Any] = field(default_factory=dict)
    result: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic
def make_goal(programme_id: int, terms: GoalTerms, *, by: Actor) -> int:
    """Write a goal of a programme as a draft; returns its id.

    Raises NotYourWork, NoSuchPlanFile, PlanGoalIsNotRight.
    """
    programme, now = locked_plan(Programme, programme_id), clock.now()
    refuse_other_than(PLANNER, by, programme.unit_id)
    row = PlanGoal(programme=programme, made_by=str(by), made_at=now, state_at=now)
    _write(row, terms)
    row.save(force_insert=True)
    record_plan(row, GoalKept(programme=programme.pk, digest=row.digest), by=by)
    return row.pk


@transaction.atomic
def change_goal(goal_id: int, terms: GoalTerms, *, by: Actor) -> None:
    """Change a goal that is a draft. Raises NotYourWork, NoSuchPlanFile, GoalIsRegistered, PlanGoalIsNotRight."""
    row, _programme = _opened(goal_id, by)
    if row.state != GoalState.DRAFT:
        raise GoalIsRegistered()
    _write(row, terms)
    names = [*asdict(terms), "digest"]
    record_plan(row, GoalKept(programme=row.programme_id, digest=row.digest), by=by, write=names)


@transaction.atomic
def register_goal(goal_id: int, *, by: Actor) -> None:
    """Register a goal before its programme's work begins; from then on the database refuses to change it.

    Its measure must be a question with one number a month, compared with areas where its estimator needs them. Raises
    NotYourWork, NoSuchPlanFile, GoalIsRegistered, WorkHasBegun, MeasureIsNotMonthly, GoalNeedsControls.
    """
    (row, programme), now = _opened(goal_id, by), clock.now()
    if row.state != GoalState.DRAFT:
        raise GoalIsRegistered()
    today = city.day_of(programme.city_id, now)
    has_begun = work_days(programme.pk, programme.city_id)[0] is not None  # also if it lost its money since
    if programme.state not in BEFORE_WORK or has_begun or row.due_on <= today or row.baseline_to > today:
        raise WorkHasBegun()
    measure = checked_measure(row.measure)
    checked_controls(measure, tuple(row.controls), estimator=row.estimator, is_chosen_as_worst=row.is_chosen_as_worst)
    row.state, row.state_at = GoalState.REGISTERED.value, now
    row.registered_by_id, row.registered_at = by.id, now
    event = GoalRegistered(
        measure=row.measure,
        baseline=row.baseline,
        target=row.target,
        due_on=row.due_on.isoformat(),
        estimator=row.estimator,
        digest=row.digest,
    )
    record_plan(row, event, by=by, write=["state", "state_at", "registered_by_id", "registered_at"])


@transaction.atomic
def measure_goal(goal_id: int, terms: MeasurementTerms, *, by: Actor) -> str:
    """Record a measurement that the system made, and return its verdict; one that reaches the goal's day decides it.

    Nobody enters a measurement by hand. Raises NotYourWork, NoSuchPlanFile, GoalIsNotRegistered, MeasurementIsNotRight.
    """
    if not by.is_system:
        raise NotYourWork()
    (row, programme), now = _opened(goal_id, by), clock.now()
    if row.state != GoalState.REGISTERED:
        raise GoalIsNotRegistered()
    _check(row, terms, today=city.day_of(programme.city_id, now))
    verdict = verdict_on(baseline=row.baseline, target=row.target, low=terms.low, high=terms.high)
    measurement = GoalMeasurement.objects.create(
        goal=row,
        number=row.measurements.count() + 1,
        verdict=verdict.value,
        by=str(by),
        at=now,
        **{name: getattr(terms, name) for name in _STORED},
        text=checked_text(terms.text, 2000),
    )
    if terms.last_on >= row.due_on:
        row.state, row.state_at = GoalState.of(verdict).value, now
    event = GoalMeasured(
        measurement=measurement.pk,
        value=terms.value,
        low=terms.low,
        high=terms.high,
        verdict=verdict.value,
        digest=terms.digest,
    )
    record_plan(row, event, by=by, write=["state", "state_at"])
    return verdict.value


def _opened(goal_id: int, by: Actor) -> tuple[PlanGoal, Programme]:
    """The locked goal and its programme. Raises NotYourWork, NoSuchPlanFile."""
    programme_id = PlanGoal.objects.filter(pk=goal_id).values_list("programme_id", flat=True).first()
    if programme_id is None:
        raise NoSuchPlanFile()
    programme = locked_plan(Programme, programme_id)
    refuse_other_than(PLANNER, by, programme.unit_id)
    return locked_plan(PlanGoal, goal_id), programme


def _write(row: PlanGoal, terms: GoalTerms) -> None:
    checked = checked_goal(terms)
    for name, value in asdict(checked).items():
        setattr(row, name, value)
    row.controls = list(checked.controls)
    row.digest = digest_of(asdict(checked))


def _check(row: PlanGoal, terms: MeasurementTerms, *, today: date) -> None:
    values = (terms.low, terms.value, terms.high)
    given = [value for value in values if value is not None]
    has_values = not given or (len(given) == 3 and given == sorted(given) and all(abs(one) < 1e15 for one in given))
    has_days = row.baseline_to < terms.first_on <= terms.last_on <= today
    if not (has_values and has_days and 0 < len(terms.digest) <= 64):
        raise MeasurementIsNotRight()

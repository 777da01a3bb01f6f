"""Writes a goal from plain choices: its baseline is computed from the lake, its target is a change of that."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.outlook.insight.monthly import first_day_of, last_day_of_month, source_of_rows
from peygir.outlook.insight.questions import metric_of
from peygir.outlook.planning.actions.files import NoSuchPlanFile, refuse_other_than
from peygir.outlook.planning.actions.goals import make_goal
from peygir.outlook.planning.goal_rules import (
    BaselineIsTooShort,
    checked_controls,
    checked_measure,
    months_needed,
)
from peygir.outlook.planning.goal_sums import sums_of_goal
from peygir.outlook.planning.lifecycle import PLANNER
from peygir.outlook.planning.models import Programme
from peygir.outlook.planning.rules import GoalTerms
from peygir.people.rules import Actor

YEAR: Final = 12
MOST_YEARS: Final = 5
LARGEST_CHANGE: Final = 10.0


class BaselineIsNothing(Invalid):
    """There was nothing to measure in the baseline's months."""

    message = _("In the months before there is nothing of this: choose another measure or place.")


class ChangeIsNotRight(Invalid):
    """The change is none, or takes away more than there is."""

    message = _("Give the change in percent: by at most 95 down, or 1,000 up.")


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalChoice:
    """What a person chose: the measure's text, years of the baseline, and the change (-0.3: less by 30 %)."""

    measure: str
    years: int
    change: float
    due_on: date
    estimator: str
    controls: tuple[str, ...] = ()
    is_chosen_as_worst: bool = False


def write_goal(programme_id: int, choice: GoalChoice, *, folder: Path, by: Actor) -> int:
    """Write a goal as a draft and return its id; its baseline is of the last whole months in the lake in `folder`.

    Raises NotYourWork, NoSuchPlanFile, MeasureIsNotMonthly, GoalNeedsControls, BaselineIsTooShort, BaselineIsNothing,
    ChangeIsNotRight, PlanGoalIsNotRight, and what a question of the lake raises.
    """
    programme = Programme.objects.filter(pk=programme_id).first()
    if programme is None:
        raise NoSuchPlanFile()
    refuse_other_than(PLANNER, by, programme.unit_id)
    if not (-0.95 <= choice.change <= LARGEST_CHANGE) or choice.change == 0:
        raise ChangeIsNotRight()
    measure = checked_measure(choice.measure)
    controls = checked_controls(
        measure, choice.controls, estimator=choice.estimator, is_chosen_as_worst=choice.is_chosen_as_worst
    )
    needed = max(
        months_needed(choice.estimator, is_chosen_as_worst=choice.is_chosen_as_worst),
        YEAR * min(max(choice.years, 1), MOST_YEARS),
    )
    with source_of_rows(folder, city.city_by_id(programme.city_id), now=clock.now()) as source:
        sums = sums_of_goal(source, measure, controls)
    if len(sums.months) < needed:
        raise BaselineIsTooShort(months=needed)
    rows, amounts = sum(sums.rows[-needed:]), sum(sums.amounts[-needed:])
    if not amounts or (measure.is_share and not rows):
        raise BaselineIsNothing()
    baseline = amounts / rows if measure.is_share else amounts / needed
    target = baseline * (1 + choice.change)
    terms = GoalTerms(
        measure=choice.measure,
        measured_in=metric_of(measure.question).measured_in.value,
        baseline=float(f"{baseline:.7g}"),
        baseline_from=first_day_of(sums.months[-needed]),
        baseline_to=last_day_of_month(sums.months[-1]),
        target=float(f"{min(1.0, target) if measure.is_share else target:.7g}"),
        due_on=choice.due_on,
        estimator=choice.estimator,
        controls=controls,
        is_chosen_as_worst=choice.is_chosen_as_worst,
    )
    return make_goal(programme_id, terms, by=by)

"""What can be the measure of a goal: a named question with one number, or one share, for each month."""

from dataclasses import dataclass, replace
from typing import Final

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.outlook.insight.dimensions import DIMENSIONS
from peygir.outlook.insight.metric import Aggregation
from peygir.outlook.insight.questions import Filter, LakeQuestion, QuestionIsNotRight, metric_of, question_from, text_of
from peygir.outlook.planning.states import Estimator

MEASURES: Final = (
    "cases_opened",
    "reports_received",
    "reports_joined",
    "promises_kept",
    "confirmed",
    "inspections_not_fixed",
    "contacts",
    "calls_answered",
    "messages",
    "orders_made",
)
"""The metrics that can be measured month by month. Not among them are those whose past months still change (cases that
are open, or were opened again), medians, and sums of money of several currencies.
"""
PLACES: Final = ("district", "neighbourhood")
"""The dimensions whose values are areas that can be compared."""
FEWEST_CONTROLS: Final = 4
MOST_CONTROLS: Final = 400
FEWEST_BEFORE: Final = {Estimator.ITS: 24, Estimator.SYNTHETIC: 24, Estimator.BEFORE_AFTER: 12}
"""Months before the work that an estimator needs."""
FEWEST_AFTER: Final = 6
"""Months after the work without which nothing is said."""
YEARS_IF_WORST: Final = 24
"""Months before the work for an area that was chosen because it was bad: one year cannot show what was chance."""


class MeasureIsNotMonthly(Invalid):
    """The measure is no question, or has no one number for each month."""

    message = _(
        "A goal is measured by a question with one number or share for each month: no groups, no days, and no metric "
        "whose past months still change."
    )


class GoalNeedsControls(Invalid):
    """The estimator needs areas to compare with, and they are missing, are none, or are the goal's own."""

    message = _(
        "Choose one or several districts or neighbourhoods for this goal, and at least {fewest} others of the same "
        "kind to compare with: without them this way of measuring cannot tell the work from chance."
    )


class BaselineIsTooShort(Invalid):
    """Too few months before for the estimator."""

    message = _("This way of measuring needs {months} whole months of numbers before the work.")


@dataclass(frozen=True, slots=True)
class GoalMeasure:
    """A measure that was checked: the question, whether it is a share, and its areas (`place` "": the whole city)."""

    question: LakeQuestion
    is_share: bool
    place: str
    areas: tuple[str, ...]

    @property
    def counts_cases(self) -> bool:
        """Whether it counts cases, of which each is one incident that somebody reported."""
        return self.question.metric == "cases_opened"

    def within(self, areas: tuple[str, ...]) -> LakeQuestion:
        """The question about other areas of the same kind."""
        others = tuple(one for one in self.question.filters if one.dimension != self.place)
        return replace(self.question, filters=(*others, Filter(self.place, areas)))


def checked_measure(text: str) -> GoalMeasure:
    """The measure that a text names. Raises MeasureIsNotMonthly."""
    try:
        question = question_from(text)
        metric = metric_of(question)
    except QuestionIsNotRight:
        raise MeasureIsNotMonthly() from None
    has_time = any(DIMENSIONS[one.dimension].is_time for one in question.filters)
    has_days = question.since is not None or question.until is not None
    if question.metric not in MEASURES or question.by or has_days or has_time or metric.always:
        raise MeasureIsNotMonthly()
    places = [one for one in question.filters if one.dimension in PLACES and not one.is_not]
    if len(places) > 1 or any(None in one.values for one in places):
        raise MeasureIsNotMonthly()
    areas = tuple(value for one in places for value in one.values if value is not None)
    place = places[0].dimension if places else ""
    return GoalMeasure(question, metric.aggregation is Aggregation.SHARE, place, areas)


def measure_text(metric: str, filters: tuple[Filter, ...]) -> str:
    """The text of the measure with these filters. Raises MeasureIsNotMonthly."""
    try:
        text = text_of(LakeQuestion(metric, filters=filters))
    except QuestionIsNotRight:
        raise MeasureIsNotMonthly() from None
    checked_measure(text)
    return text


def checked_controls(
    measure: GoalMeasure, controls: tuple[str, ...], *, estimator: str, is_chosen_as_worst: bool
) -> tuple[str, ...]:
    """The areas to compare with, in order. Raises GoalNeedsControls."""
    kept = tuple(sorted(set(controls)))
    needs = estimator != Estimator.ITS or is_chosen_as_worst
    is_right = not kept or (
        bool(measure.place)
        and FEWEST_CONTROLS <= len(kept) <= MOST_CONTROLS
        and all(0 < len(code) <= 80 for code in kept)
        and not set(kept) & set(measure.areas)
    )
    if not is_right or (needs and not kept):
        raise GoalNeedsControls(fewest=FEWEST_CONTROLS)
    return kept


def months_needed(estimator: str, *, is_chosen_as_worst: bool) -> int:
    """How many whole months before the work a goal needs."""
    fewest = FEWEST_BEFORE[Estimator.of(estimator)]
    return max(fewest, YEARS_IF_WORST) if is_chosen_as_worst else fewest

"""The rules of planning: who may plan, what each file must satisfy, fiscal years, and what a measurement says."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from peygir.core.jalali import to_gregorian, to_jalali
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.outlook.planning.lifecycle import BUDGET, HOUSE, PLANNER, SECRETARIAT
from peygir.outlook.planning.states import Estimator, EvidenceClass, GoalVerdict, PlannedCostKind
from peygir.people.permissions import Permission, RoleScope
from peygir.people.rules import Actor

LONGEST_TITLE: Final = 200
LONGEST_TEXT: Final = 4000
LONGEST_REASON: Final = 2000
MOST_RIALS: Final = 10**16
MOST_OPTIONS: Final = 12
MOST_COSTS: Final = 60
LONGEST_EFFECT: Final = 50.0  # years
STAGES: Final = ("proposed", "funded", "begun", "done", "refused")
"""What the reporters of a planned case are told of, in this order."""
LEFT_WHY: Final = frozenset({"moved", "closed", "withdrawn", "done", "refused"})
"""Why a case no longer hangs on a budget line."""


class TitleIsMissing(Invalid):
    """A file of planning has no title, or too long a one."""

    message = _("Please give a title of at most {most} characters.")


class PlanTextIsTooLong(Invalid):
    """A text of planning is longer than its column."""

    message = _("The text is longer than {limit} characters. Please make it shorter.")


class PlanReasonIsMissing(Invalid):
    """A move or an answer came without the reason that it needs."""

    message = _("Please give the reason, in at most {most} characters.")


class OptionIsNotRight(Invalid):
    """An option of a programme has no title, no days, or an effect outside its bounds."""

    message = _(
        "Option {number}: please give a title, days that begin before they end, an effect between 0 and 1 whose "
        "lowest value comes first, how many years it lasts (at most 50), and a class of evidence."
    )


class EffectHasNoSource(Invalid):
    """An expected effect is said to be measured, but not where."""

    message = _("Option {number}: say where the effect was measured; only class D, experts' judgement, needs none.")


class PlannedCostIsNotRight(Invalid):
    """A cost line has no title, or its amounts do not follow each other."""

    message = _("Option {number}: a cost needs a title and three amounts in rials, the least first and the most last.")


class OptionsAreNotRight(Invalid):
    """A programme has no option, or too many."""

    message = _("A programme has 1 to {most} options, each with 1 to {costs} costs.")


class PlanGoalIsNotRight(Invalid):
    """A goal lacks a measure, or its numbers and days do not fit together."""

    message = _(
        "Please give the measure and its unit, a baseline with its days, a target that differs from it, and a day "
        "after the baseline's by which it is reached."
    )


@dataclass(frozen=True, slots=True)
class CostTerms:
    """A cost line in rials: the least, the likely and the most."""

    title: str
    low: int
    likely: int
    high: int
    kind: str = PlannedCostKind.ONCE


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionTerms:
    """One option of a programme: days, costs, and the expected share (0 to 1) of incidents that it avoids."""

    title: str
    begins_on: date
    ends_on: date
    effect_low: float
    effect: float
    effect_high: float
    years: float
    evidence_class: str
    costs: tuple[CostTerms, ...]
    evidence: str = ""
    text: str = ""
    unit_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalTerms:
    """What is registered of a goal; `measure` is the text of the question whose answer is measured.

    `controls` are codes of areas to compare with; `is_chosen_as_worst`: the goal's areas were chosen as bad ones.
    """

    measure: str
    measured_in: str
    baseline: float
    baseline_from: date
    baseline_to: date
    target: float
    due_on: date
    estimator: str
    controls: tuple[str, ...] = ()
    is_chosen_as_worst: bool = False


@dataclass(frozen=True, slots=True)
class EvidencePack:
    """The evidence of a problem: its cases and reports, the months in which they came, and their cost.

    `months`: the first day of a Jalali month (ISO 8601) → cases opened in it. `cost`: currency → its smallest units,
    as work orders have spent on these cases.
    """

    cases: int
    reports: int
    open_cases: int
    returned: int  # cases that were reopened at least once
    first_on: str
    last_on: str
    months: Mapping[str, int]
    cost: Mapping[str, int]

    def as_json(self) -> dict[str, Any]:
        """The pack as a problem stores it."""
        return asdict(self)


def may_plan(actor: Actor, unit_id: int | None) -> bool:
    """Whether somebody plans for a unit: its manager, the deputy above it, or the mayor's desk for every unit."""
    if actor.kind != "staff" or not actor.may(Permission.PLAN_CITY):
        return False
    scope = actor.rights.scope
    if scope == RoleScope.CITY:
        return True
    if unit_id is None:
        return False
    return unit_id in actor.unit_ids_below if scope == RoleScope.BELOW else unit_id == actor.unit_id


def may_act_as(actor: Actor, who: str, unit_id: int | None) -> bool:
    """Whether somebody makes the moves of `who` (of `lifecycle`) in a file of a unit."""
    if who == HOUSE or actor.is_system:
        return actor.is_system
    if who == PLANNER:
        return may_plan(actor, unit_id)
    needed = {BUDGET: Permission.KEEP_BUDGET, SECRETARIAT: Permission.KEEP_COUNCIL}[who]
    return actor.kind == "staff" and actor.may(needed)


def may_read_plans(actor: Actor) -> bool:
    """Whether somebody reads what is not public of planning: whoever plans, budgets, keeps or watches the council."""
    needed = (Permission.PLAN_CITY, Permission.KEEP_BUDGET, Permission.KEEP_COUNCIL, Permission.WATCH_CITY)
    return actor.is_system or (actor.kind == "staff" and any(actor.may(one) for one in needed))


def checked_title(text: str, most: int = LONGEST_TITLE) -> str:
    """A title without blanks around it. Raises TitleIsMissing."""
    title = " ".join(plain(text).split())
    if not says_something(title) or len(title) > most:
        raise TitleIsMissing(most=most)
    return title


def checked_text(text: str, limit: int = LONGEST_TEXT) -> str:
    """A text without control characters. Raises PlanTextIsTooLong."""
    cleaned = plain(text)
    if len(cleaned) > limit:
        raise PlanTextIsTooLong(limit=limit)
    return cleaned


def checked_reason(text: str, *, is_needed: bool) -> str:
    """The reason of a move. Raises PlanReasonIsMissing."""
    reason = plain(text) if says_something(text) else ""
    if (is_needed and not reason) or len(reason) > LONGEST_REASON:
        raise PlanReasonIsMissing(most=LONGEST_REASON)
    return reason


def checked_options(options: Sequence[OptionTerms]) -> tuple[OptionTerms, ...]:
    """The options of a programme, with trimmed texts.

    Raises OptionsAreNotRight, OptionIsNotRight, EffectHasNoSource, PlannedCostIsNotRight, PlanTextIsTooLong.
    """
    if not 1 <= len(options) <= MOST_OPTIONS or not all(1 <= len(one.costs) <= MOST_COSTS for one in options):
        raise OptionsAreNotRight(most=MOST_OPTIONS, costs=MOST_COSTS)
    return tuple(_checked_option(option, number) for number, option in enumerate(options, start=1))


def _checked_option(option: OptionTerms, number: int) -> OptionTerms:
    title = " ".join(plain(option.title).split())
    effects_fit = 0 <= option.effect_low <= option.effect <= option.effect_high <= 1  # false for NaN too
    years_fit = 0 < option.years <= LONGEST_EFFECT
    is_known = option.evidence_class in EvidenceClass.labels()
    if not (says_something(title) and len(title) <= LONGEST_TITLE and option.begins_on <= option.ends_on):
        raise OptionIsNotRight(number=number)
    if not (effects_fit and years_fit and is_known):
        raise OptionIsNotRight(number=number)
    evidence = checked_text(option.evidence, 2000)
    if option.evidence_class != EvidenceClass.D and not says_something(evidence):
        raise EffectHasNoSource(number=number)
    costs = tuple(_checked_cost(cost, number) for cost in option.costs)
    return replace(option, title=title, text=checked_text(option.text), evidence=evidence, costs=costs)


def _checked_cost(cost: CostTerms, number: int) -> CostTerms:
    title = " ".join(plain(cost.title).split())
    fits = 0 <= cost.low <= cost.likely <= cost.high <= MOST_RIALS and cost.kind in PlannedCostKind.labels()
    if not (fits and says_something(title) and len(title) <= LONGEST_TITLE):
        raise PlannedCostIsNotRight(number=number)
    return replace(cost, title=title)


def cost_of(costs: Sequence[CostTerms], years: float) -> tuple[int, int, int]:
    """What an option costs over its years in rials: (least, likely, most); yearly costs count once for each year."""
    totals = [0, 0, 0]
    for cost in costs:
        times = years if cost.kind == PlannedCostKind.YEARLY else 1.0
        for place, amount in enumerate((cost.low, cost.likely, cost.high)):
            totals[place] += round(amount * times)
    return totals[0], totals[1], totals[2]


def checked_goal(terms: GoalTerms) -> GoalTerms:
    """The terms of a goal, with trimmed texts. Raises PlanGoalIsNotRight."""
    measure, measured_in = " ".join(plain(terms.measure).split()), " ".join(plain(terms.measured_in).split())
    texts_fit = says_something(measure) and len(measure) <= 200 and says_something(measured_in)
    numbers_fit = abs(terms.baseline) < 1e15 and abs(terms.target) < 1e15 and terms.baseline != terms.target
    days_fit = terms.baseline_from <= terms.baseline_to < terms.due_on
    is_known = terms.estimator in Estimator.labels()
    if not (texts_fit and len(measured_in) <= 40 and numbers_fit and days_fit and is_known):
        raise PlanGoalIsNotRight()
    return replace(terms, measure=measure, measured_in=measured_in)


def verdict_on(*, baseline: float, target: float, low: float | None, high: float | None) -> GoalVerdict:
    """What an interval says about a target: reached if all of it is at least as good, not if all of it is worse.

    An interval that has the target inside it, or none at all, cannot tell.
    """
    if low is None or high is None:
        return GoalVerdict.CANNOT_TELL
    less_is_better = target < baseline
    is_reached = high <= target if less_is_better else low >= target
    is_missed = low > target if less_is_better else high < target
    if is_reached:
        return GoalVerdict.REACHED
    return GoalVerdict.NOT_REACHED if is_missed else GoalVerdict.CANNOT_TELL


def fiscal_year_of(day: date) -> int:
    """The fiscal year of a day: the Jalali year, which begins on 1 Farvardin."""
    return to_jalali(day).year


def fiscal_days(year: int) -> tuple[date, date]:
    """The first and the last day of a fiscal year."""
    return to_gregorian(year, 1, 1), to_gregorian(year + 1, 1, 1) - timedelta(days=1)


def digest_of(content: Mapping[str, Any]) -> str:
    """The SHA-256 of the canonical JSON of a file's content."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()

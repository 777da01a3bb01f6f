"""Takes the monthly sums of a goal's areas, and of those that it is compared with, out of the lake."""

from collections.abc import Mapping
from dataclasses import dataclass

from peygir.outlook.insight.monthly import AreaSums, RowSource, monthly_sums, repeat_sums
from peygir.outlook.planning.goal_rules import GoalMeasure


@dataclass(frozen=True, slots=True)
class GoalSums:
    """Whole months with their days, the sums of the goal's areas together, and those of each area to compare with."""

    months: tuple[int, ...]
    days: tuple[int, ...]
    rows: tuple[int, ...]
    amounts: tuple[int, ...]
    controls: Mapping[str, AreaSums]


def sums_of_goal(source: RowSource, measure: GoalMeasure, controls: tuple[str, ...]) -> GoalSums:
    """Return the monthly sums; one question to the lake, and one for its first day."""
    if not measure.place:
        monthly = monthly_sums(source, measure.question)
        own = monthly.areas[""]
        return GoalSums(monthly.months, monthly.days, own.rows, own.amounts, {})
    monthly = monthly_sums(source, measure.question, place=measure.place, areas=(*measure.areas, *controls))
    areas = [monthly.areas[code] for code in measure.areas]
    return GoalSums(
        monthly.months,
        monthly.days,
        tuple(map(sum, zip(*(area.rows for area in areas), strict=True))),
        tuple(map(sum, zip(*(area.amounts for area in areas), strict=True))),
        {code: monthly.areas[code] for code in controls},
    )


def repeats_of_goal(
    source: RowSource, measure: GoalMeasure, before: frozenset[int], after: frozenset[int]
) -> tuple[tuple[int, int, float, float], ...]:
    """Return the repeated reports of closed cases of the months before and of those after; () if no cases are counted.

    Each as (cases, reports after the first, days open, Σ again² / days).
    """
    if not measure.counts_cases:
        return ()
    by_month = repeat_sums(source, measure.question)
    return tuple(
        (
            sum(one.cases for one in by_month if one.month in months),
            sum(one.again for one in by_month if one.month in months),
            sum(one.days for one in by_month if one.month in months),
            sum(one.squares for one in by_month if one.month in months),
        )
        for months in (before, after)
    )

"""The order of units over a season by formula: from the standings of its closed months to sets of ranks.

By the whole mark: a unit's mean of its months' marks with the mix of cases of the whole city. A month in which marks
are high or low everywhere moves nobody: each month counts as the difference from that month's level, which is the mean
of the units that have a mark in every month. By an indicator: observed over expected failures of all months.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Final

from peygir.core.intervals import Z95
from peygir.outlook.scoring.fairness.standing import FIRST, LEVEL, WHOLE_MARK, Standing, published
from peygir.outlook.scoring.fairness.whole_marks import NARROWEST
from peygir.outlook.scoring.measures import EXACT
from peygir.outlook.scoring.methods.rank_sets import rank_sets
from peygir.outlook.scoring.ranking.season_standing import SeasonStanding
from peygir.outlook.scoring.ranking.terms import RankedCategory, RankingTerms
from peygir.outlook.scoring.rules import OUT_OF

Months = Mapping[date, Sequence[Standing]]
"""The standings of each month, by its first day."""
_NOTHING: Final = Decimal(0)


@dataclass(frozen=True, slots=True)
class _Estimate:
    """A value with its interval, and the number that ranks compare (the largest is the first) with its error."""

    value: Decimal
    low: Decimal
    high: Decimal
    compared: float
    error: float


def season_order(terms: RankingTerms, months: Months, kinds: Mapping[int, str]) -> list[SeasonStanding]:
    """Return the standings of every category; those with a rank first, by rank, then by id of the unit."""
    standings: list[SeasonStanding] = []
    for category in terms.categories:
        standings += category_order(category, months, kinds, terms.fewest_months)
    return standings


def category_order(
    category: RankedCategory, months: Months, kinds: Mapping[int, str], fewest_months: int
) -> list[SeasonStanding]:
    """Return the standings of one category. `kinds` are those of the units; a unit of another kind is left out.

    Values do not depend on the category: the level of a month is that of all units.
    """
    rows = _rows_of(category.measure, months)
    chosen = {
        unit_id: {day: row for day, row in own.items() if _counts(row)}
        for unit_id, own in rows.items()
        if _counted(own) >= fewest_months
    }
    found = _by_mark(chosen, len(months)) if category.measure == WHOLE_MARK else _by_failures(chosen)
    ranked_ids = [unit_id for unit_id in rows if kinds.get(unit_id) in category.kinds]
    estimates = {unit_id: found[unit_id] for unit_id in ranked_ids if unit_id in found}
    standings = {
        unit_id: SeasonStanding(
            category.code, unit_id, _counted(rows[unit_id]), sum(row.n for row in rows[unit_id].values())
        )
        for unit_id in ranked_ids
    }
    for unit_id, one in estimates.items():
        standings[unit_id] = replace(standings[unit_id], value=one.value, low=one.low, high=one.high)
    standings |= _with_ranks(standings, estimates)
    return sorted(standings.values(), key=lambda one: (one.rank is None, one.rank or 0, one.unit_id))


def _rows_of(measure: str, months: Months) -> dict[int, dict[date, Standing]]:
    """The standings in a measure, by unit and month."""
    rows: dict[int, dict[date, Standing]] = {}
    for first_on in sorted(months):
        for standing in months[first_on]:
            if standing.indicator == measure:
                rows.setdefault(standing.unit_id, {})[first_on] = standing
    return dict(sorted(rows.items()))


def _counts(row: Standing) -> bool:
    """Whether a month of a unit counts: it had enough cases."""
    return row.adjusted is not None if row.indicator == WHOLE_MARK else row.ratio is not None


def _counted(own: Mapping[date, Standing]) -> int:
    return sum(map(_counts, own.values()))


def _by_mark(rows: Mapping[int, Mapping[date, Standing]], all_months: int) -> dict[int, _Estimate]:
    """The mean marks, without what a month did to everybody."""
    if not rows:
        return {}
    levels = _levels([own for own in rows.values() if len(own) == all_months] or list(rows.values()))
    usual = _mean(list(levels.values()))
    estimates = {}
    for unit_id, own in rows.items():
        differences = [(row.adjusted or _NOTHING) - levels.get(day, usual) for day, row in own.items()]
        mean = published(usual + _mean(differences))
        error = math.sqrt(sum(_error_of(row) ** 2 for row in own.values())) / len(own)
        reach = Decimal(Z95 * error)
        value, low, high = (published(_as_mark(number)) for number in (mean, mean - reach, mean + reach))
        estimates[unit_id] = _Estimate(value, low, high, float(mean), error)
    return estimates


def _as_mark(number: Decimal) -> Decimal:
    """A number, not below the least mark nor above the best one."""
    return min(max(number, _NOTHING), Decimal(OUT_OF))


def _levels(rows: Sequence[Mapping[date, Standing]]) -> dict[date, Decimal]:
    """The mean of the marks of each month."""
    marks_by_month: dict[date, list[Decimal]] = {}
    for own in rows:
        for day, row in own.items():
            marks_by_month.setdefault(day, []).append(row.adjusted or _NOTHING)
    return {day: _mean(values) for day, values in sorted(marks_by_month.items())}


def _mean(values: Sequence[Decimal]) -> Decimal:
    return EXACT.divide(sum(values, _NOTHING), Decimal(len(values)))


def _error_of(row: Standing) -> float:
    """The standard error of a month's mark, from its interval."""
    return max(float((row.high or _NOTHING) - (row.low or _NOTHING)) / (2 * Z95), NARROWEST)


def _by_failures(rows: Mapping[int, Mapping[date, Standing]]) -> dict[int, _Estimate]:
    """Observed over expected failures; ranks compare square roots, whose variance hardly depends on the ratio."""
    estimates = {}
    for unit_id, own in rows.items():
        observed = sum((row.observed or _NOTHING for row in own.values()), _NOTHING)
        expected = sum((row.expected or _NOTHING for row in own.values()), _NOTHING)
        spread = math.sqrt(sum(float(row.spread or 0) ** 2 for row in own.values()))
        if expected <= 0:
            continue
        value = EXACT.divide(observed, expected)
        root, error = math.sqrt(value), max(spread / float(expected) / 2, NARROWEST)
        low, high = max(root - Z95 * error, 0.0) ** 2, (root + Z95 * error) ** 2
        estimates[unit_id] = _Estimate(published(value), published(low), published(high), -root, error)
    return estimates


def _with_ranks(
    standings: Mapping[int, SeasonStanding], estimates: Mapping[int, _Estimate]
) -> dict[int, SeasonStanding]:
    """The standings with ranks and their sets; none for a unit without a peer."""
    known = sorted(estimates)
    if len(known) < 2:
        return {}
    compared, errors = ([getattr(estimates[one], name) for one in known] for name in ("compared", "error"))
    sets = rank_sets(compared, errors, level=LEVEL, top=FIRST)
    return {
        unit_id: replace(
            standings[unit_id],
            of=len(known),
            rank=sets.ranks[number],
            rank_low=sets.simultaneous[number][0],
            rank_high=sets.simultaneous[number][1],
            is_among_first=sets.may_be_best[number],
        )
        for number, unit_id in enumerate(known)
    }

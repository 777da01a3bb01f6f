"""Finds what got worse against what was to be expected: per unit and topic, and per topic and district."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from scipy.special import betainc, expit

from peygir.outlook.scoring.fairness.expectation import MixModel, Seasoned
from peygir.outlook.scoring.fairness.outcomes import UNKNOWN, CaseMix, MonthCells, UnitRows, is_failure
from peygir.outlook.scoring.fairness.standing import published
from peygir.outlook.scoring.methods.discoveries import adjusted_p_values

RATE: Final = 0.05
"""On average at most this share of the weak points of a month is chance."""
FEWEST_ROWS: Final = 10
FEWEST_FAILURES: Final = 3
"""Below these numbers in the month there is too little to say."""
WINDOWS: Final = (1, 3)
"""The last month alone, and the last three together, are compared with the months before them."""
PRIOR: Final = 2.0
"""So many expected failures of the past are what is known of a group without any: its ratio is about 1."""
STEADY: Final = 50.0
"""However long the past, it counts as at most so many expected failures: ratios of honest groups move by a seventh
from month to month."""
MOST_CASES: Final = 500


class TopicGroup(NamedTuple):
    """Whose cases are looked at: a topic with a unit (then without a district), or with a district (unit 0)."""

    indicator: str
    unit_id: int
    topic: str
    district: str


@dataclass(frozen=True, slots=True)
class GroupMonth:
    """The failures of a group in a month, and how many were to be expected of its cases."""

    first_on: date
    observed: int
    expected: float
    n: int


@dataclass(frozen=True, slots=True)
class FoundWeakPoint:
    """A group that got worse: failures in the month, how many were to be expected by its own past, and the months.

    `p_value` is that of the group alone, `adjusted` allows for the number of groups. `case_ids` are the month's cases
    that failed. The months stand in their order.
    """

    group: TopicGroup
    observed: int
    expected: Decimal
    n: int
    p_value: Decimal
    adjusted: Decimal
    months: tuple[GroupMonth, ...]
    case_ids: tuple[int, ...]


def groups_by_month(months: Sequence[MonthCells], models: Mapping[str, MixModel]) -> dict[TopicGroup, list[GroupMonth]]:
    """Return for each group its months in order; the expectations are those of the model of the indicator."""
    by_group: defaultdict[TopicGroup, list[GroupMonth]] = defaultdict(list)
    for month in sorted(months, key=lambda one: one.first_on):
        sums: defaultdict[TopicGroup, list[float]] = defaultdict(lambda: [0, 0.0, 0])
        for indicator, model in models.items():
            cells = sorted(month.cells.get(indicator, {}).items())
            chances = expit(model.logits([Seasoned(mix, month.season) for (mix, _unit_id), _counts in cells]))
            for ((mix, unit_id), (failed, n)), chance in zip(cells, chances.tolist(), strict=True):
                for group in _groups_of(indicator, mix, unit_id):
                    cell = sums[group]
                    cell[0] += failed
                    cell[1] += n * chance
                    cell[2] += n
        for group, (observed, expected, counted) in sums.items():
            by_group[group].append(GroupMonth(month.first_on, int(observed), expected, int(counted)))
    return dict(by_group)


def _groups_of(indicator: str, mix: CaseMix, unit_id: int) -> Iterator[TopicGroup]:
    if mix.topic:
        yield TopicGroup(indicator, unit_id, mix.topic, "")
        if mix.district:
            yield TopicGroup(indicator, 0, mix.topic, mix.district)


def worsening(months: Sequence[GroupMonth]) -> tuple[float, float]:
    """Return the p-value of "it got no worse", and how many failures were to be expected in the last month.

    The past of a group says what its ratio of observed to expected failures is: Gamma(PRIOR + O, PRIOR + E), the two
    numbers drawn in so that the second is at most STEADY. So the failures of a later window follow a negative binomial
    distribution; the p-value is its upper tail at those observed. The smaller one of the windows counts twice. Without
    a month before, the p-value is 1. Source of the predictive distribution: A. Gelman et al., Bayesian Data Analysis,
    3rd edition (2013), section 2.6.
    """
    tails = []
    for window in WINDOWS:
        recent, past = months[-window:], months[:-window]
        if past:
            shape, rate = _past(past)
            tails.append(_tail(sum(one.observed for one in recent), sum(one.expected for one in recent), shape, rate))
    if not tails:
        return 1.0, months[-1].expected
    shape, rate = _past(months[:-1])
    return min(1.0, min(tails) * len(tails)), months[-1].expected * shape / rate


def _past(months: Sequence[GroupMonth]) -> tuple[float, float]:
    shape = PRIOR + sum(one.observed for one in months)
    rate = PRIOR + sum(one.expected for one in months)
    drawn_in = min(1.0, STEADY / rate)
    return shape * drawn_in, rate * drawn_in


def _tail(observed: int, expected: float, shape: float, rate: float) -> float:
    """The chance of at least so many failures under the negative binomial distribution."""
    return 1.0 if observed <= 0 else float(betainc(observed, shape, expected / (expected + rate)))


def weak_points(
    month: MonthCells,
    earlier: Sequence[MonthCells],
    models: Mapping[str, MixModel],
    rows: Mapping[str, UnitRows],
    mixes: Mapping[int, CaseMix],
) -> list[FoundWeakPoint]:
    """Return the groups that got worse in a month, those with most failures too many first.

    `rows` and `mixes` are those of the month. The share of false ones is kept at RATE (`discoveries`).
    """
    groups = {
        group: own_months
        for group, own_months in sorted(groups_by_month([*earlier, month], models).items())
        if own_months[-1].first_on == month.first_on
        and len(own_months) > 1
        and own_months[-1].n >= FEWEST_ROWS
        and own_months[-1].observed >= FEWEST_FAILURES
    }
    tests = {group: worsening(own_months) for group, own_months in groups.items()}
    adjusted = adjusted_p_values([p_value for p_value, _expected in tests.values()])
    q_values = {group: q_value for group, q_value in zip(tests, adjusted, strict=True) if q_value <= RATE}
    cases = _failed_cases(q_values, rows, mixes)
    points = [
        FoundWeakPoint(
            group=group,
            observed=groups[group][-1].observed,
            expected=published(tests[group][1]),
            n=groups[group][-1].n,
            p_value=_probability(tests[group][0]),
            adjusted=_probability(q_value),
            months=tuple(groups[group]),
            case_ids=cases[group],
        )
        for group, q_value in q_values.items()
    ]
    return sorted(points, key=lambda point: (point.expected - point.observed, point.group))


def _probability(value: float) -> Decimal:
    """A p-value as it is stored."""
    return Decimal(value).quantize(Decimal("0.000001"))


def _failed_cases(
    groups: Collection[TopicGroup], rows: Mapping[str, UnitRows], mixes: Mapping[int, CaseMix]
) -> dict[TopicGroup, tuple[int, ...]]:
    """The cases of each group that failed, at most MOST_CASES; each row is looked at once."""
    failed: dict[TopicGroup, set[int]] = {group: set() for group in groups}
    for indicator in sorted({group.indicator for group in groups}):
        for unit_id, own in rows.get(indicator, {}).items():
            for row in own:
                if not is_failure(indicator, row.signature):
                    continue
                for group in _groups_of(indicator, mixes.get(row.case_id, UNKNOWN), unit_id):
                    if group in failed:
                        failed[group].add(row.case_id)
    return {group: tuple(sorted(case_ids)[:MOST_CASES]) for group, case_ids in failed.items()}

"""Which of many weekly series have too many reports just now, with few false alarms among all."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from peygir.outlook.insight.methods.expected_counts import ExpectedWeek
from peygir.outlook.scoring.methods.count_tails import chance_of_more
from peygir.outlook.scoring.methods.discoveries import adjusted_p_values

WINDOWS: Final = (1, 2, 3)
"""Numbers of last weeks that are summed."""
RATE: Final = 0.05
"""The share of alarms that may be false on average."""
CAUTION: Final = 1.08
"""By which the variance is raised: with past outbreaks, the fit also down-weights weeks that were high by chance."""
FEWEST: Final = 5
"""Reports in a window below which it is no finding, however rare they are otherwise."""
MEMORY: Final = 12
"""Weeks before this one whose tests should be adjusted together with this week's."""


@dataclass(frozen=True, slots=True)
class WeeklyTest:
    """The least probable sum of a series: its last `weeks`, their count, what was expected, and p for all windows."""

    series: int
    weeks: int
    count: int
    expected: float
    p_value: float


@dataclass(frozen=True, slots=True)
class WeeklyAlarm:
    """A test that is a finding; `q_value` is its p-value adjusted for all tests."""

    test: WeeklyTest
    q_value: float


def weekly_tests(
    counts: Sequence[Sequence[int]], expectations: Sequence[Sequence[ExpectedWeek | None]]
) -> list[WeeklyTest]:
    """Test whether the last weeks of each series have too many reports.

    `counts` has the last counts of each series, oldest first, and `expectations` what was expected of each of these
    weeks beforehand. For the last 1, 2 and 3 weeks the probability of such a sum or a larger one is that of the
    negative binomial distribution, with the uncertainty of the expectation in its variance (the errors of
    neighbouring weeks are taken as the same), raised by CAUTION; the smallest counts three times (Bonferroni). With
    fewer than FEWEST reports the probability is taken as 1. Series without an expectation for the last week are left
    out.
    """
    return [
        _least_probable(place, list(last), [week for week in weeks if week is not None])
        for place, (last, weeks) in enumerate(zip(counts, expectations, strict=True))
        if len(weeks) and weeks[-1] is not None
    ]


def weekly_alarms(
    tests: Sequence[WeeklyTest], *, earlier: Sequence[float] = (), rate: float = RATE
) -> list[WeeklyAlarm]:
    """Return the tests of this week that are findings, the least probable first.

    The false discovery rate is kept at `rate` among them and the tests of the MEMORY weeks before, whose p-values are
    `earlier`. Without these, every quiet week would raise a false alarm with the probability `rate`, however few there
    are to find in a year.
    """
    adjusted = adjusted_p_values([*(test.p_value for test in tests), *earlier])
    alarms = [WeeklyAlarm(test, q_value) for test, q_value in zip(tests, adjusted, strict=False) if q_value <= rate]
    return sorted(alarms, key=lambda alarm: alarm.test.p_value)


def _least_probable(series: int, counts: list[int], weeks: list[ExpectedWeek]) -> WeeklyTest:
    windows = [size for size in WINDOWS if size <= min(len(counts), len(weeks))]
    tests = []
    for size in windows:
        count, expected = sum(counts[-size:]), sum(week.mean for week in weeks[-size:])
        variance = sum(week.variance() for week in weeks[-size:])
        variance += sum(math.sqrt(week.uncertainty) for week in weeks[-size:]) ** 2
        p_value = 1.0
        if count >= FEWEST:
            p_value = min(1.0, len(windows) * chance_of_more(count, expected, CAUTION * variance))
        tests.append(WeeklyTest(series, size, count, expected, p_value))
    return min(tests, key=lambda test: test.p_value)

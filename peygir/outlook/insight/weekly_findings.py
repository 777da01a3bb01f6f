"""Tests the weekly counts of every topic in every district, and asks other methods for their opinion."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np

from peygir.outlook.insight.findings import AlarmFinding, ExaminedCounts, SeriesWeek
from peygir.outlook.insight.methods.changepoints import changepoints
from peygir.outlook.insight.methods.control_charts import cusum, score_of_count
from peygir.outlook.insight.methods.ears import EarsRule, ears
from peygir.outlook.insight.methods.expected_counts import ExpectedWeek, expected_week
from peygir.outlook.insight.methods.quasi_poisson import Places
from peygir.outlook.insight.methods.recent_counts import recent_week, usual_dispersion
from peygir.outlook.insight.methods.weekly_alarms import FEWEST, WINDOWS, WeeklyTest, weekly_tests
from peygir.outlook.insight.weeks import WEEK
from peygir.outlook.insight.words import AlarmBaseline, AlarmMethod, AlarmOpinion

CUSUM_LIMIT: Final = 5.0
CHANGE_WEEKS: Final = 104
"""Last weeks in which change points are looked for."""
SHOWN_WEEKS: Final = 26
"""Weeks of an alarm's series that are kept for its chart."""
_RULES: Final[tuple[tuple[EarsRule, AlarmOpinion], ...]] = (
    ("C1", AlarmOpinion.C1),
    ("C2", AlarmOpinion.C2),
    ("C3", AlarmOpinion.C3),
)


@dataclass(frozen=True, slots=True)
class TopicSeries:
    """The weekly counts of a topic in a district, oldest first; the last is the week that is examined."""

    topic_code: str
    group_code: str
    district_code: str
    counts: Places


def expected_of(past: Places, usual: float) -> tuple[ExpectedWeek, AlarmBaseline] | None:
    """Return what the years before let expect, else the last half year; None where the past is too short for both.

    `usual`: the dispersion of all series together.
    """
    by_years = expected_week(past.astype(np.float64))
    if by_years is not None:
        return by_years, AlarmBaseline.YEARS
    recent = recent_week(past.astype(np.float64), usual=usual)
    return (recent, AlarmBaseline.RECENT) if recent is not None else None


def weekly_findings(series: Sequence[TopicSeries]) -> ExaminedCounts:
    """Test the last weeks of every series; series without a past are left out.

    Series with fewer than FEWEST reports in three weeks are only counted: no
    model is fitted for them, so that a large city takes seconds.
    """
    most = max(WINDOWS)
    busy = [topic for topic in series if topic.counts[-most:].sum() >= FEWEST]
    usual, findings, quiet = _usual(series), [], len(series) - len(busy)
    for topic in busy:
        expectations = [expected_of(topic.counts[: len(topic.counts) - ago], usual) for ago in range(most, 0, -1)]
        means = [found[0] if found is not None else None for found in expectations]
        tests = weekly_tests([topic.counts[-most:].tolist()], [means])
        last = expectations[-1]
        if not tests or last is None:
            continue
        if tests[0].p_value >= 1:
            quiet += 1
        else:
            findings.append(_finding(topic, tests[0], last[1]))
    return ExaminedCounts(tuple(findings), quiet)


def _finding(series: TopicSeries, test: WeeklyTest, baseline: AlarmBaseline) -> AlarmFinding:
    return AlarmFinding(
        method=AlarmMethod.WEEKLY,
        topic_code=series.topic_code,
        group_code=series.group_code,
        district_code=series.district_code,
        neighbourhood_codes=(),
        weeks=test.weeks,
        observed=test.count,
        expected=test.expected,
        p_value=test.p_value,
        baseline=baseline,
        opinions=(),
        series=(),
    )


def explained(finding: AlarmFinding, series: Sequence[TopicSeries], week: date) -> AlarmFinding:
    """Return a weekly finding with its series and the opinions of EARS, CUSUM and change points; dozens of fits."""
    subject = (finding.topic_code, finding.district_code)
    counts = next(one.counts for one in series if (one.topic_code, one.district_code) == subject)
    usual = _usual(series)
    shown = range(max(0, len(counts) - SHOWN_WEEKS), len(counts))
    expectations = [expected_of(counts[:place], usual) for place in shown]
    means = [expected[0] if expected is not None else None for expected in expectations]
    opinions = [opinion for rule, opinion in _RULES if ears(counts.tolist(), rule=rule)[-1].is_alarm]
    scores = [
        score_of_count(int(counts[place]), mean.mean, mean.variance(with_uncertainty=True))
        for place, mean in zip(shown, means, strict=True)
        if mean is not None
    ]
    if scores and cusum(scores, h=CUSUM_LIMIT)[-1].high > CUSUM_LIMIT:
        opinions.append(AlarmOpinion.CUSUM)
    starts = changepoints(counts[-CHANGE_WEEKS:].astype(np.float64)).changepoints
    if starts and min(CHANGE_WEEKS, len(counts)) - starts[-1] <= max(WINDOWS):
        opinions.append(AlarmOpinion.CHANGE)
    weeks: list[SeriesWeek] = []
    for place, mean in zip(shown, means, strict=True):
        first_on = week - (len(counts) - 1 - place) * WEEK
        expected = round(mean.mean, 2) if mean is not None else None
        weeks.append((first_on.isoformat(), int(counts[place]), expected))
    return replace(finding, opinions=(*opinions, *finding.opinions), series=tuple(weeks))


def _usual(series: Sequence[TopicSeries]) -> float:
    return usual_dispersion([one.counts[: -max(WINDOWS)].astype(np.float64) for one in series])

"""What one week of a city's counts gives: every test of it, and what stands out among all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from peygir.outlook.insight.findings import (
    AlarmFinding,
    ScannedCell,
    ToldAlarm,
    alarms_among,
    told_once,
    without_aftermath,
)
from peygir.outlook.insight.scan_findings import GroupCounts, scan_findings
from peygir.outlook.insight.weekly_findings import TopicSeries, explained, weekly_findings
from peygir.outlook.insight.words import AlarmMethod

PastWeek = tuple[Sequence[float], int]
"""The p-values below 1 of an earlier week, and how many of its tests had 1."""


@dataclass(frozen=True, slots=True)
class ExaminedWeek:
    """The p-values below 1 of a week's tests, how many had 1, and its alarms, the least probable first."""

    p_values: Sequence[float]
    quiet: int
    alarms: Sequence[AlarmFinding]


def examined_week(
    series: Sequence[TopicSeries],
    groups: Sequence[GroupCounts],
    cells: Sequence[ScannedCell],
    week: date,
    *,
    before: Sequence[PastWeek],
    earlier_alarms: Sequence[ToldAlarm] = (),
    rate: float,
) -> ExaminedWeek:
    """Test the counts up to a week (its first day); `before`: the tests of the weeks before, adjusted together.

    `earlier_alarms`: weekly ones that go on, or were over a few weeks ago; a scan of their weeks is no second alarm.
    At most `rate` of the alarms are false on average. What both methods tell is told once, with the opinions of others.
    """
    weekly = weekly_findings(series)
    scanned = scan_findings(groups, cells, week)
    tests, quiet = (*weekly.findings, *scanned.findings), weekly.quiet + scanned.quiet
    raised = alarms_among(
        tests,
        quiet=quiet,
        earlier=[p_value for p_values, _quiet in before for p_value in p_values],
        earlier_quiet=sum(number for _p_values, number in before),
        rate=rate,
    )
    districts = {cell.code: cell.district_code for cell in cells}
    alarms = without_aftermath(told_once(raised, districts), earlier_alarms, districts, week)
    return ExaminedWeek(
        [test.p_value for test in tests],
        quiet,
        [explained(one, series, week) if one.method == AlarmMethod.WEEKLY else one for one in alarms],
    )

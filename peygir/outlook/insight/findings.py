"""What an examined week gives: a topic in a district, or neighbourhoods, with more new cases than expected."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol

from peygir.outlook.insight.weeks import WEEK
from peygir.outlook.insight.words import AlarmBaseline, AlarmMethod, AlarmOpinion

SeriesWeek = tuple[str, int, float | None]
"""The first day of a week in ISO form, its count, and what was expected beforehand."""


@dataclass(frozen=True, slots=True)
class ScannedCell:
    """A neighbourhood: its codes and its centre in degrees."""

    code: str
    district_code: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class AlarmFinding:
    """The least probable sum of the last `weeks` weeks of a subject, before it is adjusted for the number of tests."""

    method: AlarmMethod
    topic_code: str
    group_code: str
    district_code: str
    neighbourhood_codes: tuple[str, ...]
    weeks: int
    observed: int
    expected: float
    p_value: float
    baseline: AlarmBaseline
    opinions: tuple[AlarmOpinion, ...]
    series: tuple[SeriesWeek, ...]
    q_value: float = 1.0

    def first_on(self, week: date) -> date:
        """Return the first day that it sums, if it was found in this week."""
        return week - (self.weeks - 1) * WEEK


@dataclass(frozen=True, slots=True)
class ExaminedCounts:
    """The findings of a week, with p-values below 1, and how many tests had too few reports to say anything."""

    findings: tuple[AlarmFinding, ...]
    quiet: int


def last_day_of(week: date) -> date:
    """Return the Friday of a week."""
    return week + timedelta(days=6)


def alarms_among(
    tests: Sequence[AlarmFinding], *, quiet: int, earlier: Sequence[float], earlier_quiet: int, rate: float
) -> list[AlarmFinding]:
    """Return the findings whose adjusted p-value is at most `rate`, the least probable first.

    All tests of the week, of both methods, are adjusted together with those of earlier weeks (`weekly_alarms`).
    """
    from peygir.outlook.scoring.methods.discoveries import adjusted_p_values

    p_values = [*(test.p_value for test in tests), *earlier, *([1.0] * (quiet + earlier_quiet))]
    adjusted = adjusted_p_values(p_values)
    raised = [replace(test, q_value=q) for test, q in zip(tests, adjusted, strict=False) if q <= rate]
    return sorted(raised, key=lambda finding: finding.p_value)


def told_once(findings: Sequence[AlarmFinding], districts: dict[str, str]) -> list[AlarmFinding]:
    """Return the findings without scans that tell what a weekly one tells: the same group, mostly in its district.

    The weekly one gets their neighbourhoods and their opinion. `districts`: the district of each neighbourhood.
    """
    weekly = [finding for finding in findings if finding.method == AlarmMethod.WEEKLY]
    scans = [finding for finding in findings if finding.method == AlarmMethod.SCAN]
    left = []
    for scan in scans:
        inside = [place for place, finding in enumerate(weekly) if _tells_the_same(finding, scan, districts)]
        for place in inside:
            weekly[place] = replace(
                weekly[place],
                neighbourhood_codes=scan.neighbourhood_codes,
                opinions=(*weekly[place].opinions, AlarmOpinion.SCAN),
            )
        if not inside:
            left.append(scan)
    return sorted([*weekly, *left], key=lambda finding: finding.p_value)


def without_aftermath(
    findings: Sequence[AlarmFinding], known: Sequence["ToldAlarm"], districts: dict[str, str], week: date
) -> list[AlarmFinding]:
    """Return the findings of a week without scans that sum weeks of which a weekly alarm has told.

    A scan looks back over more weeks than the tests of a series, so it finds a rise once more after its alarm is over.
    `known`: weekly alarms that go on, or were over a few weeks ago.
    """
    return [
        finding
        for finding in findings
        if finding.method != AlarmMethod.SCAN
        or not any(
            alarm.last_on >= finding.first_on(week) and _tells_the_same(alarm, finding, districts) for alarm in known
        )
    ]


def _tells_the_same(weekly: "WeeklySubject", scan: AlarmFinding, districts: dict[str, str]) -> bool:
    inside = sum(districts.get(code) == weekly.district_code for code in scan.neighbourhood_codes)
    return weekly.group_code == scan.group_code and 2 * inside > len(scan.neighbourhood_codes)


class WeeklySubject(Protocol):
    """The group of topics and the district of a weekly finding or alarm."""

    @property
    def group_code(self) -> str: ...
    @property
    def district_code(self) -> str: ...


class ToldAlarm(WeeklySubject, Protocol):
    """A weekly alarm, with the last day of the last week in which it was found."""

    @property
    def last_on(self) -> date: ...


class AlarmSubject(Protocol):
    """What an alarm is about."""

    method: str
    topic_code: str
    group_code: str
    district_code: str
    neighbourhood_codes: list[str]


def is_about_the_same(finding: AlarmFinding, alarm: AlarmSubject) -> bool:
    """Whether a finding goes on with an alarm: the same topic and district, or the same group and a common area."""
    if (finding.method, finding.group_code) != (alarm.method, alarm.group_code):
        return False
    if finding.method == AlarmMethod.WEEKLY:
        return (finding.topic_code, finding.district_code) == (alarm.topic_code, alarm.district_code)
    return not set(finding.neighbourhood_codes).isdisjoint(alarm.neighbourhood_codes)

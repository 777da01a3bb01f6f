"""The sample's outbreaks: what citizens of one neighbourhood report for some weeks far more often than usual.

They are made of contacts like all others, so that the alarms of the sample are found and not written.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from lab.sample.days import HOURS
from peygir.outlook.insight.weeks import WEEK, last_week_over

FEWEST_CONTACTS: Final = 400
"""A sample with fewer contacts has no outbreaks: they would be half of it."""
BEFORE: Final = 22
"""Weeks before an outbreak in which its neighbourhood reports as usual."""


@dataclass(frozen=True, slots=True)
class SampleOutbreak:
    """A topic in a neighbourhood of a district, and the reports of its weeks.

    The last is `ago` weeks before the last week that is over. `before`: the reports of the BEFORE weeks before them, as
    usual. `known_days`: how many days after its last week somebody knew of it without the alarm; None while nobody has
    said whether it was real.
    """

    topic_code: str
    district_code: str
    reports: tuple[int, ...]
    before: int
    ago: int = 0
    known_days: int | None = None

    def last_week(self, today: date) -> date:
        """Return the first day of its last week."""
        return last_week_over(today) - self.ago * WEEK

    def moments(self, today: date, zone: ZoneInfo, rng: Random) -> list[datetime]:
        """Return the moments of its reports, in order, in the hours in which citizens report."""
        first = self.last_week(today) - (len(self.reports) - 1) * WEEK
        weeks = [first + number * WEEK for number, count in enumerate(self.reports) for _report in range(count)]
        weeks += [first - rng.randint(1, BEFORE) * WEEK for _report in range(self.before)]
        return sorted(_moment_in(week, zone, rng) for week in weeks)


def _moment_in(week: date, zone: ZoneInfo, rng: Random) -> datetime:
    hours, minutes = rng.choices(range(24), HOURS)[0], rng.uniform(0, 60)
    return datetime.combine(week, time(), zone) + timedelta(days=rng.randrange(7), hours=hours, minutes=minutes)


OUTBREAKS: Final = (
    SampleOutbreak("WST-02", "10", (4, 6), 7, ago=9, known_days=4),
    SampleOutbreak("SUR-03", "1", (2, 4, 5), 7),
)
"""Full bins in the autumn of District 10, long over; and the drains of a neighbourhood in District 1, now."""


def planned_outbreaks(today: date, zone: ZoneInfo, *, seed: int) -> list[tuple[datetime, SampleOutbreak]]:
    """Return every report of the outbreaks: its moment, and of which it is; in order of time."""
    reports = [
        (moment, outbreak)
        for outbreak in OUTBREAKS
        for moment in outbreak.moments(today, zone, Random(f"{seed} {outbreak.topic_code}"))  # noqa: S311 - a sample
    ]
    return sorted(reports, key=lambda report: report[0])

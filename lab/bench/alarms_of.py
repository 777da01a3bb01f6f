"""A real city's own emerging problems and forecasts: Boston's requests of a file, week by week, without a database.

Each week (Saturday to Friday) is examined as the product examines one: types of requests in neighbourhoods, and groups
of types in neighbourhoods that lie together, with what was known then. Then each group in each neighbourhood is
forecast as the product does, and how many past weeks lay within the limits is counted. Nobody has said which of these
alarms were real: what a reader can judge is whether they tell something.
"""

import json
from collections import Counter, deque
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import numpy as np

from lab.replay.boston import ZONE, BostonArchive, BostonRecord, read_archive
from peygir.outlook.insight.examined_week import PastWeek, examined_week
from peygir.outlook.insight.findings import AlarmFinding, ScannedCell, is_about_the_same, last_day_of
from peygir.outlook.insight.forecast_estimates import forecast_estimates
from peygir.outlook.insight.methods.weekly_alarms import MEMORY, RATE
from peygir.outlook.insight.scan_findings import GroupCounts
from peygir.outlook.insight.weekly_findings import TopicSeries
from peygir.outlook.insight.weeks import WEEK, week_of

FIRST_EXAMINED: Final = 11
"""Weeks before the first that is examined: eight for the expectation, and the lag."""


@dataclass(frozen=True, slots=True)
class BostonAlarm:
    """An alarm of the replay in the words of the file; `weeks` is how many it sums."""

    week: str
    method: str
    what: str
    where: str
    weeks: int
    observed: int
    expected: float
    price: float
    baseline: str
    opinions: tuple[str, ...]
    goes_on: bool


@dataclass(slots=True)
class _Running:
    """What an alarm that goes on is about."""

    method: str
    topic_code: str
    group_code: str
    district_code: str
    neighbourhood_codes: list[str]


class BostonWeeks:
    """The counts of whole weeks in an archive, by type, group of types and neighbourhood."""

    def __init__(self, archive: BostonArchive) -> None:
        topics, districts = archive.rows.topics or (), archive.rows.districts or ()
        self.groups = {topic.code: topic.group_code for topic in topics}
        self.names = {topic.code: topic.name_en for topic in topics}
        self.names |= {topic.group_code: topic.group_en for topic in topics}
        self.districts = {district.code: district.name_en for district in districts}
        placed = [record for record in archive.records if record.district]
        days = [record.opened_at.astimezone(ZONE).date() for record in placed]
        self.first = week_of(min(days)) + (WEEK if week_of(min(days)) < min(days) else timedelta(0))
        last = week_of(max(days)) - (WEEK if last_day_of(week_of(max(days))) > max(days) else timedelta(0))
        self.weeks = (last - self.first).days // 7 + 1
        self.cells = self._cells(placed)
        self.counts: Counter[tuple[str, str, int]] = Counter()
        for record, day in zip(placed, days, strict=True):
            place = (day - self.first).days // 7
            if 0 <= place < self.weeks:
                self.counts[record.topic, record.district, place] += 1

    def _cells(self, records: list[BostonRecord]) -> list[ScannedCell]:
        cells = []
        for code in sorted(self.districts):
            points = [(one.lat, one.lon) for one in records if one.district == code and one.lat and one.lon]
            if points:
                lat, lon = np.array(points, dtype=np.float64).mean(axis=0).tolist()
                cells.append(ScannedCell(code, code, lat, lon))
        return cells

    def series(self, until: int) -> list[TopicSeries]:
        """Return the series of each type in each neighbourhood, up to and with a week."""
        keys = sorted({(topic, district) for topic, district, place in self.counts if place <= until})
        return [
            TopicSeries(topic, self.groups[topic], district, self._row(topic, district, until))
            for topic, district in keys
        ]

    def scanned(self, until: int) -> list[GroupCounts]:
        """Return the counts of each group in each cell, up to and with a week."""
        places = {cell.code: place for place, cell in enumerate(self.cells)}
        tables: dict[str, Any] = {}
        for (topic, district, week), count in self.counts.items():
            if week <= until and district in places:
                empty = np.zeros((until + 1, len(self.cells)), dtype=np.int64)
                tables.setdefault(self.groups[topic], empty)[week, places[district]] += count
        return [GroupCounts(group, counts) for group, counts in sorted(tables.items())]

    def _row(self, topic: str, district: str, until: int) -> Any:
        return np.array([self.counts[topic, district, week] for week in range(until + 1)], dtype=np.int64)

    def first_on(self, week: int) -> date:
        """Return the first day of a week."""
        return self.first + week * WEEK


def alarms_of(weeks: BostonWeeks) -> list[BostonAlarm]:
    """Examine every week that has a past; return the alarms of each."""
    before: deque[PastWeek] = deque(maxlen=MEMORY)
    running: list[_Running] = []
    alarms: list[BostonAlarm] = []
    for number in range(FIRST_EXAMINED, weeks.weeks):
        week = weeks.first_on(number)
        examined = examined_week(
            weeks.series(number), weeks.scanned(number), weeks.cells, week, before=list(before), rate=RATE
        )
        before.append((examined.p_values, examined.quiet))
        alarms += [_told(weeks, one, week, running) for one in examined.alarms]
        running = [
            _Running(one.method, one.topic_code, one.group_code, one.district_code, list(one.neighbourhood_codes))
            for one in examined.alarms
        ]
    return alarms


def _told(weeks: BostonWeeks, finding: AlarmFinding, week: date, running: list[_Running]) -> BostonAlarm:
    areas = [finding.district_code] if finding.district_code else list(finding.neighbourhood_codes)
    return BostonAlarm(
        week=week.isoformat(),
        method=finding.method.value,
        what=weeks.names[finding.topic_code or finding.group_code],
        where=", ".join(weeks.districts[area] for area in areas),
        weeks=finding.weeks,
        observed=finding.observed,
        expected=round(finding.expected, 1),
        price=float(f"{finding.q_value:.2g}"),
        baseline=finding.baseline.value,
        opinions=tuple(opinion.value for opinion in finding.opinions),
        goes_on=any(is_about_the_same(finding, alarm) for alarm in running),
    )


def forecasts_of(weeks: BostonWeeks) -> dict[str, Any]:
    """Return how the forecasts of groups in neighbourhoods did on the weeks of the file."""
    parts, settings, digest = forecast_estimates(weeks.series(weeks.weeks - 1), {})
    cells = [part.numbers for part in parts if part.group_code and part.district_code]
    better = [cell for cell in cells if not cell["is_naive"]]
    gains = [1 - cell["error"] / cell["guard_error"] for cell in better if cell["guard_error"]]
    return {
        "series": settings["series"],
        "naive": settings["naive"],
        "gain_median": round(float(np.median(gains)), 3) if gains else None,
        "coverage": round(settings["covered"] / settings["covered_of"], 3) if settings["covered_of"] else None,
        "coverage_of": settings["covered_of"],
        "level": settings["level"],
        "digest": digest,
    }


def report(file: str, *, as_json: bool) -> int:
    """Print the alarms of each week and the forecasts, or JSON. Raises NoSuchFile, NotBostonsRecords."""
    weeks = BostonWeeks(read_archive(Path(file)))
    alarms, forecasts = alarms_of(weeks), forecasts_of(weeks)
    raised = [alarm for alarm in alarms if not alarm.goes_on]
    figures = {
        "weeks": weeks.weeks,
        "examined": weeks.weeks - FIRST_EXAMINED,
        "alarms": len(raised),
        "weeks_with_alarms": len({alarm.week for alarm in raised}),
        "forecasts": forecasts,
    }
    if as_json:
        lines = [asdict(replace(alarm)) for alarm in alarms]
        print(json.dumps(figures | {"told": lines}, ensure_ascii=False))
        return 0
    for alarm in alarms:
        sign = "  goes on" if alarm.goes_on else ""
        print(
            f"{alarm.week}  {alarm.what}; {alarm.where}: {alarm.observed} in {alarm.weeks} weeks, {alarm.expected:g} "
            f"expected ({alarm.baseline}), price {alarm.price:g}, {' '.join(alarm.opinions) or 'alone'}{sign}"
        )
    for name, value in figures.items():
        print(f"{name.replace('_', ' '):<20} {value}")
    return 0

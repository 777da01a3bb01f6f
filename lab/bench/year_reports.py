"""The reports of citizens in the simulated year: texts, places and days of the sample, drawn from the seed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from lab.sample.days import Day, make_days, make_moments
from lab.sample.people import NEW_ONE, PREFIX, REGULARS
from lab.sample.places import Places
from lab.sample.plan import FOR_OTHERS, RELATIONS, UNCLEAR
from lab.sample.words import SampleTexts
from peygir.cases.new_report import NewReport, Reporter
from peygir.city import queries as city
from peygir.city.facts import TopicFacts

FIRST: Final = date(2026, 6, 22)
"""The first of Tir 1405: the year has rain, Nowruz 1406 and the seasons that are shipped."""
SEED: Final = 137
KEY: Final = "year-"
CHANNELS: Final = {"phone": 0.72, "web": 0.2, "sms": 0.05, "visit": 0.03}
ANONYMOUS, JOINS = 0.08, 0.05
MOST_CALLERS: Final = 10_000


@dataclass(frozen=True, slots=True)
class PlannedReport:
    """One future report: its number, its moment, its intended topic, and the values of the form."""

    number: int
    at: datetime
    topic: TopicFacts
    is_unclear: bool
    joins: bool  # whether a similar report came before
    report: NewReport

    @property
    def key(self) -> str:
        """Return its idempotency key, equal when the report is sent again after a crash."""
        return f"{KEY}{self.number}"


class YearOfReports:
    """`count` reports over `days` days from FIRST on, in order of time."""

    def __init__(self, city_id: int, *, count: int, days: int, seed: int = SEED) -> None:
        self.city_id, self.count, self.seed = city_id, count, seed
        self.words = SampleTexts()
        self._chance = Random(seed)  # noqa: S311 - a sample, not a secret
        self._zone = ZoneInfo(city.city_by_id(city_id).time_zone)
        self.start = self._midnight(FIRST)
        self.end = self._midnight(FIRST + timedelta(days=days))
        self._days = make_days(FIRST, FIRST + timedelta(days=days - 1), seed=seed)
        self._topics = {topic.code: topic for topic in city.topics(city_id)}
        self._meant = [topic for topic in self.words.topics if topic.code in self._topics]
        self._places = Places(city_id, self._chance, on=FIRST)
        self._names: list[str] = []

    def reports(self) -> Iterator[PlannedReport]:
        """Yield all reports in order."""
        moments = make_moments(self._days, self.count, until=self.end, zone=self._zone, rng=self._chance)
        for number, (at, day) in enumerate(moments):
            yield self._report(number, at, day)

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(0), tzinfo=self._zone).astimezone(UTC)

    def _report(self, number: int, at: datetime, day: Day) -> PlannedReport:
        rng, topic, spot = self._chance, self._topic(day), self._places.pick()
        is_unclear = topic.agency_id is None and not topic.is_confidential and rng.random() < UNCLEAR
        code = "" if is_unclear else topic.code
        # Keep this order: the values are drawn from the same random numbers.
        report = NewReport(
            channel=rng.choices(list(CHANNELS), list(CHANNELS.values()))[0],
            text=self.words.report(code, topic=topic.name_fa, place=spot.name, rng=rng),
            lat=spot.lat,
            lon=spot.lon,
            address=self.words.address(place=spot.name, rng=rng),
            topic_code=code,
            received_at=at,
            idempotency_key=f"{KEY}{number}",
            reporter=self._reporter() if not topic.is_confidential and rng.random() >= ANONYMOUS else Reporter(),
        )
        joins = not topic.is_confidential and not is_unclear and rng.random() < JOINS
        return PlannedReport(number, at, topic, is_unclear, joins, report)

    def _reporter(self) -> Reporter:
        """Return a new reporter or one who has called before; a few call very often."""
        rng, known = self._chance, self._names
        if known and (len(known) >= MOST_CALLERS or rng.random() > NEW_ONE):
            number = int(len(known) * rng.random() ** REGULARS)
        else:
            number = len(known)
            known.append(self.words.name(rng))
        for_other = rng.random() < FOR_OTHERS
        return Reporter(
            phone=f"{PREFIX}{number:04d}",
            name=known[number],
            for_name=self.words.name(rng) if for_other else "",
            for_relation=rng.choice(RELATIONS) if for_other else "",
        )

    def _topic(self, day: Day) -> TopicFacts:
        weights = [
            row.weight * (row.rain if day.is_rainy else 1.0) * (row.nowruz if day.is_nowruz else 1.0)
            for row in self._meant
        ]
        return self._topics[self._chance.choices(self._meant, cum_weights=list(accumulate(weights)))[0].code]

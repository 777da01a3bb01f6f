"""Builds the sample city's year: contacts, reports and the courses of their cases."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from itertools import accumulate
from random import Random
from typing import Any, Final
from zoneinfo import ZoneInfo

from lab.bench.million.bulk import CopyBuffer
from lab.bench.million.lives import SampleLife
from lab.bench.million.owners import Owners
from lab.sample.course import Course, Joiner
from lab.sample.crew import Crew
from lab.sample.days import Day, make_days, make_moments
from lab.sample.people import Callers
from lab.sample.places import Places, SamplePoint
from lab.sample.words import SampleTexts
from peygir.city import queries as city
from peygir.city.facts import TopicFacts
from peygir.core.codes import RANDOM_LIMIT, make_code
from peygir.core.ids import new_id
from peygir.core.jalali import jalali_year

DAYS: Final = 365
REPORTED: Final = 0.42
"""The share of contacts that become reports; published figures run from 38 to 52 %."""
OTHERWISE: Final = {
    "answered": 0.44,
    "follow_up": 0.21,
    "agency": 0.16,
    "wrong_number": 0.08,
    "abandoned": 0.07,
    "thanks": 0.025,
    "complaint": 0.015,
}
CHANNELS: Final = {"phone": 0.88, "sms": 0.05, "visit": 0.04, "mail": 0.03}
WEB_SHARE: Final = 0.055
"""Reports through the site, which are no contacts of the centre, relative to the number of contacts."""
QUEUE: Final = "137"
UNCLEAR, JOINED, JOINED_IN_RAIN, FOR_OTHERS = 0.012, 0.07, 0.22, 0.03
RELATIONS: Final = ("همسایه", "مادر", "پدر", "بستگان ناشنوا")


@dataclass
class Maker:
    """One sample being built; its random numbers are seeded, so that the same day makes the same city."""

    city_id: int
    buffer: CopyBuffer
    crew: Crew
    seed: int
    now: datetime
    words: SampleTexts = field(default_factory=SampleTexts)
    contacts: int = 0
    _codes: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.rng = Random(self.seed)  # noqa: S311 - a sample, not a secret
        self.city_facts = city.city_by_id(self.city_id)
        self.owners = Owners(self.city_id)
        self.topics: dict[str, TopicFacts] = {topic.code: topic for topic in city.topics(self.city_id)}
        self.said = [topic for topic in self.words.topics if topic.code in self.topics]
        self.callers = Callers(self.buffer, self.words, self.rng)
        self.places = Places(self.city_id, self.rng, on=self.now.date())

    def make(self, count: int, done: Callable[[int], None]) -> None:
        """Fill the buffer with a year of `count` contacts; calls `done` with the number so far."""
        for at, day, channel in self._moments(count):
            if channel == "web" or self.rng.random() < REPORTED:
                self._report(at, day, channel)
            else:
                outcome = self._pick(OTHERWISE)
                citizen = None if outcome in ("abandoned", "wrong_number") else self.callers.pick(at)
                self._contact(at, channel, outcome, citizen)
            if self.contacts % 200 == 0:
                done(self.contacts)
        # Further reports of the same thing are contacts too; the remaining contacts were enquiries answered at once.
        missing = max(count - self.contacts, 0)
        for at, _ in make_moments(self._days, missing, until=self.now, zone=self._zone, rng=self.rng):
            self._contact(at, "phone", "answered", self.callers.pick(at))
        done(self.contacts)

    def _moments(self, count: int) -> Iterator[tuple[datetime, Day, str]]:
        self._zone = ZoneInfo(self.city_facts.time_zone)
        today = self.now.astimezone(self._zone).date()
        self._days = make_days(today - timedelta(days=DAYS), today, seed=self.seed)
        web = round(count * WEB_SHARE)
        calls = round(count * (1 - REPORTED * 1.25 * JOINED))
        moments = make_moments(self._days, calls + web, until=self.now, zone=self._zone, rng=self.rng)
        is_web = set(self.rng.sample(range(calls + web), web))
        for number, (at, day) in enumerate(moments):
            yield at, day, "web" if number in is_web else self._pick(CHANNELS)

    def _report(self, at: datetime, day: Day, channel: str) -> None:
        topic = self.topics[self._topic(day)]
        spot = self.places.pick()
        is_unclear = topic.agency_id is None and not topic.is_confidential and self.rng.random() < UNCLEAR
        citizen = None if topic.is_confidential or self.rng.random() < 0.08 else self.callers.pick(at)
        report = self._said(at, channel, topic, spot, citizen, is_unclear=is_unclear)
        by = self._teller(channel)
        life = SampleLife(
            self.buffer,
            self.rng,
            new_id(at),
            {
                "city_id": self.city_id,
                "lat": spot.lat,
                "lon": spot.lon,
                "address": report["address"],
                "is_confidential": topic.is_confidential,
            },
            self.city_facts.silence_days,
        )
        meant_owner = self.owners.of(topic, spot.place.district_code, at)
        owner = self.owners.of(None, spot.place.district_code, at) if is_unclear else meant_owner
        life.clock, life.terms_id = owner.clock, owner.terms_id
        life.opened(report=report, by=by)
        if channel != "web":
            self._contact(at, channel, "reported", citizen, report=report["id"])
        reporter = f"citizen:{citizen}" if citizen else "anonymous"
        Course(
            life,
            owner,
            self.crew,
            self.rng,
            topic=None if is_unclear else topic,
            meant=topic,
            meant_owner=meant_owner,
            place=spot.place,
            words=self.words,
            now=self.now,
            reporter=reporter,
            joiners=list(self._joiners(at, day, topic, spot)),
        ).run()

    def _joiners(self, at: datetime, day: Day, topic: TopicFacts, spot: SamplePoint) -> Iterator[Joiner]:
        """Yield other citizens who report the same thing in the following hours."""
        more = JOINED_IN_RAIN if day.is_rainy and topic.code.startswith("SUR") else JOINED
        while self.rng.random() < more and not topic.is_confidential:
            at += timedelta(minutes=self.rng.uniform(3, 300))
            if at >= self.now:
                return
            citizen = self.callers.pick(at)
            near = self.places.near(spot)
            report = self._said(at, "phone", topic, near, citizen)
            contact = partial(self._contact, at, "phone", "reported", citizen, report=report["id"])
            yield Joiner(report, self._teller("phone"), contact)

    def _said(
        self,
        at: datetime,
        channel: str,
        topic: TopicFacts,
        spot: SamplePoint,
        citizen: int | None,
        *,
        is_unclear: bool = False,
    ) -> dict[str, Any]:
        code = "" if is_unclear else topic.code
        is_for_other = citizen is not None and self.rng.random() < FOR_OTHERS
        return {
            "id": new_id(at),
            "code": self._code(at),
            "citizen_id": citizen,
            "channel": channel,
            "received_at": at,
            "text": self.words.report(code, topic=topic.name_fa, place=spot.name, rng=self.rng),
            "lat": spot.lat,
            "lon": spot.lon,
            "address": self.words.address(place=spot.name, rng=self.rng),
            "topic_said_id": None if is_unclear else topic.id,
            "was_told_emergency": topic.emergency_phone[:8] if topic.is_emergency else "",
            "spoken_for_name": self.words.name(self.rng) if is_for_other else "",
            "spoken_for_relation": self.rng.choice(RELATIONS) if is_for_other else "",
        }

    def _contact(
        self, at: datetime, channel: str, outcome: str, citizen: int | None, *, report: int | None = None
    ) -> None:
        self.contacts += 1
        lengths = {"abandoned": (3, 40), "wrong_number": (5, 30), "thanks": (20, 90), "reported": (70, 330)}
        is_call, is_missed = channel == "phone", outcome == "abandoned"
        span = self.rng.randint(*lengths.get(outcome, (30, 240))) if channel in ("phone", "visit") else None
        wait = (span if is_missed else round(self.rng.expovariate(1 / 14))) if is_call else None
        talk = 0 if is_call and is_missed else span
        ended = at if span is not None else None
        answered = None if is_missed else at - timedelta(seconds=talk or 0)
        began = at - timedelta(seconds=(talk or 0) + (wait or 0))
        number = self.buffer.contacts.next_number()
        self.buffer.contacts.add(
            id=number,
            city_id=self.city_id,
            channel=channel,
            began_at=began,
            answered_at=answered,
            ended_at=ended or at,
            wait_seconds=wait,
            seconds=talk,
            citizen_id=citizen,
            outcome=outcome,
            phone=self.callers.phone_of(citizen) if is_call else "",
            queue=QUEUE if is_call else "",
            told_at=None,
            is_sample=True,
            operator_id=None if is_missed else self.rng.choice(self.crew.operators),
        )
        if report is not None:
            self.buffer.contact_reports.add(contact_id=number, report_id=report, position=0)
        if is_call:
            how, left = ("unanswered", at) if is_missed else ("answered", answered)
            self.buffer.queue_waits.add(contact_id=number, queue=QUEUE, joined_at=began, left_at=left, how=how)

    def _teller(self, channel: str) -> str:
        if channel == "web":
            return "anonymous"
        return f"staff:{self.rng.choice(self.crew.operators)}"

    def _topic(self, day: Day) -> str:
        weights = [
            row.weight * (row.rain if day.is_rainy else 1.0) * (row.nowruz if day.is_nowruz else 1.0)
            for row in self.said
        ]
        return self.rng.choices(self.said, cum_weights=list(accumulate(weights)))[0].code

    def _code(self, at: datetime) -> str:
        while True:
            code = make_code(jalali_year(at, self.city_facts.time_zone), self.rng.randrange(RANDOM_LIMIT))
            if code not in self._codes:
                self._codes.add(code)
                return code

    def _pick(self, shares: dict[str, float]) -> str:
        return self.rng.choices(list(shares), list(shares.values()))[0]

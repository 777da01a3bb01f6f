"""The plan of a sample year: who contacts the centre when, why, and what they report, drawn from a seed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import merge
from itertools import accumulate
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from lab.sample.assets import at_asset
from lab.sample.days import Day, make_days, make_moments
from lab.sample.outbreaks import FEWEST_CONTACTS, SampleOutbreak, planned_outbreaks
from lab.sample.people import MadeUpCaller, MadeUpCallers
from lab.sample.places import Places, SamplePoint
from lab.sample.words import SampleTexts
from peygir.cases.new_report import NewReport, Reporter
from peygir.city import queries as city
from peygir.city.facts import TopicFacts

DAYS: Final = 365
KEYS: Final = "sample-"
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
WEB: Final = "web"
WEB_SHARE: Final = 0.055
"""Reports through the site, which are no contacts of the centre, relative to the number of contacts."""
LATELY: Final = (27, 6.0)
"""As `days.LATELY`: the sample's last weeks are busier than a real city's, so that every desk has something to do."""
SHOWN_DISTRICT: Final = "1"
"""The district whose clerk and manager the demo's logins show: their lists are to be full."""
BUSY_DISTRICTS: Final = (SHOWN_DISTRICT, "10")
"""Also the other one that the jury honours: with a case a month it would have too few to say."""
UNCLEAR, JOINED, JOINED_IN_RAIN, FOR_OTHERS = 0.012, 0.07, 0.22, 0.03
RELATIONS: Final = ("همسایه", "مادر", "پدر", "بستگان ناشنوا")


@dataclass(frozen=True, slots=True)
class SampleReport:
    """What is reported: the values of the form, and the topic that is meant."""

    topic: TopicFacts
    is_unclear: bool
    report: NewReport


@dataclass(frozen=True, slots=True)
class PlannedContact:
    """One contact at a moment (its end), with its outcome; `reported` for a report, and then with it.

    `joining` are contacts of others who report the same thing later.
    """

    number: int
    at: datetime
    channel: str
    outcome: str
    caller: MadeUpCaller
    planned_report: SampleReport | None = None
    joining: tuple["PlannedContact", ...] = ()
    turn: int = 0  # the n-th to report the same thing; 0 for the first

    @property
    def key(self) -> str:
        """Return the key by which an interrupted start knows what it has made."""
        return f"{KEYS}{self.number}-{self.turn}"


class SampleYear:
    """About `count` contacts in the year before `now`, some of them reports; for one of `shares` processes.

    The same arguments give the same plan.
    """

    def __init__(self, city_id: int, *, count: int, seed: int, now: datetime, share: int = 0, shares: int = 1) -> None:
        self.city_id, self.count, self.seed, self.now = city_id, count, seed, now
        self.share, self.shares = share, shares
        self.words = SampleTexts()
        self._zone = ZoneInfo(city.city_by_id(city_id).time_zone)
        self._today = today = now.astimezone(self._zone).date()
        self._days = make_days(today - timedelta(days=DAYS), today, seed=seed, lately=LATELY)
        self._topics = {topic.code: topic for topic in city.topics(city_id)}
        self._meant = [topic for topic in self.words.topics if topic.code in self._topics]
        # Each process draws its citizens and places by itself.
        self._chance = Random(f"{seed} share {share}")  # noqa: S311 - a sample, not a secret
        self._asset_chance = Random(f"{seed} assets {share}")  # noqa: S311 - a sample, not a secret
        self._outbreak_chance = Random(f"{seed} outbreaks {share}")  # noqa: S311 - a sample, not a secret
        self._callers = MadeUpCallers(self.words, self._chance, share=share, shares=shares)
        self._places = Places(city_id, self._chance, on=today, busy_districts=BUSY_DISTRICTS)

    def contacts(self) -> Iterator[PlannedContact]:
        """Yield this process's contacts in order of time; further reports of the same thing come with the first."""
        web = round(self.count * WEB_SHARE)
        calls = round(self.count * (1 - REPORTED * 1.25 * JOINED))
        outbreaks = planned_outbreaks(self._today, self._zone, seed=self.seed) if self.count >= FEWEST_CONTACTS else []
        usual = calls + web - len(outbreaks)
        yield from merge(
            self._usual_contacts(usual, web), self._outbreak_contacts(usual, outbreaks), key=lambda contact: contact.at
        )

    def _usual_contacts(self, count: int, web: int) -> Iterator[PlannedContact]:
        rng = Random(self.seed)  # noqa: S311 - a sample, not a secret
        moments = make_moments(self._days, count, until=self.now, zone=self._zone, rng=rng)
        is_web = set(rng.sample(range(count), web))
        for number, (at, day) in enumerate(moments):
            if number % self.shares == self.share:
                yield self._contact(number, at, day, is_web=number in is_web)

    def _outbreak_contacts(
        self, first: int, outbreaks: Sequence[tuple[datetime, SampleOutbreak]]
    ) -> Iterator[PlannedContact]:
        """Yield this process's part of the outbreaks: calls of citizens of one neighbourhood about one topic."""
        rng = self._outbreak_chance
        for number, (at, outbreak) in enumerate(outbreaks, start=first):
            topic = self._topics.get(outbreak.topic_code)
            if number % self.shares != self.share or topic is None:
                continue
            spot = self._places.in_one_area(outbreak.district_code, seed=self.seed, rng=rng)
            caller = self._callers.pick()
            planned_report = SampleReport(topic, False, self._report(topic, spot, caller, is_unclear=False))
            yield PlannedContact(number, at, "phone", "reported", caller, planned_report)

    def _contact(self, number: int, at: datetime, day: Day, *, is_web: bool) -> PlannedContact:
        rng = self._chance
        channel = WEB if is_web else _pick(CHANNELS, rng)
        if not is_web and rng.random() >= REPORTED:
            outcome = _pick(OTHERWISE, rng)
            if channel != "phone" and outcome == "abandoned":  # only who waits in a queue gives up
                outcome = "answered"
            is_known = outcome not in ("abandoned", "wrong_number")
            return PlannedContact(number, at, channel, outcome, self._callers.pick() if is_known else MadeUpCaller())
        topic, spot = self._topics[self._topic(day)], self._places.pick()
        is_unclear = topic.agency_id is None and not topic.is_confidential and rng.random() < UNCLEAR
        is_anonymous = topic.is_confidential or rng.random() < 0.08
        caller = MadeUpCaller() if is_anonymous else self._callers.pick()
        planned_report = SampleReport(topic, is_unclear, self._report(topic, spot, caller, is_unclear=is_unclear))
        joining = tuple(self._joining(number, at, day, topic, spot))
        return PlannedContact(number, at, channel, "reported", caller, planned_report, joining)

    def _joining(
        self, number: int, at: datetime, day: Day, topic: TopicFacts, spot: SamplePoint
    ) -> Iterator[PlannedContact]:
        """Yield other citizens who report the same thing in the following hours."""
        rng, turn = self._chance, 0
        more = JOINED_IN_RAIN if day.is_rainy and topic.code.startswith("SUR") else JOINED
        while rng.random() < more and not topic.is_confidential:
            at += timedelta(minutes=rng.uniform(3, 300))
            if at >= self.now:
                return
            caller = self._callers.pick()
            report = self._report(topic, self._places.near(spot), caller, is_unclear=False)
            turn += 1
            planned_report = SampleReport(topic, False, report)
            yield PlannedContact(number, at, "phone", "reported", caller, planned_report, turn=turn)

    def _report(self, topic: TopicFacts, spot: SamplePoint, caller: MadeUpCaller, *, is_unclear: bool) -> NewReport:
        rng, code = self._chance, "" if is_unclear else topic.code
        is_for_other = bool(caller.phone) and rng.random() < FOR_OTHERS
        report = NewReport(
            text=self.words.report(code, topic=topic.name_fa, place=spot.name, rng=rng),
            topic_code=code,
            lat=spot.lat,
            lon=spot.lon,
            address=self.words.address(place=spot.name, rng=rng, street=spot.street),
            reporter=Reporter(
                phone=caller.phone,
                name=caller.name,
                for_name=self.words.name(rng) if is_for_other else "",
                for_relation=rng.choice(RELATIONS) if is_for_other else "",
            ),
        )
        return at_asset(self.city_id, report, self._asset_chance)

    def _topic(self, day: Day) -> str:
        weights = [
            row.weight * (row.rain if day.is_rainy else 1.0) * (row.nowruz if day.is_nowruz else 1.0)
            for row in self._meant
        ]
        return self._chance.choices(self._meant, cum_weights=list(accumulate(weights)))[0].code


def _pick(shares: dict[str, float], rng: Random) -> str:
    return rng.choices(list(shares), list(shares.values()))[0]

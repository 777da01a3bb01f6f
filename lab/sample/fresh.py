"""Work that waits for the demo's logins: fresh reports at the shown clerk's unit."""

from datetime import datetime, timedelta
from random import Random
from typing import Final

from lab.sample.crew import SHOWN
from lab.sample.people import PREFIX
from lab.sample.places import Places
from lab.sample.plan import SHOWN_DISTRICT
from lab.sample.words import SampleTexts
from peygir.cases.new_report import NewReport, Reporter
from peygir.city import queries as city
from peygir.city.facts import TopicFacts, UnitFacts
from peygir.core import clock
from peygir.desks.intake.actions import receive_report
from peygir.journey.moments import old_moment
from peygir.people.roles import Role
from peygir.people.rules import ANONYMOUS

MINUTES_AGO: Final = (170, 125, 80, 45, 20)
"""How long before the end of the year each report came by the site."""
FIRST_PHONE: Final = 9000
"""Numbers after PREFIX that no caller of the year has."""


def report_lately(city_id: int, *, now: datetime, seed: int) -> None:
    """Let citizens report to the shown clerk's unit what nobody has answered yet."""
    reporting = _Reporting(city_id, now, Random(f"{seed} fresh"), seed)  # noqa: S311 - a sample, not a secret
    clerk = _unit_of(city_id, Role.CLERK)
    own = reporting.topics_of(clerk) if clerk is not None else []
    for number, minutes in enumerate(MINUTES_AGO if own else ()):
        at = now - timedelta(minutes=minutes)
        with clock.simulated(lambda at=at: at), old_moment():  # type: ignore[misc]
            reporting.report(own[number % len(own)])


def _unit_of(city_id: int, role: Role) -> UnitFacts | None:
    return city.unit_by_code(city_id, next(code for _name, shown, code in SHOWN if shown == role))


class _Reporting:
    """Citizens of the shown district, each with a number that nobody else has."""

    def __init__(self, city_id: int, now: datetime, rng: Random, seed: int) -> None:
        self.city_id, self.now, self._rng, self._seed = city_id, now, rng, seed
        self._texts, self._code = SampleTexts(), city.city_by_id(city_id).code
        self._on = city.day_of(city_id, now)
        self._places = Places(city_id, rng, on=self._on)
        self._count = 0

    def topics_of(self, unit: UnitFacts) -> list[TopicFacts]:
        """The topics with texts of their own that a unit works on in the district, the most frequent first."""
        topics = {topic.code: topic for topic in city.topics(self.city_id)}
        own = []
        for row in sorted(self._texts.topics, key=lambda row: -row.weight):
            topic = topics.get(row.code)
            owner = city.owner_of(topic.id, SHOWN_DISTRICT, on=self._on) if topic is not None else None
            if topic is None or topic.is_confidential or owner is None or owner.unit_id != unit.id:
                continue
            own.append(topic)
        return own

    def report(self, topic: TopicFacts) -> None:
        """Let a citizen report something now."""
        spot = self._places.in_one_area(SHOWN_DISTRICT, seed=self._seed + self._count, rng=self._rng)
        given = NewReport(
            channel="web",
            text=self._texts.report(topic.code, topic=topic.name_fa, place=spot.name, rng=self._rng),
            topic_code=topic.code,
            lat=spot.lat,
            lon=spot.lon,
            address=self._texts.address(place=spot.name, rng=self._rng),
            reporter=Reporter(phone=f"{PREFIX}{FIRST_PHONE + self._count}", name=self._texts.name(self._rng)),
        )
        self._count += 1
        receive_report(self._code, given, by=ANONYMOUS)

"""Work that waits for the demo's logins: fresh reports at the shown clerk's unit, and two that nobody took in hand."""

from datetime import datetime, timedelta
from random import Random
from typing import Final

from lab.sample.crew import SHOWN
from lab.sample.lived import SimulatedTime
from lab.sample.people import PREFIX
from lab.sample.places import Places
from lab.sample.plan import SHOWN_DISTRICT
from lab.sample.words import SampleTexts
from peygir.cases.new_report import NewReport, Reporter
from peygir.city import queries as city
from peygir.city.facts import TopicFacts, UnitFacts
from peygir.core import clock
from peygir.desks.intake.actions import receive_report
from peygir.journey.dispatch import work_pending
from peygir.journey.moments import old_moment
from peygir.people.roles import Role
from peygir.people.rules import ANONYMOUS
from peygir.storage.unit_of_work import unit_of_work

MINUTES_AGO: Final = (170, 125, 80, 45, 20)
"""How long before the end of the year each report came by the site."""
FIRST_PHONE: Final = 9000
"""Numbers after PREFIX that no caller of the year has."""


LATE_AGO: Final = timedelta(days=9)
"""How long before the end of the year the two came; what they promise is over by then."""
LONGEST_PROMISE: Final = 24
"""Hours within which a report must be finished for it to be late by now, holidays included."""


def report_lately(city_id: int, *, now: datetime, seed: int) -> None:
    """Let citizens report what nobody has answered yet: to the shown clerk's unit, and to one below the shown deputy.

    What falls due in the late ones is done at its own time: those who lead the units above them have been told.
    """
    reporting = _Reporting(city_id, now, Random(f"{seed} fresh"), seed)  # noqa: S311 - a sample, not a secret
    clerk, deputy = (_unit_of(city_id, role) for role in (Role.CLERK, Role.DEPUTY))
    below = [unit for unit in city.units(city_id) if deputy is not None and unit.parent_id == deputy.id]
    for units in ([clerk] if clerk is not None else [], below):
        late = next((topic for unit in units for topic in reporting.topics_of(unit, is_short=True)), None)
        if late is not None:
            reporting.report_late(late)
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

    def topics_of(self, unit: UnitFacts, *, is_short: bool = False) -> list[TopicFacts]:
        """The topics with texts of their own that a unit works on in the district, the most frequent first."""
        topics = {topic.code: topic for topic in city.topics(self.city_id)}
        own = []
        for row in sorted(self._texts.topics, key=lambda row: -row.weight):
            topic = topics.get(row.code)
            owner = city.owner_of(topic.id, SHOWN_DISTRICT, on=self._on) if topic is not None else None
            if topic is None or topic.is_confidential or owner is None or owner.unit_id != unit.id:
                continue
            terms = city.terms_of(topic.id, on=self._on)
            if not is_short or (terms is not None and 0 < terms.due_hours <= LONGEST_PROMISE):
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

    def report_late(self, topic: TopicFacts) -> None:
        """Let a citizen report something some days ago, and the days pass since."""
        passing = SimulatedTime(self.now)
        passing.at = self.now - LATE_AGO
        with unit_of_work() as unit, clock.simulated(passing.now), old_moment():
            self.report(topic)
            work_pending(unit)
            passing.pass_until(self.now, unit)

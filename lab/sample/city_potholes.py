"""The sample's potholes: the same three places of the first district, reported again and again, the last ones planned.

They are what the sample's planning begins with (`city_plans`); each case lives by the real actions, as all others.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Final

from django.conf import settings

from lab.sample.course import Course
from lab.sample.crew import crew_of
from lab.sample.lived import LivedCase, SimulatedTime
from lab.sample.people import PREFIX
from lab.sample.photos import scene_of
from lab.sample.places import Places, SamplePoint
from lab.sample.plan import KEYS, PlannedContact
from lab.sample.words import SampleTexts
from peygir.cases.commands import GRANT
from peygir.cases.models import Report
from peygir.cases.new_report import NewReport, Reporter
from peygir.city import queries as city
from peygir.core import clock
from peygir.desks.intake.actions import receive_report
from peygir.journey.dispatch import work_pending
from peygir.media import photos
from peygir.media.photo_decoding import decode
from peygir.people.rules import ANONYMOUS
from peygir.storage.unit_of_work import unit_of_work

DISTRICT: Final = "1"
SPOTS: Final = 3
_DONE, _RETURNED, _PLANNED = "done", "returned", "planned"
POTHOLES: Final = (
    # days before the end of the year, topic, how it goes on
    (322, "ASP-01", _DONE),
    (296, "ASP-01", _RETURNED),
    (288, "ASP-02", _DONE),
    (251, "ASP-01", _DONE),
    (219, "ASP-01", _DONE),
    (187, "ASP-01", _RETURNED),
    (143, "ASP-02", _DONE),
    (109, "ASP-01", _PLANNED),
    (92, "ASP-01", _DONE),
    (77, "ASP-02", _PLANNED),
    (71, "ASP-01", _PLANNED),
    (64, "ASP-01", _PLANNED),
)
LATER: Final = timedelta(days=110)
"""The planned ones are promised for so long after the end of the year."""
PHONES: Final = 9_900
"""The reporters' numbers begin here, where no other citizen of the sample has one."""


def report_potholes(city_id: int, *, now: datetime, seed: int) -> None:
    """Make the potholes that are not there yet, each in one transaction."""
    rng, time = Random(f"{seed} potholes"), SimulatedTime(now)  # noqa: S311 - a sample, not a secret
    words, topics = SampleTexts(), {topic.code: topic for topic in city.topics(city_id)}
    spots = list(_spots(city_id, rng, now))
    crew, known = crew_of(city_id), set(Report.objects.values_list("idempotency_key", flat=True))
    if not spots or not {code for _days, code, _end in POTHOLES} <= topics.keys():
        return
    places = Places(city_id, rng, on=city.day_of(city_id, now))
    with clock.simulated(time.now), photos.decoded_by(decode):
        for number, (days, code, end) in enumerate(POTHOLES):
            spot, topic = places.near(spots[number % SPOTS]), topics[code]
            key = f"{KEYS}pothole-{number}"
            report = NewReport(
                text=words.report(code, topic=topic.name_fa, place=spot.name, rng=rng),
                topic_code=code,
                lat=spot.lat,
                lon=spot.lon,
                address=words.address(place=spot.name, rng=rng, street=spot.street),
                channel="web",
                idempotency_key=key,
                reporter=Reporter(phone=f"{PREFIX}{PHONES + number}", name=words.name(rng)),
            )
            if key in known:
                continue
            time.at = now - timedelta(days=days, hours=rng.uniform(0, 5))
            with unit_of_work() as unit:
                receipt = receive_report(settings.CITY, report, by=ANONYMOUS)
                work_pending(unit)
                life = LivedCase(receipt.code, time, unit)
                scene = scene_of(topic, key=f"{seed} {key}", rng=rng)
                PotholeCourse(
                    city_id, life, crew, rng, topic=topic, words=words, join=_nobody, scene=scene, end=end
                ).run()


def _spots(city_id: int, rng: Random, now: datetime) -> Iterator[SamplePoint]:
    """Three places of the first district; none in a city without one."""
    on = city.day_of(city_id, now)
    if DISTRICT not in {row.code for row in city.districts(city_id, on=on)}:
        return
    places, found = Places(city_id, rng, on=on, busy_districts=(DISTRICT,)), 0
    while found < SPOTS:
        spot = places.pick()
        if spot.place.district_code == DISTRICT:
            found += 1
            yield spot


def _nobody(_contact: PlannedContact) -> None:
    """Nobody else reports the same thing."""


@dataclass(slots=True)
class PotholeCourse(Course):
    """The course of one pothole, whose end is known beforehand: done, done twice, or planned for another year."""

    end: str = _DONE

    def run(self) -> None:
        """Run the course."""
        if self.scene is not None:
            self._send_photo(self.scene)
        if self._accept(self.share("ack", late=0.0)):
            self._show_photos()
            if self.end == _PLANNED:
                self._plan_for_years()
            elif self._do_work(max(self.share("finish", late=0.2), self.soon())) and self.end == _RETURNED:
                self._return_and_mend()
        self.life.end()

    def _return_and_mend(self) -> None:
        """The citizen says that it is not fixed, and it is done once more."""
        if self._judge(False, "not_fixed") and self._accept(self.hours(0.5, 6)):
            self._do_work(self.hours(2, 20))

    def _plan_for_years(self) -> None:
        """The work waits for money; the centre grants a later date."""
        if not self._do("schedule", self.hours(3, 30), note=self.words.say("scheduled", self.rng)):
            return
        until, note = self.life.time.end + LATER, self.words.say("more_time", self.rng)
        if self._do("ask_replan", self.hours(0.3, 3), reason="more_work", until=until, note=note):
            granted = self.words.say("granted", self.rng)
            self._do("decide_replan", self.hours(1, 9), by=self._colleague, kind=GRANT, note=granted)

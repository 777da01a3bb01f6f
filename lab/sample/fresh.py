"""Reports of the sample's last hours, so that the clerk of the demo's logins finds work that waits for them."""

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
from peygir.city.facts import TopicFacts
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
    """Let citizens of the shown district report what its own unit works on; nobody has answered yet."""
    rng = Random(f"{seed} fresh")  # noqa: S311 - a sample, not a secret
    topics = _topics_of_shown_unit(city_id, now)
    if not topics:
        return
    texts = SampleTexts()
    places = Places(city_id, rng, on=city.day_of(city_id, now))
    code = city.city_by_id(city_id).code
    for number, minutes in enumerate(MINUTES_AGO):
        topic, at = topics[number % len(topics)], now - timedelta(minutes=minutes)
        spot = places.in_one_area(SHOWN_DISTRICT, seed=seed + number, rng=rng)
        report = NewReport(
            channel="web",
            text=texts.report(topic.code, topic=topic.name_fa, place=spot.name, rng=rng),
            topic_code=topic.code,
            lat=spot.lat,
            lon=spot.lon,
            address=texts.address(place=spot.name, rng=rng),
            reporter=Reporter(phone=f"{PREFIX}{FIRST_PHONE + number}", name=texts.name(rng)),
        )
        with clock.simulated(lambda at=at: at), old_moment():  # type: ignore[misc]
            receive_report(code, report, by=ANONYMOUS)


def _topics_of_shown_unit(city_id: int, now: datetime) -> list[TopicFacts]:
    """The topics with texts of their own that go to the clerk's unit, the most frequent first."""
    unit_code = next(code for _name, role, code in SHOWN if role == Role.CLERK)
    unit = city.unit_by_code(city_id, unit_code)
    topics = {topic.code: topic for topic in city.topics(city_id)}
    on = city.day_of(city_id, now)
    own = []
    for row in sorted(SampleTexts().topics, key=lambda row: -row.weight):
        topic = topics.get(row.code)
        if topic is None or topic.is_confidential or unit is None:
            continue
        owner = city.owner_of(topic.id, SHOWN_DISTRICT, on=on)
        if owner is not None and owner.unit_id == unit.id:
            own.append(topic)
    return own

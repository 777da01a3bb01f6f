"""The sample's marks: a scheme decided by two people, and the last closed months of the units."""

from datetime import datetime, timedelta
from typing import Any, Final

from peygir.city import queries as city
from peygir.core import clock
from peygir.outlook.scoring import actions, people_queries
from peygir.outlook.scoring.months import month_before, month_of
from peygir.outlook.scoring.rules import first_content
from peygir.people.queries import actor_of, staff_by_id, staff_id_of
from peygir.people.rules import CLOCK, Actor

MONTHS: Final = 3
FEWEST: Final = 3
"""A part's least number of cases: the sample has some hundred cases a year, a city has as many a day."""


def mark_sample(city_id: int, *, now: datetime) -> None:
    """Decide a scheme before the first of the last months, and close those that are due; once."""
    if people_queries.schemes(city_id):
        return
    months = [month_before(month_of(city.day_of(city_id, now)))]
    while len(months) < MONTHS:
        months.append(month_before(months[-1]))
    before = months[-1].since(city.city_by_id(city_id).time_zone) - timedelta(days=3)
    with clock.simulated(lambda: before):
        scheme = actions.propose_scheme(city_id, months[-1], _content(), by=_person("admin"))
        actions.decide_scheme(scheme.pk, is_agreed=True, by=_person("mayor"))
    with clock.simulated(lambda: now):
        for month in actions.months_due(city_id, now):
            actions.close_month(city_id, month, by=CLOCK, now=now)
        actions.draw_answers(now)


def _content() -> dict[str, Any]:
    """The first scheme, with a least number that the sample's cases reach."""
    values = first_content().as_json()
    return {**values, "parts": [{**part, "fewest": FEWEST} for part in values["parts"]]}


def _person(username: str) -> Actor:
    staff = staff_by_id(staff_id_of(username) or 0)
    assert staff is not None
    return actor_of(staff)

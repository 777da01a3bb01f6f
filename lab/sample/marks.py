"""The sample's marks: a scheme decided by two people, and the last closed months; the latest one is provisional."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Final

from peygir.city import queries as city
from peygir.core import clock
from peygir.outlook.scoring import actions, people_queries
from peygir.outlook.scoring.months import ScoreMonth, month_before, month_of
from peygir.outlook.scoring.rules import first_content
from peygir.people.queries import actor_of, staff_by_id, staff_id_of
from peygir.people.rules import CLOCK, Actor

MONTHS: Final = 4
"""So many past months are looked at; the last one of them is not due before its closing day."""
FEWEST: Final = 3
"""A part's least number of cases: the sample has some hundred cases a year, a city has as many a day."""


def mark_sample(city_id: int, *, now: datetime) -> None:
    """Decide a scheme before the first of the last months, close those that are due, publish all but the last; once."""
    if people_queries.schemes(city_id):
        return
    months = [month_before(month_of(city.day_of(city_id, now)))]
    while len(months) < MONTHS:
        months.append(month_before(months[-1]))
    before = months[-1].since(city.city_by_id(city_id).time_zone) - timedelta(days=3)
    admin, mayor = _person("admin"), _person("mayor")
    with clock.simulated(lambda: before):
        scheme = actions.propose_scheme(city_id, months[-1], _content(), by=admin)
        actions.decide_scheme(scheme.pk, is_agreed=True, by=mayor)
    closed: list[ScoreMonth] = []
    with clock.simulated(lambda: now):
        for month in reversed(months):
            with suppress(actions.MonthIsNotDue):
                actions.close_month(city_id, month, by=CLOCK, now=now)
                closed.append(month)
        actions.draw_answers(now)
        for month in closed[:-1]:
            actions.propose_publication(city_id, month, by=admin)
            actions.settle_publication(city_id, month, is_agreed=True, by=mayor)


def _content() -> dict[str, Any]:
    """The first scheme, with a least number that the sample's cases reach."""
    values = first_content().as_json()
    return {**values, "parts": [{**part, "fewest": FEWEST} for part in values["parts"]]}


def _person(username: str) -> Actor:
    staff = staff_by_id(staff_id_of(username) or 0)
    assert staff is not None
    return actor_of(staff)

"""Draws the conversations that supervisors review: the contacts come from one package, the draw from another."""

from datetime import date

from peygir.centre.contacts import queries as contacts
from peygir.centre.quality import actions as quality
from peygir.centre.quality.rules import NOT_LOOKED_AT, SHORTEST_TALK
from peygir.city import queries as city
from peygir.core import clock
from peygir.people.rules import Actor


def draw_reviews(city_id: int, *, from_on: date, to_on: date, each: int, seed: int, by: Actor) -> int:
    """Draw up to `each` conversations of every operator between two days, both included; returns the sample's id.

    Raises what `quality.draw_sample` raises.
    """
    last_on = min(to_on, city.day_of(city_id, clock.now()))
    talks = contacts.conversations(city_id, from_on, last_on, shortest=SHORTEST_TALK, besides=NOT_LOOKED_AT)
    return quality.draw_sample(city_id, talks, from_on=from_on, to_on=to_on, each=each, seed=seed, by=by)

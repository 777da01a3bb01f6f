"""A sample city to look at: Shiraz with a year of invented contacts, labelled as a sample everywhere."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import transaction

from lab.bench.million.bulk import CopyBuffer, refresh_statistics
from lab.sample.articles import write_articles
from lab.sample.centre import furnish
from lab.sample.crew import TOKEN, Login, logins_of, make_crew
from lab.sample.making import DAYS, Maker
from lab.sample.reviews import look_again
from lab.sample.roster import write_rosters
from lab.sample.voices import hear_voices
from peygir.city import queries as city
from peygir.city.actions import CityHasFaults, load_city_rows
from peygir.city.reading import SHIPPED, read_city
from peygir.core import clock
from peygir.desks.answers.actions import load_default_hours, load_default_templates, load_default_texts
from peygir.desks.routing import actions as routing
from peygir.ops.bars import bar

__all__ = ["CONTACTS", "SEED", "TOKEN", "Login", "ensure_sample_city", "load_sample_city", "logins"]

CONTACTS: Final = 20_000
SEED: Final = 137


def ensure_sample_city(*, contacts: int = CONTACTS, seed: int = SEED) -> bool:
    """Make the sample city with its year of contacts, unless a city exists; whether it was made.

    All or nothing: one transaction holds the city, its people and its cases, so that an interrupted start leaves
    nothing behind.
    """
    if city.is_known(settings.CITY):
        return False
    with bar("دادهٔ نمونه · sample data", contacts) as done, transaction.atomic():
        city_id = load_sample_city(settings.CITY)
        load_default_texts()
        load_default_hours()
        load_default_templates(city_id)
        now, buffer = clock.now(), CopyBuffer()
        crew = make_crew(buffer, city_id, at=now - timedelta(days=DAYS))
        Maker(city_id, buffer, crew, seed, now).make(contacts, done)
        buffer.flush()
        furnish(city_id, crew.operators, at=now)
        write_articles(city_id, at=now)
        write_rosters(city_id, crew.operators, today=city.day_of(city_id, now))
        look_again(city_id, today=city.day_of(city_id, now), seed=seed)
        routing.catch_up(city_id)
        city.forget()  # cached queries of all cities must include this one
        hear_voices(city_id, crew.operators, at=now)
    city.forget()
    refresh_statistics()
    return True


def load_sample_city(code: str) -> int:
    """Load a shipped city, marked as a sample; returns its id. Raises CityHasFaults."""
    now = clock.now()
    rows, faults = read_city(SHIPPED / code)
    if faults or rows.settings is None:
        raise CityHasFaults(faults)
    return load_city_rows(
        replace(rows, settings=replace(rows.settings, is_sample=True)), by="system", on=now.date()
    ).city_id


def logins() -> list[Login]:
    """Return one login for each role, to be shown beside the sample; empty for a city that is no sample."""
    city_facts = city.current_city(settings.CITY)
    return logins_of(city_facts.id) if city_facts.is_sample else []

"""Makes the sample city by the real actions, on a simulated clock; ADR 40 says at what price."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import connection, transaction

from lab.sample.agency_mail import agency_sample
from lab.sample.alarms import alarm_sample
from lab.sample.articles import write_articles
from lab.sample.assets import place_assets_of_sample
from lab.sample.centre import furnish, take_phones
from lab.sample.city_candidates import candidate_sample
from lab.sample.city_plans import plan_sample
from lab.sample.city_potholes import report_potholes
from lab.sample.city_votes import vote_sample
from lab.sample.crew import TOKEN, Login, crew_of, logins_of, make_crew
from lab.sample.drop_box import drop_box_sample, key_files
from lab.sample.fresh import report_lately
from lab.sample.honours import honour_sample
from lab.sample.inspections import inspect_sample
from lab.sample.marks import mark_sample
from lab.sample.objections import object_lately
from lab.sample.panel import panel_sample
from lab.sample.plan import DAYS
from lab.sample.ranking import rank_sample
from lab.sample.reviews import look_again
from lab.sample.roster import write_rosters
from lab.sample.share import make_year
from lab.sample.voices import hear_voices
from lab.sample.work import work_the_street
from peygir.centre.contacts.queries import menu_codes
from peygir.city import queries as city
from peygir.city.actions import CityHasFaults, load_city_rows
from peygir.city.reading import SHIPPED, read_city
from peygir.core import clock
from peygir.desks.answers.actions import (
    keep_as_sent,
    load_default_hours,
    load_default_templates,
    load_default_texts,
)
from peygir.journey.lake import write_lake_now
from peygir.journey.moments import old_moment
from peygir.journey.open_data import plan_publication
from peygir.ops.roles import as_owner
from peygir.outlook.insight.actions import estimate_due_week
from peygir.outlook.insight.lake.lock import TheLakeIsBeingWritten

__all__ = [
    "CONTACTS",
    "SEED",
    "TOKEN",
    "Login",
    "begin_sample_city",
    "drop_box_keys",
    "ensure_sample_city",
    "load_sample_city",
    "logins",
]

CONTACTS: Final = 800
SEED: Final = 137
PROCESSES: Final = 2


def ensure_sample_city(
    *,
    contacts: int = CONTACTS,
    seed: int = SEED,
    processes: int = PROCESSES,
    done: Callable[[int], None] = lambda _: None,
) -> bool:
    """Make the sample city with its year of contacts, unless a city exists; whether it was made.

    `done` is called with the number of contacts so far, now and then.

    An interrupted start is continued by the next one, which finds the city without its finishing touches.
    """
    if is_made():
        return False
    city_id, now = begin_sample_city(lambda: load_sample_city(settings.CITY))
    make_year(city_id, contacts=contacts, seed=seed, now=now, shares=processes, done=done)
    _finish(city_id, now, seed=seed)
    with as_owner(), connection.cursor() as cursor:  # PostgreSQL skips tables of other owners
        cursor.execute("VACUUM (ANALYZE)")
    _gather_figures()
    return True


def _gather_figures() -> None:
    """Write the lake, for Explore, and leave the worker to publish its months; one being written is left alone."""
    with suppress(TheLakeIsBeingWritten):
        write_lake_now(is_whole=False, progress=lambda _table, _rows: None)
        plan_publication()


def is_made() -> bool:
    """Whether there is a city, and no start has left it half made: `_finish` keeps its menu."""
    if not city.is_known(settings.CITY):
        return False
    city_facts = city.current_city(settings.CITY)
    return not city_facts.is_sample or bool(menu_codes(city_facts.id))


def begin_sample_city(load: Callable[[], int]) -> tuple[int, datetime]:
    """Make the city and its people, unless they are there; returns its id and the end of its year.

    `load` loads the city, marked as a sample, and returns its id.
    """
    if not city.is_known(settings.CITY):
        with transaction.atomic():
            city_id = load()
            load_default_texts()
            load_default_hours()
            load_default_templates(city_id)
            opening = clock.now() - timedelta(days=DAYS + 1)
            with clock.simulated(lambda: opening), old_moment():
                make_crew(city_id)
                take_phones(city_id, crew_of(city_id).operators)
            with clock.simulated(lambda: opening):  # not with the crew: an import copies, which cannot be pipelined
                place_assets_of_sample(city_id, seed=SEED, today=city.day_of(city_id, opening))
        city.forget()  # cached queries of all cities must include this one
    city_id = city.current_city(settings.CITY).id
    return city_id, city.loads(city_id)[-1].at


def _finish(city_id: int, now: datetime, *, seed: int) -> None:
    """Add what the centre keeps beside its contacts, the surveys and the sessions."""
    operators = [operator.id for operator in crew_of(city_id).operators]
    inspect_sample(city_id, now=now, seed=seed)
    report_potholes(city_id, now=now, seed=seed)
    plan_sample(city_id, now=now)
    vote_sample(city_id, now=now)
    agency_sample(city_id, now=now)
    with transaction.atomic():
        work_the_street(city_id, at=now)
        report_lately(city_id, now=now, seed=seed)
        object_lately(city_id, now=now)
        keep_as_sent(before=clock.now())
        furnish(city_id, at=now)
        write_articles(city_id, at=now)
        write_rosters(city_id, operators, today=city.day_of(city_id, now))
        look_again(city_id, today=city.day_of(city_id, now), seed=seed)
        hear_voices(city_id, operators, at=now)
        honour_sample(city_id, now=now)
        mark_sample(city_id, now=now)
        rank_sample(city_id, now=now)
        panel_sample(city_id, now=now)
        drop_box_sample(city_id, now=now, home=settings.HOME)
        alarm_sample(city_id, now=now)
        estimate_due_week(city_id, now)
        candidate_sample(city_id, now=now)
    city.forget()


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


def drop_box_keys() -> list[Path]:
    """Return the key files that open the sample's drop box with the password of its logins."""
    return key_files(settings.HOME)

"""Plants what an attacker looks for, and publishes: secret cases before and after, a recount, and a correction."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from random import Random
from typing import Any, Final

SEED: Final = 137


@dataclass(frozen=True, slots=True)
class PlantedTruth:
    """What only the city knows: codes of cases that are not public, phones of reporters, and texts not released.

    `secret_places`: how many such cases there are, by month ("1405-08") and by part of the city.
    """

    secret_codes: frozenset[str]
    secret_places: Mapping[tuple[str, tuple[str, ...]], int]
    phones: frozenset[str]
    texts: frozenset[str]


def planted(before: int, after: int) -> PlantedTruth:
    """Make cases confidential before and after the months are published; call it in the city's own home."""
    from django.conf import settings

    from peygir.cases.models import Case, Report
    from peygir.city.queries import current_city
    from peygir.journey.lake import write_lake_now
    from peygir.journey.open_data import publish_due_months, publish_month
    from peygir.ops.roles import as_owner
    from peygir.outlook.insight import publication_queries as published
    from peygir.outlook.insight.publishing.words import VersionReason
    from peygir.people.models import Citizen

    facts, random = current_city(settings.CITY), Random(SEED)  # noqa: S311 - made-up secrets
    with as_owner():
        _hide(random, before, month=None)
    write_lake_now(is_whole=True, progress=lambda _table, _rows: None)
    publish_due_months(facts.id)
    first = published.published_months(facts.id)[-1].month
    with as_owner():
        _hide(random, after, month=first)
    write_lake_now(is_whole=True, progress=lambda _table, _rows: None)
    publish_due_months(facts.id)
    latest = published.published_months(facts.id)[0].month
    with as_owner():
        _move_topics(random)
    write_lake_now(is_whole=True, progress=lambda _table, _rows: None)
    words = {"fa": "موضوع چند پرونده اشتباه بود", "en": "The topics of some cases were wrong"}
    publish_month(facts, latest, VersionReason.CORRECTED, correction=words)
    secret = Case.objects.filter(is_confidential=True).values_list("code", flat=True)
    places = secret_places()
    texts = Report.objects.exclude(text="").values_list("text", flat=True)[:2000]
    phones = Citizen.objects.exclude(phone="").values_list("phone", flat=True)[:5000]
    return PlantedTruth(frozenset(secret), places, frozenset(map(str, phones)), frozenset(texts))


def _hide(random: Random, count: int, *, month: int | None) -> None:
    """Make cases confidential, drawn over the whole city or over a month."""
    from django.conf import settings
    from django.db import connection

    from peygir.cases.models import Case
    from peygir.city.queries import current_city
    from peygir.outlook.insight.lake.calendar import LakeMonth

    rows: Any = Case.objects.filter(is_confidential=False, topic__isnull=False)
    if month is not None:
        zone = current_city(settings.CITY).time_zone
        rows = rows.filter(opened_at__gte=LakeMonth(month).since(zone), opened_at__lt=LakeMonth(month).until(zone))
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET is_confidential = true WHERE id = ANY(%s)", [random.sample(ids, count)])


def secret_places() -> Counter[tuple[str, tuple[str, ...]]]:
    """Return how many secret cases each month has in each part of the city."""
    from django.conf import settings

    from peygir.cases.models import Case
    from peygir.city import queries as city
    from peygir.outlook.insight.lake.calendar import month_at

    facts = city.current_city(settings.CITY)
    places = Counter[tuple[str, tuple[str, ...]]]()
    for case in Case.objects.filter(is_confidential=True, topic__isnull=False):
        number = month_at(case.opened_at, facts.time_zone).number
        topic = city.topic(facts.id, case.topic_id or 0)
        district = city.district_code(facts.id, case.district_id) if case.district_id else ""
        if topic is not None:
            month, group = f"{number // 100:04d}-{number % 100:02d}", topic.group_code
            for place in (
                ("city",),
                ("district", district),
                ("topic_group", group),
                ("topic", topic.code),
                ("district.topic_group", district, group),
            ):
                places[month, place] += 1
    return places


def _move_topics(random: Random) -> None:
    """Give a case another topic, in parts of the city without a secret case: a change too small to be told."""
    from django.conf import settings
    from django.db import connection

    from peygir.cases.models import Case
    from peygir.cases.public import is_of_the_street
    from peygir.city import queries as city

    city_id, known = current_city_id(settings.CITY), {place for _month, place in secret_places()}
    topics = [one for one in city.topics(city_id) if is_of_the_street(one) and ("topic", one.code) not in known]
    rows = list(Case.objects.filter(is_confidential=False, topic__in=[one.id for one in topics]).order_by("-opened_at"))
    for case in rows[len(rows) // 3 : len(rows) // 3 + 2]:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE cases_case SET topic_id = %s WHERE id = %s", [random.choice(topics).id, case.pk])


def current_city_id(code: str) -> int:
    """Return the id of a city."""
    from peygir.city.queries import current_city

    return current_city(code).id

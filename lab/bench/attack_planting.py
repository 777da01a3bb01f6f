"""Plants what an attacker looks for, and publishes: secret cases before and after, a recount, and a correction."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any, Final

from lab.bench.attack_surveys import plant_surveys

if TYPE_CHECKING:
    from django.db.models import Q

    from peygir.city.facts import TopicFacts

SEED: Final = 137
LETTERS: Final = 24
"""A text of so many letters is no coincidence."""
ONCE_SECRET: Final = 3
"""So many cases of the latest month are made public after it was published."""
MOVED: Final = 2
SHARED: Final = 60
"""So many cases are reported by several people."""
MonthPlace = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class PlantedTruth:
    """What only the city knows: codes of cases that are not public, phones of reporters, and texts not released.

    `secret_places`: how many such cases there are, by month ("1405-08") and by part of the city; `once_secret_places`:
    how many were so when their month was first counted, and are public now. `secret_words`: what the page of a secret
    case must not show. `moments`, `changes`: when each case was opened, and changed last, in seconds; `zone` is the
    city's. `report_counts`: how many people reported each case that more than one did.
    """

    secret_codes: frozenset[str]
    secret_places: Mapping[MonthPlace, int]
    once_secret_places: Mapping[MonthPlace, int]
    secret_words: Mapping[str, tuple[str, ...]]
    moments: Mapping[str, float]
    changes: Mapping[str, float]
    report_counts: Mapping[str, int]
    zone: str
    phones: frozenset[str]
    texts: frozenset[str]


def planted(before: int, after: int) -> PlantedTruth:
    """Make cases confidential before and after the months are published; call it in the city's own home."""
    from django.conf import settings

    from peygir.cases.models import Case, Report
    from peygir.city.queries import current_city
    from peygir.desks.intake.models import PublicWords
    from peygir.journey.lake import write_lake_now
    from peygir.journey.open_data import publish_due_months, publish_month
    from peygir.ops.roles import as_owner
    from peygir.outlook.insight import publication_queries as published
    from peygir.outlook.insight.publishing.words import VersionReason
    from peygir.people.models import Citizen

    facts, random = current_city(settings.CITY), Random(SEED)  # noqa: S311 - made-up secrets
    with as_owner():
        plant_surveys(random)
        _share(random, SHARED)
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
        once_secret = _release(latest, ONCE_SECRET)
        _move_topics(random, latest, once_secret.keys() | secret_places().keys())
    write_lake_now(is_whole=True, progress=lambda _table, _rows: None)
    words = {"fa": "موضوع چند پرونده اشتباه بود", "en": "The topics of some cases were wrong"}
    publish_month(facts, latest, VersionReason.CORRECTED, correction=words)
    secret = Case.objects.filter(is_confidential=True).values_list("code", flat=True)
    moments, changes, report_counts = told_by_days()
    released = {text[:LETTERS] for text in PublicWords.objects.exclude(text="").values_list("text", flat=True)}
    texts = Report.objects.exclude(text="").values_list("text", flat=True)[:2000]
    phones = Citizen.objects.exclude(phone="").values_list("phone", flat=True)[:5000]
    return PlantedTruth(
        frozenset(secret),
        secret_places(),
        once_secret,
        _secret_words(facts.id),
        moments,
        changes,
        report_counts,
        facts.time_zone,
        frozenset(map(str, phones)),
        frozenset(text for text in texts if text[:LETTERS] not in released),
    )


def told_by_days() -> tuple[dict[str, float], dict[str, float], dict[str, int]]:
    """What is told by days, and as more than one, of each case: when it was opened and changed, and by how many."""
    from peygir.cases.models import Case

    rows = list(Case.objects.values_list("code", "opened_at", "state_at", "report_count"))
    return (
        {code: opened.timestamp() for code, opened, _changed, _count in rows},
        {code: changed.timestamp() for code, _opened, changed, _count in rows},
        {code: count for code, _opened, _changed, count in rows if count > 1},
    )


def _secret_words(city_id: int) -> dict[str, tuple[str, ...]]:
    """The names of topic and neighbourhood of each secret case, by its code."""
    from peygir.cases.models import Case
    from peygir.city import queries as city

    secret_words = {}
    for case in Case.objects.filter(is_confidential=True, topic__isnull=False):
        topic, area = city.topic(city_id, case.topic_id or 0), None
        if case.neighbourhood_id:
            area = city.neighbourhood(city_id, case.neighbourhood_id)
        names = [topic.name_fa, topic.name_en] if topic is not None else []
        secret_words[case.code] = tuple(name for name in (*names, area.name_fa if area is not None else "") if name)
    return secret_words


def _release(month: int, count: int) -> Counter[MonthPlace]:
    """Make secret cases of a month public; returns where they are."""
    from django.db import connection

    from peygir.cases.models import Case

    before = secret_places()
    rows = Case.objects.filter(_of_month(month), is_confidential=True, topic__isnull=False)
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[:count])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET is_confidential = false WHERE id = ANY(%s)", [ids])
    return before - secret_places()


def _hide(random: Random, count: int, *, month: int | None) -> None:
    """Make cases confidential, drawn over the whole city or over a month."""
    from django.db import connection

    from peygir.cases.models import Case

    rows: Any = Case.objects.filter(is_confidential=False, topic__isnull=False)
    if month is not None:
        rows = rows.filter(_of_month(month))
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET is_confidential = true WHERE id = ANY(%s)", [random.sample(ids, count)])


def _share(random: Random, count: int) -> None:
    """Let cases be reported by 3 to 9 people."""
    from django.db import connection

    from peygir.cases.models import Case

    rows = Case.objects.filter(is_confidential=False, topic__isnull=False)
    with connection.cursor() as cursor:
        for pk in random.sample(list(rows.order_by("pk").values_list("pk", flat=True)), count):
            cursor.execute("UPDATE cases_case SET report_count = %s WHERE id = %s", [random.randint(3, 9), pk])


def secret_places() -> Counter[MonthPlace]:
    """Return how many secret cases each month has in each part of the city."""
    from django.conf import settings

    from peygir.cases.models import Case
    from peygir.city import queries as city
    from peygir.outlook.insight.lake.calendar import month_at

    facts = city.current_city(settings.CITY)
    places = Counter[MonthPlace]()
    for case in Case.objects.filter(is_confidential=True, topic__isnull=False):
        number = month_at(case.opened_at, facts.time_zone).number
        topic = city.topic(facts.id, case.topic_id or 0)
        district = city.district_code(facts.id, case.district_id) if case.district_id else ""
        if topic is not None:
            month = f"{number // 100:04d}-{number % 100:02d}"
            places.update((month, place) for place in _places_of(district, topic.group_code, topic.code))
    return places


def _places_of(district: str, group: str, topic: str) -> tuple[tuple[str, ...], ...]:
    return (
        ("city",),
        ("district", district),
        ("topic_group", group),
        ("topic", topic),
        ("district.topic_group", district, group),
    )


def _move_topics(random: Random, month: int, planted_places: Collection[MonthPlace]) -> None:
    """Give two cases of a month another topic, where no planted case is: a change too small to be told.

    Of a part of the city with a planted case nobody could say afterwards which of the two an attack had found.
    """
    from django.conf import settings
    from django.db import connection

    from peygir.cases.models import Case
    from peygir.cases.public import is_of_the_street
    from peygir.city import queries as city

    facts, code = city.current_city(settings.CITY), f"{month // 100:04d}-{month % 100:02d}"
    topics = {one.id: one for one in city.topics(facts.id) if is_of_the_street(one)}

    def is_free(district_id: int | None, topic: "TopicFacts") -> bool:
        district = city.district_code(facts.id, district_id) if district_id else ""
        own = _places_of(district, topic.group_code, topic.code)[2:]
        return not any((code, place) in planted_places for place in own)

    moved = 0
    rows = Case.objects.filter(_of_month(month), is_confidential=False, topic__in=list(topics)).order_by("pk")
    for case in rows:
        free = [topic for topic in topics.values() if is_free(case.district_id, topic)]
        if moved == MOVED or not free or not is_free(case.district_id, topics[case.topic_id or 0]):
            continue
        with connection.cursor() as cursor:
            cursor.execute("UPDATE cases_case SET topic_id = %s WHERE id = %s", [random.choice(free).id, case.pk])
        moved += 1


def _of_month(month: int) -> "Q":
    """The condition that a case was opened in a month of the city."""
    from django.conf import settings
    from django.db.models import Q

    from peygir.city.queries import current_city
    from peygir.outlook.insight.lake.calendar import LakeMonth

    zone = current_city(settings.CITY).time_zone
    return Q(opened_at__gte=LakeMonth(month).since(zone), opened_at__lt=LakeMonth(month).until(zone))

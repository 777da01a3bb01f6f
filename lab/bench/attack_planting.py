"""Plants what an attacker looks for, and publishes: secret cases before and after, a recount, and a correction."""

from dataclasses import dataclass
from random import Random
from typing import Any, Final

SEED: Final = 137


@dataclass(frozen=True, slots=True)
class PlantedTruth:
    """What only the city knows: codes of cases that are not public, phones of reporters, and texts not released."""

    secret_codes: frozenset[str]
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
    texts = Report.objects.exclude(text="").values_list("text", flat=True)[:2000]
    phones = Citizen.objects.exclude(phone="").values_list("phone", flat=True)[:5000]
    return PlantedTruth(frozenset(secret), frozenset(map(str, phones)), frozenset(texts))


def _hide(random: Random, count: int, *, month: int | None) -> None:
    """Make cases confidential, drawn over the whole city or over a month."""
    from django.conf import settings

    from peygir.cases.models import Case
    from peygir.city.queries import current_city
    from peygir.outlook.insight.lake.calendar import LakeMonth

    rows: Any = Case.objects.filter(is_confidential=False, topic__isnull=False)
    if month is not None:
        zone = current_city(settings.CITY).time_zone
        rows = rows.filter(opened_at__gte=LakeMonth(month).since(zone), opened_at__lt=LakeMonth(month).until(zone))
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    Case.objects.filter(pk__in=random.sample(ids, count)).update(is_confidential=True)


def _move_topics(random: Random) -> None:
    """Give two cases another topic: a change too small to be told."""
    from peygir.cases.models import Case

    rows = list(Case.objects.filter(is_confidential=False, topic__isnull=False).order_by("-opened_at")[2000:4000])
    first, second = random.sample(rows, 2)
    Case.objects.filter(pk=first.pk).update(topic_id=second.topic_id)
    Case.objects.filter(pk=second.pk).update(topic_id=first.topic_id)

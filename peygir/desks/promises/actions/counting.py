"""The counts of past months, stored once a night, so that a page need not count a year of promises."""

from datetime import datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from peygir.city.facts import CityFacts
from peygir.city.queries import cities, day_of
from peygir.core.jalali import to_gregorian, to_jalali
from peygir.desks.promises.models import MonthCount
from peygir.desks.promises.month import judged_in, months_before

MONTHS: Final = 11


def count_months(now: datetime) -> int:
    """Recount the eleven months before the present one in every city; returns how many were counted.

    A kept promise may be reopened, and a case merged with another, long after its month.
    """
    return sum(_count(city_facts, now) for city_facts in cities())


def _count(city_facts: CityFacts, now: datetime) -> int:
    here = to_jalali(day_of(city_facts.id, now))
    firsts = [*months_before(running := to_gregorian(here.year, here.month, 1), MONTHS), running]
    zone = ZoneInfo(city_facts.time_zone)
    edges = [datetime.combine(first, time(), zone) for first in firsts]
    rows = []
    for first, since, until in zip(firsts, edges, edges[1:], strict=False):
        judged, kept = judged_in(city_facts.id, since=since, until=until)
        rows.append(MonthCount(city_id=city_facts.id, first_on=first, judged=judged, kept=kept, counted_at=now))
    MonthCount.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["city", "first_on"],
        update_fields=["judged", "kept", "counted_at"],
    )
    return len(rows)

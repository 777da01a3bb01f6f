"""The figures of the last seven days, of those before, and of a year ago, stored once a night for leaders' pages."""

from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from peygir.city.facts import CityFacts
from peygir.city.queries import cities, day_of
from peygir.desks.promises.models import WeekCount
from peygir.desks.promises.week import WEEK, WHOLE_CITY, YEAR, WeekTotals, count_scopes, count_standing

_COUNTED: Final[tuple[str, ...]] = ("opened", "finished", "reopened", "judged", "kept", "closed", "confirmed")
_STANDING: Final[tuple[str, ...]] = ("late", "scheduled")


def count_weeks(now: datetime) -> int:
    """Count the week that ended last midnight, and again the one before and that of a year ago; returns how many rows.

    A case may be reopened or merged long after its week. What is late or scheduled can be counted for the present
    only: in the rows of past weeks these stay as they were.
    """
    return sum(_count(city_facts, now) for city_facts in cities())


def _count(city_facts: CityFacts, now: datetime) -> int:
    today, zone = day_of(city_facts.id, now), ZoneInfo(city_facts.time_zone)
    rows = 0
    for until_on in (today, today - WEEK, today - YEAR):
        since, until = (datetime.combine(day, time(), zone) for day in (until_on - WEEK, until_on))
        totals = count_scopes(city_facts.id, since=since, until=until)
        if until_on != today and not totals[WHOLE_CITY].counts:
            continue  # the city was not here yet: nothing is no figure to compare with
        names = _COUNTED
        if until_on == today:
            count_standing(city_facts.id, totals, now=now)
            names += _STANDING
        rows += _write(city_facts.id, until_on, totals, names, now)
    return rows


def _write(city_id: int, until_on: date, totals: dict[str, WeekTotals], names: tuple[str, ...], now: datetime) -> int:
    rows = [
        WeekCount(
            city_id=city_id,
            until_on=until_on,
            scope=scope,
            median_hours=scope_totals.median_hours,
            counted_at=now,
            **{name: scope_totals.counts.get(name, 0) for name in names},
        )
        for scope, scope_totals in sorted(totals.items())
    ]
    WeekCount.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["city", "until_on", "scope"],
        update_fields=[*names, "median_hours", "counted_at"],
    )
    return len(rows)

"""Pages of public cases by day and code: the order within a day says nothing about the hour."""

from datetime import datetime
from typing import Final, Literal
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.db.models.functions import TruncDate

from peygir.cases.models import Case
from peygir.city import queries as city
from peygir.core.moments import day_start, next_day_start

DayColumn = Literal["opened_at", "state_at"]
_DAY: Final = "public_day"


def newest_days_first(
    rows: QuerySet[Case], column: DayColumn, *, city_id: int, start: int, size: int
) -> QuerySet[Case]:
    """`size` cases from `start` on, the newest day of the city first, within a day by code.

    The database has an index of moments and none of days. So a first statement, made here, finds the last day of the
    page by that index; the returned rows are sorted from there on: the page, those before it, and the rest of one day.
    """
    zone = city.city_by_id(city_id).time_zone
    last = _moment_at(rows, column, f"-{column}", start + size - 1)
    if last is not None:
        rows = rows.filter(**{f"{column}__gte": day_start(last, zone)})
    return _sorted(rows, column, f"-{_DAY}", zone)[start : start + size]


def oldest_days_first(rows: QuerySet[Case], column: DayColumn, *, city_id: int, size: int) -> QuerySet[Case]:
    """The first `size` cases, the oldest day of the city first, within a day by code; as `newest_days_first`."""
    zone = city.city_by_id(city_id).time_zone
    last = _moment_at(rows, column, column, size - 1)
    if last is not None:
        rows = rows.filter(**{f"{column}__lt": next_day_start(last, zone)})
    return _sorted(rows, column, _DAY, zone)[:size]


def _moment_at(rows: QuerySet[Case], column: DayColumn, order: str, place: int) -> datetime | None:
    return next(iter(rows.order_by(order).values_list(column, flat=True)[place : place + 1]), None)


def _sorted(rows: QuerySet[Case], column: DayColumn, order: str, zone: str) -> QuerySet[Case]:
    days = rows.annotate(**{_DAY: TruncDate(column, tzinfo=ZoneInfo(zone))})
    return days.order_by(order, "code")

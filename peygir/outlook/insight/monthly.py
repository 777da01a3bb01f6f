"""Monthly sums of a question by area, and how often its cases are reported again: out of the lake, or fresh."""

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import reduce
from operator import and_
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from peygir.city.facts import CityFacts
from peygir.core.jalali import to_gregorian, to_jalali
from peygir.outlook.insight.asking import condition_of, expression_of
from peygir.outlook.insight.dimensions import DIMENSIONS
from peygir.outlook.insight.engines.embedded import lake_reader
from peygir.outlook.insight.engines.fresh import fresh_rows
from peygir.outlook.insight.engines.tables import lake_tables
from peygir.outlook.insight.lake.calendar import LakeMonth, months_between
from peygir.outlook.insight.lake.manifest import read_manifest
from peygir.outlook.insight.lake.shapes import VERSION
from peygir.outlook.insight.questions import Filter, LakeQuestion, metric_of

if TYPE_CHECKING:
    from ibis.expr.types import Table

LEAST_MINUTES: Final = 360
"""A case that was closed sooner counts as open for so long: nobody could have told of it again."""
_DAY: Final = 1440.0


@dataclass(frozen=True, slots=True)
class RowSource:
    """An engine that answers expressions, and the data that it answers from.

    `root` and `last_event` name the events that the lake tells ("" and None for the tables as they are now); `files`
    is the SHA-256 of the digests of all its files. `today` is the city's day when the data were taken.
    """

    rows: Callable[["Table"], Sequence[tuple[Any, ...]]]
    today: date
    as_of: str
    root: str
    last_event: int | None
    files: str


@dataclass(frozen=True, slots=True)
class AreaSums:
    """What each month has in one area: rows, and the amount that is summed (of a share, the rows that are good)."""

    rows: tuple[int, ...]
    amounts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MonthlySums:
    """Whole months of the Iranian calendar (140501, …) in order, their days, and the sums of each area by its code."""

    months: tuple[int, ...]
    days: tuple[int, ...]
    areas: dict[str, AreaSums]


@dataclass(frozen=True, slots=True)
class RepeatSums:
    """Closed cases of a month: how many, the reports after their first ones (`again`), the days that they were open,
    and Σ again² / days, which the dispersion needs.
    """

    month: int
    cases: int
    again: int
    days: float
    squares: float


@contextmanager
def source_of_rows(folder: Path, city: CityFacts, *, now: datetime) -> Iterator[RowSource]:
    """Open the lake in a folder; where there is none of this version, the tables as they are now."""
    known = read_manifest(folder)
    if known is None or known.version != VERSION:
        today = now.astimezone(ZoneInfo(city.time_zone)).date()
        yield RowSource(lambda expression: fresh_rows(city, expression, now=now), today, now.isoformat(), "", None, "")
        return
    with lake_reader(folder) as lake:
        manifest = lake.manifest
        digests = {table: {month: one.digest for month, one in of.items()} for table, of in manifest.tables.items()}
        yield RowSource(
            lake.rows,
            datetime.fromisoformat(manifest.as_of).astimezone(ZoneInfo(manifest.zone)).date(),
            manifest.as_of,
            manifest.root,
            manifest.last_event,
            hashlib.sha256(json.dumps(digests, sort_keys=True).encode()).hexdigest(),
        )


def monthly_sums(
    source: RowSource, question: LakeQuestion, *, place: str = "", areas: Collection[str] = ()
) -> MonthlySums:
    """Return the sums of every whole month since the first row of the question's table.

    With a `place` ("district", say) they are those of each of `areas` in the place of the question's own filter; else
    there is one area, "". A month that has begun before the data begin, or is not over, is left out.
    """
    months = _whole_months(source, question)
    numbers = [month.number for month in months]
    days = tuple(_days_of(month) for month in months)
    names = tuple(areas) if place else ("",)
    if not numbers:
        return MonthlySums((), (), {name: AreaSums((), ()) for name in names})
    filters = tuple(one for one in question.filters if not place or one.dimension != place)
    by_month = replace(
        question,
        by=("month", place) if place else ("month",),
        filters=(*filters, Filter(place, names)) if place else filters,
        since=numbers[0] * 100 + 1,
        until=numbers[-1] * 100 + days[-1],
    )
    sums: dict[tuple[str, int], tuple[int, int]] = {}
    for row in source.rows(expression_of(by_month)):
        sums[row[1] if place else "", int(row[0])] = (int(row[-2]), int(row[-1] or 0))
    return MonthlySums(
        tuple(numbers),
        days,
        {
            name: AreaSums(
                tuple(sums.get((name, month), (0, 0))[0] for month in numbers),
                tuple(sums.get((name, month), (0, 0))[1] for month in numbers),
            )
            for name in names
        },
    )


def repeat_sums(source: RowSource, question: LakeQuestion) -> list[RepeatSums]:
    """Return, for each month, how often the closed cases of a question about cases were reported again.

    Whether a case is closed does not depend on how often it is reported, so those still open are left out.
    """
    cases = lake_tables().case
    conditions = [cases.minutes_to_close.notnull(), *(condition_of(cases, one) for one in question.filters)]
    minutes = (cases.minutes_to_close < LEAST_MINUTES).ifelse(LEAST_MINUTES, cases.minutes_to_close)
    again = cases.reports - 1
    kept = cases.filter(reduce(and_, conditions)).mutate(minutes=minutes, again=again)
    by_month = (
        kept.mutate(square=(kept.again * kept.again * 1_000_000 / kept.minutes).floor().cast("int64"))
        .group_by("month")
        .aggregate(
            lambda rows: rows.count().cast("int64").name("cases"),
            lambda rows: rows.again.sum().cast("int64").name("told"),
            lambda rows: rows.minutes.sum().cast("int64").name("open"),
            lambda rows: rows.square.sum().cast("int64").name("squares"),
        )
        .order_by("month")
    )
    return [
        RepeatSums(int(month), int(count), int(told), int(opened) / _DAY, int(squares) * _DAY / 1_000_000)
        for month, count, told, opened, squares in source.rows(by_month)
    ]


def first_day_of(month: int) -> date:
    """The first day of a month such as 140501."""
    return to_gregorian(month // 100, month % 100, 1)


def last_day_of_month(month: int) -> date:
    """The last day of a month such as 140501."""
    return first_day_of(LakeMonth(month).next().number) - timedelta(days=1)


def month_of(day: date) -> int:
    """The month of a day, as 140501."""
    jalali = to_jalali(day)
    return jalali.year * 100 + jalali.month


def last_whole_month(today: date) -> int:
    """The last month that is over on a day."""
    return month_of(first_day_of(month_of(today)) - timedelta(days=1))


def _whole_months(source: RowSource, question: LakeQuestion) -> list[LakeMonth]:
    rows = metric_of(question).rows(lake_tables())
    column = rows[DIMENSIONS["day"].column]
    (first,) = source.rows(rows.aggregate(column.min().name("first")))[0]
    if first is None:
        return []
    begins = LakeMonth(int(first) // 100)
    if int(first) % 100 > 1:
        begins = begins.next()
    return list(months_between(begins, LakeMonth(last_whole_month(source.today))))


def _days_of(month: LakeMonth) -> int:
    return (first_day_of(month.next().number) - first_day_of(month.number)).days

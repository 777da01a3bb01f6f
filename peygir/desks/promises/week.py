"""The figures of a week in every scope (city, district, unit with those below), as leaders of the city compare them.

Counted are the cases that are not confidential and were not merged or withdrawn. Finished, reopened: events of the
week. Promises: those to finish that *fell due* in it, paused ones left out. Confirmed: of the cases that closed after
the question whether it is fixed. The scope of a case is that of its place and of its unit now.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any, Final

from django.db import connection
from django.db.models import Count, F, Q

from peygir.cases.models import Case
from peygir.cases.states import WORKABLE, CaseState, CloseKind
from peygir.city import queries as city
from peygir.desks.promises.models import WeekCount
from peygir.desks.promises.month import FEWEST, percent_of
from peygir.desks.promises.queries import scored_finishes
from peygir.history.kinds.case_moves import CaseFinished, CaseReopened

WHOLE_CITY: Final = "city"
NOW: Final = timedelta(0)
WEEK: Final = timedelta(days=7)
YEAR: Final = timedelta(days=364)
"""Fifty-two weeks: the same days of the week."""
NIGHTS_MISSED: Final = 4
"""The nights back from today in which the last counted week is looked for."""
_HAPPENED: Final = """
    SELECT one.unit_id, one.district_id, event.kind, EXTRACT(EPOCH FROM event.at - one.opened_at)
    FROM history_event event JOIN cases_case one ON one.id = event.file_id
    WHERE event.kind = ANY(%s) AND event.at >= %s AND event.at < %s AND event.file = 'case'
      AND one.city_id = %s AND NOT one.is_confidential AND NOT one.state = ANY(%s)
"""
_GONE: Final = (CaseState.MERGED.value, CaseState.WITHDRAWN.value)


@dataclass(slots=True)
class WeekTotals:
    """The counts of one scope, while they are added up."""

    counts: dict[str, int] = field(default_factory=dict)
    hours: list[float] = field(default_factory=list)

    def add(self, name: str, count: int) -> None:
        """Add to one count."""
        self.counts[name] = self.counts.get(name, 0) + count

    @property
    def median_hours(self) -> float | None:
        """The median time to the finished work; None without any."""
        return median(self.hours) if self.hours else None


@dataclass(frozen=True, slots=True)
class WeekFigures:
    """The figures of one scope in the seven days before a day; shares are None where the sample is too small."""

    scope: str
    until_on: date
    opened: int
    finished: int
    reopened: int
    judged: int
    kept: int
    closed: int
    confirmed: int
    median_hours: float | None
    late: int | None
    scheduled: int | None

    @property
    def percent_kept(self) -> int | None:
        """The share of promises kept, in whole percents."""
        return percent_of(self.kept, self.judged)

    @property
    def percent_confirmed(self) -> int | None:
        """The share of confirmed ones among the cases that closed after a question."""
        return percent_of(self.confirmed, self.closed)

    @property
    def percent_reopened(self) -> int | None:
        """How many were reopened for each hundred that were finished."""
        return percent_of(self.reopened, self.finished)

    @property
    def median_days(self) -> float | None:
        """Days with one decimal; None where the sample is too small."""
        if self.median_hours is None or self.finished < FEWEST:
            return None
        return round(self.median_hours / 24, 1)


def district_scope(district_id: int) -> str:
    """The scope of a district."""
    return f"d{district_id}"


def unit_scope(unit_id: int) -> str:
    """The scope of a unit and those below it."""
    return f"u{unit_id}"


def week_figures(
    city_id: int, scopes: Iterable[str], *, by: date, before: Sequence[timedelta] = (NOW, WEEK, YEAR)
) -> dict[tuple[str, timedelta], WeekFigures]:
    """The last counted week up to the day `by` in these scopes, and those so long `before` it; one statement.

    The keys are (scope, how long before). Where the last nights did not count, there are no figures.
    """
    nights = [by - timedelta(days=missed) for missed in range(NIGHTS_MISSED)]
    wanted = [night - ago for night in nights for ago in before]
    rows = WeekCount.objects.filter(city_id=city_id, until_on__in=wanted, scope__in=[WHOLE_CITY, *scopes])
    figures = [WeekFigures(*row) for row in rows.values_list(*WeekFigures.__dataclass_fields__)]
    last = max((one.until_on for one in figures if one.until_on in nights), default=None)
    if last is None:
        return {}
    ages = {last - ago: ago for ago in before}
    return {(one.scope, ages[one.until_on]): one for one in figures if one.until_on in ages}


def count_scopes(city_id: int, *, since: datetime, until: datetime) -> dict[str, WeekTotals]:
    """The figures of a period in every scope in which something happened; four statements, for the night."""
    totals = {WHOLE_CITY: WeekTotals()}
    seen = Case.objects.filter(city_id=city_id, is_confidential=False).exclude(state__in=_GONE)
    opened = seen.filter(opened_at__gte=since, opened_at__lt=until)
    _add(totals, opened.values_list("unit_id", "district_id"), opened=Count("pk"))
    ended = seen.filter(state=CaseState.CLOSED, state_at__gte=since, state_at__lt=until)
    closed_after = ended.filter(close_kind__in=[CloseKind.CONFIRMED, CloseKind.SILENCE])
    is_confirmed = Q(close_kind=CloseKind.CONFIRMED)
    counts = {"closed": Count("pk"), "confirmed": Count("pk", filter=is_confirmed)}
    _add(totals, closed_after.values_list("unit_id", "district_id"), **counts)
    due = scored_finishes(city_id).filter(case__is_confidential=False, due_at__gte=since, due_at__lt=until)
    judged = due.filter(Q(kept_at__isnull=False) | Q(paused_at__isnull=True))
    is_kept = Q(kept_at__isnull=False, kept_at__lte=F("due_at"))
    kept = {"judged": Count("pk"), "kept": Count("pk", filter=is_kept)}
    _add(totals, judged.values_list("case__unit_id", "case__district_id"), **kept)
    _add_events(city_id, totals, since, until)
    return totals


def count_standing(city_id: int, totals: dict[str, WeekTotals], *, now: datetime) -> None:
    """Add how many cases are late and how many wait for the budget now; one statement."""
    seen = Case.objects.filter(city_id=city_id, is_confidential=False, state__in=sorted(WORKABLE))
    is_late = Q(due_at__lt=now) & ~Q(state__in=[CaseState.WAITING, CaseState.SCHEDULED])
    counts = {
        "late": Count("pk", filter=is_late),
        "scheduled": Count("pk", filter=Q(state=CaseState.SCHEDULED)),
    }
    _add(totals, seen.values_list("unit_id", "district_id"), **counts)


def _add(totals: dict[str, WeekTotals], rows: Any, **counts: Any) -> None:
    for unit_id, district_id, *values in rows.annotate(**counts).order_by():
        for scope in _scopes(unit_id, district_id):
            for name, value in zip(counts, values, strict=True):
                totals.setdefault(scope, WeekTotals()).add(name, value)


def _add_events(city_id: int, totals: dict[str, WeekTotals], since: datetime, until: datetime) -> None:
    kinds = {CaseFinished.kind: "finished", CaseReopened.kind: "reopened"}
    with connection.cursor() as cursor:
        cursor.execute(_HAPPENED, [list(kinds), since, until, city_id, list(_GONE)])
        for unit_id, district_id, kind, seconds in cursor.fetchall():
            for scope in _scopes(unit_id, district_id):
                totals.setdefault(scope, WeekTotals()).add(kinds[kind], 1)
                if kind == CaseFinished.kind:
                    totals[scope].hours.append(float(seconds) / 3600)


def _scopes(unit_id: int | None, district_id: int | None) -> list[str]:
    above = [unit_scope(unit.id) for unit in city.unit_chain(unit_id)] if unit_id is not None else []
    return [WHOLE_CITY, *above, *([district_scope(district_id)] if district_id is not None else [])]

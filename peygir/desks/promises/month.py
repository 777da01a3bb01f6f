"""How the city kept its promises since the month began, counted so that each number can be explained and checked.

Counted are the promises to finish that *fell due* in the month, kept or not: counting only what was finished would
leave the slow ones out. Cases where the expert said that no action was needed are not counted, and neither are cases
that no public page shows, so that everybody can check the numbers against the cases that they can see.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Aggregate, Count, DurationField, ExpressionWrapper, F, Q

from peygir.cases.models import Case
from peygir.cases.public import FINISHED, WORKED, shown
from peygir.cases.states import CaseState, CloseKind
from peygir.core.jalali import to_gregorian, to_jalali
from peygir.desks.promises.models import MonthCount, Promise
from peygir.desks.promises.queries import scored_finishes

# Below this count a share or a median is not meaningful.
FEWEST: Final = 30


class Median(Aggregate):
    """The median, interpolated by PostgreSQL (percentile_cont)."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    name = "Median"


@dataclass(frozen=True, slots=True)
class PromiseMonth:
    """The metrics of a city from `since` to `until`."""

    since: datetime
    until: datetime
    opened: int
    judged: int  # promises to finish that fell due
    kept: int  # of these, finished by then
    finished: int  # works finished, whenever they were due
    median: timedelta | None  # from the first report to the finished work
    confirmed: int  # closed because a citizen said that it is fixed
    silent: int  # closed because nobody answered

    @property
    def percent_kept(self) -> int | None:
        """The share in whole percents, rounded down so that 100 means all; None where the sample is too small."""
        return percent_of(self.kept, self.judged)

    @property
    def median_days(self) -> float | None:
        """Days with one decimal; None where the sample is too small."""
        if self.median is None or self.finished < FEWEST:
            return None
        return round(self.median / timedelta(days=1), 1)


@dataclass(frozen=True, slots=True)
class PastMonth:
    """A month that is over: its promises, and the moment at which they were counted."""

    first_on: date
    judged: int
    kept: int
    counted_at: datetime

    @property
    def percent_kept(self) -> int | None:
        """As in `PromiseMonth`."""
        return percent_of(self.kept, self.judged)


def percent_of(kept: int, judged: int) -> int | None:
    """Whole percents, rounded down; None where the sample is too small."""
    return kept * 100 // judged if judged >= FEWEST else None


def past_months(city_id: int, *, before: date, count: int) -> dict[date, PastMonth]:
    """The counted months before the one that begins on `before`, by their first day; one primary-key query."""
    firsts = months_before(before, count)
    rows = MonthCount.objects.filter(city_id=city_id, first_on__in=firsts).order_by("first_on")
    return {row.first_on: PastMonth(row.first_on, row.judged, row.kept, row.counted_at) for row in rows}


def months_before(first_on: date, count: int) -> list[date]:
    """The first days of the Jalali months before the one that begins on a day, the oldest first."""
    here = to_jalali(first_on)
    numbers = (here.year * 12 + here.month - 1 - back for back in range(count, 0, -1))
    return [to_gregorian(number // 12, number % 12 + 1, 1) for number in numbers]


def judged_in(city_id: int, *, since: datetime, until: datetime) -> tuple[int, int]:
    """(judged, kept) of the promises that fell due in a period; one statement, by the index of due moments."""
    found = _kept(city_id, since, until)
    return found["judged"], found["kept"]


def month(city_id: int, *, since: datetime, until: datetime) -> PromiseMonth:
    """The metrics; four statements over a month's rows, which the caller caches for some minutes."""
    opened = Case.objects.filter(shown(city_id), city_id=city_id, opened_at__gte=since, opened_at__lt=until).count()
    counted: dict[str, Any] = {
        **_kept(city_id, since, until),
        **_finished(city_id, since, until),
        **_closed(city_id, since, until),
    }
    return PromiseMonth(since=since, until=until, opened=opened, **counted)


def _promised(city_id: int) -> Any:
    rows = scored_finishes(city_id).filter(shown(city_id, "case__")).exclude(case__state=CaseState.NOT_ACTIONABLE)
    return rows.exclude(case__close_kind__in=[CloseKind.NO_ACTION, CloseKind.OUTSIDE])


def _kept(city_id: int, since: datetime, until: datetime) -> dict[str, int]:
    """A paused promise is not counted: its due date is still open."""
    due = _promised(city_id).filter(due_at__gte=since, due_at__lt=until)
    is_kept = Q(kept_at__isnull=False, kept_at__lte=F("due_at"))
    return dict(
        due.filter(Q(kept_at__isnull=False) | Q(paused_at__isnull=True)).aggregate(
            judged=Count("pk"), kept=Count("pk", filter=is_kept)
        )
    )


def _finished(city_id: int, since: datetime, until: datetime) -> dict[str, Any]:
    took = ExpressionWrapper(F("kept_at") - F("case__opened_at"), output_field=DurationField())
    worked = Case.objects.filter(
        shown(city_id), city_id=city_id, state__in=sorted(FINISHED), state_at__gte=since, close_kind__in=WORKED
    )
    rows = Promise.objects.filter(
        kind="finish", is_first=True, kept_at__gte=since, kept_at__lt=until, case_id__in=worked.values("pk")
    )
    return dict(rows.aggregate(finished=Count("pk"), median=Median(took, output_field=DurationField())))


def _closed(city_id: int, since: datetime, until: datetime) -> dict[str, int]:
    rows = Case.objects.filter(
        shown(city_id), city_id=city_id, state=CaseState.CLOSED, state_at__gte=since, state_at__lt=until
    )
    return dict(
        rows.aggregate(
            confirmed=Count("pk", filter=Q(close_kind=CloseKind.CONFIRMED)),
            silent=Count("pk", filter=Q(close_kind=CloseKind.SILENCE)),
        )
    )

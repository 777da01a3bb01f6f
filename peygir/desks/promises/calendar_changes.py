"""The open promises affected by a change of the calendar's days, and their new due dates."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from peygir.cases.models import Case
from peygir.city import queries as city
from peygir.city.offdays import CityDay
from peygir.city.urgencies import ClockKind
from peygir.core.office import OfficeWeek
from peygir.desks.promises.models import Pause, Promise
from peygir.desks.promises.rules import due_anew, moved_by_pause

Days = Mapping[date, CityDay | None]


@dataclass(frozen=True, slots=True)
class Moved:
    """One promise that would move, with its case, old and new due date."""

    case_id: int
    code: str
    kind: str
    before: datetime
    after: datetime


def reached(city_id: int, days: Iterable[date]) -> QuerySet[Promise]:
    """The promises in working time that are not kept yet and run over any of these days."""
    span = sorted(days)
    rows = Promise.objects.filter(
        case__city_id=city_id,
        clock=ClockKind.BUSINESS,
        is_over=False,
        kept_at=None,
        broken_at=None,
        hours__gt=0,
    )
    # One more day on both sides, for all time zones.
    first, last = (datetime.fromisoformat(f"{day}T00:00+00:00") for day in (span[0], span[-1]))
    return rows.filter(due_at__gte=first - timedelta(days=1), case__opened_at__lt=last + timedelta(days=2))


def would_move(city_id: int, days: Days) -> list[Moved]:
    """The promises that these days would move, the earliest first; nothing is changed."""
    rows = list(reached(city_id, days).select_related("case").order_by("due_at", "pk"))
    pauses: dict[int, list[Pause]] = {}
    ids = {row.case_id for row in rows}
    for pause in Pause.objects.filter(case__in=ids).exclude(to_at=None).order_by("number"):
        pauses.setdefault(pause.case_id, []).append(pause)
    now, then, moved = Weeks({day: city.city_day(city_id, day) for day in days}), Weeks(days), []
    for promise in rows:
        base, due = then.due(promise, promise.case, pauses.get(promise.case_id, []))
        if base != now.due(promise, promise.case, [])[0] and due != promise.due_at:
            moved.append(Moved(promise.case_id, promise.case.code, promise.kind, promise.due_at, due))
    return moved


def running_past(city_id: int, day: date, unit_id: int | None) -> int:
    """How many open promises in working time, of a unit (None: of all), fall due on a day or later; one statement."""
    rows = reached(city_id, [day])
    return (rows if unit_id is None else rows.filter(unit_id=unit_id)).count()


class Weeks:
    """The calendar with some days changed; the week of each office is built once."""

    def __init__(self, days: Days) -> None:
        self._days = days
        self._made: dict[tuple[int | None, date], OfficeWeek] = {}

    def due(self, promise: Promise, case: Case, pauses: Iterable[Pause]) -> tuple[datetime, datetime]:
        """The due dates of a promise by this calendar: before its pauses, and after them.

        Never earlier than it was given: a promise to a citizen is not shortened.
        """
        on = city.day_of(case.city_id, case.opened_at)
        key = (promise.unit_id or case.unit_id, on)
        week = self._made.get(key)
        if week is None:
            week = self._made[key] = city.office_week(case.city_id, key[0], on, instead=self._days)
        assert promise.hours is not None
        base = max(due_anew(promise.kind, promise.hours, start=case.opened_at, week=week), promise.given_due_at)
        due = base
        for pause in pauses:
            if pause.to_at is not None:
                due = moved_by_pause(
                    due, first=pause.from_at, last=pause.to_at, clock=promise.clock, week=week, worked=pause.worked
                )
        return base, due

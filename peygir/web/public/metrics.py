"""The month's metrics, cached for some minutes by each process, and the twelve months up to now."""

from dataclasses import dataclass
from datetime import date, datetime
from threading import Lock
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from peygir.core import clock
from peygir.core.jalali import JalaliDay, format_day_short, jalali_months, to_gregorian, to_jalali
from peygir.core.writing import JALALI
from peygir.desks.promises.month import PastMonth, PromiseMonth, month, months_before, past_months
from peygir.web.kit.charts import Chart, Series
from peygir.web.kit.current_city import current_city, start_of, today
from peygir.web.kit.reader import writing
from peygir.web.kit.templatetags.ui import language

MONTHS: Final = 12

_counted: dict[int, tuple[float, PromiseMonth]] = {}
_counting = Lock()


def month_began() -> datetime:
    """Return the start of the current Jalali month in the city."""
    here: JalaliDay = to_jalali(today())
    return start_of(to_gregorian(here.year, here.month, 1))


def figures() -> PromiseMonth:
    """Return this month's metrics of the city; `until` is the moment of their computation.

    While one request recomputes them, the others return the previous ones rather than wait.
    """
    city_facts, since = current_city(), month_began()
    known = _counted.get(city_facts.id)
    if known is not None and known[1].since == since:
        is_fresh = clock.monotonic() - known[0] < settings.FIGURES_SECONDS
        if is_fresh or not _counting.acquire(blocking=False):
            return known[1]
    else:
        _counting.acquire()
    try:
        found = month(city_facts.id, since=since, until=clock.now())
        _counted[city_facts.id] = (clock.monotonic(), found)
        return found
    finally:
        _counting.release()


def is_read_in_jalali() -> bool:
    """Whether the viewer reads days in the Jalali calendar alone."""
    return writing().calendars == (JALALI,)


def _month_name(first: date) -> str:
    """Return a Jalali month by its name, for who reads in that calendar alone; for others its first day."""
    if is_read_in_jalali():
        return jalali_months(language())[to_jalali(first).month - 1]
    return format_day_short(first, language())


@dataclass(frozen=True, slots=True)
class PromiseYear:
    """The current month and the eleven before it: how many promises fell due and were kept, and the share."""

    promises: Chart
    share: Chart
    first_on: date
    counted_at: datetime  # when the past months were computed


def year(running: PromiseMonth) -> PromiseYear | None:
    """Return the last twelve months, the past ones as computed by the scheduled job; None if fewer than two."""
    began = running.since.date()
    past = past_months(current_city().id, before=began, count=MONTHS - 1)
    months = [past[first] for first in months_before(began, MONTHS - 1) if first in past]
    if not months:
        return None
    labels = tuple(_month_name(first) for first in (*(one.first_on for one in months), began))
    rows: tuple[PastMonth | PromiseMonth, ...] = (*months, running)
    head = _("Month") if is_read_in_jalali() else _("Month of the Iranian calendar, by its first day")
    due = Series(_("fell due"), tuple(one.judged for one in rows))
    kept = Series(_("kept on time"), tuple(one.kept for one in rows))
    share = Series(_("kept on time"), tuple(one.percent_kept for one in rows))
    return PromiseYear(
        Chart(_("Promises to finish, month by month"), labels, (due, kept), head),
        Chart(_("Share of promises kept on time"), labels, (share,), head, _("percent")),
        months[0].first_on,
        min(one.counted_at for one in months),
    )

"""The month's figures, counted at most once in some minutes by each process, with the moment they were counted."""

from datetime import datetime
from threading import Lock

from django.conf import settings

from peygir.core import clock
from peygir.core.jalali import JalaliDay, to_gregorian, to_jalali
from peygir.promises.month import Month, month
from peygir.web.town import start_of, today, town

_counted: dict[int, tuple[float, Month]] = {}
_counting = Lock()


def month_began() -> datetime:
    """The first moment of the Jalali month that it is in the city."""
    here: JalaliDay = to_jalali(today())
    return start_of(to_gregorian(here.year, here.month, 1))


def figures() -> Month:
    """The figures of this month in the city; `until` is the moment they are true for.

    While one request counts anew, the others show the last count rather than wait.
    """
    here, since = town(), month_began()
    known = _counted.get(here.id)
    if known is not None and known[1].since == since:
        is_fresh = clock.monotonic() - known[0] < settings.FIGURES_SECONDS
        if is_fresh or not _counting.acquire(blocking=False):
            return known[1]
    else:
        _counting.acquire()
    try:
        found = month(here.id, since=since, until=clock.now())
        _counted[here.id] = (clock.monotonic(), found)
        return found
    finally:
        _counting.release()

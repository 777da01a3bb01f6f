"""The past months, counted once a night: the same numbers as counting them anew, by an index, and never twice."""

import itertools
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from peygir.core import clock
from peygir.core.jalali import to_gregorian, to_jalali
from peygir.desks.promises.actions import count_months
from peygir.desks.promises.models import MonthCount
from peygir.desks.promises.month import FEWEST, PastMonth, month, months_before, past_months, percent_of
from tests import make
from tests.drain import drain
from tests.town import MORNING, PHONES, Town, TownClock

TEHRAN = ZoneInfo("Asia/Tehran")


def began(moment: datetime) -> date:
    """The first day of the Jalali month of a moment."""
    here = to_jalali(moment.astimezone(TEHRAN).date())
    return to_gregorian(here.year, here.month, 1)


def start(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=TEHRAN)


def test_a_past_month_is_what_counting_it_would_say(town: Town, town_clock: TownClock) -> None:
    kept, _open = make.done(), make.in_hand(phone=PHONES[1])
    town_clock.forward(days=65)
    first, running = began(MORNING), began(clock.now())
    assert count_months(clock.now()) == 11
    months = past_months(town.city_id, before=running, count=11)
    assert set(months) == set(months_before(running, 11))
    told = month(town.city_id, since=start(first), until=start(months_before(running, 1)[0]))
    assert (months[first].judged, months[first].kept) == (told.judged, told.kept) == (2, 1)
    assert sum(one.judged for one in months.values()) == 2
    # What was kept is open again: its month changes, and no second row is written.
    make.command(kept, "reopen", town.operator, note="هنوز پر نشده است")
    drain()
    assert count_months(clock.now()) == 11
    assert MonthCount.objects.count() == 11
    assert past_months(town.city_id, before=running, count=11)[first].kept == 0


def test_the_page_reads_its_months_by_key(town: Town, town_clock: TownClock) -> None:
    count_months(clock.now())
    with CaptureQueriesContext(connection) as queries:
        past_months(town.city_id, before=began(clock.now()), count=11)
    assert len(queries) == 1
    assert "promises_monthcount" in queries[0]["sql"]
    assert "promises_promise" not in queries[0]["sql"]


@given(st.dates(date(2000, 1, 1), date(2060, 1, 1)), st.integers(1, 24))
def test_months_before_are_first_days_in_a_row(day: date, count: int) -> None:
    here = to_jalali(day)
    running = to_gregorian(here.year, here.month, 1)
    firsts = [*months_before(running, count), running]
    assert len(firsts) == count + 1
    assert all(to_jalali(first).day == 1 for first in firsts)
    assert all(29 <= (later - first).days <= 31 for first, later in itertools.pairwise(firsts))


def test_few_promises_make_no_share() -> None:
    assert percent_of(3, FEWEST - 1) is None
    assert PastMonth(date(2026, 4, 21), FEWEST * 2, FEWEST, MORNING).percent_kept == 50
    assert PastMonth(date(2026, 4, 21), 0, 0, MORNING + timedelta(days=1)).percent_kept is None

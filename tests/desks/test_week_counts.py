"""The weeks counted at night: what happened in each scope, by how much it differs from the week and the year before."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.test.utils import CaptureQueriesContext

from peygir.core import clock
from peygir.desks.promises.actions import count_weeks
from peygir.desks.promises.models import WeekCount
from peygir.desks.promises.month import FEWEST
from peygir.desks.promises.week import NOW, WEEK, WeekFigures, district_scope, unit_scope, week_figures
from tests import make
from tests.drain import drain
from tests.town import PHONES, Town, TownClock


def today() -> date:
    return clock.now().astimezone(ZoneInfo("Asia/Tehran")).date()


def figures(town: Town, scope: str, ago: timedelta = NOW) -> WeekFigures:
    return week_figures(town.city_id, [scope], by=today())[scope, ago]


def test_a_week_is_counted_in_every_scope_and_compared(town: Town, town_clock: TownClock) -> None:
    done = make.done()
    make.in_hand(phone=PHONES[1])
    make.referred(district="3", phone=PHONES[2])
    town_clock.forward(hours=1)
    make.command(done, "reopen", town.operator, note="هنوز هست")
    drain()
    town_clock.forward(days=7)
    assert count_weeks(clock.now()) > 0
    whole = figures(town, "city")
    assert (whole.opened, whole.finished, whole.reopened) == (3, 1, 1)
    assert (whole.judged, whole.kept) == (3, 0), "it was reopened, so its promise is not kept"
    assert (whole.late, whole.scheduled) == (3, 0)
    assert whole.median_hours == 0.0
    assert figures(town, district_scope(town.districts["1"])).opened == 2
    assert figures(town, unit_scope(town.units["V-city"])).opened == 2, "a deputy's scope has the units below"
    assert figures(town, unit_scope(town.units["M"])).opened == 3
    assert whole.percent_kept is whole.percent_reopened is whole.median_days is None, f"fewer than {FEWEST}"
    weeks = week_figures(town.city_id, ["city"], by=today())
    assert set(weeks) == {("city", NOW)}, "before the city was here there is no week to compare with"


def test_what_was_late_stays_and_what_happened_is_counted_again(town: Town, town_clock: TownClock) -> None:
    code = make.done()
    town_clock.forward(days=6)
    count_weeks(clock.now())
    town_clock.forward(days=7)
    make.command(code, "reopen", town.operator, note="هنوز هست")
    drain()
    rows = WeekCount.objects.count()
    count_weeks(clock.now())
    count_weeks(clock.now())
    assert WeekCount.objects.count() > rows
    before = figures(town, "city", WEEK)
    assert (before.opened, before.finished, before.late) == (1, 1, 0)


def test_the_page_reads_weeks_by_key(town: Town, town_clock: TownClock) -> None:
    make.done()
    town_clock.forward(days=1)
    assert week_figures(town.city_id, ["city"], by=today()) == {}
    count_weeks(clock.now())
    with CaptureQueriesContext(connection) as queries:
        week_figures(town.city_id, ["city", "d1"], by=today())
    assert len(queries) == 1
    assert all("promises_weekcount" in query["sql"] for query in queries)
    # A night without counting: the last counted week stays.
    town_clock.forward(days=1)
    assert figures(town, "city").opened == 1
    town_clock.forward(days=5)
    assert week_figures(town.city_id, ["city"], by=today()) == {}, "too old to be called the last week"

"""Examines weeks that are over: tests their counts, raises alarms, follows those that go on, and ends the others."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from django.db import connection, transaction

from peygir.city import queries as city
from peygir.outlook.insight.actions.raising import continue_alarm, end_alarm, raise_alarm
from peygir.outlook.insight.findings import is_about_the_same, last_day_of
from peygir.outlook.insight.models import Alarm, AlarmWeek
from peygir.outlook.insight.weeks import WEEK, last_week_over
from peygir.outlook.insight.words import AlarmMethod, AlarmState
from peygir.storage.jobs.actions import add_jobs
from peygir.storage.jobs.rules import OUTSIDE_QUEUE

if TYPE_CHECKING:
    from peygir.outlook.insight.examined_week import ExaminedWeek

EXAMINE_WEEKS: Final = "examine_weeks"
"""The name of `examine_due_weeks` in jobs, whose file is the city."""
LOOK_BACK: Final = 2
"""So many of the weeks that are over are looked at for one that was not examined."""
_LOCK: Final = 0x70656761  # "pega": held while a week of a city is stored


def plan_weeks(now: datetime) -> int:
    """Leave a job for each city that has a week that is over and was not examined. Returns how many."""
    due = [city_facts.id for city_facts in city.cities() if _unexamined(city_facts.id, now)]
    add_jobs(EXAMINE_WEEKS, due, queue=OUTSIDE_QUEUE)
    return len(due)


def examine_due_weeks(city_id: int, now: datetime) -> int:
    """Examine every week of a city that is due, the earliest first; a second call does nothing. Returns how many."""
    weeks = _unexamined(city_id, now)
    for week in weeks:
        examine_week(city_id, week, now=now)
    return len(weeks)


def examine_week(city_id: int, week: date, *, now: datetime) -> AlarmWeek:
    """Test the counts of a week (its first day) and store what is far above expected; an examined week stays as it is.

    Takes seconds for a large city, so it runs in a job, and the tables are locked only while the results are written.
    numpy and scipy are loaded in that process alone. Weeks are examined in their order.
    """
    from peygir.outlook.insight.methods.weekly_alarms import RATE

    examined = _examined(city_id, week, rate=RATE)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, city_id])
        known = AlarmWeek.objects.filter(city_id=city_id, first_on=week).first()
        if known is not None:
            return known
        raised = 0
        running = list(Alarm.objects.select_for_update().filter(city_id=city_id, state=AlarmState.RUNNING.value))
        still = set()
        for finding in examined.alarms:
            same = next((alarm for alarm in running if is_about_the_same(finding, alarm)), None)
            if same is None:
                raise_alarm(city_id, finding, week, now=now)
                raised += 1
            else:
                still.add(same.pk)
                continue_alarm(same, finding, week, now=now)
        for alarm in running:
            if alarm.pk not in still and alarm.last_on < last_day_of(week):
                end_alarm(alarm, week, now=now)
        row = AlarmWeek(
            city_id=city_id,
            first_on=week,
            examined_at=now,
            p_values=[float(f"{p_value:.4g}") for p_value in examined.p_values],
            quiet=examined.quiet,
            raised=raised,
            rate=RATE,
        )
        row.save(force_insert=True)
    return row


def _examined(city_id: int, week: date, *, rate: float) -> "ExaminedWeek":
    """Count a week's cases, and test them together with those of the weeks before."""
    from peygir.outlook.insight.counting import group_counts, scanned_cells, topic_series
    from peygir.outlook.insight.examined_week import examined_week
    from peygir.outlook.insight.methods.weekly_alarms import MEMORY

    cells = scanned_cells(city_id, last_day_of(week))
    earlier = AlarmWeek.objects.filter(city_id=city_id, first_on__lt=week, first_on__gte=week - MEMORY * WEEK)
    earlier_alarms = Alarm.objects.filter(
        city_id=city_id, method=AlarmMethod.WEEKLY.value, last_on__gte=week - MEMORY * WEEK
    )
    return examined_week(
        topic_series(city_id, week),
        group_counts(city_id, week, cells),
        cells,
        week,
        before=list(earlier.order_by("first_on").values_list("p_values", "quiet")),
        earlier_alarms=list(earlier_alarms),
        rate=rate,
    )


def _unexamined(city_id: int, now: datetime) -> list[date]:
    last = last_week_over(city.day_of(city_id, now))
    weeks = [last - ago * WEEK for ago in reversed(range(LOOK_BACK))]
    rows = AlarmWeek.objects.filter(city_id=city_id, first_on__in=weeks)
    examined = set(rows.values_list("first_on", flat=True))
    return [week for week in weeks if week not in examined and not any(week < later for later in examined)]

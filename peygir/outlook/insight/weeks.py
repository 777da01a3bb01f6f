"""Weeks from Saturday to Friday, as the city counts them: which is over, and its moments."""

from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

WEEK: Final = timedelta(days=7)
SATURDAY: Final = 5
"""The number of the first day of a week in `date.weekday`."""
MORNING: Final = time(7)
"""The time of Saturday's mails, on the city's clocks."""


def week_of(day: date) -> date:
    """Return the first day, a Saturday, of the week in which a day lies."""
    return day - timedelta(days=(day.weekday() - SATURDAY) % 7)


def last_week_over(today: date) -> date:
    """Return the first day of the last week that is over."""
    return week_of(today) - WEEK


def next_weekly_moment(now: datetime, zone: str) -> datetime:
    """Return the next Saturday morning after a moment, on the clocks of a time zone."""
    today = now.astimezone(ZoneInfo(zone)).date()
    moment = datetime.combine(week_of(today), MORNING, ZoneInfo(zone))
    return moment if moment > now else datetime.combine(week_of(today) + WEEK, MORNING, ZoneInfo(zone))

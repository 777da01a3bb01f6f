"""Office hours: the weekly hours and days off, and dates that are closed or open as exceptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _

_MOST_DAYS_SHUT: Final = 60


class OfficeHoursAreNotValid(Invalid):
    """The office would close before it opens, its zone is unknown, or a day off is no day of the week."""

    message = _("These office hours cannot be: an office opens and later closes on one day, in a known zone.")


@dataclass(frozen=True)
class OfficeWeek:
    """The working week of one office.

    `opens` and `closes` are wall times in `zone` (an IANA name); `closes` 00:00 means 24:00, the end of the
    day. `days_off` holds weekdays as Python counts them (Monday 0, Friday 4). `closed` are dates shut by a
    holiday or a decree, `open_anyway` dates worked against either; the latter wins. `short` names half days: dates
    on which the office closes earlier.
    Raises OfficeHoursAreNotValid.
    """

    opens: time
    closes: time
    days_off: frozenset[int]
    closed: frozenset[date]
    open_anyway: frozenset[date]
    zone: str
    short: Mapping[date, time] = field(default_factory=dict, hash=False)
    wall: ZoneInfo = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        try:
            object.__setattr__(self, "wall", ZoneInfo(self.zone))
        except (OSError, ValueError, LookupError) as unknown:
            raise OfficeHoursAreNotValid() from unknown
        has_zone = self.opens.tzinfo is not None or self.closes.tzinfo is not None
        if has_zone or self.day_length <= timedelta(0) or not self.days_off <= set(range(7)):
            raise OfficeHoursAreNotValid()

    @property
    def day_length(self) -> timedelta:
        """Office time of an ordinary working day, by the wall clock."""
        return self._closes_after_midnight() - _after_midnight(self.opens)

    def works_on(self, day: date) -> bool:
        """True when the office opens at all on `day`."""
        if day in self.short and self.short[day] <= self.opens:
            return False
        if day in self.open_anyway:
            return True
        return day.weekday() not in self.days_off and day not in self.closed

    def opens_at(self, day: date) -> datetime:
        """The moment (UTC) at which `day` opens, whether or not it is worked."""
        return datetime.combine(day, self.opens, tzinfo=self.wall).astimezone(UTC)

    def closes_at(self, day: date) -> datetime:
        """The moment (UTC) at which `day` closes, whether or not it is worked."""
        # Added on the wall clock, so that 24:00 is the next midnight on days of 23 and 25 hours too.
        midnight = datetime.combine(day, time(0), tzinfo=self.wall)
        whole = self._closes_after_midnight()
        short = self.short.get(day)
        return (midnight + (whole if short is None else min(whole, _after_midnight(short)))).astimezone(UTC)

    def after_working_days(self, since: datetime, days: int) -> datetime:
        """The moment (UTC) at which `days` working days have passed since an aware moment.

        At the same time of day on the last of them, but within its office hours, when somebody is there.
        """
        day = self.working_day_after(self.day_of(since), days)
        wall = since.astimezone(self.wall)
        same_time = datetime.combine(day, wall.time(), tzinfo=self.wall).astimezone(UTC)
        return min(max(same_time, self.opens_at(day)), self.closes_at(day))

    def closes_after(self, start: datetime, days: int) -> datetime:
        """The moment (UTC) at which the office closes on the last of so many whole working days after `start`."""
        return self.closes_at(self.working_day_after(self.day_of(start), days))

    def working_day_after(self, day: date, days: int) -> date:
        """The last of so many working days after a day; that day itself for none.

        An office that is shut for months on end counts as open after 60 days.
        """
        left, shut = days, 0
        while left > 0 and shut < _MOST_DAYS_SHUT:
            day += timedelta(days=1)
            works = self.works_on(day)
            left -= works
            shut = 0 if works else shut + 1
        return day

    def day_of(self, moment: datetime) -> date:
        """The wall date of an aware moment."""
        return moment.astimezone(self.wall).date()

    def _closes_after_midnight(self) -> timedelta:
        return _after_midnight(self.closes) or timedelta(days=1)


def _after_midnight(wall: time) -> timedelta:
    return timedelta(hours=wall.hour, minutes=wall.minute, seconds=wall.second, microseconds=wall.microsecond)

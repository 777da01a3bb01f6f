"""On which days a rule of planned maintenance has work: the first day, and every so many days or months after it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from peygir.core.jalali import to_gregorian, to_jalali
from peygir.desks.fieldwork.order_states import RepeatUnit

LONGEST_INTERVAL: Final = 3660
"""The longest interval of a rule, in days or months."""
LONGEST_LEAD: Final = 90
"""The most days between the making of an order and its day of work."""
_MONTHS_OF_A_YEAR: Final = 12
_LAST_DAYS: Final = (31, 30, 29)


@dataclass(frozen=True, slots=True)
class Repetition:
    """Work on `begins_on` and every `every` days or months after it (Jalali months, as in the city's files)."""

    begins_on: date
    every: int
    repeat_unit: str

    def day(self, number: int) -> date:
        """The `number`-th day of work (from 0). In a month that is too short, it is the last day of the month."""
        if self.repeat_unit == RepeatUnit.DAYS:
            return self.begins_on + timedelta(days=self.every * number)
        first = to_jalali(self.begins_on)
        years, month = divmod(first.month - 1 + self.every * number, _MONTHS_OF_A_YEAR)
        return _last_day_up_to(first.year + years, month + 1, first.day)

    def next_after(self, day: date) -> date:
        """The first day of work that is later than `day`."""
        if day < self.begins_on:
            return self.begins_on
        low, high = 0, 1
        while self.day(high) <= day:
            low, high = high, high * 2
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self.day(middle) <= day else (low, middle)
        return self.day(high)


def _last_day_up_to(year: int, month: int, day: int) -> date:
    for last in (day, *(last for last in _LAST_DAYS if last < day)):
        try:
            return to_gregorian(year, month, last)
        except ValueError:
            continue
    raise ValueError(f"there is no day {day} in month {month} of {year}")

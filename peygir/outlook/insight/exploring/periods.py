"""Periods of the Iranian calendar: months forward and back, and the keys of days, months, seasons and years moved."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from peygir.core.jalali import to_gregorian, to_jalali

MONTHS: Final = 12
A_SEASON: Final = 3


@dataclass(frozen=True, slots=True)
class PeriodShift:
    """How far back another period lies: in months of the calendar, or in days."""

    months: int = 0
    days: int = 0


def number_of_day(day: date) -> int:
    """Return a day as a whole number of the Iranian calendar: 14050903."""
    jalali = to_jalali(day)
    return jalali.year * 10_000 + jalali.month * 100 + jalali.day


def day_of_number(number: int) -> date:
    """Return the day of such a number. Raises ValueError where there is none."""
    return to_gregorian(number // 10_000, number // 100 % 100, number % 100)


def month_length(month: int) -> int:
    """Return the number of days of a month (140509)."""
    return (day_of_number(moved_month(month, 1) * 100 + 1) - day_of_number(month * 100 + 1)).days


def moved_month(month: int, months: int) -> int:
    """Return a month (140509) so many months later; earlier for a negative number."""
    place = month // 100 * MONTHS + month % 100 - 1 + months
    return place // MONTHS * 100 + place % MONTHS + 1


def is_whole_months(since: int, until: int) -> bool:
    """Whether a period begins and ends with a month."""
    return since % 100 == 1 and until % 100 == month_length(until // 100)


def moved_day(day: int, shift: PeriodShift) -> int:
    """Return a day (14050903) that lies so far before; in a shorter month its last day."""
    if shift.days:
        return number_of_day(day_of_number(day) - timedelta(days=shift.days))
    month = moved_month(day // 100, -shift.months)
    return month * 100 + min(day % 100, month_length(month))


def moved_key(dimension: str, key: int, shift: PeriodShift) -> int | None:
    """Return the key of the period that lies so far before a day, ten days, a month, a season or a year.

    None where there is none: the 31st has no day a month before a month of 30, a month none some days before. Keys of
    other dimensions stay as they are.
    """
    if dimension == "day":
        earlier = moved_day(key, shift)
        return earlier if shift.days or earlier % 100 == key % 100 else None
    if dimension in ("hour_of_week", "is_holiday"):
        return key
    if shift.days:
        return None
    if dimension == "month":
        return moved_month(key, -shift.months)
    if dimension == "ten_day":
        return moved_month(key // 10, -shift.months) * 10 + key % 10
    if dimension == "season":
        place = key // 10 * 4 + key % 10 - 1 - shift.months // A_SEASON
        return place // 4 * 10 + place % 4 + 1 if shift.months % A_SEASON == 0 else None
    if dimension == "year":
        return key - shift.months // MONTHS if shift.months % MONTHS == 0 else None
    return key


def latest_periods(today: int) -> dict[str, tuple[int, int]]:
    """Return the periods that are offered, by name, as first and last day: this month, the last one, and so on."""
    month, year = today // 100, today // 10_000
    before = moved_month(month, -1)
    season = year * 100 + (today // 100 % 100 - 1) // A_SEASON * A_SEASON + 1
    return {
        "this_month": _months(month, month),
        "last_month": _months(before, before),
        "last_three_months": _months(moved_month(month, -3), before),
        "this_season": _months(season, moved_month(season, 2)),
        "this_year": _months(year * 100 + 1, year * 100 + MONTHS),
        "last_year": _months((year - 1) * 100 + 1, (year - 1) * 100 + MONTHS),
        "last_twelve_months": _months(moved_month(month, -MONTHS), before),
    }


def _months(first: int, last: int) -> tuple[int, int]:
    return first * 100 + 1, last * 100 + month_length(last)

"""Reads moments as tables of older systems write them: Jalali or Gregorian, with or without an hour, in many orders."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from peygir.core.jalali import DAY_ENDS, GREGORIAN_MONTHS, JALALI_MONTHS, WEEKDAYS, to_gregorian
from peygir.core.moments import read_moment
from peygir.core.persian import ascii_digits, search_key
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _

_YEAR_FIRST: Final = re.compile(r"(?<!\d)(\d{4})\s*[/\-.]\s*(\d\d?)\s*[/\-.]\s*(\d\d?)(?!\d)")
_YEAR_LAST: Final = re.compile(r"(?<!\d)(\d\d?)\s*[/\-.]\s*(\d\d?)\s*[/\-.]\s*(\d{4})(?!\d)")
_NAMED: Final = re.compile(r"(?<!\d)(\d\d?)[\s\-]+([^\W\d]+)[\s\-,]+(\d{4})(?!\d)")
_SHORT: Final = re.compile(r"(?<!\d)\d\d?[/\-.]\d\d?[/\-.]\d\d?(?!\d)")
_TOGETHER: Final = re.compile(r"(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?")
_SERIAL: Final = re.compile(r"([2-5]\d{4})(\.\d+)?")  # how Excel counts days: 20000 is of 1954, 59999 of 2064
_SERIAL_START: Final = datetime(1899, 12, 30, tzinfo=UTC)
_TIME: Final = re.compile(
    r"(?<!\d)(\d\d?):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?(?:\s*(a\.?m\.?|p\.?m\.?|ق\.?\s?ظ\.?|ب\.?\s?ظ\.?|صبح|عصر))?(?!\w)"
)
_AFTERNOON: Final = ("p", "ب", "ع")
_OFFSET: Final = re.compile(r"[1-9]\d{3}-\d\d?-\d\d?[t ]\d.*(?:z|[+\-]\d\d:?\d\d)", re.IGNORECASE)
_INVISIBLE: Final = re.compile("[\u200b-\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")
_JALALI_YEARS: Final = range(1300, 1500)
_GREGORIAN_YEARS: Final = range(1900, 2101)
_NOON: Final = 12
_FILLERS: Final = "ساعت|تاریخ|مورخ|روز|t|at"


class MomentIsUnreadable(Invalid):
    """The text is no date, or no existing date."""

    # In Persian text a date with dashes would be displayed in reverse order; the marks keep its order.
    message = _("“{text}” is no date that can be read; write it like 1402/05/03 14:20 or 2023-07-25 14:20.")


class YearIsShort(Invalid):
    """The year has two digits, so that nobody can say where it stands and of which calendar it is."""

    message = _("“{text}” has a year of two digits; write the year with four digits, like 1402/05/03.")


class MonthIsUnclear(Invalid):
    """Day and month are both at most 12, and the year stands last."""

    message = _(
        "In “{text}” it is not clear which is the day and which the month; write the year first, like 2023-07-25."
    )


@dataclass(frozen=True, slots=True)
class RecordMoment:
    """A moment in UTC; `has_hour` is false where only its day was written, and then it is the day's first moment."""

    at: datetime
    has_hour: bool

    def end_of_day(self, zone: ZoneInfo) -> datetime:
        """The moment, or the last second of its day where no hour was written."""
        return self.at if self.has_hour else _in_utc(self.at.astimezone(zone).date(), DAY_ENDS, zone)

    def is_same_day(self, other: "RecordMoment", zone: ZoneInfo) -> bool:
        """Whether this is a day without an hour, on which the other moment lies."""
        return not self.has_hour and self.at <= other.at <= self.end_of_day(zone)


def is_day_first(texts: Iterable[str]) -> bool | None:
    """Whether the Gregorian dates of a column whose year stands last begin with the day; None if none shows it."""
    firsts = seconds = False
    for text in texts:
        match = _YEAR_LAST.search(ascii_digits(text))
        if match is not None and int(match[3]) in _GREGORIAN_YEARS:
            firsts = firsts or int(match[1]) > _NOON
            seconds = seconds or int(match[2]) > _NOON
    return firsts if firsts != seconds else None


def read_when(text: str, zone: ZoneInfo, *, day_first: bool | None = None) -> RecordMoment:
    """A moment as tables write it: Jalali or Gregorian, any digits, in the city's time unless an offset is given.

    `day_first`: the order of Gregorian dates whose year stands last, where it is known.
    Raises MomentIsUnreadable, YearIsShort, MonthIsUnclear.
    """
    plain = _INVISIBLE.sub("", ascii_digits(text)).strip().lower()
    try:
        moment = _read(plain, zone, day_first)
    except (ValueError, OverflowError) as wrong:
        raise MomentIsUnreadable(text=text[:40]) from wrong
    if moment is not None:
        return moment
    raise (YearIsShort if _SHORT.search(plain) else MomentIsUnreadable)(text=text[:40])


def _read(plain: str, zone: ZoneInfo, day_first: bool | None) -> RecordMoment | None:
    """The moment; None for another form. Raises ValueError for a day or an hour that does not exist."""
    if _OFFSET.fullmatch(plain) and int(plain[:4]) in _GREGORIAN_YEARS and (exact := read_moment(plain)):
        return RecordMoment(exact, has_hour=True)
    if serial := _SERIAL.fullmatch(plain):
        wall = _SERIAL_START + timedelta(days=float(plain))
        wall = (wall + timedelta(milliseconds=500)).replace(microsecond=0)
        return RecordMoment(_in_utc(wall.date(), wall.time(), zone), has_hour=serial[2] is not None)
    if together := _TOGETHER.fullmatch(plain):
        numbers = [int(part or 0) for part in together.groups()]
        return RecordMoment(
            _in_utc(_day(*numbers[:3]), time(numbers[3], numbers[4], numbers[5]), zone),
            has_hour=together[4] is not None,
        )
    clock = _TIME.search(plain)
    rest = plain if clock is None else f"{plain[: clock.start()]} {plain[clock.end() :]}"
    dated = _dated(rest, day_first, has_half=clock is not None and clock[4] is not None)
    if dated is None or not _is_filler(dated[1]):
        return None
    hour = _hour(clock) if clock is not None else time()
    return RecordMoment(_in_utc(dated[0], hour, zone), has_hour=clock is not None)


def _dated(text: str, day_first: bool | None, *, has_half: bool) -> tuple[date, str] | None:
    """The day in a text, and the text around it. `has_half`: a.m. or p.m. beside it, as with the month first."""
    if match := _YEAR_FIRST.search(text):
        day = _day(int(match[1]), int(match[2]), int(match[3]))
    elif match := _YEAR_LAST.search(text):
        first, second, year = (int(part) for part in match.groups())
        is_first = day_first if day_first is not None else (False if has_half else None)
        if year in _JALALI_YEARS or first > _NOON:
            is_first = True
        elif second > _NOON:
            is_first = False
        elif first == second:
            is_first = True
        if is_first is None:
            raise MonthIsUnclear(text=text.strip()[:40])
        day = _day(year, second, first) if is_first else _day(year, first, second)
    elif match := _NAMED.search(text):
        month = _months().get(search_key(match[2]))
        if month is None:
            return None
        day = _day(int(match[3]), month, int(match[1]))
    else:
        return None
    return day, f"{text[: match.start()]} {text[match.end() :]}"


def _day(year: int, month: int, day: int) -> date:
    """The Gregorian date of a day of either calendar. Raises ValueError."""
    if year in _JALALI_YEARS:
        return to_gregorian(year, month, day)
    if year in _GREGORIAN_YEARS:
        return date(year, month, day)
    raise ValueError(year)


def _hour(match: re.Match[str]) -> time:
    """The time of day. Raises ValueError."""
    hour, half = int(match[1]), match[4]
    if half and half.startswith(_AFTERNOON) and hour < _NOON:
        hour += _NOON
    elif half and not half.startswith(_AFTERNOON) and hour == _NOON:
        hour = 0
    return time(hour, int(match[2]), int(match[3] or 0))


def _in_utc(day: date, hour: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, hour, zone).astimezone(UTC)


def _is_filler(rest: str) -> bool:
    """Whether the text around day and hour says nothing: a weekday, “ساعت”, blanks and signs."""
    if not rest.strip():
        return True
    key = search_key(rest)
    for word in _fillers():
        key = key.replace(word, "")
    return not key


@cache
def _fillers() -> tuple[str, ...]:
    names = [day.in_language(language) for day in WEEKDAYS for language in ("fa", "en")]
    keys = {search_key(word) for word in (*names, *_FILLERS.split("|"))}
    return tuple(sorted(keys, key=len, reverse=True))


@cache
def _months() -> dict[str, int]:
    """Month by its folded name: Jalali ones in Persian, Gregorian ones in English, whole or cut."""
    named = {search_key(name.in_language("fa")): place for place, name in enumerate(JALALI_MONTHS, start=1)}
    for place, name in enumerate(GREGORIAN_MONTHS, start=1):
        word = name.in_language("en").casefold()
        named |= {word: place, word[:3]: place}
    return named

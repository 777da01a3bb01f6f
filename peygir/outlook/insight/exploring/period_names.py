"""Names of periods of the Iranian calendar: a day, ten days, a month, a season, a year, an hour of the week."""

from typing import Final

from peygir.core.jalali import JALALI_MONTHS, WEEKDAYS
from peygir.core.translation import AnyText, Names, gettext_lazy, pgettext_lazy
from peygir.outlook.insight.exploring.periods import is_whole_months

SEASONS: Final = (
    pgettext_lazy("season", "spring"),
    pgettext_lazy("season", "summer"),
    pgettext_lazy("season", "autumn"),
    pgettext_lazy("season", "winter"),
)
SATURDAY: Final = 5
"""Of WEEKDAYS: the day with which the week begins."""


def period_name(dimension: str, key: int) -> AnyText:
    """Return the name of a key of a dimension of time; years stand in it with ASCII digits."""
    if dimension == "day":
        return day_name(key)
    if dimension == "month":
        return month_name(key)
    if dimension == "ten_day":
        return _ten_days(key)
    if dimension == "season":
        return gettext_lazy("{season} {year}", season=SEASONS[key % 10 - 1], year=str(key // 10))
    if dimension == "hour_of_week":
        day = WEEKDAYS[(SATURDAY + key // 24) % 7]
        return gettext_lazy("{weekday}, {hour} o'clock", weekday=day, hour=str(key % 24))
    return Names.of(str(key), str(key))


def day_name(day: int) -> AnyText:
    """Return the name of a day (14050903)."""
    month = JALALI_MONTHS[day // 100 % 100 - 1]
    return gettext_lazy("{day} {month} {year}", day=str(day % 100), month=month, year=str(day // 10_000))


def month_name(month: int) -> AnyText:
    """Return the name of a month (140509)."""
    return gettext_lazy("{month} {year}", month=JALALI_MONTHS[month % 100 - 1], year=str(month // 100))


def _ten_days(key: int) -> AnyText:
    month, number = month_name(key // 10), key % 10
    if number == 1:
        return gettext_lazy("first ten days of {month}", month=month)
    if number == 2:  # noqa: PLR2004 - of three
        return gettext_lazy("second ten days of {month}", month=month)
    return gettext_lazy("last days of {month}", month=month)


def span_name(since: int | None, until: int | None) -> AnyText | None:
    """Return the name of a period of two days, both included: a month, a year, or its two ends; None for all time."""
    if since is None and until is None:
        return None
    if since is None:
        return gettext_lazy("the time until {day}", day=day_name(until or 0))
    if until is None:
        return gettext_lazy("the time since {day}", day=day_name(since))
    if since == until:
        return day_name(since)
    if is_whole_months(since, until):
        first, last = since // 100, until // 100
        if first == last:
            return month_name(first)
        if first % 100 == 1 and last == first + 11:
            return gettext_lazy("the year {year}", year=str(first // 100))
        return gettext_lazy("{first} to {last}", first=month_name(first), last=month_name(last))
    return gettext_lazy("{first} to {last}", first=day_name(since), last=day_name(until))

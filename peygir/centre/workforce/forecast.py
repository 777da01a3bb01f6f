"""Forecasts the calls of a day and of its half-hours from the days before.

A day is its weekday's usual count, times how busy the last fortnight was, times what holidays and rain usually do.
Medians throughout: one storm or one dead line is no reason to expect another. It is classical multiplicative
decomposition (R. J. Hyndman and G. Athanasopoulos, "Forecasting: principles and practice", 3rd edition, 2021,
chapter 3.4), kept so plain that a supervisor can follow it with a pencil.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import exp, log
from statistics import median
from typing import Final

HALF_HOURS: Final = 48
WEEKS: Final = 8
FORTNIGHT: Final = 14
BUSYNESS: Final = 0.6
"""How much of the last fortnight's deviation is expected to persist (an exponent: 0 none, 1 all)."""
SMOOTH: Final = 20.0
"""Calls of the average day mixed into a weekday's half-hours, so that a rare half-hour is not forecast as zero."""
# The prior effect of each kind of day on the usual count, and how many observed days it weighs as much as.
PRIOR: Final = {"holiday": 1.0, "after": 1.1, "eve": 0.9, "bridge": 0.75, "rain": 1.3}
PRIOR_DAYS: Final = 1
EXACTLY: Final = (1.0, 1.0)
_DAY: Final = timedelta(days=1)


class TooLittleIsKnown(ValueError):
    """A weekday has no ordinary day in the history."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are not ordinary: weekdays of rest (0 = Monday), official holidays, days of rain."""

    rest: frozenset[int]
    is_holiday: Callable[[date], bool]
    is_rainy: Callable[[date], bool] = lambda on: False

    def kind(self, on: date) -> str:
        """ "holiday", "bridge" between two days off, "after" or "eve" of a holiday, or "plain"."""
        before, after = on - _DAY, on + _DAY
        if self.is_holiday(on):
            return "holiday"
        if on.weekday() in self.rest:
            return "plain"
        if self._is_off(before) and self._is_off(after):
            return "bridge"
        if self.is_holiday(before):
            return "after"
        return "eve" if self.is_holiday(after) else "plain"

    def _is_off(self, on: date) -> bool:
        return on.weekday() in self.rest or self.is_holiday(on)


@dataclass(frozen=True, slots=True)
class Expected:
    """A day's calls: the expected number, and the bounds within which eight of ten such days lay."""

    on: date
    kind: str
    calls: float
    low: float
    high: float


def expected(
    history: Mapping[date, int], on: date, calendar: Calendar, spread: tuple[float, float] = EXACTLY
) -> Expected:
    """The calls of a day that lies after the history, with `spread` around them.

    Raises TooLittleIsKnown before each weekday has been seen.
    """
    last = max(history, default=on)
    usual = _usual(history, calendar, last)
    factors = {name: _factor(history, usual, calendar, name) for name in PRIOR}
    kind = calendar.kind(on)
    busy = _ordinary(history, calendar, since=last - FORTNIGHT * _DAY)
    level = median(history[day] / max(usual[day.weekday()], 1.0) for day in busy) if busy else 1.0
    calls = _base(usual, calendar, on, kind) * (max(level, 0.01) ** BUSYNESS) * factors.get(kind, 1.0)
    calls *= factors["rain"] if calendar.is_rainy(on) else 1.0
    low, high = spread
    return Expected(on, kind, calls, calls * low, calls * high)


def spread(history: Mapping[date, int], calendar: Calendar, *, ahead: int) -> tuple[float, float]:
    """The multiples of the forecast made `ahead` days before, between which eight of ten of the last days lay."""
    last, ratios = max(history), []
    for back in range(7 * WEEKS):
        on = last - back * _DAY
        known = {day: count for day, count in history.items() if day <= on - ahead * _DAY}
        try:
            ratios.append(history[on] / max(expected(known, on, calendar).calls, 1.0))
        except (TooLittleIsKnown, KeyError):
            continue
    if not ratios:
        return EXACTLY
    ratios.sort()
    return ratios[round(0.1 * (len(ratios) - 1))], ratios[round(0.9 * (len(ratios) - 1))]


def half_hours(counts: Mapping[date, Sequence[int]], on: date, calendar: Calendar, calls: float) -> list[float]:
    """A day's expected calls spread over its 48 half-hours as the same weekday's calls were spread lately.

    `counts` holds 48 numbers for each day; holidays are spread as days of rest are.
    """
    kind = calendar.kind(on)
    like = calendar.rest if kind == "holiday" else {on.weekday()}
    recent = sorted(counts)[-7 * WEEKS :]
    whole = [sum(counts[day][place] for day in recent) for place in range(HALF_HOURS)]
    own = [sum(counts[day][place] for day in recent if day.weekday() in like) for place in range(HALF_HOURS)]
    total = sum(whole)
    common = [one / total for one in whole] if total else [1 / HALF_HOURS] * HALF_HOURS
    return [calls * (mine + SMOOTH * share) / (sum(own) + SMOOTH) for mine, share in zip(own, common, strict=True)]


def wape(seen: Sequence[float], told: Sequence[float]) -> float:
    """The weighted absolute percentage error: the sum of the misses as a share of all calls (0 is perfect)."""
    return sum(abs(one - other) for one, other in zip(seen, told, strict=True)) / sum(seen)


def _ordinary(history: Mapping[date, int], calendar: Calendar, *, since: date) -> list[date]:
    """The plain days without rain since a day."""
    return [day for day in history if day > since and calendar.kind(day) == "plain" and not calendar.is_rainy(day)]


def _usual(history: Mapping[date, int], calendar: Calendar, last: date) -> dict[int, float]:
    """The median of each weekday's ordinary days in the last weeks; of all known days if those weeks have none."""
    mean_by_weekday: dict[int, float] = {}
    for since in (last - 7 * WEEKS * _DAY, date.min):
        for weekday in range(7):
            days = [history[day] for day in _ordinary(history, calendar, since=since) if day.weekday() == weekday]
            if days:
                mean_by_weekday.setdefault(weekday, float(median(days)))
    if len(mean_by_weekday) < 7:
        raise TooLittleIsKnown(f"only {len(mean_by_weekday)} weekdays have an ordinary day in the history")
    return mean_by_weekday


def _base(usual: Mapping[int, float], calendar: Calendar, on: date, kind: str) -> float:
    """The base count of a day: its weekday's, or on a holiday that of the quietest weekly day off."""
    if kind == "holiday" and calendar.rest:
        return min(usual[weekday] for weekday in calendar.rest)
    return usual[on.weekday()]


def _factor(history: Mapping[date, int], usual: Mapping[int, float], calendar: Calendar, name: str) -> float:
    """The factor of one kind of day: the geometric mean of the observed factors and of the prior."""
    if name == "rain":
        days = [day for day in history if calendar.is_rainy(day) and calendar.kind(day) == "plain"]
    else:
        days = [day for day in history if calendar.kind(day) == name and not calendar.is_rainy(day)]
    seen = [log(max(history[day], 1) / max(_base(usual, calendar, day, name), 1.0)) for day in days]
    return exp((sum(seen) + PRIOR_DAYS * log(PRIOR[name])) / (len(seen) + PRIOR_DAYS))

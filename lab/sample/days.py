"""When citizens report: by hour, weekday and season, more in rain and less on a Friday."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from peygir.core.jalali import to_jalali

# Shares of a day's calls by the hour, as in a 137 centre: a peak before noon, another in the evening.
HOURS: Final = (6, 4, 3, 2, 2, 4, 9, 28, 58, 82, 94, 92, 76, 58, 46, 44, 52, 62, 72, 76, 66, 50, 30, 14)
# Monday first.
WEEKDAYS: Final = (1.0, 0.98, 0.97, 0.78, 0.42, 1.12, 1.05)
# The probability of a rainy day by the (Gregorian) month; Shiraz is dry from May to October.
RAIN: Final = (0.24, 0.22, 0.20, 0.12, 0.04, 0.0, 0.0, 0.0, 0.0, 0.03, 0.14, 0.22)
NOWRUZ_LAST: Final = 13
ESFAND: Final = 12
SHOPPING_FROM: Final = 15
GROWTH: Final = (0.8, 1.2)
"""Call volume of the first and the last day relative to the mean: calls are rising."""
LATELY: Final = (27, 3.6)
"""(days, factor): over the latest days the volume rises to this factor, so that every desk has something to do."""
RAIN_FACTOR: Final = 2.4
AFTERMATH: Final = (1.6, 1.3, 1.15)


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the sample: its call volume, and what makes it special."""

    on: date
    busyness: float
    is_rainy: bool
    is_nowruz: bool


def make_days(first: date, last: date, *, seed: int, lately: tuple[int, float] = LATELY) -> list[Day]:
    """Return all days from `first` to `last`; a day's weather depends on the seed and the date alone."""
    count = (last - first).days + 1
    dates = [first + timedelta(days=number) for number in range(count)]
    rainy = {on for on in dates if _luck(seed, on, "rain") < RAIN[on.month - 1]}
    days = []
    for number, on in enumerate(dates):
        busyness = GROWTH[0] + (GROWTH[1] - GROWTH[0]) * number / count
        busyness *= WEEKDAYS[on.weekday()] * (0.9 + 0.2 * _luck(seed, on, "noise"))
        span, factor = lately
        busyness *= 1 + (factor - 1) * max(0.0, 1 - (count - 1 - number) / span)
        month, day = to_jalali(on).month, to_jalali(on).day
        is_nowruz = month == 1 and day <= NOWRUZ_LAST
        if is_nowruz:
            busyness *= 0.75
        elif month == ESFAND and day >= SHOPPING_FROM:
            busyness *= 1.35
        busyness *= RAIN_FACTOR if on in rainy else 1.0
        for back, factor in enumerate(AFTERMATH, start=1):
            busyness *= factor if on - timedelta(days=back) in rainy and on not in rainy else 1.0
        days.append(Day(on, busyness, on in rainy, is_nowruz))
    return days


def make_moments(
    days: list[Day], count: int, *, until: datetime, zone: ZoneInfo, rng: Random
) -> list[tuple[datetime, Day]]:
    """Return `count` moments of contacts (UTC, in order, all before `until`), each with its day."""
    slots = [(day, hour) for day in days for hour in range(24)]
    weights = [day.busyness * HOURS[hour] for day, hour in slots]
    starts = [datetime(d.on.year, d.on.month, d.on.day, hour, tzinfo=zone).astimezone(UTC) for d, hour in slots]
    open_slots = [number for number, start in enumerate(starts) if start < until]
    chosen = rng.choices(open_slots, [weights[number] for number in open_slots], k=count)
    moments = []
    for number in chosen:
        length = min(timedelta(hours=1), until - starts[number])
        moments.append((starts[number] + length * rng.random(), slots[number][0]))
    moments.sort(key=lambda pair: pair[0])
    return moments


def _luck(seed: int, on: date, what: str) -> float:
    return Random(f"{seed} {on.isoformat()} {what}").random()  # noqa: S311 - a sample, not a secret

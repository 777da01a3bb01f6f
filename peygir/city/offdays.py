"""The days on which a city's offices are closed: weekly days off, national holidays, and the city's own decisions.

National holidays come from the `holidays` package (for Iran the Islamic dates of coming years are estimates, and are
labelled so); a city corrects them by its own calendar.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import lru_cache
from typing import Final

import holidays

NATIONAL: Final = "national"
CITY: Final = "city"
WEEK: Final = "week"


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day on which offices are closed, with its name and source."""

    day: date
    name_fa: str
    name_en: str
    source: str


@dataclass(frozen=True, slots=True)
class CityDay:
    """The city's own entry for a day: shut, or open (a half day: until `closes_at`)."""

    day: date
    is_off: bool
    name_fa: str
    name_en: str
    closes_at: time | None = None
    is_decided: bool = False


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """The ISO codes of the countries whose holidays are known."""
    return frozenset(holidays.list_supported_countries())


@lru_cache(maxsize=64)
def national_days(country: str, year: int) -> Mapping[date, DayOff]:
    """The official holidays of a country in a Gregorian year; none for an empty or unknown country."""
    if country not in countries():
        return {}
    known = holidays.country_holidays(country).supported_languages
    english = holidays.country_holidays(country, years=year, language="en_US" if "en_US" in known else None)
    persian = holidays.country_holidays(country, years=year, language="fa_IR" if "fa_IR" in known else None)
    return {day: DayOff(day, persian.get(day) or name, name, NATIONAL) for day, name in sorted(english.items())}


def days_off(
    *,
    start: date,
    end: date,
    week_off: Callable[[date], Collection[int]],
    country: str,
    decided: Mapping[date, CityDay],
) -> dict[date, DayOff]:
    """Every closed day from `start` up to, and without, `end`; `week_off` of a day counts Monday as 0.

    A day that the city opened by decision is open, whatever the week and the nation say.
    """
    closed: dict[date, DayOff] = {}
    for offset in range((end - start).days):
        day = start + timedelta(days=offset)
        if (own := decided.get(day)) is not None:
            if own.is_off:
                closed[day] = DayOff(day, own.name_fa, own.name_en, CITY)
        elif (official := national_days(country, day.year).get(day)) is not None:
            closed[day] = official
        elif day.weekday() in week_off(day):
            closed[day] = DayOff(day, "تعطیل هفتگی", "weekly day off", WEEK)
    return closed

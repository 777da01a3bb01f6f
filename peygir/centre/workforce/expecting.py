"""The expected calls of a day and its half-hours, the operators they need, and those on the roster."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from peygir.centre.workforce.forecast import (
    WEEKS,
    Calendar,
    TooLittleIsKnown,
    expected,
    half_hours,
    spread,
)
from peygir.centre.workforce.goal_rules import needed
from peygir.centre.workforce.models import RainDay
from peygir.centre.workforce.queries import goal_at, present
from peygir.city import queries as city
from peygir.city.offdays import WEEK

__all__ = [
    "LOOKED_AT",
    "CallCounts",
    "ExpectedHalfHour",
    "Outlook",
    "TooLittleIsKnown",
    "outlook",
]

CallCounts = Mapping[date, Sequence[int]]
"""For each day the calls of its 48 half-hours."""
LOOKED_AT: Final = timedelta(days=400)
"""How far back the history goes: a year with its holidays and rain, and some days more."""
SPREAD_FROM: Final = timedelta(days=7 * (2 * WEEKS + 4))
"""The days needed to backtest recent forecasts: the tested days, and those from which they are forecast."""
FIRM_DAYS: Final = 7 * WEEKS
"""With fewer days of history the forecast is marked as uncertain."""


@dataclass(frozen=True, slots=True)
class ExpectedHalfHour:
    """One half-hour: its index (0 to 47), calls expected, operators needed, and operators on the roster."""

    place: int
    calls: float
    needed: int
    present: int

    @property
    def missing(self) -> int:
        """How many operators are lacking."""
        return max(0, self.needed - self.present)

    @property
    def begins(self) -> str:
        """The beginning on the clock: "07:30"."""
        return _clock(self.place)

    @property
    def ends(self) -> str:
        """The end on the clock: "08:00"; the day's last ends at "24:00"."""
        return _clock(self.place + 1)


@dataclass(frozen=True, slots=True)
class Outlook:
    """The forecast of a day, and for a past day the calls that came."""

    on: date
    kind: str  # forecast.Calendar.kind
    is_rainy: bool
    calls: float
    low: float
    high: float
    came: int | None
    halves: tuple[ExpectedHalfHour, ...]
    known_days: int

    @property
    def is_firm(self) -> bool:
        """Whether the history holds eight weeks of each weekday."""
        return self.known_days >= FIRM_DAYS

    @property
    def peak(self) -> ExpectedHalfHour:
        """The busiest half-hour."""
        return max(self.halves, key=lambda half: half.calls)

    @property
    def hours_needed(self) -> float:
        """Operator hours that the day needs."""
        return sum(half.needed for half in self.halves) / 2

    @property
    def hours_present(self) -> float:
        """Operator hours on the roster."""
        return sum(half.present for half in self.halves) / 2

    @property
    def short(self) -> tuple[ExpectedHalfHour, ...]:
        """The half-hours with too few operators."""
        return tuple(half for half in self.halves if half.missing)


def _clock(place: int) -> str:
    return f"{place // 2:02d}:{'30' if place % 2 else '00'}"


def outlook(city_id: int, days: Sequence[date], counts: CallCounts, *, now: datetime) -> list[Outlook]:
    """Return the forecast of these days; a past day is forecast from what was known before it.

    `counts`: the incoming calls of the days from LOOKED_AT before today until yesterday.

    Raises TooLittleIsKnown before each weekday has been seen.
    """
    zone = ZoneInfo(city.city_by_id(city_id).time_zone)
    today, goal = now.astimezone(zone).date(), goal_at(city_id, now)
    calendar, present_by_day, outlooks = _calendar(city_id, days[-1]), present(city_id, days), []
    until = min(days[0], today)
    around = _spread(counts, calendar, until=until, ahead=max(1, (days[-1] - until).days + 1))
    for on in days:
        before = {day: halves for day, halves in counts.items() if day < min(on, today)}
        expected_calls = expected({day: sum(halves) for day, halves in before.items()}, on, calendar, around)
        spread_over = half_hours(before, on, calendar, expected_calls.calls)
        halves = tuple(
            ExpectedHalfHour(place, calls, needed(calls, goal), present_by_day[on][place])
            for place, calls in enumerate(spread_over)
        )
        outlooks.append(
            Outlook(
                on,
                expected_calls.kind,
                calendar.is_rainy(on),
                expected_calls.calls,
                expected_calls.low,
                expected_calls.high,
                sum(counts[on]) if on in counts else None,
                halves,
                len(before),
            )
        )
    return outlooks


def _spread(counts: CallCounts, calendar: Calendar, *, until: date, ahead: int) -> tuple[float, float]:
    known = {day: sum(halves) for day, halves in counts.items() if until - SPREAD_FROM <= day < until}
    if not known:
        raise TooLittleIsKnown("no day is known")
    return spread(known, calendar, ahead=ahead)


def _calendar(city_id: int, last: date) -> Calendar:
    """The city's weekly days off, its holidays, and the rainy days that the centre has marked."""
    first = last - LOOKED_AT - timedelta(days=60)
    closed = city.closed_days(city_id, first, last + timedelta(days=3))
    holidays = frozenset(day for day, one in closed.items() if one.source != WEEK)
    rain = RainDay.objects.filter(city_id=city_id, is_rainy=True, on__gte=first)
    rainy = frozenset(rain.values_list("on", flat=True))
    return Calendar(city.city_by_id(city_id).week_off, holidays.__contains__, rainy.__contains__)

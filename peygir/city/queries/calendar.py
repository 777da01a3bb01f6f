"""When the city's offices are open."""

from datetime import date
from typing import Final

from peygir.city.offdays import DayOff, days_off, national_days
from peygir.city.queries.ground import view_of
from peygir.core.office import OfficeWeek

YEARS_AHEAD: Final = 2
"""How many years of holidays an office week knows, besides the year before and its own."""


def closed_days(city_id: int, start: date, end: date) -> dict[date, DayOff]:
    """Every day from `start` up to, and without, `end` on which offices are closed, by day; weekly ones too."""
    view = view_of(city_id)
    return days_off(
        start=start,
        end=end,
        week_off=view.city.week_off,
        country=view.city.holiday_country,
        decided=view.decided,
    )


def office_week(city_id: int, unit_id: int | None, on: date) -> OfficeWeek:
    """The working week of a unit (None: of the city) around a day: hours, weekly days off, closed and opened dates."""
    view = view_of(city_id)
    unit = view.units.get(unit_id) if unit_id is not None else None
    has_own_hours = unit is not None and unit.office_opens is not None
    key = (unit.id if unit is not None and has_own_hours else None, on.year)
    week = view.weeks.get(key)
    if week is None:
        city, decided = view.city, view.decided.values()
        official = {
            day
            for year in range(on.year - 1, on.year + YEARS_AHEAD + 1)
            for day in national_days(city.holiday_country, year)
        }
        week = view.weeks[key] = OfficeWeek(
            opens=unit.office_opens if unit and unit.office_opens else city.office_opens,
            closes=unit.office_closes if unit and unit.office_closes else city.office_closes,
            days_off=city.week_off,
            closed=frozenset(official | {day.day for day in decided if day.is_off}),
            open_anyway=frozenset(day.day for day in decided if not day.is_off),
            zone=city.time_zone,
        )
    return week

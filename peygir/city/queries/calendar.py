"""The city's office hours and closed days."""

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Final

from peygir.city.city_cache import CityView
from peygir.city.facts import HoursFacts, in_force
from peygir.city.offdays import CityDay, DayOff, days_off, national_days
from peygir.city.queries.ground import view_of
from peygir.core.office import OfficeWeek

YEARS_AHEAD: Final = 2
"""How many years of holidays an office week includes, besides the year before and its own."""


def closed_days(city_id: int, start: date, end: date) -> dict[date, DayOff]:
    """Every day from `start` up to, and without, `end` on which offices are closed, by day; weekly ones too."""
    view = view_of(city_id)
    return days_off(
        start=start,
        end=end,
        week_off=lambda day: _city_hours(view, day)[2],
        country=view.city.holiday_country,
        decided=view.decided,
    )


def city_days(city_id: int, start: date, end: date) -> list[CityDay]:
    """The city's own entries for days from `start` up to, and without, `end`, in order."""
    decided = view_of(city_id).decided.values()
    return sorted((one for one in decided if start <= one.day < end), key=lambda one: one.day)


def city_day(city_id: int, day: date) -> CityDay | None:
    """The city's own entry for a day, if any."""
    return view_of(city_id).decided.get(day)


def hours_versions(city_id: int, unit_id: int | None) -> tuple[HoursFacts, ...]:
    """The decided hours of a unit (None: of the city), the newest first."""
    return view_of(city_id).hours.get(unit_id, ())


def filed_hours(city_id: int, unit_id: int | None, on: date) -> tuple[time, time, frozenset[int]]:
    """(opens, closes, days off) of a unit (None: of the city) on a day by the files alone, without decisions."""
    view = view_of(city_id)
    unit = view.units.get(unit_id) if unit_id is not None else None
    if unit is None:
        return view.city.office_opens, view.city.office_closes, view.city.week_off
    opens, closes, off = _city_hours(view, on)
    return unit.office_opens or opens, unit.office_closes or closes, off


def office_week(
    city_id: int, unit_id: int | None, on: date, *, instead: Mapping[date, CityDay | None] | None = None
) -> OfficeWeek:
    """The working week of a unit (None: of the city) around a day: hours, weekly days off, closed and opened dates.

    The hours are those in force on `on`. `instead` replaces entries of days (None: no entry), for a comparison.
    """
    view = view_of(city_id)
    unit = view.units.get(unit_id) if unit_id is not None else None
    own = in_force(view.hours.get(unit_id, ()), on) if unit is not None else None
    of_city = in_force(view.hours.get(None, ()), on)
    has_own = unit is not None and (own is not None or unit.office_opens is not None)
    key = (unit_id if has_own else None, on.year, tuple(one.id if one else None for one in (own, of_city)))
    if instead is not None:
        return _week(view, unit_id, on, (view.decided | dict(instead)).values())
    week = view.weeks.get(key)
    if week is None:
        week = view.weeks[key] = _week(view, unit_id, on, view.decided.values())
    return week


def _week(view: CityView, unit_id: int | None, on: date, decided: Iterable[CityDay | None]) -> OfficeWeek:
    opens, closes, off = _hours(view, unit_id, on)
    decided_days = [one for one in decided if one is not None]
    official = {
        day
        for year in range(on.year - 1, on.year + YEARS_AHEAD + 1)
        for day in national_days(view.city.holiday_country, year)
    }
    return OfficeWeek(
        opens=opens,
        closes=closes,
        days_off=off,
        closed=frozenset(official | {day.day for day in decided_days if day.is_off}),
        open_anyway=frozenset(day.day for day in decided_days if not day.is_off),
        zone=view.city.time_zone,
        short={day.day: day.closes_at for day in decided_days if day.closes_at is not None},
    )


def _hours(view: CityView, unit_id: int | None, on: date) -> tuple[time, time, frozenset[int]]:
    opens, closes, off = _city_hours(view, on)
    unit = view.units.get(unit_id) if unit_id is not None else None
    if unit is None:
        return opens, closes, off
    own = in_force(view.hours.get(unit.id, ()), on)
    if own is not None:
        opens, closes = unit.office_opens or opens, unit.office_closes or closes
        return own.opens or opens, own.closes or closes, off if own.week_off is None else own.week_off
    return unit.office_opens or opens, unit.office_closes or closes, off


def _city_hours(view: CityView, on: date) -> tuple[time, time, frozenset[int]]:
    own, city_facts = in_force(view.hours.get(None, ()), on), view.city
    if own is None:
        return city_facts.office_opens, city_facts.office_closes, city_facts.week_off
    return (
        own.opens or city_facts.office_opens,
        own.closes or city_facts.office_closes,
        city_facts.week_off if own.week_off is None else own.week_off,
    )

"""A year of the calendar as its page draws it: the months with their cells, and the table of days with a name."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from peygir.city import queries as city
from peygir.city.offdays import CITY, NATIONAL
from peygir.core.jalali import jalali_months, to_gregorian, to_jalali, weekday_name
from peygir.web.kit.change_requests import hour_words
from peygir.web.kit.current_city import current_city, today
from peygir.web.kit.templatetags.dates import WEEK
from peygir.web.kit.templatetags.ui import in_language, language


@dataclass(frozen=True, slots=True)
class CalendarCell:
    """One day of the displayed year."""

    number: int
    look: str
    name: str


@dataclass(frozen=True, slots=True)
class CalendarMonth:
    """One month of the displayed year; cells before its first day are None."""

    name: str
    cells: list[CalendarCell | None]


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day of the table; `removal` is the value that its button sends."""

    day: date
    weekday: str
    name: str
    kind: str
    closes: str
    source: str
    may_remove: bool
    removal: str


def _looks(begin: date, end: date) -> tuple[dict[date, str], dict[date, str]]:
    """Return two mappings for a year: the appearance of each day, and the names of days that have one."""
    sources = {CITY: "is-own", NATIONAL: "is-off"}
    closed = city.closed_days(current_city().id, begin, end)
    looks = {when: sources.get(off.source, "is-week") for when, off in closed.items()}
    names = {when: in_language((off.name_fa, off.name_en)) for when, off in closed.items()}
    for own in city.city_days(current_city().id, begin, end):
        if not own.is_off:
            looks[own.day] = "is-half" if own.closes_at is not None else "is-open"
        names[own.day] = in_language((own.name_fa or own.name_en, own.name_en or own.name_fa)) or names.get(own.day, "")
    return looks, names


def months_of(year: int, begin: date, end: date) -> list[CalendarMonth]:
    """Return the months of a Jalali year, from `begin` up to and without `end`, as they are drawn."""
    looks, names = _looks(begin, end)
    months = []
    for number, name in enumerate(jalali_months(language()), start=1):
        when = to_gregorian(year, number, 1)
        cells: list[CalendarCell | None] = [None] * WEEK.index(when.weekday())
        while to_jalali(when).month == number:
            look = looks.get(when, "") + (" is-today" if when == today() else "")
            cells.append(CalendarCell(to_jalali(when).day, look, names.get(when, "")))
            when += timedelta(days=1)
        months.append(CalendarMonth(name, cells))
    return months


def lines_of(begin: date, end: date) -> list[DayLine]:
    """Return the days with a national or municipal entry, in order of date."""
    own = {one.day: one for one in city.city_days(current_city().id, begin, end)}
    closed = {
        when: off for when, off in city.closed_days(current_city().id, begin, end).items() if off.source == NATIONAL
    }
    lines = []
    for when in sorted(own.keys() | closed.keys()):
        said_of, off = own.get(when), closed.get(when)
        is_own, may = said_of is not None and said_of.is_decided, when >= today()
        names = (said_of.name_fa, said_of.name_en) if said_of is not None else ("", "")
        if off is not None:
            names = (off.name_fa, off.name_en)
        kind = "shut" if said_of is None or said_of.is_off else "half" if said_of.closes_at is not None else "open"
        source = _("decided here") if is_own else _("the city's files") if said_of else _("national holiday")
        lines.append(
            DayLine(
                when,
                weekday_name(when, language()),
                in_language((names[0] or names[1], names[1] or names[0])),
                kind,
                hour_words(said_of.closes_at) if said_of else "",
                source,
                may and (is_own or kind == "shut"),
                "plain" if is_own else "open",
            )
        )
    return lines

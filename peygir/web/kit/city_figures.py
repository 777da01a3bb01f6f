"""The figures of a scope on the pages of leaders and the council: now, the week before, the same week a year ago."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils.translation import gettext as _

from peygir.cases.late import StandingCount
from peygir.cases.public import MapSpot
from peygir.centre.contacts.call_counts import answered_in
from peygir.desks.promises.month import percent_of
from peygir.desks.promises.week import NOW, WEEK, YEAR, WeekFigures
from peygir.web.kit.current_city import current_city, start_of
from peygir.web.kit.sketch import Sketch, sketch
from peygir.web.kit.templatetags.ui import digits, language

NOTHING: Final = "—"

Value = int | float | None
Weeks = Mapping[tuple[str, timedelta], WeekFigures]


@dataclass(frozen=True, slots=True)
class CityFigure:
    """One number with its name, what it was the week before and a year ago, and the list behind it, if any."""

    name: str
    value: str
    before: str
    year: str
    href: str = ""
    is_bad: bool = False


def share(value: Value) -> str:
    """Return a share in the reader's digits, or a dash where the sample is too small."""
    if value is None:
        return NOTHING
    return f"{digits(value)}٪" if language() == "fa" else f"{value}%"


def amount(value: Value) -> str:
    """Return a number in the reader's digits, or a dash."""
    if value is None:
        return NOTHING
    plain = f"{value:g}"
    return digits(plain).replace(".", "٫") if language() == "fa" else plain


def week_part(weeks: Weeks, scope: str) -> list[CityFigure]:
    """Return what happened in the last counted week in a scope; empty before the first night."""
    if (scope, NOW) not in weeks:
        return []
    kinds: list[tuple[str, Callable[[Value], str], Callable[[WeekFigures], Value]]] = [
        (_("new cases"), amount, lambda week: week.opened),
        (_("cases finished"), amount, lambda week: week.finished),
        (_("promises kept on time"), share, lambda week: week.percent_kept),
        (_("days to the finish, median"), amount, lambda week: week.median_days),
        (_("reopened, of each hundred finished"), share, lambda week: week.percent_reopened),
        (_("closed as confirmed by the citizen"), share, lambda week: week.percent_confirmed),
    ]
    figures = []
    for name, shown, read in kinds:
        values = [weeks.get((scope, ago)) for ago in (NOW, WEEK, YEAR)]
        now, before, year = (shown(read(week)) if week is not None else NOTHING for week in values)
        figures.append(CityFigure(name, now, before, year))
    return figures


def standing_part(
    weeks: Weeks, scope: str, counts: Iterable[StandingCount], *, late_href: str = ""
) -> list[CityFigure]:
    """Return how many cases are late and wait for the budget now, and how many were so at those nights."""
    totals = list(counts)
    late, scheduled = sum(one.late for one in totals), sum(one.scheduled for one in totals)
    before, year = weeks.get((scope, WEEK)), weeks.get((scope, YEAR))
    return [
        CityFigure(
            _("late now"),
            amount(late),
            amount(before.late if before else None),
            amount(year.late if year else None),
            late_href,
            late > 0,
        ),
        CityFigure(
            _("waiting for the budget"),
            amount(scheduled),
            amount(before.scheduled if before else None),
            amount(year.scheduled if year else None),
        ),
    ]


def calls_part(until_on: date) -> CityFigure:
    """Return the share of answered calls in the same weeks; one statement."""
    ends = [until_on - ago for ago in (NOW, WEEK, YEAR)]
    spans = [(start_of(end - WEEK), start_of(end)) for end in ends]
    counts = answered_in(current_city().id, spans)
    now, before, year = (share(percent_of(answered, calls)) for calls, answered in counts)
    return CityFigure(_("calls answered"), now, before, year)


def late_sketch(places: Iterable[tuple[float, float]]) -> Sketch | None:
    """Return the city with cases at these places (degrees) as dots, or None without borders."""
    return sketch(MapSpot(lat, lon, count) for (lat, lon), count in Counter(places).items())

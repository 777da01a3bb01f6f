"""Questions about the months that the panel judges: which were drawn, which wait, and which nobody drew."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from peygir.city import queries as city
from peygir.desks.inspection.actions.planning import month_of
from peygir.outlook.panel.facts import MonthFacts, SampleFacts
from peygir.outlook.panel.models import PanelSample, PanelTerm
from peygir.outlook.panel.sample_queries import samples
from peygir.outlook.panel.states import PanelState, SampledMonth

DRAWN_BY_ITSELF: Final = 3
"""The working day of the city after the month on which the night draws what nobody has drawn."""
_LOT_IS_DRAWN: Final = (PanelState.DRAWN, PanelState.ENDED)


def drawn_by_itself_on(city_id: int, last_on: date) -> date:
    """Return the day whose night draws the cases of a month that ends on `last_on`, if nobody has."""
    return city.office_week(city_id, None, last_on).working_day_after(last_on, DRAWN_BY_ITSELF)


def undrawn_months(term_id: int, today: date) -> list[tuple[date, date]]:
    """Return the months (first and last day) of a panel that are over and were not drawn, the newest first."""
    term = PanelTerm.objects.get(pk=term_id)
    drawn = set(PanelSample.objects.filter(term=term).values_list("first_on", flat=True))
    return [month for month in _months(term.from_on, min(today, term.to_on)) if month[0] not in drawn]


def months(city_id: int, today: date) -> list[MonthFacts]:
    """Return every month that is over since the city's first panel began, the newest first, and how it stands.

    A month belongs to the panel that was at work when it ended.
    """
    terms = list(PanelTerm.objects.filter(city_id=city_id, state__in=_LOT_IS_DRAWN).order_by("from_on"))
    if not terms:
        return []
    drawn = {row.first_on: row for term in terms for row in samples(term.pk)}
    first = min([terms[0].from_on, *drawn])
    return [_month(month, terms, drawn.get(month[0]), today) for month in _months(first, today)]


def _month(month: tuple[date, date], terms: Iterable[PanelTerm], sample: SampleFacts | None, today: date) -> MonthFacts:
    first_on, last_on = month
    at_work = [term for term in terms if term.from_on <= last_on < term.to_on]
    if sample is not None:
        state, due_on = SampledMonth.DRAWN if sample.population else SampledMonth.EMPTY, None
    elif not at_work:
        state, due_on = SampledMonth.NO_PANEL, None
    elif at_work[-1].state == PanelState.ENDED or today > at_work[-1].to_on:
        state, due_on = SampledMonth.MISSED, None
    else:
        due_on = drawn_by_itself_on(at_work[-1].city_id, last_on)
        state = SampledMonth.WAITS if today <= due_on else SampledMonth.LATE
    return MonthFacts(first_on, last_on, state.value, due_on, sample)


def _months(first: date, until: date) -> Iterator[tuple[date, date]]:
    """Yield the months that end from `first` on and before `until`, the newest first."""
    month = month_of(month_of(until)[0] - timedelta(days=1))
    while month[1] >= first:
        yield month
        month = month_of(month[0] - timedelta(days=1))

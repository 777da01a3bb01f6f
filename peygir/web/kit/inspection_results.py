"""Results of inspections as rows of a page: a rate with its interval, or the answer of a test where visits are few."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Lock
from typing import Final

from django.conf import settings

from peygir.city import queries as city
from peygir.core import clock
from peygir.core.false_closure import ClosureEstimate
from peygir.core.intervals import zero_defect_visits
from peygir.core.jalali import format_day, jalali_months, to_jalali
from peygir.core.translation import Text
from peygir.desks.inspection.results import GroupResult, result_of, results_by
from peygir.desks.inspection.scored import ScoredVisit, visits_between
from peygir.desks.inspection.words import FINDINGS, VERDICTS
from peygir.web.kit.current_city import current_city
from peygir.web.kit.reader import writing
from peygir.web.kit.templatetags.ui import digits, language, named

SPAN: Final = timedelta(days=365)
MAIN_TOPICS: Final = 10
ZERO_SHARES: Final = (0.05, 0.03, 0.01)
TONES: Final[Mapping[str, str]] = {"clean": "tone-green", "look_closer": "tone-orange", "not_yet_known": "tone-quiet"}

_known: dict[int, tuple[float, list[ScoredVisit]]] = {}
_reading = Lock()


@dataclass(frozen=True, slots=True)
class InspectedRow:
    """One line of the results: whom it is about, and what is known."""

    name: str
    visits: int
    missed: int
    rate: str  # "" where the visits are too few for an interval
    low: str
    high: str
    bound: str  # what no false closure among few visits shows; "" otherwise
    false: int
    verdict: Text
    tone: str
    more_visits: int  # flawless ones of the equal part until "clean"
    found: list[tuple[Text, int]]


@dataclass(frozen=True, slots=True)
class InspectedCity:
    """The results of a year: the whole city, its units and topics."""

    since: datetime
    until: datetime
    total: InspectedRow
    units: list[InspectedRow]
    topics: list[InspectedRow]

    @property
    def main_topics(self) -> list[InspectedRow]:
        """The topics with most visits."""
        return self.topics[:MAIN_TOPICS]

    @property
    def more_topics(self) -> list[InspectedRow]:
        """The other topics."""
        return self.topics[MAIN_TOPICS:]


def share_words(share: float) -> str:
    """Format a share with one decimal, as «۷٫۹٪» or "7.9%"."""
    text = f"{share * 100:.1f}"
    return writing().percent(text)


def interval_words(estimate: ClosureEstimate) -> tuple[str, str, str]:
    """Return the share and both bounds of an estimate as text; a share that nobody knows is a dash."""
    share = "—" if estimate.share is None else share_words(estimate.share)
    return share, share_words(estimate.low), share_words(estimate.high)


def recent_visits() -> tuple[list[ScoredVisit], datetime, datetime]:
    """Return the visits of the last year with its bounds; each process reads them anew after some minutes.

    While one request reads them, the others take the previous ones.
    """
    city_facts, now = current_city(), clock.now()
    known = _known.get(city_facts.id)
    if known is not None:
        is_fresh = clock.monotonic() - known[0] < settings.FIGURES_SECONDS
        if is_fresh or not _reading.acquire(blocking=False):
            return known[1], now - SPAN, now
    else:
        _reading.acquire()
    try:
        visits = visits_between(city_facts.id, now - SPAN, now)
        _known[city_facts.id] = (clock.monotonic(), visits)
        return visits, now - SPAN, now
    finally:
        _reading.release()


def inspected_city() -> InspectedCity:
    """Return the results of the last year, the units and topics with most visits first."""
    visits, since, until = recent_visits()
    here = current_city().id
    units = {unit.id: named(unit) for unit in city.units(here)}
    topics = {topic.id: named(topic) for topic in city.topics(here)}
    return InspectedCity(
        since=since,
        until=until,
        total=row_of("", result_of(visits)),
        units=_rows(results_by(visits, lambda visit: visit.unit_id, of_units=True), units),
        topics=_rows(results_by(visits, lambda visit: visit.topic_id), topics),
    )


def _rows(found: Mapping[int, GroupResult], names: Mapping[int, str]) -> list[InspectedRow]:
    ordered = sorted(found.items(), key=lambda pair: (-pair[1].visits, pair[0]))
    return [row_of(names.get(group, "—"), result) for group, result in ordered]


def row_of(name: str, result: GroupResult) -> InspectedRow:
    """Return the line of one result."""
    rate, low, high = interval_words(result.estimate) if result.has_interval else ("", "", "")
    bound = result.zero_defect_bound
    return InspectedRow(
        name=name,
        visits=result.visits,
        missed=result.missed,
        rate=rate,
        low=low,
        high=high,
        bound="" if bound is None or rate else share_words(bound),
        false=result.estimate.false,
        verdict=VERDICTS[result.test.verdict],
        tone=TONES[result.test.verdict],
        more_visits=result.visits_to_clean,
        found=[(FINDINGS[finding], count) for finding, count in sorted(result.findings.items())],
    )


def zero_table() -> list[tuple[str, int]]:
    """Return how many visits without a false closure show, at 95 %, that the share is below each of some values."""
    return [(share_words(share), zero_defect_visits(share)) for share in ZERO_SHARES]


def month_words(first_on: date) -> str:
    """Return the name of the month that begins on a day, in the viewer's calendar."""
    here = to_jalali(first_on)
    if language() == "fa":
        return f"{jalali_months('fa')[here.month - 1]} {digits(str(here.year))}"
    return format_day(first_on, language())

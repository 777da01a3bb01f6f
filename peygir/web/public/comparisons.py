"""How units stand among their peers once their mix of cases is taken into account, for everybody, month by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language_bidi
from django.views.decorators.http import require_GET

from peygir.core.refusals import Missing
from peygir.core.translation import gettext_lazy
from peygir.core.words import natural
from peygir.outlook.scoring import comparison_queries as comparisons_of
from peygir.outlook.scoring.comparison_facts import ComparedMonthFacts
from peygir.outlook.scoring.fairness.standing import FIRST, WHOLE_MARK, Standing
from peygir.outlook.scoring.months import MonthIsNotRight, month_named
from peygir.outlook.scoring.words import StandingBand
from peygir.web.kit.access import public
from peygir.web.kit.current_city import current_city
from peygir.web.kit.funnel_chart import FunnelUnit, RankBar, rank_bar
from peygir.web.kit.mark_words import month_code, month_label
from peygir.web.kit.standing_words import (
    FAILURES,
    PEERS,
    decimal_words,
    failure_words,
    indicator_words,
    peers_words,
    rank_words,
    unit_words,
)
from peygir.web.kit.templatetags.ui import digits, in_language
from peygir.web.public.kept_pages import kept_page

FEWEST_FOR_FIRST: Final = FIRST + 1
"""Among fewer units with a rank everybody is one of the first."""


class NoComparisonOfMonth(Missing):
    """Units were not compared in this month."""

    message = gettext_lazy("There is no comparison of this month.")


@dataclass(frozen=True, slots=True)
class StandingRow:
    """A unit in the table of a comparison: its numbers as text, its band, and its set of ranks as a bar."""

    name: str
    standing: Standing
    band: StandingBand
    label: str
    ranks: str
    bar: RankBar | None
    observed: str
    expected: str
    value: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class PeerRows:
    """The units of one kind: those with a band, those with too few cases, and who could be among the first."""

    peers: str
    name: str
    rows: Sequence[StandingRow]
    too_few: Sequence[str]
    first: Sequence[str]
    could_be: Sequence[str]


@public()
@require_GET
@kept_page("in")
def comparisons(request: HttpRequest) -> HttpResponse:
    """Show the latest month in which units were compared; or that there is none yet."""
    months = comparisons_of.compared_months(current_city().id)
    if not months:
        return render(request, "public/comparisons_none.html")
    return _month_page(request, months[0], months)


@public()
@require_GET
@kept_page("in")
def comparisons_month(request: HttpRequest, month: str) -> HttpResponse:
    """Show one month by its name ("1405-03"). Raises NoComparisonOfMonth."""
    months = comparisons_of.compared_months(current_city().id)
    try:
        first_on = month_named(month).first_on
    except MonthIsNotRight:
        raise NoComparisonOfMonth() from None
    row = next((one for one in months if one.first_on == first_on), None)
    if row is None:
        raise NoComparisonOfMonth()
    return _month_page(request, row, months)


def _month_page(request: HttpRequest, month: ComparedMonthFacts, months: list[ComparedMonthFacts]) -> HttpResponse:
    standings = comparisons_of.standings_of_month(month.id)
    compared = {standing.indicator for standing in standings}
    indicators = [one for one in (WHOLE_MARK, *FAILURES) if one in compared]
    wanted = request.GET.get("in", "")
    chosen = wanted if wanted in indicators else indicators[0] if indicators else WHOLE_MARK
    own = [standing for standing in standings if standing.indicator == chosen]
    is_whole = chosen == WHOLE_MARK
    context = {
        "month": month,
        "name": month_label(month.first_on),
        "months": [(month_code(one.first_on), month_label(one.first_on), one.id == month.id) for one in months],
        "code": month_code(month.first_on),
        "indicators": [(one, indicator_words(one), one == chosen) for one in indicators],
        "chosen": indicator_words(chosen),
        "is_whole": is_whole,
        "failures": "" if is_whole else failure_words(chosen),
        "funnel": [] if is_whole else funnel_units(own),
        "groups": peer_rows(own),
    }
    return render(request, "public/comparisons.html", context)


def funnel_units(standings: Sequence[Standing]) -> list[FunnelUnit]:
    """Return the units of an indicator that have enough rows, as a funnel shows them."""
    units = []
    for standing in standings:
        numbers = (standing.observed, standing.expected, standing.spread, standing.ratio, standing.low, standing.high)
        if standing.band == StandingBand.TOO_FEW or any(number is None for number in numbers):
            continue
        observed, expected, spread, ratio, low, high = (float(number or 0) for number in numbers)
        name, counts = unit_words(standing.unit_id), f"{digits(int(observed))} / {decimal_words(standing.expected, 1)}"
        label = f"{name}: {decimal_words(standing.ratio)} ({counts})"
        units.append(FunnelUnit(name, (expected / spread) ** 2, ratio, low, high, standing.band.value, label))
    return units


def peer_rows(standings: Sequence[Standing]) -> list[PeerRows]:
    """Return the groups of peers in the order of pages.

    Units with the same set of ranks stand in the order of their names: an order by estimates would say more than the
    sets do.
    """
    groups: dict[str, list[Standing]] = {}
    for standing in standings:
        groups.setdefault(standing.peers, []).append(standing)
    kinds = list(PEERS)
    ordered = sorted(groups, key=lambda peers: (_place(kinds, peers.partition("-")[0]), peers))
    return [_group(peers, groups[peers]) for peers in ordered]


def _place(kinds: Sequence[str], kind: str) -> int:
    return kinds.index(kind) if kind in kinds else len(kinds)


def _group(peers: str, standings: Sequence[Standing]) -> PeerRows:
    named = [(unit_words(one.unit_id), one) for one in standings]
    known = [(name, one) for name, one in named if one.band != StandingBand.TOO_FEW]
    known.sort(key=lambda pair: (pair[1].rank_low or 0, pair[1].rank_high or 0, natural(pair[0])))
    ranked = [(name, one) for name, one in known if one.rank is not None]
    is_published = len(ranked) >= FEWEST_FOR_FIRST
    first = sorted(((one.rank or 0, name) for name, one in ranked if (one.rank or 0) <= FIRST)) if is_published else []
    could_be = [name for name, one in ranked if one.is_among_first and (one.rank or 0) > FIRST] if is_published else []
    return PeerRows(
        peers,
        peers_words(peers),
        [_row(name, one) for name, one in known],
        sorted((name for name, one in named if one.band == StandingBand.TOO_FEW), key=natural),
        [name for _rank, name in first],
        sorted(could_be, key=natural),
    )


def _row(name: str, standing: Standing) -> StandingRow:
    is_whole = standing.indicator == WHOLE_MARK
    has_ranks = standing.rank is not None and standing.rank_low is not None and standing.rank_high is not None
    return StandingRow(
        name=name,
        standing=standing,
        band=standing.band,
        label=in_language(standing.band.label),
        ranks=rank_words(standing),
        bar=rank_bar(
            standing.rank_low or 1, standing.rank_high or 1, standing.rank or 1, standing.of, rtl=get_language_bidi()
        )
        if has_ranks
        else None,
        observed=decimal_words(standing.observed, 2 if is_whole else 0),
        expected=decimal_words(standing.expected, 2 if is_whole else 1),
        value=decimal_words(standing.adjusted if is_whole else standing.ratio),
        low=decimal_words(standing.low),
        high=decimal_words(standing.high),
    )

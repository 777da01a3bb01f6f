"""The results of a season as pages and posters show them: places, who else could hold them, and the figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from peygir.core.translation import AnyText
from peygir.core.words import natural
from peygir.outlook.scoring.ranking.deciding import changed_ranks
from peygir.outlook.scoring.ranking.season_standing import SeasonStanding
from peygir.outlook.scoring.ranking.terms import RankedCategory
from peygir.outlook.scoring.ranking.words import PlaceBasis
from peygir.outlook.scoring.ranking_facts import (
    DecidedPlaceFacts,
    RankingDecisionFacts,
    RankingSeasonFacts,
    SeasonOrderFacts,
)
from peygir.web.kit.ranking_words import (
    interval_words,
    kinds_words,
    listed,
    measure_words,
    place_text,
    ranks_words,
    unit_names,
    value_text,
)
from peygir.web.kit.templatetags.ui import in_language


@dataclass(frozen=True, slots=True)
class RankedUnitRow:
    """A unit of an order: its value with interval, and the places that it may truly have."""

    unit_id: int
    name: str
    value: str
    interval: str
    ranks: str
    months: int
    n: int
    is_among_first: bool


@dataclass(frozen=True, slots=True)
class DecidedPlaceRow:
    """A place of a decision."""

    place: int
    title: str
    unit_id: int
    name: str
    basis: str
    reason: str
    certificate: str


@dataclass(frozen=True, slots=True)
class CategoryResult:
    """A category of a season.

    `others` are the names of the units without a place that could be among the first as well, `few` of those with too
    little to say. `ranked` are all others, the first one first.
    """

    code: str
    label: AnyText
    kinds: str
    measure: str
    places: Sequence[DecidedPlaceRow]
    ranked: Sequence[RankedUnitRow]
    others: str
    few: str


@dataclass(frozen=True, slots=True)
class ChangedRankRow:
    """A unit whose possible places differ between two orders."""

    category: AnyText
    name: str
    before: str
    after: str


def results_of(
    season: RankingSeasonFacts, order: SeasonOrderFacts | None, decision: RankingDecisionFacts | None
) -> list[CategoryResult]:
    """Return the results of all categories, in the order of the terms."""
    units = {one.unit_id for one in order.standings} if order is not None else set()
    units |= {one.unit_id for one in decision.places} if decision is not None else set()
    names = unit_names(units)
    return [
        _result(
            category,
            order.of_category(category.code) if order is not None else [],
            decision.of_category(category.code) if decision is not None else [],
            names,
        )
        for category in season.terms.categories
    ]


def _result(
    category: RankedCategory,
    standings: Sequence[SeasonStanding],
    places: Sequence[DecidedPlaceFacts],
    names: Mapping[int, str],
) -> CategoryResult:
    ranked = [ranked_row(one, names) for one in standings if one.rank is not None]
    placed = {one.unit_id for one in places}
    return CategoryResult(
        code=category.code,
        label=category.label,
        kinds=kinds_words(category),
        measure=measure_words(category),
        places=[place_row(one, names) for one in places],
        ranked=ranked,
        others=listed(
            sorted((row.name for row in ranked if row.is_among_first and row.unit_id not in placed), key=natural)
        ),
        few=listed(sorted((names[one.unit_id] for one in standings if one.rank is None), key=natural)),
    )


def ranked_row(standing: SeasonStanding, names: Mapping[int, str]) -> RankedUnitRow:
    """Return a unit of an order as the tables show it."""
    return RankedUnitRow(
        unit_id=standing.unit_id,
        name=names[standing.unit_id],
        value=value_text(standing.value),
        interval=interval_words(standing),
        ranks=ranks_words(standing),
        months=standing.months,
        n=standing.n,
        is_among_first=standing.is_among_first,
    )


def place_row(place: DecidedPlaceFacts, names: Mapping[int, str]) -> DecidedPlaceRow:
    """Return a place of a decision as pages show it."""
    return DecidedPlaceRow(
        place=place.place,
        title=place_text(place.place),
        unit_id=place.unit_id,
        name=names[place.unit_id],
        basis=in_language(PlaceBasis.of(place.basis).label),
        reason=place.reason,
        certificate=place.certificate,
    )


def changes_between(
    season: RankingSeasonFacts, before: SeasonOrderFacts, after: SeasonOrderFacts
) -> list[ChangedRankRow]:
    """Return the units whose possible places an order told anew has changed."""
    pairs = changed_ranks(before.standings, after.standings)
    names = unit_names(one.unit_id for pair in pairs for one in pair if one is not None)
    labels = {category.code: category.label for category in season.terms.categories}
    rows = []
    for old, new in pairs:
        known = old or new
        if known is not None and known.category in labels:
            words = (ranks_words(one) if one is not None else "—" for one in (old, new))
            rows.append(ChangedRankRow(labels[known.category], names[known.unit_id], *words))
    return rows

"""The parts of a computed portfolio's page, as text; its files are made of the same parts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from peygir.outlook.planning.candidate_facts import PortfolioFacts
from peygir.outlook.planning.candidate_queries import candidates_by_id, may_see_candidate
from peygir.outlook.planning.measured_facts import ChoiceBeside, OtherBudget
from peygir.people.rules import Actor
from peygir.web.kit.goal_words import percent_words
from peygir.web.kit.rials import tomans
from peygir.web.kit.templatetags.ui import digits
from peygir.web.plans.portfolio_words import (
    CandidateRow,
    benefit_words,
    candidate_rows,
    deciding_words,
    part_words,
)

NEAR: Final = 0.1
"""A candidate that is not chosen is shown if it is in the best portfolio of so many draws."""
MOST_NEAR: Final = 40
_WEIGHTS: Final = {0.0: "0", 0.5: "½", 1.0: "1"}


@dataclass(frozen=True, slots=True)
class ChosenRow:
    """One candidate of a portfolio as text; `share`, `chance_share`, `likely` and `gain` are numbers for a table."""

    row: CandidateRow
    is_seen: bool
    part: str
    share: float
    chance: str
    chance_share: float
    likely: float
    gain: float
    cost: str
    benefit: str
    deciding: str
    override: str


@dataclass(frozen=True, slots=True)
class OtherChoice:
    """Another choice beside the portfolio's own: its sums, and what it has that the own one has not, and vice versa."""

    weight: str
    is_own: bool
    size: int
    cost: str
    benefit: str
    is_more: bool
    is_possible: bool
    added: list[str]
    dropped: list[str]


@dataclass(frozen=True, slots=True)
class PortfolioParts:
    """Everything that the page of a computed portfolio shows."""

    chosen: list[ChosenRow]
    near: list[ChosenRow]
    small: list[ChosenRow]
    cost: str
    benefit: str
    benefit_low: str
    benefit_high: str
    draws: str
    impossible: str
    gap: str
    left_out: int
    equities: list[OtherChoice]
    budgets: list[OtherChoice]
    overrides: list[tuple[str, bool, str]]


def portfolio_parts(portfolio: PortfolioFacts, by: Actor) -> PortfolioParts:
    """Return the parts of a computed portfolio."""
    result, rows = portfolio.result, _rows(portfolio, by)
    names = {key: row.row.title for key, row in rows.items()}
    near = [row for key, row in rows.items() if key not in result.chosen and row.chance_share >= NEAR]
    return PortfolioParts(
        chosen=_surest(rows[key] for key in result.chosen if key in rows),
        near=_surest(near)[:MOST_NEAR],
        small=[rows[key] for key in result.small_and_sure if key in rows],
        cost=tomans(round(result.cost)),
        benefit=benefit_words(result.benefit),
        benefit_low=benefit_words(result.benefit_drawn[0]),
        benefit_high=benefit_words(result.benefit_drawn[2]),
        draws=digits(result.draws),
        impossible=digits(result.impossible) if result.impossible else "",
        gap=percent_words(result.gap),
        left_out=len(result.left_out),
        equities=[_equity(choice, portfolio, names) for choice in result.equities],
        budgets=[_budget(other, names) for other in result.budgets],
        overrides=[
            (names.get(key, digits(key)), override.is_in, override.reason)
            for key, override in portfolio.terms.overrides.items()
        ],
    )


def _surest(rows: Iterable[ChosenRow]) -> list[ChosenRow]:
    return sorted(rows, key=lambda row: (-row.chance_share, row.row.candidate.id))


def _rows(portfolio: PortfolioFacts, by: Actor) -> dict[int, ChosenRow]:
    """Every candidate that the portfolio knows, by its number, with the numbers that it was computed from."""
    result, overrides = portfolio.result, portfolio.terms.overrides
    rows = {}
    for row in candidate_rows(candidates_by_id(portfolio.costs).values()):
        key = row.candidate.id
        part = result.chosen.get(key, 0.0)
        cost, gain = portfolio.costs[key] * (part or 1.0), result.benefits.get(key, 0.0) * (part or 1.0)
        chance = result.chances.get(key, 0.0)
        rows[key] = ChosenRow(
            row=row,
            is_seen=may_see_candidate(by, row.candidate.unit_id),
            part=part_words(part) if part else "",
            share=part,
            chance=percent_words(chance),
            chance_share=chance,
            likely=cost,
            gain=gain,
            cost=tomans(round(cost)),
            benefit=benefit_words(gain),
            deciding=deciding_words(result.deciding.get(key)),
            override=overrides[key].reason if key in overrides else "",
        )
    return rows


def _equity(choice: ChoiceBeside, portfolio: PortfolioFacts, names: Mapping[int, str]) -> OtherChoice:
    own = portfolio.result.chosen
    return OtherChoice(
        weight=digits(_WEIGHTS[choice.equity]),
        is_own=choice.equity == portfolio.terms.equity,
        size=len(choice.chosen),
        cost=tomans(round(choice.cost)),
        benefit=benefit_words(choice.benefit),
        is_more=False,
        is_possible=True,
        added=[names[key] for key in choice.chosen if key not in own and key in names],
        dropped=[names[key] for key in own if key not in choice.chosen and key in names],
    )


def _budget(other: OtherBudget, names: Mapping[int, str]) -> OtherChoice:
    return OtherChoice(
        weight="",
        is_own=False,
        size=0,
        cost="",
        benefit="",
        is_more=other.change > 0,
        is_possible=other.is_possible,
        added=[names[key] for key in other.added if key in names],
        dropped=[names[key] for key in other.dropped if key in names],
    )

"""The parts of a computed portfolio's page, as text; its files are made of the same parts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from peygir.outlook.planning.candidate_facts import PortfolioFacts
from peygir.outlook.planning.candidate_queries import candidates_by_id, may_see_candidate
from peygir.people.rules import Actor
from peygir.web.kit.goal_words import percent_words
from peygir.web.kit.rials import tomans
from peygir.web.kit.templatetags.ui import digits
from peygir.web.plans.portfolio_words import (
    CandidateRow,
    benefit_words,
    candidate_rows,
    chance_of,
    deciding_words,
    part_words,
)

NEAR: Final = 0.1
"""A candidate that is not chosen is shown if it is in the best portfolio of so many draws."""
MOST_NEAR: Final = 40


@dataclass(frozen=True, slots=True)
class ChosenRow:
    """One candidate of a portfolio as text; `likely` and `gain` are numbers for a table file."""

    row: CandidateRow
    is_seen: bool
    part: str
    share: float
    chance: str
    likely: float
    gain: float
    cost: str
    benefit: str
    deciding: str
    override: str


def portfolio_parts(portfolio: PortfolioFacts, by: Actor) -> dict[str, Any]:
    """Return everything that the page of a computed portfolio shows."""
    result, terms = portfolio.result, portfolio.terms
    rows = _rows(portfolio, by)
    names = {key: row.row.title for key, row in rows.items()}
    chosen = [rows[int(key)] for key in result["chosen"] if int(key) in rows]
    near = [row for key, row in rows.items() if str(key) not in result["chosen"] and chance_of(result, key) >= NEAR]
    return {
        "chosen": sorted(chosen, key=lambda one: -chance_of(result, one.row.candidate.id)),
        "near": sorted(near, key=lambda one: -chance_of(result, one.row.candidate.id))[:MOST_NEAR],
        "small": [rows[key] for key in result["small_and_sure"] if key in rows],
        "cost": tomans(round(result["cost"])),
        "benefit": benefit_words(result["benefit"]),
        "benefit_low": benefit_words(result["benefit_drawn"][0]),
        "benefit_high": benefit_words(result["benefit_drawn"][2]),
        "draws": digits(result["draws"]),
        "impossible": digits(result["impossible"]) if result["impossible"] else "",
        "gap": percent_words(result["gap"]),
        "left_out": len(result["left_out"]),
        "equities": [_equity(one, result, names, terms["equity"]) for one in result["equities"]],
        "budgets": [_budget(one, names) for one in result["budgets"]],
        "overrides": [
            (names.get(int(key), digits(key)), one["is_in"], one["reason"]) for key, one in terms["overrides"].items()
        ],
    }


def _rows(portfolio: PortfolioFacts, by: Actor) -> dict[int, ChosenRow]:
    """Every candidate that the portfolio knows, by its number, with the numbers that it was computed from."""
    result, kept = portfolio.result, portfolio.inputs["candidates"]
    facts = candidates_by_id(int(key) for key in kept)
    overrides = portfolio.terms["overrides"]
    rows = {}
    for row in candidate_rows(facts.values()):
        key = row.candidate.id
        part = float(result["chosen"].get(str(key), 0.0))
        cost = kept[str(key)]["inputs"]["cost"][1] * (part or 1.0)
        gain = float(result["benefits"].get(str(key), 0.0)) * (part or 1.0)
        rows[key] = ChosenRow(
            row=row,
            is_seen=may_see_candidate(by, row.candidate.unit_id),
            part=part_words(part) if part else "",
            share=part,
            chance=percent_words(chance_of(result, key)),
            likely=cost,
            gain=gain,
            cost=tomans(round(cost)),
            benefit=benefit_words(gain),
            deciding=deciding_words(result, key),
            override=overrides.get(str(key), {}).get("reason", ""),
        )
    return rows


def _equity(one: Mapping[str, Any], result: Mapping[str, Any], names: Mapping[int, str], own: float) -> dict[str, Any]:
    """A choice beside the own one: its sums, and what it has that the own one has not, and the other way round."""
    return {
        "equity": {0.0: "0", 0.5: "½", 1.0: "1"}[one["equity"]],
        "is_own": one["equity"] == own,
        "count": len(one["chosen"]),
        "cost": tomans(round(one["cost"])),
        "benefit": benefit_words(one["benefit"]),
        "added": [names[int(key)] for key in one["chosen"] if key not in result["chosen"] and int(key) in names],
        "dropped": [names[int(key)] for key in result["chosen"] if key not in one["chosen"] and int(key) in names],
    }


def _budget(one: Mapping[str, Any], names: Mapping[int, str]) -> dict[str, Any]:
    return {
        "is_more": one["change"] > 0,
        "is_possible": one["is_possible"],
        "added": [names[key] for key in one["added"] if key in names],
        "dropped": [names[key] for key in one["dropped"] if key in names],
    }

"""The best choice among candidates, how sure each is, and what would change the choice."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from peygir.outlook.planning.methods.candidate_columns import Columns
from peygir.outlook.planning.methods.candidate_draws import (
    CandidateDraws,
    CandidateValues,
    drawn_inputs,
    likely_benefits,
)
from peygir.outlook.planning.methods.integer_programme import Chooser, NoChoiceIsPossible
from peygir.outlook.planning.methods.portfolio import DRAWN_GAP, DRAWS, SEED, SMALL, SURE
from peygir.outlook.planning.portfolio_rules import EQUITIES, PortfolioTerms

Numbers = npt.NDArray[np.float64]
VERSION: Final = 1
"""Of the way in which a portfolio is computed."""
SECONDS: Final = 60.0
FEWEST: Final = 20
"""Draws in which a candidate is in, and in which it is out, from which something is said of what decides it."""
CLEAR: Final = 0.3
"""Of standard deviations, by which an input differs between draws that have a candidate and those that do not."""
STEP: Final = 0.1
"""By which the budget is moved, up and down."""


def computed(
    candidates: Sequence[CandidateValues], terms: PortfolioTerms, *, draws: int = DRAWS, seed: int = SEED
) -> dict[str, Any]:
    """Return the best portfolio at likely inputs, and in how many draws each candidate is in the best.

    Keys: `chosen` (the candidate's id → the part that is done), `chances` (by id), `benefit`, `cost`, their quantiles
    over the draws, `left_out` (ids with too little support), `equities` (the choice with need counting 0, ½ and 1),
    `budgets` (with less and with more money), `deciding` (what would change the choice, by id), `small_and_sure` (ids),
    `gap`, `draws`. Raises NoChoiceIsPossible, ChoiceTookTooLong.
    """
    drawn = drawn_inputs(candidates, draws=draws, seed=seed)
    weights = np.array([terms.ratios.get(one.district, 1.0) for one in candidates])
    likely_costs = np.array([one.inputs["cost"][1] for one in candidates])
    columns = Columns(candidates, terms)
    likely = likely_benefits(candidates)
    own = _choice(columns, likely * weights**terms.equity, likely_costs, terms.budget)
    chances, totals, spent, gaps, is_in = _chances(columns, drawn, weights**terms.equity, terms.budget)
    return {
        "version": VERSION,
        "chosen": {str(candidates[place].id): part for place, part in own.items()},
        "chances": {str(one.id): round(float(chances[place]), 4) for place, one in enumerate(candidates)},
        "benefit": _sum(own, likely * weights**terms.equity),
        "cost": _sum(own, likely_costs),
        "benefit_drawn": _quantiles(totals),
        "cost_drawn": _quantiles(spent),
        "benefits": {str(one.id): float(f"{likely[place]:.6g}") for place, one in enumerate(candidates)},
        "left_out": [candidates[place].id for place in columns.unsupported],
        "equities": [
            _beside(
                candidates, _choice(columns, likely * weights**equity, likely_costs, terms.budget), likely, likely_costs
            )
            | {"equity": equity}
            for equity in EQUITIES
        ],
        "budgets": _budgets(candidates, columns, likely * weights**terms.equity, likely_costs, terms, own),
        "deciding": _deciding(candidates, drawn, is_in),
        "small_and_sure": [
            one.id
            for place, one in enumerate(candidates)
            if likely_costs[place] < SMALL * terms.budget and chances[place] >= SURE
        ],
        "gap": max(gaps),
        "draws": len(gaps),
        "impossible": draws - len(gaps),
    }


def _choice(columns: Columns, benefits: Numbers, costs: Numbers, budget: float) -> dict[int, float]:
    """The best choice as the part of each chosen candidate, by its place."""
    chooser = Chooser(columns.count, columns.limits(costs, budget), gap=DRAWN_GAP, seconds=SECONDS)
    return columns.parts_of(chooser.best(columns.spread(benefits)).chosen)


def _chances(
    columns: Columns, drawn: CandidateDraws, weights: Numbers, budget: float
) -> tuple[Numbers, list[float], list[float], list[float], npt.NDArray[np.bool_]]:
    """How often each candidate is in the best choice of a draw; benefits, costs and gaps of the draws that have one."""
    rows = len(drawn.benefits)
    is_in = np.zeros((rows, drawn.benefits.shape[1]), dtype=bool)
    totals: list[float] = []
    spent: list[float] = []
    gaps: list[float] = []
    for row in range(rows):
        benefits, costs = drawn.benefits[row] * weights, drawn.costs[row]
        chooser = Chooser(columns.count, columns.limits(costs, budget), gap=DRAWN_GAP, seconds=SECONDS)
        try:
            best = chooser.best(columns.spread(benefits))
        except NoChoiceIsPossible:
            continue
        parts = columns.parts_of(best.chosen)
        is_in[row, list(parts)] = True
        totals.append(best.benefit)
        spent.append(_sum(parts, costs))
        gaps.append(best.gap)
    if not gaps:
        raise NoChoiceIsPossible
    return is_in.sum(axis=0) / len(gaps), totals, spent, gaps, is_in


def _budgets(
    candidates: Sequence[CandidateValues],
    columns: Columns,
    benefits: Numbers,
    costs: Numbers,
    terms: PortfolioTerms,
    own: Mapping[int, float],
) -> list[dict[str, Any]]:
    """What comes in and what goes out with a tenth less, and with a tenth more money."""
    rows = []
    for change in (-STEP, STEP):
        try:
            other = _choice(columns, benefits, costs, terms.budget * (1 + change))
        except NoChoiceIsPossible:
            rows.append({"change": change, "is_possible": False, "added": [], "dropped": []})
            continue
        added = [candidates[place].id for place in other if place not in own]
        dropped = [candidates[place].id for place in own if place not in other]
        rows.append({"change": change, "is_possible": True, "added": added, "dropped": dropped})
    return rows


def _deciding(
    candidates: Sequence[CandidateValues], drawn: CandidateDraws, is_in: npt.NDArray[np.bool_]
) -> dict[str, dict[str, Any]]:
    """The input that differs most between the draws with and without a candidate, and the value that parts them."""
    found = {}
    for place, one in enumerate(candidates):
        there = is_in[:, place]
        if min(there.sum(), (~there).sum()) < FEWEST:
            continue
        best: tuple[float, str, float, bool] | None = None
        for name, values in drawn.inputs.items():
            logs = np.log(values[:, place])
            spread = float(logs.std())
            if spread <= 0:
                continue
            inside, outside = float(logs[there].mean()), float(logs[~there].mean())
            clearness = abs(inside - outside) / spread
            if clearness >= CLEAR and (best is None or clearness > best[0]):
                best = clearness, name, float(np.exp((inside + outside) / 2)), inside > outside
        if best is not None:
            found[str(one.id)] = {"input": best[1], "value": float(f"{best[2]:.4g}"), "is_in_above": best[3]}
    return found


def _beside(
    candidates: Sequence[CandidateValues], parts: Mapping[int, float], benefits: Numbers, costs: Numbers
) -> dict[str, Any]:
    return {
        "chosen": {str(candidates[place].id): part for place, part in parts.items()},
        "benefit": _sum(parts, benefits),
        "cost": _sum(parts, costs),
    }


def _sum(parts: Mapping[int, float], values: Numbers) -> float:
    return float(f"{sum(part * float(values[place]) for place, part in parts.items()):.9g}")


def _quantiles(values: Sequence[float]) -> list[float]:
    return [float(f"{value:.6g}") for value in np.quantile(np.array(values), [0.05, 0.5, 0.95])]

"""How long the portfolio of 500 candidates in 11 districts takes over 1,000 draws, and whether small ones are optimal.

The candidates have log-normal costs and benefits with 90 % intervals, floors in every district, groups of variants,
precedence and capacities of units. Fifty instances with 6 to 12 candidates and the same limits are solved by trying
every choice.
"""

import time
from dataclasses import replace
from itertools import product
from typing import Final

import numpy as np

from lab.bench.portfolio_candidates import city_values
from peygir.outlook.planning.methods.candidate_portfolio import computed
from peygir.outlook.planning.methods.integer_programme import NoChoiceIsPossible, is_kept
from peygir.outlook.planning.methods.portfolio import (
    SURE,
    PortfolioRules,
    PossibleProgramme,
    best_portfolio,
    drawn_portfolios,
    limits_of,
    small_and_sure,
)

CANDIDATES: Final = 500
DISTRICTS: Final = 11
UNITS: Final = 8
DRAWS: Final = 1000
GAP: Final = 0.001
ALLOWED_SECONDS: Final = 120.0
INSTANCES: Final = 50


def measured() -> dict[str, float]:
    """Solve, and return every figure; `p_…` are chances to be in the best portfolio.

    `product_…` are of the portfolio that a planner asks for, with its choices at likely inputs, at other budgets and
    weights of need, and with what decides; the others are of `./run method portfolio`.
    """
    candidates, rules = city_candidates(np.random.default_rng(137))
    began = time.perf_counter()
    best = best_portfolio(candidates, rules, gap=GAP)
    alone = time.perf_counter() - began
    began, began_working = time.perf_counter(), time.process_time()
    drawn = drawn_portfolios(candidates, rules, draws=DRAWS, gap=GAP)
    seconds, worked = time.perf_counter() - began, time.process_time() - began_working
    values, terms = city_values()
    began, began_working = time.perf_counter(), time.process_time()
    product = computed(values, terms, draws=DRAWS)
    product_seconds, product_worked = time.perf_counter() - began, time.process_time() - began_working
    differing = sum(_differs(seed) for seed in range(INSTANCES))
    shares = drawn.shares
    return {
        "candidates": CANDIDATES,
        "districts": DISTRICTS,
        "draws": drawn.draws,
        "impossible_draws": drawn.impossible,
        "seconds_one": alone,
        "seconds_draws": seconds,
        "processor_seconds_draws": worked,
        "largest_gap": max(best.gap, drawn.largest_gap),
        "product_draws": product["draws"],
        "product_seconds": product_seconds,
        "product_processor_seconds": product_worked,
        "product_largest_gap": product["gap"],
        "chosen": float(best.chosen.sum()),
        "p_at_least_0.9": float((shares >= SURE).sum()),
        "p_between": float(((shares > 1 - SURE) & (shares < SURE)).sum()),
        "p_at_most_0.1": float((shares <= 1 - SURE).sum()),
        "p_mean_of_chosen": float(shares[best.chosen].mean()),
        "small_and_sure": len(small_and_sure(candidates, shares, rules.budget)),
        "small_instances": INSTANCES,
        "small_instances_not_optimal": differing,
    }


def is_good(figures: dict[str, float]) -> bool:
    """Whether the draws were fast and near enough, and every small instance optimal."""
    return (
        figures["seconds_draws"] <= ALLOWED_SECONDS
        and figures["largest_gap"] <= GAP
        and figures["draws"] == DRAWS
        and figures["product_seconds"] <= ALLOWED_SECONDS
        and figures["product_largest_gap"] <= GAP
        and figures["product_draws"] == DRAWS
        and figures["small_instances_not_optimal"] == 0
    )


def city_candidates(
    rng: np.random.Generator, count: int = CANDIDATES, districts: int = DISTRICTS, units: int = UNITS
) -> tuple[list[PossibleProgramme], PortfolioRules]:
    """Return seeded candidates with all kinds of limits, and rules that some portfolio keeps."""
    costs = np.round(rng.lognormal(3, 1, count), 2)
    candidates = []
    for place in range(count):
        benefit = float(np.round(costs[place] * rng.lognormal(0, 0.6), 2))
        candidates.append(
            PossibleProgramme(
                cost=float(costs[place]),
                benefit=benefit,
                cost_interval=(float(costs[place]) / 1.2, float(costs[place]) * 1.2),
                benefit_interval=(benefit / 1.6, benefit * 1.6),
                district=str(rng.integers(1, districts + 1)),
                variants=f"v{rng.integers(count // 8 + 1)}" if rng.random() < 0.2 else "",
                after=(int(rng.integers(place)),) if place and rng.random() < 0.08 else (),
                unit=f"u{rng.integers(units)}",
                load=float(np.round(rng.uniform(1, 20), 1)),
            )
        )
    budget = float(np.round(costs.sum() * 0.25, 2))
    floors = {str(district): float(np.round(budget / districts * 0.5, 2)) for district in range(1, districts + 1)}
    loads = {f"u{unit}": sum(one.load for one in candidates if one.unit == f"u{unit}") for unit in range(units)}
    capacities = {unit: float(np.round(load * 0.5, 1)) for unit, load in loads.items()}
    return candidates, PortfolioRules(budget, floors, capacities)


def small_instance(seed: int) -> tuple[list[PossibleProgramme], PortfolioRules]:
    """Return 6 to 12 candidates with all kinds of limits."""
    rng = np.random.default_rng([137, seed])
    candidates, rules = city_candidates(rng, int(rng.integers(6, 13)), districts=2, units=2)
    total = sum(candidate.cost for candidate in candidates)
    return candidates, replace(rules, budget=round(total * 0.5, 2), floors={"1": round(total * 0.1, 2)})


def best_by_trying(candidates: list[PossibleProgramme], rules: PortfolioRules) -> float | None:
    """Return the greatest benefit among all choices that keep the limits; None if none does."""
    limits = limits_of(candidates, rules, np.array([candidate.cost for candidate in candidates]))
    benefits = np.array([candidate.benefit for candidate in candidates])
    best: float | None = None
    for choice in product((False, True), repeat=len(candidates)):
        chosen = np.array(choice)
        if all(is_kept(limit, chosen) for limit in limits):
            benefit = float(benefits[chosen].sum())
            best = benefit if best is None else max(best, benefit)
    return best


def _differs(seed: int) -> bool:
    candidates, rules = small_instance(seed)
    known = best_by_trying(candidates, rules)
    try:
        benefit = best_portfolio(candidates, rules).benefit
    except NoChoiceIsPossible:
        return known is not None
    return known is None or abs(benefit - known) > 1e-6

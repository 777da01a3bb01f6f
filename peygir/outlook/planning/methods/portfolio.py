"""Which programmes give the most benefit for a budget, and how often each is in the best portfolio when inputs vary.

Uncertain benefits and costs are log-normal, given by the limits of their 90 % interval; each is drawn independently.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from peygir.outlook.planning.methods.integer_programme import (
    SECONDS,
    BestChoice,
    Chooser,
    LinearLimit,
    NoChoiceIsPossible,
)

Numbers = npt.NDArray[np.float64]
Z90: Final = 1.6448536269514722
"""Quantile of the normal distribution: 5 % lie above it, and 5 % below its negative."""
SEED: Final = 137
DRAWS: Final = 1000
DRAWN_GAP: Final = 0.001
SMALL: Final = 0.01
SURE: Final = 0.9


@dataclass(frozen=True, slots=True)
class PossibleProgramme:
    """A candidate: cost and benefit (each at least 0, with a 90 % interval if it is uncertain), and what binds it.

    `after` are the places of candidates that must be chosen too; of those with the same `variants` at most one is
    chosen; `load` is the work that it gives to `unit`.
    """

    cost: float
    benefit: float
    cost_interval: tuple[float, float] | None = None
    benefit_interval: tuple[float, float] | None = None
    district: str = ""
    variants: str = ""
    after: tuple[int, ...] = ()
    unit: str = ""
    load: float = 0.0


@dataclass(frozen=True, slots=True)
class PortfolioRules:
    """The budget, the least amount spent in each district, and the capacity of each unit."""

    budget: float
    floors: dict[str, float] = field(default_factory=dict)
    capacities: dict[str, float] = field(default_factory=dict)


def best_portfolio(
    candidates: Sequence[PossibleProgramme], rules: PortfolioRules, *, gap: float = 0.0, seconds: float = SECONDS
) -> BestChoice:
    """Return the portfolio with the greatest benefit. Raises NoChoiceIsPossible, ChoiceTookTooLong."""
    costs = np.array([candidate.cost for candidate in candidates])
    chooser = Chooser(len(candidates), limits_of(candidates, rules, costs), gap=gap, seconds=seconds)
    return chooser.best(np.array([candidate.benefit for candidate in candidates]))


@dataclass(frozen=True, slots=True)
class PortfolioDraws:
    """How often each candidate was in the best portfolio of a draw.

    `draws` are those with a possible portfolio, of which `impossible` more had none; `largest_gap` is the largest gap
    to a proved bound among them. `benefit` and `cost` hold the 5 %, 50 % and 95 % quantiles over the draws.
    """

    shares: Numbers
    draws: int
    impossible: int
    largest_gap: float
    benefit: tuple[float, float, float]
    cost: tuple[float, float, float]


def drawn_portfolios(
    candidates: Sequence[PossibleProgramme],
    rules: PortfolioRules,
    *,
    draws: int = DRAWS,
    gap: float = DRAWN_GAP,
    seed: int = SEED,
    seconds: float = SECONDS,
) -> PortfolioDraws:
    """Return how often each candidate is in the best portfolio when benefits and costs are drawn anew each time.

    Raises NoChoiceIsPossible if no draw has a possible portfolio, and ChoiceTookTooLong.
    """
    rng = np.random.default_rng(seed)
    benefits = _Uncertain([(one.benefit, one.benefit_interval) for one in candidates])
    costs = _Uncertain([(one.cost, one.cost_interval) for one in candidates])
    are_costs_fixed = all(candidate.cost_interval is None for candidate in candidates)
    counts, gaps, totals, spent = np.zeros(len(candidates)), [], [], []
    chooser: Chooser | None = None
    for _draw in range(draws):
        benefit, cost = benefits.drawn(rng), costs.drawn(rng)
        if chooser is None or not are_costs_fixed:
            chooser = Chooser(len(candidates), limits_of(candidates, rules, cost), gap=gap, seconds=seconds)
        try:
            choice = chooser.best(benefit)
        except NoChoiceIsPossible:
            continue
        counts += choice.chosen
        gaps.append(choice.gap)
        totals.append(choice.benefit)
        spent.append(float(cost[choice.chosen].sum()))
    if not gaps:
        raise NoChoiceIsPossible
    return PortfolioDraws(
        shares=counts / len(gaps),
        draws=len(gaps),
        impossible=draws - len(gaps),
        largest_gap=max(gaps),
        benefit=_quantiles(totals),
        cost=_quantiles(spent),
    )


def limits_of(candidates: Sequence[PossibleProgramme], rules: PortfolioRules, costs: Numbers) -> list[LinearLimit]:
    """Return the limits: the budget, floors of districts, capacities, precedence, one of each group of variants."""
    everywhere = range(len(candidates))
    limits = [_sum_of(everywhere, costs, high=rules.budget)]
    for district, floor in rules.floors.items():
        there = [place for place in everywhere if candidates[place].district == district]
        limits.append(_sum_of(there, costs, low=floor))
    loads = np.array([candidate.load for candidate in candidates])
    for unit, capacity in rules.capacities.items():
        limits.append(_sum_of([place for place in everywhere if candidates[place].unit == unit], loads, high=capacity))
    for place, candidate in enumerate(candidates):
        limits += [LinearLimit((place, needed), (1.0, -1.0), high=0.0) for needed in candidate.after if needed != place]
    for variants in sorted({candidate.variants for candidate in candidates} - {""}):
        group = tuple(place for place in everywhere if candidates[place].variants == variants)
        limits.append(LinearLimit(group, (1.0,) * len(group), high=1.0))
    return limits


def small_and_sure(candidates: Sequence[PossibleProgramme], shares: Numbers, budget: float) -> list[int]:
    """Return those that cost less than 1 % of the budget and are in the best portfolio of 90 % of the draws."""
    return [
        place
        for place, candidate in enumerate(candidates)
        if candidate.cost < SMALL * budget and float(shares[place]) >= SURE
    ]


def _sum_of(places: Sequence[int], amounts: Numbers, *, low: float = -np.inf, high: float = np.inf) -> LinearLimit:
    return LinearLimit(tuple(places), tuple(float(amounts[place]) for place in places), low, high)


class _Uncertain:
    """Values that are log-normal within their 90 % interval, or fixed where they have none."""

    def __init__(self, given: Sequence[tuple[float, tuple[float, float] | None]]) -> None:
        self.fixed = np.array([value for value, _interval in given])
        lows, highs = np.array([interval or (1.0, 1.0) for _value, interval in given]).reshape(-1, 2).T
        self.middle = (np.log(lows) + np.log(highs)) / 2
        self.spread = (np.log(highs) - np.log(lows)) / 2 / Z90

    def drawn(self, rng: np.random.Generator) -> Numbers:
        """Return one draw of each value."""
        noise = rng.standard_normal(len(self.fixed))
        return np.where(self.spread > 0, np.exp(self.middle + self.spread * noise), self.fixed)


def _quantiles(values: Sequence[float]) -> tuple[float, float, float]:
    low, middle, high = np.quantile(np.array(values), [0.05, 0.5, 0.95])
    return float(low), float(middle), float(high)

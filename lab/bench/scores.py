"""How well the statistics of marks do on simulated cities with known truth: coverage, false alarms and power.

Rank sets at 90 % over 200 cities of 15 units; the 90 % intervals of `shrink` over 1,000 cities that follow its model,
for each model; the density test on honest values of many shapes, and on 300 closures of which 15 % were moved to just
before due; labels that 39 people gave 108 items. Every run has its own seed.
"""

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from peygir.outlook.scoring.methods.dawid_skene import agreement
from peygir.outlook.scoring.methods.heaps import heap_test
from peygir.outlook.scoring.methods.rank_sets import rank_sets
from peygir.outlook.scoring.methods.rate_models import MODELS
from peygir.outlook.scoring.methods.shrinkage import is_enough, shrunk_intervals

Numbers = npt.NDArray[np.float64]
Shape = Callable[[np.random.Generator, int], Numbers]
CITIES: Final = 200
SHRUNK_CITIES: Final = 1000
"""Cities for the intervals of `shrink`: of 200, the standard error of their coverage would be 0.6 percent."""
UNITS: Final = 15
LEVEL: Final = 0.90
COVERED: Final = (0.88, 0.92)
RUNS: Final = 1000
CLOSURES: Final = 300
HEAPED: Final = 0.15
DUE: Final = 7.0
JUST_BEFORE: Final = 0.5
"""Days before due within which closures are heaped; those in whole days are moved to the day of the due date."""
ALPHA: Final = 0.05
CHANCE: Final = 0.02
"""By how much a rate measured in RUNS runs may lie above ALPHA: three standard errors."""
PLANTED: Final = 20

HONEST: Final[dict[str, Shape]] = {
    "exponential": lambda rng, n: rng.exponential(6, n),
    "normal": lambda rng, n: rng.normal(7, 3, n),
    "log_normal": lambda rng, n: rng.lognormal(1.6, 0.8, n),
    "gamma": lambda rng, n: rng.gamma(2, 3, n),
    "uniform": lambda rng, n: rng.uniform(0, 14, n),
    "two_groups": lambda rng, n: np.where(rng.random(n) < 0.5, rng.exponential(2, n), rng.normal(9, 3, n)),
    "whole_days": lambda rng, n: np.ceil(rng.exponential(6, n)),
    "poisson": lambda rng, n: rng.poisson(7, n).astype(np.float64),
    "half_days": lambda rng, n: np.round(rng.gamma(2, 3, n) * 2) / 2,
    "hours": lambda rng, n: np.round(rng.gamma(2, 72, n)) / 24,
    "some_rounded": lambda rng, n: _some_rounded(rng, rng.gamma(2, 3, n)),
}
WHOLE: Final = frozenset({"whole_days", "poisson", "half_days"})


def measured() -> dict[str, float]:
    """Simulate, and return every figure."""
    return _ranks() | _shrinkage() | _heaps() | _labels()


def is_good(figures: dict[str, float]) -> bool:
    """Whether every figure keeps its goal."""
    low, high = COVERED
    covered = [figures[f"shrink_{model.replace('-', '_')}_coverage"] for model in MODELS]
    return (
        all(figures[f"ranks_{kind}_coverage"] >= LEVEL for kind in ("marginal", "simultaneous", "first_three"))
        and all(low <= value <= high for value in covered)
        and all(value <= ALPHA + CHANCE for name, value in figures.items() if name.startswith("honest_flagged_"))
        and all(value >= 0.9 for name, value in figures.items() if name.startswith("heaps_found_"))
        and figures["labels_recovered"] >= 0.98
    )


def _ranks() -> dict[str, float]:
    rng = np.random.default_rng([137, 1])
    marginal, widths, together_widths, together, first = 0, [], [], 0, 0
    for _ in range(CITIES):
        truth, errors = rng.normal(0, 1, UNITS), rng.uniform(0.1, 0.8, UNITS)
        estimates = truth + errors * rng.normal(size=UNITS)
        sets = rank_sets(estimates.tolist(), errors.tolist(), level=LEVEL, top=3, draws=2000)
        ranks = 1 + (truth[None, :] > truth[:, None]).sum(axis=1)
        marginal += sum(low <= rank <= high for rank, (low, high) in zip(ranks, sets.marginal, strict=True))
        together += all(low <= rank <= high for rank, (low, high) in zip(ranks, sets.simultaneous, strict=True))
        first += all(may for rank, may in zip(ranks, sets.may_be_best, strict=True) if rank <= 3)
        widths += [high - low + 1 for low, high in sets.marginal]
        together_widths += [high - low + 1 for low, high in sets.simultaneous]
    return {
        "ranks_marginal_coverage": marginal / (CITIES * UNITS),
        "ranks_simultaneous_coverage": together / CITIES,
        "ranks_first_three_coverage": first / CITIES,
        "ranks_units": UNITS,
        "ranks_marginal_median_width": float(np.median(widths)),
        "ranks_simultaneous_median_width": float(np.median(together_widths)),
    }


def _shrinkage() -> dict[str, float]:
    figures = {}
    for place, model in enumerate(MODELS):
        name, shares = model.replace("-", "_"), _covered(model, place)
        figures[f"shrink_{name}_coverage"] = float(shares.mean())
        figures[f"shrink_{name}_standard_error"] = float(shares.std(ddof=1) / len(shares) ** 0.5)
    return figures


def _covered(model: str, place: int) -> Numbers:
    """Return for each city that follows the model the share of units whose interval covers their own rate."""
    rng = np.random.default_rng([137, 2, place])
    shares: list[float] = []
    while len(shares) < SHRUNK_CITIES:
        n = rng.integers(30, 500, UNITS)
        mean, spread = rng.uniform(0.05, 0.4), rng.uniform(0.2, 0.8)
        if model == "logit-normal":
            rates = expit(rng.normal(np.log(mean / (1 - mean)), spread, UNITS))
        elif model == "beta-binomial":
            total = 1 / (spread / 4) ** 2
            rates = rng.beta(mean * total, (1 - mean) * total, UNITS)
        else:
            rates = rng.gamma(1 / spread**2, mean * spread**2, UNITS)
        events = rng.poisson(n * rates) if model == "gamma-poisson" else rng.binomial(n, rates)
        if not is_enough(events.tolist(), n.tolist(), model=model):
            continue
        _means, low, high = shrunk_intervals(events.tolist(), n.tolist(), model=model, level=LEVEL)
        shares.append(float(((low <= rates) & (rates <= high)).mean()))
    return np.array(shares)


def _heaps() -> dict[str, float]:
    figures = {}
    for name, shape in HONEST.items():
        rng = np.random.default_rng(list(f"honest {name}".encode()))
        flagged = sum(heap_test(shape(rng, CLOSURES) - DUE, alpha=ALPHA).verdict == "heap" for _ in range(RUNS))
        figures[f"honest_flagged_{name}"] = flagged / RUNS
    for name, shape in HONEST.items():
        rng = np.random.default_rng(list(f"heaped {name}".encode()))
        caught = 0
        for _ in range(RUNS // 5):
            days = shape(rng, CLOSURES)
            late = np.flatnonzero(days > DUE)
            moved = rng.choice(late, min(round(HEAPED * CLOSURES), len(late)), replace=False)
            days[moved] = DUE if name in WHOLE else DUE - rng.uniform(0, JUST_BEFORE, len(moved))
            caught += heap_test(days - DUE, alpha=ALPHA).verdict == "heap"
        figures[f"heaps_found_{name}"] = caught / (RUNS // 5)
    return figures


def _some_rounded(rng: np.random.Generator, days: Numbers) -> Numbers:
    return np.where(rng.random(len(days)) < 0.4, np.round(days), days)


def _labels() -> dict[str, float]:
    """Return the share of true labels found among 108 items that 39 people labelled, six of them by guessing."""
    right = majority = 0
    for seed in range(PLANTED):
        rng = np.random.default_rng([137, 3, seed])
        truth = rng.choice(3, size=108, p=[0.5, 0.3, 0.2])
        skills = np.concatenate((rng.uniform(0.4, 0.9, 33), rng.uniform(1 / 3, 0.4, 6)))
        given = [
            (str(item), str(person), str(true if rng.random() < skill else rng.choice(np.delete(np.arange(3), true))))
            for item, true in enumerate(truth)
            for person, skill in enumerate(skills)
        ]
        result = agreement(given, ("0", "1", "2"))
        right += sum(best == str(true) for best, true in zip(result.best, truth, strict=True))
        majority += sum(vote == str(true) for vote, true in zip(result.majority, truth, strict=True))
    return {"labels_recovered": right / (108 * PLANTED), "labels_by_majority": majority / (108 * PLANTED)}

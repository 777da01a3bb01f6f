"""Figures of the methods of planning beside known ones: knapsacks from the folder, typed examples, planted truth."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from peygir.outlook.insight.methods.reporting_rates import reporting_rates
from peygir.outlook.planning.methods.ballots import Vote, VotedProject
from peygir.outlook.planning.methods.equal_shares import equal_shares
from peygir.outlook.planning.methods.or_library import best_items, read_knapsacks
from peygir.outlook.planning.methods.synthetic_control import synthetic_unit

FILE: Final = "mknap1.txt"
OPTIMA: Final = (3800, 8706.1, 4015, 6120, 12400, 10618, 16537)
PLANTED: Final = (-3.2, 0.45, 0.8, -0.9)
SEEDS: Final = 200
Numbers = npt.NDArray[np.float64]
Figure = tuple[str, float, float, float]
"""Name, known, computed (not a number without a file), and how far they may differ."""

COSTS: Final = {"bike path": 700, "outdoor gym": 400, "new park": 250, "playground": 200, "library": 100}
"""The projects of both worked examples of https://equalshares.net/explanation; 11 voters share 1,100."""
FIRST_TEN: Final = (
    ("bike path", "outdoor gym"),
    ("bike path", "outdoor gym", "new park"),
    ("bike path", "outdoor gym"),
    ("bike path", "outdoor gym", "new park"),
    ("bike path", "outdoor gym", "new park"),
    ("bike path", "outdoor gym"),
    ("new park", "playground", "library"),
    ("playground",),
    ("playground", "library"),
    ("new park", "playground", "library"),
)


def planning_goldens(folder: Path) -> Iterator[Figure]:
    """Yield the figures; those of the knapsacks from `folder`, or from its folder `knapsack`."""
    yield from _knapsacks((folder / "knapsack" if (folder / "knapsack").is_dir() else folder) / FILE)
    yield from _equal_shares()
    yield from _duplicates()
    yield from _planted_twin()


def _knapsacks(file: Path) -> Iterator[Figure]:
    problems = read_knapsacks(file.read_text("utf-8")) if file.is_file() else []
    for number, optimum in enumerate(OPTIMA):
        figure = best_items(problems[number]).benefit if number < len(problems) else float("nan")
        yield f"mknap1, problem {number + 1}", optimum, figure, 1e-6


def example_vote(eleventh: str) -> Vote:
    """Return the votes of an example of equalshares.net; the two differ in what the eleventh voter wants."""
    projects = tuple(VotedProject(name, Fraction(cost)) for name, cost in COSTS.items())
    ballots = tuple(dict.fromkeys(names, Fraction(1)) for names in (*FIRST_TEN, (eleventh,)))
    return Vote(Fraction(1100), projects, ballots)


def _equal_shares() -> Iterator[Figure]:
    first, second = equal_shares(example_vote("bike path")), equal_shares(example_vote("outdoor gym"))
    yield "equal shares, example 1", 1, float(first.keys == ("bike path", "playground", "library")), 0
    yield "equal shares, example 2", 1, float(second.keys == ("outdoor gym", "new park", "playground")), 0
    # There the money is rounded to whole amounts first: 121/2 in place of 60.71 makes 3.2 of 3.29.
    for name, known, purchase in zip(("gym", "park", "playground"), (7, 4.1, 3.2), second.purchases, strict=True):
        yield f"equal shares, votes for {name}", known, float(purchase.effective_votes), 0.1


def _duplicates() -> Iterator[Figure]:
    """Yield how often planted coefficients lie within two standard errors; and with the first report counted."""
    for title, counted_too in (("duplicates", 0), ("with the first report", 1)):
        within = np.zeros(len(PLANTED))
        for seed in range(SEEDS):
            counts, days, design = planted_duplicates(seed)
            rates = reporting_rates(counts + counted_too, days, design)
            within += np.abs(rates.coefficients - np.array(PLANTED)) <= 2 * rates.errors
        if counted_too:
            yield f"{title}, rate in 2 SE", 0, float(within[0]) / SEEDS, 0.05
        else:
            yield f"{title}, in 2 SE", 0.955, float(within.mean()) / SEEDS, 0.015


def planted_duplicates(seed: int) -> tuple[Numbers, Numbers, Numbers]:
    """Return the repeated reports of 600 incidents, their days, and the design, the coefficients being PLANTED."""
    rng = np.random.default_rng([137, seed])
    design = np.column_stack((np.ones(600), *(rng.random(600) < share for share in (0.5, 0.4, 0.3)))).astype(np.float64)
    days = rng.gamma(2, 15, 600) + 0.5
    return rng.poisson(days * np.exp(design @ np.array(PLANTED))).astype(np.float64), days, design


def _planted_twin() -> Iterator[Figure]:
    """Yield weights and effect of a unit that is made of two others (there is no file of published data)."""
    outcomes, predictors = planted_panel()
    twin = synthetic_unit(outcomes, predictors, treated=0, before=15)
    weights = dict(zip(twin.donors, twin.weights.tolist(), strict=True))
    yield "synthetic control, first donor", 0.7, weights[3], 0.05
    yield "synthetic control, second donor", 0.3, weights[5], 0.05
    yield "synthetic control, effect", -2, twin.effect, 0.1


def planted_panel() -> tuple[Numbers, Numbers]:
    """Return 25 times of 13 units, and five predictors; unit 0 is .7 of unit 3 and .3 of 5, less 2 from time 15 on.

    Outcomes follow five factors; the predictors are the loadings, so that hardly any other weights give them.
    """
    rng = np.random.default_rng(20)
    loadings = rng.normal(size=(13, 5))
    loadings[0] = 0.7 * loadings[3] + 0.3 * loadings[5]
    factors = np.cumsum(rng.normal(size=(25, 5)), axis=0)
    outcomes = 20 + factors @ loadings.T + rng.normal(0, 0.01, (25, 13))
    outcomes[15:, 0] -= 2
    return outcomes, loadings.T.copy()

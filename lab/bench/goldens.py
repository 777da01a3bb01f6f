"""Known answers: each figure of the product beside the one that a source or a file of goldens expects."""

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from lab.bench import homes
from lab.bench.anonymity_goldens import anonymity_goldens
from lab.bench.insight_goldens import Figure, insight_goldens
from lab.bench.planning_goldens import planning_goldens
from lab.bench.process import figures_of
from lab.bench.record_goldens import record_goldens
from lab.bench.route_goldens import route_goldens
from lab.bench.score_goldens import score_goldens
from peygir.core.intervals import clopper_pearson, wilson, zero_defect_visits
from peygir.core.sprt import expected, run_test

RUNS: Final = 4000
LONGEST: Final = 1500
"""Visits of a simulated unit; the chance that it is undecided by then is below one in a million."""


@dataclass(frozen=True, slots=True)
class GoldenLine:
    """One figure, what was expected, and by how much it may differ; `why` says why there is no figure."""

    name: str
    figure: float
    expected: float
    tolerance: float
    why: str = ""

    @property
    def is_good(self) -> bool:
        """Whether the figure is there and near enough."""
        return not self.why and abs(self.figure - self.expected) <= self.tolerance


def interval_goldens(folder: Path) -> Iterator[GoldenLine]:
    """Yield the intervals and the zero-defect table; they need no file."""
    low, high = wilson(81, 263)
    yield GoldenLine("Wilson 81/263, low", low, 0.2553, 0.00005)
    yield GoldenLine("Wilson 81/263, high", high, 0.3662, 0.00005)
    low, high = clopper_pearson(0, 20)
    yield GoldenLine("Clopper–Pearson 0/20, low", low, 0.0, 0.0)
    yield GoldenLine("Clopper–Pearson 0/20, high", high, 0.1684, 0.00005)
    for share, visits in ((0.05, 59), (0.03, 99), (0.01, 299)):
        yield GoldenLine(f"zero-defect visits below {share:.0%}", zero_defect_visits(share), visits, 0)


def sequential_goldens(folder: Path) -> Iterator[GoldenLine]:
    """Yield the expected visits of the sequential test, computed exactly and by simulation; they need no file."""
    for share, visits in ((0.02, 34), (0.05, 55), (0.10, 78), (0.15, 44), (0.25, 18)):
        yield GoldenLine(f"SPRT visits at {share:.0%}, exact", expected(share).visits, visits, visits / 10)
        yield GoldenLine(f"SPRT visits at {share:.0%}, simulated", _simulated(share), visits, visits / 10)


def _simulated(share: float) -> float:
    rng, total = np.random.default_rng([137, round(share * 100)]), 0
    for _ in range(RUNS):
        defects = (bool(found) for found in rng.random(LONGEST) < share)
        total += run_test(defects).decided_after or LONGEST
    return total / RUNS


def routing_goldens(folder: Path) -> Iterator[GoldenLine]:
    """Yield the costs of the routes in the folder's VRPLIB files."""
    for name, cost, found in route_goldens(folder):
        why = "no such file, or not solved in time" if found is None else ""
        yield GoldenLine(name, found or 0.0, cost, 0.0, why)


def _lines_of(figures: Callable[[Path], Iterator[Figure]]) -> Callable[[Path], Iterator[GoldenLine]]:
    """Make lines of figures; one that is not a number is of a file that the folder has not."""

    def goldens(folder: Path) -> Iterator[GoldenLine]:
        for name, known, figure, tolerance in figures(folder):
            is_there = not math.isnan(figure)
            yield GoldenLine(name, figure if is_there else 0.0, known, tolerance, "" if is_there else "no such file")

    return goldens


def ordering_goldens(folder: Path) -> Iterator[GoldenLine]:
    """Yield figures of the folder's work orders and requests, imported in a city of their own by another process."""
    home = homes.make_ready("goldens", 0)
    for name, known, found in figures_of("goldens", folder, home=home):
        yield _compared(name, known, found)


def _compared(name: str, known: str, figure: str) -> GoldenLine:
    """Words are compared as words: 1 beside 1 where they are the same."""
    try:
        return GoldenLine(name, float(figure), float(known), 0.0)
    except ValueError:
        return GoldenLine(name, float(figure == known), 1.0, 0.0, "" if figure == known else figure or "—")


def work_orders(folder: str) -> None:
    """Print the figures of the work orders and of the requests as JSON; a step of `lab.bench.process`."""
    from lab.bench import request_goldens as requests
    from lab.bench import work_order_goldens as orders

    figures = []
    for subject, file, computed in (
        ("work orders", orders.FILE, orders.work_order_goldens(Path(folder))),
        ("requests", requests.FILE, requests.request_goldens(Path(folder))),
    ):
        lines = computed or [(file, "there", "not there")]
        figures += [(f"{subject}, {name}", known, figure) for name, known, figure in lines]
    print(json.dumps(figures, ensure_ascii=False))


GOLDENS: Final[tuple[Callable[[Path], Iterator[GoldenLine]], ...]] = (
    interval_goldens,
    sequential_goldens,
    routing_goldens,
    *map(_lines_of, (score_goldens, insight_goldens, planning_goldens, record_goldens, anonymity_goldens)),
    ordering_goldens,
)
"""Each takes the folder of golden files; one whose file is missing yields a line that says so."""


def golden_lines(folder: Path) -> list[GoldenLine]:
    """Return every figure beside its golden."""
    return [line for goldens in GOLDENS for line in goldens(folder)]


def show(lines: list[GoldenLine]) -> None:
    """Print a golden for each figure."""
    for golden in lines:
        sign = "✓" if golden.is_good else "✗"
        figure = golden.why or _shown(golden.figure)
        print(f"{sign} {golden.name:<36} {figure:>14}   expected {_shown(golden.expected)} ± {golden.tolerance:,.3g}")


def _shown(value: float) -> str:
    return f"{value:,.{10 if abs(value) >= 1e6 else 7}g}"

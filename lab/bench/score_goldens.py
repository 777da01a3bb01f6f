"""Figures of the statistics of marks beside published ones: hospitals from the folder of goldens, typed examples."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from peygir.outlook.scoring.methods.funnels import poisson_interval
from peygir.outlook.scoring.methods.overdispersion import widened_funnel
from peygir.outlook.scoring.methods.shrinkage import shrunk_rates

FILE: Final = "surgical.csv"
NEAR: Final = 0.003
Figure = tuple[str, float, float, float]
"""Name, known, computed (not a number without a file), and how far they may differ."""


def score_goldens(folder: Path) -> Iterator[Figure]:
    """Yield the figures; those of the hospitals from `folder`, or from its folder `shrinkage`."""
    low, high = poisson_interval(10)
    yield "Poisson 10, low", 4.795387629, low, 5e-4
    yield "Poisson 10, high", 18.39035799, high, 5e-4
    funnel = widened_funnel((100, 150, 180, 80, 120, 225), (108, 112, 165, 95, 100, 220), outliers="truncate")
    yield "funnel, dispersion (FunnelPlotR)", 2.948033, funnel.phi, 1e-6
    here = folder / "shrinkage" if (folder / "shrinkage").is_dir() else folder
    yield from _hospitals(here / FILE)


def _hospitals(file: Path) -> Iterator[Figure]:
    known = (
        ("population mean", 0.0729, NEAR),
        ("spread", 0.40, 0.01),
        ("A, mean", 0.053, NEAR),
        ("A, low", 0.018, NEAR),
        ("A, high", 0.093, NEAR),
        ("A, rank", 2, 0),
        ("H, mean", 0.123, NEAR),
        ("H, low", 0.083, NEAR),
        ("H, high", 0.172, NEAR),
        ("H, rank", 12, 0),
        ("H, lowest rank", 9, 0),
        ("H, highest rank", 12, 0),
        ("H, P(worst)", 0.625, 0.015),
    )
    computed = _computed(file) if file.is_file() else [float("nan")] * len(known)
    for (name, value, tolerance), figure in zip(known, computed, strict=True):
        yield f"surgical, {name}", value, figure, tolerance


def _computed(file: Path) -> list[float]:
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    result = shrunk_rates([int(row["deaths"]) for row in rows], [int(row["n"]) for row in rows])
    units = {row["name"]: unit for row, unit in zip(rows, result.units, strict=True)}
    first, worst = units["A"], units["H"]
    figures = [result.mean, result.spread, first.mean, first.low, first.high, first.rank.median]
    figures += [worst.mean, worst.low, worst.high, worst.rank.median, worst.rank.low, worst.rank.high, worst.rank.last]
    return figures

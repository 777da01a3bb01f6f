"""Simulated years of a city with planted outbreaks: how many the weekly alarms find, how soon, and how many are false.

Each cell (a topic in a district) has weekly counts with a level, a season, a trend and more variance than a Poisson's,
over five years and one more; past outbreaks are in the five years too. In the last year thirty outbreaks, of 2 to 4
weeks with 2 to 3 times the expectation, begin in cells with at least five reports a week. Every week the product's
expectation and alarms are computed from the weeks before and this one. An alarm is false if no outbreak is among the
weeks that it sums. Then the changes that were planted in other series are looked for.
"""

from collections import deque
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from lab.bench import planted_changes
from peygir.outlook.insight.methods.changepoints import changepoints
from peygir.outlook.insight.methods.expected_counts import ExpectedWeek, expected_week
from peygir.outlook.insight.methods.weekly_alarms import MEMORY, WINDOWS, weekly_alarms, weekly_tests

Counts = npt.NDArray[np.int64]
SEEDS: Final = (1, 2, 3, 4, 5)
CELLS: Final = 220
"""Twenty topics in eleven districts."""
BEFORE: Final = 5 * 52 + 5
WEEKS: Final = 52
OUTBREAKS: Final = 30
MEDIAN_A_WEEK: Final = 20.0
SPREAD: Final = 1.2
"""Of the logarithms of the cells' levels: about 9,000 reports a week in all, unequal as topics are."""
FEWEST_A_WEEK: Final = 5.0
FEW_A_WEEK: Final = 15.0
"""Cells below this are also counted apart; small outbreaks there are within chance."""
SOON: Final = 2
"""Weeks of an outbreak, by the end of which it shall be found."""
FOUND: Final = 0.8
FALSE: Final = 0.1
PAST_OUTBREAKS: Final = 0.5
"""Outbreaks a cell in the five years before, on average."""
SERIES: Final = 120


@dataclass(frozen=True, slots=True)
class PlantedOutbreak:
    """An outbreak: its cell, the first week of the last year, weeks, and how many times the usual was reported."""

    cell: int
    first: int
    weeks: int
    factor: float
    usual: float


def measured() -> dict[str, float]:
    """Simulate a year for each seed, and return every figure; the shares of false alarms are of all alarms.

    Each cell and week with an alarm counts as one. `…_of_few` are the outbreaks in cells with few reports a week.
    """
    years = [year_of(seed) for seed in SEEDS]
    figures: dict[str, float] = {"cells": CELLS, "outbreaks_a_year": OUTBREAKS}
    for name in years[0]:
        figures[name] = float(np.mean([year[name] for year in years]))
    for seed, year in zip(SEEDS, years, strict=True):
        figures |= {f"{name}_seed_{seed}": year[name] for name in ("found", "false_share")}
    figures["changes_f1"], figures["changes_covering"] = _changes()
    return figures


def is_good(figures: dict[str, float]) -> bool:
    """Whether enough outbreaks are found in time with few false alarms, on average over the seeds."""
    return figures["found"] >= FOUND and figures["false_share"] <= FALSE


def year_of(seed: int, *, cells: int = CELLS) -> dict[str, float]:
    """Return which shares of a simulated year's outbreaks were found, and of its alarms were false."""
    counts, outbreaks = simulated_city(np.random.default_rng([137, seed]), cells)
    raised = alarms_of_year(counts)
    lags = [lag_of(outbreak, raised) for outbreak in outbreaks]
    false = sum(not any(is_in(outbreak, *alarm) for outbreak in outbreaks) for alarm in raised)
    soon = [lag is not None and lag < SOON for lag in lags]
    of_few = [is_soon for is_soon, outbreak in zip(soon, outbreaks, strict=True) if outbreak.usual < FEW_A_WEEK]
    return {
        "found": float(np.mean(soon)),
        "found_of_few": float(np.mean(of_few)) if of_few else 0.0,
        "found_in_first_week": float(np.mean([lag == 0 for lag in lags])),
        "found_at_all": float(np.mean([lag is not None for lag in lags])),
        "alarms": len(raised),
        "false_share": false / len(raised) if raised else 0.0,
    }


def simulated_city(rng: np.random.Generator, cells: int) -> tuple[Counts, list[PlantedOutbreak]]:
    """Return weekly counts (weeks, cells) of five years and one more, and what was planted in the last year."""
    weeks = np.arange(BEFORE + WEEKS)
    levels = np.exp(rng.normal(np.log(MEDIAN_A_WEEK), SPREAD, cells))
    waves = rng.uniform(0, 0.4, cells) * np.cos(2 * np.pi * (weeks[:, None] / 52.18 - rng.random(cells)))
    means = levels * np.exp(waves + rng.normal(0, 0.05, cells) * (weeks[:, None] - BEFORE) / 52.18)
    busy = np.flatnonzero(means[BEFORE:].min(axis=0) >= FEWEST_A_WEEK)
    outbreaks = [
        PlantedOutbreak(int(cell), first, int(rng.integers(2, 5)), rng.uniform(2, 3), means[BEFORE + first, cell])
        for cell, first in zip(
            rng.choice(busy, OUTBREAKS, replace=False), rng.integers(0, WEEKS - 4, OUTBREAKS).tolist(), strict=True
        )
    ]
    factors = np.ones_like(means)
    for _ in range(round(PAST_OUTBREAKS * cells)):
        first = int(rng.integers(0, BEFORE - 8))
        factors[first : first + int(rng.integers(2, 5)), int(rng.integers(0, cells))] *= rng.uniform(2, 3)
    for outbreak in outbreaks:
        first = BEFORE + outbreak.first
        factors[first : first + outbreak.weeks, outbreak.cell] *= outbreak.factor
    dispersions = rng.uniform(1.05, 1.6, cells)
    rates = rng.gamma(means * factors / (dispersions - 1)) * (dispersions - 1)
    return rng.poisson(rates).astype(np.int64), outbreaks


def alarms_of_year(counts: Counts) -> list[tuple[int, int, int]]:
    """Return (cell, week of the last year, weeks that it sums) of every alarm."""
    cells, most = counts.shape[1], max(WINDOWS)
    expected: list[list[ExpectedWeek | None]] = [[] for _ in range(cells)]
    earlier: deque[list[float]] = deque(maxlen=MEMORY)
    raised: list[tuple[int, int, int]] = []
    for week in range(BEFORE, len(counts)):
        for cell in range(cells):
            expected[cell].append(expected_week(counts[:week, cell].astype(np.float64)))
        lasts = [counts[week + 1 - len(weeks[-most:]) : week + 1, cell].tolist() for cell, weeks in enumerate(expected)]
        tests = weekly_tests(lasts, [weeks[-most:] for weeks in expected])
        alarms = weekly_alarms(tests, earlier=[p_value for p_values in earlier for p_value in p_values])
        raised += [(alarm.test.series, week - BEFORE, alarm.test.weeks) for alarm in alarms]
        earlier.append([test.p_value for test in tests])
    return raised


def lag_of(outbreak: PlantedOutbreak, raised: list[tuple[int, int, int]]) -> int | None:
    """Return how many weeks after the first the outbreak was found while it lasted; None if it was not."""
    lags = [
        week - outbreak.first
        for cell, week, _ in raised
        if cell == outbreak.cell and 0 <= week - outbreak.first < outbreak.weeks
    ]
    return min(lags, default=None)


def is_in(outbreak: PlantedOutbreak, cell: int, week: int, weeks: int) -> bool:
    """Whether an alarm sums a week of the outbreak."""
    return cell == outbreak.cell and week - weeks + 1 < outbreak.first + outbreak.weeks and week >= outbreak.first


def _changes() -> tuple[float, float]:
    scores = []
    for _kind, values, planted in planted_changes.series(SERIES, seed=SEEDS[0]):
        starts = changepoints(values).changepoints
        scores.append((planted_changes.f1(planted, starts), planted_changes.covering(planted, starts, len(values))))
    f1, covering = np.mean(scores, axis=0)
    return float(f1), float(covering)

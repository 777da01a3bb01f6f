"""How many incidents are never reported: the chance of a report, days until the first one, corrected demand."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from peygir.core.intervals import normal_quantile
from peygir.outlook.insight.methods.reporting_rates import ReportingRates

Numbers = npt.NDArray[np.float64]
Interval = tuple[float, float]
DRAWS: Final = 1000
SEED: Final = 137
MOST_ERROR: Final = 0.7
"""With a larger standard error of the logarithm of the rate (the interval spans a factor of 16) nothing is said."""


@dataclass(frozen=True, slots=True)
class ReportedShare:
    """What is known of the incidents of a group, with intervals.

    `rate` is the number of reports a day of an incident (at the mean of the logarithms), `reported` the share that is
    reported within the days chosen, `median_days` the median time until the first report, `demand` the number of
    incidents, those included that nobody reported: Σ 1 / reported over the incidents.
    """

    rate: float
    rate_interval: Interval
    reported: float
    reported_interval: Interval
    median_days: float
    median_interval: Interval
    demand: float
    demand_interval: Interval


def reported_share(
    rates: ReportingRates, design: Numbers, *, days: float, level: float = 0.95, seed: int = SEED
) -> ReportedShare | None:
    """Return the share of a group's incidents that is reported within `days`; None if too little is known.

    `design` has a row for each reported incident of the group. Each is one of 1 / P that occurred, P being its own
    chance 1 - exp(-rate · days) to be reported (as Horvitz and Thompson weight a sample). Intervals of the demand are
    quantiles over DRAWS normal draws of the coefficients.
    """
    middle, error = rates.log_rates(design.mean(axis=0)[None, :])
    if not float(error[0]) <= MOST_ERROR:
        return None
    half = normal_quantile(level) * float(error[0])
    rate, low, high = (math.exp(float(middle[0]) + change) for change in (0.0, -half, half))
    rows, counts = np.unique(design, axis=0, return_counts=True)
    root = _root(rates.covariance)
    noise = np.random.default_rng(seed).standard_normal((DRAWS, len(root)))
    demands = np.array([_demand(rows, counts, rates.coefficients + root @ draw, days) for draw in noise])
    demand = _demand(rows, counts, rates.coefficients, days)
    few, many = (float(value) for value in np.quantile(demands, [(1 - level) / 2, (1 + level) / 2]))
    return ReportedShare(
        rate=rate,
        rate_interval=(low, high),
        reported=len(design) / demand,
        reported_interval=(len(design) / many, len(design) / few),
        median_days=math.log(2) / rate,
        median_interval=(math.log(2) / high, math.log(2) / low),
        demand=demand,
        demand_interval=(few, many),
    )


def _demand(rows: Numbers, counts: npt.NDArray[np.intp], coefficients: Numbers, days: float) -> float:
    chances = -np.expm1(-np.exp(np.clip(rows @ coefficients, -40.0, 30.0)) * days)
    return float((counts / chances).sum())


def _root(covariance: Numbers) -> Numbers:
    """Return the symmetric root of the covariance, also where rounding made it singular."""
    values, vectors = np.linalg.eigh(covariance)
    return np.asarray((vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T)

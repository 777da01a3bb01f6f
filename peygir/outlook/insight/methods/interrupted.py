"""What a measure changed: interrupted time series of counts, with trend, season and exposure."""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from peygir.core.intervals import normal_quantile
from peygir.outlook.insight.methods.quasi_poisson import CannotBeFitted, Numbers, QuasiPoissonFit, fit_counts, harmonics

_STEP: Final = 1
_TREND: Final = 2
_OVERFLOW: Final = 709.0
"""The logarithm of the largest number."""


@dataclass(frozen=True, slots=True)
class RateRatio:
    """By what a rate is multiplied, with its interval."""

    ratio: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class InterruptedSeries:
    """The change of level, the trend a period, the dispersion, and what was expected without the measure.

    `expected` and `count` are sums over the periods after the measure began. `slope` is by what the measure changed the
    trend (None if it was not asked for). `autocorrelation` is that of neighbouring residuals: far from 0 the interval
    is too narrow (or, below 0, too wide).
    """

    level: RateRatio
    trend: RateRatio
    slope: RateRatio | None
    p_value: float
    dispersion: float
    autocorrelation: float
    count: float
    expected: float


def interrupted_series(
    counts: Numbers,
    exposures: Numbers,
    after: Numbers,
    *,
    harmonic_pairs: int = 2,
    season: float = 12.0,
    with_slope: bool = False,
    confidence: float = 0.95,
) -> InterruptedSeries:
    """Fit log(mean) = log(exposure) + a + b · after + c · t + harmonics, by quasi-likelihood, and return exp(b).

    Periods are in order of time and t = 1, 2, …; `after` is 0 before the measure and 1 from then on (or between, while
    it takes effect). With the slope, a column that counts the periods since the first one after is added, and exp(b) is
    the change in that first period. Intervals are Wald's with the dispersion of the fit; a bound that is beyond every
    number is infinite. Raises CannotBeFitted, also if there are no counts before or none after.

    Source: J. L. Bernal, S. Cummins and A. Gasparrini, Interrupted time series regression for the evaluation of public
    health interventions: a tutorial, International J. of Epidemiology 46 (2017) 348–355.
    """
    times = np.arange(1, len(counts) + 1, dtype=np.float64)
    columns = [np.ones_like(times), after, times]
    if harmonic_pairs:
        columns += list(harmonics(times, number=harmonic_pairs, season=season).T)
    if with_slope:
        columns.append(after * (times - times[after > 0].min(initial=np.inf)) if after.any() else after)
    design = np.column_stack(columns)
    if not counts[after > 0].any() or not counts[after <= 0].any():
        raise CannotBeFitted
    offset = np.log(exposures)
    fit = fit_counts(design, counts, offset=offset)
    without = design.copy()
    changed = [_STEP, design.shape[1] - 1] if with_slope else [_STEP]
    without[:, changed] = 0.0
    expected = np.exp(offset + without @ fit.coefficients)
    error = fit.error(_STEP)
    return InterruptedSeries(
        level=_ratio(fit, _STEP, confidence),
        trend=_ratio(fit, _TREND, confidence),
        slope=_ratio(fit, design.shape[1] - 1, confidence) if with_slope else None,
        p_value=math.erfc(abs(float(fit.coefficients[_STEP])) / error / math.sqrt(2)) if error else 0.0,
        dispersion=fit.dispersion,
        autocorrelation=_autocorrelation((counts - fit.means) / np.sqrt(fit.means)),
        count=float(counts[after > 0].sum()),
        expected=float(expected[after > 0].sum()),
    )


def _ratio(fit: QuasiPoissonFit, place: int, confidence: float) -> RateRatio:
    value, half = float(fit.coefficients[place]), normal_quantile(confidence) * fit.error(place)
    return RateRatio(_exp(value), _exp(value - half), _exp(value + half))


def _exp(value: float) -> float:
    return math.exp(value) if value < _OVERFLOW else math.inf


def _autocorrelation(residuals: Numbers) -> float:
    centred = residuals - residuals.mean()
    total = float(centred @ centred)
    return float(centred[1:] @ centred[:-1]) / total if total else 0.0

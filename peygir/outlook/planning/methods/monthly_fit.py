"""The effect of a measure on a monthly series: a log-linear model with season, trend and errors that hang together.

Sources: J. L. Bernal, S. Cummins and A. Gasparrini, Interrupted time series regression for the evaluation of public
health interventions: a tutorial, International J. of Epidemiology 46 (2017) 348–355; W. K. Newey and K. D. West, A
simple, positive semi-definite, heteroskedasticity and autocorrelation consistent covariance matrix, Econometrica 55
(1987) 703–708.
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from peygir.outlook.insight.methods.quasi_poisson import CannotBeFitted, fit_counts, harmonics

Numbers = npt.NDArray[np.float64]
SEASON: Final = 12
MOST_CORRELATION: Final = 0.8
_TWO_PAIRS: Final = 36
"""With fewer months before, one pair of harmonics describes the season."""


@dataclass(frozen=True, slots=True)
class MonthlyEffect:
    """By what the measure changed the series: the logarithm of the ratio, its standard error and degrees of freedom.

    `expected` is the amount of each month without the measure, `errors` the standard error of its logarithm;
    `autocorrelation` is that of neighbouring residuals.
    """

    log_ratio: float
    error: float
    freedom: int
    expected: Numbers
    errors: Numbers
    dispersion: float
    autocorrelation: float


def monthly_effect(
    amounts: Numbers,
    exposures: Numbers,
    times: Numbers,
    after: Numbers,
    *,
    has_trend: bool,
    has_season: bool,
    least_dispersion: float,
) -> MonthlyEffect:
    """Fit log(mean) = log(exposure) + a + b · after + c · t + harmonics, and return b.

    `times` numbers the months, those of the work being left out. The error of b is the larger one of the model's, with
    its dispersion (at least `least_dispersion`), and of Newey and West's with Bartlett's weights by the distance of
    months, and the model's times (1 + r)/(1 - r) where neighbours have the correlation r: each alone is too small
    where counts are few or depend on each other. Raises CannotBeFitted.
    """
    columns = [np.ones_like(times), after]
    if has_trend:
        columns.append((times - times.mean()) / SEASON)
    if has_season:
        pairs = 2 if int((after == 0).sum()) >= _TWO_PAIRS else 1
        columns += list(harmonics(times, number=pairs, season=float(SEASON)).T)
    design = np.column_stack(columns)
    offset = np.log(exposures)
    fit = fit_counts(design, amounts, offset=offset)
    dispersion = max(fit.dispersion, least_dispersion)
    modelled = dispersion * fit.covariance
    robust = newey_west(design, amounts - fit.means, times, fit.covariance)
    without = design.copy()
    without[:, 1] = 0.0
    eta = offset + without @ fit.coefficients
    variances = np.maximum(*(np.einsum("ij,jk,ik->i", without, each, without) for each in (modelled, robust)))
    residuals = (amounts - fit.means) / np.sqrt(fit.means)
    correlation = _autocorrelation(residuals, times)
    # Residuals hang together less than the errors do, the more coefficients were fitted (for a mean: by (1 + 4 r)/n).
    likely = correlation + design.shape[1] * (1 + 4 * max(0.0, correlation)) / (2 * len(amounts))
    depended = float(modelled[1, 1]) * _inflation(likely)
    return MonthlyEffect(
        log_ratio=float(fit.coefficients[1]),
        error=math.sqrt(max(float(modelled[1, 1]), float(robust[1, 1]), depended)),
        freedom=len(amounts) - design.shape[1],
        expected=np.asarray(np.exp(eta)),
        errors=np.asarray(np.sqrt(np.maximum(variances, 0.0))),
        dispersion=fit.dispersion,
        autocorrelation=correlation,
    )


@dataclass(frozen=True, slots=True)
class PartedElsewhere:
    """How far areas where nothing was done part from the rest, as a variance beyond that of their own fits.

    `rank` of `of`: the place of the goal's own areas among all by how far they parted.
    """

    variance: float
    freedom: int
    rank: int
    of: int


def parted_elsewhere(
    amounts: Numbers, exposures: Numbers, times: Numbers, after: Numbers, *, own: float
) -> PartedElsewhere:
    """Fit the same model to every other area against the rest of them (columns 1 and on), where nothing was done.

    Years differ between areas by more than months within them show; this is what a single series cannot tell.
    """
    ratios, variances = [], []
    for place in range(1, amounts.shape[1]):
        rest = [other for other in range(1, amounts.shape[1]) if other != place]
        elsewhere = (amounts[:, rest].sum(axis=1) + 0.5) / np.maximum(exposures[:, rest].sum(axis=1), 1.0)
        spans = exposures[:, place] * elsewhere
        kept = spans > 0
        try:
            fit = monthly_effect(
                amounts[kept, place],
                spans[kept],
                times[kept],
                after[kept],
                has_trend=False,
                has_season=False,
                least_dispersion=1.0,
            )
        except CannotBeFitted:
            continue
        ratios.append(fit.log_ratio)
        variances.append(fit.error**2)
    if len(ratios) < 2:
        return PartedElsewhere(0.0, len(amounts), 1, 1)
    parted = np.array(ratios)
    beyond = max(0.0, float((parted**2).mean()) - float(np.mean(variances)))
    rank = 1 + int((np.abs(parted) >= abs(own)).sum())
    return PartedElsewhere(beyond, len(ratios) - 1, rank, len(ratios) + 1)


def newey_west(design: Numbers, residuals: Numbers, times: Numbers, bread: Numbers) -> Numbers:
    """Return the covariance of the coefficients of a log-linear model that allows for dependence over time.

    `residuals` are observed less fitted amounts, `bread` the inverse of the information. Up to a distance of L months,
    L = ⌊4 (n/100)^(2/9)⌋ and at least 1, scores are taken together with the weight 1 - distance/(L + 1).
    """
    rows, coefficients = design.shape
    lags = max(1, math.floor(4 * (rows / 100) ** (2 / 9)))
    distance = np.abs(times[:, None] - times[None, :])
    weights = np.maximum(0.0, 1 - distance / (lags + 1))
    scores = design * residuals[:, None]
    meat = scores.T @ weights @ scores
    return np.asarray(bread @ meat @ bread * rows / (rows - coefficients))


def _inflation(correlation: float) -> float:
    """By what the variance of a mean grows where neighbours have this correlation."""
    kept = min(max(correlation, 0.0), MOST_CORRELATION)
    return (1 + kept) / (1 - kept)


def _autocorrelation(residuals: Numbers, times: Numbers) -> float:
    centred = residuals - residuals.mean()
    are_neighbours = np.diff(times) == 1
    total = float(centred @ centred)
    return float((centred[1:] * centred[:-1])[are_neighbours].sum()) / total if total else 0.0

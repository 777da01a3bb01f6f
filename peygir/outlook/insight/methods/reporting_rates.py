"""How fast incidents are reported, from the repeated reports of each one; and how many are never reported.

Source: Z. Liu, U. Bhandaram and N. Garg, Quantifying spatial under-reporting disparities in resident crowdsourcing,
Nature Computational Science 4 (2024) 57–65 (arXiv:2204.08620, 2022). An incident is reported by a Poisson process; the
first report is when the city learns of it, so that it says nothing of the rate: only the reports after it are counted,
over the days from it until the incident ended.
"""

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

Numbers = npt.NDArray[np.float64]
Model = Literal["poisson", "zero-inflated"]
WEAK: Final = 25.0
"""Standard deviation of the normal prior of an effect on the logarithm: it only bounds what nothing is known of."""
_LONGEST: Final = 3.0
"""By which a step may change the logarithm of the rate of an incident."""
_ROUNDS: Final = 500
_NEAR: Final = 1e-10


class NothingWasReportedAgain(Exception):
    """No incident has a report after its first, so that no rate can be estimated."""


@dataclass(frozen=True, slots=True)
class ReportingRates:
    """Coefficients of the logarithm of the rate of reports a day, and their covariance.

    `dispersion` is Pearson's; where it is above 1 the covariance is multiplied by it. `never` is the share of incidents
    that are never reported again whatever the exposure (0 without zero inflation), `log_likelihood` that of the model.
    """

    coefficients: Numbers
    covariance: Numbers
    dispersion: float
    never: float
    log_likelihood: float

    @property
    def errors(self) -> Numbers:
        """The standard errors."""
        return np.asarray(np.sqrt(np.diag(self.covariance)))

    def log_rates(self, design: Numbers) -> tuple[Numbers, Numbers]:
        """Return the logarithm of the rate for each row of a design, and its standard error."""
        middle = design @ self.coefficients
        return middle, np.sqrt(np.einsum("ij,jk,ik->i", design, self.covariance, design))


def reporting_rates(
    duplicates: Numbers, exposures: Numbers, design: Numbers, *, model: Model = "poisson"
) -> ReportingRates:
    """Return the rates that make the duplicates most likely.

    `duplicates` are the reports of each incident after its first, `exposures` the days from the first report until it
    ended (above 0), `design` has a row for each incident, the first column being 1. Each count is Poisson with mean
    exposure · exp(design · coefficients); with `zero-inflated` a share of the incidents has none in any case, and
    expectation and maximisation alternate. The other coefficients have a normal prior, so that over the span of their
    column the logarithm changes by 0 ± WEAK.

    Raises NothingWasReportedAgain.
    """
    if duplicates.sum() <= 0:
        raise NothingWasReportedAgain
    offset = np.log(exposures)
    spans = np.ptp(design, axis=0)
    prior = np.asarray((np.where(spans > 0, spans, 1.0) / WEAK) ** 2)
    prior[0] = 0.0
    coefficients = np.zeros(design.shape[1])
    coefficients[0] = math.log(duplicates.sum() / exposures.sum())
    weights, never = np.ones(len(duplicates)), 0.0
    is_none = duplicates == 0
    if model == "zero-inflated":
        never = 0.5 * float(is_none.mean())
    for _round in range(_ROUNDS):
        means = _means(design, coefficients, offset)
        if model == "zero-inflated":
            from_rate = (1 - never) * np.exp(-means)
            weights = np.where(is_none, from_rate / np.maximum(never + from_rate, 1e-300), 1.0)
            never = float(1 - weights.mean())
        change = _newton_step(duplicates, means, design, weights, prior, coefficients)
        coefficients = coefficients + change
        if np.abs(design @ change).max() < _NEAR:
            break
    means = _means(design, coefficients, offset)
    covariance: Numbers = np.asarray(
        np.linalg.inv(_information(duplicates, means, design, never, model) + np.diag(prior)), dtype=np.float64
    )
    expected = (1 - never) * means
    spread = expected * (1 + never * means)
    dispersion = float((((duplicates - expected) ** 2) / spread).sum() / max(1, len(duplicates) - design.shape[1]))
    return ReportingRates(
        coefficients, covariance * max(1.0, dispersion), dispersion, never, _likelihood(duplicates, means, never)
    )


def _means(design: Numbers, coefficients: Numbers, offset: Numbers) -> Numbers:
    return np.asarray(np.exp(np.clip(design @ coefficients + offset, -50.0, 30.0)))


def _newton_step(
    counts: Numbers, means: Numbers, design: Numbers, weights: Numbers, prior: Numbers, at: Numbers
) -> Numbers:
    """Return Newton's step, shortened so that no rate changes too much at once."""
    slope = design.T @ (weights * (counts - means)) - prior * at
    curve = (design * (weights * means)[:, None]).T @ design + np.diag(prior + 1e-12)
    step = np.linalg.solve(curve, slope)
    return np.asarray(step / max(1.0, float(np.abs(design @ step).max()) / _LONGEST))


def _information(counts: Numbers, means: Numbers, design: Numbers, never: float, model: Model) -> Numbers:
    """Return the observed information of the coefficients, what is lost to the unknown share taken off."""
    if model == "poisson" or never <= 0:
        return np.asarray((design * means[:, None]).T @ design)
    is_none = counts == 0
    none = never + (1 - never) * np.exp(-means)
    belongs = np.where(is_none, (1 - never) * np.exp(-means) / none, 1.0)
    # Second derivatives of ln(never + (1 - never) exp(-mean)) by the linear predictor, by the share, and by both.
    curve = np.where(is_none, belongs * means * (1 - means * (1 - belongs)), means)
    both = np.where(is_none, means * np.exp(-means) / none**2, 0.0)
    share = np.where(is_none, ((1 - np.exp(-means)) / none) ** 2, (1 - never) ** -2.0).sum()
    crossed = design.T @ both
    return np.asarray((design * curve[:, None]).T @ design - np.outer(crossed, crossed) / share)


def _likelihood(counts: Numbers, means: Numbers, never: float) -> float:
    poisson = counts * np.log(means) - means - gammaln(counts + 1)
    none = np.log(never + (1 - never) * np.exp(-means))
    return float(np.where(counts == 0, none, math.log(max(1 - never, 1e-300)) + poisson).sum())

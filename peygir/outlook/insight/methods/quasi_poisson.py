"""Log-linear models of counts that vary more than a Poisson's would: fit, dispersion, leverage, prediction."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
MOST_ROUNDS: Final = 60
_SETTLED: Final = 1e-10
_LARGEST: Final = 40.0
"""Linear predictors are kept within ± this while the fit is under way; exp(40) is beyond every count."""


@dataclass(frozen=True, slots=True)
class QuasiPoissonFit:
    """A fitted model: coefficients, their covariance for a dispersion of 1, fitted means, and the dispersion.

    The dispersion is Pearson's χ² over the degrees of freedom; multiply the covariance with it. `leverages` is the
    diagonal of the hat matrix.
    """

    coefficients: Numbers
    covariance: Numbers
    means: Numbers
    leverages: Numbers
    dispersion: float

    def error(self, place: int, *, least: float = 0.0) -> float:
        """Return the standard error of a coefficient; `least` is the least dispersion that is believed."""
        return float(np.sqrt(max(self.dispersion, least) * self.covariance[place, place]))


class CannotBeFitted(ValueError):
    """The columns of the model say the same twice, or there are no counts to fit."""


def fit_counts(
    design: Numbers, counts: Numbers, *, offset: Numbers | None = None, weights: Numbers | None = None
) -> QuasiPoissonFit:
    """Fit log(mean) = offset + design · coefficients by iterated weighted least squares.

    `offset` is the logarithm of the exposure; `weights` are prior weights of the rows. Raises CannotBeFitted if there
    are not more rows than columns, all counts are 0, or a column follows from the others.
    Source: P. McCullagh and J. A. Nelder, Generalized Linear Models, 2nd edition (1989), sections 2.5, 6.2 and 9.2.
    """
    rows, columns = design.shape
    priors = np.ones(rows) if weights is None else weights
    shift = np.zeros(rows) if offset is None else offset
    if rows <= columns or not counts.sum() > 0 or np.linalg.matrix_rank(design) < columns:
        raise CannotBeFitted
    eta: Numbers = np.log(np.maximum(counts, 0.5))
    means: Numbers = np.exp(eta)
    coefficients = np.zeros(columns)
    for _ in range(MOST_ROUNDS):
        weighted = design * (priors * means)[:, None]
        target = eta - shift + (counts - means) / means
        coefficients = np.asarray(np.linalg.lstsq(weighted.T @ design, weighted.T @ target, rcond=None)[0], np.float64)
        updated = np.asarray(np.clip(shift + design @ coefficients, -_LARGEST, _LARGEST))
        is_settled = bool(np.abs(updated - eta).max() <= _SETTLED)
        eta = updated
        means = np.exp(eta)
        if is_settled:
            break
    work = priors * means
    covariance: Numbers = np.asarray(np.linalg.pinv(design.T @ (design * work[:, None])), dtype=np.float64)
    leverages = work * np.einsum("ij,jk,ik->i", design, covariance, design)
    pearson = float((priors * (counts - means) ** 2 / means).sum())
    return QuasiPoissonFit(coefficients, covariance, means, leverages, pearson / (rows - columns))


def predicted(fit: QuasiPoissonFit, design: Numbers) -> tuple[Numbers, Numbers]:
    """Return the means of further rows (offset 0), and the variances of these means for a dispersion of 1."""
    means = np.exp(np.clip(design @ fit.coefficients, -_LARGEST, _LARGEST))
    return means, means**2 * np.einsum("ij,jk,ik->i", design, fit.covariance, design)


def harmonics(times: Numbers, *, number: int, season: float) -> Numbers:
    """Return `number` pairs of columns sin and cos(2π j t / season), j = 1, 2, …; season in periods."""
    angles = 2 * np.pi * np.outer(times, np.arange(1, number + 1)) / season
    return np.hstack([np.sin(angles), np.cos(angles)])

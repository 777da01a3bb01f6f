"""Tests whether values heap just before a threshold, as closures do that are pressed before their due date.

The density around the threshold is fitted without the bins just before it, and their count is compared with what the
fit predicts for them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from peygir.outlook.scoring.methods.count_tails import chance_of_more

Numbers = npt.NDArray[np.float64]
HeapVerdict = Literal["heap", "none", "too_few"]
NEAR: Final = 0.75
"""The share of values, those nearest to the threshold, whose range is looked at."""
FEWEST_IN_ALL: Final = 12
MOST_IN_ALL: Final = 30
"""Bins of the range; in between, as many as there are values for, six to a bin."""
WINDOWS: Final = (1, 2, 4)
"""Numbers of bins before the threshold that are tested."""
FEWEST_VALUES: Final = 40
FEWEST_BEFORE: Final = 2
FEWEST_AFTER: Final = 4
"""Bins before and after the threshold, besides those that are tested."""
FEWEST_STEPS: Final = 12
"""Steps to either side that are looked at, where all values are multiples of one step."""
MOST_STEPS: Final = 100_000
ATOM: Final = 4
SHARED: Final = 0.1
"""If values that are this many times as frequent as most make up this share, honest values heap at round numbers."""
DEGREE: Final = 3
FEWEST_FOR_DEGREE: Final = 9
"""Bins that a cubic needs; with fewer the logarithm of the mean is quadratic."""
RIDGE: Final = 1e-9
_CLOSE: Final = 1e-9


@dataclass(frozen=True, slots=True)
class HeapWindow:
    """The bins from `width` before the threshold up to it: values there, those expected, and the p-value."""

    width: float
    count: int
    expected: float
    p_value: float


@dataclass(frozen=True, slots=True)
class HeapTest:
    """The verdict; the p-value of all windows together, and the window that it rests on (None if too few)."""

    verdict: HeapVerdict
    p_value: float
    window: HeapWindow | None
    values: int
    bin_width: float
    dispersion: float


def heap_test(distances: Sequence[float] | Numbers, *, alpha: float = 0.05) -> HeapTest:
    """Test whether too many values lie just before the threshold; `distances` are value less threshold (0 is before).

    The range that holds three quarters of the values, nearest to the threshold, is cut into up to 30 bins that end at
    the threshold. Values that are all multiples of one step, such as whole days, get bins of whole steps. The counts
    of all bins but the tested ones are taken as Poisson with a cubic logarithm of the mean; their dispersion, at least
    1, widens the test where honest values heap at round numbers everywhere. The count of the last 1, 2 and 4 bins is
    compared with the negative binomial distribution that has the predicted mean, the dispersion and the uncertainty of
    the prediction. The smallest of the p-values counts three times (Bonferroni).

    The idea is that of bunching estimators: R. Chetty, J. N. Friedman, T. Olsen and L. Pistaferri, Quarterly J. of
    Economics 126 (2011) 749–804; discrete values: B. R. Frandsen, Advances in Econometrics 38 (2017) 281–315.
    """
    values = np.sort(np.asarray(distances, dtype=np.float64))
    bins = _binned(values) if len(values) >= FEWEST_VALUES else None
    if bins is None:
        return HeapTest("too_few", 1.0, None, len(values), 0.0, 1.0)
    counts, before, width = bins
    windows = [size for size in WINDOWS if before - size >= FEWEST_BEFORE]
    fit = _fit(counts, before, max(windows))
    tested = [_window(fit, counts, before, size, width) for size in windows]
    best = min(tested, key=lambda window: window.p_value)
    p_value = min(1.0, best.p_value * len(windows))
    verdict: HeapVerdict = "heap" if p_value <= alpha else "none"
    return HeapTest(verdict, p_value, best, len(values), width, fit.dispersion)


def _binned(values: Numbers) -> tuple[Numbers, int, float] | None:
    """Return the counts of the bins, how many lie before the threshold, and their width; None if there are too few.

    Bin k before the threshold holds values above -k and up to -(k - 1) widths.
    """
    step, is_discrete = _step(values)
    reach = max(float(np.quantile(np.abs(values), NEAR)), FEWEST_STEPS * step)
    low, high = max(float(values[0]), -reach), min(float(values[-1]), reach)
    if high <= low:
        return None
    number = int(np.clip(NEAR * len(values) / 6, FEWEST_IN_ALL, MOST_IN_ALL))
    width = _bin_width((high - low) / number, step)
    places = np.ceil(values / width - _CLOSE).astype(np.int64)
    first, last = int(np.ceil(low / width - _CLOSE)), int(np.ceil(high / width - _CLOSE))
    if not is_discrete or width > step * (1 + _CLOSE):
        # The outermost values may begin or end in the midst of a bin.
        first, last = first + 1, last - 1
    before, after = 1 - first, last
    if before < FEWEST_BEFORE + WINDOWS[0] or after < FEWEST_AFTER:
        return None
    inside = places[(places >= first) & (places <= last)]
    return np.bincount(inside - first, minlength=last - first + 1).astype(np.float64), before, width


def _bin_width(width: float, step: float) -> float:
    return max(1, round(width / step)) * step if step else width


def _step(values: Numbers) -> tuple[float, bool]:
    """Return the step to which bins must keep (0 for none), and whether all values keep to it.

    It is the step of all values, or else of those that many share.
    """
    distinct, counts = np.unique(values.round(9), return_counts=True)
    step = _common_step(distinct)
    is_shared = counts > (ATOM * np.median(counts) if step else 1)
    if not is_shared.all() and counts[is_shared].sum() >= SHARED * len(values):
        coarse = _common_step(distinct[is_shared])
        if coarse and (values[-1] - values[0]) / coarse >= FEWEST_IN_ALL:
            return coarse, False
    return step, step > 0


def _common_step(distinct: Numbers) -> float:
    """Return the smallest gap if all gaps are multiples of it, else 0."""
    gaps = np.diff(distinct)
    step = float(gaps.min()) if len(gaps) else 0.0
    if not step or (distinct[-1] - distinct[0]) / step > MOST_STEPS:
        return 0.0
    shares = gaps / step
    return step if bool((np.abs(shares - shares.round()) <= 1e-3).all()) else 0.0


@dataclass(frozen=True, slots=True)
class _Fit:
    """The predicted means of all bins, the relative covariance of the tested ones, and the dispersion."""

    means: Numbers
    basis: Numbers
    covariance: Numbers
    dispersion: float


def _fit(counts: Numbers, before: int, left_out: int) -> _Fit:
    """Fit the counts of the bins that are not tested by iterated weighted least squares."""
    centres = np.arange(len(counts)) - before + 0.5
    used = np.ones(len(counts), dtype=bool)
    used[before - left_out : before] = False
    degree = DEGREE if used.sum() >= FEWEST_FOR_DEGREE else DEGREE - 1
    basis = np.vander(centres / np.abs(centres).max(), degree + 1, increasing=True)
    ridge = RIDGE * np.eye(degree + 1)
    design, target = basis[used], counts[used]
    means = target + 0.5
    for _ in range(50):
        logs = np.log(means)
        weighted = design * means[:, None]
        solution = np.linalg.solve(design.T @ weighted + ridge, weighted.T @ (logs + (target - means) / means))
        updated = np.exp(np.clip(design @ solution, logs - 2, logs + 2))
        is_settled = bool(np.abs(updated - means).max() <= 1e-8 * means.max())
        means = updated
        if is_settled:
            break
    covariance: Numbers = np.asarray(np.linalg.inv(design.T @ (design * means[:, None]) + ridge), dtype=np.float64)
    freedom = max(1, len(target) - degree - 1)
    dispersion = max(1.0, float(((target - means) ** 2 / np.maximum(means, 0.5)).sum()) / freedom)
    return _Fit(np.exp(np.clip(basis @ solution, -30, 30)), basis, covariance, dispersion)


def _window(fit: _Fit, counts: Numbers, before: int, size: int, width: float) -> HeapWindow:
    """Return the p-value of the bins just before the threshold."""
    place = slice(before - size, before)
    mean = float(fit.means[place].sum())
    gradient = fit.means[place] @ fit.basis[place]
    variance = fit.dispersion * (mean + float(gradient @ fit.covariance @ gradient))
    count = int(counts[place].sum())
    return HeapWindow(size * width, count, mean, chance_of_more(count, mean, variance))

"""Synthetic control: what would have happened to a unit, as a weighted mean of units to which nothing was done.

Source: A. Abadie, A. Diamond and J. Hainmueller, Synthetic control methods for comparative case studies: estimating the
effect of California's tobacco control program, JASA 105 (2010) 493–505; the search for the importance of predictors as
the same authors describe it in Journal of Statistical Software 42 (2011), number 13.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize, nnls

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.intp]
POOR_FIT: Final = 20.0
"""Placebo units whose squared error before is more than so many times the treated unit's say little (as there)."""
_STEPS: Final = 1000
"""Steps of the search from each start, at most."""
_SMALL: Final = 1e-12


@dataclass(frozen=True, slots=True)
class SyntheticUnit:
    """A unit and its synthetic twin.

    `weights` has one number for each donor, from 0, together 1; `importance` the same for each predictor. `synthetic`
    is the outcome of the twin at each time, `gap` what the unit had more; errors are roots of the mean squared gap
    before and after the start, `effect` is the mean gap after it.
    """

    donors: tuple[int, ...]
    weights: Numbers
    importance: Numbers
    synthetic: Numbers
    gap: Numbers
    error_before: float
    error_after: float
    effect: float

    @property
    def ratio(self) -> float:
        """The error after over the error before: large if the units part at the start, and only then."""
        return self.error_after / max(self.error_before, _SMALL)


def synthetic_unit(
    outcomes: Numbers, predictors: Numbers, *, treated: int, before: int, donors: Sequence[int] | None = None
) -> SyntheticUnit:
    """Return the synthetic twin of a unit.

    `outcomes` has a row for each time and a column for each unit, of which `before` rows lie before the start;
    `predictors` has a row for each predictor, or none: then the outcomes before the start are the predictors, and all
    are of equal importance. `donors` are the columns that may have a weight (all others).

    Predictors are divided by their standard deviation over the unit and its donors. For an importance V the weights W
    minimise Σ V (x₁ - X₀W)², W ≥ 0 and Σ W = 1; V is what minimises the squared error of the outcome before the start.
    It is sought by Nelder and Mead's method and by BFGS, from equal importance and from squared coefficients of a
    regression of the outcomes on the predictors; the better result counts. The error has several minima, so that
    another software may find other weights that fit about as well.
    """
    columns = [unit for unit in range(outcomes.shape[1]) if unit != treated] if donors is None else list(donors)
    places = np.array(columns, dtype=np.intp)
    if len(predictors):
        search = _Search(outcomes[:before], predictors, treated, places)
        weights, importance = search.best()
    else:
        history = outcomes[:before]
        scale = max(float(np.abs(history).max()), _SMALL)
        weights = _closest(history[:, treated] / scale, history[:, places] / scale)
        importance = np.zeros(0)
    synthetic = outcomes[:, places] @ weights
    gap = outcomes[:, treated] - synthetic
    return SyntheticUnit(
        donors=tuple(columns),
        weights=weights,
        importance=importance,
        synthetic=synthetic,
        gap=gap,
        error_before=_root_mean_square(gap[:before]),
        error_after=_root_mean_square(gap[before:]),
        effect=float(gap[before:].mean()),
    )


@dataclass(frozen=True, slots=True)
class Placebo:
    """The same for every donor, as if it had been treated: `rank` 1 of `of` has the largest ratio of errors.

    `p_value` is rank / of, the chance of so large a ratio had the treatment been assigned at random. `well_fitted` and
    `p_well_fitted` leave out the donors with more than POOR_FIT times the treated unit's squared error before.
    """

    units: tuple[SyntheticUnit, ...]
    rank: int
    of: int
    p_value: float
    well_fitted: int
    p_well_fitted: float


def placebo_test(
    outcomes: Numbers, predictors: Numbers, fitted: SyntheticUnit, *, treated: int, before: int
) -> Placebo:
    """Return the placebo test in space: each donor in turn is treated, and the treated unit joins its donors."""
    units = tuple(
        synthetic_unit(
            outcomes,
            predictors,
            treated=donor,
            before=before,
            donors=[treated, *(other for other in fitted.donors if other != donor)],
        )
        for donor in fitted.donors
    )
    rank, of = _rank(fitted, units)
    limit = POOR_FIT * fitted.error_before**2
    close = [unit for unit in units if unit.error_before**2 <= limit]
    close_rank, close_of = _rank(fitted, close)
    return Placebo(units, rank, of, rank / of, close_of, close_rank / close_of)


def without_each_donor(
    outcomes: Numbers, predictors: Numbers, fitted: SyntheticUnit, *, treated: int, before: int, least: float = 0.01
) -> dict[int, SyntheticUnit]:
    """Return, for each donor with a weight of at least `least`, the twin that is made without it."""
    return {
        donor: synthetic_unit(
            outcomes,
            predictors,
            treated=treated,
            before=before,
            donors=[other for other in fitted.donors if other != donor],
        )
        for donor, weight in zip(fitted.donors, fitted.weights, strict=True)
        if weight >= least and len(fitted.donors) > 1
    }


def _rank(fitted: SyntheticUnit, others: Sequence[SyntheticUnit]) -> tuple[int, int]:
    return 1 + sum(other.ratio >= fitted.ratio for other in others), 1 + len(others)


class _Search:
    """The search for the importance of predictors that gives the weights with the least error of the outcome."""

    def __init__(self, history: Numbers, predictors: Numbers, treated: int, donors: Places) -> None:
        together = predictors[:, [treated, *donors]]
        spread = together.std(axis=1, ddof=1)
        self.is_used = spread > _SMALL * np.maximum(np.abs(together).max(axis=1), 1)
        scaled = together[self.is_used] / spread[self.is_used, None]
        self.own, self.others = scaled[:, 0], scaled[:, 1:]
        self.target, self.pool = history[:, treated], history[:, donors]
        self.scale = max(float(self.target.var()), _SMALL)

    def best(self) -> tuple[Numbers, Numbers]:
        """Return the weights of the donors and the importance of all predictors."""
        importance = np.zeros(len(self.is_used))
        used = int(self.is_used.sum())
        if not used:
            return np.full(len(self.pool.T), 1 / len(self.pool.T)), importance
        found = min((self._improved(start) for start in self._starts(used)), key=self.loss)
        importance[self.is_used] = _shares(found)
        return self.weights(found), importance

    def loss(self, importance: Numbers) -> float:
        """Return the mean squared error of the outcome before the start, over its variance."""
        gap = self.target - self.pool @ self.weights(importance)
        return float(gap @ gap) / len(gap) / self.scale

    def weights(self, importance: Numbers) -> Numbers:
        """Return the weights of the donors whose predictors come nearest, each predictor times its importance."""
        roots = np.sqrt(_shares(importance))
        return _closest(self.own * roots, self.others * roots[:, None])

    def _starts(self, used: int) -> list[Numbers]:
        starts = [np.full(used, 1 / used)]
        # Over all units: how strongly the outcomes before depend on each predictor.
        units = np.column_stack((self.own, self.others)).T
        design = np.column_stack((np.ones(len(units)), units))
        outcomes = np.column_stack((self.target, self.pool)).T
        slopes = np.linalg.lstsq(design, outcomes, rcond=None)[0][1:]
        strength = (slopes**2).sum(axis=1)
        if strength.sum() > _SMALL and used > 1:
            starts.append(strength / strength.sum())
        return starts

    def _improved(self, start: Numbers) -> Numbers:
        if len(start) == 1:
            return start
        # As the authors' software does: each method begins at the start, not where the other one ended.
        near = {"maxiter": _STEPS, "xatol": 1e-5, "fatol": 1e-9}
        simplex = minimize(self.loss, start, method="Nelder-Mead", options=near).x
        sloped = minimize(self.loss, start, method="BFGS", options={"maxiter": 100, "eps": 1e-5}).x
        return min((start, np.asarray(simplex), np.asarray(sloped)), key=self.loss)


def _shares(importance: Numbers) -> Numbers:
    sizes = np.abs(importance)
    total = sizes.sum()
    return np.full(len(sizes), 1 / len(sizes)) if total < _SMALL else sizes / total


def _closest(own: Numbers, others: Numbers) -> Numbers:
    """Return the weights (from 0, together 1) of the columns whose mean is nearest to a point.

    The nearest point to the origin in the convex hull of the differences p is, up to a factor, the solution of
    min |Σ u p|² + (Σ u - 1)² with u ≥ 0: for u = s w the minimum over s grows with |Σ w p|, and no w is left out.
    """
    differences = others - own[:, None]
    size = float(np.abs(differences).max())
    if size > 0:
        differences = differences / size
    raised = np.vstack((differences, np.ones(others.shape[1])))
    target = np.zeros(len(raised))
    target[-1] = 1
    solution = np.asarray(nnls(raised, target, maxiter=50 * raised.shape[1])[0])
    return np.asarray(solution / solution.sum())


def _root_mean_square(values: Numbers) -> float:
    return float(np.sqrt(np.mean(values**2))) if len(values) else 0.0

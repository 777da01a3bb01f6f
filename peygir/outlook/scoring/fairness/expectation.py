"""What is to be expected of a case with its features: a ridge logistic regression on cell counts.

The model sees topic, season, channel, district and urgency. It never sees the unit, nor anything that the unit sets.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from peygir.outlook.scoring.fairness.one_hot import OneHot
from peygir.outlook.scoring.fairness.outcomes import CaseMix, MonthCells

Numbers = npt.NDArray[np.float64]
RIDGE: Final = 1.0
"""The penalty ½ · RIDGE · β² of each effect: about what an effect of one in the logit costs."""
LOOSE: Final = 1e-3
"""The penalty of the intercept: only so that it is finite where every row is a success."""
DIGITS: Final = 6
"""Decimals of the published coefficients. Expectations are computed from the rounded ones, so they do not depend on
how a machine solves linear equations."""
SPREAD_DIGITS: Final = 4
_TOLERANCE: Final = 1e-11
_ROUNDS: Final = 100
_FURTHEST: Final = 3.0
"""How far the level of a month may lie from that of the months before, in the logit."""


class Seasoned(NamedTuple):
    """The features of a case with the season."""

    mix: CaseMix
    season: str


Level = tuple[str, str]
"""A feature and its value: ("topic", "asphalt")."""


def levels_of(seasoned: Seasoned) -> tuple[Level, ...]:
    """The features that are known of a case."""
    pairs = (*seasoned.mix._asdict().items(), ("season", seasoned.season))
    return tuple((name, value) for name, value in pairs if value)


@dataclass(frozen=True, slots=True)
class MixModel:
    """The coefficients, in the logit of the chance of a failure; a value that was never seen has none, and adds 0.

    `covariance` is theirs, the intercept first and then the effects in their order: the inverse of the curvature of the
    penalised likelihood at its maximum.
    """

    intercept: float
    effects: Mapping[Level, float]
    covariance: Numbers = field(compare=False, repr=False)

    def logits(self, cells: Sequence[Seasoned]) -> Numbers:
        """The logit of the chance of a failure of each."""
        place = {level: number for number, level in enumerate(self.effects, start=1)}
        return _design(cells, place).times(self.beta)

    @property
    def beta(self) -> Numbers:
        """The intercept and the effects in their order."""
        return np.array([self.intercept, *self.effects.values()], dtype=np.float64)


def fitted(counts: Mapping[Seasoned, tuple[int, int]]) -> MixModel | None:
    """Return the model of these (failures, rows) by features; None without rows.

    The penalised likelihood is maximised by iteratively reweighted least squares (Newton's steps, halved where they go
    too far); coefficients are rounded to DIGITS decimals. Source: P. J. Green, J. Royal Statistical Society B 46 (1984)
    149–192; ridge: S. le Cessie and J. C. van Houwelingen, Applied Statistics 41 (1992) 191–201.
    """
    keys = sorted(key for key, (_failed, n) in counts.items() if n)
    if not keys:
        return None
    levels = _levels_in(keys)
    failed, n = (np.array([counts[key][column] for key in keys], dtype=np.float64) for column in (0, 1))
    return _fitted(_design(keys, _places(levels)), levels, failed, n)


def _fitted(design: OneHot, levels: Sequence[Level], failed: Numbers, n: Numbers) -> MixModel:
    """The model of these failures and rows; a value that has no row there has an effect of zero."""
    beta, curvature = _maximum(design, failed, n)
    rounded = [round(float(value), DIGITS) for value in beta]
    effects = dict(zip(levels, rounded[1:], strict=True))
    return MixModel(rounded[0], effects, np.asarray(np.linalg.inv(curvature), dtype=np.float64))


def _levels_in(keys: Sequence[Seasoned]) -> list[Level]:
    return sorted({level for key in keys for level in levels_of(key)})


def _places(levels: Sequence[Level]) -> dict[Level, int]:
    return {level: number for number, level in enumerate(levels, start=1)}


def _design(cells: Sequence[Seasoned], place: Mapping[Level, int]) -> OneHot:
    """One row for each: 1 for the intercept, and 1 in the column of each of its values that has one."""
    return OneHot([[place[level] for level in levels_of(cell) if level in place] for cell in cells], len(place) + 1)


def _maximum(design: OneHot, failed: Numbers, n: Numbers) -> tuple[Numbers, Numbers]:
    """The coefficients at the maximum of the penalised log-likelihood, which is strictly concave, and its curvature."""
    penalty = np.full(design.columns, RIDGE)
    penalty[0] = LOOSE
    beta = np.zeros(design.columns)
    beta[0] = np.log((failed.sum() + 0.5) / (n.sum() - failed.sum() + 0.5))
    height = _height(design, failed, n, penalty, beta)
    for _round in range(_ROUNDS):
        gradient = design.summed(failed - n * expit(design.times(beta))) - penalty * beta
        curvature = _curvature(design, n, penalty, beta)
        step = np.linalg.solve(curvature, gradient)
        for _halving in range(30):
            higher = _height(design, failed, n, penalty, beta + step)
            if higher >= height - 1e-9 * abs(height):
                break
            step = step / 2
        beta, height = beta + step, higher
        if np.abs(step).max() < _TOLERANCE:
            break
    return beta, _curvature(design, n, penalty, beta)


def _curvature(design: OneHot, n: Numbers, penalty: Numbers, beta: Numbers) -> Numbers:
    chances = expit(design.times(beta))
    curvature = design.squared(n * chances * (1 - chances))
    curvature[np.diag_indices_from(curvature)] += penalty
    return curvature


def _height(design: OneHot, failed: Numbers, n: Numbers, penalty: Numbers, beta: Numbers) -> float:
    logits = design.times(beta)
    return float(failed @ logits - n @ np.logaddexp(0, logits) - (penalty * beta**2).sum() / 2)


def pooled(months: Iterable[MonthCells], indicator: str) -> dict[Seasoned, tuple[int, int]]:
    """Return the counts of an indicator by features and season over months."""
    sums: defaultdict[Seasoned, list[int]] = defaultdict(lambda: [0, 0])
    for month in months:
        season = month.season
        for (mix, _unit_id), (failed, n) in month.cells.get(indicator, {}).items():
            cell = sums[Seasoned(mix, season)]
            cell[0] += failed
            cell[1] += n
    return {key: (failed, n) for key, (failed, n) in sums.items()}


@dataclass(frozen=True, slots=True)
class ExpectedFailures:
    """The failures of a unit, how many were to be expected, and the rows.

    `spread` is the standard deviation of their difference: chance, and how well the model is known. Both have
    SPREAD_DIGITS decimals, so that nothing that follows from them depends on the machine.
    """

    observed: int
    expected: float
    spread: float
    n: int


def expected_of_units(
    month: MonthCells, earlier: Sequence[MonthCells], indicator: str
) -> tuple[dict[int, ExpectedFailures], MixModel | None]:
    """Return what was to be expected of each unit in a month, and the model.

    The model is that of the months before; its level is moved to that at which the other units stood in the month. If
    none of those has a row, it is that of the other units in the same month (and the model that is returned that of
    all). No rows: no units.
    """
    cells = sorted(month.cells.get(indicator, {}).items())
    if not cells:
        return {}, fitted(pooled(earlier, indicator))
    columns, model = _MonthColumns(month, cells), fitted(pooled(earlier, indicator))
    unit_ids = sorted({unit_id for (_mix, unit_id), _counts in cells})
    if model is not None:
        known = columns.of_model(model)
        return {one: columns.of_unit(one, known, is_level_moved=True) for one in unit_ids}, model
    by_unit = {}
    for unit_id in unit_ids:
        others = columns.without(unit_id)
        if others is not None:
            by_unit[unit_id] = columns.of_unit(unit_id, others, is_level_moved=False)
    return by_unit, fitted(pooled([month], indicator))


class _MonthColumns:
    """The cells of an indicator in a month as columns, and what a model says of each."""

    def __init__(self, month: MonthCells, cells: Sequence[tuple[tuple[CaseMix, int], tuple[int, int]]]) -> None:
        season = month.season
        keys = [Seasoned(mix, season) for (mix, _unit_id), _counts in cells]
        self.levels = _levels_in(keys)
        self.design = _design(keys, _places(self.levels))
        self.units = np.array([unit_id for (_mix, unit_id), _counts in cells], dtype=np.int64)
        counts = np.array([pair for _key, pair in cells], dtype=np.float64).reshape(-1, 2)
        self.failed, self.n = counts[:, 0], counts[:, 1]

    def of_model(self, model: MixModel) -> MixModel:
        """The model by the values of the month alone.

        Of a value that was never seen the prior is all that is known: its effect is 0 and its variance 1 / RIDGE.
        """
        place = _places(list(model.effects))
        kept = np.array([0, *(place.get(level, -1) for level in self.levels)])
        covariance = np.where((kept[:, None] < 0) | (kept < 0), 0.0, model.covariance[np.ix_(kept, kept)])
        covariance[np.diag_indices_from(covariance)] = np.where(kept < 0, 1 / RIDGE, covariance.diagonal())
        return MixModel(
            model.intercept, {level: model.effects.get(level, 0.0) for level in self.levels}, np.asarray(covariance)
        )

    def without(self, unit_id: int) -> MixModel | None:
        """The model of the month's other units; None if there are none."""
        others = self.units != unit_id
        if not others.any():
            return None
        return _fitted(self.design, self.levels, self.failed * others, self.n * others)

    def of_unit(self, unit_id: int, model: MixModel, *, is_level_moved: bool) -> ExpectedFailures:
        """What is to be expected of a unit; the level may be moved to that of the others in the month.

        The variance is that of the failures, that of the expectation by the model's covariance (delta method), and,
        where the level is moved, that of the others' failures by which it is.
        """
        logits = self.design.times(model.beta)
        own, others = self.units == unit_id, self.units != unit_id
        is_level_moved = is_level_moved and bool(others.any())
        chances = expit(logits + (self._level(logits, others) if is_level_moved else 0.0))
        weights = self.n * chances * (1 - chances)
        slopes, variance = self.design.summed(weights * own), weights[own].sum()
        if is_level_moved:
            share = weights[own].sum() / weights[others].sum()
            slopes = slopes - share * self.design.summed(weights * others)
            variance += share**2 * weights[others].sum()
        variance += slopes @ model.covariance @ slopes
        expected = float((self.n * chances)[own].sum())
        return ExpectedFailures(
            observed=int(self.failed[own].sum()),
            expected=round(expected, SPREAD_DIGITS),
            spread=max(round(float(np.sqrt(variance)), SPREAD_DIGITS), 10**-SPREAD_DIGITS),
            n=int(self.n[own].sum()),
        )

    def _level(self, logits: Numbers, kept: npt.NDArray[np.bool_]) -> float:
        """What has to be added to the logits of these cells so that their failures are those to be expected.

        At most 3 either way; found by halving, and rounded.
        """
        logits, n, failed = logits[kept], self.n[kept], self.failed[kept].sum()
        low, high = -_FURTHEST, _FURTHEST
        for _round in range(50):
            middle = (low + high) / 2
            if (n * expit(logits + middle)).sum() < failed:
                low = middle
            else:
                high = middle
        return round((low + high) / 2, DIGITS)

"""What is to be expected of a case with its features: a ridge logistic regression on cell counts.

The model sees topic, season, channel, district and urgency. It never sees the unit, nor anything that the unit sets.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from peygir.outlook.scoring.fairness.outcomes import CaseMix, MonthCells

Numbers = npt.NDArray[np.float64]
RIDGE: Final = 1.0
"""The penalty ½ · RIDGE · β² of each effect: about what an effect of one in the logit costs."""
LOOSE: Final = 1e-3
"""The penalty of the intercept: only so that it is finite where every row is a success."""
DIGITS: Final = 6
"""Decimals of the published coefficients. Expectations are computed from the rounded ones, so they do not depend on
how a machine solves linear equations."""
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
    """The coefficients, in the logit of the chance of a failure; a value that was never seen has none, and adds 0."""

    intercept: float
    effects: Mapping[Level, float]

    def logits(self, cells: Sequence[Seasoned]) -> Numbers:
        """The logit of the chance of a failure of each."""
        return np.array([self.intercept + sum(self.effects.get(level, 0.0) for level in levels_of(c)) for c in cells])


def fitted(counts: Mapping[Seasoned, tuple[int, int]]) -> MixModel | None:
    """Return the model of these (failures, rows) by features; None without rows.

    The penalised likelihood is maximised by iteratively reweighted least squares (Newton's steps, halved where they go
    too far); coefficients are rounded to DIGITS decimals. Source: P. J. Green, J. Royal Statistical Society B 46 (1984)
    149–192; ridge: S. le Cessie and J. C. van Houwelingen, Applied Statistics 41 (1992) 191–201.
    """
    keys = sorted(key for key, (_failed, n) in counts.items() if n)
    if not keys:
        return None
    levels = sorted({level for key in keys for level in levels_of(key)})
    place = {level: number for number, level in enumerate(levels, start=1)}
    design = np.zeros((len(keys), len(levels) + 1))
    design[:, 0] = 1
    for row, key in enumerate(keys):
        design[row, [place[level] for level in levels_of(key)]] = 1
    failed, n = (np.array([counts[key][column] for key in keys], dtype=np.float64) for column in (0, 1))
    beta = _maximum(design, failed, n)
    rounded = [round(float(value), DIGITS) for value in beta]
    return MixModel(rounded[0], {level: rounded[place[level]] for level in levels})


def _maximum(design: Numbers, failed: Numbers, n: Numbers) -> Numbers:
    """The coefficients at the maximum of the penalised log-likelihood, which is strictly concave."""
    penalty = np.full(design.shape[1], RIDGE)
    penalty[0] = LOOSE
    beta = np.zeros(design.shape[1])
    beta[0] = np.log((failed.sum() + 0.5) / (n.sum() - failed.sum() + 0.5))
    height = _height(design, failed, n, penalty, beta)
    for _round in range(_ROUNDS):
        chances = expit(design @ beta)
        gradient = design.T @ (failed - n * chances) - penalty * beta
        curvature = (design.T * (n * chances * (1 - chances))) @ design
        curvature[np.diag_indices_from(curvature)] += penalty
        step = np.linalg.solve(curvature, gradient)
        for _halving in range(30):
            higher = _height(design, failed, n, penalty, beta + step)
            if higher >= height - 1e-9 * abs(height):
                break
            step = step / 2
        beta, height = beta + step, higher
        if np.abs(step).max() < _TOLERANCE:
            break
    return beta


def _height(design: Numbers, failed: Numbers, n: Numbers, penalty: Numbers, beta: Numbers) -> float:
    logits = design @ beta
    return float(failed @ logits - n @ np.logaddexp(0, logits) - (penalty * beta**2).sum() / 2)


def pooled(
    months: Iterable[MonthCells], indicator: str, *, without: int | None = None
) -> dict[Seasoned, tuple[int, int]]:
    """Return the counts of an indicator by features and season over months, without those of one unit."""
    sums: defaultdict[Seasoned, list[int]] = defaultdict(lambda: [0, 0])
    for month in months:
        for (mix, unit_id), (failed, n) in month.cells.get(indicator, {}).items():
            if unit_id != without:
                cell = sums[Seasoned(mix, month.season)]
                cell[0] += failed
                cell[1] += n
    return {key: (failed, n) for key, (failed, n) in sums.items()}


@dataclass(frozen=True, slots=True)
class Expected:
    """The failures of a unit, how many were to be expected, with their standard deviation, and the rows."""

    observed: int
    expected: float
    spread: float
    n: int


def expected_of_units(
    month: MonthCells, earlier: Sequence[MonthCells], indicator: str
) -> tuple[dict[int, Expected], MixModel | None]:
    """Return what was to be expected of each unit in a month, and the model.

    The model is that of the months before; its level is moved to that at which the other units stood in the month. If
    none of those has a row, it is that of the other units in the same month (and the model that is returned that of
    all). No rows: no units.
    """
    model = fitted(pooled(earlier, indicator))
    if model is not None:
        return _by_months_before(month, indicator, model), model
    found: dict[int, Expected] = {}
    for unit_id in sorted({unit_id for _mix, unit_id in month.cells.get(indicator, {})}):
        others = fitted(pooled([month], indicator, without=unit_id))
        if others is not None:
            own = _Columns.of(month, indicator, others).of_units(unit_id, is_own=True)
            found[unit_id] = own.expected(0.0)
    return found, fitted(pooled([month], indicator))


def _by_months_before(month: MonthCells, indicator: str, model: MixModel) -> dict[int, Expected]:
    columns = _Columns.of(month, indicator, model)
    found = {}
    for unit_id in sorted(set(columns.units.tolist())):
        level = columns.of_units(unit_id, is_own=False).level()
        found[unit_id] = columns.of_units(unit_id, is_own=True).expected(level)
    return found


@dataclass(frozen=True, slots=True)
class _Columns:
    """The cells of an indicator in a month as columns, with the logit that a model gives each."""

    units: npt.NDArray[np.int64]
    logits: Numbers
    failed: Numbers
    n: Numbers

    @classmethod
    def of(cls, month: MonthCells, indicator: str, model: MixModel) -> "_Columns":
        cells = sorted(month.cells.get(indicator, {}).items())
        logits = model.logits([Seasoned(mix, month.season) for (mix, _unit_id), _counts in cells])
        units = np.array([unit_id for (_mix, unit_id), _counts in cells], dtype=np.int64)
        counts = np.array([pair for _key, pair in cells], dtype=np.float64).reshape(-1, 2)
        return cls(units, logits, counts[:, 0], counts[:, 1])

    def of_units(self, unit_id: int, *, is_own: bool) -> "_Columns":
        """The cells of a unit, or of the others."""
        kept = (self.units == unit_id) == is_own
        return _Columns(self.units[kept], self.logits[kept], self.failed[kept], self.n[kept])

    def expected(self, level: float) -> Expected:
        """What is to be expected of these cells if the level is added to each logit."""
        chances = expit(self.logits + level)
        spread = float(np.sqrt((self.n * chances * (1 - chances)).sum()))
        return Expected(int(self.failed.sum()), float((self.n * chances).sum()), spread, int(self.n.sum()))

    def level(self) -> float:
        """What has to be added to each logit so that as many failures are expected as were observed.

        At most 3 either way, 0 without cells; found by halving, and rounded.
        """
        if not len(self.n):
            return 0.0
        low, high = -_FURTHEST, _FURTHEST
        for _round in range(50):
            middle = (low + high) / 2
            if (self.n * expit(self.logits + middle)).sum() < self.failed.sum():
                low = middle
            else:
                high = middle
        return round((low + high) / 2, DIGITS)

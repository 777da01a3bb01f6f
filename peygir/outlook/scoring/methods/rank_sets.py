"""Confidence sets of ranks: which places a unit may truly have, and which units may truly be among the first.

Estimates are taken to be independent and approximately normal. Source: M. Mogstad, J. P. Romano, A. M. Shaikh and
D. Wilhelm, Inference for ranks with applications to mobility across neighbourhoods and academic achievement across
countries, Review of Economic Studies 91 (2024) 476–518 (published online in 2023).
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Draws = npt.NDArray[np.float32]
Whole = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
SEED: Final = 137
MOST_DRAWS: Final = 10_000
FEWEST_DRAWS: Final = 1_000
_PAIRS_DRAWN: Final = 1_000_000_000
"""Pairs of units times draws: with more units there are fewer draws."""


@dataclass(frozen=True, slots=True)
class RankSets:
    """The rank of each estimate (1 is the largest; equal ones share the smaller), and its confidence sets.

    A set reaches from `low` to `high`. A marginal set covers the true rank of its unit, the simultaneous sets cover
    the true ranks of all units together, with at least the chosen confidence. `may_be_best` are the units that may be
    among the `top` largest, `may_be_worst` those that may be among the `top` smallest.
    """

    ranks: tuple[int, ...]
    marginal: tuple[tuple[int, int], ...]
    simultaneous: tuple[tuple[int, int], ...]
    may_be_best: tuple[bool, ...]
    may_be_worst: tuple[bool, ...]


def rank_sets(
    estimates: Sequence[float],
    errors: Sequence[float],
    *,
    level: float = 0.95,
    top: int = 1,
    draws: int | None = None,
    seed: int = SEED,
) -> RankSets:
    """Return the confidence sets of the ranks of units with these estimates and standard errors (above 0).

    For each ordered pair of units the hypothesis "the first is not larger than the second" is tested by the difference
    over its standard error. The critical value is the quantile of the largest such difference among the hypotheses not
    yet rejected, from `draws` normal draws with a fixed seed, two standard errors of the simulation on the safe side.
    It is found anew until nothing more is rejected (stepwise improvement). A unit's rank is then at least 1 plus the
    number of units found larger, and at most the number of units less those found smaller. The marginal set of a unit
    tests the pairs of that unit alone. Those that
    may be best are the units whose simultaneous set reaches to `top`.
    """
    values = np.asarray(estimates, dtype=np.float64)
    spreads = np.asarray(errors, dtype=np.float64)
    number = draws or int(np.clip(_PAIRS_DRAWN // max(1, len(values)) ** 2, FEWEST_DRAWS, MOST_DRAWS))
    noise = (np.random.default_rng(seed).standard_normal((len(values), number)) * spreads[:, None]).astype(np.float32)
    pairs = _Pairs(values, spreads, noise)
    ranks = 1 + (values[None, :] > values[:, None]).sum(axis=1)
    together = _sets(pairs.found_larger(level))
    alone = [pairs.set_of(unit, level) for unit in range(len(values))]
    return RankSets(
        ranks=tuple(int(rank) for rank in ranks),
        marginal=tuple(alone),
        simultaneous=tuple(together),
        may_be_best=tuple(low <= top for low, _high in together),
        may_be_worst=tuple(high > len(values) - top for _low, high in together),
    )


class _Pairs:
    """The differences of all pairs of units over their standard errors, and the same of the draws."""

    def __init__(self, values: Numbers, spreads: Numbers, noise: Draws) -> None:
        self.scales = np.sqrt(spreads[:, None] ** 2 + spreads[None, :] ** 2)
        self.differences = (values[:, None] - values[None, :]) / self.scales
        self.noise = noise

    def noise_of(self, unit: int) -> Draws:
        """Return what the draws add to the differences between a unit and each unit (rows)."""
        scales = self.scales[unit].astype(np.float32)
        return np.asarray((self.noise[unit][None, :] - self.noise) / scales[:, None])

    def found_larger(self, level: float) -> Flags:
        """Return for each pair (row, column) whether the row's unit is larger, all pairs being tested together."""
        untested = ~np.eye(len(self.differences), dtype=bool)
        larger = np.zeros_like(untested)
        while untested.any():
            rejected = untested & (self.differences > self._critical(untested, level))
            if not rejected.any():
                break
            larger |= rejected
            untested &= ~rejected
        return larger

    def _critical(self, tested: Flags, level: float) -> float:
        """Return the quantile of the largest difference of the draws among the tested pairs."""
        largest = np.full(self.noise.shape[1], -np.inf, dtype=np.float32)
        for unit in np.flatnonzero(tested.any(axis=1) | tested.any(axis=0)).tolist():
            # The pair (other, unit) is the negative of (unit, other): one pass over the later units serves both.
            others = np.arange(unit + 1, len(tested))
            for maximum in _maxima(self.noise_of_later(unit), tested[unit, others], tested[others, unit]):
                np.maximum(largest, maximum, out=largest)
        return _quantile(largest, level)

    def noise_of_later(self, unit: int) -> Draws:
        """Return what `noise_of` returns, for the units after this one."""
        scales = self.scales[unit, unit + 1 :].astype(np.float32)
        return np.asarray((self.noise[unit][None, :] - self.noise[unit + 1 :]) / scales[:, None])

    def set_of(self, unit: int, level: float) -> tuple[int, int]:
        """Return the marginal set of a unit."""
        size = len(self.differences)
        others = np.arange(size) != unit
        above, below = others.copy(), others.copy()
        difference, noise = self.differences[unit], self.noise_of(unit)
        while above.any() or below.any():
            maxima = np.stack(list(_maxima(noise, above, below)))
            critical = _quantile(maxima.max(axis=0), level)
            is_above, is_below = above & (difference > critical), below & (-difference > critical)
            if not (is_above.any() or is_below.any()):
                break
            above &= ~is_above
            below &= ~is_below
        return size - int(below.sum()), 1 + int(above.sum())


def _maxima(noise: Draws, above: Flags, below: Flags) -> Iterator[Draws]:
    """Yield the largest of the chosen rows, and of the negatives of those chosen, for each draw."""
    if above.any():
        yield np.asarray((noise if above.all() else noise[above]).max(axis=0))
    if below.any():
        yield -np.asarray((noise if below.all() else noise[below]).min(axis=0))


def _quantile(largest: Draws, level: float) -> float:
    """Return the quantile of the draws, two standard errors of the simulation on the safe side."""
    safe = level + 2 * math.sqrt(level * (1 - level) / len(largest))
    return float(np.quantile(largest, min(safe, 1.0)))


def _sets(larger: Flags) -> list[tuple[int, int]]:
    """Return from 1 + the number of units that are larger, to the number of units less those that are smaller."""
    better, worse = larger.sum(axis=0), larger.sum(axis=1)
    return [(1 + int(up), len(larger) - int(down)) for up, down in zip(better, worse, strict=True)]

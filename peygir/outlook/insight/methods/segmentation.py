"""The division of a series into segments with the least sum of squares and penalties, exactly."""

from typing import Final, Literal

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
SegmentShape = Literal["level", "trend"]
_TINY: Final = 1e-12


class SegmentCosts:
    """The sum of squared residuals of segments that end at one value, from cumulated sums."""

    def __init__(self, series: Numbers, times: Numbers, shape: SegmentShape) -> None:
        centred, around = series - series.mean(), times - times.mean()
        self.shape = shape
        self.sums, self.squares = _cumulated(centred), _cumulated(centred**2)
        self.times, self.times_squared = _cumulated(around), _cumulated(around**2)
        self.products = _cumulated(around * centred)

    def ending(self, end: int, starts: Places) -> Numbers:
        """Return the cost of series[start:end] for each start."""
        sizes = (end - starts).astype(np.float64)
        sums = self.sums[end] - self.sums[starts]
        costs = self.squares[end] - self.squares[starts] - sums**2 / sizes
        if self.shape == "trend":
            times = self.times[end] - self.times[starts]
            spreads = self.times_squared[end] - self.times_squared[starts] - times**2 / sizes
            products = self.products[end] - self.products[starts] - times * sums / sizes
            costs = costs - products**2 / np.maximum(spreads, _TINY)
        return np.asarray(np.maximum(costs, 0.0))


def _cumulated(values: Numbers) -> Numbers:
    return np.concatenate([[0.0], np.cumsum(values)])


def divided(costs: SegmentCosts, n: int, shortest: int, penalty: float) -> list[int]:
    """Return where the segments after the first begin, in the division with the least costs + penalty · segments.

    All divisions of `n` values into segments of at least `shortest` (at most n) are considered; those that cannot
    become the best are dropped on the way. Sources: B. Jackson et al., An algorithm for optimal partitioning of data on
    an interval, IEEE Signal Processing Letters 12 (2005) 105–108; R. Killick, P. Fearnhead and I. A. Eckley, Optimal
    detection of changepoints with a linear computational cost, JASA 107 (2012) 1590–1598.
    """
    best = np.full(n + 1, np.inf)
    best[0] = 0.0
    before = np.zeros(n + 1, dtype=np.int64)
    starts, last_ends = np.zeros(0, dtype=np.int64), np.zeros(0)
    for end in range(shortest, n + 1):
        # A segment from this start fits from this end on; there is none before the first segment's own end.
        if np.isfinite(best[end - shortest]):
            starts, last_ends = np.append(starts, end - shortest), np.append(last_ends, np.inf)
        totals = best[starts] + costs.ending(end, starts)
        place = int(np.argmin(totals))
        best[end], before[end] = totals[place] + penalty, starts[place]
        # A start that is dearer than a new segment from here can only be the best one before that segment fits.
        last_ends = np.where(totals > best[end], np.minimum(last_ends, end + shortest - 1), last_ends)
        starts, last_ends = starts[last_ends > end], last_ends[last_ends > end]
    bounds, end = [], n
    while end > 0:
        end = int(before[end])
        bounds.append(end)
    return sorted(bounds)[1:]

"""Where and since when more is reported than expected: Kulldorff's prospective space-time scan."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeVar

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
Counted = TypeVar("Counted", Numbers, Places)
ScanModel = Literal["expectation", "population"]
SEED: Final = 137
MOST_CLUSTERS: Final = 10
_AT_ONCE: Final = 500_000
"""Windows that are computed at once, so that the memory stays small."""
_CLOSE: Final = 1e-9


@dataclass(frozen=True, slots=True)
class ScanCluster:
    """Cells (their places, ascending) that had too many reports in the last `duration` periods.

    `p_value` is the share of draws, this one included, whose highest window is at least as high. `tail` is about the
    same from a Gumbel distribution with the mean and the variance of the draws' highest windows: it goes on where the
    draws end, as many tests together need it.
    """

    cells: tuple[int, ...]
    duration: int
    count: int
    baseline: float
    llr: float
    p_value: float
    tail: float


def nearest_cells(xs: Numbers, ys: Numbers, neighbours: int, *, in_degrees: bool = False) -> Places:
    """Return for each cell the places of its nearest cells, itself first, at most `neighbours` in all.

    `xs` and `ys` are plane coordinates, or with `in_degrees` longitudes and latitudes. Equal distances keep the order
    of the cells.
    """
    if in_degrees:
        angles = np.radians(ys)
        height = np.sin((angles[:, None] - angles) / 2) ** 2
        width = np.sin(np.radians(xs[:, None] - xs) / 2) ** 2
        distances = height + np.cos(angles)[:, None] * np.cos(angles) * width
    else:
        distances = (xs[:, None] - xs) ** 2 + (ys[:, None] - ys) ** 2
    np.fill_diagonal(distances, -1.0)
    return np.argsort(distances, axis=1, kind="stable")[:, :neighbours].astype(np.int64)


def space_time_scan(
    counts: Numbers,
    baselines: Numbers,
    nearest: Places,
    *,
    max_duration: int = 4,
    draws: int = 999,
    seed: int = SEED,
    model: ScanModel = "expectation",
    most: int = MOST_CLUSTERS,
) -> list[ScanCluster]:
    """Return the clusters that stand out most, highest first; no two of them share a cell.

    `counts` and `baselines` have a row for each period, oldest first, and a column for each cell. A window is a cell
    with its nearest 0, 1, 2 … others (`nearest`, from `nearest_cells`) in the last 1 to `max_duration` periods. With c
    reports in it where b are expected, its logarithm of the likelihood ratio is, if c > b and else 0:

    - `expectation`: c log(c/b) + b - c. The baselines are expected counts.
    - `population`: c log(c/b) + (C - c) log((C - c)/(C - b)), with C reports in all, and the baselines (populations, or
      expected counts) scaled so that they sum to C. A rise everywhere is no cluster.

    Each of `draws` data sets is drawn from the baselines (Poisson, or multinomial with C reports) and scanned in the
    same way. All clusters are compared with the highest windows of the draws; for further ones p is conservative.

    Sources: M. Kulldorff, A spatial scan statistic, Communications in Statistics: Theory and Methods 26 (1997)
    1481–1496, and Prospective time periodic geographical disease surveillance using a scan statistic, J. Royal
    Statistical Society A 164 (2001) 61–72; D. B. Neill, Expectation-based scan statistics for monitoring spatial time
    series data, International J. of Forecasting 25 (2009) 498–517; for `tail` A. M. Abrams, K. Kleinman and
    M. Kulldorff, Gumbel based p-value approximations for spatial scan statistics, International J. of Health
    Geographics 9 (2010) 61.
    """
    duration = min(max_duration, len(counts))
    total = float(counts.sum()) if model == "population" else None
    scaled = baselines if total is None or not baselines.sum() else baselines * (total / baselines.sum())
    sums = _window_sums(_last(counts, duration), nearest)
    expected = _window_sums(_last(scaled, duration), nearest)
    ratios = _ratios(sums, expected, total)
    highest = np.sort(list(_drawn(scaled, expected, nearest, duration, draws, seed, total)))
    clusters: list[ScanCluster] = []
    taken = np.zeros(counts.shape[1], dtype=bool)
    for place in np.argsort(-ratios, axis=None, kind="stable"):
        when, centre, size = np.unravel_index(place, ratios.shape)
        llr = float(ratios[when, centre, size])
        if llr <= 0 or len(clusters) == most:
            break
        cells = nearest[centre, : size + 1]
        if taken[cells].any():
            continue
        taken[cells] = True
        above = draws - int(np.searchsorted(highest, llr * (1 - _CLOSE)))
        baseline = float(_last(baselines, int(when) + 1)[:, cells].sum())
        count = int(sums[when, centre, size])
        p_value = (1 + above) / (1 + draws)
        tail = _gumbel_tail(llr, highest)
        clusters.append(ScanCluster(tuple(sorted(cells.tolist())), int(when) + 1, count, baseline, llr, p_value, tail))
    return clusters


def _gumbel_tail(llr: float, highest: Numbers) -> float:
    """Return the probability of so high a window or a higher one, by the moments of the draws' highest windows."""
    scale = float(highest.std()) * np.sqrt(6) / np.pi if len(highest) > 1 else 0.0
    if scale <= 0:
        return 1.0
    standard = (llr - float(highest.mean())) / scale + np.euler_gamma
    return float(-np.expm1(-np.exp(-standard)))


def _last(values: Numbers, periods: int) -> Numbers:
    return values[..., values.shape[-2] - periods :, :]


def _window_sums(values: Counted, nearest: Places) -> Counted:
    """Return the sums of each duration, centre and number of neighbours; further axes come first."""
    by_duration: Counted = np.cumsum(values[..., ::-1, :], axis=-2)
    return np.cumsum(by_duration[..., nearest], axis=-1)


def _ratios(sums: Numbers, expected: Numbers, total: float | None) -> Numbers:
    from scipy.special import xlogy

    safe = np.maximum(expected, 1e-300)
    inside = xlogy(sums, sums / safe)
    if total is None:
        ratios = inside + expected - sums
    else:
        left, wanted = total - sums, np.maximum(total - expected, 1e-300)
        ratios = inside + xlogy(left, np.maximum(left, 0.0) / wanted)
    return np.where(sums > expected, ratios, 0.0)


def _drawn(
    baselines: Numbers,
    expected: Numbers,
    nearest: Places,
    duration: int,
    draws: int,
    seed: int,
    total: float | None,
) -> Iterator[float]:
    """Yield the highest ratio of each draw."""
    rng = np.random.default_rng(seed)
    recent = _last(baselines, duration)
    # Earlier periods matter only as one sum: what fell there.
    chances = np.append(recent.ravel(), max(0.0, baselines.sum() - recent.sum()))
    chances = chances / chances.sum() if chances.sum() else chances
    ratios = _DrawnRatios(expected, total)
    batch = max(1, _AT_ONCE // expected.size)
    for first in range(0, draws, batch):
        size = min(batch, draws - first)
        if total is None:
            counts = rng.poisson(recent, size=(size, *recent.shape))
        else:
            counts = rng.multinomial(int(total), chances, size=size)[:, :-1].reshape(size, *recent.shape)
        yield from ratios.highest(_window_sums(counts, nearest)).tolist()


class _DrawnRatios:
    """The ratios of `_ratios` for drawn counts: these are whole, so the logarithms of each are computed once."""

    def __init__(self, expected: Numbers, total: float | None) -> None:
        self.expected, self.total = expected, total
        self.log_inside = np.log(np.maximum(expected, 1e-300))
        self.log_outside = np.log(np.maximum((total or 0.0) - expected, 1e-300))

    def highest(self, sums: Places) -> Numbers:
        """Return the highest ratio of each draw: the first axis of `sums`."""
        from scipy.special import xlogy

        whole = np.arange(int(sums.max()) + 1, dtype=np.float64)
        table = xlogy(whole, whole)
        if self.total is None:
            ratios = (table - whole)[sums] - sums * self.log_inside + self.expected
        else:
            left = np.maximum(self.total - whole, 0.0)
            table = table + xlogy(left, left)
            ratios = table[sums] - sums * self.log_inside - (self.total - sums) * self.log_outside
        ratios[sums <= self.expected] = 0.0
        return np.asarray(ratios.max(axis=(1, 2, 3)))

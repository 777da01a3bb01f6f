"""When a series changed its level or its trend: the division into segments that explains it best."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

import numpy as np

from peygir.outlook.insight.methods.segmentation import Numbers, Places, SegmentCosts, SegmentShape, divided

FEWEST: Final = 4
"""Values of which there must be twice as many, for a change to be looked for."""
SHORTEST: Final = 5
"""Values of a segment, if the series has enough."""
PENALTY: Final = 1.5
"""What a parameter of a segment costs, times log(n); tuned on simulated series (`./run bench --alarms`)."""
SCALES: Final = tuple(float(scale) for scale in np.geomspace(0.5, 100, 7))
"""Penalties of the divisions that are compared, in units of log(n) · parameters · variance of neighbours."""
PARAMETERS: Final[dict[SegmentShape, int]] = {"level": 2, "trend": 3}
"""Of a segment: its place, its level and its slope."""
DEGREE: Final = 3
MOST_AUTOCORRELATION: Final = 0.98
OUTLIER: Final = 5.0
"""Spreads from the median of the neighbours beyond which a value is drawn in."""
REACH: Final = 3
"""Neighbours to either side."""
MOST_SEASON: Final = 60
SEASONAL: Final = 0.6
"""Autocorrelation of the detrended series at a lag, from which on the lag is a season."""
NORMAL: Final = 1.482602218505602
"""A normal distribution's standard deviation over its median absolute deviation."""
_TINY: Final = 1e-12
_EXACT: Final = 1e-8
"""What remains within this share of the range is rounding, and explains nothing."""


@dataclass(frozen=True, slots=True)
class ChangeSegment:
    """A segment from its first to its last value (0-based, both included), its mean and its slope per value."""

    first: int
    last: int
    mean: float
    slope: float


@dataclass(frozen=True, slots=True)
class SegmentedSeries:
    """The index of each new segment, the segments, their shape, and what was estimated of the noise.

    `curve` is one smooth curve without a change. `spread` is the standard deviation of the noise, `autocorrelation`
    that of neighbours in it, `season` the number of values after which it repeats (0 for none).
    """

    changepoints: tuple[int, ...]
    segments: tuple[ChangeSegment, ...]
    shape: Literal["level", "trend", "curve"]
    spread: float
    autocorrelation: float
    season: int


def changepoints(values: Numbers, *, penalty: float = PENALTY) -> SegmentedSeries:
    """Divide a series into segments with levels of their own, or with trends of their own, whichever explains it best.

    Missing values (not a number) are left out, single outliers are drawn in, and a season that shows is taken out. For
    levels and for trends, divisions with few to many segments of at least SHORTEST values are computed, each the best
    of all (least squares). Of these, and of one cubic curve without a change, the one is chosen that has the least

        n log(s²) + penalty · log(n) · parameters,

    where s² is the variance of what remains when each residual is predicted from the one before it (an autoregression
    of order one, with the same coefficient everywhere). So runs of autocorrelated noise are no changes.

    Sources: Y.-C. Yao, Estimating the number of change-points via Schwarz' criterion, Statistics and Probability
    Letters 6 (1988) 181–189; S. Chakar, E. Lebarbier, C. Lévy-Leduc and S. Robin, A robust approach for estimating
    change-points in the mean of an AR(1) process, Bernoulli 23 (2017) 1408–1447; F. R. Hampel on outliers, JASA 69
    (1974) 383–393.
    """
    series = np.asarray(values, dtype=np.float64)
    places = np.flatnonzero(np.isfinite(series))
    known = series[places]
    if len(known) < 2 * FEWEST or float(np.ptp(known)) <= _TINY * max(1.0, float(np.abs(known).max())):
        return SegmentedSeries((), _segments(series, [0]) if len(known) else (), "level", 0.0, 0.0, 0)
    season, without = _without_season(np.interp(np.arange(len(series)), places, known))
    smooth = _drawn_in(without[places])
    best = min(_explained(smooth, places, penalty), key=lambda each: each.criterion)
    starts = [int(places[start]) for start in best.starts]
    segments = _segments(series, [0, *starts])
    return SegmentedSeries(tuple(starts), segments, best.shape, best.spread, best.autocorrelation, season)


@dataclass(frozen=True, slots=True)
class _Explained:
    """A division (or the curve), its criterion, and what remains unexplained."""

    criterion: float
    starts: tuple[int, ...]
    shape: Literal["level", "trend", "curve"]
    spread: float
    autocorrelation: float


def _explained(series: Numbers, places: Places, penalty: float) -> Iterator[_Explained]:
    n, times, least = len(series), places - places.mean(), _EXACT * float(np.ptp(series))
    unit = max(_scale(np.diff(series)), least, _TINY)
    yield _judged(_rest(series, times, DEGREE), least, (), "curve", DEGREE + 1, penalty * np.log(n) * (DEGREE + 2))
    for shape, parameters in PARAMETERS.items():
        costs = SegmentCosts(series / unit, times, shape)
        tried: set[tuple[int, ...]] = set()
        for scale in SCALES:
            starts = tuple(divided(costs, n, min(SHORTEST, n // 2), scale * np.log(n) * parameters))
            if starts not in tried:
                tried.add(starts)
                parts = [slice(low, high) for low, high in pairwise([0, *starts, n])]
                rest = np.concatenate([_rest(series[part], times[part], parameters - 2) for part in parts])
                price = penalty * np.log(n) * parameters * len(parts)
                yield _judged(rest, least, starts, shape, (parameters - 1) * len(parts), price)
            if not starts:
                break


def _rest(series: Numbers, times: Numbers, degree: int) -> Numbers:
    """Return what a polynomial of the time leaves."""
    basis = np.vander((times - times.mean()) / max(1.0, float(np.ptp(times))), degree + 1)
    return np.asarray(series - basis @ np.linalg.lstsq(basis, series, rcond=None)[0])


def _judged(
    rest: Numbers,
    least: float,
    starts: tuple[int, ...],
    shape: Literal["level", "trend", "curve"],
    fitted: int,
    price: float,
) -> _Explained:
    """Return the criterion of residuals, whose spread is at least `least`; `price` is that of the parameters."""
    n, squares = len(rest), float(rest[:-1] @ rest[:-1])
    phi = min(max(float(rest[1:] @ rest[:-1]) / squares, 0.0), MOST_AUTOCORRELATION) if squares > 0 else 0.0
    news = rest[1:] - phi * rest[:-1]
    variance = float(news @ news + (1 - phi**2) * rest[0] ** 2) / max(n - fitted, 1)
    spread = float(np.sqrt(variance / (1 - phi**2)))
    return _Explained(n * float(np.log(max(variance, least**2, 1e-290))) + price, starts, shape, spread, phi)


def _drawn_in(series: Numbers) -> Numbers:
    """Return the series with single outliers moved to OUTLIER spreads from the median of their neighbours."""
    medians = _running_median(series, REACH)
    away = series - medians
    spread = _scale(away)
    if spread <= 0:
        return series
    return medians + np.clip(away, -OUTLIER * spread, OUTLIER * spread)


def _running_median(series: Numbers, reach: int) -> Numbers:
    padded = np.pad(series, reach, mode="reflect" if len(series) > reach else "edge")
    return np.asarray(np.median(np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1), axis=1))


def _scale(values: Numbers) -> float:
    """Return a standard deviation from the median absolute deviation, or from the mean one if most values agree."""
    away = np.abs(values - np.median(values))
    scale = NORMAL * float(np.median(away))
    return scale if scale > 0 else 1.2533 * float(away.mean())


def _without_season(series: Numbers) -> tuple[int, Numbers]:
    """Return the season (0 if none shows) and the series without it."""
    n = len(series)
    most = min(MOST_SEASON, n // 3)
    if most < 2:
        return 0, series
    rest = series - _running_median(series, min(most, max(REACH, n // 10)))
    limit = OUTLIER * _scale(rest)
    rest = np.clip(rest, -limit, limit)
    rest -= rest.mean()
    total = float(rest @ rest)
    if total <= 0:
        return 0, series
    correlations = np.array([float(rest[lag:] @ rest[:-lag]) / total * n / (n - lag) for lag in range(1, most + 1)])
    peaks = [
        lag
        for lag in range(3, most)
        if correlations[lag - 1] >= max(SEASONAL, correlations[lag - 2], correlations[lag])
    ]
    if not peaks:
        return 0, series
    season = peaks[0]
    phases = np.arange(n) % season
    pattern = np.array([np.median(rest[phases == phase]) for phase in range(season)])
    return season, series - (pattern - pattern.mean())[phases]


def _segments(series: Numbers, starts: Sequence[int]) -> tuple[ChangeSegment, ...]:
    """Return the segments with the mean and the slope of their known values."""
    segments = []
    for low, high in zip(starts, [*starts[1:], len(series)], strict=True):
        known = np.flatnonzero(np.isfinite(series[low:high]))
        part, times = series[low:high][known], known - known.mean()
        squares = float(times @ times)
        slope = float(times @ part) / squares if squares else 0.0
        segments.append(ChangeSegment(low, high - 1, float(part.mean()), slope))
    return tuple(segments)

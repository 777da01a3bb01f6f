"""Forecasts of a series from each of several moments: naive, exponential smoothing, Theta, harmonic regression.

Sources: R. J. Hyndman and G. Athanasopoulos, Forecasting: principles and practice, 3rd edition (2021), chapters 5, 7, 8
and 12; V. Assimakopoulos and K. Nikolopoulos, The theta model, International Journal of Forecasting 16 (2000) 521–530.

Every function takes the values, the season (values in one; 1 for none), the horizon and the origins: an origin is the
number of values that are known. It returns a row for each origin and a column for each step ahead.
"""

from collections.abc import Sequence
from itertools import product
from typing import Final

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
LEVELS: Final = (0.02, 0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8, 1.0)
TRENDS: Final = ((0.0, 0.0), (0.05, 0.9), (0.05, 0.98), (0.2, 0.85), (0.2, 0.95), (0.02, 1.0), (0.1, 1.0))
"""Smoothing of the trend (as a part of that of the level) and its damping at each step."""
SEASONS: Final = (0.0, 0.05, 0.15, 0.35)
SEASONS_AVERAGED: Final = 4
AVERAGED: Final = 52
_FIRST: Final = 4
"""Values from which the slope at the beginning is taken; no origin may lie before."""
_SMALL: Final = 1e-12


def naive(values: Numbers, season: int, horizon: int, origins: Sequence[int]) -> Numbers:
    """Repeat the last value."""
    return np.array([np.full(horizon, values[origin - 1]) for origin in origins])


def seasonal_naive(values: Numbers, season: int, horizon: int, origins: Sequence[int]) -> Numbers:
    """Repeat the last season."""
    ahead = np.arange(horizon) % season
    return np.array([values[origin - season + ahead] for origin in origins])


def drift(values: Numbers, season: int, horizon: int, origins: Sequence[int]) -> Numbers:
    """Continue the line from the first value to the last one."""
    steps = np.arange(1, horizon + 1)
    return np.array(
        [values[origin - 1] + steps * (values[origin - 1] - values[0]) / max(1, origin - 1) for origin in origins]
    )


def mean(values: Numbers, season: int, horizon: int, origins: Sequence[int]) -> Numbers:
    """Repeat the mean of the last values, at most AVERAGED."""
    return np.array([np.full(horizon, values[max(0, origin - AVERAGED) : origin].mean()) for origin in origins])


def seasonal_mean(values: Numbers, season: int, horizon: int, origins: Sequence[int]) -> Numbers:
    """Repeat the mean of the last seasons, at most SEASONS_AVERAGED."""
    rows = []
    for origin in origins:
        count = min(SEASONS_AVERAGED, origin // season)
        mean = values[origin - count * season : origin].reshape(count, season).mean(axis=0)
        rows.append(mean[np.arange(horizon) % season])
    return np.array(rows)


def exponential(values: Numbers, season: int, horizon: int, origins: Sequence[int]) -> Numbers:
    """Smooth level, damped trend and additive season; parameters from a grid, by the squared errors until the origin.

    The grid is followed through the whole series at once, since what is known at an origin depends on nothing later.
    Parameters count by AIC, the trend as two and the season as one.
    """
    grid = [
        (level, part, damping, turn)
        for level, (part, damping), turn in product(LEVELS, TRENDS, SEASONS if season > 1 else (0.0,))
    ]
    alpha, part, phi, turn = (np.array(column) for column in zip(*grid, strict=True))
    beta, gamma = alpha * part, turn * (1 - alpha)
    has_trend = phi > 0
    penalty = 2.0 * (1 + 2 * has_trend + (turn > 0))
    level, trend, seasonal = _started(values, season, has_trend)
    squares, ahead = np.zeros(len(grid)), np.arange(1, horizon + 1)
    rows = {}
    wanted = set(origins)
    for time in range(season, len(values) + 1):
        if time in wanted:
            known = max(1, time - season)
            best = int(np.argmin(known * np.log(squares / known + _SMALL) + penalty))
            damped = np.cumsum(phi[best] ** ahead)
            rows[time] = level[best] + damped * trend[best] + seasonal[(time + ahead - 1) % season, best]
        if time == len(values):
            break
        phase = time % season
        carried = phi * trend
        expected = level + carried
        error = values[time] - expected - seasonal[phase]
        squares += error**2
        level = expected + alpha * error
        trend = carried + beta * error
        seasonal[phase] += gamma * error
    return np.array([rows[origin] for origin in origins])


def _started(values: Numbers, season: int, has_trend: npt.NDArray[np.bool_]) -> tuple[Numbers, Numbers, Numbers]:
    """Return level, trend and seasonal parts at the end of the first season."""
    size = len(has_trend)
    if season == 1:
        slope = float(values[_FIRST - 1] - values[0]) / (_FIRST - 1) if len(values) >= _FIRST else 0.0
        return np.full(size, values[0]), np.where(has_trend, slope, 0.0), np.zeros((1, size))
    first = values[:season]
    slope = (values[season : 2 * season].mean() - first.mean()) / season if len(values) >= 2 * season else 0.0
    shape = first - first.mean() - slope * (np.arange(season) - (season - 1) / 2)
    trend = np.where(has_trend, slope, 0.0)
    level = np.asarray(first.mean() + trend * (season - 1) / 2)
    return level, trend, np.asarray(np.repeat(shape[:, None], size, axis=1), dtype=np.float64)


def theta(values: Numbers, season: int, horizon: int, origins: Sequence[int]) -> Numbers:
    """Take the season off, smooth the rest exponentially, add half the slope of its line, put the season back."""
    rows, ahead = [], np.arange(1, horizon + 1)
    for origin in origins:
        known = values[:origin]
        shape = seasonal_shape(known, season)
        rest = known - shape[np.arange(origin) % season]
        times = np.arange(origin)
        slope = float(np.polyfit(times, rest, 1)[0]) if origin > 2 else 0.0
        level, alpha = _smoothed(rest)
        added = slope / 2 * (ahead - 1 + (1 - (1 - alpha) ** origin) / alpha)
        rows.append(level + added + shape[(origin + ahead - 1) % season])
    return np.array(rows)


def harmonic(
    values: Numbers, season: int, horizon: int, origins: Sequence[int], *, period: float, waves: int = 3
) -> Numbers:
    """Regress on a line, waves of a long period (in values, such as 365.25 / 7) and the place in the season.

    What the regression leaves is smoothed exponentially, and its last level is added.
    """
    times = np.arange(len(values) + horizon)
    columns = [np.ones(len(times)), times / len(times)]
    for wave in range(1, waves + 1):
        columns += [np.cos(2 * np.pi * wave * times / period), np.sin(2 * np.pi * wave * times / period)]
    if 1 < season < period / 2:
        columns += [(times % season == phase).astype(np.float64) - 1 / season for phase in range(season - 1)]
    design = np.column_stack(columns)
    rows = []
    for origin in origins:
        past = design[:origin]
        strength = past.T @ past + 1e-6 * origin * np.eye(design.shape[1])
        fitted = np.linalg.solve(strength, past.T @ values[:origin])
        level, _alpha = _smoothed(values[:origin] - past @ fitted)
        rows.append(design[origin : origin + horizon] @ fitted + level)
    return np.array(rows)


def seasonal_shape(values: Numbers, season: int) -> Numbers:
    """Return the additive part of each place in the season (sum 0), drawn to 0 as far as chance explains it."""
    if season == 1 or len(values) < 2 * season:
        return np.zeros(season)
    weights = np.ones(season) / season if season % 2 else np.r_[0.5, np.ones(season - 1), 0.5] / season
    trend = np.convolve(values, weights, mode="valid")
    start = (len(weights) - 1) // 2
    rest, phases = values[start : start + len(trend)] - trend, (start + np.arange(len(trend))) % season
    means = np.array([rest[phases == phase].mean() if (phases == phase).any() else 0.0 for phase in range(season)])
    counts = np.array([max(1, int((phases == phase).sum())) for phase in range(season)])
    shape: Numbers = means - means.mean()
    if len(rest) <= season:
        return shape
    noise = float(((rest - means[phases]) ** 2).sum()) / (len(rest) - season) * float((1 / counts).mean())
    signal = float((shape**2).mean())
    return np.asarray(shape * max(0.0, 1 - noise / max(signal, _SMALL)))


def _smoothed(values: Numbers) -> tuple[float, float]:
    """Return the last level and the smoothing that gives the smallest squared errors one step ahead."""
    from scipy.signal import lfilter  # it loads most of scipy, which those who look for alarms do not need

    best = (np.inf, float(values[-1]), 1.0)
    for alpha in LEVELS:
        levels, _state = lfilter([alpha], [1, alpha - 1], values, zi=[(1 - alpha) * values[0]])
        squares = float(((values[1:] - levels[:-1]) ** 2).sum())
        if squares < best[0]:
            best = (squares, float(levels[-1]), alpha)
    return best[1], best[2]

"""A forecast chosen by its errors on a rolling origin, with intervals from the same errors, beside naive forecasts.

Source of the evaluation: L. J. Tashman, Out-of-sample tests of forecasting accuracy, International Journal of
Forecasting 16 (2000) 437–450. Combining forecasts: S. Makridakis, E. Spiliotis and V. Assimakopoulos, The M4
competition, International Journal of Forecasting 36 (2020) 54–74.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
import numpy.typing as npt

from peygir.outlook.insight.methods.smoothing import (
    drift,
    exponential,
    harmonic,
    naive,
    seasonal_mean,
    seasonal_naive,
    theta,
)

Numbers = npt.NDArray[np.float64]
Forecaster = Callable[[Numbers, int, int, Sequence[int]], Numbers]
GUARDS: Final = ("naive", "seasonal_naive", "drift")
COMBINED: Final = "combination"
MOST_ORIGINS: Final = 40
FEWEST_ERRORS: Final = 4
"""Origins with a known error that are needed before anything is chosen by it."""
CLEARLY: Final = 0.97
"""A single method is preferred to the combination if its error is below this part of the combination's."""
_SMALL: Final = 1e-12


@dataclass(frozen=True, slots=True)
class MeasuredForecast:
    """A forecast of a series, and how it did before.

    `values`, `low`, `high` and each naive forecast in `guards` have one number for each step. `errors` are mean
    absolute errors by method, over all origins and steps; `error` is that of the procedure itself: at each origin it
    chose by what was known then. `coverage` is the share of values within the interval, which was made from earlier
    errors alone, among `covered_of` (None if there were too few origins).
    """

    method: str
    values: Numbers
    low: Numbers
    high: Numbers
    guards: Mapping[str, Numbers]
    errors: Mapping[str, float]
    error: float | None
    guard_error: float | None
    origins: int
    coverage: float | None
    covered_of: int


def measured_forecast(
    values: Numbers, *, horizon: int, season: int = 1, period: float | None = None, level: float = 0.9
) -> MeasuredForecast:
    """Return the forecast of the next `horizon` values.

    Naive, drift, seasonal naive and seasonal mean, exponential smoothing, Theta and (with a `period` of which two are
    known, in values) harmonic regression forecast the series from up to MOST_ORIGINS of its moments, the last three
    also its logarithm where no value is below 0; `combination` is the mean of these. The method with the smallest mean
    absolute error is chosen; a single one must be clearly better than the combination. Without enough history the last
    season, or the last value, is repeated.

    The interval at each step is the forecast ± q s, where s grows with the step as the errors do and q is the quantile
    of the errors over s. Where no value is below 0, no limit is.
    """
    bench = _Bench(values, horizon, season, period)
    table, origins = bench.table, bench.origins
    chosen = _chosen({name: rows[:-1] for name, rows in bench.errors.items()}, bench.fallback)
    forecast, known = table[chosen][-1], bench.errors[chosen][:-1]
    low, high = _interval(forecast, known, level, bench.spread)
    guarded = [name for name in GUARDS if name in bench.errors]
    procedure, covered = _replayed(bench, level)
    floor = 0.0 if values.min() >= 0 else -np.inf
    guard_errors = {name: _mean_error(bench.errors[name][procedure.first : -1]) for name in guarded}
    return MeasuredForecast(
        method=chosen,
        values=np.maximum(forecast, floor),
        low=np.maximum(low, floor),
        high=np.maximum(high, floor),
        guards={name: np.maximum(table[name][-1], floor) for name in guarded},
        errors={name: _mean_error(rows[:-1]) for name, rows in bench.errors.items()} if len(origins) > 1 else {},
        error=procedure.error,
        guard_error=min(guard_errors.values()) if procedure.error is not None else None,
        origins=len(origins) - 1,
        coverage=float(np.mean(covered)) if covered else None,
        covered_of=len(covered),
    )


class _Bench:
    """The forecasts of every method from every origin (the last one is the end of the series), and their errors."""

    def __init__(self, values: Numbers, horizon: int, season: int, period: float | None) -> None:
        self.values, self.horizon = values, horizon
        self.season = season if len(values) >= 2 * season + 2 else 1
        self.fallback = "seasonal_naive" if self.season > 1 else "naive"
        fewest = max(2 * self.season + 1, 4)
        self.has_period = period is not None and len(values) >= 2 * period + 4
        earliest = max(fewest, len(values) // 3)
        if self.has_period and period is not None:
            earliest = max(earliest, min(int(1.3 * period) + 1, len(values) - 2 * horizon, len(values) - 8))
            earliest = max(earliest, fewest)
        step = max(1, -(-(len(values) - earliest) // MOST_ORIGINS))
        self.origins = [*range(len(values) - step, earliest - 1, -step)][::-1] if len(values) > earliest else []
        self.origins.append(len(values))
        self.table = self._table(period)
        targets = np.full((len(self.origins), horizon), np.nan)
        for row, origin in enumerate(self.origins):
            ahead = values[origin : origin + horizon]
            targets[row, : len(ahead)] = ahead
        self.errors = {name: targets - rows for name, rows in self.table.items()}
        differences = np.abs(values[self.season :] - values[: -self.season]) if len(values) > self.season else values
        self.spread = max(float(differences.mean()), _SMALL) * 1.25

    def _table(self, period: float | None) -> dict[str, Numbers]:
        forecasters: dict[str, Forecaster] = {"naive": naive, "drift": drift}
        if self.season > 1:
            forecasters |= {"seasonal_naive": seasonal_naive, "seasonal_mean": seasonal_mean}
        table = {name: self._run(forecaster, self.values, self.season) for name, forecaster in forecasters.items()}
        if len(self.values) < 8:
            return table
        refined: dict[str, Forecaster] = {"exponential": exponential, "theta": theta}
        if self.has_period and period is not None:
            refined["harmonic"] = partial(harmonic, period=period)
        for name, forecaster in refined.items():
            table[name] = self._run(forecaster, self.values, self.season)
        if self.values.min() >= 0 and self.values.max() > 0:
            shift = 0.0 if self.values.min() > 0 else 1.0
            logarithms = np.log(self.values + shift)
            most = 10 * float(self.values.max())
            for name, forecaster in refined.items():
                back = np.exp(np.minimum(self._run(forecaster, logarithms, self.season), np.log(most + shift))) - shift
                table[f"{name}_log"] = back
        if self.season > 1:
            table["exponential_plain"] = self._run(exponential, self.values, 1)
        parts = [rows for name, rows in table.items() if name.startswith(tuple(refined)) and "plain" not in name]
        table[COMBINED] = np.mean(parts, axis=0)
        if self.season > 1:
            table["combination_steady"] = (table[COMBINED] + table["seasonal_mean"]) / 2
        return table

    def _run(self, forecaster: Forecaster, values: Numbers, season: int) -> Numbers:
        return forecaster(values, season, self.horizon, self.origins)


def _chosen(errors: Mapping[str, Numbers], fallback: str) -> str:
    """Return the method with the smallest mean absolute error.

    That is the combination unless a naive method is better, or another one clearly better.
    """
    means = {name: _mean_error(rows) for name, rows in errors.items() if _known(rows) >= FEWEST_ERRORS}
    if not means:
        return fallback
    best = min(means, key=lambda name: means[name])
    if COMBINED in means and best not in GUARDS and means[best] > CLEARLY * means[COMBINED]:
        return COMBINED
    return best


def _known(rows: Numbers) -> int:
    return int((~np.isnan(rows)).any(axis=1).sum()) if rows.size else 0


def _mean_error(rows: Numbers) -> float:
    """Return the mean over the steps of the mean absolute error at each step; steps without an error are left out."""
    steps = np.abs(rows[:, ~np.isnan(rows).all(axis=0)]) if rows.size else rows
    return float(np.nanmean(steps, axis=0).mean()) if steps.size else 0.0


@dataclass(frozen=True, slots=True)
class _Procedure:
    """From which origin on the procedure could choose, and the mean absolute error of what it chose."""

    first: int
    error: float | None


def _replayed(bench: _Bench, level: float) -> tuple[_Procedure, list[bool]]:
    """Choose and make the interval at each earlier origin from what was known then; return how that went."""
    covered: list[bool] = []
    rows, first = [], len(bench.origins)
    for row, origin in enumerate(bench.origins[:-1]):
        known = {name: _until(bench, errors[:row], origin) for name, errors in bench.errors.items()}
        if _known(next(iter(known.values()))) < FEWEST_ERRORS:
            continue
        first = min(first, row)
        name = _chosen(known, bench.fallback)
        forecast, errors = bench.table[name][row], bench.errors[name][row]
        low, high = _interval(forecast, known[name], level, bench.spread)
        actual = forecast + errors
        is_known = ~np.isnan(errors)
        covered += ((actual >= low) & (actual <= high))[is_known].tolist()
        rows.append(errors)
    return _Procedure(first, _mean_error(np.array(rows)) if rows else None), covered


def _until(bench: _Bench, errors: Numbers, origin: int) -> Numbers:
    """Return errors with those left out whose value came after `origin`."""
    targets = np.array(bench.origins[: len(errors)])[:, None] + np.arange(1, bench.horizon + 1)[None, :]
    return np.where(targets <= origin, errors, np.nan) if len(errors) else errors


def _interval(forecast: Numbers, errors: Numbers, level: float, spread: float) -> tuple[Numbers, Numbers]:
    scales = _scales(errors, len(forecast), spread)
    ratios = np.abs(errors / scales)
    ratios = ratios[~np.isnan(ratios)]
    origins = _known(errors)
    if origins < FEWEST_ERRORS:
        half = 2.0 * scales
    else:
        # As in conformal prediction: of n + 1 exchangeable errors the next one may be the largest. Errors from one
        # origin are alike, so that n lies between the number of origins and that of errors.
        quantile = float(np.quantile(ratios, min(1.0, level * (1 + 2 / (origins + len(ratios))))))
        half = quantile * (1 + 1 / origins) * scales
    return forecast - half, forecast + half


def _scales(errors: Numbers, horizon: int, spread: float) -> Numbers:
    """Return the size of the error at each step: a power of the step between 0 and 1/2, fitted to the known errors."""
    steps = np.arange(1, horizon + 1)
    if not errors.size or _known(errors) < FEWEST_ERRORS:
        return np.asarray(spread * np.sqrt(steps))
    counts = (~np.isnan(errors)).sum(axis=0)
    is_known = counts > 0
    sizes = np.sqrt(np.nanmean(errors[:, is_known] ** 2, axis=0)) + _SMALL * max(1.0, spread)
    logs, weights, at = np.log(sizes), counts[is_known], np.log(steps[is_known])
    centre, middle = np.average(at, weights=weights), np.average(logs, weights=weights)
    variance = float(np.average((at - centre) ** 2, weights=weights))
    power = float(np.average((at - centre) * (logs - middle), weights=weights)) / variance if variance > 0 else 0.25
    power = min(max(power, 0.0), 0.5)
    return np.asarray(np.exp(middle + power * (np.log(steps) - centre)))

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

from peygir.outlook.insight.methods.forecast_errors import (
    FEWEST_ERRORS,
    SMALL,
    interval,
    known_origins,
    mean_error,
)
from peygir.outlook.insight.methods.smoothing import (
    drift,
    exponential,
    harmonic,
    mean,
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
CLEARLY: Final = 0.97
"""A single method is preferred to the combination if its error is below this part of the combination's."""
_OTHER_GUARDS: Final[Mapping[str, Forecaster]] = {"drift": drift, "mean": mean}


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
    values: Numbers,
    *,
    horizon: int,
    season: int = 1,
    period: float | None = None,
    level: float = 0.9,
    guards: Sequence[str] = GUARDS,
    is_naive: bool = False,
) -> MeasuredForecast:
    """Return the forecast of the next `horizon` values.

    Naive, drift, seasonal naive and seasonal mean, exponential smoothing, Theta and (with a `period` of which two are
    known, in values) harmonic regression forecast the series from up to MOST_ORIGINS of its moments, the last three
    also its logarithm where no value is below 0; `combination` is the mean of these. The method with the smallest mean
    absolute error is chosen; a single one must be clearly better than the combination. Without enough history the last
    season, or the last value, is repeated.

    `guards` are the naive methods that it is compared with, of naive, seasonal_naive, drift and mean; with `is_naive`
    no others are tried.

    The interval at each step is the forecast ± q s, where s grows with the step as the errors do and q is the quantile
    of the errors over s. Where no value is below 0, no limit is.
    """
    bench = _Bench(values, horizon, season, period, guards, is_naive=is_naive)
    table, origins = bench.table, bench.origins
    chosen = _chosen({name: rows[:-1] for name, rows in bench.errors.items()}, bench)
    forecast, known = table[chosen][-1], bench.errors[chosen][:-1]
    low, high = interval(forecast, known, level, bench.spread)
    guarded = [name for name in guards if name in bench.errors]
    procedure, covered = _replayed(bench, level)
    floor = 0.0 if values.min() >= 0 else -np.inf
    guard_errors = {name: mean_error(bench.errors[name][procedure.first : -1]) for name in guarded}
    return MeasuredForecast(
        method=chosen,
        values=np.maximum(forecast, floor),
        low=np.maximum(low, floor),
        high=np.maximum(high, floor),
        guards={name: np.maximum(table[name][-1], floor) for name in guarded},
        errors={name: mean_error(rows[:-1]) for name, rows in bench.errors.items()} if len(origins) > 1 else {},
        error=procedure.error,
        guard_error=min(guard_errors.values()) if procedure.error is not None else None,
        origins=len(origins) - 1,
        coverage=float(np.mean(covered)) if covered else None,
        covered_of=len(covered),
    )


class _Bench:
    """The forecasts of every method from every origin (the last one is the end of the series), and their errors."""

    def __init__(
        self,
        values: Numbers,
        horizon: int,
        season: int,
        period: float | None,
        guards: Sequence[str],
        *,
        is_naive: bool,
    ) -> None:
        self.values, self.horizon, self.guards = values, horizon, guards
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
        self.table = self._naive_table() if is_naive else self._table(period)
        targets = np.full((len(self.origins), horizon), np.nan)
        for row, origin in enumerate(self.origins):
            ahead = values[origin : origin + horizon]
            targets[row, : len(ahead)] = ahead
        self.errors = {name: targets - rows for name, rows in self.table.items()}
        differences = np.abs(values[self.season :] - values[: -self.season]) if len(values) > self.season else values
        self.spread = max(float(differences.mean()), SMALL) * 1.25

    def _naive_table(self) -> dict[str, Numbers]:
        """Return the forecasts of the guards, and of what stands in while nothing can be chosen."""
        forecasters: dict[str, Forecaster] = {"naive": naive}
        forecasters |= {name: method for name, method in _OTHER_GUARDS.items() if name in self.guards}
        if self.season > 1:
            forecasters["seasonal_naive"] = seasonal_naive
        return {name: self._run(forecaster, self.values, self.season) for name, forecaster in forecasters.items()}

    def _table(self, period: float | None) -> dict[str, Numbers]:
        table = self._naive_table()
        if "drift" not in table:
            table["drift"] = self._run(drift, self.values, self.season)
        if self.season > 1:
            table["seasonal_mean"] = self._run(seasonal_mean, self.values, self.season)
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


def _chosen(errors: Mapping[str, Numbers], bench: _Bench) -> str:
    """Return the method with the smallest mean absolute error.

    That is the combination unless a naive method is better, or another one clearly better.
    """
    means = {name: mean_error(rows) for name, rows in errors.items() if known_origins(rows) >= FEWEST_ERRORS}
    if not means:
        return bench.fallback
    best = min(means, key=lambda name: means[name])
    if COMBINED in means and best not in bench.guards and means[best] > CLEARLY * means[COMBINED]:
        return COMBINED
    return best


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
        if known_origins(next(iter(known.values()))) < FEWEST_ERRORS:
            continue
        first = min(first, row)
        name = _chosen(known, bench)
        forecast, errors = bench.table[name][row], bench.errors[name][row]
        low, high = interval(forecast, known[name], level, bench.spread)
        actual = forecast + errors
        is_known = ~np.isnan(errors)
        covered += ((actual >= low) & (actual <= high))[is_known].tolist()
        rows.append(errors)
    return _Procedure(first, mean_error(np.array(rows)) if rows else None), covered


def _until(bench: _Bench, errors: Numbers, origin: int) -> Numbers:
    """Return errors with those left out whose value came after `origin`."""
    targets = np.array(bench.origins[: len(errors)])[:, None] + np.arange(1, bench.horizon + 1)[None, :]
    return np.where(targets <= origin, errors, np.nan) if len(errors) else errors

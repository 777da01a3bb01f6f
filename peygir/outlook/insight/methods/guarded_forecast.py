"""A forecast of weekly counts that is used only where it did better than naive ones on the series' own past."""

from dataclasses import dataclass
from typing import Final

from peygir.outlook.insight.methods.forecasting import MeasuredForecast, Numbers, measured_forecast
from peygir.outlook.insight.methods.seasons import season_of

GUARDS: Final = ("naive", "seasonal_naive", "mean")
"""The last week, the same week of last year, and the mean of the last year."""
SEASON: Final = 52
PERIOD: Final = 365.2425 / 7


@dataclass(frozen=True, slots=True)
class GuardedForecast:
    """The forecast that is used; `is_naive` says that no method was better than the naive ones.

    `error` is the mean absolute error of the method of choice on the rolling origin, `guard_error` that of the best
    naive one over the same origins; None with too short a past.
    """

    used: MeasuredForecast
    is_naive: bool
    error: float | None
    guard_error: float | None


def guarded_forecast(counts: Numbers, *, horizon: int, level: float = 0.9) -> GuardedForecast:
    """Return the forecast of weekly counts, oldest first, for the next `horizon` weeks.

    The methods are those of `forecasting.measured_forecast`, with a season of a year where two and a half are known.
    Where their choice had no smaller error than the best of GUARDS, one of these is used, with its own intervals and
    their own coverage.
    """
    season = season_of(counts, (SEASON,), is_known=True)
    best = measured_forecast(counts, horizon=horizon, season=season, period=PERIOD, level=level, guards=GUARDS)
    is_better = best.error is not None and best.guard_error is not None and best.error < best.guard_error
    if is_better and best.method not in GUARDS:
        return GuardedForecast(best, False, best.error, best.guard_error)
    used = measured_forecast(counts, horizon=horizon, season=season, level=level, guards=GUARDS, is_naive=True)
    return GuardedForecast(used, True, best.error, best.guard_error)

"""The errors of forecasts on a rolling origin: their mean, and the intervals that they give."""

from typing import Final

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
FEWEST_ERRORS: Final = 4
"""Origins with a known error that are needed before anything is chosen by it."""
SMALL: Final = 1e-12


def known_origins(rows: Numbers) -> int:
    return int((~np.isnan(rows)).any(axis=1).sum()) if rows.size else 0


def mean_error(rows: Numbers) -> float:
    """Return the mean over the steps of the mean absolute error at each step; steps without an error are left out."""
    steps = np.abs(rows[:, ~np.isnan(rows).all(axis=0)]) if rows.size else rows
    return float(np.nanmean(steps, axis=0).mean()) if steps.size else 0.0


def interval(forecast: Numbers, errors: Numbers, level: float, spread: float) -> tuple[Numbers, Numbers]:
    scales = _scales(errors, len(forecast), spread)
    ratios = np.abs(errors / scales)
    ratios = ratios[~np.isnan(ratios)]
    origins = known_origins(errors)
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
    if not errors.size or known_origins(errors) < FEWEST_ERRORS:
        return np.asarray(spread * np.sqrt(steps))
    counts = (~np.isnan(errors)).sum(axis=0)
    is_known = counts > 0
    sizes = np.sqrt(np.nanmean(errors[:, is_known] ** 2, axis=0)) + SMALL * max(1.0, spread)
    logs, weights, at = np.log(sizes), counts[is_known], np.log(steps[is_known])
    centre, middle = np.average(at, weights=weights), np.average(logs, weights=weights)
    variance = float(np.average((at - centre) ** 2, weights=weights))
    power = float(np.average((at - centre) * (logs - middle), weights=weights)) / variance if variance > 0 else 0.25
    power = min(max(power, 0.0), 0.5)
    return np.asarray(np.exp(middle + power * (np.log(steps) - centre)))

"""Funnel limits that allow for the differences that all units have: Spiegelhalter's model with random effects."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from peygir.core.intervals import normal_quantile
from peygir.outlook.scoring.methods.funnels import ALARM, WARNING, Band, Limits, band_between

Scale = Literal["log", "sqrt"]
Outliers = Literal["truncate", "winsorise"]
Numbers = npt.NDArray[np.float64]
SHARE: Final = 0.1
"""The share of units at each end whose z-scores are left out or drawn in before the spread is estimated."""
HALF_EVENT: Final = 0.5
"""Stands for a count of 0 on the logarithmic scale, which has no logarithm of 0."""


@dataclass(frozen=True, slots=True)
class WidenedPoint:
    """A unit's ratio with widened limits: its z-score before and after the widening, and the class."""

    value: float
    z: float
    widened_z: float
    limits_95: Limits
    limits_998: Limits
    band: Band


@dataclass(frozen=True, slots=True)
class WidenedFunnel:
    """The dispersion φ (1 without over-dispersion), the variance τ² between units, units used, and their points."""

    phi: float
    tau2: float
    used: int
    points: tuple[WidenedPoint, ...]


def widened_funnel(
    observed: Sequence[float],
    expected: Sequence[float],
    *,
    target: float = 1.0,
    scale: Scale = "log",
    outliers: Outliers = "winsorise",
    share: float = SHARE,
    variances: Sequence[float] | None = None,
) -> WidenedFunnel:
    """Return the ratios observed / expected of units with limits widened for over-dispersion.

    On the chosen scale a unit has the variance s² (log: V/E², sqrt: V/4E², E being expected times target). V is the
    variance of the count, by default that of Poisson, E; for shares `variances` gives the smaller one. The z-scores
    are winsorised or truncated, φ = Σ z² / n, and τ² = (nφ - (n - 1)) / (Σ w - Σ w² / Σ w) with w = 1/s², at least 0.
    The limits are target ± z √(s² + τ²), taken back from the scale.

    Sources: D. J. Spiegelhalter, Handling over-dispersion of performance indicators, Quality and Safety in Health Care
    14 (2005) 347–351; truncation as in NHS Digital, Summary Hospital-level Mortality Indicator, methodology.
    """
    ratios = np.asarray(observed, dtype=np.float64) / np.asarray(expected, dtype=np.float64) / target
    means = np.asarray(expected, dtype=np.float64) * target
    values, spreads = _on_scale(ratios, means, scale)
    if variances is not None:
        spreads = spreads * np.sqrt(np.asarray(variances, dtype=np.float64) / means)
    scores = (values - _centre(scale)) / spreads
    kept = _truncated(scores, share) if outliers == "truncate" else np.ones(len(scores), dtype=bool)
    used = scores[kept] if outliers == "truncate" else _winsorised(scores, share)
    phi = float(np.mean(used**2)) if len(used) else 0.0
    tau2 = _between(phi, spreads[kept])
    points = tuple(
        _point(float(ratio) * target, float(score), float(spread), tau2, target, scale)
        for ratio, score, spread in zip(ratios, scores, spreads, strict=True)
    )
    return WidenedFunnel(phi, tau2, int(kept.sum()), points)


def _on_scale(ratios: Numbers, means: Numbers, scale: Scale) -> tuple[Numbers, Numbers]:
    if scale == "sqrt":
        return np.sqrt(ratios), 1 / (2 * np.sqrt(means))
    return np.log(np.maximum(ratios, HALF_EVENT / means * (ratios == 0))), 1 / np.sqrt(means)


def _centre(scale: Scale) -> float:
    return 1.0 if scale == "sqrt" else 0.0


def _winsorised(scores: Numbers, share: float) -> Numbers:
    low, high = np.quantile(scores, [share, 1 - share])
    return np.clip(scores, low, high)


def _truncated(scores: Numbers, share: float) -> npt.NDArray[np.bool_]:
    """Return which scores stay: by rank / (n + 1), those of the first and of the last share are left out."""
    order = np.argsort(scores, kind="stable")
    ranks = np.empty(len(scores))
    ranks[order] = np.arange(1, len(scores) + 1)
    # Equal scores share their mean rank.
    for score in np.unique(scores):
        ranks[scores == score] = ranks[scores == score].mean()
    places = np.floor(ranks / share / (len(scores) + 1) + 1e-9)
    return np.asarray((places > 0) & (places < math.ceil(1 / share - 1e-9) - 1))


def _between(phi: float, spreads: Numbers) -> float:
    n, weights = len(spreads), 1 / spreads**2
    if n < 2 or n * phi < n - 1:
        return 0.0
    total = weights.sum()
    return float((n * phi - (n - 1)) / (total - (weights**2).sum() / total))


def _point(value: float, score: float, spread: float, tau2: float, target: float, scale: Scale) -> WidenedPoint:
    width = math.sqrt(spread**2 + tau2)
    around_95, around_998 = (_limits(normal_quantile(level) * width, target, scale) for level in (WARNING, ALARM))
    widened = score * spread / width
    # By the z-score and not by the value, which on the logarithmic scale differs for a count of 0.
    band = band_between(widened, _sides(WARNING), _sides(ALARM))
    return WidenedPoint(value, score, widened, around_95, around_998, band)


def _sides(confidence: float) -> Limits:
    z = normal_quantile(confidence)
    return -z, z


def _limits(half: float, target: float, scale: Scale) -> Limits:
    if scale == "log":
        factor = math.exp(min(half, 300.0))
        return target / factor, target * factor
    return target * max(0.0, 1 - half) ** 2, target * (1 + half) ** 2

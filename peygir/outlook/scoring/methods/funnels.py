"""Funnel limits of ratios and shares: which units lie further from the target than chance explains."""

import math
from dataclasses import dataclass
from typing import Final, Literal

from scipy.special import gammaincinv

from peygir.core.intervals import normal_quantile

Band = Literal["high_001", "high_025", "none", "low_025", "low_001"]
Limits = tuple[float, float]
WARNING: Final = 0.95
ALARM: Final = 0.998
"""The confidence of the two pairs of limits: 2.5 % and 0.1 % of honest units lie beyond each side."""


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """A unit's value with its limits at 95 % and 99.8 %, and the class that follows from them."""

    value: float
    limits_95: Limits
    limits_998: Limits
    band: Band


def poisson_interval(count: float, *, confidence: float = WARNING) -> Limits:
    """Return the exact interval of the mean of a Poisson count: quantiles of χ² with 2c and 2c + 2 degrees, halved.

    Source: F. Garwood, Fiducial limits for the Poisson distribution, Biometrika 28 (1936) 437–442.
    """
    tail = (1 - confidence) / 2
    low = 0.0 if count <= 0 else float(gammaincinv(count, tail))
    return low, float(gammaincinv(count + 1, 1 - tail))


def ratio_point(observed: int, expected: float, *, target: float = 1.0) -> FunnelPoint:
    """Return observed / expected with the exact intervals of the observed count, and the class against the target.

    A unit is high when the whole interval of its ratio lies above the target. `expected` is above 0. Source of the
    classes: UKHSA, Fingertips public health technical guidance, funnel plots for ratios. (UKHSA's own tools take Byar's
    approximation from 10 events; it differs from the exact limits in the third digit.)
    """
    around_95, around_998 = (
        _scaled(poisson_interval(observed, confidence=confidence), 1 / expected) for confidence in (WARNING, ALARM)
    )
    band = _band(target < around_998[0], target < around_95[0], target > around_95[1], target > around_998[1])
    return FunnelPoint(observed / expected, around_95, around_998, band)


def ratio_point_around_target(observed: int, expected: float, *, target: float = 1.0) -> FunnelPoint:
    """Return observed / expected with exact limits around the target, and the class by the side on which it lies.

    The limits are the exact interval of a count of `expected * target`, which need not be whole, divided by `expected`.
    """
    around_95, around_998 = (
        _scaled(poisson_interval(expected * target, confidence=confidence), 1 / expected)
        for confidence in (WARNING, ALARM)
    )
    value = observed / expected
    return FunnelPoint(value, around_95, around_998, band_between(value, around_95, around_998))


def proportion_point(numerator: float, denominator: float, *, target: float) -> FunnelPoint:
    """Return the share with its limits around the target, and the class by the side on which it lies.

    Source: UKHSA, Fingertips public health technical guidance, funnel plots for proportions.
    """
    value = numerator / denominator
    around_95, around_998 = (proportion_limits(denominator, target, confidence=level) for level in (WARNING, ALARM))
    return FunnelPoint(value, around_95, around_998, band_between(value, around_95, around_998))


def proportion_limits(denominator: float, target: float, *, confidence: float = WARNING) -> Limits:
    """Return the shares at which Wilson's interval of a unit of this size begins or ends at the target.

    Wilson's interval contains the target when `|share - target| ≤ z √(target (1 - target) / n)`. The limits are cut to
    0 and 1. Source: E. B. Wilson, JASA 22 (1927) 209–212.
    """
    half = normal_quantile(confidence) * math.sqrt(target * (1 - target) / denominator)
    return max(0.0, target - half), min(1.0, target + half)


def band_between(value: float, around_95: Limits, around_998: Limits) -> Band:
    """Return the class of a value by the limits beyond which it lies."""
    return _band(value > around_998[1], value > around_95[1], value < around_95[0], value < around_998[0])


def _band(is_far_above: bool, is_above: bool, is_below: bool, is_far_below: bool) -> Band:
    if is_above:
        return "high_001" if is_far_above else "high_025"
    if is_below:
        return "low_001" if is_far_below else "low_025"
    return "none"


def _scaled(limits: Limits, factor: float) -> Limits:
    return limits[0] * factor, limits[1] * factor

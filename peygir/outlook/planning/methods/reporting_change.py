"""Whether more or fewer incidents are reported than before, from the repeated reports of closed cases.

Source: Z. Liu, U. Bhandaram and N. Garg, Nature Computational Science 4 (2024) 57–65; see `reporting_rates`. With one
rate before and one after, their sums are all that the method needs.
"""

import math
from dataclasses import dataclass
from typing import Final

from peygir.outlook.insight.methods.unreported import MOST_ERROR

REPORTED_WITHIN: Final = 30.0
"""Days within which an incident is reported, or counts as never reported."""
Z90: Final = 1.6448536269514722
FEWEST_AGAIN: Final = 10
"""With fewer repeated reports before or after, nothing is said."""


@dataclass(frozen=True, slots=True)
class RepeatedReports:
    """Closed cases: how many, the reports after their first ones, the days that they were open, Σ again² / days."""

    cases: int
    again: int
    days: float
    squares: float


@dataclass(frozen=True, slots=True)
class ReportingChange:
    """The share of incidents that are reported, before and after; what the change does to the logarithm of a count.

    `log_change` is ln(after / before): it is taken off an effect on a number of cases.
    """

    before: float
    after: float
    log_change: float
    error: float


def reporting_change(before: RepeatedReports, after: RepeatedReports) -> ReportingChange | None:
    """Return how the share of reported incidents changed; None if too little was reported again to say so."""
    if min(before.again, after.again) < FEWEST_AGAIN:
        return None
    known = [_reported(each) for each in (before, after)]
    if any(error > MOST_ERROR for _share, _slope, error in known):
        return None
    (share_before, *_rest), (share_after, *_more) = known
    variance = sum((slope * error) ** 2 for _share, slope, error in known)
    return ReportingChange(share_before, share_after, math.log(share_after / share_before), math.sqrt(variance))


def reported_interval(sums: RepeatedReports) -> tuple[float, float, float] | None:
    """Return the share of incidents that is reported as low, likely and high (90 %); None if too little is known."""
    if sums.again < FEWEST_AGAIN or sums.days <= 0:
        return None
    share, slope, error = _reported(sums)
    if error > MOST_ERROR:
        return None
    half = Z90 * slope * error
    return share * math.exp(-half), share, min(1.0, share * math.exp(half))


def _reported(sums: RepeatedReports) -> tuple[float, float, float]:
    """The share that is reported, by what ln(share) changes with ln(rate), and the standard error of ln(rate)."""
    rate = sums.again / sums.days
    # Pearson's χ² of counts with the means rate · days: Σ (again - mean)² / mean.
    pearson = sums.squares / rate - 2 * sums.again + rate * sums.days
    dispersion = max(1.0, pearson / max(1, sums.cases - 1))
    expected = rate * REPORTED_WITHIN
    share = -math.expm1(-expected)
    return share, expected * math.exp(-expected) / share, math.sqrt(dispersion / sums.again)

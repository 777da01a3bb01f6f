"""Confidence intervals of a share, and how many flawless visits show that a share is small."""

import math
from typing import Final

Z95: Final = 1.959963984540054
"""The standard normal quantile of a two-sided 95 % interval."""


def normal_quantile(confidence: float) -> float:
    """Return the standard normal quantile of a two-sided interval, such as 1.96 for 0.95."""
    if confidence == 0.95:
        return Z95
    from scipy.special import ndtri

    return float(ndtri((1 + confidence) / 2))


def wilson(count: float, n: float, *, confidence: float = 0.95) -> tuple[float, float]:
    """Return the Wilson score interval of the share `count / n` as (low, high), without continuity correction.

    `n` may be an effective sample size that is no whole number. Without observations (`n` is 0) the interval is (0, 1).
    Powers are written as products, whose last digit, unlike that of C's `pow`, is the same on every machine.
    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927) 209–212.
    """
    if n <= 0:
        return 0.0, 1.0
    z = normal_quantile(confidence)
    z2 = z * z
    share = count / n
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = z * math.sqrt(max(share * (1 - share), 0.0) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    low = 0.0 if count <= 0 else max(0.0, centre - half)
    return low, (1.0 if count >= n else min(1.0, centre + half))


def clopper_pearson(count: int, n: int, *, confidence: float = 0.95) -> tuple[float, float]:
    """Return the exact interval of the share `count / n` as (low, high); (0, 1) without observations.

    Source: C. J. Clopper and E. S. Pearson, The use of confidence or fiducial limits, Biometrika 26 (1934) 404–413.
    """
    from scipy.special import betaincinv

    tail = (1 - confidence) / 2
    low = 0.0 if count == 0 else float(betaincinv(count, n - count + 1, tail))
    high = 1.0 if count == n else float(betaincinv(count + 1, n - count, 1 - tail))
    return low, high


def zero_defect_visits(share: float, *, confidence: float = 0.95) -> int:
    """Return how many visits without a defect show that the share of defects is below `share` (0 < share < 1).

    The smallest n with `(1 - share) ** n <= 1 - confidence`: with a larger true share so many flawless visits in a
    row are improbable. Source: success-run theorem, as in G. J. Hahn and W. Q. Meeker, Statistical Intervals (1991).
    """
    visits = math.ceil(math.log(1 - confidence) / math.log(1 - share))
    # The quotient of two logarithms can lie a rounding error beside a whole number.
    return visits - 1 if visits > 1 and (1 - share) ** (visits - 1) <= 1 - confidence else visits


def zero_defect_bound(visits: float, *, confidence: float = 0.95) -> float:
    """Return the share below which the true share of defects lies after so many visits without a defect.

    `visits` may be an effective sample size.
    """
    return 1.0 if visits <= 0 else float(1 - (1 - confidence) ** (1 / visits))

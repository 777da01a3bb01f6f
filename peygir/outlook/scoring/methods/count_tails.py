"""How improbable a count is whose variance may be larger than its mean: tails of Poisson and negative binomial."""

import math
from typing import Final

_CLOSE: Final = 1e-9


def chance_of_more(count: int, mean: float, variance: float) -> float:
    """Return the probability of this count or more: negative binomial, or Poisson if the variance is at most the mean.

    The negative binomial distribution is the one with this mean and variance.
    """
    from scipy.special import betainc, gammainc

    if count <= 0:
        return 1.0
    if mean <= 0:
        return 0.0
    if variance <= mean * (1 + _CLOSE):
        return float(gammainc(count, mean))
    return float(betainc(count, mean**2 / (variance - mean), 1 - mean / variance))


def upper_quantile(alpha: float, mean: float, variance: float) -> int:
    """Return the smallest count that is exceeded with a probability of at most `alpha`."""
    low, high = -1, max(4, math.ceil(mean + 4 * math.sqrt(max(mean, variance))))
    while chance_of_more(high + 1, mean, variance) > alpha:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        if chance_of_more(middle + 1, mean, variance) > alpha:
            low = middle
        else:
            high = middle
    return high

"""Sums and moving averages that notice a small lasting rise (CUSUM, EWMA), and how long they run until they signal."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from peygir.outlook.scoring.methods.count_tails import chance_of_more

Numbers = npt.NDArray[np.float64]
Sides = Literal[1, 2]
FEWEST_NODES: Final = 64
MOST_NODES: Final = 1000
_EDGE: Final = 1e-12


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """The statistic after a value (upwards, and downwards for two sides), and whether it signals."""

    high: float
    low: float
    is_signal: bool


def score_of_count(count: int, mean: float, variance: float) -> float:
    """Return a count on the scale of the standard normal distribution: the quantile of its mid-probability.

    The count is Poisson or negative binomial with this mean and variance.
    """
    from scipy.special import ndtri

    above, from_here = chance_of_more(count + 1, mean, variance), chance_of_more(count, mean, variance)
    return -float(ndtri(min(max((above + from_here) / 2, _EDGE), 1 - _EDGE)))


def cusum(scores: Sequence[float], *, k: float = 0.5, h: float = 5.0, headstart: float = 0.0) -> list[ChartPoint]:
    """Return the CUSUM of standardised values: S⁺ = max(0, S⁺ + x - k), S⁻ = max(0, S⁻ - x - k); above h it signals.

    Both begin at `headstart` and go on after a signal. Source: E. S. Page, Biometrika 41 (1954) 100–115.
    """
    high = low = headstart
    points = []
    for score in scores:
        high, low = max(0.0, high + score - k), max(0.0, low - score - k)
        points.append(ChartPoint(high, low, high > h or low > h))
    return points


def ewma(scores: Sequence[float], *, weight: float = 0.2, width: float = 2.962) -> list[ChartPoint]:
    """Return the moving average Z = weight · x + (1 - weight) · Z of standardised values, from Z = 0.

    It signals beyond ± `width` asymptotic standard deviations, √(weight / (2 - weight)). Source: S. W. Roberts,
    Technometrics 1 (1959) 239–250.
    """
    limit, average = width * math.sqrt(weight / (2 - weight)), 0.0
    points = []
    for score in scores:
        average = weight * score + (1 - weight) * average
        points.append(ChartPoint(average, -average, abs(average) > limit))
    return points


def cusum_run_length(shift: float, *, k: float, h: float, headstart: float = 0.0, sides: Sides = 2) -> float:
    """Return the mean number of values until a CUSUM signals; the values are normal with mean `shift` and variance 1.

    From Page's integral equation by Gauss–Legendre quadrature. Two sides run together: with their own run lengths u and
    v from the start and from the head start, (u' v + u v' - u v)/(u + v), u' and v' being those from the head start.
    Source: J. M. Lucas and R. B. Crosier, Fast initial response for CUSUM quality-control schemes, Technometrics 24
    (1982) 199–205.
    """
    up, up_ahead = _one_sided(shift, k, h, headstart)
    if sides == 1:
        return up_ahead
    down, down_ahead = _one_sided(-shift, k, h, headstart)
    # As quotients of the larger one, which may be beyond all numbers.
    return (up_ahead * (down / (up + down))) + (down_ahead * (up / (up + down))) - up * (down / (up + down))


def ewma_run_length(shift: float, *, weight: float, width: float) -> float:
    """Return the mean number of values until a two-sided EWMA signals that begins at its centre.

    The values are normal with mean `shift` and variance 1; the limits are the asymptotic ones. From the integral
    equation by Gauss–Legendre quadrature. Sources: S. V. Crowder, Technometrics 29 (1987) 401–407; J. M. Lucas and
    M. S. Saccucci, Exponentially weighted moving average control schemes, Technometrics 32 (1990) 1–12.
    """
    limit = width * math.sqrt(weight / (2 - weight))
    places, shares = _nodes(-limit, limit, weight)
    kernel = _density((places - (1 - weight) * places[:, None]) / weight - shift) * (shares / weight)
    lengths = np.linalg.solve(np.eye(len(places)) - kernel, np.ones(len(places)))
    return 1 + float(_density(places / weight - shift) @ (shares / weight * lengths))


def _one_sided(shift: float, k: float, h: float, headstart: float) -> tuple[float, float]:
    """Return the run lengths of an upper CUSUM from 0 and from the head start."""
    places, shares = _nodes(0.0, h, 1.0)
    starts = np.concatenate([[0.0], places])
    # The last column of each start but the first: to 0; the others: to the nodes.
    from scipy.special import ndtr

    to_zero = ndtr(k - starts - shift)
    to_nodes = _density(places + k - starts[:, None] - shift) * shares
    moves = np.column_stack([to_zero, to_nodes])
    lengths = np.linalg.solve(np.eye(len(starts)) - moves, np.ones(len(starts)))
    ahead = 1 + lengths[0] * ndtr(k - headstart - shift)
    ahead += _density(places + k - headstart - shift) @ (shares * lengths[1:])
    return float(lengths[0]), float(ahead)


def _nodes(low: float, high: float, scale: float) -> tuple[Numbers, Numbers]:
    """Return Gauss–Legendre nodes and weights, dense enough for a normal density of this standard deviation."""
    number = int(np.clip(8 * (high - low) / scale, FEWEST_NODES, MOST_NODES))
    places, shares = np.polynomial.legendre.leggauss(number)
    half = (high - low) / 2
    return low + half * (places + 1), half * shares


def _density(values: Numbers) -> Numbers:
    return np.asarray(np.exp(-(values**2) / 2) / math.sqrt(2 * math.pi))

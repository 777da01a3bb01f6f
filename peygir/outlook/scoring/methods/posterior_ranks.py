"""What is known of the ranks of units whose rates have a joint posterior: rank 1 is the lowest rate."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from peygir.outlook.scoring.methods.quadrature import PanelGrid

Numbers = npt.NDArray[np.float64]
MOST_EXACT: Final = 60
"""Units up to which the distribution of a rank is computed exactly; above, by a normal approximation with skewness."""


@dataclass(frozen=True, slots=True)
class PosteriorRank:
    """The mean and median rank of a unit with an interval, and the probabilities of the last and the first rank."""

    mean: float
    median: int
    low: int
    high: int
    last: float
    first: float


def posterior_ranks(
    grid: PanelGrid, weights: Numbers, densities: Numbers, marginals: Numbers, likelihoods: Numbers, *, level: float
) -> list[PosteriorRank]:
    """Return the ranks of units, given for some nodes of the parameters their weights.

    `densities` are those of rates among units at the points (columns) for each node, `marginals` the probability of
    each unit's data (columns) for each node, `likelihoods` those of the points (rows) for each unit (columns). Given a
    node, the units are independent, and the number of units below a rate is a sum of independent events.
    """
    units = likelihoods.shape[1]
    means, last, first, sums = np.zeros(units), np.zeros(units), np.zeros(units), np.zeros((units, units))
    for weight, own in _nodes(weights, densities, marginals, likelihoods):
        below = np.clip(grid.cumulative(own), 0.0, 1.0).T
        mass = own.T * grid.weights[:, None] * weight
        means += (mass * (below.sum(axis=1, keepdims=True) - below)).sum(axis=0)
        last += _all_others(mass, below)
        first += _all_others(mass, 1 - below)
        sums += _rank_sums(mass, below)
    return [_rank(*values, level) for values in zip(1 + means, last, first, sums, strict=True)]


def _nodes(
    weights: Numbers, densities: Numbers, marginals: Numbers, likelihoods: Numbers
) -> Iterator[tuple[float, Numbers]]:
    """Yield the weight of each node, and the posterior density of each unit (rows) there."""
    for weight, density, marginal in zip(weights, densities, marginals, strict=True):
        yield float(weight), (likelihoods * density[:, None] / marginal).T


def _all_others(mass: Numbers, chances: Numbers) -> Numbers:
    """Return for each unit the probability that what has these chances at a rate holds for all other units."""
    logs = np.log(np.maximum(chances, 1e-300))
    return np.asarray((mass * np.exp(np.minimum(0.0, logs.sum(axis=1, keepdims=True) - logs))).sum(axis=0))


def _rank_sums(mass: Numbers, below: Numbers) -> Numbers:
    """Return for each unit (rows) the probability that at most k other units (columns) lie below it."""
    if below.shape[1] > MOST_EXACT:
        counts = _approximate_sums(below)
        shifted = np.concatenate((counts[:, 1:], np.ones((len(counts), 1))), axis=1)
        # Leaving out the unit itself moves the distribution down by the chance that it is counted.
        return np.asarray((mass * (1 - below)).T @ counts + (mass * below).T @ shifted)
    chances = _exact_chances(below)
    rows = [mass[:, unit] @ np.cumsum(_without(chances, below[:, unit]), axis=1) for unit in range(below.shape[1])]
    return np.asarray(rows)


def _exact_chances(below: Numbers) -> Numbers:
    """Return at each point (rows) the probability that exactly k units (columns, 0 to all) lie below it."""
    chances = np.zeros((len(below), below.shape[1] + 1))
    chances[:, 0] = 1.0
    for unit in range(below.shape[1]):
        is_below = below[:, unit][:, None]
        chances[:, 1:] = chances[:, 1:] * (1 - is_below) + chances[:, :-1] * is_below
        chances[:, :1] *= 1 - is_below
    return chances


def _without(chances: Numbers, below: Numbers) -> Numbers:
    """Return the same without one unit: the sum is taken apart from the side where no error grows."""
    size = chances.shape[1] - 1
    rest = np.zeros((len(chances), size))
    is_mostly_above = below <= 0.5
    up, down = below[is_mostly_above], below[~is_mostly_above]
    left = np.zeros(len(up))
    for count in range(size):
        left = (chances[is_mostly_above, count] - up * left) / (1 - up)
        rest[is_mostly_above, count] = left
    left = np.zeros(len(down))
    for count in range(size - 1, -1, -1):
        left = (chances[~is_mostly_above, count + 1] - (1 - down) * left) / down
        rest[~is_mostly_above, count] = left
    return np.clip(rest, 0.0, 1.0)


def _approximate_sums(below: Numbers) -> Numbers:
    """Return at each point (rows) about the probability that at most k units (columns, from 0) lie below it.

    Source: A. Y. Volkova, A refinement of the central limit theorem for sums of independent random indicators, Theory
    of Probability and its Applications 40 (1996) 791–794.
    """
    spread = below * (1 - below)
    mean, variance = below.sum(axis=1), np.maximum(spread.sum(axis=1), 1e-12)
    skewness = (spread * (1 - 2 * below)).sum(axis=1) / variance**1.5
    counts = np.arange(below.shape[1])
    z = (counts[None, :] + 0.5 - mean[:, None]) / np.sqrt(variance)[:, None]
    density = np.exp(-0.5 * z**2) / np.sqrt(2 * np.pi)
    return np.asarray(np.clip(ndtr(z) + skewness[:, None] * (1 - z**2) * density / 6, 0.0, 1.0))


def _rank(mean: float, last: float, first: float, sums: Numbers, level: float) -> PosteriorRank:
    """Return the summary of one unit: a quantile is the first rank at which the sum reaches the level."""
    tail = (1 - level) / 2
    low, median, high = (
        int(np.argmax(sums >= share - 1e-9)) + 1 if sums[-1] >= share - 1e-9 else len(sums)
        for share in (tail, 0.5, 1 - tail)
    )
    return PosteriorRank(float(mean), median, low, high, min(1.0, float(last)), min(1.0, float(first)))

"""Rates of units drawn towards their common mean as far as chance explains their difference: hierarchical models.

Everything is computed by quadrature, without random numbers: the same input gives the same output.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from peygir.outlook.scoring.methods.posterior_ranks import PosteriorRank, posterior_ranks
from peygir.outlook.scoring.methods.quadrature import quantiles
from peygir.outlook.scoring.methods.rate_models import MODELS
from peygir.outlook.scoring.methods.rate_posterior import RatePosterior

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ShrunkRate:
    """The posterior mean of a unit's rate with its interval, and what is known of its rank."""

    mean: float
    low: float
    high: float
    rank: PosteriorRank


@dataclass(frozen=True, slots=True)
class Shrinkage:
    """The estimate and interval of the population's rate, the mean of the spread, and the units."""

    mean: float
    low: float
    high: float
    spread: float
    units: tuple[ShrunkRate, ...]


def shrunk_rates(
    events: Sequence[float], n: Sequence[float], *, model: str = "logit-normal", level: float = 0.95
) -> Shrinkage:
    """Return the rates of units under a model of MODELS, given events and sizes.

    At least two units must have a rate inside the model's range (`is_enough`). A unit of size 0 gets what is known of
    any unit. The prior of the spread below what the data could show is put on the smallest spread looked at.
    """
    counts, sizes = np.asarray(events, dtype=np.float64), np.asarray(n, dtype=np.float64)
    posterior = RatePosterior(MODELS[model], counts, sizes)
    densities = posterior.unit_densities()
    means, (lows, highs) = _means(posterior, densities), _ends(posterior, densities, level)
    ranks = posterior_ranks(*posterior.for_ranks(densities), level=level)
    place_low, place_high = (posterior.place_quantile(tail) for tail in _tails(level))
    return Shrinkage(
        mean=_population(posterior),
        low=float(posterior.model.mean(np.array([place_low]), np.zeros(1))[0]),
        high=float(posterior.model.mean(np.array([place_high]), np.zeros(1))[0]),
        spread=posterior.expected(np.exp(posterior.log_spreads)),
        units=tuple(
            ShrunkRate(float(mean), float(low), float(high), rank)
            for mean, low, high, rank in zip(means, lows, highs, ranks, strict=True)
        ),
    )


def shrunk_intervals(
    events: Sequence[float], n: Sequence[float], *, model: str = "logit-normal", level: float = 0.95
) -> tuple[Numbers, Numbers, Numbers]:
    """Return the means of the units' rates and the lower and upper ends of their intervals, each by unit.

    The same as `shrunk_rates` without the ranks, which take most of its time.
    """
    counts, sizes = np.asarray(events, dtype=np.float64), np.asarray(n, dtype=np.float64)
    posterior = RatePosterior(MODELS[model], counts, sizes)
    densities = posterior.unit_densities()
    return _means(posterior, densities), *_ends(posterior, densities, level)


def _means(posterior: RatePosterior, densities: Numbers) -> Numbers:
    return np.asarray(densities @ (posterior.grid.weights * posterior.model.rate(posterior.grid.points)))


def _ends(posterior: RatePosterior, densities: Numbers, level: float) -> tuple[Numbers, Numbers]:
    low, high = (posterior.model.rate(quantiles(posterior.grid, densities, tail)) for tail in _tails(level))
    return low, high


def _tails(level: float) -> tuple[float, float]:
    return (1 - level) / 2, (1 + level) / 2


def _population(posterior: RatePosterior) -> float:
    """Return the posterior mean of the population's rate, or the median if rates have no limit and perhaps no mean."""
    model = posterior.model
    if model.is_bounded:
        return posterior.expected(model.mean(posterior.places, posterior.log_spreads))
    return float(model.mean(np.array([posterior.place_quantile(0.5)]), np.zeros(1))[0])


def is_enough(events: Sequence[float], n: Sequence[float], *, model: str = "logit-normal") -> bool:
    """Whether the posterior is finite: two units must have events, and (unless Poisson) cases without one too."""
    is_poisson = model == "gamma-poisson"
    inside = [count > 0 and (is_poisson or count < size) for count, size in zip(events, n, strict=True)]
    return sum(inside) >= 2

"""The models of shrinkage: how the rates of units scatter around a common mean, and what their counts say of each."""

from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt
from scipy.special import betaln, expit, gammaln, logit

Numbers = npt.NDArray[np.float64]
GAMMA: Final = 0.001
"""Shape and rate of the gamma prior of 1/σ² in the logit-normal model."""


class RateModel(Protocol):
    """A model with a place (the mean) and a log spread; a unit's rate r stands on the model's scale as t.

    Counts of events and sizes n are vectors over units.
    """

    @property
    def largest_spread(self) -> float:
        """The largest spread that is possible."""

    def rate(self, t: Numbers) -> Numbers:
        """Return the rates of places on the scale."""

    def guesses(self, events: Numbers, n: Numbers) -> tuple[Numbers, Numbers]:
        """Return for each unit about where on the scale it lies, and its standard error there."""

    def log_likelihood(self, t: Numbers, events: Numbers, n: Numbers) -> Numbers:
        """Return the log-likelihood of each t (rows) for each unit (columns), up to a constant of the unit."""

    def log_density(self, t: Numbers, place: Numbers, log_spread: Numbers) -> Numbers:
        """Return the log density of each t (columns) among units, for each pair of parameters (rows)."""

    def log_prior(self, place: Numbers, log_spread: Numbers) -> Numbers:
        """Return the log prior density of (place, log spread), up to a constant."""

    def mean(self, place: Numbers, log_spread: Numbers) -> Numbers:
        """Return the rate that is reported as that of the population."""

    def reach(self, place: float, log_spread: float) -> tuple[float, float]:
        """Return how far below and above its place units may lie on the scale."""


@dataclass(frozen=True, slots=True)
class LogitNormal:
    """Events are binomial, the logit of the rate is normal N(μ, σ²); μ is flat, 1/σ² is Gamma(.001, .001).

    The spread is σ, at most 20. The population's rate is that at μ. Source: the example "Surgical" of D. Spiegelhalter,
    A. Thomas, N. Best and W. Gilks, BUGS examples, volume 1 (1996).
    """

    largest_spread: float = 20.0

    def rate(self, t: Numbers) -> Numbers:
        return np.asarray(expit(t))

    def guesses(self, events: Numbers, n: Numbers) -> tuple[Numbers, Numbers]:
        return np.asarray(logit((events + 0.5) / (n + 1))), np.sqrt(1 / (events + 0.5) + 1 / (n - events + 0.5))

    def log_likelihood(self, t: Numbers, events: Numbers, n: Numbers) -> Numbers:
        logs = -np.logaddexp(0, -t)[:, None] * events - np.logaddexp(0, t)[:, None] * (n - events)
        return np.asarray(logs)

    def log_density(self, t: Numbers, place: Numbers, log_spread: Numbers) -> Numbers:
        distance = (t[None, :] - place[:, None]) / np.exp(log_spread)[:, None]
        return np.asarray(-0.5 * distance**2 - log_spread[:, None] - 0.5 * np.log(2 * np.pi))

    def log_prior(self, place: Numbers, log_spread: Numbers) -> Numbers:
        return np.asarray(-2 * GAMMA * log_spread - GAMMA * np.exp(-2 * log_spread))

    def mean(self, place: Numbers, log_spread: Numbers) -> Numbers:
        return np.asarray(expit(place))

    def reach(self, place: float, log_spread: float) -> tuple[float, float]:
        return 9 * float(np.exp(log_spread)), 9 * float(np.exp(log_spread))


@dataclass(frozen=True, slots=True)
class BetaBinomial:
    """Events are binomial, rates are Beta(a, b); a / (a + b) and (a + b) ** -1/2 are uniform.

    The spread is (a + b) ** -1/2, at most 3, the scale the logit. Source: A. Gelman et al., Bayesian Data Analysis, 3rd
    edition (2013), section 5.3.
    """

    largest_spread: float = 3.0

    def rate(self, t: Numbers) -> Numbers:
        return np.asarray(expit(t))

    def guesses(self, events: Numbers, n: Numbers) -> tuple[Numbers, Numbers]:
        return LogitNormal().guesses(events, n)

    def log_likelihood(self, t: Numbers, events: Numbers, n: Numbers) -> Numbers:
        return LogitNormal().log_likelihood(t, events, n)

    def log_density(self, t: Numbers, place: Numbers, log_spread: Numbers) -> Numbers:
        total = np.exp(-2 * log_spread)
        a, b = total * expit(place), total * expit(-place)
        logs = a[:, None] * -np.logaddexp(0, -t)[None, :] - b[:, None] * np.logaddexp(0, t)[None, :]
        return np.asarray(logs - betaln(a, b)[:, None])

    def log_prior(self, place: Numbers, log_spread: Numbers) -> Numbers:
        return np.asarray(-np.logaddexp(0, -place) - np.logaddexp(0, place) + log_spread)

    def mean(self, place: Numbers, log_spread: Numbers) -> Numbers:
        return np.asarray(expit(place))

    def reach(self, place: float, log_spread: float) -> tuple[float, float]:
        total = float(np.exp(-2 * log_spread))
        return _tail(total * float(expit(place))), _tail(total * float(expit(-place)))


@dataclass(frozen=True, slots=True)
class GammaPoisson:
    """Events are Poisson with mean rate times n, rates are gamma variables; n may be an expectation.

    Uniform are the logarithm of the mean and the coefficient of variation, which is the spread, at most 3; the scale is
    the logarithm. The prior is the limit of the beta-binomial one for rare events.
    """

    largest_spread: float = 3.0

    def rate(self, t: Numbers) -> Numbers:
        return np.exp(t)

    def guesses(self, events: Numbers, n: Numbers) -> tuple[Numbers, Numbers]:
        return np.log((events + 0.5) / np.maximum(n, 0.5)), 1 / np.sqrt(events + 0.5)

    def log_likelihood(self, t: Numbers, events: Numbers, n: Numbers) -> Numbers:
        return t[:, None] * events - np.exp(t)[:, None] * n

    def log_density(self, t: Numbers, place: Numbers, log_spread: Numbers) -> Numbers:
        shape = np.exp(-2 * log_spread)
        distance = t[None, :] - place[:, None]
        terms = shape[:, None] * (distance - np.exp(distance))
        return np.asarray(terms + (shape * np.log(shape) - gammaln(shape))[:, None])

    def log_prior(self, place: Numbers, log_spread: Numbers) -> Numbers:
        return np.asarray(log_spread + 0 * place)

    def mean(self, place: Numbers, log_spread: Numbers) -> Numbers:
        return np.exp(place)

    def reach(self, place: float, log_spread: float) -> tuple[float, float]:
        shape = float(np.exp(-2 * log_spread))
        return _tail(shape), float(np.log1p((72 / shape) ** 0.5 + 36 / shape))


def _tail(shape: float) -> float:
    """Return how far down the logarithm of a gamma variable of this shape reaches, but for a share of 1e-15."""
    return float(9 / shape**0.5 + 36 / shape)


MODELS: Final[dict[str, RateModel]] = {
    "logit-normal": LogitNormal(),
    "beta-binomial": BetaBinomial(),
    "gamma-poisson": GammaPoisson(),
}

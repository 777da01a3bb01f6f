"""The posterior of a model of rates: its two parameters on nodes that fit it, the rates of units on a fine grid."""

from collections.abc import Callable
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.special import sici

from peygir.outlook.scoring.methods.quadrature import PanelGrid, panel_grid
from peygir.outlook.scoring.methods.rate_models import RateModel

Numbers = npt.NDArray[np.float64]
SPREADS: Final = 33
PLACES: Final = 25
NEGLIGIBLE: Final = 18.0
"""Log density below the greatest at which a place no longer matters: exp(-18) is 1.5e-8."""
NEGLIGIBLE_SPREAD: Final = 13.0
"""The same for a log spread: exp(-13) is 2e-6. With few units large spreads lose their weight slowly."""
ZOOMS: Final = 15
TIGHT: Final = 0.6
"""Share of the nodes that must matter."""
PANEL: Final = 1.2
WIDEST_ERROR: Final = 0.7
"""A panel is at most so many standard errors wide; a likelihood of few events is less smooth than its error says."""
SMALLEST_SPREAD: Final = 0.05
"""Of the median standard error of the units; a smaller spread cannot be told from none."""
NO_MASS: Final = 1e-9
"""Probability of a panel, for the unit that is likeliest there, below which it is left out for ranks."""
MANY_UNITS: Final = 100
HEAVY: Final = 1e-4
"""Share of the greatest weight below which a node is left out where ranks are computed."""


class RatePosterior:
    """The posterior of (place, log spread) at nodes, and the likelihoods of units at points of the model's scale.

    For each log spread there are nodes at places of its own, because large spreads leave the place open.
    """

    def __init__(self, model: RateModel, events: Numbers, n: Numbers) -> None:
        """Find the nodes. At least two units have events (and cases without one); a size may be 0."""
        self.model, self.events, self.n = model, events, n
        self.centres, self.errors = model.guesses(events, n)
        known = n > 0
        self._ends = float(self.centres[known].min()), float(self.centres[known].max())
        self._floor = float(np.log(SMALLEST_SPREAD * np.median(self.errors[known])))
        self.spread_axis: Numbers = np.linspace(self._floor, np.log(model.largest_spread), SPREADS)
        self.lows, self.highs = self._wide(self.spread_axis)
        self._evaluate()
        for _ in range(ZOOMS):
            if self._is_fitting():
                break
            self._fit()
            self._evaluate()

    def _wide(self, spread_axis: Numbers) -> tuple[Numbers, Numbers]:
        """Return for each log spread places far outside of which the mean does not lie."""
        margin = 2 + (self._ends[1] - self._ends[0]) + np.exp(spread_axis)
        return self._ends[0] - margin, self._ends[1] + margin

    def _evaluate(self) -> None:
        """Compute densities, marginal likelihoods and weights at the nodes: those of one log spread lie together."""
        shares = np.linspace(0, 1, PLACES)
        self.place_axes: Numbers = self.lows[:, None] + (self.highs - self.lows)[:, None] * shares
        self.places, self.log_spreads = self.place_axes.ravel(), np.repeat(self.spread_axis, PLACES)
        self.grid = self._grid()
        logs = self.model.log_likelihood(self.grid.points, self.events, self.n)
        self.likelihoods: Numbers = np.exp(logs - logs.max(axis=0))
        self.densities: Numbers = np.exp(self.model.log_density(self.grid.points, self.places, self.log_spreads))
        marginals = (self.densities * self.grid.weights) @ self.likelihoods
        # Where the parameters do not matter, the marginals may underflow.
        self.marginals: Numbers = np.maximum(marginals, np.finfo(np.float64).tiny)
        self.logs: Numbers = (np.log(self.marginals).sum(axis=1) + self._log_prior()).reshape(SPREADS, PLACES)
        steps = (self.highs - self.lows)[:, None]
        weights = steps * np.exp(self.logs - self.logs.max())
        self.weights: Numbers = (weights / weights.sum()).ravel()

    def _is_fitting(self) -> bool:
        """Whether the nodes hold what matters and little else."""
        places, spreads = self._matters()
        inside = ~places[:, 0] & ~places[:, -1]
        is_tight = places[spreads].mean() >= TIGHT and spreads.mean() >= TIGHT
        return bool(is_tight and inside[spreads].all())

    def _matters(self) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
        """Return which places matter for each spread, and which spreads do."""
        places = self.logs > self.logs.max(axis=1, keepdims=True) - NEGLIGIBLE
        spreads = np.log(np.maximum(self.weights.reshape(SPREADS, PLACES).sum(axis=1), 1e-300))
        return places, spreads > spreads.max() - NEGLIGIBLE_SPREAD

    def _fit(self) -> None:
        """Narrow, or widen, the nodes to what matters and one step more on either side."""
        places, spreads = self._matters()
        steps = (self.highs - self.lows) / (PLACES - 1)
        first, last = places.argmax(axis=1), PLACES - 1 - places[:, ::-1].argmax(axis=1)
        # A place at the edge that matters is followed outwards faster.
        lows = self.lows + steps * np.where(places[:, 0], -PLACES / 4, first - 1)
        highs = self.lows + steps * np.where(places[:, -1], 1.25 * PLACES, last + 1)
        kept, step = np.flatnonzero(spreads), self.spread_axis[1] - self.spread_axis[0]
        top = min(float(np.log(self.model.largest_spread)), self.spread_axis[kept[-1]] + step)
        axis = np.linspace(max(self._floor, self.spread_axis[kept[0]] - step), top, SPREADS)
        self.lows, self.highs = np.interp(axis, self.spread_axis, lows), np.interp(axis, self.spread_axis, highs)
        self.spread_axis = axis

    def _log_prior(self) -> Numbers:
        """Return the log prior at the nodes; the first spread also stands for all smaller ones."""
        logs = self.model.log_prior(self.places, self.log_spreads)
        step = self.spread_axis[1] - self.spread_axis[0]
        below = self.spread_axis[0] - step * np.arange(0, 40 / step)
        at_zero = self.model.log_prior(np.zeros_like(below), below)
        extra = float(np.logaddexp.reduce(at_zero) - at_zero[0])
        return np.asarray(np.where(self.log_spreads == self.spread_axis[0], logs + extra, logs))

    def _grid(self) -> PanelGrid:
        """Return points so close that every likelihood, and every density of the nodes, is smooth between them."""
        reaches = [
            (low - self.model.reach(low, spread)[0], high + self.model.reach(high, spread)[1])
            for low, high, spread in zip(self.lows, self.highs, self.spread_axis, strict=True)
        ]
        return panel_grid(min(low for low, _high in reaches), max(high for _low, high in reaches), self._width())

    def _width(self) -> Callable[[float], float]:
        """Return how wide a panel may be that begins at a place of the scale."""
        # With few events the likelihood falls like exp(-distance · events), and an error is about events ** -1/2.
        reaches = 9 * self.errors + 30 * self.errors**2
        tops, bottoms = self.centres + reaches, self.centres - reaches
        widths, errors = PANEL * np.exp(self.spread_axis), PANEL * np.minimum(self.errors, WIDEST_ERROR)

        def width_at(t: float) -> float:
            distances = np.maximum(0.0, np.maximum(self.lows - t, t - self.highs))
            # Far away, a density falls the more slowly the further it reaches.
            width = float(np.maximum(widths, distances / 15).min())
            near = (t < tops) & (t > bottoms - width)
            return float(min(width, errors[near].min(initial=np.inf)))

        return width_at

    def expected(self, values: Numbers) -> float:
        """Return the posterior mean of a function of the parameters, given at the nodes."""
        return float(self.weights @ values)

    def unit_densities(self) -> Numbers:
        """Return the posterior density of each unit (rows) at the points."""
        shares = self.weights[:, None] / self.marginals
        return np.asarray((self.likelihoods * (self.densities.T @ shares)).T)

    def for_ranks(self, unit_densities: Numbers) -> tuple[PanelGrid, Numbers, Numbers, Numbers, Numbers]:
        """Return the points where units may lie, weights, densities and marginals of some nodes, and the likelihoods.

        Every second node each way suffices; with many units, whose ranks matter less to the place, every fourth spread
        and third place.
        """
        chosen = np.zeros((SPREADS, PLACES), dtype=bool)
        is_many = len(self.events) > MANY_UNITS
        chosen[:: 4 if is_many else 2, :: 3 if is_many else 2] = True
        weights = np.where(chosen.ravel(), self.weights, 0.0)
        nodes = np.flatnonzero(weights >= HEAVY * weights.max())
        grid, chosen = self.grid.panels_with(unit_densities.max(axis=0) * self.grid.weights, least=NO_MASS)
        densities, likelihoods = self.densities[nodes][:, chosen], self.likelihoods[chosen]
        return grid, weights[nodes] / weights[nodes].sum(), densities, self.marginals[nodes], likelihoods

    def place_quantile(self, level: float) -> float:
        """Return a quantile of the place: between its nodes, the density of each spread is a sum of sinc functions."""
        steps = np.repeat((self.highs - self.lows) / (PLACES - 1), PLACES)
        low, high = float(self.lows.min()), float(self.highs.max())
        for _ in range(60):
            middle = (low + high) / 2
            integrals, _cosines = sici(np.pi * (middle - self.places) / steps)
            below = float(self.weights @ (0.5 + integrals / np.pi))
            low, high = (middle, high) if below < level else (low, middle)
        return (low + high) / 2

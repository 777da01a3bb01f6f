"""Integrates densities that are narrow in known places: Gauss–Legendre points on panels of fitting width."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from numpy.polynomial import legendre

Numbers = npt.NDArray[np.float64]
POINTS: Final = 8
"""Points on each panel; exact for polynomials up to degree 15."""


@dataclass(frozen=True, slots=True)
class PanelGrid:
    """Points in ascending order with their weights, POINTS to a panel, and half the width of each panel."""

    points: Numbers
    weights: Numbers
    half_widths: Numbers

    def panels_with(self, masses: Numbers, *, least: float) -> tuple["PanelGrid", npt.NDArray[np.bool_]]:
        """Return the panels of which a mass given at the points is at least `least`, and which points those are."""
        kept = masses.reshape(-1, POINTS).sum(axis=1) >= least
        chosen = np.repeat(kept, POINTS)
        return PanelGrid(self.points[chosen], self.weights[chosen], self.half_widths[kept]), chosen

    def cumulative(self, densities: Numbers) -> Numbers:
        """Return the integrals from the beginning up to each point, of densities given at the points (last axis)."""
        shape = (*densities.shape[:-1], len(self.half_widths), POINTS)
        by_panel = densities.reshape(shape) * self.half_widths[:, None]
        within = by_panel @ _WITHIN
        totals = np.cumsum(by_panel @ _WEIGHTS, axis=-1)
        before = np.concatenate((np.zeros_like(totals[..., :1]), totals[..., :-1]), axis=-1)
        return np.asarray((within + before[..., None]).reshape(densities.shape))


def panel_grid(low: float, high: float, width_at: Callable[[float], float]) -> PanelGrid:
    """Return points from `low` to `high` on panels that begin at a place t and are `width_at(t)` wide."""
    edges = [low]
    while edges[-1] < high:
        edges.append(min(high, edges[-1] + width_at(edges[-1])))
    starts, ends = np.asarray(edges[:-1]), np.asarray(edges[1:])
    halves = (ends - starts) / 2
    points = ((starts + ends) / 2)[:, None] + halves[:, None] * _NODES
    return PanelGrid(points.ravel(), (halves[:, None] * _WEIGHTS).ravel(), halves)


def quantiles(grid: PanelGrid, densities: Numbers, level: float) -> Numbers:
    """Return for each row of densities (integral 1) the point below which the share `level` lies.

    Between two points the integral is the cubic that fits values and densities at both ends.
    """
    sums = grid.cumulative(densities)
    last = len(grid.points) - 2
    left = np.clip((sums < level).sum(axis=-1) - 1, 0, last)
    rows = np.arange(len(densities))
    start, end = grid.points[left], grid.points[left + 1]
    width = end - start
    below, above = sums[rows, left], sums[rows, left + 1]
    slope_below, slope_above = densities[rows, left] * width, densities[rows, left + 1] * width
    low, high = np.zeros(len(rows)), np.ones(len(rows))
    for _ in range(45):
        part = (low + high) / 2
        value = _cubic(part, below, above, slope_below, slope_above)
        low, high = np.where(value < level, part, low), np.where(value < level, high, part)
    return np.asarray(start + width * (low + high) / 2)


def _cubic(part: Numbers, below: Numbers, above: Numbers, slope_below: Numbers, slope_above: Numbers) -> Numbers:
    rest = 1 - part
    return (
        below * (1 + 2 * part) * rest**2
        + above * (1 + 2 * rest) * part**2
        + slope_below * part * rest**2
        - slope_above * rest * part**2
    )


def _made_within(nodes: Numbers) -> Numbers:
    """Return the integrals from -1 to each node (columns) of the polynomials that are 1 at one node (rows)."""
    series = np.linalg.inv(legendre.legvander(nodes, len(nodes) - 1))
    integrals = [legendre.legval(nodes, legendre.legint(series[:, row], lbnd=-1)) for row in range(len(nodes))]
    return np.asarray(integrals)


_NODES, _WEIGHTS = legendre.leggauss(POINTS)
_WITHIN: Final = _made_within(_NODES)

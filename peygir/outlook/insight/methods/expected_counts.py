"""How many reports a week lets expect: a quasi-Poisson model of five years in which past outbreaks count less."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from peygir.outlook.insight.methods.quasi_poisson import (
    CannotBeFitted,
    Numbers,
    Places,
    QuasiPoissonFit,
    fit_counts,
    predicted,
)
from peygir.outlook.scoring.methods.count_tails import chance_of_more, upper_quantile

WEEKS_A_YEAR: Final = 52.1775
YEARS: Final = 5
FEWEST_YEARS: Final = 2
HALF_WINDOW: Final = 3
"""Weeks to either side of the same week of a past year that share a level with it."""
LEVEL_WEEKS: Final = 5
LEVELS: Final = 10
RECENT: Final = 26
"""Weeks before the judged one that are left out: what goes on now shall not raise its own expectation."""
LEAST: Final = 0.5
"""Reports that weeks without any are taken to have had together: the mean of Jeffreys' prior for a Poisson rate."""
LARGE: Final = 2.58
"""Anscombe residuals beyond which a past week is down-weighted."""


@dataclass(frozen=True, slots=True)
class ExpectedWeek:
    """The expected count, the dispersion (at least 1), and the variance of the expectation for this dispersion.

    `has_trend` is False if the trend was left out, because it led beyond every past week.
    """

    mean: float
    dispersion: float
    uncertainty: float
    has_trend: bool

    def variance(self, *, with_uncertainty: bool = False) -> float:
        """Return the variance of the count; with that of the expectation itself, if wanted."""
        return self.dispersion * self.mean + (self.uncertainty if with_uncertainty else 0.0)

    def upper(self, alpha: float) -> int:
        """Return the smallest count that is exceeded with a probability of at most `alpha`."""
        return upper_quantile(alpha, self.mean, self.variance())

    def p_value(self, count: int) -> float:
        """Return the probability of this count or more."""
        return chance_of_more(count, self.mean, self.variance())


def expected_week(past: Sequence[float] | Numbers, *, years: int = YEARS, recent: int = RECENT) -> ExpectedWeek | None:
    """Return what is expected of the week after `past` (counts of weeks without a gap); None with too short a past.

    The logarithm of the mean is a line in time and a step function of the season with ten levels: one for the seven
    weeks around the same week of each year, and nine of five weeks. The last `recent` weeks are left out. Weeks whose
    Anscombe residual s is above 2.58 get weights in proportion to 1/s², and the model is fitted again. The trend is
    left out if it leads above the highest past week. Counts are taken as negative binomial with this mean and the
    dispersion of the fit. Where the weeks of the judged one's level had no reports, what is expected of each of them is
    LEAST over their number: that nothing was ever reported does not make one report impossible.

    Source: A. Noufaily, D. G. Enki, P. Farrington, P. Garthwaite, N. Andrews and A. Charlett, An improved algorithm for
    outbreak detection in multiple surveillance systems, Statistics in Medicine 32 (2013) 1206–1222.
    """
    counts = np.asarray(past, dtype=np.float64)
    weeks, levels = _baseline(len(counts), years, recent)
    if len(weeks) < FEWEST_YEARS * WEEKS_A_YEAR - recent:
        return None
    values = counts[weeks]
    if not values.any():
        return _rare_week(len(values))
    if not values[levels == 0].any():
        return _rare_week(int((levels == 0).sum()))
    steps = (levels[:, None] == np.unique(levels)[None, 1:]).astype(np.float64)
    times = (weeks - len(counts)) / WEEKS_A_YEAR
    with_trend = np.column_stack([np.ones(len(weeks)), steps, times])
    for design in (with_trend, with_trend[:, :-1]):
        try:
            fit = _reweighted(design, values)
        except CannotBeFitted:
            continue
        # The judged week has the first level, and the time 0.
        now = np.zeros((1, design.shape[1]))
        now[0, 0] = 1.0
        means, variances = predicted(fit, now)
        has_trend = design is with_trend
        if not has_trend or means[0] <= values.max():
            dispersion = max(1.0, fit.dispersion)
            return ExpectedWeek(float(means[0]), dispersion, dispersion * float(variances[0]), has_trend)
    return None


def _rare_week(weeks: int) -> ExpectedWeek:
    """Return what is expected after so many weeks without a report."""
    return ExpectedWeek(LEAST / weeks, 1.0, LEAST / weeks**2, has_trend=False)


def _baseline(judged: int, years: int, recent: int) -> tuple[Places, Places]:
    """Return the weeks that are looked at, and the level of the season of each, 0 for that of the judged week."""
    anchors = [judged - round(WEEKS_A_YEAR * year) for year in range(years + 1)]
    weeks = np.arange(max(0, anchors[-1] - HALF_WINDOW), max(0, judged - recent))
    levels = np.zeros(len(weeks), dtype=np.int64)
    for following, anchor in pairwise(anchors):
        away = weeks - (anchor + HALF_WINDOW + 1)
        is_between = (away >= 0) & (weeks < following - HALF_WINDOW)
        levels[is_between] = 1 + np.minimum(away[is_between] // LEVEL_WEEKS, LEVELS - 2)
    for anchor in anchors:
        levels[np.abs(weeks - anchor) <= HALF_WINDOW] = 0
    return weeks, levels


def _reweighted(design: Numbers, counts: Numbers) -> QuasiPoissonFit:
    fit = fit_counts(design, counts)
    residuals = _anscombe(counts, fit)
    weights = np.where(residuals > LARGE, 1 / np.maximum(residuals, LARGE) ** 2, 1.0)
    if weights.min() == 1:
        return fit
    return fit_counts(design, counts, weights=weights * (len(weights) / weights.sum()))


def _anscombe(counts: Numbers, fit: QuasiPoissonFit) -> Numbers:
    spread = np.sqrt(max(1.0, fit.dispersion) * np.maximum(1 - fit.leverages, 1e-9))
    return np.asarray(1.5 * (np.cbrt(counts) ** 2 - np.cbrt(fit.means) ** 2) / (fit.means ** (1 / 6) * spread))

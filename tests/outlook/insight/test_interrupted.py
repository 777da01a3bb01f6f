"""Interrupted time series: planted effects come back, and the fit is the maximum of the likelihood."""

import math

import numpy as np
import pytest

from peygir.outlook.insight.methods.interrupted import interrupted_series
from peygir.outlook.insight.methods.quasi_poisson import CannotBeFitted, Numbers, fit_counts, harmonics, predicted

MONTHS = 72
AFTER = (np.arange(MONTHS) >= 40).astype(float)
TIMES = np.arange(1, MONTHS + 1, dtype=float)


def series(seed: int, *, effect: float, dispersion: float = 2.0, slope: float = 0.0) -> tuple[Numbers, Numbers]:
    """Monthly counts with trend and season, and a change by `effect`."""
    rng = np.random.default_rng([137, seed])
    exposures = 300_000 + 500 * TIMES
    since = AFTER * (TIMES - TIMES[AFTER > 0].min())
    rates = (
        math.log(0.002) + 0.004 * TIMES + 0.15 * np.sin(2 * np.pi * TIMES / 12) + 0.05 * np.cos(4 * np.pi * TIMES / 12)
    )
    means = exposures * np.exp(rates + effect * AFTER + slope * since)
    gamma = rng.gamma(means / (dispersion - 1)) * (dispersion - 1)
    return rng.poisson(gamma).astype(float), exposures


def test_the_interval_covers_the_planted_effect_as_often_as_it_says() -> None:
    truth, covered, dispersions = math.log(0.885), 0, []
    for seed in range(200):
        counts, exposures = series(seed, effect=truth)
        result = interrupted_series(counts, exposures, AFTER)
        covered += result.level.low <= 0.885 <= result.level.high
        dispersions.append(result.dispersion)
    # 95 % of 200, three standard deviations of 3.1 below.
    assert covered >= 181
    assert np.mean(dispersions) == pytest.approx(2.0, abs=0.1)


def test_a_change_of_the_slope_is_told_from_a_change_of_the_level() -> None:
    counts, exposures = series(1, effect=0.0, slope=-0.02, dispersion=1.01)
    result = interrupted_series(counts, exposures, AFTER, with_slope=True)
    assert result.slope is not None
    assert result.slope.ratio == pytest.approx(math.exp(-0.02), abs=0.004)
    assert result.level.low < 1 < result.level.high
    assert result.trend.ratio == pytest.approx(math.exp(0.004), abs=0.002)
    assert result.count < result.expected


def test_the_score_equations_hold_and_exposure_is_an_offset() -> None:
    counts, exposures = series(2, effect=0.2)
    design = np.column_stack([np.ones(MONTHS), AFTER, TIMES, harmonics(TIMES, number=2, season=12)])
    fit = fit_counts(design, counts, offset=np.log(exposures))
    assert np.abs(design.T @ (counts - fit.means)).max() <= 1e-5 * counts.sum()
    assert fit.leverages.sum() == pytest.approx(design.shape[1])
    twice = interrupted_series(counts, 2 * exposures, AFTER)
    assert twice.level.ratio == pytest.approx(interrupted_series(counts, exposures, AFTER).level.ratio)
    weighted = fit_counts(design, counts, weights=np.full(MONTHS, 3.0))
    assert weighted.coefficients == pytest.approx(fit_counts(design, counts).coefficients, abs=1e-7)


def test_a_mean_and_its_error_are_those_of_the_book() -> None:
    counts = np.array([3.0, 5.0, 4.0, 8.0])
    fit = fit_counts(np.ones((4, 1)), counts)
    assert fit.means == pytest.approx([5, 5, 5, 5])
    # Pearson: (4 + 0 + 1 + 9)/5 over three degrees of freedom; var(log mean) = 1/Σ mean.
    assert fit.dispersion == pytest.approx(14 / 15)
    assert fit.error(0) == pytest.approx(math.sqrt(14 / 15 / 20))
    assert fit.error(0, least=1.0) == pytest.approx(math.sqrt(1 / 20))
    means, variances = predicted(fit, np.ones((1, 1)))
    assert (means[0], variances[0]) == pytest.approx((5, 25 / 20))


def test_what_cannot_be_told_is_refused() -> None:
    counts, exposures = series(3, effect=0)
    for after, values in ((np.zeros(MONTHS), counts), (np.ones(MONTHS), counts), (AFTER, np.zeros(MONTHS))):
        with pytest.raises(CannotBeFitted):
            interrupted_series(values, exposures, after)
    for side in (AFTER, 1 - AFTER):
        with pytest.raises(CannotBeFitted):
            interrupted_series(counts * side, exposures, AFTER)
    with pytest.raises(CannotBeFitted):
        interrupted_series(counts[:7], exposures[:7], np.array([0, 0, 0, 1, 1, 1, 1.0]))

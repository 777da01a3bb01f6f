"""Shrinkage: the published hospitals, and other ways to the same numbers."""

import numpy as np
import numpy.typing as npt
import pytest
from scipy.special import betaln, expit, gammaln

from peygir.outlook.scoring.methods.posterior_ranks import posterior_ranks
from peygir.outlook.scoring.methods.quadrature import panel_grid, quantiles
from peygir.outlook.scoring.methods.shrinkage import is_enough, shrunk_rates

# D. Spiegelhalter, A. Thomas, N. Best and W. Gilks, BUGS examples, volume 1 (1996), "Surgical": operations and deaths
# in twelve hospitals, A to L.
OPERATIONS = (47, 148, 119, 810, 211, 196, 148, 215, 207, 97, 256, 360)
DEATHS = (0, 18, 8, 46, 8, 13, 9, 31, 14, 8, 29, 24)
A, H = 0, 7
Numbers = npt.NDArray[np.float64]


def test_the_hospitals_of_bugs() -> None:
    result = shrunk_rates(DEATHS, OPERATIONS)
    assert result.mean == pytest.approx(0.0729, abs=0.001)
    assert result.spread == pytest.approx(0.40, abs=0.01)
    first, worst = result.units[A], result.units[H]
    assert (first.mean, first.low, first.high) == pytest.approx((0.053, 0.018, 0.093), abs=0.0015)
    assert (worst.mean, worst.low, worst.high) == pytest.approx((0.123, 0.083, 0.172), abs=0.0015)
    assert (worst.rank.median, worst.rank.low, worst.rank.high) == (12, 9, 12)
    assert (first.rank.median, first.rank.low, first.rank.high) == (2, 1, 10)
    assert worst.rank.last == pytest.approx(0.62, abs=0.015)


def test_the_hospitals_by_sampling() -> None:
    # A Gibbs sampler with 4,000 chains, 400,000 draws, of the same model: P(H is worst) .6306 (Monte Carlo error about
    # .002), mean rank of A 3.334 and of H 11.413, the population's rate .0532 to .0938.
    result = shrunk_rates(DEATHS, OPERATIONS)
    assert result.units[H].rank.last == pytest.approx(0.6306, abs=0.004)
    assert result.units[A].rank.mean == pytest.approx(3.334, abs=0.03)
    assert result.units[H].rank.mean == pytest.approx(11.413, abs=0.01)
    assert (result.low, result.high) == pytest.approx((0.0532, 0.0938), abs=0.0004)


def nodes(logs: Numbers) -> Numbers:
    weights = np.exp(logs - logs.max())
    return np.asarray(weights / weights.sum())


def test_the_beta_binomial_means_agree_with_a_grid_of_its_own() -> None:
    # Given a and b the mean of a unit is (a + events) / (a + b + n), so no integral over rates is needed.
    place, log_spread = np.meshgrid(np.linspace(-4.5, -0.5, 400), np.linspace(-6, 0, 400))
    total, share = np.exp(-2 * log_spread), expit(place)
    a, b = total * share, total * (1 - share)
    logs = log_spread + np.log(share * (1 - share))
    for events, n in zip(DEATHS, OPERATIONS, strict=True):
        logs += betaln(a + events, b + n - events) - betaln(a, b)
    weights, result = nodes(logs), shrunk_rates(DEATHS, OPERATIONS, model="beta-binomial")
    assert result.mean == pytest.approx(float((weights * share).sum()), abs=2e-5)
    for unit, events, n in zip(result.units, DEATHS, OPERATIONS, strict=True):
        assert unit.mean == pytest.approx(float((weights * (a + events) / (total + n)).sum()), abs=2e-5)


def test_the_gamma_poisson_means_agree_with_a_grid_of_its_own() -> None:
    expected, observed = (4.2, 11.0, 0.7, 25.5, 8.0, 13.3), (6, 9, 2, 41, 3, 12)
    place, log_spread = np.meshgrid(np.linspace(-2.5, 3, 400), np.linspace(-6, 3, 400))
    shape = np.exp(-2 * log_spread)
    rate = shape / np.exp(place)
    logs = log_spread.copy()
    for events, n in zip(observed, expected, strict=True):
        logs += gammaln(shape + events) - gammaln(shape) + shape * np.log(rate) - (shape + events) * np.log(rate + n)
    weights, result = nodes(logs), shrunk_rates(observed, expected, model="gamma-poisson")
    for unit, events, n in zip(result.units, observed, expected, strict=True):
        assert unit.mean == pytest.approx(float((weights * (shape + events) / (rate + n)).sum()), rel=5e-4)


@pytest.mark.parametrize("model", ["logit-normal", "beta-binomial", "gamma-poisson"])
def test_what_holds_for_every_model(model: str) -> None:
    events, n = [3, 10, 0, 55, 12, 0], [40, 90, 12, 300, 100, 0]
    result = shrunk_rates(events, n, model=model)
    units = result.units
    assert sum(unit.rank.last for unit in units) == pytest.approx(1, abs=1e-6)
    assert sum(unit.rank.first for unit in units) == pytest.approx(1, abs=1e-6)
    assert sum(unit.rank.mean for unit in units) == pytest.approx(21, abs=1e-6)
    for unit, count, size in zip(units[:-1], events, n, strict=False):
        assert unit.low < unit.mean < unit.high
        low, high = sorted((count / size, sum(events) / sum(n)))
        assert low - 0.02 < unit.mean < high + 0.02
    # Of a unit of size 0 is known what is known of any unit.
    assert units[-1].high - units[-1].low == max(unit.high - unit.low for unit in units)
    assert shrunk_rates(events, n, model=model) == result


def test_units_that_differ_by_chance_alone_are_drawn_together() -> None:
    rng = np.random.default_rng(3)
    n = [100] * 30
    events = rng.binomial(100, 0.2, 30).tolist()
    result = shrunk_rates(events, n)
    spread = max(unit.mean for unit in result.units) - min(unit.mean for unit in result.units)
    assert spread < 0.4 * (max(events) - min(events)) / 100
    apart = shrunk_rates([10, 500, 900], [1000] * 3)
    assert [unit.mean for unit in apart.units] == pytest.approx([0.01, 0.5, 0.9], abs=0.003)


def test_very_unequal_sizes() -> None:
    result = shrunk_rates([1, 2, 300_000, 4], [10, 20, 1_000_000, 20])
    big = result.units[2]
    assert big.mean == pytest.approx(0.3, abs=1e-4)
    assert (big.low, big.high) == pytest.approx((0.299102, 0.300898), abs=2e-5)


def test_intervals_cover_nine_of_ten() -> None:
    rng, covered = np.random.default_rng(11), 0
    for _ in range(25):
        rates = expit(rng.normal(-2, 0.5, 20))
        n = rng.integers(30, 400, 20)
        result = shrunk_rates(rng.binomial(n, rates).tolist(), n.tolist(), level=0.9)
        covered += sum(unit.low <= rate <= unit.high for unit, rate in zip(result.units, rates, strict=True))
    assert 0.86 <= covered / 500 <= 0.94


def test_what_is_enough() -> None:
    assert is_enough([1, 2], [5, 5])
    assert not is_enough([1], [5])
    assert not is_enough([0, 0, 0], [5, 5, 5])
    assert not is_enough([5, 2], [5, 5])
    assert is_enough([5, 2], [5, 5], model="gamma-poisson")


def test_ranks_of_many_units_are_nearly_those_of_few() -> None:
    # 60 units are computed exactly, 61 by the approximation: one more unit moves no rank by more than 1 or so.
    rng = np.random.default_rng(8)
    n = rng.integers(20, 300, 61)
    events = rng.binomial(n, expit(rng.normal(-1.5, 0.5, 61)))
    exact = shrunk_rates(events[:60].tolist(), n[:60].tolist())
    about = shrunk_rates(events.tolist(), n.tolist())
    for few, many in zip(exact.units, about.units, strict=False):
        assert abs(few.rank.median - many.rank.median) <= 2
        assert abs(few.rank.low - many.rank.low) <= 2
        assert abs(few.rank.high - many.rank.high) <= 2


def test_the_ranks_of_normal_variables() -> None:
    # Two independent normal variables at 0 and 1: the second is larger with probability Φ(1 / √2) = .760250.
    grid = panel_grid(-9, 10, lambda _t: 0.7)
    likelihoods = np.exp(-0.5 * (grid.points[:, None] - np.array([0.0, 1.0])) ** 2) / np.sqrt(2 * np.pi)
    flat = np.ones((1, len(grid.points)))
    marginals = (flat * grid.weights) @ likelihoods
    first, second = posterior_ranks(grid, np.ones(1), flat, marginals, likelihoods, level=0.9)
    assert (second.last, first.first, second.mean) == pytest.approx((0.760250, 0.760250, 1.760250), abs=1e-6)
    assert (first.low, first.median, first.high) == (1, 1, 2)


def test_the_quadrature() -> None:
    grid = panel_grid(-12, 12, lambda _t: 0.9)
    density = np.exp(-0.5 * grid.points**2)[None, :] / np.sqrt(2 * np.pi)
    assert float(density[0] @ grid.weights) == pytest.approx(1, abs=1e-12)
    for level, z in ((0.025, -1.959964), (0.5, 0.0), (0.975, 1.959964)):
        assert quantiles(grid, density, level)[0] == pytest.approx(z, abs=1e-5)

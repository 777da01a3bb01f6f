"""Rates from repeated reports: planted coefficients are found again, and not if the first report is counted."""

import numpy as np
import pytest

from lab.bench.planning_goldens import PLANTED, SEEDS, planted_duplicates
from peygir.outlook.insight.methods.reporting_rates import NothingWasReportedAgain, reporting_rates
from peygir.outlook.insight.methods.unreported import reported_share

TRUE = np.array(PLANTED)


def test_planted_coefficients_lie_within_two_errors() -> None:
    within, with_first = np.zeros(4), np.zeros(4)
    for seed in range(SEEDS):
        counts, days, design = planted_duplicates(seed)
        rates = reporting_rates(counts, days, design)
        within += np.abs(rates.coefficients - TRUE) <= 2 * rates.errors
        wrong = reporting_rates(counts + 1, days, design)
        with_first += np.abs(wrong.coefficients - TRUE) <= 2 * wrong.errors
    assert within.mean() / SEEDS >= 0.95
    assert within.min() / SEEDS >= 0.92
    assert with_first[0] / SEEDS < 0.05, "the first report says nothing of the rate: counting it must show"


def test_a_share_that_is_never_reported_again_is_found() -> None:
    within, shares = np.zeros(4), []
    for seed in range(100):
        counts, days, design = planted_duplicates(seed)
        counts = counts * (np.random.default_rng([9, seed]).random(len(counts)) > 0.25)
        rates = reporting_rates(counts, days, design, model="zero-inflated")
        within += np.abs(rates.coefficients - TRUE) <= 2 * rates.errors
        shares.append(rates.never)
    assert within.mean() / 100 >= 0.93
    assert np.mean(shares) == pytest.approx(0.25, abs=0.02)
    plain = reporting_rates(counts, days, design)
    assert rates.log_likelihood > plain.log_likelihood
    assert plain.dispersion > 1.3


def test_one_rate_is_the_duplicates_over_the_days() -> None:
    rates = reporting_rates(np.array([2.0, 0, 1]), np.array([10.0, 20, 30]), np.ones((3, 1)))
    assert np.exp(rates.coefficients[0]) == pytest.approx(3 / 60)
    # Of a Poisson count: the error of its logarithm is one over the root of the count.
    assert rates.errors[0] == pytest.approx(1 / np.sqrt(3) * max(1, rates.dispersion**0.5))


def test_what_is_never_reported_is_found_again() -> None:
    """Of 4,000 incidents that last 30 days some have no report; the demand is estimated from the others."""
    covered = 0
    for seed in range(40):
        rng = np.random.default_rng([4, seed])
        is_fast = rng.random(4000) < 0.4
        rate = np.where(is_fast, 0.08, 0.03)
        first = rng.exponential(1 / rate)
        seen = first < 30
        days = 30 - first[seen]
        counts = rng.poisson(rate[seen] * days).astype(np.float64)
        design = np.column_stack((np.ones(int(seen.sum())), is_fast[seen])).astype(np.float64)
        rates = reporting_rates(counts, days, design)
        share = reported_share(rates, design, days=30)
        assert share is not None
        covered += share.demand_interval[0] <= 4000 <= share.demand_interval[1]
        slow = reported_share(rates, design[design[:, 1] == 0], days=30)
        assert slow is not None
        assert slow.reported == pytest.approx(1 - np.exp(-0.9), abs=0.06)
        assert slow.median_days == pytest.approx(np.log(2) / 0.03, rel=0.15)
    assert covered >= 34


def test_estimates_are_those_of_maximum_likelihood_at_any_scale() -> None:
    """At the maximum the slope of the likelihood is 0; and a measure in millionths gives a million times as much."""
    counts, days, design = planted_duplicates(7)
    design[:, 1] = np.random.default_rng(7).normal(size=len(design))
    rates = reporting_rates(counts, days, design)
    slope = design.T @ (counts - days * np.exp(design @ rates.coefficients))
    assert np.abs(slope / np.sqrt(design.T**2 @ counts)).max() < 0.01
    for factor in (1e-6, 1e6):
        other = reporting_rates(counts, days, design * np.array([1, factor, 1, 1]))
        assert other.coefficients[1] * factor == pytest.approx(rates.coefficients[1], rel=1e-5)
        assert other.errors[1] * factor == pytest.approx(rates.errors[1], rel=1e-5)


def test_where_too_little_is_known_nothing_is_said() -> None:
    counts, days = np.array([4.0, 6, 5, 0, 0]), np.full(5, 20.0)
    design = np.column_stack((np.ones(5), [0, 0, 0, 1, 1])).astype(np.float64)
    rates = reporting_rates(counts, days, design)
    assert reported_share(rates, design[:3], days=30) is not None
    assert reported_share(rates, design[3:], days=30) is None
    assert np.isfinite(rates.coefficients).all()
    with pytest.raises(NothingWasReportedAgain):
        reporting_rates(np.zeros(5), days, design)

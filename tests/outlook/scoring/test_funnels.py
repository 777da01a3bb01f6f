"""Funnel limits and classes: typed goldens of public tools with their sources, and the edges."""

import pytest

from peygir.outlook.scoring.methods.funnels import (
    poisson_interval,
    proportion_limits,
    proportion_point,
    ratio_point,
    ratio_point_around_target,
)
from peygir.outlook.scoring.methods.overdispersion import widened_funnel

# UKHSA, PHEindicatormethods 2.1, tests/testthat/testdata_funnel_ratio_outputs.csv: observed, then the exact interval of
# the count at 95 % and at 99.8 %.
UKHSA_COUNTS = [
    (1, 0.025317898, 5.571644585, 0.001000547, 9.233410143),
    (5, 1.623486324, 11.6683331, 0.739371928, 16.45474478),
    (10, 4.795387629, 18.39035799, 2.960519925, 24.13397235),
    (22, 13.78728238, 33.30826338, 10.28814709, 40.70015252),
]
# The same, testdata_funnel_ratio_inputs.csv: observed, expected and class.
UKHSA_RATIOS = [
    (8, 6.239860227, "none"),
    (151, 106.4429719, "high_001"),
    (159, 232.9329036, "low_001"),
    (191, 184.0963855, "none"),
    (220, 249.8012944, "none"),
    (150, 119.5695496, "high_025"),
    (0, 240.6273499, "low_001"),
    (113, 96.14566494, "none"),
    (182, 143.6804295, "high_025"),
]
# The same, testdata_funnel_prop_inputs.csv; the average of its 303 areas is 0.80642448.
UKHSA_AVERAGE = 0.806424478571495
UKHSA_SHARES = [
    (35078.488, 41980, "high_001"),
    (24803.6256, 31824, "low_001"),
    (50050.7443, 61921, "none"),
    (26789.238, 33012, "high_025"),
    (24648.7596, 30521, "none"),
    (36850.0492, 45449, "high_025"),
]
# FunnelPlotR 0.6 (MIT), tests/testthat/test-classes_methods.R.
OBSERVED, EXPECTED = (100, 150, 180, 80, 120, 225), (108, 112, 165, 95, 100, 220)


@pytest.mark.parametrize(("count", "low_95", "high_95", "low_998", "high_998"), UKHSA_COUNTS)
def test_the_exact_interval_of_a_count(
    count: int, low_95: float, high_95: float, low_998: float, high_998: float
) -> None:
    # The tool bisects to a relative 1e-5 or so.
    assert poisson_interval(count) == pytest.approx((low_95, high_95), rel=5e-5)
    assert poisson_interval(count, confidence=0.998) == pytest.approx((low_998, high_998), rel=1e-3, abs=1e-6)


@pytest.mark.parametrize(("observed", "expected", "band"), UKHSA_RATIOS)
def test_classes_of_ratios(observed: int, expected: float, band: str) -> None:
    point = ratio_point(observed, expected)
    assert point.band == band
    assert point.value == pytest.approx(observed / expected)
    assert point.limits_998[0] <= point.limits_95[0] <= point.value <= point.limits_95[1] <= point.limits_998[1]


@pytest.mark.parametrize(("numerator", "denominator", "band"), UKHSA_SHARES)
def test_classes_of_shares(numerator: float, denominator: float, band: str) -> None:
    assert proportion_point(numerator, denominator, target=UKHSA_AVERAGE).band == band


def test_limits_of_shares() -> None:
    # testdata_funnel_prop_outputs.csv, populations of 18 and 37.
    assert proportion_limits(18, UKHSA_AVERAGE) == pytest.approx((0.62390093, 0.98894803), abs=5e-9)
    assert proportion_limits(37, UKHSA_AVERAGE) == pytest.approx((0.67911689, 0.93373207), abs=5e-9)
    assert proportion_limits(4, UKHSA_AVERAGE, confidence=0.998) == pytest.approx((0.19594903, 1.0), abs=5e-9)


def test_limits_around_the_expectation() -> None:
    # Tables of χ²: half the 2.5 % and 97.5 % quantiles with 20 and 22 degrees are 4.7954 and 18.3904.
    point = ratio_point_around_target(19, 10)
    assert point.limits_95 == pytest.approx((0.47954, 1.83904), abs=5e-6)
    assert point.band == "high_025"
    assert ratio_point_around_target(18, 10).band == "none"
    assert ratio_point_around_target(4, 10).band == "low_025"
    assert ratio_point_around_target(25, 10).band == "high_001"
    # Another target: the same as twice the expectation, as a ratio.
    assert ratio_point_around_target(19, 5, target=2).limits_95 == pytest.approx((0.95908, 3.67808), abs=5e-6)


def test_edges_of_ratios_and_shares() -> None:
    assert ratio_point(0, 3.0).band == "none"
    assert ratio_point(0, 3.7).band == "low_025"
    assert ratio_point(0, 7.0).band == "low_001"
    assert ratio_point(0, 7.0).limits_95[0] == 0.0
    assert ratio_point(12, 10, target=1.2).band == "none"
    assert ratio_point(120, 10, target=1.2).band == "high_001"
    assert proportion_point(0, 10, target=0.5).band == "low_001"
    assert proportion_point(10, 10, target=0.5).limits_95 == pytest.approx((0.1901, 0.8099), abs=5e-5)
    assert proportion_point(3, 3, target=0.9).band == "none"
    assert proportion_point(0.5, 1, target=0.5).limits_998 == (0.0, 1.0)


@pytest.mark.parametrize(
    ("scale", "outliers", "phi", "tau2"),
    [
        # φ of the first from that test; the others and τ² worked out from the published formulas in plain Python.
        ("log", "truncate", 2.948033, 0.019478),
        ("log", "winsorise", 2.149053, 0.012118),
        ("sqrt", "winsorise", 2.327178, 0.003440),
    ],
)
def test_the_dispersion(scale: str, outliers: str, phi: float, tau2: float) -> None:
    funnel = widened_funnel(OBSERVED, EXPECTED, scale=scale, outliers=outliers)  # type: ignore[arg-type]
    assert (funnel.phi, funnel.tau2) == pytest.approx((phi, tau2), abs=1e-6)
    assert all(point.band == "none" for point in funnel.points)
    assert ratio_point(OBSERVED[1], EXPECTED[1]).band == "high_001"


def test_truncation_leaves_a_tenth_at_each_end_out() -> None:
    observed = [100 + 5 * step for step in range(-10, 10)]
    funnel = widened_funnel(observed, [100] * 20, outliers="truncate")
    assert funnel.used == 18
    assert widened_funnel(observed, [100] * 20).used == 20
    # Ties share a rank, so all of them stay or all go.
    assert widened_funnel([100] * 20, [100] * 20, outliers="truncate").used == 20


def test_without_overdispersion_the_limits_are_the_narrow_ones() -> None:
    funnel = widened_funnel([100, 101, 99, 100, 100], [100] * 5)
    assert funnel.tau2 == 0
    assert funnel.points[1].limits_95 == pytest.approx((0.822, 1.2165), abs=5e-5)
    assert funnel.points[1].widened_z == pytest.approx(funnel.points[1].z)


def test_a_count_of_zero_has_a_place_on_both_scales() -> None:
    for scale in ("log", "sqrt"):
        funnel = widened_funnel([0, 30, 31, 29, 30, 30, 32, 28, 30, 31], [30] * 10, scale=scale)
        assert funnel.points[0].value == 0
        assert funnel.points[0].band == "low_001"


def test_one_unit_and_extreme_spreads_do_not_fail() -> None:
    assert widened_funnel([5], [5.0]).tau2 == 0
    assert widened_funnel([5], [5.0], outliers="truncate").used in {0, 1}
    far = widened_funnel([10**9, 10**9, 1, 1], [1.0, 1.0, 1e9, 1e9])
    assert all(point.limits_998[1] < float("inf") for point in far.points)

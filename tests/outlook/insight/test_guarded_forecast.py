"""Forecasts of weekly counts: better than naive ones where there is a season, naive where there is none to find."""

import numpy as np
import pytest

from peygir.outlook.insight.forecast_estimates import FEWEST, HORIZON, coverage_of, forecast_estimates, units_of
from peygir.outlook.insight.methods.guarded_forecast import GUARDS, guarded_forecast
from peygir.outlook.insight.weekly_findings import TopicSeries

WEEKS = 5 * 52 + 10


def season(seed: int, level: float = 20.0) -> np.ndarray:
    """Weekly counts of five years with a strong season."""
    draw = np.random.default_rng(seed)
    means = level * np.exp(0.6 * np.cos(2 * np.pi * np.arange(WEEKS) / 52.18))
    return np.asarray(draw.poisson(means), dtype=float)


def test_a_season_is_forecast_better_than_by_naive_methods() -> None:
    for seed in range(3):
        counts = season(seed)
        forecast = guarded_forecast(counts, horizon=HORIZON)
        assert not forecast.is_naive
        assert forecast.error is not None
        assert forecast.guard_error is not None
        assert forecast.error < 0.9 * forecast.guard_error
        assert set(forecast.used.guards) == set(GUARDS)
        assert (forecast.used.low <= forecast.used.values).all()
        assert (forecast.used.values <= forecast.used.high).all()
        assert forecast.used.low.min() >= 0


def test_the_limits_hold_as_often_as_they_say() -> None:
    covered, of = 0.0, 0
    for seed in range(12):
        used = guarded_forecast(season(seed, level=4 + 4 * seed), horizon=HORIZON, level=0.9).used
        assert used.coverage is not None
        covered, of = covered + used.coverage * used.covered_of, of + used.covered_of
    assert of > 2000
    assert 0.86 <= covered / of <= 0.95


def test_a_random_walk_is_left_to_a_naive_method() -> None:
    naive = 0
    for seed in range(8):
        draw = np.random.default_rng(100 + seed)
        walk = np.maximum(200 + np.cumsum(draw.normal(0, 6, 160)), 0).round()
        forecast = guarded_forecast(walk, horizon=4)
        naive += forecast.is_naive
        assert forecast.is_naive == (forecast.used.method in GUARDS)
        if forecast.is_naive:
            np.testing.assert_allclose(forecast.used.values, forecast.used.guards[forecast.used.method])
    assert naive >= 5


def test_what_was_planted_in_the_last_weeks_is_not_known_before() -> None:
    counts = season(1)
    shortened = guarded_forecast(counts[:-4], horizon=4).used
    raised = counts.copy()
    raised[-4:] *= 5
    np.testing.assert_array_equal(shortened.values, guarded_forecast(raised[:-4], horizon=4).used.values)


@pytest.mark.parametrize("weeks", [1, 3, 8, 30])
def test_a_short_past_gives_a_naive_forecast(weeks: int) -> None:
    forecast = guarded_forecast(np.arange(10.0, 10.0 + weeks), horizon=HORIZON)
    assert len(forecast.used.values) == HORIZON
    assert np.isfinite(forecast.used.high).all()
    if weeks < 8:
        assert forecast.is_naive
        assert forecast.error is None


def topic(code: str, group: str, district: str, counts: np.ndarray) -> TopicSeries:
    """A series of a topic in a district."""
    return TopicSeries(code, group, district, counts.astype(np.int64))


def test_series_are_summed_by_group_and_district_and_small_ones_left_out() -> None:
    rare = np.zeros(WEEKS)
    rare[-3:] = 2
    series = [
        topic("A-1", "A", "1", season(1)),
        topic("A-2", "A", "1", season(2)),
        topic("B-1", "B", "2", rare),
    ]
    parts, settings, digest = forecast_estimates(series, {("A", "1"): {7: 90, 8: 20, 9: 2}})
    keys = [(part.group_code, part.district_code) for part in parts]
    assert keys == [("", ""), ("", "1"), ("A", ""), ("A", "1")]
    assert rare[-52:].sum() < FEWEST
    cell = parts[-1].numbers
    assert cell["past"][-1] == int(season(1)[-1] + season(2)[-1])
    assert cell["units"] == [7, 8]
    assert len(cell["weeks"]) == HORIZON
    assert set(cell["weeks"][0]["naive"]) == set(GUARDS)
    assert settings["series"] == 1
    assert settings["covered_of"] == cell["covered_of"]
    assert digest == forecast_estimates(series, {})[2]
    assert digest != forecast_estimates(series[:1], {})[2]
    assert coverage_of([])["covered_of"] == 0


def test_a_unit_sees_what_it_has_a_part_of() -> None:
    units = {("A", "1"): {1: 60, 2: 40}, ("A", "2"): {3: 300}, ("B", "1"): {1: 5}}
    assert units_of(("A", "1"), units) == [1, 2]
    assert units_of(("A", ""), units) == [3], "of a sum, who has half of it"
    assert units_of(("", "1"), units) == [1]

"""Forecasts of seeded series: better than naive where there is something to know, and intervals that hold."""

import numpy as np
import numpy.typing as npt
import pytest

from peygir.outlook.insight.methods.forecasting import GUARDS, measured_forecast
from peygir.outlook.insight.methods.seasons import season_of
from peygir.outlook.insight.methods.smoothing import (
    drift,
    exponential,
    harmonic,
    naive,
    seasonal_mean,
    seasonal_naive,
    seasonal_shape,
    theta,
)

LINE = np.arange(1.0, 41.0)


def monthly(rng: np.random.Generator, months: int = 96) -> npt.NDArray[np.float64]:
    time = np.arange(months)
    season = 1 + 0.3 * np.sin(2 * np.pi * time / 12)
    return np.asarray((100 + time) * season * np.exp(rng.normal(0, 0.05, months)))


def test_simple_methods_do_what_they_say() -> None:
    values = np.array([1.0, 5, 2, 6, 3, 7])
    assert naive(values, 2, 3, [4, 6]).tolist() == [[6, 6, 6], [7, 7, 7]]
    assert seasonal_naive(values, 2, 3, [6]).tolist() == [[3, 7, 3]]
    assert seasonal_mean(values, 2, 2, [6]).tolist() == [[2, 6]]
    assert drift(LINE, 1, 2, [40]).tolist() == [[41, 42]]


def test_a_line_is_continued_and_a_season_is_repeated() -> None:
    assert exponential(LINE, 1, 3, [40])[0] == pytest.approx([41, 42, 43], abs=0.3)
    # Theta adds half the slope: of a line without noise it comes half as far, from a level that follows at once.
    assert theta(LINE, 1, 2, [40])[0] == pytest.approx([40.5, 41], abs=0.1)
    shape = np.tile([5.0, -1, -4, 0], 10)
    for method in (exponential, theta):
        assert method(100 + shape, 4, 4, [40])[0] == pytest.approx(100 + shape[:4], abs=0.2)
    assert seasonal_shape(100 + shape + 0.5 * LINE, 4) == pytest.approx(shape[:4], abs=1e-6)
    time = np.arange(900)
    wave = 50 + 10 * np.cos(2 * np.pi * time / 300)
    ahead = harmonic(wave[:700], 1, 200, [700], period=300)[0]
    assert ahead == pytest.approx(wave[700:], abs=0.2)


def test_noise_has_no_seasonal_shape() -> None:
    noise = np.random.default_rng(2).normal(size=120)
    assert np.abs(seasonal_shape(noise, 12)).max() < 0.5


def test_an_origin_knows_nothing_of_what_comes_later() -> None:
    values = monthly(np.random.default_rng(1))
    changed = values.copy()
    changed[60:] *= 7
    for method in (naive, seasonal_naive, seasonal_mean, drift, exponential, theta):
        assert method(values, 12, 6, [48, 60]).tolist() == method(changed, 12, 6, [48, 60]).tolist()


def test_seasons_and_trends_beat_naive_and_intervals_hold() -> None:
    ours, guards, covered, count = 0.0, np.zeros(3), 0, 0
    for seed in range(12):
        values = monthly(np.random.default_rng([11, seed]))
        known, later = values[:-12], values[-12:]
        result = measured_forecast(known, horizon=12, season=12)
        ours += float(np.abs(later - result.values).mean())
        guards += [
            float(np.abs(later - method(known, 12, 12, [84])[0]).mean()) for method in (naive, drift, seasonal_naive)
        ]
        covered += int(((later >= result.low) & (later <= result.high)).sum())
        count += 12
        assert result.coverage is not None
        assert result.error is not None
        assert result.guard_error is not None
        assert result.error < result.guard_error
    assert ours < 0.75 * guards.min()
    assert 0.82 <= covered / count <= 0.98


def test_coverage_is_measured_where_nothing_is_known_but_the_last_value() -> None:
    measured, of, ours, last = 0.0, 0, 0.0, 0.0
    for seed in range(16):
        walk = np.cumsum(np.random.default_rng([12, seed]).normal(size=120)) + 50
        result = measured_forecast(walk[:-5], horizon=5)
        assert result.coverage is not None
        measured += result.coverage * result.covered_of
        of += result.covered_of
        ours += float(np.abs(walk[-5:] - result.values).mean())
        last += float(np.abs(walk[-5:] - walk[-6]).mean())
    assert 0.85 <= measured / of <= 0.97
    assert ours < 1.12 * last, "where naive cannot be beaten, it is hardly worse"


def test_the_guard_is_chosen_where_it_is_best() -> None:
    """Steps up and down: what was last is what comes next, and means come too late."""
    rng = np.random.default_rng(6)
    steps = np.repeat(rng.normal(0, 20, 30), 8) + 100
    result = measured_forecast(steps, horizon=2)
    assert result.method in (*GUARDS, "exponential", "exponential_log")
    assert result.errors["naive"] <= 1.05 * min(result.errors.values())


def test_short_series_and_counts() -> None:
    two = measured_forecast(np.array([3.0, 4.0]), horizon=3)
    assert (two.method, two.values.tolist(), two.coverage, two.errors) == ("naive", [4, 4, 4], None, {})
    assert two.low[0] < 4 < two.high[0]
    assert two.high[2] > two.high[0]
    counts = np.random.default_rng(3).poisson(0.4, 60).astype(np.float64)
    rare = measured_forecast(counts, horizon=4)
    assert rare.low.min() >= 0
    assert rare.values.max() < 2
    flat = measured_forecast(np.full(30, 7.0), horizon=2)
    assert flat.values == pytest.approx([7, 7])
    negative = measured_forecast(np.random.default_rng(4).normal(0, 1, 60), horizon=2)
    assert negative.low.max() < 0
    assert "exponential_log" not in negative.errors


def test_a_season_is_detected_by_its_autocorrelation() -> None:
    rng = np.random.default_rng(5)
    week = np.tile([1.0, 2, 3, 4, 5, 1, 0], 20) + rng.normal(0, 0.3, 140)
    assert season_of(week, (12, 7, 52, 4, 24), is_known=False) == 7
    assert season_of(monthly(rng), (12, 7, 52, 4, 24), is_known=False) == 12
    assert season_of(rng.normal(size=140), (12, 7, 52, 4, 24), is_known=False) == 1
    assert season_of(week, (7,), is_known=True) == 7
    assert season_of(week[:15], (7,), is_known=True) == 1

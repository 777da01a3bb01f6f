"""Changes of level and trend: the division is the best of all, planted changes are found, and scale does not matter."""

from functools import cache

import numpy as np
import pytest

from lab.bench import planted_changes
from lab.bench.insight_goldens import NILE
from peygir.outlook.insight.methods.changepoints import changepoints
from peygir.outlook.insight.methods.segmentation import Numbers, SegmentCosts, SegmentShape, divided

RNG = np.random.default_rng([137, 20])
STEP = np.concatenate([RNG.normal(0, 1, 40), RNG.normal(4, 1, 30), RNG.normal(1, 1, 30)])


def residuals(series: Numbers, low: int, high: int, shape: SegmentShape) -> float:
    part, times = series[low:high], np.arange(low, high)
    fit = np.polyval(np.polyfit(times, part, 0 if shape == "level" else 1), times)
    return float(((part - fit) ** 2).sum())


@pytest.mark.parametrize("shape", ["level", "trend"])
@pytest.mark.parametrize("penalty", [0.5, 4.0, 20.0])
def test_the_division_is_the_best_of_all(shape: SegmentShape, penalty: float) -> None:
    series, shortest = np.random.default_rng(3).normal(size=30).cumsum(), 4

    @cache
    def best(end: int) -> tuple[float, tuple[int, ...]]:
        if end == 0:
            return 0.0, ()
        options = [
            (best(start)[0] + residuals(series, start, end, shape) + penalty, (*best(start)[1], start))
            for start in range(end - shortest + 1)
            if start == 0 or start >= shortest
        ]
        return min(options)

    costs = SegmentCosts(series, np.arange(30.0), shape)
    assert divided(costs, 30, shortest, penalty) == list(best(30)[1][1:])


def test_costs_are_the_sums_of_squares() -> None:
    series = np.random.default_rng(4).normal(size=40)
    for shape in ("level", "trend"):
        costs = SegmentCosts(series, np.arange(40.0), shape)
        found = costs.ending(37, np.array([0, 11, 30]))
        assert found == pytest.approx([residuals(series, low, 37, shape) for low in (0, 11, 30)])


def test_the_nile_has_less_water_from_1899_on() -> None:
    result = changepoints(np.array(NILE.split(), dtype=float))
    assert result.changepoints == (28,)
    assert [round(segment.mean) for segment in result.segments] == [1098, 850]
    assert [(segment.first, segment.last) for segment in result.segments] == [(0, 27), (28, 99)]


@pytest.mark.parametrize(("factor", "shift"), [(1, 0), (1e-9, 0), (1e9, 0), (-3, 5), (1, 1e5)])
def test_the_scale_does_not_matter(factor: float, shift: float) -> None:
    # The last value before the second change is by chance as low as those after it.
    assert changepoints(STEP * factor + shift).changepoints == (40, 69)


def test_outliers_and_gaps_are_no_changes() -> None:
    wild = STEP.copy()
    wild[[5, 33, 52, 81]] = [60, -50, 80, -90]
    assert changepoints(wild).changepoints == (40, 69)
    gaps = STEP.copy()
    gaps[[0, 1, 9, 38, 39, 60, 61, 99]] = np.nan
    assert changepoints(gaps).changepoints == (40, 70)
    assert len(changepoints(np.insert(STEP, 40, [np.nan] * 3)).segments) == 3


def test_a_steady_trend_a_season_and_quiet_noise_are_no_changes() -> None:
    times = np.arange(120.0)
    noise = np.random.default_rng(8).normal(0, 1, 120)
    assert changepoints(0.3 * times + noise).changepoints == ()
    assert changepoints(noise).changepoints == ()
    seasonal = changepoints(8 * np.sin(2 * np.pi * times / 12) + noise)
    assert (seasonal.changepoints, seasonal.season) == ((), 12)
    assert changepoints(np.exp(times / 60) * 50 + noise).changepoints == ()
    broken = changepoints(np.where(times < 60, 0.3 * times, 18 - 0.5 * (times - 60)) + noise)
    assert broken.shape == "trend"
    assert len(broken.changepoints) == 1
    assert abs(broken.changepoints[0] - 60) <= 5


@pytest.mark.parametrize("values", [[], [1.0], [float("nan")] * 20, [5.0] * 50, [0.0, 1.0] * 3])
def test_too_little_or_nothing_changes(values: list[float]) -> None:
    assert changepoints(np.array(values)).changepoints == ()


def test_values_without_noise() -> None:
    assert changepoints(np.array([0.0] * 20 + [1.0] * 20)).changepoints == (20,)
    assert changepoints(np.arange(40.0)).changepoints == ()


@pytest.mark.slow
def test_planted_changes_of_many_kinds_are_found() -> None:
    scores = []
    for _kind, values, planted in planted_changes.series(60, seed=2):
        found = changepoints(values).changepoints
        scores.append((planted_changes.f1(planted, found), planted_changes.covering(planted, found, len(values))))
    f1, covering = np.mean(scores, axis=0)
    # To find nothing gives about .5 and .5.
    assert f1 >= 0.85
    assert covering >= 0.85


def test_how_changes_are_counted() -> None:
    assert planted_changes.f1([], []) == 1
    assert planted_changes.f1([50], [54]) == 1
    assert planted_changes.f1([50], [56]) == 0.5
    assert planted_changes.f1([50, 52], [51]) == pytest.approx(2 * 1 * (2 / 3) / (1 + 2 / 3))
    assert planted_changes.covering([50], [], 100) == pytest.approx(0.5)
    assert planted_changes.covering([50], [50], 100) == 1
    # Jaccard of 0–49 with 0–59 is 50/60, of 50–99 with 60–99 is 40/50.
    assert planted_changes.covering([50], [60], 100) == pytest.approx((50 / 60 + 0.8) / 2)

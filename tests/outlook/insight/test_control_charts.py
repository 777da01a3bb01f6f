"""CUSUM and EWMA: run lengths as published and as simulated, and what the charts do with counts."""

import numpy as np
import pytest
from scipy.special import ndtri

from lab.bench.insight_goldens import CUSUM, EWMA, LAST_DIGIT, SHIFTS
from peygir.outlook.insight.methods.control_charts import (
    cusum,
    cusum_run_length,
    ewma,
    ewma_run_length,
    score_of_count,
)


@pytest.mark.parametrize("setting", CUSUM)
def test_run_lengths_of_cusum_are_the_published_ones(setting: tuple[float, float]) -> None:
    h, headstart = setting
    for shift, known in zip(SHIFTS, CUSUM[setting].split(), strict=True):
        digit = 10.0 ** -len(known.partition(".")[2])
        figure = cusum_run_length(shift, k=0.5, h=h, headstart=headstart)
        assert figure == pytest.approx(float(known), abs=LAST_DIGIT * digit), shift
        assert cusum_run_length(-shift, k=0.5, h=h, headstart=headstart) == pytest.approx(figure)


@pytest.mark.parametrize("setting", EWMA)
def test_run_lengths_of_ewma_are_the_published_ones(setting: tuple[float, float]) -> None:
    weight, width = setting
    for shift, known in zip(SHIFTS, EWMA[setting].split(), strict=True):
        digit = 10.0 ** -len(known.partition(".")[2])
        assert ewma_run_length(shift, weight=weight, width=width) == pytest.approx(float(known), abs=LAST_DIGIT * digit)


def test_the_charts_run_as_long_as_computed() -> None:
    rng = np.random.default_rng(137)
    lengths: dict[str, list[int]] = {"cusum": [], "one side": [], "ewma": []}
    for _ in range(1500):
        scores = rng.normal(1.0, 1.0, 200).tolist()
        points = cusum(scores, k=0.5, h=4, headstart=2)
        lengths["cusum"].append(1 + next(place for place, point in enumerate(points) if point.is_signal))
        lengths["one side"].append(1 + next(place for place, point in enumerate(points) if point.high > 4))
        averages = ewma(scores, weight=0.2, width=2.962)
        lengths["ewma"].append(1 + next(place for place, point in enumerate(averages) if point.is_signal))
    computed = {
        "cusum": cusum_run_length(1, k=0.5, h=4, headstart=2),
        "one side": cusum_run_length(1, k=0.5, h=4, headstart=2, sides=1),
        "ewma": ewma_run_length(1, weight=0.2, width=2.962),
    }
    for name, found in lengths.items():
        error = np.std(found) / np.sqrt(len(found))
        assert np.mean(found) == pytest.approx(computed[name], abs=4 * error), name


def test_an_ewma_of_the_last_value_alone_is_a_shewhart_chart() -> None:
    # Beyond 3 standard deviations lie 0.27 % of the values.
    assert ewma_run_length(0, weight=1, width=3) == pytest.approx(370.4, abs=0.1)


def test_counts_become_normal_scores() -> None:
    rng = np.random.default_rng(137)
    for mean, variance in ((40.0, 40.0), (30.0, 60.0)):
        rates = rng.gamma(mean**2 / (variance - mean), (variance - mean) / mean, 4000) if variance > mean else mean
        scores = [score_of_count(int(count), mean, variance) for count in rng.poisson(rates, 4000)]
        assert np.mean(scores) == pytest.approx(0, abs=0.06)
        assert np.std(scores) == pytest.approx(1, abs=0.05)
    assert score_of_count(10**9, 5, 5) == pytest.approx(-ndtri(1e-12))
    assert score_of_count(0, 50, 50) < -6

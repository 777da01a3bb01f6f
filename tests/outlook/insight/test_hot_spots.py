"""The local statistic of Getis and Ord: by hand, and where a hot spot was planted."""

import numpy as np
import pytest

from peygir.outlook.insight.methods.hot_spots import gi_star
from peygir.outlook.insight.methods.space_time_scan import nearest_cells


def test_it_is_the_formula() -> None:
    values = np.array([8.0, 6.0, 1.0, 1.0, 2.0])
    weights = np.array([[1, 1, 0, 0, 0], [1, 1, 1, 0, 0], [0, 1, 1, 1, 0], [0, 0, 1, 1, 1], [0, 0, 0, 1, 1.0]])
    mean, spread = 3.6, np.sqrt((64 + 36 + 1 + 1 + 4) / 5 - 3.6**2)
    first = (14 - 2 * mean) / (spread * np.sqrt((5 * 2 - 4) / 4))
    middle = (8 - 3 * mean) / (spread * np.sqrt((5 * 3 - 9) / 4))
    assert gi_star(values, weights)[[0, 2]] == pytest.approx([first, middle])


def test_a_planted_hot_spot_stands_out_and_noise_is_normal() -> None:
    rng = np.random.default_rng(137)
    xs, ys = (axis.ravel().astype(float) for axis in np.meshgrid(np.arange(20), np.arange(20)))
    weights = np.zeros((400, 400))
    np.put_along_axis(weights, nearest_cells(xs, ys, 9), 1.0, axis=1)
    values = rng.normal(50, 10, 400)
    assert np.std(gi_star(values, weights)) == pytest.approx(1, abs=0.15)
    hot = (np.abs(xs - 12) <= 1) & (np.abs(ys - 5) <= 1)
    values[hot] += 30
    scores = gi_star(values, weights)
    assert hot[np.argmax(scores)]
    assert scores.max() > 5


def test_equal_values_and_equal_weights_say_nothing() -> None:
    assert gi_star(np.full(4, 1 / 3), np.eye(4)).tolist() == [0] * 4
    assert gi_star(np.arange(4.0), np.ones((4, 4))).tolist() == [0] * 4

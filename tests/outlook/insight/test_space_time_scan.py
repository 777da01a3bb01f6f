"""The space-time scan: against every window counted by hand, and planted clusters; p-values keep their promise."""

import itertools
import math

import numpy as np
import pytest

from peygir.outlook.insight.methods.space_time_scan import Numbers, nearest_cells, space_time_scan

SIDE = 6
XS, YS = (np.array(axis, dtype=float) for axis in zip(*itertools.product(range(SIDE), repeat=2), strict=True))
NEAR = nearest_cells(XS, YS, 8)


def planted(
    seed: int, *, factor: float, cells: tuple[int, ...] = (0, 1, 6), periods: int = 2
) -> tuple[Numbers, Numbers]:
    """Counts and baselines of six weeks, with more in some cells in the last weeks."""
    rng = np.random.default_rng([137, seed])
    baselines = np.tile(rng.uniform(2, 10, SIDE * SIDE), (6, 1))
    means = baselines.copy()
    means[-periods:, list(cells)] *= factor
    return rng.poisson(means).astype(float), baselines


def test_the_highest_window_is_the_highest_of_all_counted_by_hand() -> None:
    counts, baselines = planted(1, factor=1.5)
    best = 0.0
    for centre, size, duration in itertools.product(range(SIDE * SIDE), range(1, 9), range(1, 5)):
        order = sorted(range(SIDE * SIDE), key=lambda cell: (XS[cell] - XS[centre]) ** 2 + (YS[cell] - YS[centre]) ** 2)
        order.remove(centre)
        cells = [centre, *order][:size]
        c, b = counts[-duration:, cells].sum(), baselines[-duration:, cells].sum()
        best = max(best, c * math.log(c / b) + b - c if c > b else 0.0)
    assert space_time_scan(counts, baselines, NEAR, draws=9)[0].llr == pytest.approx(best)


def test_a_planted_cluster_is_found_with_its_cells_and_duration() -> None:
    counts, baselines = planted(2, factor=4)
    first, *others = space_time_scan(counts, baselines, NEAR, draws=199)
    assert {0, 1, 6} <= set(first.cells)
    assert len(first.cells) <= 4
    assert (first.duration, first.p_value) == (2, 1 / 200)
    assert all(other.p_value > 0.05 for other in others)
    seen = [cell for cluster in (first, *others) for cell in cluster.cells]
    assert len(seen) == len(set(seen)), "no two clusters share a cell"


def test_a_rise_everywhere_is_a_cluster_of_expected_counts_but_not_of_populations() -> None:
    counts, baselines = planted(3, factor=1.0)
    counts = np.random.default_rng(5).poisson(baselines * 1.6).astype(float)
    assert space_time_scan(counts, baselines, NEAR, draws=199)[0].p_value == 1 / 200
    assert space_time_scan(counts, baselines, NEAR, draws=199, model="population")[0].p_value > 0.05
    local, baselines = planted(4, factor=4)
    found = space_time_scan(local, baselines * 1000, NEAR, draws=199, model="population")[0]
    assert {0, 1, 6} <= set(found.cells)
    assert found.p_value == 1 / 200


@pytest.mark.parametrize("model", ["expectation", "population"])
def test_without_a_cluster_small_p_values_are_as_rare_as_they_say(model: "str") -> None:
    low = 0
    for seed in range(60):
        counts, baselines = planted(100 + seed, factor=1.0)
        if model == "expectation":
            clusters = space_time_scan(counts, baselines, NEAR, draws=49, seed=seed)
        else:
            clusters = space_time_scan(counts, baselines, NEAR, draws=49, seed=seed, model="population")
        low += bool(clusters) and clusters[0].p_value <= 0.2
    # 60 times one in five: 12, three standard deviations of 3.1 to either side.
    assert 3 <= low <= 21


def test_neighbours_in_the_plane_and_on_the_globe() -> None:
    xs, ys = np.array([0.0, 1.0, 0.0]), np.array([60.0, 60.0, 60.7])
    assert nearest_cells(xs, ys, 3)[0].tolist() == [0, 2, 1]
    assert nearest_cells(xs, ys, 3, in_degrees=True)[0].tolist() == [0, 1, 2], "a degree of longitude is half as long"
    assert nearest_cells(np.zeros(3), np.zeros(3), 2)[:, 0].tolist() == [0, 1, 2], "the cell itself comes first"


def test_nothing_reported_is_no_cluster() -> None:
    assert space_time_scan(np.zeros((3, 4)), np.ones((3, 4)), NEAR[:4, :1] * 0, draws=9) == []
    assert space_time_scan(np.zeros((3, 4)), np.ones((3, 4)), NEAR[:4, :1] * 0, draws=9, model="population") == []


def test_the_tail_agrees_with_the_draws_and_goes_on_where_they_end() -> None:
    weak, _baselines = planted(3, factor=1.0)
    weakest = space_time_scan(weak, _baselines, NEAR, draws=499)[0]
    assert weakest.tail == pytest.approx(weakest.p_value, abs=0.08)
    strong, baselines = planted(3, factor=4)
    strongest = space_time_scan(strong, baselines, NEAR, draws=499)[0]
    assert strongest.p_value == 1 / 500
    assert strongest.tail < 1e-4
    assert space_time_scan(strong, baselines, NEAR, draws=1)[0].tail == 1, "one draw has no spread"

"""The density test: it leaves honest values alone at its stated rate and finds planted heaps.

Larger simulations with more shapes: `./run bench --scores`.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest

from peygir.outlook.scoring.methods.heaps import heap_test

Numbers = npt.NDArray[np.float64]
Shape = Callable[[np.random.Generator, int], Numbers]
DUE = 7.0
HONEST: dict[str, Shape] = {
    "exponential": lambda rng, n: rng.exponential(6, n),
    "normal": lambda rng, n: rng.normal(7, 3, n),
    "log-normal": lambda rng, n: rng.lognormal(1.6, 0.8, n),
    "uniform": lambda rng, n: rng.uniform(0, 14, n),
    "whole days": lambda rng, n: np.ceil(rng.exponential(6, n)),
    "Poisson": lambda rng, n: rng.poisson(7, n).astype(float),
    "half days": lambda rng, n: np.round(rng.gamma(2, 3, n) * 2) / 2,
    "some rounded to days": lambda rng, n: _rounded(rng, rng.gamma(2, 3, n)),
}
RUNS = 120


def _rounded(rng: np.random.Generator, days: Numbers) -> Numbers:
    return np.where(rng.random(len(days)) < 0.4, np.round(days), days)


@pytest.mark.parametrize("shape", HONEST)
def test_honest_values_are_left_alone(shape: str) -> None:
    rng = np.random.default_rng(list(shape.encode()))
    flagged = sum(heap_test(HONEST[shape](rng, 300) - DUE).verdict == "heap" for _ in range(RUNS))
    # With a true rate of 5 %, 12 or fewer of 120 in 99.6 % of the runs.
    assert flagged <= 12


@pytest.mark.parametrize("shape", HONEST)
def test_planted_heaps_are_found(shape: str) -> None:
    rng = np.random.default_rng(list(f"heaped {shape}".encode()))
    found_heaps = 0
    for _ in range(40):
        days = HONEST[shape](rng, 300)
        late = np.flatnonzero(days > DUE)
        moved = rng.choice(late, min(45, len(late)), replace=False)
        days[moved] = DUE if shape in {"whole days", "Poisson", "half days"} else DUE - rng.uniform(0, 0.4, len(moved))
        found_heaps += heap_test(days - DUE).verdict == "heap"
    assert found_heaps >= 36


def test_the_result_says_how_many_and_where() -> None:
    rng = np.random.default_rng(4)
    days = np.concatenate((rng.uniform(0, 14, 600), np.full(60, 6.9)))
    result = heap_test(days - DUE)
    assert result.window is not None
    assert result.window.count - result.window.expected == pytest.approx(60, abs=20)
    assert result.window.width < 2
    assert result.p_value < 1e-6
    assert result.values == 660


def test_a_heap_after_the_threshold_is_none() -> None:
    rng = np.random.default_rng(5)
    days = np.concatenate((rng.uniform(0, 14, 600), np.full(60, 7.1)))
    assert heap_test(days - DUE).verdict == "none"


def test_the_threshold_itself_is_before() -> None:
    rng = np.random.default_rng(6)
    days = np.concatenate((rng.integers(0, 15, 600), np.full(60, 7)))
    assert heap_test(days - DUE).verdict == "heap"
    assert heap_test(days - 6.0).verdict == "none"


def test_the_unit_of_time_does_not_matter() -> None:
    rng = np.random.default_rng(7)
    distances = rng.exponential(6, 500) - DUE
    assert heap_test(distances * 86_400).p_value == pytest.approx(heap_test(distances).p_value, rel=1e-6)


@pytest.mark.parametrize(
    "distances",
    [
        [],
        [0.5] * 39,
        [-1.0] * 500,
        [1.0] * 500,
        [0.0] * 500,
        [-1.0, 1.0] * 200,
        [-2.0, -1.0, 0.0, 1.0] * 100,
        list(np.linspace(-20, 0.01, 400)),
    ],
)
def test_what_shows_nothing_is_too_few(distances: list[float]) -> None:
    result = heap_test(distances)
    assert (result.verdict, result.p_value, result.window) == ("too_few", 1.0, None)


def test_more_caution_flags_less() -> None:
    rng = np.random.default_rng(9)
    days = np.concatenate((rng.uniform(0, 14, 300), np.full(9, 6.9)))
    loose, strict = (heap_test(days - DUE, alpha=alpha) for alpha in (0.5, 1e-9))
    assert loose.p_value == strict.p_value
    assert (loose.verdict, strict.verdict) == ("heap", "none")

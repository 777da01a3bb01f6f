"""Series with planted changes of many kinds, and how to count which were found.

Levels and trends change under white and autocorrelated noise, with outliers, gaps, a season, and on scales from a
millionth to a million; in some nothing changes. F1 counts a change as found within five values, the beginning of a
series being a change that everybody knows; covering is the mean overlap (Jaccard) of the true segments with the best
one found, weighted with their length. Source: G. J. J. van den Burg and C. K. I. Williams, An evaluation of change
point detection algorithms, arXiv 2003.06222 (2020).
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
MARGIN: Final = 5
Planted = tuple[str, Numbers, list[int]]
"""The kind of a series, its values, and where its changes are."""


def series(count: int, *, seed: int = 137) -> Iterator[Planted]:
    """Yield `count` series, the kinds in turn."""
    rng = np.random.default_rng([137, seed])
    kinds = list(KINDS.items())
    for number in range(count):
        name, make = kinds[number % len(kinds)]
        n = int(np.exp(rng.uniform(np.log(40), np.log(500))))
        values, changes = make(rng, n)
        yield name, values * 10 ** rng.uniform(-6, 6) + rng.normal() * 10 ** rng.uniform(-3, 3), changes


def f1(true: Sequence[int], guessed: Sequence[int]) -> float:
    """Return the harmonic mean of precision and recall with a margin of five values."""
    truth, guesses = {0, *true}, {0, *guessed}
    left, hits = set(guesses), 0
    for change in sorted(truth):
        near = [guess for guess in left if abs(guess - change) <= MARGIN]
        if near:
            left.discard(min(near, key=lambda guess: abs(guess - change)))
            hits += 1
    precision, recall = hits / len(guesses), hits / len(truth)
    return 2 * precision * recall / (precision + recall)


def covering(true: Sequence[int], guessed: Sequence[int], n: int) -> float:
    """Return the weighted overlap of the true segments with the best one found."""
    total = 0.0
    for segment in _segments(true, n):
        total += len(segment) * max(_overlap(segment, other) for other in _segments(guessed, n))
    return total / n


def _segments(changes: Sequence[int], n: int) -> list[range]:
    bounds = [0, *sorted(change for change in set(changes) if 0 < change < n), n]
    return [range(low, high) for low, high in pairwise(bounds)]


def _overlap(first: range, second: range) -> float:
    both = max(0, min(first.stop, second.stop) - max(first.start, second.start))
    return both / (len(first) + len(second) - both)


def _changes(rng: np.random.Generator, n: int) -> list[int]:
    """Return one to four places that leave at least a twelfth of the series, and eight values, between them."""
    gap = max(8, n // 12)
    places: list[int] = []
    for place in rng.permutation(np.arange(gap, n - gap))[:200]:
        if len(places) < 1 + rng.integers(0, 4) and all(abs(int(place) - other) >= gap for other in places):
            places.append(int(place))
    return sorted(places)


def _steps(rng: np.random.Generator, n: int, changes: Sequence[int], size: tuple[float, float] = (2, 6)) -> Numbers:
    levels = np.zeros(n)
    for change in changes:
        levels[change:] += rng.choice([-1, 1]) * rng.uniform(*size)
    return levels


def _ar(rng: np.random.Generator, n: int, phi: float) -> Numbers:
    noise = rng.normal(0, np.sqrt(1 - phi**2), n)
    noise[0] = rng.normal()
    for place in range(1, n):
        noise[place] += phi * noise[place - 1]
    return noise


def _levels(rng: np.random.Generator, n: int) -> tuple[Numbers, list[int]]:
    changes = _changes(rng, n)
    return _steps(rng, n, changes) + rng.normal(size=n), changes


def _autocorrelated(rng: np.random.Generator, n: int) -> tuple[Numbers, list[int]]:
    changes = _changes(rng, n)
    return _steps(rng, n, changes, (4, 9)) + _ar(rng, n, rng.uniform(0.3, 0.8)), changes


def _outliers(rng: np.random.Generator, n: int) -> tuple[Numbers, list[int]]:
    values, changes = _levels(rng, n)
    wild = rng.random(n) < 0.02
    values[wild] += rng.choice([-1, 1], wild.sum()) * rng.uniform(8, 30, wild.sum())
    return values, changes


def _gaps(rng: np.random.Generator, n: int) -> tuple[Numbers, list[int]]:
    values, changes = _levels(rng, n)
    values[rng.random(n) < 0.08] = np.nan
    return values, changes


def _slopes(rng: np.random.Generator, n: int) -> tuple[Numbers, list[int]]:
    """The slope changes, the level does not jump: each piece rises or falls by many spreads."""
    changes = _changes(rng, n)
    slopes = np.full(n, rng.normal() * 10 / n)
    for change in changes:
        slopes[change:] = slopes[change - 1] + rng.choice([-1, 1]) * rng.uniform(40, 120) / n
    return np.cumsum(slopes) + _ar(rng, n, rng.uniform(0, 0.6)), changes


def _jumping_trend(rng: np.random.Generator, n: int) -> tuple[Numbers, list[int]]:
    changes = _changes(rng, n)[:2]
    trend = rng.choice([-1, 1]) * rng.uniform(10, 40) * np.arange(n) / n
    return trend + _steps(rng, n, changes, (5, 12)) + _ar(rng, n, rng.uniform(0, 0.5)), changes


def _seasonal(rng: np.random.Generator, n: int) -> tuple[Numbers, list[int]]:
    changes = _changes(rng, n)[:2]
    season = int(rng.choice([7, 12]))
    wave = rng.uniform(2, 6) * np.sin(2 * np.pi * np.arange(n) / season + rng.uniform(0, 6))
    return wave + _steps(rng, n, changes, (4, 10)) + rng.normal(size=n), changes


def _growing(rng: np.random.Generator, n: int) -> tuple[Numbers, list[int]]:
    """Smooth growth with nothing planted, such as a population's."""
    times = np.arange(n) / n
    return 100 * np.exp(rng.uniform(0.2, 1.5) * times) + _ar(rng, n, 0.5), []


def _wandering(rng: np.random.Generator, n: int) -> tuple[Numbers, list[int]]:
    """A random walk that jumps once or twice by many of its steps, such as a price."""
    changes = _changes(rng, n)[:2]
    return np.cumsum(rng.standard_t(4, n)) + _steps(rng, n, changes, (1, 2)) * 2 * np.sqrt(n), changes


def _curved(rng: np.random.Generator, n: int) -> tuple[Numbers, list[int]]:
    """A smooth curve up and down again with nothing planted."""
    times = np.arange(n) / n
    return 20 * np.sin(np.pi * rng.uniform(0.6, 1.4) * times + rng.uniform(0, 3)) + _ar(rng, n, 0.5), []


def _quiet(rng: np.random.Generator, n: int) -> tuple[Numbers, list[int]]:
    return _ar(rng, n, rng.uniform(0, 0.7)), []


def _counts(rng: np.random.Generator, n: int) -> tuple[Numbers, list[int]]:
    changes = _changes(rng, n)
    log_rates = np.log(rng.uniform(5, 40)) + _steps(rng, n, changes, (0.5, 1.1)) * 0.9
    return rng.poisson(np.exp(np.clip(log_rates, 0, 6))).astype(np.float64), changes


KINDS: Final[dict[str, Callable[[np.random.Generator, int], tuple[Numbers, list[int]]]]] = {
    "levels": _levels,
    "autocorrelated": _autocorrelated,
    "outliers": _outliers,
    "gaps": _gaps,
    "slopes": _slopes,
    "jumping_trend": _jumping_trend,
    "seasonal": _seasonal,
    "growing": _growing,
    "quiet": _quiet,
    "wandering": _wandering,
    "curved": _curved,
    "counts": _counts,
}

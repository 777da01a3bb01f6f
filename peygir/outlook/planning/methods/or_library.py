"""Multidimensional knapsack problems in the format of J. E. Beasley's OR-Library (mknap1)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.outlook.planning.methods.integer_programme import SECONDS, BestChoice, Chooser, LinearLimit

_NUMBERS: Final = re.compile(r"[\s\d.eE+-]+", re.ASCII)
MOST_NUMBERS: Final = 5_000_000


class KnapsackFileIsWrong(Invalid):
    """The file is not what the format says."""

    message = _("The file holds no problems in the format of the OR-Library: {why}")


@dataclass(frozen=True, slots=True)
class KnapsackProblem:
    """Profits of items, the weights of each in several dimensions, capacities, and the optimum if the file knows it."""

    profits: tuple[float, ...]
    weights: tuple[tuple[float, ...], ...]
    capacities: tuple[float, ...]
    optimum: float | None


def looks_like_knapsacks(text: str) -> bool:
    """Whether a text consists of numbers alone, as this format does."""
    return _NUMBERS.fullmatch(text) is not None


def read_knapsacks(text: str) -> list[KnapsackProblem]:
    """Return the problems of a file: their number, then n, m, optimum (0: unknown), profits, weights, capacities.

    Raises KnapsackFileIsWrong.
    """
    parts = text.split()
    if len(parts) > MOST_NUMBERS:
        raise KnapsackFileIsWrong(why=_("it has more than {most} numbers", most=MOST_NUMBERS))
    try:
        numbers = iter([float(part) for part in parts])
        problems = [_problem(numbers) for _each in range(_count(numbers, 1000))]
    except ValueError as error:
        raise KnapsackFileIsWrong(why=str(error)) from error
    except StopIteration as error:
        raise KnapsackFileIsWrong(why=_("it ends too early")) from error
    if next(numbers, None) is not None:
        raise KnapsackFileIsWrong(why=_("there are numbers after its end"))
    return problems


def best_items(problem: KnapsackProblem, *, gap: float = 0.0, seconds: float = SECONDS) -> BestChoice:
    """Return the items with the greatest profit. Raises ChoiceTookTooLong."""
    import numpy as np

    items = tuple(range(len(problem.profits)))
    limits = [
        LinearLimit(items, weights, high=capacity)
        for weights, capacity in zip(problem.weights, problem.capacities, strict=True)
    ]
    return Chooser(len(items), limits, gap=gap, seconds=seconds).best(np.array(problem.profits))


def _problem(numbers: Iterator[float]) -> KnapsackProblem:
    items, dimensions, optimum = _count(numbers, 100_000), _count(numbers, 10_000), next(numbers)
    profits = _several(numbers, items)
    # A list, not a generator: in a generator the end of the numbers would be another error.
    weights = [_several(numbers, items) for _dimension in range(dimensions)]
    return KnapsackProblem(profits, tuple(weights), _several(numbers, dimensions), optimum or None)


def _several(numbers: Iterator[float], count: int) -> tuple[float, ...]:
    values = []
    for _each in range(count):
        value = next(numbers)
        if not 0 <= value <= 1e15:
            raise ValueError(f"{value:g} < 0")
        values.append(value)
    return tuple(values)


def _count(numbers: Iterator[float], most: int) -> int:
    value = next(numbers)
    if not 1 <= value <= most or value != int(value):
        raise ValueError(f"{value:g}: 1 … {most}")
    return int(value)

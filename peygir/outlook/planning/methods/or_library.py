"""Multidimensional knapsack problems in the format of J. E. Beasley's OR-Library (mknap1)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from peygir.core.persian import ascii_digits
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.outlook.planning.methods.integer_programme import SECONDS, BestChoice, Chooser, LinearLimit

_FIRST: Final = re.compile(r"[\s\d.eE+-]+", re.ASCII)
_NUMBER: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_MOST: Final = 1e15
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
    """Whether the first line that is not empty consists of numbers alone, as in this format, and not of headings."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return _FIRST.fullmatch(ascii_digits(first)) is not None


def read_knapsacks(text: str) -> list[KnapsackProblem]:
    """Return the problems of a file: their number, then n, m, optimum (0: unknown), profits, weights, capacities.

    Raises KnapsackFileIsWrong.
    """
    numbers = _numbers(ascii_digits(text))
    try:
        problems = [_problem(numbers) for _each in range(_count(numbers, 1000))]
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


@dataclass(frozen=True, slots=True)
class _PlacedNumber:
    """A number from 0 of the file, and its line."""

    value: float
    line: int


def _problem(numbers: Iterator[_PlacedNumber]) -> KnapsackProblem:
    items, dimensions, optimum = _count(numbers, 100_000), _count(numbers, 10_000), next(numbers).value
    profits = _several(numbers, items)
    # A list, not a generator: in a generator the end of the numbers would be another error.
    weights = [_several(numbers, items) for _dimension in range(dimensions)]
    return KnapsackProblem(profits, tuple(weights), _several(numbers, dimensions), optimum or None)


def _numbers(text: str) -> Iterator[_PlacedNumber]:
    count = 0
    for number, line in enumerate(text.splitlines(), start=1):
        for part in line.split():
            value = float(part) if _NUMBER.fullmatch(part) else -1.0
            if not 0 <= value <= _MOST:
                raise KnapsackFileIsWrong(why=_("line {line}: “{text}” is no number from 0", line=number, text=part))
            count += 1
            if count > MOST_NUMBERS:
                raise KnapsackFileIsWrong(why=_("it has more than {most} numbers", most=MOST_NUMBERS))
            yield _PlacedNumber(value, number)


def _several(numbers: Iterator[_PlacedNumber], count: int) -> tuple[float, ...]:
    return tuple([next(numbers).value for _each in range(count)])


def _count(numbers: Iterator[_PlacedNumber], most: int) -> int:
    given = next(numbers)
    if not 1 <= given.value <= most or given.value != int(given.value):
        why = _("line {line}: “{text}” is no whole number from 1 to {most}")
        raise KnapsackFileIsWrong(why=why.filled({"line": given.line, "text": f"{given.value:.16g}", "most": most}))
    return int(given.value)

"""Round values for axes, and the bounds of classes of values."""

import math
from collections.abc import Iterable, Sequence


def nice_step(span: float, most: int, *, whole: bool = False) -> float:
    """Return the smallest of 1, 2, 5, 10, 20, … (also 0.1, 0.2, …) of which `most` steps reach over `span`."""
    if span <= 0:
        return 1.0
    rough = span / most
    power = math.floor(math.log10(rough))
    step = next(found for factor in (1, 2, 5, 10, 20) if (found := _scaled(factor, power)) >= rough)
    return max(step, 1.0) if whole else step


def nice_ticks(low: float, high: float, most: int = 5, *, whole: bool = False) -> tuple[float, ...]:
    """Return round values, ascending and evenly spaced, the first not above `low`, the last not below `high`; two at
    least.
    """
    step = nice_step(high - low, most, whole=whole)
    first, last = math.floor(low / step), math.ceil(high / step)
    if first == last:
        last += 1
    places = max(0, -math.floor(math.log10(step)))
    return tuple(round(number * step, places) for number in range(first, last + 1))


def class_bounds(values: Iterable[float], most: int) -> tuple[float, ...]:
    """Return the upper bounds of at most `most` classes with about as many values each, ascending; () without values.

    Equal values are in the same class.
    """
    ordered = sorted(values)
    if not ordered:
        return ()
    places = [math.ceil(len(ordered) * (number + 1) / most) - 1 for number in range(most)]
    return tuple(sorted({ordered[max(0, place)] for place in places}))


def class_of(value: float, bounds: Sequence[float]) -> int:
    """Return the number of the class of a value, from 0."""
    return min(sum(bound < value for bound in bounds), max(0, len(bounds) - 1))


def _scaled(factor: int, power: int) -> float:
    """Return factor × 10 to the power without avoidable float error: 0.2, not 0.2000…1."""
    return float(factor * 10**power) if power >= 0 else factor / 10**-power

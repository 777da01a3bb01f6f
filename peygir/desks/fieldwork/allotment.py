"""Allots an amount over shares so that the parts add up to it exactly (largest remainder, Hamilton's method).

Source: M. L. Balinski, H. P. Young, "Fair Representation", 1982, chapter 3. Each part is its exact quota rounded down
or up, and those with the largest remainders are rounded up; ties go to the earlier share.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class LineToShare:
    """The amount of a cost line, and the case that it was spent for alone (None: for the whole order)."""

    amount: int
    case_id: int | None = None


def allot(amount: int, weights: Sequence[int]) -> list[int]:
    """Integer parts of `amount` in proportion to `weights` (integers ≥ 0); they sum to `amount`.

    If all weights are 0 they count alike. Without shares there is nothing to allot: an empty list for an amount of 0,
    else ValueError, as for a negative weight.
    """
    if any(weight < 0 for weight in weights):
        raise ValueError("a weight is negative")
    if not weights:
        if amount:
            raise ValueError("there is nobody to bear the amount")
        return []
    total = sum(weights)
    if not total:
        weights, total = [1] * len(weights), len(weights)
    size = abs(amount)
    parts, remainders = zip(*(divmod(size * weight, total) for weight in weights), strict=True)
    missing = size - sum(parts)
    largest = sorted(range(len(weights)), key=lambda place: (-remainders[place], place))[:missing]
    sign = -1 if amount < 0 else 1
    return [sign * (part + (place in largest)) for place, part in enumerate(parts)]


def shares_of_cases(lines: Iterable[LineToShare], weights: Mapping[int, int]) -> dict[int | None, int]:
    """What each case of an order bears; the sum is that of all lines.

    `weights` are the cases with the weights by which they share what was spent for the whole order, in the order in
    which ties are decided. A line of one case is borne by it alone, also if it is no longer among them. An order
    without cases bears its costs itself: they come under None.
    """
    shares: dict[int | None, int] = dict.fromkeys(weights, 0)
    common = 0
    for cost_line in lines:
        if cost_line.case_id is None:
            common += cost_line.amount
        else:
            shares[cost_line.case_id] = shares.get(cost_line.case_id, 0) + cost_line.amount
    if not weights:
        if common or not shares:
            shares[None] = common
        return shares
    for case_id, part in zip(weights, allot(common, list(weights.values())), strict=True):
        shares[case_id] += part
    return shares


def allot_by_key(amount: int, weights: Mapping[Key, int]) -> dict[Key, int]:
    """The same as `allot` for named shares; ties go to the earlier key."""
    return dict(zip(weights, allot(amount, list(weights.values())), strict=True))

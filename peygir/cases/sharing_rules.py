"""Distributes cases among colleagues: each next case goes to the one with the least work."""

from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush


def share_out(cases: Iterable[str], takers: Sequence[int], load: Mapping[int, int]) -> dict[str, int]:
    """Case → assignee: always the taker with the least work at that point, the earlier in `takers` if equal.

    `load` counts the cases that each has already. Raises ValueError without takers.
    """
    if not takers:
        raise ValueError("nobody is there to take the cases")
    order = [(load.get(taker, 0), place, taker) for place, taker in enumerate(dict.fromkeys(takers))]
    heapify(order)
    shared: dict[str, int] = {}
    for code in dict.fromkeys(cases):
        count, place, taker = heappop(order)
        shared[code] = taker
        heappush(order, (count + 1, place, taker))
    return shared

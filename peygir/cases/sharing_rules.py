"""How work is shared out among colleagues: each next case to whoever has the least; plain values."""

from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush


def share_out(cases: Iterable[str], takers: Sequence[int], load: Mapping[int, int]) -> dict[str, int]:
    """Who takes each case: always the one who then has the least to do, the earlier in `takers` where two are alike.

    `load` counts what each has in hand already. With one taker all goes to them. Raises ValueError without any.
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

"""How many cases a day must be finished so that every deadline is kept: from real arrivals, by trying."""

from collections.abc import Sequence
from decimal import Decimal
from heapq import heappop, heappush
from typing import Final

from peygir.outlook.scoring.measures import exact

DAY: Final = 86_400_000_000
"""Microseconds."""
STEPS: Final = 24
"""Halvings of the range that is searched: the answer is good to a hundred-thousandth of it."""
Arrival = tuple[int, int]
"""When a case came and when it is due (microseconds)."""


def capacity_needed(arrivals: Sequence[Arrival]) -> Decimal:
    """Return the smallest number of cases a day with which all are finished by their due times; 0 without any.

    The case that is due first is taken next, and each takes the same share of a day: no order of work keeps all with
    less (Liu and Layland 1973, but for a case that is begun already). A due time is later than its arrival.
    """
    ordered = sorted(arrivals)
    if not ordered:
        return Decimal(0)
    # One case alone must fit between its arrival and its due time; at a day for each case at most, all of them do.
    high = float(len(ordered) * DAY) / min(due - start for start, due in ordered)
    low = 0.0
    for _step in range(STEPS):
        middle = (low + high) / 2
        if keeps_all(ordered, DAY / middle):
            high = middle
        else:
            low = middle
    return exact(Decimal(high)).quantize(Decimal("0.01"))


def keeps_all(ordered: Sequence[Arrival], length: float) -> bool:
    """Whether all are finished in time if each takes so long (microseconds); ordered by their arrival."""
    waiting: list[int] = []
    now, place = 0.0, 0
    while place < len(ordered) or waiting:
        if not waiting:
            now = max(now, float(ordered[place][0]))
        while place < len(ordered) and ordered[place][0] <= now:
            heappush(waiting, ordered[place][1])
            place += 1
        now += length
        if now > heappop(waiting):
            return False
    return True

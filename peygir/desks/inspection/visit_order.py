"""The order in which drawn visits are made: those that are due soon first, each part as a short way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Final

from peygir.core.geometry import metres_between

SOON: Final = timedelta(days=2)
"""A visit that is due within so many days comes before all others."""
_ROUNDS: Final = 30
_LEAST_GAIN: Final = 0.5  # metres


@dataclass(frozen=True, slots=True)
class VisitStop:
    """A visit to be made: its key, by when, and where, if that is known (degrees)."""

    key: int
    due_on: date
    lat: float | None = None
    lon: float | None = None


def in_visiting_order(
    stops: Iterable[VisitStop], *, today: date, start: tuple[float, float] | None = None, most: int | None = None
) -> list[VisitStop]:
    """Return the stops in the order of a walk, at most so many: what is due within SOON, then the rest, each part by
    the nearest next one, and then without the crossings that this leaves (2-opt).

    It begins at `start` (lat, lon), else at the stop that is due first. Stops without a place follow each part.
    """
    ordered: list[VisitStop] = []
    position = start
    rows = sorted(stops, key=lambda stop: (stop.due_on, stop.key))
    for part in (
        [row for row in rows if row.due_on <= today + SOON],
        [row for row in rows if row.due_on > today + SOON],
    ):
        left = len(rows) if most is None else most - len(ordered)
        chain, _last = _nearest_next([row for row in part if row.lat is not None], position)
        chain = _without_crossings(chain[:left], position)
        position = _place(chain[-1]) if chain else position
        ordered += (chain + [row for row in part if row.lat is None])[:left]
    return ordered


def walk_metres(stops: Sequence[VisitStop], *, start: tuple[float, float] | None = None) -> float:
    """Return the length of a walk through the stops that have a place, in metres of straight lines."""
    places = [*([start] if start is not None else []), *(_place(stop) for stop in stops if stop.lat is not None)]
    return sum(metres_between(*here, *there) for here, there in pairwise(places))


def _without_crossings(chain: list[VisitStop], start: tuple[float, float] | None) -> list[VisitStop]:
    """Turn round each piece of the walk that becomes shorter by it, until none does (2-opt; Croes 1958).

    The walk begins at `start`, or else keeps its first stop; it ends anywhere.
    """
    places = [*([start] if start is not None else []), *(_place(stop) for stop in chain)]
    fixed = len(places) - len(chain) or 1
    lengths = [[metres_between(*here, *there) for there in places] for here in places]
    walk = list(range(len(places)))
    for _round in range(_ROUNDS):
        is_shorter = False
        for first in range(fixed, len(walk) - 1):
            for last in range(first + 1, len(walk)):
                before, near, far = walk[first - 1], walk[first], walk[last]
                gain = lengths[before][near] - lengths[before][far]
                if last + 1 < len(walk):
                    gain += lengths[far][walk[last + 1]] - lengths[near][walk[last + 1]]
                if gain > _LEAST_GAIN:
                    walk[first : last + 1] = walk[first : last + 1][::-1]
                    is_shorter = True
        if not is_shorter:
            break
    offset = len(places) - len(chain)
    return [chain[place - offset] for place in walk if place >= offset]


def _nearest_next(
    stops: Sequence[VisitStop], position: tuple[float, float] | None
) -> tuple[list[VisitStop], tuple[float, float] | None]:
    left, chain = list(stops), []
    while left:
        nearest = left[0] if position is None else min(left, key=lambda stop: (_metres(position, stop), stop.key))
        left.remove(nearest)
        chain.append(nearest)
        position = _place(nearest)
    return chain, position


def _place(stop: VisitStop) -> tuple[float, float]:
    return float(stop.lat or 0.0), float(stop.lon or 0.0)


def _metres(here: tuple[float, float] | None, stop: VisitStop) -> float:
    assert here is not None
    return metres_between(here[0], here[1], *_place(stop))

"""How well a place fits what is looked for: by its names, its kind, and how near it lies."""

import math
from collections.abc import Iterable
from typing import Final

from rapidfuzz import fuzz

from peygir.atlas.kinds import PlaceKind

ACCEPTED: Final = 0.62
"""The least likeness of a name that is offered."""
GOOD: Final = 0.9
"""From this likeness on a name is meant; nothing vaguer needs to be looked for."""
_SHORTEST_FUZZY: Final = 4
_LEAST_RATIO: Final = 72.0
_NEAR_METRES: Final = 1500.0
_NEAR: Final = 0.1
_INSIDE: Final = 0.15
_OF_KIND: Final = {
    PlaceKind.NEIGHBOURHOOD: 0.06,
    PlaceKind.STREET: 0.05,
    PlaceKind.SQUARE: 0.05,
    PlaceKind.PARK: 0.04,
    PlaceKind.HOSPITAL: 0.04,
    PlaceKind.LANDMARK: 0.03,
    PlaceKind.BRIDGE: 0.03,
    PlaceKind.TOWN: 0.02,
    PlaceKind.BUS_STOP: -0.02,
    PlaceKind.BUSINESS: -0.03,
}


def likeness(key: str, names: Iterable[str]) -> float:
    """How much the key that is looked for is like the most similar of a place's keys, 0 to 1."""
    return max((_like(key, name) for name in names if name), default=0.0)


def _like(key: str, name: str) -> float:
    if key == name:
        return 1.0
    share = len(key) / len(name)
    if name.startswith(key):
        return 0.86 + 0.1 * share
    if len(key) < _SHORTEST_FUZZY:
        return 0.0
    if key in name:
        return 0.72 + 0.1 * share
    ratio = fuzz.ratio(key, name, score_cutoff=_LEAST_RATIO) / 100
    begun = fuzz.ratio(key, name[: len(key)], score_cutoff=_LEAST_RATIO) / 100
    return max(ratio * 0.92, begun * 0.82)


def score(likeness: float, kind: str, *, metres: float | None, is_inside: bool) -> float:
    """The rank of a place: its likeness, with small preferences for what people mean more often.

    `metres` is its distance from where the searcher looks, None where that is not known.
    """
    preference = _OF_KIND.get(PlaceKind.of(kind), 0.0)
    near = _NEAR * math.exp(-metres / _NEAR_METRES) if metres is not None else 0.0
    return likeness + preference + near + (_INSIDE if is_inside else 0.0)

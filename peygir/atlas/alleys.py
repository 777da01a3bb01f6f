"""Finds the street that each alley leaves, and its number there."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import shapely

from peygir.atlas.kinds import PlaceKind
from peygir.atlas.merging import MergedStreet, rejoin
from peygir.atlas.names import core_words, number_in
from peygir.atlas.street_pieces import StreetPieces
from peygir.core.geometry import METRES_PER_DEGREE
from peygir.core.persian import key_words, search_key

NEAR_METRES = 40.0
"""An alley that touches no street may begin behind a driveway or a node that is missing."""
BROKEN_METRES = 120.0
_LEAVES = frozenset({PlaceKind.STREET, PlaceKind.SQUARE, PlaceKind.ALLEY})


def with_parents(pieces: StreetPieces, streets: Sequence[MergedStreet]) -> list[MergedStreet]:
    """All streets, each alley with its number and parent; parents stand before their alleys.

    A street whose name is that of a street it touches and a number («قصردشت ۱۶») is an alley of it.
    """
    touching = _touching(pieces, streets)
    streets = [_numbered(street, [streets[other] for other in touching[place]]) for place, street in enumerate(streets)]
    alleys = [place for place, street in enumerate(streets) if street.kind is PlaceKind.ALLEY]
    popular = Counter(other for place in alleys for other in touching[place] if streets[place].number)
    others = [place for place in range(len(streets)) if streets[place].kind is not PlaceKind.ALLEY]
    nearest = _Nearest([streets[place] for place in others if streets[place].kind is PlaceKind.STREET])
    parents: dict[int, MergedStreet] = {}
    for place in alleys:
        choice = _choose(streets[place], [(streets[other], popular[other]) for other in touching[place]])
        parent = choice or nearest.to(streets[place])
        if parent is not None:
            parents[place] = parent
    return _in_order(pieces, [streets[place] for place in others], {place: streets[place] for place in alleys}, parents)


def _touching(pieces: StreetPieces, streets: Sequence[MergedStreet]) -> list[list[int]]:
    """For each street, which other ones share a node with it."""
    street_of = np.full(len(pieces), -1, dtype=np.int64)
    for place, street in enumerate(streets):
        if street.kind in _LEAVES:
            street_of[list(street.pieces)] = place
    owners = np.repeat(street_of, np.diff(np.asarray(pieces.starts)))
    pairs = np.unique(np.column_stack((np.asarray(pieces.nodes), owners))[owners >= 0], axis=0)
    touching: list[set[int]] = [set() for _ in streets]
    start = 0
    for end in (np.flatnonzero(np.diff(pairs[:, 0], append=np.iinfo(np.int64).min)) + 1).tolist():
        if end - start > 1:
            several = pairs[start:end, 1].tolist()
            for place in several:
                touching[place].update(several)
        start = end
    return [sorted(others - {place}) for place, others in enumerate(touching)]


def _numbered(street: MergedStreet, touched: Sequence[MergedStreet]) -> MergedStreet:
    if street.kind is PlaceKind.ALLEY:
        return replace(street, number=number_in(street.names.name))
    own_words = core_words(street.names.name)
    if street.kind is not PlaceKind.STREET or len(own_words) < 2 or not own_words[-1].isdigit():
        return street
    if any(core_words(other.names.name) == own_words[:-1] for other in touched if other.kind is PlaceKind.STREET):
        return replace(street, kind=PlaceKind.ALLEY, number=own_words[-1])
    return street


def _choose(alley: MergedStreet, touched: Sequence[tuple[MergedStreet, int]]) -> MergedStreet | None:
    """Which of the streets that an alley touches it leaves.

    The one that its own name names; else a street before an alley, the one that most numbered alleys touch, the
    longest.
    """
    if not touched:
        return None
    own = " ".join(key_words(alley.names.name))

    def rank(candidate: tuple[MergedStreet, int]) -> tuple[bool, bool, int, float]:
        street, count = candidate
        is_named = " ".join(core_words(street.names.name)) in own and street.kind is not PlaceKind.ALLEY
        return is_named, street.kind is not PlaceKind.ALLEY, count, float(shapely.length(street.line))

    best, _ = max(touched, key=rank)
    # Of two alleys that touch only each other, the shorter one leaves the longer.
    is_other_way = best.kind is PlaceKind.ALLEY and _size(best) <= _size(alley)
    return None if is_other_way else best


def _size(street: MergedStreet) -> tuple[float, int]:
    return float(shapely.length(street.line)), -street.pieces[0]


class _Nearest:
    """Finds the street that lies within a few metres of an alley."""

    def __init__(self, streets: Sequence[MergedStreet]) -> None:
        self._streets = streets
        self._tree = shapely.STRtree([street.line for street in streets])

    def to(self, alley: MergedStreet) -> MergedStreet | None:
        if not self._streets:
            return None
        near = self._tree.query_nearest(alley.line, max_distance=NEAR_METRES / METRES_PER_DEGREE)
        return self._streets[int(near.min())] if near.size else None


def _in_order(
    pieces: StreetPieces,
    others: list[MergedStreet],
    alleys: dict[int, MergedStreet],
    parents: dict[int, MergedStreet],
) -> list[MergedStreet]:
    """Streets, then their alleys, then the alleys of those; broken alleys of one street are joined."""
    ordered = list(others)
    position = {street.pieces: place for place, street in enumerate(ordered)}
    waiting = dict(alleys)
    while waiting:
        ready = {
            place: alley
            for place, alley in waiting.items()
            if place not in parents or parents[place].pieces in position
        } or waiting  # none can be ready only where alleys leave each other in a circle
        groups: dict[tuple[int | None, str], list[tuple[int, MergedStreet]]] = defaultdict(list)
        for place, alley in ready.items():
            parent = position.get(parents[place].pieces) if place in parents else None
            groups[parent, search_key(alley.names.name)].append((place, replace(alley, parent=parent)))
        for (parent, _), group in groups.items():
            members = [alley for _, alley in group]
            joined = members if parent is None else list(rejoin(pieces, members, BROKEN_METRES))
            for alley in joined:
                position.update(
                    (member.pieces, len(ordered)) for member in members if set(member.pieces) <= set(alley.pieces)
                )
                ordered.append(alley)
        waiting = {place: alley for place, alley in waiting.items() if place not in ready}
    return ordered

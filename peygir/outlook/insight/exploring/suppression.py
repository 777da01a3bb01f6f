"""Which figures of a table are hidden, so that no group smaller than a limit is shown or follows from the totals.

A table has up to three dimensions and all its totals. A group of 1 to `fewest` - 1 rows is hidden; with it others, so
that no hidden figure follows from the shown ones by addition and subtraction (complementary suppression; Cox 1980,
Fischetti and Salazar 2001 give the problem and exact solutions, which take far longer than what is done here).

Each hidden figure is a corner of a box of hidden figures, within which one may be added to and taken from the corners
in turn without any change of what is shown. So more than one table agrees with what is shown, and in those a hidden
figure differs. A box spans the table in some dimensions, between a figure and another beside it; in the others it
takes in the totals.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from enum import Enum
from itertools import combinations, product
from typing import Final

Key = str | int | None


class AllOfThem(Enum):
    """Stands in a key for all values of a dimension together: such a figure is a total."""

    ALL = "all"


ALL: Final = AllOfThem.ALL
Place = tuple[Key | AllOfThem, ...]
"""Where a figure stands: a value, or ALL, for each dimension."""
TRIED: Final = {1: 40, 2: 12, 3: 6}
"""How many figures in each direction are tried as the other end of a box that spans so many dimensions."""
TOTAL_COUNTS: Final = 4
"""Hiding a total is as bad as hiding so many other figures."""


def with_totals(counts: Mapping[tuple[Key, ...], int]) -> dict[Place, int]:
    """Return a table with all its totals; groups of none are left out, for everybody knows them."""
    table: dict[Place, int] = defaultdict(int)
    for keys, count in counts.items():
        if count:
            for place in product(*((key, ALL) for key in keys)):
                table[place] += count
    return dict(table)


def hidden_places(counts: Mapping[tuple[Key, ...], int], *, fewest: int) -> frozenset[Place]:
    """Return the figures and totals of a table that are hidden, so that no group under `fewest` can be known.

    `counts` are the rows of each group, by its value in each dimension.
    """
    table = with_totals(counts)
    boxes = _Boxes(table)
    hidden: set[Place] = set()
    small = [place for place, count in table.items() if count < fewest]
    # Totals first: what protects a total often protects the figures below it.
    for place in sorted(small, key=lambda place: (-place.count(ALL), table[place], repr(place))):
        if place not in hidden:
            hidden |= boxes.cheapest(place, hidden)
    return frozenset(hidden)


class _Boxes:
    """The boxes of a table, by which its figures are hidden."""

    def __init__(self, table: dict[Place, int]) -> None:
        self.table = table
        self.inner = {place: count for place, count in table.items() if ALL not in place}
        lines: dict[tuple[int, Place], list[tuple[int, Key]]] = defaultdict(list)
        for place, count in self.inner.items():
            for dimension, key in enumerate(place):
                if not isinstance(key, AllOfThem):
                    lines[dimension, _without(place, dimension)].append((count, key))
        self.lines = {line: sorted(figures, key=repr_of) for line, figures in lines.items()}

    def cheapest(self, place: Place, hidden: set[Place]) -> set[Place]:
        """Return the box around a figure that hides least beside what is hidden already."""
        best: set[Place] | None = None
        best_cost = (0, 0)
        for box in self._around(place, hidden):
            new = box - hidden
            cost = (sum(1 + TOTAL_COUNTS * one.count(ALL) for one in new), sum(self.table[one] for one in new))
            if best is None or cost < best_cost:
                best, best_cost = box, cost
        return best if best is not None else {place}

    def _around(self, place: Place, hidden: set[Place]) -> Iterator[set[Place]]:
        """Every box that is tried; the last one takes in all totals above the figure, and is always there."""
        first = self._representative(place)
        free = [dimension for dimension, key in enumerate(place) if key is not ALL]
        for size in range(1, len(free) + 1):
            for spanned in combinations(free, size):
                choices = [self._others(first, dimension, hidden, TRIED[size]) for dimension in spanned]
                for others in product(*choices):
                    box = self._box(first, dict(zip(spanned, others, strict=True)))
                    if box:
                        yield box
        yield set(product(*((key, ALL) for key in first)))

    def _representative(self, place: Place) -> Place:
        """Return a figure below a total: the largest one; a figure stands for itself."""
        if ALL not in place:
            return place
        below = (
            one for one in self.inner if all(own is ALL or own == key for own, key in zip(place, one, strict=True))
        )
        return max(below, key=lambda one: (self.inner[one], repr(one)))

    def _others(self, first: Place, dimension: int, hidden: set[Place], most: int) -> list[Key]:
        """Return values beside a figure in one dimension: of groups of at least two, hidden ones first, then small."""
        line = self.lines[dimension, _without(first, dimension)]
        others = [key for count, key in line if key != first[dimension] and count > 1]
        others.sort(key=lambda key: _with(first, dimension, key) not in hidden)
        return others[:most]

    def _box(self, first: Place, ends: dict[int, Key]) -> set[Place]:
        """Return the corners of a box that spans from a figure to other values; none where one cannot be changed.

        One is added to corners with an even number of other ends, and taken from the rest, which must keep one.
        """
        for corner in product(
            *(((0, key), (1, ends[one])) if one in ends else ((0, key),) for one, key in _keyed(first))
        ):
            count = self.table.get(tuple(key for _side, key in corner), 0)
            if count < (2 if sum(side for side, _key in corner) % 2 else 1):
                return set()
        return set(product(*((key, ends[one]) if one in ends else (key, ALL) for one, key in _keyed(first))))


def repr_of(figure: tuple[int, Key]) -> tuple[int, str]:
    """Return the order of figures in a line: the smallest first, and then one and the same in every run."""
    return figure[0], repr(figure[1])


def _keyed(place: Place) -> list[tuple[int, Key | AllOfThem]]:
    return list(enumerate(place))


def _without(place: Place, dimension: int) -> Place:
    return (*place[:dimension], *place[dimension + 1 :])


def _with(place: Place, dimension: int, key: Key) -> Place:
    return (*place[:dimension], key, *place[dimension + 1 :])

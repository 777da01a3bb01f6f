"""What somebody who subtracts knows of the hidden groups of a month: their ranges in whole numbers.

It is made for the attack and shares nothing with the protection: another solver, whole numbers, and sums that are read
from the names of the places alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

Place = tuple[str, ...]
MOST: Final = 1_000_000
_WHICH: Final = ("n", "good", "bad")


def known_ranges(
    places: Iterable[Place], shown: Mapping[Place, int], group_of: Mapping[str, str]
) -> Iterator[tuple[int, int]]:
    """Yield the least and the greatest number of each hidden place that agrees with what is shown.

    `group_of`: the group of each topic, as the file of cases tells it.
    """
    every = set(places)
    yield from _known(every, shown, list(_sums(every, group_of)), least=1)


def known_ranges_of_people(
    places: Iterable[Place], shown: Mapping[Place, tuple[int, int]], group_of: Mapping[str, str]
) -> Iterator[tuple[int, int]]:
    """Yield the same for those who said the one, those who said the other, and both together.

    `shown`: the rows of a place, and how many of them are good.
    """
    every = set(places)
    counts: dict[Place, int] = {}
    for place, (n, good) in shown.items():
        counts |= {("n", *place): n, ("good", *place): good, ("bad", *place): n - good}
    sums = [
        ((which, *total), [(which, *part) for part in parts])
        for total, parts in _sums(every, group_of)
        for which in _WHICH
    ]
    sums += [(("n", *place), [("good", *place), ("bad", *place)]) for place in sorted(every)]
    yield from _known({(which, *place) for place in every for which in _WHICH}, counts, sums, least=0)


def _known(
    every: set[Place], shown: Mapping[Place, int], sums: Iterable[tuple[Place, list[Place]]], *, least: int
) -> Iterator[tuple[int, int]]:
    hidden = sorted(place for place in every if place not in shown)
    columns = {place: number for number, place in enumerate(hidden)}
    rows, amounts = [], []
    for total, parts in sums:
        row, amount = np.zeros(len(hidden)), 0
        for place, sign in ((total, -1), *((part, 1) for part in parts)):
            if place in columns:
                row[columns[place]] += sign
            else:
                amount -= sign * shown[place]
        if row.any():
            rows.append(row)
            amounts.append(amount)
    for place in hidden:
        yield _range(columns[place], len(hidden), rows, amounts, least)


def _sums(places: set[Place], group_of: Mapping[str, str]) -> Iterator[tuple[Place, list[Place]]]:
    by_split: dict[str, list[Place]] = defaultdict(list)
    for place in sorted(places):
        by_split[place[0]].append(place)
    for split in ("district", "topic_group", "topic"):
        if by_split[split]:
            yield ("city",), by_split[split]
    for group in by_split["topic_group"]:
        own_topics = [topic for topic in by_split["topic"] if group_of.get(topic[1]) == group[1]]
        if own_topics:
            yield group, own_topics
    cells = by_split["district.topic_group"]
    for number, split in ((1, "district"), (2, "topic_group")):
        for total in by_split[split]:
            own = [cell for cell in cells if cell[number] == total[1]]
            if own:
                yield total, own


def _range(
    column: int,
    width: int,
    rows: list["np.ndarray[tuple[int], np.dtype[np.float64]]"],
    amounts: list[int],
    least: int,
) -> tuple[int, int]:
    constraints = [LinearConstraint(np.vstack(rows), amounts, amounts)] if rows else []
    ends = []
    for sign in (1, -1):
        goal = np.zeros(width)
        goal[column] = sign
        solved = milp(goal, constraints=constraints, integrality=np.ones(width), bounds=Bounds(least, MOST))
        ends.append(round(solved.fun * sign))
    return ends[0], ends[1]

"""Hides small groups of a figure, and with them what they could be computed from: margins, districts, groups, topics.

The counts of a figure are a table of sums: the city is the sum of its districts and of its groups of topics, a group
is the sum of its topics, and of a figure that is also split by both, each district and group is the sum of its cells.
Groups of 1 to `fewest` - 1 rows are hidden. Of what reporters said, so is a group in which fewer than `fewest` said the
one or the other: else one would know what each of them said. The rest is `core.disclosure`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isinf

from peygir.core.disclosure.hiding import protected
from peygir.core.disclosure.sum_tables import FigureKey, SumRule, SumTable
from peygir.outlook.insight.publishing.catalogue import PublishedFigure
from peygir.outlook.insight.publishing.rows import keys_of
from peygir.outlook.insight.publishing.words import CITY, CROSS, DISTRICT, TOPIC, TOPIC_GROUP

Place = tuple[str, ...]
"""A split with its keys."""


@dataclass(frozen=True, slots=True)
class LeafCount:
    """Rows of one topic in one district: how many, and how many of them are good."""

    district: str
    group: str
    topic: str
    n: int
    good: int = 0


@dataclass(frozen=True, slots=True)
class ProtectedFigure:
    """The counts of each place, those that are hidden, and the narrowest range of a small one (None: none is small)."""

    counts: Mapping[Place, tuple[int, int]]
    hidden: frozenset[Place]
    narrowest: float | None


def protected_figure(figure: PublishedFigure, leaves: Iterable[LeafCount], *, fewest: int) -> ProtectedFigure:
    """Return the counts of a figure by place, and which are hidden so that no group under `fewest` can be told."""
    listed = [leaf for leaf in leaves if leaf.n]
    counts: dict[Place, tuple[int, int]] = {}
    for leaf in listed:
        for split in figure.splits:
            place = (split, *keys_of(split, leaf.district, leaf.group, leaf.topic))
            n, good = counts.get(place, (0, 0))
            counts[place] = (n + leaf.n, good + leaf.good)
    sums = list(_sums(counts, listed))
    table = _of_people(counts, sums, fewest) if figure.is_of_people else _of_cases(counts, sums, fewest)
    found = protected(table, width=fewest - 1, least=0 if figure.is_of_people else 1)
    hidden = frozenset(place for place in counts if _variable(place, figure.is_of_people) in found.hidden)
    narrowest = None if found.narrowest is None or isinf(found.narrowest) else found.narrowest
    return ProtectedFigure(counts, hidden, narrowest)


def _sums(counts: Mapping[Place, tuple[int, int]], leaves: Iterable[LeafCount]) -> Iterable[SumRule]:
    """Which places are the sums of which others."""
    parts: dict[Place, dict[str, set[Place]]] = defaultdict(lambda: defaultdict(set))
    for leaf in leaves:
        city, district, group = (CITY,), (DISTRICT, leaf.district), (TOPIC_GROUP, leaf.group)
        cell, topic = (CROSS, leaf.district, leaf.group), (TOPIC, leaf.topic)
        steps: tuple[tuple[Place, str, Place], ...] = (
            (city, DISTRICT, district),
            (city, TOPIC_GROUP, group),
            (district, CROSS, cell),
            (group, CROSS, cell),
            (group, TOPIC, topic),
        )
        for total, split, part in steps:
            if total in counts and part in counts:
                parts[total][split].add(part)
    for total, by_split in parts.items():
        for own in by_split.values():
            yield SumRule(total, tuple(sorted(own)))


def _of_cases(counts: Mapping[Place, tuple[int, int]], sums: Iterable[SumRule], fewest: int) -> SumTable:
    values: dict[FigureKey, int] = {place: n for place, (n, _good) in counts.items()}
    return SumTable(values, list(sums), frozenset(key for key, n in values.items() if n < fewest))


def _of_people(counts: Mapping[Place, tuple[int, int]], sums: Iterable[SumRule], fewest: int) -> SumTable:
    """The table of those who said the one and those who said the other, and of both together."""
    values: dict[FigureKey, int] = {}
    for place, (n, good) in counts.items():
        values |= {(place, "n"): n, (place, "good"): good, (place, "bad"): n - good}
    rules = [
        SumRule((rule.total, which), tuple((part, which) for part in rule.parts))
        for rule in sums
        for which in ("n", "good", "bad")
    ]
    rules += [SumRule((place, "n"), ((place, "good"), (place, "bad"))) for place in counts]
    together = [tuple((place, which) for which in ("n", "good", "bad")) for place in counts]
    return SumTable(values, rules, frozenset(key for key, n in values.items() if n < fewest), together)


def _variable(place: Place, is_of_people: bool) -> FigureKey:
    return (place, "n") if is_of_people else place

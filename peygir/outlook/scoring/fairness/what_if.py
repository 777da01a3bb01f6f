"""What another scheme would do: who moves among the peers, and how sure that is if the weights are only about right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np
import numpy.typing as npt

from peygir.outlook.scoring.rules import OUT_OF, SchemeContent
from peygir.outlook.scoring.words import Combination

Numbers = npt.NDArray[np.float64]
Ranks = npt.NDArray[np.int64]
SEED: Final = 137
DRAWS: Final = 2_000
CONCENTRATION: Final = 100.0
"""Of the Dirichlet distribution of the weights: one of a half then has the standard deviation .05."""
Scores = Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class MovedUnit:
    """A unit under two schemes: its marks and ranks among its peers; None where a scheme gives it no mark.

    `chance` is the share of drawn weights of the new scheme with which its rank is another than before.
    """

    unit_id: int
    peers: str
    mark_before: Decimal | None
    mark_after: Decimal | None
    rank_before: int | None
    rank_after: int | None
    chance: float | None

    @property
    def moves(self) -> bool:
        """Whether its rank is another."""
        return self.rank_before != self.rank_after


def ranks_of(marks: Mapping[int, Decimal]) -> dict[int, int]:
    """The rank of each mark; the largest is 1, equal ones share the smaller rank."""
    return {unit_id: 1 + sum(other > own for other in marks.values()) for unit_id, own in marks.items()}


def drawn_weights(content: SchemeContent, *, draws: int = DRAWS, seed: int = SEED) -> dict[str, Numbers]:
    """Return for each part with a weight its share of the mark in each draw: Dirichlet around those of the scheme."""
    names, shares = [], []
    total = sum(content.groups.values(), Decimal(0))
    for part in sorted(content.parts, key=lambda part: part.indicator):
        of_group = sum((one.weight for one in content.parts if one.group == part.group), Decimal(0))
        if part.weight and content.groups[part.group]:
            names.append(part.indicator)
            shares.append(float(content.groups[part.group] * part.weight / (total * of_group)))
    drawn = np.random.default_rng(seed).dirichlet(CONCENTRATION * np.array(shares), size=draws)
    return {name: drawn[:, column] for column, name in enumerate(names)}


def drawn_marks(content: SchemeContent, weights: Mapping[str, Numbers], scores: Scores) -> Numbers:
    """Return the mark of a unit with these scores of its parts in each draw of weights, rounded as it is published.

    As in `Marking.combined`: a part without a score leaves its weight to the others of its group.
    """
    groups: dict[str, list[str]] = {}
    for part in content.parts:
        if part.indicator in weights and part.indicator in scores:
            groups.setdefault(part.group, []).append(part.indicator)
    draws = len(next(iter(weights.values())))
    if not groups:
        return np.zeros(draws)
    values, sizes = [], []
    for group, names in sorted(groups.items()):
        own = sum((weights[name] for name in names), np.zeros(draws))
        points = sum((weights[name] * float(scores[name]) for name in names), np.zeros(draws))
        values.append(points / np.maximum(own, np.finfo(np.float64).tiny))
        # All parts of the group have its weight, also those without a score here.
        whole = [one.indicator for one in content.parts if one.group == group and one.indicator in weights]
        sizes.append(sum((weights[name] for name in whole), np.zeros(draws)))
    score, size = np.stack(values), np.stack(sizes)
    if content.combination == Combination.MINIMUM:
        combined = score.min(axis=0)
    elif content.combination == Combination.MEAN:
        combined = (size * score).sum(axis=0) / size.sum(axis=0)
    else:
        logs = np.log(np.maximum(score, np.finfo(np.float64).tiny))
        combined = np.where((score > 0).all(axis=0), np.exp((size * logs).sum(axis=0) / size.sum(axis=0)), 0.0)
    return np.asarray(np.round(OUT_OF * combined, content.digits))


def moved_units(
    content: SchemeContent,
    before: Mapping[int, Decimal | None],
    after: Mapping[int, Decimal | None],
    scores: Mapping[int, Scores],
    groups: Mapping[str, Sequence[int]],
    *,
    draws: int = DRAWS,
    seed: int = SEED,
) -> list[MovedUnit]:
    """Return the units of each group of peers under two schemes.

    `content` is the new scheme, `scores` those of its parts by unit. Units with a mark are ranked among each other.
    """
    weights = drawn_weights(content, draws=draws, seed=seed)
    moved = []
    for peers, members in groups.items():
        old = ranks_of({one: points for one in members if (points := before.get(one)) is not None})
        new = ranks_of({one: points for one in members if (points := after.get(one)) is not None})
        ranked = sorted(new)
        drawn = np.stack([drawn_marks(content, weights, scores[one]) for one in ranked]) if ranked else np.zeros((0, 1))
        for unit_id in members:
            chance = None
            if unit_id in old and unit_id in new:
                ranks = 1 + (drawn > drawn[ranked.index(unit_id)]).sum(axis=0)
                chance = round(float((ranks != old[unit_id]).mean()), 4)
            marks = before.get(unit_id), after.get(unit_id)
            moved.append(MovedUnit(unit_id, peers, *marks, old.get(unit_id), new.get(unit_id), chance))
    return moved

"""The columns and limits of a portfolio's integer programme: whole candidates, and parts of those that allow it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

import numpy as np
import numpy.typing as npt

from peygir.outlook.planning.methods.candidate_draws import CandidateValues
from peygir.outlook.planning.methods.integer_programme import Chosen, LinearLimit
from peygir.outlook.planning.portfolio_rules import PortfolioTerms

Numbers = npt.NDArray[np.float64]
WHOLE: Final = 1.0


class Columns:
    """Each candidate as one column, or several that exclude each other: all of it, the least part, and one between.

    A candidate with too little support has none, unless a person put it in; nor has one that a person put out.
    `unsupported` are the places of the former.
    """

    def __init__(self, candidates: Sequence[CandidateValues], terms: PortfolioTerms) -> None:
        self.candidates, self.terms = candidates, terms
        self.unsupported = [
            place
            for place, candidate in enumerate(candidates)
            if candidate.supporters < terms.least_support and candidate.id not in terms.overrides
        ]
        self.owners: list[int] = []
        self.parts: list[float] = []
        for place, candidate in enumerate(candidates):
            override = terms.overrides.get(candidate.id)
            if place in set(self.unsupported) or (override is not None and not override.is_in):
                continue
            for part in _parts(candidate, has_parts=terms.has_parts):
                self.owners.append(place)
                self.parts.append(part)
        self.shares = np.array(self.parts)
        self.places = np.array(self.owners, dtype=np.intp)
        self._of = {
            place: tuple(column for column, owner in enumerate(self.owners) if owner == place)
            for place in set(self.owners)
        }
        self._fixed = self._fixed_limits()

    @property
    def count(self) -> int:
        """How many columns there are."""
        return len(self.owners)

    def spread(self, values: Numbers) -> Numbers:
        """Return the value of each column, of the values of whole candidates."""
        return np.asarray(values[self.places] * self.shares)

    def parts_of(self, chosen: Chosen) -> dict[int, float]:
        """Return the part of each chosen candidate, by its place."""
        return {self.owners[column]: self.parts[column] for column in map(int, np.flatnonzero(chosen))}

    def limits(self, costs: Numbers, budget: float) -> list[LinearLimit]:
        """Return all limits, for the costs of whole candidates in rials."""
        spent = np.round(self.spread(costs))
        every = tuple(range(self.count))
        limits = [LinearLimit(every, tuple(map(float, spent)), high=float(budget))]
        for district, floor in sorted(self.terms.floors.items()):
            there = [column for column in every if self.candidates[self.owners[column]].district == district]
            limits.append(LinearLimit(tuple(there), tuple(float(spent[column]) for column in there), low=float(floor)))
        return limits + self._fixed

    def _fixed_limits(self) -> list[LinearLimit]:
        """Capacities, precedence, variants, one part of each candidate, and what people put in: none of it varies."""
        limits = []
        for unit, capacity in sorted(self.terms.capacities.items()):
            there = tuple(c for c, owner in enumerate(self.owners) if self.candidates[owner].unit == unit)
            loads = tuple(_product(self.candidates[self.owners[c]].load, self.parts[c]) for c in there)
            limits.append(LinearLimit(there, loads, high=float(capacity)))
        groups: dict[str, list[int]] = {}
        by_id = {one.id: place for place, one in enumerate(self.candidates)}
        for place, own in sorted(self._of.items()):
            one = self.candidates[place]
            groups.setdefault(one.variants or f"#{one.id}", []).extend(own)
            for needed in one.needs:
                others = self._of.get(by_id.get(needed, -1), ())
                amounts = (1.0,) * len(own) + (-1.0,) * len(others)
                limits.append(LinearLimit((*own, *others), amounts, high=0.0))
        limits += [LinearLimit(tuple(of), (1.0,) * len(of), high=1.0) for of in groups.values() if len(of) > 1]
        for key, override in sorted(self.terms.overrides.items()):
            own = self._of.get(by_id.get(key, -1), ())
            if override.is_in and own:
                limits.append(LinearLimit(own, (1.0,) * len(own), low=1.0))
        return limits


def _product(load: float, part: float) -> float:
    """Multiply as decimals: limits are kept exactly, and 16.8 × 0.75 must not be 12.600000000000001 of a capacity."""
    return float(Decimal(repr(load)) * Decimal(repr(part)))


def _parts(candidate: CandidateValues, *, has_parts: bool) -> tuple[float, ...]:
    if not has_parts or candidate.least_part >= WHOLE:
        return (WHOLE,)
    return (WHOLE, round((WHOLE + candidate.least_part) / 2, 3), candidate.least_part)

"""Draws of the inputs of candidates, and what they make of benefit and cost.

Each input is log-normal on either side of its likely value, the limits of its 90 % interval being low and high; it is
drawn independently, and shares are at most 1.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from peygir.outlook.planning.portfolio_rules import is_share
from peygir.outlook.planning.states import CandidateInputName

Numbers = npt.NDArray[np.float64]
NAMES: Final = tuple(name.value for name in CandidateInputName)
Z90: Final = 1.6448536269514722


@dataclass(frozen=True, slots=True)
class CandidateValues:
    """A candidate as the computation takes it; `inputs` by name: low, likely, high."""

    id: int
    district: str
    unit: str
    variants: str
    needs: tuple[int, ...]
    load: float
    least_part: float
    supporters: int
    inputs: Mapping[str, tuple[float, float, float]]


@dataclass(frozen=True, slots=True)
class CandidateDraws:
    """`inputs` has an array (draws × candidates) by name; `benefits` is unweighted by need, `costs` in rials."""

    inputs: Mapping[str, Numbers]
    benefits: Numbers
    costs: Numbers


def drawn_inputs(candidates: Sequence[CandidateValues], *, draws: int, seed: int) -> CandidateDraws:
    """Return so many draws of all inputs of all candidates."""
    rng = np.random.default_rng(seed)
    drawn: dict[str, Numbers] = {}
    for name in NAMES:
        low, likely, high = np.array([one.inputs[name] for one in candidates], dtype=np.float64).reshape(-1, 3).T
        noise = rng.standard_normal((draws, len(candidates)))
        below, above = np.log(likely / low) / Z90, np.log(high / likely) / Z90
        values = likely * np.exp(noise * np.where(noise < 0, below, above))
        drawn[name] = np.minimum(values, 1.0) if is_share(name) else values
    return CandidateDraws(drawn, benefit_of(drawn), drawn[CandidateInputName.COST])


def likely_benefits(candidates: Sequence[CandidateValues]) -> Numbers:
    """Return the benefit of each candidate at its likely inputs, unweighted by need."""
    likely = {name: np.array([one.inputs[name][1] for one in candidates], dtype=np.float64) for name in NAMES}
    return benefit_of(likely)


def benefit_of(inputs: Mapping[str, Numbers]) -> Numbers:
    """Corrected incidents a year × severity × people × avoidable share × years."""
    incidents = inputs[CandidateInputName.INCIDENTS] / inputs[CandidateInputName.REPORTED]
    touched = inputs[CandidateInputName.SEVERITY] * inputs[CandidateInputName.PEOPLE]
    return np.asarray(incidents * touched * inputs[CandidateInputName.AVOIDABLE] * inputs[CandidateInputName.YEARS])

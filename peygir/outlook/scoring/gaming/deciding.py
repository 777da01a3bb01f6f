"""Decides which results of a month become flags: by the rate of each test, and by the share of false flags of all."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from peygir.outlook.scoring.gaming.results import RATE, GamingResult
from peygir.outlook.scoring.gaming.words import GamingKind
from peygir.outlook.scoring.methods.discoveries import adjusted_p_values

FALSE_SHARE: Final = 0.05
"""The share of a month's flags that may be false, on average."""
MOST_CASES: Final = 300
"""Cases that are kept with a flag."""
Results = Mapping[GamingKind, Mapping[int, GamingResult]]


@dataclass(frozen=True, slots=True)
class FlagRaised:
    """A result that became a flag; `q_value` is the p-value adjusted for the number of tests of the month."""

    kind: GamingKind
    unit_id: int
    result: GamingResult
    q_value: float


def flags_raised(results: Results, rates: Mapping[str, float]) -> list[FlagRaised]:
    """Return the flags of a month, the least likely first.

    A result is flagged if its p-value is at most the rate of its test (RATE unless `rates` says otherwise) and it is a
    discovery among all tests of the month (Benjamini and Hochberg).
    """
    tested = [
        (kind, unit_id, result) for kind, by_unit in results.items() for unit_id, result in sorted(by_unit.items())
    ]
    adjusted = adjusted_p_values([result.p_value for _kind, _unit, result in tested]) if tested else []
    flags = [
        FlagRaised(kind, unit_id, result, q_value)
        for (kind, unit_id, result), q_value in zip(tested, adjusted, strict=True)
        if result.p_value <= rates.get(kind, RATE) and q_value <= FALSE_SHARE
    ]
    return sorted(flags, key=lambda flag: (flag.result.p_value, flag.unit_id, flag.kind))

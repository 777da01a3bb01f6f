"""The service goal, and how many operators a half-hour's calls need for it; plain values."""

from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Final

from peygir.centre.workforce.erlang import CallLoad, operators_needed

PLACES: Final = 1
"""Decimal places of a half-hour's calls, so that equal inputs share one cached result."""


@dataclass(frozen=True, slots=True)
class Goal:
    """The service goal and the assumptions of its calculation; the fields are the model's."""

    share_percent: int = 80
    within_seconds: int = 30
    handling_seconds: int = 180
    patience_seconds: int = 120
    away_percent: int = 15
    least_operators: int = 1


LIMITS: Final = {
    "share_percent": (1, 99),
    "within_seconds": (1, 3600),
    "handling_seconds": (10, 7200),
    "patience_seconds": (5, 7200),
    "away_percent": (0, 60),
    "least_operators": (0, 200),
}


def is_reasonable(goal: Goal) -> bool:
    """Whether every number lies within its limits."""
    return all(low <= asdict(goal)[name] <= high for name, (low, high) in LIMITS.items())


def needed(calls: float, goal: Goal) -> int:
    """The operators to roster for a half-hour with so many calls, those on a break included (Erlang A)."""
    return max(goal.least_operators, _needed(round(calls, PLACES), goal))


@lru_cache(maxsize=4096)
def _needed(calls: float, goal: Goal) -> int:
    return operators_needed(
        CallLoad(2 * calls, goal.handling_seconds),
        share=goal.share_percent / 100,
        within_s=goal.within_seconds,
        patience_s=goal.patience_seconds,
        shrinkage=goal.away_percent / 100,
    )

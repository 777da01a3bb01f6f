"""What a test of gaming is, and what it answers for one unit."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from peygir.outlook.scoring.gaming.words import GamingKind

RATE: Final = 0.01
"""The share of honest unit-months that a test may flag, where the city has set no other."""
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class GamingResult:
    """The answer of one test for one unit-month.

    `p_value`: how often honest work would look at least like this. `figures`: what it was computed from, for people.
    `cases`: ids of the cases that make the pattern, the most telling first.
    """

    p_value: float
    figures: Mapping[str, float] = field(default_factory=dict)
    cases: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class GamingTest:
    """A test: its kind, the statement that gathers its facts, and the pure function that judges them.

    The statement takes `city` (id), `since` and `until` (the month's first moment and the first after it). The function
    takes its rows, of all units, and returns a result for each unit (id) that has enough of them to be tested.
    """

    kind: GamingKind
    statement: str
    judge: Callable[[Sequence[Row]], Mapping[int, GamingResult]]

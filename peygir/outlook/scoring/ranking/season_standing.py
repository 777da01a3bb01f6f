"""How a unit stands in a category of a season: plain facts."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class SeasonStanding:
    """A unit's standing in one category of a season.

    `value` is the mean mark, or observed over expected failures (below 1 is better), from `low` to `high` with 95 %.
    `months` are those that count, `n` their cases. A unit with too few months has no value and no rank. Ranks are as in
    `fairness.standing.Standing`.
    """

    category: str
    unit_id: int
    months: int
    n: int
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    of: int = 0
    rank: int | None = None
    rank_low: int | None = None
    rank_high: int | None = None
    is_among_first: bool = False

    @property
    def place(self) -> int | None:
        """The place, where no other is possible."""
        return self.rank_low if self.rank_low == self.rank_high else None

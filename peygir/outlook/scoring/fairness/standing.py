"""How a unit stands among its peers: the facts, their digits, and the bands."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from peygir.outlook.scoring.measures import EXACT
from peygir.outlook.scoring.words import StandingBand

LEVEL: Final = 0.9
"""The confidence of the sets of ranks; all sets of one group hold together."""
FIRST: Final = 3
"""For so many first places it is published who else could be among them."""
WHOLE_MARK: Final = "mark"
"""Stands in place of an indicator for the mark itself."""
_PLACES: Final = Decimal("0.0001")
_MOST: Final = 99_999.0


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit's standing in one indicator, or in the whole mark, among its peers.

    In an indicator: `observed` failures of `n` rows, `expected` ones with their standard deviation `spread`, their
    `ratio` (above 1 is worse) with the limits between which it lies by chance, and the ratio drawn towards the others'
    (`shrunk`). In the whole mark: the mark, the one that was to be expected, its interval, and `adjusted`: the mark
    with the mix of cases of the whole city.

    `rank` is 1 for the best of `of` peers, from `rank_low` to `rank_high` with the confidence LEVEL. `place` is there
    only where that is one rank. `is_among_first`: it could be one of the FIRST.
    """

    unit_id: int
    indicator: str
    peers: str
    band: StandingBand
    n: int
    observed: Decimal | None = None
    expected: Decimal | None = None
    spread: Decimal | None = None
    ratio: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    shrunk: Decimal | None = None
    shrunk_low: Decimal | None = None
    shrunk_high: Decimal | None = None
    adjusted: Decimal | None = None
    funnel: str = ""
    of: int = 0
    rank: int | None = None
    rank_low: int | None = None
    rank_high: int | None = None
    is_among_first: bool = False

    @property
    def place(self) -> int | None:
        """The place, where no other is possible."""
        return self.rank_low if self.rank_low == self.rank_high else None


def published(value: float | Decimal) -> Decimal:
    """A number with the four decimals of a standing, half to even; at most 99,999."""
    number = min(max(value, -_MOST), _MOST) if isinstance(value, float) else value
    return Decimal(number).quantize(_PLACES, context=EXACT)


def band_of(is_better: bool, is_worse: bool) -> StandingBand:
    """The band of a unit that is better or worse than expected by more than chance explains."""
    if is_better:
        return StandingBand.BETTER
    return StandingBand.WORSE if is_worse else StandingBand.AS_EXPECTED

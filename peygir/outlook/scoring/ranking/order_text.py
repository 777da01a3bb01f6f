"""The text of a season's order, whose SHA-256 the history keeps: equal orders have equal text."""

import hashlib
from collections.abc import Iterable, Mapping

from peygir.outlook.scoring.ranking.season_standing import SeasonStanding


def digest_of_order(months: Mapping[str, object], standings: Iterable[SeasonStanding]) -> str:
    """The SHA-256 of the text."""
    return hashlib.sha256(order_text(months, standings).encode()).hexdigest()


def order_text(months: Mapping[str, object], standings: Iterable[SeasonStanding]) -> str:
    """The months with the digests on which the order stands, then each standing, by category and unit."""
    lines = [f"month,{first_on},{version}" for first_on, version in sorted(months.items())]
    ordered = sorted(standings, key=lambda one: (one.category, one.unit_id))
    return "".join(f"{line}\n" for line in (*lines, *map(_line, ordered)))


def _line(standing: SeasonStanding) -> str:
    numbers = [
        "" if cell is None else format(cell.normalize() + 0, "f")
        for cell in (standing.value, standing.low, standing.high)
    ]
    ranks = (standing.of, standing.rank, standing.rank_low, standing.rank_high, int(standing.is_among_first))
    cells = (standing.category, standing.unit_id, standing.months, standing.n, *numbers, *ranks)
    return "standing," + ",".join("" if cell is None else str(cell) for cell in cells)

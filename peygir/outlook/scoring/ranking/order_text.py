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


def _line(one: SeasonStanding) -> str:
    numbers = ["" if cell is None else format(cell.normalize() + 0, "f") for cell in (one.value, one.low, one.high)]
    ranks = (one.of, one.rank, one.rank_low, one.rank_high, int(one.is_among_first))
    cells = (one.category, one.unit_id, one.months, one.n, *numbers, *ranks)
    return "standing," + ",".join("" if cell is None else str(cell) for cell in cells)

"""How the rows of a day's page are shared out among its sections."""

from collections.abc import Sequence


def parts_of(totals: Sequence[int], *, room: int, least: int = 2) -> list[int]:
    """How many rows of `room` each of these totals gets: `least` for each if it has them, then the first come first."""
    parts = [min(total, least) for total in totals]
    for place, total in enumerate(totals):
        parts[place] += max(0, min(total - parts[place], room - sum(parts)))
    return parts

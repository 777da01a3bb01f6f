"""Solves the routing instances of the folder of goldens and returns each cost beside the one that is known."""

import time
from pathlib import Path
from typing import Final

from peygir.core.routes.solving import solve
from peygir.core.routes.vrplib import read_vrplib

KNOWN: Final = {
    "E-n22-k4.txt": 375,
    "OkSmall.txt": 9155,
    "OkSmallPrizes.txt": 3305,
    "OkSmallMultipleReloadDepots.txt": 7066,
}
"""File → cost. The first is Christofides and Eilon's optimum, the others are PyVRP's (see the folder's README)."""
LIMIT: Final = 2.0
"""Seconds in which each is solved."""


def route_goldens(folder: Path) -> list[tuple[str, float, float | None]]:
    """Return (name, expected, found) for each instance in `folder`, or in its folder `routes`.

    Found is None for a file that is not there, and for one that took longer than LIMIT.
    """
    here = folder / "routes" if (folder / "routes").is_dir() else folder
    return [(f"routes {name}", float(cost), _found(here / name)) for name, cost in KNOWN.items()]


def _found(file: Path) -> float | None:
    if not file.is_file():
        return None
    begins = time.perf_counter()
    problem = read_vrplib(file.read_text(encoding="utf-8"))
    cost = solve(problem).cost / problem.scale
    return cost if time.perf_counter() - begins <= LIMIT else None

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


def route_goldens(folder: Path) -> list[tuple[str, str, str]]:
    """Return (name, expected, found) for each instance in `folder`, or in its folder `routes`, and for the slowest.

    A file that is not there has "not there" for what was found.
    """
    here = folder / "routes" if (folder / "routes").is_dir() else folder
    found, slowest = [], 0.0
    for name, cost in KNOWN.items():
        file = here / name
        if not file.is_file():
            found.append((f"routes {name}", str(cost), "not there"))
            continue
        begins = time.perf_counter()
        problem = read_vrplib(file.read_text(encoding="utf-8"))
        solved = solve(problem)
        slowest = max(slowest, time.perf_counter() - begins)
        found.append((f"routes {name}", str(cost), f"{solved.cost / problem.scale:g}"))
    found.append(("routes seconds, the slowest", f"<= {LIMIT:g}", f"{slowest:.2f}"))
    return found

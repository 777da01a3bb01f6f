"""Made-up months of a city whose true chances of a failure are known: what tests of fair comparisons begin with."""

from collections.abc import Mapping
from datetime import date
from typing import Final

import numpy as np

from peygir.outlook.scoring.fairness.outcomes import CaseMix, MonthCells
from peygir.outlook.scoring.months import month_of

MONTHS: Final = tuple(
    month_of(day).first_on for day in (date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1))
)
HARD: Final = ("asphalt", "sewer")
EASY: Final = ("bins", "lights", "trees")
UNITS: Final = tuple(range(1, 9))


def chance_of(topic: str, factor: float = 1.0) -> float:
    """The true chance of a failure: four in ten of a hard topic, one in ten of an easy one, its odds times a factor."""
    odds = (4 / 6 if topic in HARD else 1 / 9) * factor
    return odds / (1 + odds)


def month_cells(
    draw: np.random.Generator,
    first_on: date,
    *,
    each: int = 40,
    factors: Mapping[tuple[int, str], float] | None = None,
    indicator: str = "solved",
) -> MonthCells:
    """A month: odd units have the hard topics nearly alone; `factors` by (unit, topic) make some of them worse."""
    cells = {}
    for unit_id in UNITS:
        for topic in (*HARD, *EASY):
            n = int(draw.poisson(each if (topic in HARD) == (unit_id % 2 == 1) else each / 10))
            if n:
                failed = int(draw.binomial(n, chance_of(topic, (factors or {}).get((unit_id, topic), 1.0))))
                cells[CaseMix(topic, str(unit_id % 3), "phone", "N"), unit_id] = (failed, n)
    return MonthCells(first_on, "", {indicator: cells})

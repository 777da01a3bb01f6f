"""Regression to the mean: how much of what is bad about an area was chance, and comes back without any work.

Areas that were chosen because they were bad are, on average, less bad afterwards whatever is done. What is expected
of one lies between its own mean and that of areas like it, and the more its years differ among themselves, the nearer
to that of the others.
Sources: H. Bühlmann, Experience rating and credibility, ASTIN Bulletin 4 (1967) 199–207; E. Hauer, Observational
before-after studies in road safety (1997), chapter 11.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
YEAR: Final = 12
MOST_YEARS: Final = 5
FEWEST_AREAS: Final = 5
"""The area itself, and the areas that it is compared with."""


@dataclass(frozen=True, slots=True)
class Credibility:
    """What is expected of an area without any work.

    `weight`: that of its own mean, 0 to 1; the rest is the mean of all areas. `log_change`: by which the logarithm of
    its rate is expected to change (below 0 for an area that was above the others), `error` its standard error.
    """

    weight: float
    log_change: float
    error: float
    areas: int
    years: int


def expected_return(amounts: Numbers, exposures: Numbers, *, place: int) -> Credibility | None:
    """Return what is expected of the area in column `place`, from the months before the work; None with too few areas.

    `amounts` and `exposures` have a row for each month, the last one before the work at the end, and a column for each
    area. The last whole years count, MOST_YEARS at most. A year of an area has the logarithm of its rate less the mean
    of all areas in that year, so that what changes everywhere is no return. The variance within areas is that of their
    years, or with a single year what the counts themselves vary by; the variance between areas is what is left.
    """
    years = min(MOST_YEARS, len(amounts) // YEAR)
    areas = amounts.shape[1]
    if years < 1 or areas < FEWEST_AREAS:
        return None
    last = slice(len(amounts) - years * YEAR, None)
    sums = amounts[last].reshape(years, YEAR, areas).sum(axis=1)
    spans = exposures[last].reshape(years, YEAR, areas).sum(axis=1)
    rates = np.log((sums + 0.5) / np.maximum(spans, 1e-9))
    own = rates - rates.mean(axis=1, keepdims=True)
    levels = own.mean(axis=0)
    counted = float((1 / (sums + 0.5)).mean())
    if years > 1:
        within = float(((own - levels) ** 2).sum() / ((areas - 1) * (years - 1)))
        within = max(within, counted * 0.5)
    else:
        within = counted
    noise = within / years
    between = max(0.0, float(levels.var(ddof=1)) - noise)
    weight = between / (between + noise) if between > 0 else 0.0
    return Credibility(
        weight=weight,
        log_change=float((weight - 1) * levels[place]),
        error=float(np.sqrt(weight * noise)),
        areas=areas,
        years=years,
    )

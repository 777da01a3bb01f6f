"""Whether a series has a season: autocorrelation at its length, after the trend has been taken off."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Z90: Final = 1.6448536269514722


def season_of(values: Numbers, candidates: Sequence[int], *, is_known: bool) -> int:
    """Return the length of the season among the candidates, 1 if there is none.

    If `is_known` (the times say how long a season would be), the first candidate of which two and a half are there is
    the season: the methods that use it have to prove themselves. Otherwise it is the one with the largest
    autocorrelation r of the differences that passes the test of the M4 competition, |r| > 1.645 √((1 + 2 Σ r²)/n), the
    sum being taken over shorter lags, and that is a maximum beside its neighbours.
    """
    enough = [season for season in candidates if len(values) >= 2.5 * season and season > 1]
    if is_known:
        return enough[0] if enough else 1
    differences = np.diff(values)
    enough = [season for season in enough if len(values) >= 3 * season + 1]
    found = [(_correlation(differences, season), season) for season in enough if _is_season(differences, season)]
    return max(found)[1] if found else 1


def _is_season(differences: Numbers, season: int) -> bool:
    correlations = [_correlation(differences, lag) for lag in range(1, season + 2)]
    limit = Z90 * math.sqrt((1 + 2 * sum(value**2 for value in correlations[: season - 1])) / len(differences))
    here = correlations[season - 1]
    return here > limit and here >= max(correlations[season - 2], correlations[season])


def _correlation(values: Numbers, lag: int) -> float:
    if len(values) <= lag + 2:
        return 0.0
    centred = values - values.mean()
    total = float(centred @ centred)
    return float(centred[lag:] @ centred[:-lag]) / total if total > 0 else 0.0

"""Early aberration reporting: is this week's count above what the weeks just before it let expect?"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

EarsRule = Literal["C1", "C2", "C3"]
LAG: Final = 2
"""Weeks between the baseline and the week that is judged, for C2 and C3."""
EARLIER: Final = 2
"""Weeks before the judged one whose excess C3 adds."""


@dataclass(frozen=True, slots=True)
class EarsWeek:
    """The baseline's mean and standard deviation, the upper bound, and whether the count lies above it.

    None, and no alarm, where there are not enough weeks before.
    """

    mean: float | None
    spread: float | None
    upper: float | None
    is_alarm: bool


def ears(counts: Sequence[float], *, rule: EarsRule = "C1", weeks: int = 7, alpha: float = 0.05) -> list[EarsWeek]:
    """Judge each week by the `weeks` before it (C1), or by those that end two weeks earlier (C2, C3).

    The upper bound is mean + z · sd, z being the one-sided normal quantile for `alpha` and sd with n - 1. C3 lowers z
    by Σ max(0, (count - mean)/sd - 1) over the two weeks before, so that an excess that is spread over three weeks is
    found; its bound is at least 0. If all weeks of a baseline have the same count, the bound is this count.

    Sources: L. Hutwagner, W. Thompson, G. M. Seeman and T. Treadwell, The bioterrorism preparedness and response Early
    Aberration Reporting System (EARS), J. of Urban Health 80 (2003) i89–i96; the bounds as in M. Salmon, D. Schumacher
    and M. Höhle, Monitoring count time series in R, J. of Statistical Software 70 (2016), issue 10.
    """
    from scipy.special import ndtri

    z = -float(ndtri(alpha))
    lag = 0 if rule == "C1" else LAG
    values = np.asarray(counts, dtype=np.float64)
    judged: list[EarsWeek] = []
    excess: list[float | None] = []
    for place, count in enumerate(values):
        first = place - lag - weeks
        if first < 0:
            excess.append(None)
            judged.append(EarsWeek(None, None, None, False))
            continue
        baseline = values[first : place - lag]
        mean, spread = float(baseline.mean()), float(baseline.std(ddof=1))
        excess.append(_excess(float(count), mean, spread, z))
        before = excess[-1 - EARLIER : -1]
        if rule != "C3":
            upper = mean + z * spread
        elif len(before) < EARLIER or any(part is None for part in before):
            judged.append(EarsWeek(mean, spread, None, False))
            continue
        else:
            upper = max(0.0, mean + spread * (z - sum(part for part in before if part is not None)))
        judged.append(EarsWeek(mean, spread, upper, bool(count > upper + 1e-12)))
    return judged


def _excess(count: float, mean: float, spread: float, z: float) -> float:
    """Return max(0, (count - mean)/sd - 1); without a spread, the excess that brings the bound down to the mean."""
    if spread > 0:
        return max(0.0, (count - mean) / spread - 1)
    return z if count > mean and math.isfinite(z) else 0.0

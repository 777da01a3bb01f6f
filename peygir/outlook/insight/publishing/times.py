"""How long cases take, those still open among them: quantiles of Kaplan and Meier's curve with their intervals."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from peygir.core.intervals import Z95
from peygir.outlook.scoring.methods.survival import SurvivalCurve


@dataclass(frozen=True, slots=True)
class FollowedTime:
    """A case and how long it was followed, in days: until it was called done, or (`is_done` is false) until then open.

    What was closed, merged or taken back without being called done was followed until that moment. `case_id`: which.
    """

    days: float
    is_done: bool
    case_id: int = 0


@dataclass(frozen=True, slots=True)
class TimeQuantile:
    """The days by which a share is done, with the 95 % interval; None where the follow-up is too short to say."""

    days: float | None
    low: float | None
    high: float | None


def curve_of(cases: Sequence[FollowedTime]) -> SurvivalCurve:
    """Return the curve of cases. Raises ValueError for none."""
    if not cases:
        raise ValueError("no cases")
    return SurvivalCurve([one.days for one in cases], [one.is_done for one in cases])


def quantile_of(curve: SurvivalCurve, share: float) -> TimeQuantile:
    """Return the days by which a share (0.5, 0.9) is done.

    The interval takes in the days at which the share still open cannot be told from 1 - share, by Greenwood's variance
    on the scale of log(-log S). Source: R. Brookmeyer and J. Crowley, A confidence interval for the median survival
    time, Biometrics 38 (1982) 29–41.
    """
    days = curve.days_until(share)
    still_open = curve.still_open
    inside = np.flatnonzero((still_open > 0) & (still_open < 1))
    if not len(inside):
        return TimeQuantile(days, days, days)
    open_share = still_open[inside]
    at_risk, done = curve.at_risk[inside].astype(np.float64), curve.finished[inside].astype(np.float64)
    variance = np.cumsum(done / (at_risk * (at_risk - done)))
    width = np.exp(Z95 * np.sqrt(variance) / -np.log(open_share))
    lower, upper = open_share**width, open_share ** (1 / width)
    left = 1 - share
    first_low = np.flatnonzero(lower <= left)
    first_high = np.flatnonzero(upper <= left)
    low = float(curve.days[inside[first_low[0]]]) if len(first_low) else days
    high = float(curve.days[inside[first_high[0]]]) if len(first_high) else _end_of(curve)
    return TimeQuantile(days, low, high)


def _end_of(curve: SurvivalCurve) -> float | None:
    """The last day if everything is done then: nothing can be later than that in these data."""
    return float(curve.days[-1]) if len(curve.days) and curve.still_open[-1] == 0 else None

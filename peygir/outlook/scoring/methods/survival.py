"""The share finished by a given day among all that began, those still open included: Kaplan and Meier's estimate."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from peygir.core.intervals import normal_quantile, wilson

Transform = Literal["log-log", "log", "greenwood"]
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FinishedShare:
    """The share finished by a day with its interval, and how many were still followed on that day.

    `is_followed` is False when nobody was followed so long; the share is then the one at the end of the follow-up, and
    the true one may be larger.
    """

    share: float
    low: float
    high: float
    at_risk: int
    is_followed: bool


@dataclass(frozen=True, slots=True)
class RestrictedMean:
    """The mean days until finished, counting at most a given number of days, with its standard error."""

    days: float
    error: float


class SurvivalCurve:
    """The estimated share still open after each number of days at which something finished.

    `days`, `at_risk`, `finished` and `still_open` have one entry for each such number. Source: E. L. Kaplan and
    P. Meier, Nonparametric estimation from incomplete observations, JASA 53 (1958) 457–481.
    """

    def __init__(self, days: Sequence[float], is_finished: Sequence[bool]) -> None:
        """Take for each case the days from its start to its end, or to the day until which it was seen to be open."""
        self.durations: Numbers = np.asarray(days, dtype=np.float64)
        self.is_finished = np.asarray(is_finished, dtype=bool)
        self.days, counts = np.unique(self.durations[self.is_finished], return_counts=True)
        ordered = np.sort(self.durations)
        self.at_risk = len(ordered) - np.searchsorted(ordered, self.days, side="left")
        self.finished = counts
        self.still_open = np.cumprod(1 - self.finished / self.at_risk, dtype=np.float64)
        with np.errstate(divide="ignore"):
            terms = self.finished / (self.at_risk * (self.at_risk - self.finished).astype(np.float64))
        self._variances: Numbers = np.cumsum(terms)

    def finished_by(self, days: float, *, confidence: float = 0.95, transform: Transform = "log-log") -> FinishedShare:
        """Return the share finished within so many days, those finished exactly then included.

        The variance is Greenwood's. The interval is symmetrical for log(-log(S)), for log(S) or for S itself, S being
        the share still open. Where nothing or everything is finished it is Wilson's, with the number of cases of
        which the state on that day is known.
        """
        step = int(np.searchsorted(self.days, days, side="right")) - 1
        still_open = float(self.still_open[step]) if step >= 0 else 1.0
        at_risk = int((self.durations >= days).sum())
        known = int(((self.durations >= days) | (self.is_finished & (self.durations <= days))).sum())
        is_followed = at_risk > 0 or still_open == 0
        if still_open in {0.0, 1.0}:
            low, high = wilson(known * (1 - still_open), known, confidence=confidence)
            return FinishedShare(1 - still_open, low, high, at_risk, is_followed)
        half = normal_quantile(confidence) * math.sqrt(float(self._variances[step]))
        low, high = _open_interval(still_open, half, transform)
        return FinishedShare(1 - still_open, 1 - high, 1 - low, at_risk, is_followed)

    def days_until(self, share: float = 0.5) -> float | None:
        """Return the days by which this share is finished; None if the follow-up is too short to say."""
        steps = np.flatnonzero(self.still_open <= 1 - share + 1e-12)
        return float(self.days[steps[0]]) if len(steps) else None

    def restricted_mean(self, days: float) -> RestrictedMean:
        """Return the area under the curve up to `days`, with the standard error from Greenwood's variance.

        Source: J. O. Irwin, J. of Hygiene 47 (1949) 188–189; P. Royston and M. K. B. Parmar, BMC Medical Research
        Methodology 13 (2013) 152.
        """
        inside = self.days < days
        edges = np.concatenate(([0.0], self.days[inside], [days]))
        heights = np.concatenate(([1.0], self.still_open[inside]))
        areas = np.diff(edges) * heights
        later = np.cumsum(areas[::-1])[::-1][1:]
        finished, at_risk = self.finished[inside], self.at_risk[inside].astype(np.float64)
        left = at_risk - finished
        # Where all finish, nothing of the area is left.
        terms = np.where(left > 0, finished / (at_risk * np.where(left > 0, left, 1)), 0.0)
        return RestrictedMean(float(areas.sum()), math.sqrt(float((later**2 * terms).sum())))


def _open_interval(still_open: float, half: float, transform: Transform) -> tuple[float, float]:
    """Return the interval of the share still open; `half` is z times the standard error of its logarithm."""
    if transform == "greenwood":
        return max(0.0, still_open * (1 - half)), min(1.0, still_open * (1 + half))
    if transform == "log":
        return still_open * math.exp(-half), min(1.0, still_open * math.exp(half))
    width = half / -math.log(still_open)
    return still_open ** math.exp(width), still_open ** math.exp(-width)

"""How many reports a week lets expect where there are no years to compare: the mean of the weeks before it."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from peygir.outlook.insight.methods.ears import LAG
from peygir.outlook.insight.methods.expected_counts import LEAST, ExpectedWeek
from peygir.outlook.insight.methods.quasi_poisson import Numbers

WEEKS: Final = 26
FEWEST: Final = 8
"""Weeks before the judged one, without the lag, below which nothing is said."""
PRIOR: Final = 8
"""So many weeks the dispersion of all series together counts in that of one."""


def recent_week(past: Sequence[float] | Numbers, *, usual: float = 1.0, lag: int = LAG) -> ExpectedWeek | None:
    """Return what is expected of the week after `past` by its last WEEKS weeks; None with fewer than FEWEST.

    The `lag` weeks just before the judged one are left out, as in EARS C2: what goes on now shall not raise its own
    expectation. The mean of the others is the expectation, their variance over their mean its dispersion, drawn towards
    `usual`, the dispersion of all series together (`usual_dispersion`), with the weight of PRIOR weeks. No season and
    no trend is known, so a yearly peak is taken as a rise.

    Source of the baseline: as for `ears.ears`.
    """
    weeks = _baseline(past, lag)
    if len(weeks) < FEWEST:
        return None
    if not weeks.any():
        return ExpectedWeek(LEAST / len(weeks), 1.0, LEAST / len(weeks) ** 2, has_trend=False)
    mean = float(weeks.mean())
    own = float(weeks.var(ddof=1)) / mean
    dispersion = max(1.0, ((len(weeks) - 1) * own + PRIOR * usual) / (len(weeks) - 1 + PRIOR))
    return ExpectedWeek(mean, dispersion, dispersion * mean / len(weeks), has_trend=False)


def usual_dispersion(series: Sequence[Sequence[float] | Numbers], *, lag: int = LAG) -> float:
    """Return the dispersion that the last weeks of many series have together: Pearson's χ² over the degrees of freedom.

    At least 1; series with too few weeks, or without a report in them, are left out.
    """
    chi, freedom = 0.0, 0
    for past in series:
        weeks = _baseline(past, lag)
        if len(weeks) >= FEWEST and weeks.any():
            chi += float(((weeks - weeks.mean()) ** 2).sum() / weeks.mean())
            freedom += len(weeks) - 1
    return max(1.0, chi / freedom) if freedom else 1.0


def _baseline(past: Sequence[float] | Numbers, lag: int) -> Numbers:
    counts = np.asarray(past, dtype=np.float64)
    until = max(0, len(counts) - lag)
    return counts[max(0, until - WEEKS) : until]

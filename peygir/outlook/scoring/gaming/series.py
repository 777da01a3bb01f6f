"""Tests whether one account of a unit closed cases in series: more within minutes than its own pace lets expect."""

import math
from collections.abc import Sequence
from typing import Final

import numpy as np
from scipy.special import pdtr

from peygir.outlook.scoring.gaming.results import GamingResult, GamingTest, Row
from peygir.outlook.scoring.gaming.statements import CLOSED
from peygir.outlook.scoring.gaming.words import GamingKind

STATEMENT: Final = f"""
WITH {CLOSED}
SELECT unit_id, case_id, by, EXTRACT(EPOCH FROM at)::float8 FROM closed WHERE by LIKE 'staff:%%'
"""  # noqa: S608 - constants
WINDOW: Final = 300.0
"""Seconds within which closures are counted."""
SITTING: Final = 1800.0
"""Seconds between two closures up to which they belong to one sitting at the desk."""
FEWEST: Final = 20
"""Closures of an account below which it is not tested."""
FEWEST_GAPS: Final = 12
LEAST: Final = 6
"""Closures within the window below which nothing is a series."""
ORDINARY_PACE: Final = 1 / 300.0
"""Closures a second: the least pace that an account is taken to have, one in five minutes."""


def judge(rows: Sequence[Row]) -> dict[int, GamingResult]:
    """Test each unit by its fastest account; the smallest p-value counts as often as accounts were tested.

    `rows`: unit id, case id, account, moment in seconds.
    """
    units: dict[int, dict[str, list[tuple[float, int]]]] = {}
    for unit, case, account, at in rows:
        units.setdefault(unit, {}).setdefault(account, []).append((at, case))
    results: dict[int, GamingResult] = {}
    for unit, accounts in units.items():
        tested = [scanned(closures) for closures in accounts.values() if len(closures) >= FEWEST]
        if tested:
            best = min(tested, key=lambda result: result.p_value)
            figures = dict(best.figures) | {"of": sum(map(len, accounts.values()))}
            results[unit] = GamingResult(min(1.0, best.p_value * len(tested)), figures, best.cases)
    return results


def scanned(closures: Sequence[tuple[float, int]]) -> GamingResult:
    """Test one account's closures (moment in seconds, case).

    Its pace λ comes from the median of the gaps within its sittings (of an exponential distribution that is ln(2)/λ),
    or from their mean if that is faster, as it is where the gaps are regular. A series of fewer than half of the
    closures hardly moves either. For the most closures N within a window w of the time T at the desk,
    P(N ≥ k) ≈ 1 − F(k−1) · exp(−(1 − λw/k) λ (T − w) p(k−1)), with F and p of the Poisson distribution with mean λw.
    Source: S. E. Alm, On the distribution of the scan statistic of a Poisson process (1983); see J. Glaz, J. Naus and
    S. Wallenstein, Scan Statistics (2001).
    """
    ordered = sorted(closures)
    times = np.array([at for at, _case in ordered])
    gaps = np.diff(times)
    sitting = gaps[gaps <= SITTING]
    pace = ORDINARY_PACE
    if len(sitting) >= FEWEST_GAPS:
        of_median = math.log(2) / max(float(np.median(sitting)), 1.0)
        pace = max(pace, of_median, len(sitting) / max(float(sitting.sum()), 1.0))
    desk_time = max(float(sitting.sum()), WINDOW) + WINDOW
    within = np.searchsorted(times, times + WINDOW, side="right") - np.arange(len(times))
    most, start = int(within.max()), int(within.argmax())
    figures = {"count": most, "minutes": WINDOW / 60, "expected": round(pace * WINDOW, 2)}
    cases = tuple(case for _at, case in ordered[start : start + most])
    return GamingResult(scan_p_value(most, pace=pace, desk_time=desk_time), figures, cases)


def scan_p_value(most: int, *, pace: float, desk_time: float) -> float:
    """The chance of at least `most` closures within a window somewhere, at a pace (a second) over some seconds."""
    mean = pace * WINDOW
    if most < LEAST or most <= mean:
        return 1.0
    below = float(pdtr(most - 1, mean))
    at_one = float(pdtr(most - 1, mean) - pdtr(most - 2, mean))
    crossings = (1 - mean / most) * pace * max(desk_time - WINDOW, 0.0) * at_one
    return min(1.0, max(0.0, 1 - below * math.exp(-crossings)))


TEST: Final = GamingTest(GamingKind.SERIES, STATEMENT, judge)

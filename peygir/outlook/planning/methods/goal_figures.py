"""The figures of a measurement as they are stored: value, interval, verdict, series, and what each check says."""

import math
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from peygir.outlook.planning.goal_inputs import AFTER, BEFORE, GoalInputs
from peygir.outlook.planning.methods.credibility import Credibility
from peygir.outlook.planning.methods.reporting_change import ReportingChange
from peygir.outlook.planning.rules import verdict_on
from peygir.outlook.planning.states import GoalVerdict

Numbers = npt.NDArray[np.float64]
VERSION: Final = 1
"""Of the way in which figures are computed; a measurement names the one that it was computed by."""
TAIL: Final = 0.975
_LARGEST: Final = 50.0


@dataclass(slots=True)
class GoalEffect:
    """An effect on its way: the logarithm of the ratio, its variance, and what is said beside it.

    `places` are the months that count, `before` of them before the work; `expected` is the amount of each without the
    work, `errors` the standard error of its logarithm. `raw` is the logarithm of the ratio before corrections.
    """

    log_ratio: float
    variance: float
    freedom: int
    expected: Numbers
    errors: Numbers
    beside: dict[str, Any] = field(default_factory=dict)
    guard: Credibility | None = None
    change: ReportingChange | None = None
    raw: float = 0.0


def figures_of(inputs: GoalInputs, effect: GoalEffect, places: list[int], before: int) -> dict[str, Any]:
    """Return the figures of an effect."""
    ratio, low, high = (math.exp(value) for value in _interval(effect))
    values = [inputs.baseline * each for each in (ratio, low, high)]
    if inputs.is_share:
        values = [min(1.0, value) for value in values]
    verdict = verdict_on(baseline=inputs.baseline, target=inputs.target, low=values[1], high=values[2])
    after = places[before:]
    known = [row for row in range(before, len(places)) if np.isfinite(effect.expected[row])]
    return {
        "version": VERSION,
        "verdict": verdict.value,
        "why": "",
        "value": rounded(values[0]),
        "low": rounded(values[1]),
        "high": rounded(values[2]),
        "ratio": [rounded(ratio), rounded(low), rounded(high)],
        "came": sum(inputs.amounts[places[row]] for row in known),
        "foreseen": rounded(float(effect.expected[known].sum())),
        "rows_after": sum(inputs.rows[places[row]] for row in known),
        "months_before": before,
        "months_after": len(after),
        "series": _series(inputs, effect, places),
        "guard": _guard(effect.guard, is_used=inputs.is_chosen_as_worst),
        "reporting": _reporting(effect.change),
        "placebo": None,
        "without_one": None,
        **effect.beside,
    }


def untold(inputs: GoalInputs, why: str) -> dict[str, Any]:
    """Return the figures of a measurement that cannot tell, and why."""
    return {
        "version": VERSION,
        "verdict": GoalVerdict.CANNOT_TELL.value,
        "why": why,
        "value": None,
        "low": None,
        "high": None,
        "ratio": None,
        "came": None,
        "foreseen": None,
        "rows_after": None,
        "months_before": inputs.phases.count(BEFORE),
        "months_after": inputs.phases.count(AFTER),
        "series": [[value, None, None, None] for value in measured_values(inputs)],
        "guard": None,
        "reporting": None,
        "placebo": None,
        "without_one": None,
        "others": len(inputs.controls),
    }


def measured_values(inputs: GoalInputs) -> list[float | None]:
    """Return what was measured in each month: the amount, or of a share, the share (None for a month without rows)."""
    if not inputs.is_share:
        return [float(amount) for amount in inputs.amounts]
    pairs = zip(inputs.rows, inputs.amounts, strict=True)
    return [rounded(amount / rows) if rows else None for rows, amount in pairs]


def rounded(value: float) -> float:
    """Return the value with seven digits: enough for people, and the same on every machine."""
    return float(f"{value:.7g}")


def _interval(effect: GoalEffect) -> list[float]:
    """The logarithm of the ratio with its bounds; what it is when one area is left out lies inside them."""
    half = float(stdtrit(max(1, effect.freedom), TAIL)) * math.sqrt(effect.variance)
    logs = [max(-_LARGEST, min(_LARGEST, effect.log_ratio + sign * half)) for sign in (0, -1, 1)]
    if (bounds := effect.beside.get("without_one")) is not None:
        shift = effect.log_ratio - effect.raw
        logs[1] = min(logs[1], math.log(bounds[0]) + shift)
        logs[2] = max(logs[2], math.log(bounds[1]) + shift)
    return logs


def _series(inputs: GoalInputs, effect: GoalEffect, places: list[int]) -> list[list[float | None]]:
    """For each month: what was measured, what was expected without the work, and the interval of that."""
    quantile = float(stdtrit(max(1, effect.freedom), TAIL))
    rows: list[list[float | None]] = [[value, None, None, None] for value in measured_values(inputs)]
    for row, place in enumerate(places):
        size = inputs.rows[place] if inputs.is_share else 1
        middle, half = float(effect.expected[row]), quantile * float(effect.errors[row])
        if math.isfinite(middle) and math.isfinite(half) and size:
            ends = [middle * math.exp(sign * min(half, _LARGEST)) / size for sign in (0, -1, 1)]
            rows[place][1:] = [rounded(min(1.0, end) if inputs.is_share else end) for end in ends]
    return rows


def _guard(guard: Credibility | None, *, is_used: bool) -> dict[str, Any] | None:
    if guard is None:
        return None
    return {
        "change": rounded(math.exp(guard.log_change)),
        "weight": rounded(guard.weight),
        "areas": guard.areas,
        "years": guard.years,
        "is_used": is_used,
    }


def _reporting(change: ReportingChange | None) -> dict[str, Any] | None:
    if change is None:
        return None
    return {
        "before": rounded(change.before),
        "after": rounded(change.after),
        "change": rounded(math.exp(change.log_change)),
    }

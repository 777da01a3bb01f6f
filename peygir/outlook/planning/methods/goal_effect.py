"""What a measurement says: the effect by the registered estimator, chance and reporting taken off, and a verdict.

The same inputs give the same figures: everything is computed from what the measurement keeps.
"""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

from peygir.outlook.insight.methods.quasi_poisson import CannotBeFitted
from peygir.outlook.planning.goal_inputs import AFTER, BEFORE, GoalInputs
from peygir.outlook.planning.goal_rules import FEWEST_AFTER, FEWEST_CONTROLS, months_needed
from peygir.outlook.planning.methods.against_others import TooFewOthers, before_after_effect, synthetic_effect
from peygir.outlook.planning.methods.credibility import Credibility, expected_return
from peygir.outlook.planning.methods.goal_figures import GoalEffect, figures_of, rounded, untold
from peygir.outlook.planning.methods.monthly_fit import monthly_effect, parted_elsewhere
from peygir.outlook.planning.methods.reporting_change import RepeatedReports, ReportingChange, reporting_change
from peygir.outlook.planning.states import Estimator

Numbers = npt.NDArray[np.float64]


def measured(inputs: GoalInputs) -> dict[str, Any]:
    """Return the figures of a measurement as they are stored.

    `verdict`; `why` ("" or why nothing can be told: work, before, after, others, counts, fit); `value`, `low`, `high`:
    what the baseline became by the work, with its interval of 95 %; `ratio` with its interval; `came`, `foreseen` and
    `rows_after`: amounts and rows of the months after; `series`: for each month what was measured and what was expected
    without the work, with an interval; `guard`, `reporting`, `placebo`, `without_one`: what each correction and check
    says (None: not known, or not asked for).
    """
    kept = _Months(inputs)
    if not kept.after:
        return untold(inputs, "work")
    if len(kept.before) < months_needed(inputs.estimator, is_chosen_as_worst=inputs.is_chosen_as_worst):
        return untold(inputs, "before")
    if len(kept.after) < FEWEST_AFTER:
        return untold(inputs, "after")
    try:
        effect = _effect(inputs, kept)
    except TooFewOthers:
        return untold(inputs, "others")
    except CannotBeFitted:
        return untold(inputs, "counts")
    effect.raw, effect.guard, effect.change = effect.log_ratio, _guard(inputs, kept), _reporting(inputs)
    if inputs.is_chosen_as_worst:
        if effect.guard is None:
            return untold(inputs, "others")
        effect.log_ratio -= effect.guard.log_change
        effect.variance += effect.guard.error**2
    if effect.change is not None:
        effect.log_ratio -= effect.change.log_change
        effect.variance += effect.change.error**2
    if not (math.isfinite(effect.log_ratio) and math.isfinite(effect.variance)):
        return untold(inputs, "fit")
    return figures_of(inputs, effect, kept.before + kept.after, len(kept.before))


class _Months:
    """The months that count as numbers: before and after, with exposures; those of the work are left out."""

    def __init__(self, inputs: GoalInputs) -> None:
        phases = np.array(inputs.phases)
        self.before = [int(place) for place in np.flatnonzero(phases == BEFORE)]
        self.after = [int(place) for place in np.flatnonzero(phases == AFTER)]
        self.kept = np.array(self.before + self.after, dtype=np.intp)
        self.times = self.kept.astype(np.float64)
        self.numbers = np.array([inputs.months[place] % 100 for place in self.kept], dtype=np.float64)
        codes = sorted(inputs.controls)
        areas = [(inputs.rows, inputs.amounts), *(inputs.controls[code] for code in codes)]
        self.amounts = np.array([amounts for _rows, amounts in areas], dtype=np.float64).T[self.kept]
        spans = [rows if inputs.is_share else inputs.days for rows, _amounts in areas]
        self.exposures = np.array(spans, dtype=np.float64).T[self.kept]
        self.others = len(codes)


def _effect(inputs: GoalInputs, kept: _Months) -> GoalEffect:
    if inputs.estimator == Estimator.ITS:
        return _interrupted(inputs, kept)
    if kept.others < FEWEST_CONTROLS:
        raise TooFewOthers
    count = len(kept.before)
    if inputs.estimator == Estimator.SYNTHETIC:
        compared = synthetic_effect(kept.amounts, kept.exposures, before=count)
    else:
        compared = before_after_effect(kept.amounts, kept.exposures, kept.numbers, before=count)
    beside: dict[str, Any] = {"others": compared.others}
    if compared.p_value is not None:
        beside["placebo"] = {"rank": compared.rank, "of": compared.of, "p": rounded(compared.p_value)}
    if compared.without_one is not None:
        beside["without_one"] = [rounded(math.exp(value)) for value in compared.without_one]
    errors = np.full(len(kept.kept), compared.error)
    return GoalEffect(compared.log_ratio, compared.error**2, compared.freedom, compared.expected, errors, beside)


def _interrupted(inputs: GoalInputs, kept: _Months) -> GoalEffect:
    """The interrupted series: with its own trend and season, or with those of the other areas where there are some."""
    amounts, exposures = kept.amounts[:, 0], kept.exposures[:, 0]
    has_others = kept.others >= FEWEST_CONTROLS
    if has_others:
        elsewhere = kept.amounts[:, 1:].sum(axis=1) + 0.5
        exposures = exposures * elsewhere / np.maximum(kept.exposures[:, 1:].sum(axis=1), 1.0)
    is_there = exposures > 0
    after = (np.arange(len(amounts)) >= len(kept.before)).astype(np.float64)
    if not (amounts[is_there & (after == 0)] > 0).any():
        raise CannotBeFitted
    if not (amounts[is_there & (after > 0)] > 0).any():
        # Nothing came at all: half a row stands for it, since no logarithm of nothing has an error.
        amounts = np.where(after > 0, 0.5 / after.sum(), amounts)
    fit = monthly_effect(
        amounts[is_there],
        exposures[is_there],
        kept.times[is_there],
        after[is_there],
        has_trend=not has_others,
        has_season=not has_others,
        least_dispersion=0.0 if inputs.is_share else 1.0,
    )
    expected, errors = np.full(len(amounts), np.nan), np.full(len(amounts), np.nan)
    expected[is_there], errors[is_there] = fit.expected, fit.errors
    beside: dict[str, Any] = {
        "dispersion": rounded(fit.dispersion),
        "autocorrelation": rounded(fit.autocorrelation),
        "others": kept.others if has_others else 0,
    }
    effect = GoalEffect(fit.log_ratio, fit.error**2, fit.freedom, expected, errors, beside)
    if has_others:
        parted = parted_elsewhere(kept.amounts, kept.exposures, kept.times, after, own=fit.log_ratio)
        effect.variance += parted.variance
        effect.freedom = min(effect.freedom, parted.freedom)
        beside["placebo"] = {"rank": parted.rank, "of": parted.of, "p": rounded(parted.rank / parted.of)}
    return effect


def _guard(inputs: GoalInputs, kept: _Months) -> Credibility | None:
    """What is expected of the goal's areas without any work, from the months before."""
    if kept.others < FEWEST_CONTROLS:
        return None
    count = len(kept.before)
    return expected_return(kept.amounts[:count], kept.exposures[:count], place=0)


def _reporting(inputs: GoalInputs) -> ReportingChange | None:
    if not inputs.counts_cases or len(inputs.repeated) != 2:
        return None
    before, after = (RepeatedReports(*sums) for sums in inputs.repeated)
    return reporting_change(before, after)

"""Choices of yes or no with the greatest benefit under linear limits, by HiGHS.

Source: Q. Huangfu and J. A. J. Hall, Parallelizing the dual revised simplex method, Mathematical Programming
Computation 10 (2018) 119–142, on HiGHS; https://highs.dev.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import highspy
import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
Chosen = npt.NDArray[np.bool_]
SECONDS: Final = 60.0
_WIDTH: Final = 1e4
"""Each limit is scaled so that its largest number is about this: tolerances of the solver are absolute."""
_ROUNDS: Final = 4


class NoChoiceIsPossible(Exception):
    """No choice keeps all limits."""


class ChoiceTookTooLong(Exception):
    """No choice that keeps all limits was found in the time allowed."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit: the sum of `amounts` of the chosen ones is at least `low` and at most `high`.

    `places` says which candidates have an amount; all others have none.
    """

    places: tuple[int, ...]
    amounts: tuple[float, ...]
    low: float = -np.inf
    high: float = np.inf


@dataclass(frozen=True, slots=True)
class Choice:
    """Which candidates are chosen, their benefit, an upper bound of it, and the relative gap between the two."""

    chosen: Chosen
    benefit: float
    bound: float

    @property
    def gap(self) -> float:
        """(bound - benefit) / benefit; 0 if the choice is proved best."""
        return max(0.0, self.bound - self.benefit) / max(abs(self.benefit), 1e-12)


class Chooser:
    """A programme that is solved again and again with other benefits, each time beginning with the choice before."""

    def __init__(self, count: int, limits: Sequence[Limit], *, gap: float = 0.0, seconds: float = SECONDS) -> None:
        self.count, self.limits = count, tuple(limits)
        self.solver = highspy.Highs()
        options = {"output_flag": False, "threads": 1, "random_seed": 137, "time_limit": seconds}
        options |= {"mip_rel_gap": gap, "mip_abs_gap": 0.0 if gap == 0 else 1e-9, "mip_feasibility_tolerance": 1e-9}
        for name, value in options.items():
            self.solver.setOptionValue(name, value)
        self.solver.passModel(_model(count, self.limits))
        self.places = np.arange(count, dtype=np.int32)
        self.last: Chosen | None = None

    def best(self, benefits: Numbers) -> Choice:
        """Return the best choice for these benefits, each at least 0.

        Limits are kept exactly: a choice that exceeds one by the solver's rounding is forbidden, and another is sought.
        Raises NoChoiceIsPossible, ChoiceTookTooLong.
        """
        size = max(float(np.abs(benefits).max(initial=0.0)), 1e-300)
        costs = np.ascontiguousarray(benefits / size * 1000, dtype=np.float64)
        self.solver.changeColsCost(self.count, self.places, costs)
        for _round in range(_ROUNDS):
            choice = self._solved(benefits, size / 1000)
            if all(is_kept(limit, choice.chosen) for limit in self.limits):
                self.last = choice.chosen
                return choice
            self._forbid(choice.chosen)
        raise NoChoiceIsPossible

    def _solved(self, benefits: Numbers, unit: float) -> Choice:
        if self.last is not None:
            start = highspy.HighsSolution()
            start.col_value = self.last.astype(np.float64).tolist()
            self.solver.setSolution(start)
        self.solver.run()
        status, info = self.solver.getModelStatus(), self.solver.getInfo()
        if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            raise NoChoiceIsPossible
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            raise ChoiceTookTooLong
        chosen = np.asarray(self.solver.getSolution().col_value[: self.count]) > 0.5
        benefit = float(benefits[chosen].sum())
        return Choice(chosen, benefit, max(benefit, float(info.mip_dual_bound) * unit))

    def _forbid(self, chosen: Chosen) -> None:
        """Add the limit that at least one of the candidates is chosen otherwise."""
        signs = np.where(chosen, 1.0, -1.0)
        self.solver.addRow(-highspy.kHighsInf, float(chosen.sum()) - 1, self.count, self.places, signs)


def is_kept(limit: Limit, chosen: Chosen) -> bool:
    """Whether a choice keeps a limit, reckoned without rounding; the amounts count as the decimals they show."""
    total = sum(
        (Fraction(repr(float(amount))) for place, amount in zip(limit.places, limit.amounts, strict=True) if chosen[place]),
        Fraction(),
    )
    return (limit.high == np.inf or total <= Fraction(repr(float(limit.high)))) and (
        limit.low == -np.inf or total >= Fraction(repr(float(limit.low)))
    )


def _model(count: int, limits: Sequence[Limit]) -> "highspy.HighsLp":
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = count, len(limits)
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = np.zeros(count)
    model.col_lower_, model.col_upper_ = np.zeros(count), np.ones(count)
    model.integrality_ = [highspy.HighsVarType.kInteger] * count
    starts, places, amounts, lows, highs = [0], [], [], [], []
    for limit in limits:
        numbers = [abs(value) for value in (*limit.amounts, limit.low, limit.high) if np.isfinite(value)]
        scale = _WIDTH / max(max(numbers, default=0.0), 1e-300)
        # Small amounts as of precedence (1 and -1) are left as they are.
        scale = 1.0 if all(value == int(value) and value < _WIDTH for value in numbers) else scale
        places += list(limit.places)
        amounts += [amount * scale for amount in limit.amounts]
        starts.append(len(places))
        lows.append(limit.low * scale)
        highs.append(limit.high * scale)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.array(starts, dtype=np.int32)
    model.a_matrix_.index_ = np.array(places, dtype=np.int32)
    model.a_matrix_.value_ = np.array(amounts, dtype=np.float64)
    model.row_lower_, model.row_upper_ = np.array(lows, dtype=np.float64), np.array(highs, dtype=np.float64)
    return model

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
_ROUNDS: Final = 20
"""Choices that are forbidden one after the other before the search is given up."""
CORES: Final = (80, 200)
"""So many candidates are open first, and if it leaves a gap that is too large, next."""
MOST_OPEN: Final = 250
"""If a better choice could have so many otherwise, these are open at once, without the larger core."""
_WHOLE_GAP: Final = 0.99
"""Part of the allowed gap that is used where the bound is the solver's: the rest is for its rounding."""
_CORE_GAP: Final = 0.7
"""Part of the allowed gap that is left to the core: the other part is for what the core leaves out."""
_PART: Final = 1e-6


class NoChoiceIsPossible(Exception):
    """No choice keeps all limits."""


class ChoiceTookTooLong(Exception):
    """No choice that keeps all limits was found in the time allowed."""


@dataclass(frozen=True, slots=True)
class LinearLimit:
    """A limit: the sum of `amounts` of the chosen ones is at least `low` and at most `high`.

    `places` says which candidates have an amount, each once; all others have none.
    """

    places: tuple[int, ...]
    amounts: tuple[float, ...]
    low: float = -np.inf
    high: float = np.inf


@dataclass(frozen=True, slots=True)
class BestChoice:
    """Which candidates are chosen, their benefit, an upper bound of it, and the relative gap between the two."""

    chosen: Chosen
    benefit: float
    bound: float

    @property
    def gap(self) -> float:
        """(bound - benefit) / benefit; 0 if the choice is proved best."""
        return max(0.0, self.bound - self.benefit) / max(abs(self.benefit), 1e-12)


class Chooser:
    """A programme that is solved again and again, with other benefits each time."""

    def __init__(
        self, count: int, limits: Sequence[LinearLimit], *, gap: float = 0.0, seconds: float = SECONDS
    ) -> None:
        self.count, self.limits, self.gap = count, tuple(limits), gap
        self.places, self.seconds = np.arange(count, dtype=np.int32), seconds
        self.model = _model(count, self.limits)
        self._solvers: dict[str, highspy.Highs] = {}
        self._solver("relaxed" if gap > 0 else "whole")  # limits that are no programme are refused at once

    def best(self, benefits: Numbers) -> BestChoice:
        """Return the best choice for these benefits, each at least 0, or one within the gap.

        If a gap is allowed, the relaxed programme comes first: candidates may be chosen in part, which gives an upper
        bound. Then only those few candidates are open whose choice it hardly prefers either way, the others as it has
        them. If this leaves a gap that is too large, those are open that a better choice could have otherwise, and if
        that fails, all. Limits are kept exactly: a choice that exceeds one by the solver's rounding is forbidden, and
        another is sought. Raises NoChoiceIsPossible, ChoiceTookTooLong.
        """
        if self.gap > 0 and (near := self._near(benefits)) is not None:
            return near
        whole = self._solver("whole")
        size = self._set_benefits(whole, benefits)
        for _round in range(_ROUNDS):
            chosen = self._solved(whole)
            if self._keeps(chosen):
                benefit = float(benefits[chosen].sum())
                return BestChoice(chosen, benefit, max(benefit, float(whole.getInfo().mip_dual_bound) * size))
            signs = np.where(chosen, 1.0, -1.0)
            whole.addRow(-highspy.kHighsInf, float(chosen.sum()) - 1, self.count, self.places, signs)
        raise ChoiceTookTooLong

    def _near(self, benefits: Numbers) -> BestChoice | None:
        """Return a choice within the gap, sought among those candidates that the relaxed programme leaves open."""
        relaxed = self._solver("relaxed")
        size = self._set_benefits(relaxed, benefits)
        relaxed.run()
        if relaxed.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        solution = relaxed.getSolution()
        bound = float(relaxed.getInfo().objective_function_value) * size
        parts, prices = np.asarray(solution.col_value), np.abs(np.asarray(solution.col_dual))
        is_between, order = (parts > _PART) & (parts < 1 - _PART), np.argsort(prices, kind="stable")
        best: BestChoice | None = None
        core = self._solver("core")
        self._set_benefits(core, benefits)
        try:
            for count in CORES:
                is_open = is_between.copy()
                is_open[order[:count]] = True
                best = self._within(core, benefits, np.round(parts), is_open, bound, best)
                if best is None or best.gap <= self.gap:
                    return best
                # Who is chosen otherwise than in the relaxed programme loses the price: what would fall below this
                # choice by that is in no better one.
                loss = (bound - best.benefit) / size
                is_open = is_between | (prices <= loss * (1 + _PART) + _PART)
                if is_open.sum() <= MOST_OPEN or count == CORES[-1]:
                    best = self._within(core, benefits, np.round(parts), is_open, best.benefit, best, is_proof=True)
                    break
        except (NoChoiceIsPossible, ChoiceTookTooLong):
            return None
        return best if best is not None and best.gap <= self.gap else None

    def _within(
        self,
        core: "highspy.Highs",
        benefits: Numbers,
        fixed: Numbers,
        is_open: Chosen,
        bound: float,
        known: BestChoice | None,
        *,
        is_proof: bool = False,
    ) -> BestChoice | None:
        """Return the choice among open candidates, the others as they are `fixed`; None if it breaks a limit.

        With `is_proof`, `bound` is what no choice exceeds in which the fixed ones differ, and that of the others is the
        solver's. `known` is a choice to begin with.
        """
        core.changeColsBounds(self.count, self.places, np.where(is_open, 0, fixed), np.where(is_open, 1, fixed))
        core.setOptionValue("mip_rel_gap", self.gap * (_WHOLE_GAP if is_proof else _CORE_GAP))
        if known is not None:
            start = highspy.HighsSolution()
            start.col_value = known.chosen.astype(np.float64)
            core.setSolution(start)
        chosen = self._solved(core)
        if not self._keeps(chosen):
            return None
        benefit = float(benefits[chosen].sum())
        if is_proof:
            size = max(float(np.abs(benefits).max(initial=0.0)), 1e-300) / 1000
            bound = max(bound, benefit, float(core.getInfo().mip_dual_bound) * size)
        return BestChoice(chosen, benefit, bound)

    def _solver(self, name: str) -> "highspy.Highs":
        """Return a solver of the model, made when it is first needed: `whole`, `core`, or `relaxed` (with parts)."""
        if name not in self._solvers:
            self.model.integrality_ = [] if name == "relaxed" else [highspy.HighsVarType.kInteger] * self.model.num_col_
            self._solvers[name] = _solver(self.model, self.gap, self.seconds)
        return self._solvers[name]

    def _keeps(self, chosen: Chosen) -> bool:
        return all(is_kept(limit, chosen) for limit in self.limits)

    def _set_benefits(self, solver: "highspy.Highs", benefits: Numbers) -> float:
        """Give the solver the benefits so that the largest is 1,000, and return what 1 of its units is."""
        size = max(float(np.abs(benefits).max(initial=0.0)), 1e-300) / 1000
        solver.changeColsCost(self.count, self.places, np.ascontiguousarray(benefits / size, dtype=np.float64))
        return size

    def _solved(self, solver: "highspy.Highs") -> Chosen:
        solver.run()
        if solver.getModelStatus() in (
            highspy.HighsModelStatus.kInfeasible,
            highspy.HighsModelStatus.kUnboundedOrInfeasible,
        ):
            raise NoChoiceIsPossible
        if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            raise ChoiceTookTooLong
        return np.asarray(np.asarray(solver.getSolution().col_value[: self.count]) > 0.5)


def _solver(model: "highspy.HighsLp", gap: float, seconds: float) -> "highspy.Highs":
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    options = {"output_flag": False, "threads": 1, "random_seed": 137, "time_limit": seconds}
    options |= {"mip_rel_gap": gap, "mip_abs_gap": 0.0, "mip_feasibility_tolerance": 1e-9}
    for name, value in options.items():
        solver.setOptionValue(name, value)
    # A model that was refused must not be run: HiGHS 1.15 then ends the process.
    if solver.passModel(model) == highspy.HighsStatus.kError:
        raise ValueError("these limits are no linear programme")
    return solver


def is_kept(limit: LinearLimit, chosen: Chosen) -> bool:
    """Whether a choice keeps a limit, reckoned without rounding; the amounts count as the decimals they show."""
    total = sum(
        (
            Fraction(repr(float(amount)))
            for place, amount in zip(limit.places, limit.amounts, strict=True)
            if chosen[place]
        ),
        Fraction(),
    )
    return (limit.high == np.inf or total <= Fraction(repr(float(limit.high)))) and (
        limit.low == -np.inf or total >= Fraction(repr(float(limit.low)))
    )


def _model(count: int, limits: Sequence[LinearLimit]) -> "highspy.HighsLp":
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = count, len(limits)
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = np.zeros(count)
    model.col_lower_, model.col_upper_ = np.zeros(count), np.ones(count)
    model.integrality_ = [highspy.HighsVarType.kInteger] * count
    starts, amounts, lows, highs = [0], [], [], []
    places: list[int] = []
    for limit in limits:
        numbers = [abs(value) for value in (*limit.amounts, limit.low, limit.high) if np.isfinite(value)]
        scale = _WIDTH / max(max(numbers, default=0.0), 1e-300)
        # Small amounts as of precedence (1 and -1) are left as they are.
        scale = 1.0 if all(value == int(value) and value < _WIDTH for value in numbers) else scale
        places += limit.places
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

"""The stored figures of a measurement and of a portfolio as typed facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ChanceGuard:
    """What was expected without any work: by what the number changes, from how many areas; whether it was taken off."""

    change: float
    areas: int
    is_used: bool


@dataclass(frozen=True, slots=True)
class ReportingShares:
    """Which share of the incidents people reported, before and after."""

    before: float
    after: float


@dataclass(frozen=True, slots=True)
class MeasuredFigures:
    """What `methods.goal_effect.measured` says; None where it was not computed or not asked for.

    `series`: for each month what was measured, what was expected, and the interval of that. `placebo` is (place, of).
    """

    why: str
    came: float | None
    foreseen: float | None
    rows_after: int | None
    months_after: int
    series: tuple[tuple[float | None, ...], ...]
    guard: ChanceGuard | None
    reporting: ReportingShares | None
    placebo: tuple[int, int] | None
    without_one: tuple[float, float] | None
    autocorrelation: float | None


def measured_figures(stored: Mapping[str, Any]) -> MeasuredFigures:
    """Return the figures of a measurement, empty ones for an empty result."""
    guard, reporting, placebo = stored.get("guard"), stored.get("reporting"), stored.get("placebo")
    bounds = stored.get("without_one")
    return MeasuredFigures(
        why=str(stored.get("why", "")),
        came=stored.get("came"),
        foreseen=stored.get("foreseen"),
        rows_after=stored.get("rows_after"),
        months_after=int(stored.get("months_after", 0)),
        series=tuple(tuple(row) for row in stored.get("series", ())),
        guard=None if guard is None else ChanceGuard(guard["change"], guard["areas"], guard["is_used"]),
        reporting=None if reporting is None else ReportingShares(reporting["before"], reporting["after"]),
        placebo=None if placebo is None else (placebo["rank"], placebo["of"]),
        without_one=None if bounds is None else (bounds[0], bounds[1]),
        autocorrelation=stored.get("autocorrelation"),
    )


@dataclass(frozen=True, slots=True)
class DecidingInput:
    """The input that decides about a candidate, and the value above (or below) which it is chosen as a rule."""

    name: str
    value: float
    is_in_above: bool


@dataclass(frozen=True, slots=True)
class ChoiceBeside:
    """The choice with another weight of need: the candidates' ids, their cost and benefit (unweighted)."""

    equity: float
    chosen: tuple[int, ...]
    cost: float
    benefit: float


@dataclass(frozen=True, slots=True)
class OtherBudget:
    """What comes in and goes out with another budget; `change` is the part by which it differs."""

    change: float
    is_possible: bool
    added: tuple[int, ...]
    dropped: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PortfolioResult:
    """What `methods.candidate_portfolio.computed` says; `chosen` has the part of each chosen candidate by its id."""

    why: str
    chosen: Mapping[int, float]
    chances: Mapping[int, float]
    benefits: Mapping[int, float]
    cost: float
    benefit: float
    benefit_drawn: tuple[float, float, float]
    left_out: tuple[int, ...]
    equities: tuple[ChoiceBeside, ...]
    budgets: tuple[OtherBudget, ...]
    deciding: Mapping[int, DecidingInput]
    small_and_sure: tuple[int, ...]
    gap: float
    draws: int
    impossible: int


def portfolio_result(stored: Mapping[str, Any]) -> PortfolioResult:
    """Return the result of a portfolio, an empty one while there is none."""
    low, middle, high = stored.get("benefit_drawn", (0.0, 0.0, 0.0))
    return PortfolioResult(
        why=str(stored.get("why", "")),
        chosen=_by_id(stored.get("chosen", {})),
        chances=_by_id(stored.get("chances", {})),
        benefits=_by_id(stored.get("benefits", {})),
        cost=stored.get("cost", 0.0),
        benefit=stored.get("benefit", 0.0),
        benefit_drawn=(low, middle, high),
        left_out=tuple(stored.get("left_out", ())),
        equities=tuple(
            ChoiceBeside(row["equity"], tuple(map(int, row["chosen"])), row["cost"], row["benefit"])
            for row in stored.get("equities", ())
        ),
        budgets=tuple(
            OtherBudget(row["change"], row["is_possible"], tuple(row["added"]), tuple(row["dropped"]))
            for row in stored.get("budgets", ())
        ),
        deciding={
            int(key): DecidingInput(row["input"], row["value"], row["is_in_above"])
            for key, row in stored.get("deciding", {}).items()
        },
        small_and_sure=tuple(stored.get("small_and_sure", ())),
        gap=stored.get("gap", 0.0),
        draws=stored.get("draws", 0),
        impossible=stored.get("impossible", 0),
    )


def _by_id(stored: Mapping[str, float]) -> dict[int, float]:
    return {int(key): float(value) for key, value in stored.items()}

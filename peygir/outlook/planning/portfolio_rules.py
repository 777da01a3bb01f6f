"""The terms of a portfolio: the budget, what binds the choice, whose need counts more, and what people overrode."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.outlook.planning.states import CandidateInputName

EQUITIES: Final = (0.0, 0.5, 1.0)
"""How much the need of districts counts: not at all, by its root, wholly."""
MOST_BUDGET: Final = 10**16
MOST_RATIO: Final = 10.0
LONGEST_REASON: Final = 500
MOST_OF_ALL: Final = 1e16
_SHARES: Final = (CandidateInputName.REPORTED, CandidateInputName.AVOIDABLE)
_LIMITS: Final[Mapping[str, float]] = {
    CandidateInputName.INCIDENTS: 1e7,
    CandidateInputName.REPORTED: 1.0,
    CandidateInputName.SEVERITY: 10.0,
    CandidateInputName.PEOPLE: 1e7,
    CandidateInputName.AVOIDABLE: 1.0,
    CandidateInputName.YEARS: 50.0,
    CandidateInputName.COST: 1e15,
}
"""The most that an input can be."""


class PortfolioTermsAreNotRight(Invalid):
    """The budget is none, or a floor, capacity, weight or number is outside its bounds."""

    message = _(
        "Give a budget above 0, floors that together fit into it, capacities and weights of at least 0, and a weight "
        "of need of 0, ½ or 1."
    )


class OverrideNeedsAReason(Invalid):
    """Somebody forces a candidate in or out and does not say why."""

    message = _("Whoever puts a candidate in or out by hand gives a reason of at most {most} characters.")


class InputIsNotRight(Invalid):
    """The three numbers do not follow each other, or one is outside its bounds."""

    message = _("Give three numbers above 0, the lowest first and the highest last; shares are at most 1.")


@dataclass(frozen=True, slots=True)
class Override:
    """A person's word on a candidate: in or out, and why."""

    is_in: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PortfolioTerms:
    """What binds a choice.

    `budget` and `floors` (by district) in rials; `capacities` (by unit) in days of work; `least_support`: reports that
    a candidate needs; `equity`: by which power of a district's `ratios` its benefit is multiplied; `has_parts`: whether
    candidates that allow it may be done in part; `overrides` by the candidate's id.
    """

    budget: int
    least_support: int = 0
    equity: float = 0.5
    has_parts: bool = True
    floors: Mapping[str, int] = field(default_factory=dict)
    capacities: Mapping[str, float] = field(default_factory=dict)
    ratios: Mapping[str, float] = field(default_factory=dict)
    overrides: Mapping[int, Override] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The terms as a portfolio stores them."""
        return {**asdict(self), "overrides": {str(key): asdict(one) for key, one in self.overrides.items()}}


def terms_from(stored: Mapping[str, Any]) -> PortfolioTerms:
    """The terms that a portfolio stored."""
    values = dict(stored)
    overrides = {int(key): Override(**one) for key, one in values.pop("overrides").items()}
    return PortfolioTerms(overrides=overrides, **values)


def checked_terms(terms: PortfolioTerms) -> PortfolioTerms:
    """The terms, with trimmed reasons. Raises PortfolioTermsAreNotRight, OverrideNeedsAReason."""
    floors_fit = all(0 <= one <= terms.budget for one in terms.floors.values())
    fits = (
        0 < terms.budget <= MOST_BUDGET
        and floors_fit
        and sum(terms.floors.values()) <= terms.budget
        and all(0 <= one <= 1e6 for one in terms.capacities.values())
        and all(0 < one <= MOST_RATIO for one in terms.ratios.values())
        and terms.equity in EQUITIES
        and 0 <= terms.least_support <= 10**6
    )
    if not fits:
        raise PortfolioTermsAreNotRight()
    overrides = {}
    for key, one in terms.overrides.items():
        reason = " ".join(plain(one.reason).split())
        if not says_something(reason) or len(reason) > LONGEST_REASON:
            raise OverrideNeedsAReason(most=LONGEST_REASON)
        overrides[key] = Override(one.is_in, reason)
    return PortfolioTerms(
        budget=terms.budget,
        least_support=terms.least_support,
        equity=terms.equity,
        has_parts=terms.has_parts,
        floors={code: one for code, one in terms.floors.items() if one},
        capacities=dict(terms.capacities),
        ratios=dict(terms.ratios),
        overrides=overrides,
    )


def checked_input(name: str, low: float, likely: float, high: float) -> tuple[float, float, float]:
    """The three numbers of an input. Raises InputIsNotRight."""
    most = _LIMITS.get(name)
    if most is None or not (0 < low <= likely <= high <= most):  # false for NaN too
        raise InputIsNotRight()
    return low, likely, high


def is_share(name: str) -> bool:
    """Whether an input is a share, of at most 1."""
    return name in _SHARES

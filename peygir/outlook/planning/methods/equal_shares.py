"""The Method of Equal Shares: which projects a budget funds, each voter having an equal part of it to spend.

Source: D. Peters, G. Pierczyński and P. Skowron, Proportional participatory budgeting with additive utilities, Advances
in Neural Information Processing Systems 34 (2021) 12726–12737; completion and ties as https://equalshares.net advises.
All amounts are whole multiples of one fraction of the currency, so that nothing is rounded.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import lcm
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from peygir.outlook.planning.methods.ballots import Vote

Utility = Literal["cost", "cardinality"]
Completion = Literal["none", "increase"]
Whole = npt.NDArray[np.object_]
"""Python integers, which have no greatest value."""
Places = npt.NDArray[np.intp]
_FINE: Final = 1000
"""The increment is at most this part of a voter's share, rounded down to a power of ten, and at least 1."""
MOST_ROUNDS: Final = 100_000


@dataclass(frozen=True, slots=True)
class Purchase:
    """A project that was funded: its id, what a supporter with one point pays in full, and cost over this payment.

    The quotient is the effective vote count: supporters who paid less, as they had no more, count in part.
    """

    project: str
    payment: Fraction
    effective_votes: Fraction


@dataclass(frozen=True, slots=True)
class FundedProjects:
    """What was funded, in this order; the share that each voter had in the end; and how often it was increased."""

    purchases: tuple[Purchase, ...]
    share: Fraction
    increases: int

    @property
    def keys(self) -> tuple[str, ...]:
        """The ids of the funded projects."""
        return tuple(purchase.project for purchase in self.purchases)


def equal_shares(
    vote: Vote, *, utility: Utility = "cost", completion: Completion = "none", increment: Fraction | None = None
) -> FundedProjects:
    """Return the projects that the votes fund.

    A project gives a voter who approves it a utility of its cost (`cost`) or of 1 (`cardinality`), times the points if
    the ballot has points. Each voter has budget / voters to spend. Of the projects that their supporters can pay, the
    one with the lowest payment for a unit of utility is bought: every supporter pays this rate times the own utility,
    or all that is left. The next one is sought with what remains. Ties: the lower cost, then the more supporters, then
    the earlier place in the file.

    With `increase` the share is raised by `increment` (see `usual_increment`) and all is done again, until no further
    project would fit into the budget, all supported projects are funded, or the next outcome would exceed it.
    """
    share, voters = vote.budget / len(vote.ballots), len(vote.ballots)
    projects = _open_projects(vote, utility)
    funded = _bought(projects, voters, share)
    if completion == "none":
        return FundedProjects(funded, share, 0)
    step, increases = increment or usual_increment(share), 0
    costs = {project.key: project.cost for project in vote.projects}
    within = {project.key for project in projects}
    while increases < MOST_ROUNDS and not _is_exhaustive(funded, costs, vote.budget, within):
        further = _bought(projects, voters, share + step)
        if sum(costs[purchase.project] for purchase in further) > vote.budget:
            break
        funded, share, increases = further, share + step, increases + 1
    return FundedProjects(funded, share, increases)


def usual_increment(share: Fraction) -> Fraction:
    """Return 1 (unit of currency), or with large shares the power of ten that is at most a thousandth of the share."""
    step = Fraction(1)
    while step * 10 * _FINE <= share:
        step *= 10
    return step


def _is_exhaustive(
    funded: Sequence[Purchase], costs: Mapping[str, Fraction], budget: Fraction, supported: set[str]
) -> bool:
    """Whether no other project fits into the rest of the budget, or all that have a supporter are funded."""
    keys = {purchase.project for purchase in funded}
    left = budget - sum(costs[key] for key in keys)
    return supported <= keys or all(cost > left for key, cost in costs.items() if key not in keys)


@dataclass(slots=True)
class _OpenProject:
    """A project that is not bought: its supporters, their utilities, and the last known rate (which only rises)."""

    key: str
    cost: Fraction
    place: int
    voters: Places
    utilities: Whole
    one_point: int
    rate: Fraction = field(default_factory=lambda: Fraction(0))

    @property
    def rank(self) -> tuple[Fraction, int, int]:
        """What breaks a tie: the smallest is bought."""
        return self.cost, -len(self.voters), self.place


class _Purses:
    """What each voter has left, as whole multiples of 1 / `scale` of the currency."""

    def __init__(self, share: Fraction, voters: int) -> None:
        self.scale = share.denominator
        self.left = np.full(voters, share.numerator, dtype=object)

    def rate(self, project: _OpenProject) -> Fraction | None:
        """Return the lowest payment for a unit of utility at which supporters pay the cost; None if they cannot."""
        left, utilities = self.left[project.voters], project.utilities
        cost = project.cost * self.scale
        if left.sum() < cost:
            return None
        # Whoever cannot pay at a rate cannot at a higher one: each round takes these out, and the rate rises.
        while True:
            rate = Fraction(cost) / int(utilities.sum())
            can_pay = np.asarray(left * rate.denominator >= utilities * rate.numerator, dtype=bool)
            if can_pay.all():
                return rate / self.scale
            cost -= int(left[~can_pay].sum())
            left, utilities = left[can_pay], utilities[can_pay]

    def pay(self, project: _OpenProject, rate: Fraction) -> None:
        """Take from each supporter the rate times the utility, or all that is left."""
        payment_rate = rate * self.scale
        # The unit becomes so fine that every payment is whole.
        factor = payment_rate.denominator
        if factor > 1:
            self.scale *= factor
            self.left = self.left * factor
        paid = project.utilities * payment_rate.numerator
        left = self.left[project.voters]
        self.left[project.voters] = np.where(np.asarray(left >= paid, dtype=bool), left - paid, 0)


def _bought(projects: Sequence[_OpenProject], voters: int, share: Fraction) -> tuple[Purchase, ...]:
    """Return what the voters buy with this share."""
    purses = _Purses(share, voters)
    remaining = [replace(project) for project in projects]
    purchases = []
    while remaining:
        best: _OpenProject | None = None
        kept = []
        for project in sorted(remaining, key=lambda one: one.rate):
            if best is None or project.rate <= best.rate:
                rate = purses.rate(project)
                if rate is None:
                    continue
                project.rate = rate
                if best is None or (rate, *project.rank) < (best.rate, *best.rank):
                    best = project
            kept.append(project)
        if best is None:
            break
        purses.pay(best, best.rate)
        remaining = [project for project in kept if project is not best]
        payment = best.rate * best.one_point
        votes = best.cost / payment if payment else Fraction(len(best.voters))
        purchases.append(Purchase(best.key, payment, votes))
    return tuple(purchases)


def _open_projects(vote: Vote, utility: Utility) -> list[_OpenProject]:
    """Return the projects that have a supporter and cost no more than the budget, with whole utilities."""
    voters: dict[str, list[int]] = {project.key: [] for project in vote.projects}
    points: dict[str, list[Fraction]] = {project.key: [] for project in vote.projects}
    for number, ballot in enumerate(vote.ballots):
        for key, given in ballot.items():
            if given > 0:
                voters[key].append(number)
                points[key].append(given)
    is_by_cost = utility == "cost"
    unit = lcm(*(given.denominator for ballot in vote.ballots for given in ballot.values()))
    unit *= lcm(*(project.cost.denominator for project in vote.projects)) if is_by_cost else 1
    projects = []
    for place, project in enumerate(vote.projects):
        if not voters[project.key] or project.cost > vote.budget:
            continue
        worth = project.cost if is_by_cost and project.cost else Fraction(1)
        utilities = np.array([int(given * worth * unit) for given in points[project.key]], dtype=object)
        supporters = np.array(voters[project.key], dtype=np.intp)
        projects.append(
            _OpenProject(project.key, project.cost, place, supporters, utilities, one_point=int(worth * unit))
        )
    return projects

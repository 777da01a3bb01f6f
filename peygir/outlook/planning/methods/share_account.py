"""What became of each project under equal shares: who supported it, what they paid, and what they still had.

The payments of `equal_shares` are made again, one purchase after the other, so that for a project that is not funded
the money of its supporters can be set beside its cost.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from peygir.outlook.planning.methods.ballots import Vote
from peygir.outlook.planning.methods.equal_shares import FundedProjects, Purchase


@dataclass(frozen=True, slots=True)
class ProjectAccount:
    """One project: supporters, their points, its purchase and the place of it (from 1), None if it is not funded.

    `left`: what its supporters had when it was bought; for one that is not funded, what they have in the end.
    """

    project: str
    supporters: int
    points: Fraction
    purchase: Purchase | None
    place: int | None
    left: Fraction


def project_accounts(vote: Vote, funded: FundedProjects) -> dict[str, ProjectAccount]:
    """Return the account of each project, by its id.

    A supporter pays the payment for one point times the own points, or all that is left.
    """
    left = [funded.share] * len(vote.ballots)
    supporters = _supporters(vote)
    before: dict[str, Fraction] = {}
    for purchase in funded.purchases:
        voters = supporters[purchase.project]
        before[purchase.project] = sum((left[voter] for voter in voters), Fraction(0))
        for voter, points in voters.items():
            left[voter] -= min(left[voter], purchase.payment * points)
    places = {purchase.project: (place, purchase) for place, purchase in enumerate(funded.purchases, start=1)}
    accounts = {}
    for project in vote.projects:
        voters = supporters[project.key]
        place, bought = places.get(project.key, (None, None))
        remaining = before.get(project.key, sum((left[voter] for voter in voters), Fraction(0)))
        points = sum(voters.values(), Fraction(0))
        accounts[project.key] = ProjectAccount(project.key, len(voters), points, bought, place, remaining)
    return accounts


def _supporters(vote: Vote) -> dict[str, Mapping[int, Fraction]]:
    """The voters (by their place) with their points, by project."""
    supporters: dict[str, dict[int, Fraction]] = {project.key: {} for project in vote.projects}
    for number, ballot in enumerate(vote.ballots):
        for key, points in ballot.items():
            if points > 0:
                supporters[key][number] = points
    return dict(supporters)

"""The rules of votes of citizens: who keeps them, what a vote and a ballot must satisfy, and why a project lost."""

import hashlib
import hmac
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import Final

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.core.words import plain, says_something
from peygir.outlook.planning.methods.ballots import Vote, VotedProject
from peygir.outlook.planning.rules import MOST_RIALS, checked_text, checked_title, digest_of
from peygir.outlook.planning.voting_states import BallotRule, ProjectFate
from peygir.people.permissions import Permission
from peygir.people.rules import Actor

MOST_PROJECTS: Final = 60
MOST_POINTS: Final = 100
LONGEST_DAYS: Final = 60
KEY_BYTES: Final = 32


class VotingIsNotRight(Invalid):
    """The terms of a vote do not fit together."""

    message = _(
        "Please give a title, a fiscal year, a sum, a rule, how much a ballot may hold (1 to {most}), and an end that "
        "is after the beginning, by at most {days} days."
    )


class BallotProjectIsNotRight(Invalid):
    """A project has no title, or no cost within the sum."""

    message = _("Project {number}: please give a title, and a cost in rials that is not above the sum of the vote.")


class BallotProjectsAreNotRight(Invalid):
    """A vote has too few projects, or too many."""

    message = _("A vote has 2 to {most} projects.")


class BallotIsNotRight(Invalid):
    """A ballot names too many projects, none, or one that is not there."""

    message = _("Please choose at least one and at most {most} of the projects of this vote.")


class BallotPointsAreNotRight(Invalid):
    """A ballot gives no points, or more than it has."""

    message = _("Please give at least 1 and at most {most} points altogether, in whole numbers.")


@dataclass(frozen=True, slots=True, kw_only=True)
class VotingTerms:
    """A vote: how much money (rials) of which fiscal year, by which rule, from when to when.

    `most`: how many projects an approval ballot may name, or how many points a cumulative one has.
    """

    title: str
    year: int
    budget: int
    rule: str
    most: int
    opens_at: datetime
    closes_at: datetime
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotProjectTerms:
    """A project on the ballot, typed or from a programme; `cost` in rials."""

    title: str
    cost: int
    text: str = ""
    programme_id: int | None = None
    district_id: int | None = None


def may_keep_votes(actor: Actor) -> bool:
    """Whether somebody makes, opens and closes votes: the council's secretariat or the budget office."""
    return actor.kind == "staff" and (actor.may(Permission.KEEP_COUNCIL) or actor.may(Permission.KEEP_BUDGET))


def checked_voting(terms: VotingTerms) -> VotingTerms:
    """The terms of a vote, with trimmed texts. Raises VotingIsNotRight, TitleIsMissing, PlanTextIsTooLong."""
    days_fit = terms.opens_at < terms.closes_at and (terms.closes_at - terms.opens_at).days < LONGEST_DAYS
    numbers_fit = 0 < terms.budget <= MOST_RIALS and 1 <= terms.most <= MOST_POINTS and 1300 <= terms.year <= 1600
    if not (days_fit and numbers_fit and terms.rule in BallotRule.labels()):
        raise VotingIsNotRight(most=MOST_POINTS, days=LONGEST_DAYS)
    return replace(terms, title=checked_title(terms.title), text=checked_text(terms.text))


def checked_ballot_projects(projects: Sequence[BallotProjectTerms], budget: int) -> tuple[BallotProjectTerms, ...]:
    """The projects of a vote, with trimmed texts; a draft may have any number up to the most.

    Raises BallotProjectsAreNotRight, BallotProjectIsNotRight, PlanTextIsTooLong.
    """
    if len(projects) > MOST_PROJECTS:
        raise BallotProjectsAreNotRight(most=MOST_PROJECTS)
    checked = []
    for number, project in enumerate(projects, start=1):
        title = " ".join(plain(project.title).split())
        if not says_something(title) or len(title) > 200 or not 0 < project.cost <= budget:
            raise BallotProjectIsNotRight(number=number)
        checked.append(replace(project, title=title, text=checked_text(project.text, 2000)))
    return tuple(checked)


def digest_of_voting(terms: VotingTerms, projects: Sequence[BallotProjectTerms]) -> str:
    """The SHA-256 of everything that people vote on."""
    content = {**asdict(terms), "opens_at": terms.opens_at.isoformat(), "closes_at": terms.closes_at.isoformat()}
    return digest_of({**content, "projects": [asdict(project) for project in projects]})


def checked_choices(rule: str, most: int, numbers: Collection[int], choices: Mapping[int, int]) -> dict[str, int]:
    """A ballot as it is stored: the number of a project → points (1 where it is approved), without the zeros.

    Raises BallotIsNotRight, BallotPointsAreNotRight.
    """
    given = {number: points for number, points in choices.items() if points}
    if not set(given) <= set(numbers):
        raise BallotIsNotRight(most=most)
    if rule == BallotRule.APPROVAL:
        if not 1 <= len(given) <= most or set(given.values()) != {1}:
            raise BallotIsNotRight(most=most)
    elif min(given.values(), default=0) < 1 or sum(given.values()) > most:
        raise BallotPointsAreNotRight(most=most)
    return {str(number): given[number] for number in sorted(given)}


def voter_of(phone: str, key: bytes) -> str:
    """The name under which a phone's ballot is kept while the vote is open: its HMAC-SHA256 under the vote's key."""
    return hmac.new(key, phone.encode(), hashlib.sha256).hexdigest()


def digest_of_ballots(ballots: Sequence[Mapping[str, int]]) -> str:
    """The SHA-256 of ballots in their order."""
    text = json.dumps([dict(sorted(ballot.items())) for ballot in ballots], separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def vote_of(rule: str, budget: int, costs: Mapping[int, int], ballots: Sequence[Mapping[str, int]]) -> Vote:
    """A closed vote as the method of equal shares takes it; `costs`: the number of a project → rials."""
    projects = tuple(VotedProject(str(number), Fraction(cost)) for number, cost in sorted(costs.items()))
    given = tuple({key: Fraction(points) for key, points in ballot.items()} for ballot in ballots)
    return Vote(Fraction(budget), projects, given, rule)


def fate_of(supporters: int, place: int | None) -> ProjectFate:
    """Why a counted project is funded (it has a place), or why not."""
    if place is not None:
        return ProjectFate.FUNDED
    return ProjectFate.TOO_LITTLE if supporters else ProjectFate.NO_SUPPORT

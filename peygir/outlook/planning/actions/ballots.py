"""Takes the ballots of an open vote, and counts those of a closed one."""

from collections.abc import Mapping
from typing import Final

from django.db import connection, transaction

from peygir.core import clock
from peygir.core.refusals import Conflict
from peygir.core.translation import gettext_lazy as _
from peygir.history.kinds.votes import VotingCounted
from peygir.outlook.planning.actions.files import record_plan
from peygir.outlook.planning.methods.equal_shares import equal_shares
from peygir.outlook.planning.methods.share_account import project_accounts
from peygir.outlook.planning.models import BallotProject, CastBallot, CountedBallot, VotingDay, VotingKey
from peygir.outlook.planning.voting_file import file_digest_of
from peygir.outlook.planning.voting_rules import checked_choices, vote_of, voter_of
from peygir.outlook.planning.voting_states import VotingState
from peygir.people.rules import SYSTEM

# Whoever closes the vote waits for the ballots that are being written, and after that none is taken.
_SHARED: Final = """
SELECT rule, most FROM planning_votingday
WHERE id = %s AND state = 'open' AND opens_at <= %s AND closes_at > %s FOR SHARE
"""


class VotingIsNotOpen(Conflict):
    """No ballots are taken: the vote has not begun, or is over."""

    message = _("No votes are taken now: this vote has not begun yet, or is over.")


@transaction.atomic
def cast_ballot(day_id: int, phone: str, choices: Mapping[int, int]) -> None:
    """Keep the ballot of a proven phone (+98…) in place of an earlier one of it.

    `choices`: the number of a project → points, 1 where it is approved. The ballot is kept under a name that is made of
    the phone and the vote's key; no moment is stored. Raises VotingIsNotOpen and what `checked_choices` raises.
    """
    rule, most = _taken(day_id)
    numbers = BallotProject.objects.filter(day_id=day_id).values_list("number", flat=True)
    checked = checked_choices(rule, most, set(numbers), choices)
    CastBallot.objects.bulk_create(
        [CastBallot(day_id=day_id, voter=_voter(day_id, phone), choices=checked)],
        update_conflicts=True,
        unique_fields=["day", "voter"],
        update_fields=["choices"],
    )


@transaction.atomic
def withdraw_ballot(day_id: int, phone: str) -> None:
    """Take back the ballot of a phone; without one nothing changes. Raises VotingIsNotOpen."""
    _taken(day_id)
    CastBallot.objects.filter(day_id=day_id, voter=_voter(day_id, phone)).delete()


@transaction.atomic
def count_votes(day_id: int, number: int) -> None:
    """Count a closed vote by equal shares, whose shares are increased until the sum is used; repeated, nothing.

    `number` is that of the event that wakes this. Without a ballot nothing is funded.
    """
    row = VotingDay.objects.select_for_update(no_key=True).get(pk=day_id)
    if row.state != VotingState.COUNTING:
        return
    ballots = list(CountedBallot.objects.filter(day=row).order_by("number").values_list("choices", flat=True))
    projects = {project.number: project for project in row.projects.order_by("number")}
    costs = {number: project.cost for number, project in projects.items()}
    funded: list[int] = []
    row.increases = 0
    if ballots:
        vote = vote_of(row.rule, row.budget, costs, ballots)
        result = equal_shares(vote, utility="cost", completion="increase")
        accounts = project_accounts(vote, result)
        row.increases = result.increases
        funded = [int(key) for key in result.keys]
        for project in projects.values():
            account = accounts[str(project.number)]
            project.supporters, project.points = account.supporters, int(account.points)
            project.place, project.left = account.place, int(account.left)
            if account.purchase is not None:
                project.payment = int(account.purchase.payment)
                project.effective_votes = float(account.purchase.effective_votes)
    else:
        for project in projects.values():
            project.supporters, project.points, project.left = 0, 0, 0
    names = ["supporters", "points", "place", "payment", "effective_votes", "left"]
    BallotProject.objects.bulk_update(projects.values(), names)
    row.ballots, row.spent = len(ballots), sum(costs[one] for one in funded)
    row.state, row.state_at = VotingState.COUNTED.value, clock.now()
    row.file_digest = file_digest_of(row, list(projects.values()), ballots)
    event = VotingCounted(ballots=len(ballots), funded=funded, spent=row.spent, digest=row.file_digest)
    record_plan(row, event, by=SYSTEM, write=["ballots", "spent", "increases", "state", "state_at", "file_digest"])


def _taken(day_id: int) -> tuple[str, int]:
    """The rule and the most of a vote that takes ballots now, which nobody closes meanwhile. Raises VotingIsNotOpen."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(_SHARED, [day_id, now, now])
        row = cursor.fetchone()
    if row is None:
        raise VotingIsNotOpen()
    return str(row[0]), int(row[1])


def _voter(day_id: int, phone: str) -> str:
    return voter_of(phone, bytes(VotingKey.objects.values_list("key", flat=True).get(pk=day_id)))

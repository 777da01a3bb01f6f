"""Votes of citizens: two people open and close them, ballots are secret, and everybody can check the count."""

import hashlib
import random
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from peygir.core import clock
from peygir.history.models import Event
from peygir.history.queries import timeline, verify
from peygir.outlook.planning import actions
from peygir.outlook.planning import voting_queries as queries
from peygir.outlook.planning.actions.ballots import VotingIsNotOpen
from peygir.outlook.planning.actions.voting import (
    StepIsNotPossible,
    VotingBeginsTooEarly,
    VotingIsFixed,
    VotingIsNotOver,
    VotingNeedsSecondPerson,
)
from peygir.outlook.planning.methods.ballots import read_votes
from peygir.outlook.planning.methods.equal_shares import equal_shares
from peygir.outlook.planning.methods.share_account import project_accounts
from peygir.outlook.planning.models import BallotProject, CastBallot, CountedBallot, VotingDay, VotingKey
from peygir.outlook.planning.rules import PlanReasonIsMissing
from peygir.outlook.planning.voting_file import voting_file
from peygir.outlook.planning.voting_rules import (
    BallotIsNotRight,
    BallotPointsAreNotRight,
    BallotProjectIsNotRight,
    BallotProjectsAreNotRight,
    BallotProjectTerms,
    VotingIsNotRight,
    vote_of,
)
from peygir.people.actions import NotYourWork
from tests import make, voting
from tests.planned import office
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def test_a_vote_is_opened_by_two_and_then_fixed(town: Town) -> None:
    day_id, first, second = voting.draft(town), office("secretariat"), office("budget")
    with make.refused(NotYourWork):
        actions.ask_voting_step(day_id, "open", by=town.manager)
    for step in ("close", "nothing"):
        with make.refused(StepIsNotPossible):
            actions.ask_voting_step(day_id, step, by=first)
    actions.ask_voting_step(day_id, "open", by=first)
    with make.refused(VotingIsFixed):
        actions.change_voting(day_id, voting.terms(), voting.projects(), by=first)
    with make.refused(VotingNeedsSecondPerson):
        actions.confirm_voting_step(day_id, by=first)
    actions.drop_voting_step(day_id, by=second)
    actions.change_voting(day_id, voting.terms(title="نام تازه"), voting.projects(), by=first)
    voting.by_two(day_id, "open")
    with make.refused(VotingIsFixed):
        actions.change_voting(day_id, voting.terms(), voting.projects(), by=first)
    for change in ({"budget": 1}, {"title": "x"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            VotingDay.objects.filter(pk=day_id).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        BallotProject.objects.filter(day_id=day_id).update(cost=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        BallotProject.objects.filter(day_id=day_id).delete()
    kinds = [event.kind for event in timeline("voting", day_id)]
    assert kinds[-3:] == ["voting_kept", "voting_step_asked", "voting_opened"]
    assert verify().breaks == []


def test_what_a_vote_must_satisfy(town: Town, town_clock: TownClock) -> None:
    by, now = office("budget"), clock.now()
    for change in ({"budget": 0}, {"most": 0}, {"rule": "lottery"}, {"closes_at": now}, {"year": 2026}):
        with make.refused(VotingIsNotRight):
            voting.draft(town, **change)
    with make.refused(BallotProjectIsNotRight):
        actions.make_voting(town.city_id, voting.terms(), [BallotProjectTerms(title="گران", cost=10_001)], by=by)
    one = actions.make_voting(town.city_id, voting.terms(), voting.projects()[:1], by=by)
    with make.refused(BallotProjectsAreNotRight):
        actions.ask_voting_step(one, "open", by=by)
    late = voting.draft(town)
    town_clock.forward(days=2)
    with make.refused(VotingBeginsTooEarly):
        actions.ask_voting_step(late, "open", by=by)


def test_one_ballot_of_a_phone_that_can_be_changed_until_the_end(town: Town, town_clock: TownClock) -> None:
    now = clock.now()
    day_id = voting.draft(town, opens_at=now + timedelta(hours=1))
    with make.refused(VotingIsNotOpen):
        actions.cast_ballot(day_id, PHONES[0], {1: 1})
    voting.by_two(day_id, "open")
    with make.refused(VotingIsNotOpen):
        actions.cast_ballot(day_id, PHONES[0], {1: 1})
    town_clock.forward(hours=2)
    for choices in ({}, {1: 1, 2: 1, 3: 1, 4: 1}, {9: 1}, {1: 2}, {1: -1}):
        with make.refused(BallotIsNotRight):
            actions.cast_ballot(day_id, PHONES[0], choices)
    actions.cast_ballot(day_id, PHONES[0], {1: 1})
    actions.cast_ballot(day_id, PHONES[0], {2: 1, 3: 1, 4: 0})
    actions.cast_ballot(day_id, PHONES[1], {1: 1})
    assert (queries.own_ballot(day_id, PHONES[0]), queries.cast_until_now(day_id)) == ({2: 1, 3: 1}, 2)
    actions.withdraw_ballot(day_id, PHONES[1])
    assert (queries.own_ballot(day_id, PHONES[1]), queries.cast_until_now(day_id)) == (None, 1)
    with make.refused(VotingIsNotOver):
        actions.ask_voting_step(day_id, "close", by=office("budget"))
    town_clock.forward(days=1)
    with make.refused(VotingIsNotOpen):
        actions.cast_ballot(day_id, PHONES[2], {1: 1})
    with make.refused(VotingIsNotOpen):
        actions.withdraw_ballot(day_id, PHONES[0])


def test_points_are_shared_and_never_more_than_there_are(town: Town) -> None:
    day_id = voting.opened(town, rule="cumulative", most=10)
    for choices in ({}, {1: 11}, {1: 6, 2: 5}, {1: 12, 2: -2}):
        with make.refused(BallotPointsAreNotRight):
            actions.cast_ballot(day_id, PHONES[0], choices)
    actions.cast_ballot(day_id, PHONES[0], {1: 6, 2: 4})
    assert queries.own_ballot(day_id, PHONES[0]) == {1: 6, 2: 4}


def test_nobody_can_say_who_voted_what_once_it_is_closed(town: Town, town_clock: TownClock) -> None:
    day_id = voting.opened(town)
    for number in range(30):
        actions.cast_ballot(day_id, PHONES[number], {1 + number % 4: 1})
    stored = list(CastBallot.objects.values_list("voter", flat=True))
    assert not any(PHONES[number][1:] in voter for number in range(30) for voter in stored)
    voting.counted(day_id, town_clock)
    assert not VotingKey.objects.exists()
    assert not CastBallot.objects.exists()
    assert queries.own_ballot(day_id, PHONES[0]) is None
    order = list(CountedBallot.objects.order_by("number").values_list("choices", flat=True))
    assert len(order) == 30
    assert order != [{str(1 + number % 4): 1} for number in range(30)]
    bodies = " ".join(Event.objects.filter(file="voting").values_list("body", flat=True))
    assert not any(voter in bodies for voter in stored)
    assert verify().breaks == []


def test_the_count_is_that_of_the_method_and_its_file_is_read_again(town: Town, town_clock: TownClock) -> None:
    day_id = voting.opened(town)
    ballots = [{1: 1, 3: 1}] * 5 + [{2: 1}] * 3 + [{4: 1, 2: 1}] * 2
    for number, choices in enumerate(ballots):
        actions.cast_ballot(day_id, PHONES[number], choices)
    voting.counted(day_id, town_clock)
    row = queries.voting(town.city_id, day_id, only_public=True)
    assert row is not None
    assert (row.state, row.ballots) == ("counted", 10)
    text = voting_file(town.city_id, day_id)
    assert text is not None
    assert hashlib.sha256(text.encode()).hexdigest() == row.file_digest
    vote = read_votes(text)
    assert (int(vote.budget), len(vote.ballots), len(vote.projects)) == (voting.BUDGET, 10, 4)
    result = equal_shares(vote, utility="cost", completion="increase")
    assert [str(project.number) for project in row.funded] == list(result.keys)
    assert row.spent == sum(project.cost for project in row.funded) <= voting.BUDGET
    assert {project.number: project.supporters for project in row.projects} == {1: 5, 2: 5, 3: 5, 4: 2}
    for project in row.lost:
        assert project.fate == "too_little"
        assert project.left < project.cost
    (event,) = [event for event in timeline("voting", day_id) if event.kind == "voting_counted"]
    assert event.data["digest"] == row.file_digest


def test_a_vote_without_ballots_funds_nothing(town: Town, town_clock: TownClock) -> None:
    day_id = voting.opened(town)
    voting.counted(day_id, town_clock)
    row = queries.voting(town.city_id, day_id)
    assert row is not None
    assert (row.state, row.ballots, row.spent, len(row.funded)) == ("counted", 0, 0, 0)
    assert {project.fate for project in row.projects} == {"no_support"}


def test_a_vote_is_cancelled_by_two_with_a_reason(town: Town) -> None:
    day_id = voting.opened(town)
    actions.cast_ballot(day_id, PHONES[0], {1: 1})
    with make.refused(PlanReasonIsMissing):
        actions.ask_voting_step(day_id, "cancel", by=office("budget"))
    voting.by_two(day_id, "cancel", "خطا در فهرست طرح‌ها")
    assert VotingDay.objects.get().state == "cancelled"
    assert not CastBallot.objects.exists()
    assert not VotingKey.objects.exists()
    assert queries.votings(town.city_id, only_public=True) == []
    with make.refused(VotingIsNotOpen):
        actions.cast_ballot(day_id, PHONES[0], {1: 1})


def test_the_account_of_a_project_adds_up() -> None:
    """Worked by hand: three voters have 100 each. A (100) is bought first, at 50 from each of its two supporters. Of
    B's supporters the first then gives the 50 that are left, the third 70. C is wanted by the first alone, D by nobody.
    """
    vote = vote_of("approval", 300, {1: 100, 2: 120, 3: 90, 4: 10}, [{"1": 1, "2": 1, "3": 1}, {"1": 1}, {"2": 1}])
    accounts = project_accounts(vote, equal_shares(vote, utility="cost"))
    assert {key: account.supporters for key, account in accounts.items()} == {"1": 2, "2": 2, "3": 1, "4": 0}
    assert [accounts[key].place for key in "1234"] == [1, 2, None, None]
    assert [int(accounts[key].left) for key in "1234"] == [200, 150, 0, 0]
    assert accounts["1"].purchase is not None
    assert accounts["1"].purchase.payment == 50


@pytest.mark.slow
def test_two_thousand_ballots_are_cast_and_counted(town: Town, town_clock: TownClock) -> None:
    day_id = voting.opened(town)
    chance = random.Random(1)
    for number in range(2_000):
        chosen = chance.sample(range(1, 5), chance.randint(1, 3))
        actions.cast_ballot(day_id, f"+98917{number:07d}", dict.fromkeys(chosen, 1))
    assert queries.cast_until_now(day_id) == 2_000
    voting.counted(day_id, town_clock)
    row = queries.voting(town.city_id, day_id)
    assert row is not None
    assert (row.state, row.ballots) == ("counted", 2_000)
    assert 0 < row.spent <= voting.BUDGET
    text = voting_file(town.city_id, day_id) or ""
    assert len(read_votes(text).ballots) == 2_000
    assert verify().breaks == []

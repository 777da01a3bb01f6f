"""Ballots that are cast at the same moment: one of a phone, and none that a vote that ends leaves behind."""

import pytest

from peygir.outlook.planning import actions
from peygir.outlook.planning.models import CastBallot, VotingDay
from tests import voting
from tests.at_once import at_once, refusals
from tests.planned import office
from tests.town import PHONES, Town

pytestmark = pytest.mark.usefixtures("town_clock")


def test_one_phone_twice_and_a_vote_that_ends_meanwhile(live_town: Town) -> None:
    day_id = voting.opened(live_town)
    answers = at_once(*(lambda choice=choice: actions.cast_ballot(day_id, PHONES[0], {choice: 1}) for choice in (1, 2)))
    assert refusals(answers) == []
    (ballot,) = CastBallot.objects.all()
    assert ballot.choices in ({"1": 1}, {"2": 1})
    actions.ask_voting_step(day_id, "cancel", reason="خطا در فهرست", by=office("secretariat"))
    second = office("budget")

    def confirm() -> None:
        actions.confirm_voting_step(day_id, by=second)

    answers = at_once(
        confirm,
        *(lambda phone=phone: actions.cast_ballot(day_id, phone, {1: 1}) for phone in PHONES[1:4]),
    )
    assert set(refusals(answers)) <= {"VotingIsNotOpen"}
    assert VotingDay.objects.get().state == "cancelled"
    assert not CastBallot.objects.exists(), "a ballot is refused, or goes with the others"

"""What a panel found whose term is over: the panel at work follows it up and votes on whether it is settled."""

from datetime import timedelta

import pytest

from peygir.history.queries import timeline
from peygir.journey.clock import tick
from peygir.outlook.panel import actions, finding_queries
from peygir.outlook.panel.models import OwedAnswer, PanelMotion, PanelTerm
from tests import make
from tests.drain import drain
from tests.mark_pages import body
from tests.panel_browsers import member, page
from tests.panelled import ANSWER, adopted, at_work, members, secretary, today
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def next_panel(town: Town, town_clock: TownClock, first: int, **given: object) -> int:
    """The first panel ends, and another is at work."""
    town_clock.forward(days=1)
    PanelTerm.objects.filter(pk=first).update(to_on=today(town))
    town_clock.forward(days=1)
    actions.end_panel(first, by=secretary())
    return at_work(town, town_clock, title="کارگروه دوم گلگشت", **given)


def vote(term_id: int, motion_id: int, how: str) -> None:
    """All members of a panel vote."""
    for own in members(term_id):
        if PanelMotion.objects.get(pk=motion_id).result == "open":
            actions.cast_vote(term_id, motion_id, vote=how, own=own)
    drain()


def test_the_next_panel_settles_what_an_ended_one_found(town: Town, town_clock: TownClock) -> None:
    first = at_work(town, town_clock)
    finding_id, before = adopted(first, town), members(first)
    second = next_panel(town, town_clock, first, quorum=20, voting_days=3)
    assert "Not settled yet, from earlier panels" in page("/panel/", "en")
    actions.answer_owed(OwedAnswer.objects.get().pk, text=ANSWER, by=town.manager)
    with make.refused(actions.PanelIsNotAtWork):
        actions.propose_settling(first, finding_id, own=before[0])
    people = members(second)
    desk = member(second, language="en")
    assert "Vote on whether it is settled" in body(desk.get("/panel/me/"))
    actions.declare_interest(second, kind="unit", thing=town.units["D-01"], reason="work", own=people[5])
    motion_id = actions.propose_settling(second, finding_id, own=people[0])
    assert body(desk.get(f"/panel/me/votes/{motion_id}/"))
    assert [row[1].id for row in finding_queries.open_motions(second, 0)] == [motion_id]
    assert timeline("pfinding", finding_id)[-1].data["panel"] == second
    with make.refused(actions.MemberHasInterest):
        actions.cast_vote(second, motion_id, vote="yes", own=people[5])
    with make.refused(actions.PanelIsNotAtWork):
        actions.cast_vote(first, motion_id, vote="yes", own=before[0])
    actions.cast_vote(second, motion_id, vote="yes", own=people[0])
    town_clock.forward(days=3)
    tick(town_clock())
    motion = PanelMotion.objects.get(pk=motion_id)
    assert (motion.eligible, motion.excluded, motion.quorum, motion.result) == (5, 1, 1, "passed"), "by its own rules"
    facts = finding_queries.finding(town.city_id, finding_id)
    assert facts is not None
    assert facts.settled_by is not None
    assert (facts.state, facts.panel, facts.settled_by.panel) == (
        "settled",
        "کارگروه شهروندی گلگشت",
        "کارگروه دوم گلگشت",
    )
    shown = page(f"/panel/findings/{finding_id}/", "en")
    assert "Found by “<bdi>کارگروه شهروندی گلگشت</bdi>”" in shown
    assert "Settled by “<bdi>کارگروه دوم گلگشت</bdi>”" in shown
    assert finding_queries.left_findings(town.city_id) == []


def test_if_the_next_panel_says_no_the_unit_owes_another_answer_to_it(town: Town, town_clock: TownClock) -> None:
    first = at_work(town, town_clock)
    finding_id = adopted(first, town)
    actions.answer_owed(OwedAnswer.objects.get().pk, text=ANSWER, by=town.manager)
    second = next_panel(town, town_clock, first, answer_days=4)
    motion_id = actions.propose_settling(second, finding_id, own=members(second)[0])
    vote(second, motion_id, "no")
    owed = OwedAnswer.objects.get(number=2)
    assert (owed.days, owed.stage) == (4, "waiting")
    assert [row.id for row in finding_queries.left_findings(town.city_id)] == [finding_id]


def test_no_panel_votes_on_what_another_one_at_work_found(town: Town, town_clock: TownClock) -> None:
    first = at_work(town, town_clock)
    finding_id = adopted(first, town)
    actions.answer_owed(OwedAnswer.objects.get().pk, text=ANSWER, by=town.manager)
    second = at_work(town, town_clock, title="کارگروه دوم گلگشت")
    with make.refused(actions.NoSuchPanelFinding):
        actions.propose_settling(second, finding_id, own=members(second)[0])
    PanelTerm.objects.filter(pk=first).update(to_on=today(town) - timedelta(days=1))
    assert actions.propose_settling(second, finding_id, own=members(second)[0]), (
        "over by its day, though nobody said so"
    )

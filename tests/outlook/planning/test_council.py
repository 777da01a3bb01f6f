"""What the council and others answer: votes by name, amendments, questions with their clock, and what pages read."""

from datetime import date

import pytest

from peygir.outlook.planning import actions, budget_queries, queries
from peygir.outlook.planning.actions.answers import AnsweringBodyIsUnknown, PlanAnswerIsUnknown, PlanIsAnswered
from peygir.outlook.planning.actions.budget import AmendmentIsNotRight, LineTerms
from peygir.outlook.planning.actions.council import ItemIsDecided, ItemsAreUndecided, SessionTerms, VotesAreNotRight
from peygir.outlook.planning.actions.files import NoSuchPlanFile, PlanMoveNotPossible
from peygir.outlook.planning.budget_rules import LineSums
from peygir.outlook.planning.models import AgendaItem, CouncilSession, PlanProblem, Proposal
from peygir.people.actions import NotYourWork
from tests import make, planned
from tests.drain import drain
from tests.planned import APPROVED, TITLE, office
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def test_votes_by_name_add_up_and_are_those_of_members(town: Town) -> None:
    programme_id = planned.programme_of(town, planned.problem_of(town, [planned.planned_case(town)]))
    item_id = planned.item_of(town, planned.sent_proposal(town, programme_id))
    by, member = office("secretariat"), town.staff["council"]
    for votes in ({member: "against"}, {town.staff["clerk"]: "for"}, {member: "perhaps"}):
        with make.refused(VotesAreNotRight):
            actions.record_decision(item_id, planned.decision(votes=votes), by=by)
    one_vote = planned.decision(votes={member: "for"}, votes_for=1, votes_against=0, votes_abstained=0)
    with make.refused(NotYourWork):
        actions.record_decision(item_id, one_vote, by=town.manager)
    session_id = AgendaItem.objects.get(pk=item_id).session_id
    with make.refused(ItemsAreUndecided):
        actions.move_session(session_id, "minute", by=by)
    actions.record_decision(item_id, one_vote, by=by)
    with make.refused(ItemIsDecided):
        actions.record_decision(item_id, one_vote, by=by)
    with make.refused(ItemsAreUndecided):
        actions.move_session(session_id, "minute", by=by)
    terms = SessionTerms(number="۷۱", held_on=date(2026, 5, 3), minutes="صورت‌جلسه")
    actions.change_session(session_id, terms, by=by)
    actions.move_session(session_id, "minute", by=by)
    (proposal,) = queries.proposals_of([programme_id])
    (decision,) = proposal.decisions
    assert [(vote.member_id, vote.choice) for vote in decision.votes] == [(member, "for")]
    assert (decision.outcome, decision.amount) == ("approved", APPROVED)


def test_a_cancelled_session_lets_its_proposals_wait_for_another(town: Town) -> None:
    programme_id = planned.programme_of(town, planned.problem_of(town, [planned.planned_case(town)]))
    proposal_id, by = planned.sent_proposal(town, programme_id), office("secretariat")
    session_id = actions.make_session(town.city_id, SessionTerms(number="۷۲", held_on=date(2026, 6, 1)), by=by)
    actions.add_to_agenda(session_id, proposal_id, by=by)
    actions.move_session(session_id, "cancel", reason="به حد نصاب نرسید", by=by)
    assert Proposal.objects.get(pk=proposal_id).state == "sent"
    planned.item_of(town, proposal_id, number="۷۳")


def test_an_answer_is_of_the_list_and_has_a_day(town: Town, town_clock: TownClock) -> None:
    problem_id = planned.problem_of(town, [planned.planned_case(town)])
    actions.set_policy(town.city_id, days_without_line=90, days_to_answer=30, by=office("budget"))
    with make.refused(AnsweringBodyIsUnknown):
        actions.ask_for_answer(problem_id, body="unit", by=town.manager)
    answer_id = actions.ask_for_answer(problem_id, body="council", by=town.manager)
    asked = queries.answers_of(problem_id, on=date(2026, 5, 3))[0]
    assert (asked.due_on, asked.is_late) == (date(2026, 6, 2), False)
    assert [answer.id for answer in queries.overdue_answers(town.city_id, on=date(2026, 6, 3))] == [answer_id]
    with make.refused(NotYourWork):
        actions.give_answer(answer_id, answer="needs_study", reason="مطالعه", by=town.manager)
    with make.refused(PlanAnswerIsUnknown):
        actions.give_answer(answer_id, answer="maybe", reason="مطالعه", by=office("secretariat"))
    town_clock.forward(days=31)
    actions.give_answer(answer_id, answer="needs_study", reason="مطالعه", by=office("secretariat"))
    with make.refused(PlanIsAnswered):
        actions.give_answer(answer_id, answer="funded", reason="مطالعه", by=office("secretariat"))
    assert queries.overdue_answers(town.city_id, on=date(2027, 1, 1)) == []


def test_an_amendment_leaves_what_is_allotted_and_what_is_behind_shows(town: Town) -> None:
    terms = LineTerms(year=1405, code="2-101", title=TITLE, sums=LineSums(APPROVED, 1_000, 500, 400))
    line_id = actions.make_line(town.city_id, terms, by=office("budget"))
    with make.refused(AmendmentIsNotRight):
        actions.amend_line(
            line_id, amount=1 - APPROVED, reason="کاهش", decided_on=date(2026, 5, 3), by=office("budget")
        )
    actions.amend_line(line_id, amount=-1_000, reason="متمم", decided_on=date(2026, 5, 3), by=office("budget"))
    spent = LineTerms(year=1405, code="2-102", title=TITLE, sums=LineSums(APPROVED, 0, 4_000, 3_000))
    spent_id, day = actions.make_line(town.city_id, spent, by=office("budget")), date(2026, 5, 3)
    for amount in (2_999 - APPROVED, 3_999 - APPROVED, -APPROVED - 1, 0):
        with make.refused(AmendmentIsNotRight):
            actions.amend_line(spent_id, amount=amount, reason="کاهش", decided_on=day, by=office("budget"))
    actions.amend_line(spent_id, amount=4_000 - APPROVED, reason="کاهش", decided_on=day, by=office("budget"))
    with make.refused(AmendmentIsNotRight):
        actions.amend_line(spent_id, amount=-1, reason="کاهش", decided_on=day, by=office("budget"))
    line = budget_queries.budget_line(line_id)
    assert line is not None
    assert line.approved == APPROVED - 1_000
    assert budget_queries.lines_behind(town.city_id, 1405, on=date(2026, 5, 3)) == []
    assert [one.id for one in budget_queries.lines_behind(town.city_id, 1405, on=date(2027, 1, 1))] == [line_id]


def test_a_proposal_that_was_withdrawn_is_not_decided(town: Town) -> None:
    programme_id = planned.programme_of(town, planned.problem_of(town, [planned.planned_case(town)]))
    proposal_id, by = planned.sent_proposal(town, programme_id), office("secretariat")
    session_id = actions.make_session(town.city_id, SessionTerms(number="۹۰", held_on=date(2026, 5, 3)), by=by)
    item_id = actions.add_to_agenda(session_id, proposal_id, by=by)
    with make.refused(PlanMoveNotPossible):
        actions.withdraw_proposal(proposal_id, reason="پشیمان شدیم", by=town.manager)
    actions.remove_from_agenda(item_id, by=by)
    actions.withdraw_proposal(proposal_id, reason="پشیمان شدیم", by=town.manager)
    with make.refused(PlanMoveNotPossible):
        actions.add_to_agenda(session_id, proposal_id, by=by)
    actions.move_session(session_id, "hold", by=by)
    with make.refused(NoSuchPlanFile):
        actions.record_decision(item_id, planned.decision(), by=by)
    assert queries.programme(programme_id).state == "returned"  # type: ignore[union-attr]


def test_a_session_that_is_not_public_is_not_named_on_a_case(town: Town) -> None:
    code = planned.planned_case(town)
    case_id, by = make.case(code).pk, office("secretariat")
    problem_id = planned.problem_of(town, [code])
    plan = queries.plan_of_case(case_id)
    assert plan is not None
    assert (plan.problem_id, plan.problem, plan.programme_id) == (problem_id, TITLE, None)
    item_id = planned.item_of(town, planned.sent_proposal(town, planned.programme_of(town, problem_id)))
    actions.record_decision(item_id, planned.decision("returned", reason="برآورد تازه"), by=by)
    session = CouncilSession.objects.get()
    terms = SessionTerms(number=session.number, held_on=session.held_on, is_public=False)
    actions.change_session(session.pk, terms, by=by)
    plan = queries.plan_of_case(case_id)
    assert plan is not None
    assert (plan.session_id, plan.session, plan.held_on) == (None, "", None)
    assert plan.programme == TITLE, "what is public of it stays"
    PlanProblem.objects.filter(pk=problem_id).update(is_public=False)
    assert queries.plan_of_case(case_id) is None


def test_what_a_case_is_part_of(town: Town) -> None:
    code = planned.planned_case(town)
    case_id = make.case(code).pk
    assert queries.plan_of_case(case_id) is None
    programme_id = planned.approved_programme(town, [code])
    terms = LineTerms(year=1405, code="2-101", title=TITLE, sums=LineSums(APPROVED))
    line_id = actions.make_line(town.city_id, terms, by=office("budget"))
    actions.tie_line(line_id, programme_id, by=office("budget"))
    actions.hang_cases_of_programme(line_id, by=office("budget"))
    drain()
    plan = queries.plan_of_case(case_id)
    assert plan is not None
    assert (plan.programme_id, plan.programme, plan.programme_state) == (programme_id, TITLE, "funded")
    assert (plan.session, plan.held_on, plan.line, plan.year) == ("۷۱", date(2026, 5, 3), "2-101", 1405)
    assert plan.session_id == CouncilSession.objects.get().pk
    problem_id = queries.public_problems(town.city_id)[0].id
    assert queries.case_ids_of(problem_id) == budget_queries.case_ids_on(line_id) == [case_id]
    (programme,) = queries.programmes_of(problem_id, only_public=True)
    assert programme.options[0].cost == (3_000_000_000, 4_000_000_000, 6_000_000_000)
    assert queries.problem(problem_id, by=town.clerk) is None
    assert queries.problem(problem_id, by=town.council) is not None

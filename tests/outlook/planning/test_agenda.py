"""Agendas hold proposals and questions in an order; what is taken off waits again; what was public stays known."""

from datetime import date, time

import pytest

from peygir.history.queries import timeline, verify
from peygir.outlook.planning import actions
from peygir.outlook.planning import council_queries as queries
from peygir.outlook.planning.actions.agenda import AgendaIsAnother, QuestionIsOnAnAgenda
from peygir.outlook.planning.actions.council import SessionTerms, SittingIsOver
from peygir.outlook.planning.actions.files import NoSuchPlanFile
from peygir.outlook.planning.actions.proposals import ProposalTerms
from peygir.outlook.planning.models import AgendaItem, CouncilSession, Proposal
from peygir.people.actions import NotYourWork
from tests import make, planned
from tests.planned import office
from tests.town import Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
DAY = date(2026, 5, 3)


def session(town: Town, number: str = "۷۱", **given: object) -> int:
    """A planned session."""
    terms = SessionTerms(number=number, held_on=DAY, **given)  # type: ignore[arg-type]
    return actions.make_session(town.city_id, terms, by=office("secretariat"))


def two_items(town: Town) -> tuple[int, int, int]:
    """A session with a proposal and a question on its agenda: (session, item, item)."""
    by = office("secretariat")
    problem_id = planned.problem_of(town, [planned.planned_case(town)])
    proposal_id = planned.sent_proposal(town, planned.programme_of(town, problem_id))
    answer_id = actions.ask_for_answer(problem_id, body="council", request="چه زمانی؟", by=town.manager)
    session_id = session(town)
    first = actions.add_to_agenda(session_id, proposal_id, by=by)
    return session_id, first, actions.add_question(session_id, answer_id, by=by)


def test_an_agenda_has_an_order_and_changes_until_the_session_is_held(town: Town) -> None:
    by = office("secretariat")
    session_id, first, second = two_items(town)
    assert [item.id for item in queries.agenda_of(session_id, on=DAY)] == [first, second]
    actions.order_agenda(session_id, [second, first], by=by)
    actions.order_agenda(session_id, [second, first], by=by)
    assert [item.id for item in queries.agenda_of(session_id, on=DAY)] == [second, first]
    for items in ([first], [first, second, second], [first, second + 1]):
        with make.refused(AgendaIsAnother):
            actions.order_agenda(session_id, items, by=by)
    with make.refused(NotYourWork):
        actions.order_agenda(session_id, [first, second], by=town.manager)
    actions.remove_from_agenda(second, by=by)
    with make.refused(NoSuchPlanFile):
        actions.remove_from_agenda(second, by=by)
    assert [(item.id, item.number) for item in queries.agenda_of(session_id, on=DAY)] == [(first, 1)]
    kinds = [event.kind for event in timeline("sitting", session_id)]
    assert kinds[-2:] == ["agenda_ordered", "agenda_item_removed"]
    actions.move_session(session_id, "hold", by=by)
    with make.refused(SittingIsOver):
        actions.remove_from_agenda(first, by=by)
    assert verify().breaks == []


def test_what_is_taken_off_waits_for_another_session(town: Town) -> None:
    by = office("secretariat")
    session_id, first, second = two_items(town)
    question_id = AgendaItem.objects.get(pk=second).question_id or 0
    other = session(town, "۷۲")
    with make.refused(QuestionIsOnAnAgenda):
        actions.add_question(other, question_id, by=by)
    assert (queries.waiting_proposals(town.city_id), queries.waiting_questions(town.city_id, on=DAY)) == ([], [])
    actions.remove_from_agenda(first, by=by)
    actions.remove_from_agenda(second, by=by)
    (paper,) = queries.waiting_proposals(town.city_id)
    (question,) = queries.waiting_questions(town.city_id, on=DAY)
    assert question.asked.id == question_id
    actions.add_to_agenda(other, paper.id, by=by)
    actions.add_question(other, question_id, by=by)
    actions.move_session(other, "cancel", reason="به حد نصاب نرسید", by=by)
    assert len(queries.waiting_questions(town.city_id, on=DAY)) == 1
    assert Proposal.objects.get(pk=paper.id).state == "sent"
    assert AgendaItem.objects.filter(session_id=session_id, removed_at=None).count() == 0


def test_minutes_are_final_once_questions_are_answered_too(town: Town) -> None:
    by = office("secretariat")
    session_id, first, second = two_items(town)
    actions.move_session(session_id, "hold", by=by)
    actions.change_session(session_id, SessionTerms(number="۷۱", held_on=DAY, minutes="صورت‌جلسه"), by=by)
    actions.record_decision(first, planned.decision(), by=by)
    row = queries.sitting(town.city_id, session_id)
    assert row is not None
    assert (row.items, row.undecided) == (2, 1)
    with make.refused(NoSuchPlanFile):
        actions.record_decision(second, planned.decision(), by=by)
    answer_id = AgendaItem.objects.get(pk=second).question_id or 0
    actions.give_answer(answer_id, answer="needs_study", reason="مطالعه لازم است", by=by)
    actions.move_session(session_id, "minute", by=by)
    assert all(item.is_settled for item in queries.agenda_of(session_id, on=DAY))


def test_what_was_public_stays_known_as_hidden(town: Town, town_clock: TownClock) -> None:
    by = office("secretariat")
    secret = CouncilSession.objects.get(pk=session(town, "۸۰", is_public=False))
    assert (secret.published_at, secret.hidden_at) == (None, None)
    row_id = session(town, begins_at=time(9, 30), place="تالار شورا")
    row = CouncilSession.objects.get(pk=row_id)
    assert (row.begins_at, row.place, row.published_at) == (time(9, 30), "تالار شورا", town_clock.moment)
    hidden_at = town_clock.forward(hours=1)
    actions.change_session(row_id, SessionTerms(number="۷۱", held_on=DAY, is_public=False), by=by)
    row.refresh_from_db()
    assert (row.published_at is not None, row.hidden_at) == (True, hidden_at)
    actions.change_session(row_id, SessionTerms(number="۷۱", held_on=DAY), by=by)
    row.refresh_from_db()
    assert row.hidden_at is None


def test_a_proposal_is_public_from_when_it_was_sent(town: Town) -> None:
    programme_id = planned.programme_of(town, planned.problem_of(town, [planned.planned_case(town)]))
    terms = ProposalTerms(
        title="لایحه", text="متن", amount=1, commission="عمران", letter_number="۱", letter_on=DAY, is_public=True
    )
    proposal_id = actions.make_proposal(programme_id, terms, by=town.manager)
    assert Proposal.objects.get(pk=proposal_id).published_at is None
    assert queries.public_proposals_of([programme_id]) == []
    actions.send_proposal(proposal_id, by=town.manager)
    assert [paper.id for paper in queries.public_proposals_of([programme_id])] == [proposal_id]
    item_id = planned.item_of(town, proposal_id)
    actions.record_decision(item_id, planned.decision("returned", reason="کامل نیست"), by=office("secretariat"))
    terms = ProposalTerms(title="لایحه", text="متن", amount=1, commission="عمران", letter_number="۱", letter_on=DAY)
    actions.change_proposal(proposal_id, terms, by=town.manager)
    assert queries.public_proposals_of([programme_id]) == []
    assert Proposal.objects.get(pk=proposal_id).hidden_at is not None

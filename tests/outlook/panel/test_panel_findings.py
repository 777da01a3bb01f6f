"""Findings of the panel: votes, the answer that a unit owes, late by working days, and settled by vote."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from peygir.core import clock
from peygir.desks.answers.models import Notice
from peygir.history.queries import timeline, verify
from peygir.journey.clock import next_due_at, tick
from peygir.outlook.panel import (
    actions,
    finding_queries,
    owed_queries,
)
from peygir.outlook.panel.actions.opening import MemberHasInterest
from peygir.outlook.panel.models import OwedAnswer, PanelMotion
from peygir.outlook.panel.rules import TextIsTooShort
from tests import make
from tests.drain import drain
from tests.panelled import ANSWER, adopted, at_work, members, secretary, vote
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


def test_a_finding_is_adopted_by_quorum_and_majority_without_those_with_an_interest(
    town: Town, town_clock: TownClock
) -> None:
    term_id = at_work(town, town_clock)
    people, code = members(term_id), make.done(phone=PHONES[40])
    given = {"title": "چاله‌ها باز می‌شوند", "text": "از ده چالهٔ پرشده شش چاله باز شده است.", "codes": [code]}
    actions.declare_interest(term_id, kind="unit", thing=town.units["D-01"], reason="family", own=people[5])
    with make.refused(MemberHasInterest):
        actions.propose_finding(term_id, unit_id=town.units["D-01"], own=people[5], **given)  # type: ignore[arg-type]
    with make.refused(TextIsTooShort):
        actions.propose_finding(term_id, unit_id=town.units["D-01"], own=people[0], **{**given, "text": "کم"})  # type: ignore[arg-type]
    with make.refused(actions.CasesAreNotPublic):
        actions.propose_finding(
            term_id,
            unit_id=town.units["D-01"],
            own=people[0],
            **{**given, "codes": ["0000000000"]},  # type: ignore[arg-type]
        )
    finding_id = actions.propose_finding(term_id, unit_id=town.units["D-01"], own=people[0], **given)  # type: ignore[arg-type]
    motion = PanelMotion.objects.get()
    assert finding_queries.finding(town.city_id, finding_id) is None, "not public before it is adopted"
    with make.refused(MemberHasInterest):
        actions.cast_vote(term_id, motion.pk, vote="no", own=people[5])
    actions.cast_vote(term_id, motion.pk, vote="no", own=people[0])
    actions.cast_vote(term_id, motion.pk, vote="yes", own=people[0])
    actions.cast_vote(term_id, motion.pk, vote="yes", own=people[1])
    actions.cast_vote(term_id, motion.pk, vote="no", own=people[2])
    town_clock.forward(days=7)
    tick(town_clock())
    motion.refresh_from_db()
    counts = (motion.result, motion.eligible, motion.excluded, motion.quorum, motion.yes, motion.no)
    assert counts == ("passed", 5, 1, 3, 2, 1)
    with make.refused(actions.VoteIsOver):
        actions.cast_vote(term_id, motion.pk, vote="yes", own=people[3])
    second = actions.propose_finding(term_id, unit_id=town.units["D-01"], own=people[0], **given)  # type: ignore[arg-type]
    actions.cast_vote(term_id, PanelMotion.objects.get(finding_id=second).pk, vote="yes", own=people[0])
    town_clock.forward(days=7)
    tick(town_clock())
    assert PanelMotion.objects.get(finding_id=second).result == "no_quorum"
    assert [row.id for row in finding_queries.findings(term_id)] == [finding_id]


def test_a_late_answer_is_checked_for_delivery_escalated_and_counted_in_working_days(
    town: Town, town_clock: TownClock
) -> None:
    term_id = at_work(town, town_clock)
    finding_id = adopted(term_id, town)
    row = OwedAnswer.objects.get()
    # Friday 8 May 2026 in the town: ten working days, Sunday to Wednesday and Saturday, end on Wednesday 20 May.
    assert clock.now().date() == date(2026, 5, 8)
    assert row.due_at.date() == date(2026, 5, 20)
    assert next_due_at() == row.due_at
    assert set(Notice.objects.values_list("staff__username", flat=True)) == {"manager"}
    town_clock.moment = row.due_at
    tick(town_clock())
    drain()
    row.refresh_from_db()
    assert (row.stage, row.was_read) == ("not_read", False)
    assert set(Notice.objects.values_list("staff__username", flat=True)) == {"manager", "deputy"}
    assert row.next_at is not None
    town_clock.moment = row.next_at
    tick(town_clock())
    drain()
    row.refresh_from_db()
    assert row.stage == "late"
    actions.see_owed(row.pk, by=town.manager)
    assert row.next_at is not None
    town_clock.moment = row.next_at
    tick(town_clock())
    drain()
    row.refresh_from_db()
    assert row.stage == "very_late"
    assert type(row).objects.get(pk=row.pk).next_at is None
    assert "mayor" in set(Notice.objects.values_list("staff__username", flat=True))
    facts = owed_queries.owed(town.city_id, row.pk)
    assert facts is not None
    assert (facts.late.working_days, facts.is_very_late) == (11, True)
    assert all(day.weekday() in (3, 4) for day in facts.late.skipped)
    kinds = [event.kind for event in timeline("panelowed", row.pk)]
    assert kinds == ["panel_answer_owed", "panel_answer_not_read", "panel_answer_late", "panel_answer_very_late"]
    for who in (town.clerk, secretary(), town.clerk_two, town.supervisor):
        with make.refused(actions.OwedIsNotYours):
            actions.answer_owed(row.pk, text=ANSWER, by=who)
    with make.refused(actions.AnswerIsTooShort):
        actions.answer_owed(row.pk, text="انجام شد", by=town.manager)
    actions.answer_owed(row.pk, text=ANSWER, by=town.manager)
    with make.refused(actions.OwedIsAnswered):
        actions.answer_owed(row.pk, text=ANSWER, by=town.manager)
    with pytest.raises(DatabaseError), transaction.atomic():
        OwedAnswer.objects.filter(pk=row.pk).update(text="دیگر")
    finding = finding_queries.finding(town.city_id, finding_id)
    assert finding is not None
    assert (finding.state, finding.answers[0].text) == ("answered", ANSWER)
    assert verify().breaks == []


def test_a_finding_is_settled_by_vote_or_the_unit_owes_another_answer(town: Town, town_clock: TownClock) -> None:
    term_id = at_work(town, town_clock)
    finding_id, people = adopted(term_id, town), members(term_id)
    with make.refused(actions.NothingToSettle):
        actions.propose_settling(term_id, finding_id, own=people[0])
    first = OwedAnswer.objects.get()
    actions.answer_owed(first.pk, text=ANSWER, by=town.manager)
    actions.propose_settling(term_id, finding_id, own=people[0])
    vote(term_id, finding_id, "no")
    second = OwedAnswer.objects.get(number=2)
    actions.answer_owed(second.pk, text=ANSWER, closed="court", by=town.deputy)
    facts = owed_queries.owed(town.city_id, second.pk)
    assert facts is not None
    assert (facts.text, facts.closed_why) == ("", "court"), "the words are closed, that there is an answer is not"
    actions.propose_settling(term_id, finding_id, own=people[1])
    vote(term_id, finding_id, "yes")
    finding = finding_queries.finding(town.city_id, finding_id)
    assert finding is not None
    assert (finding.state, len(finding.motions), len(finding.answers)) == ("settled", 3, 2)


def test_more_time_is_taken_once_before_the_due_day_for_a_lawful_reason(town: Town, town_clock: TownClock) -> None:
    term_id = at_work(town, town_clock)
    adopted(term_id, town)
    row = OwedAnswer.objects.get()
    with make.refused(actions.ReasonIsNotLawful):
        actions.extend_owed(row.pk, reason="busy", note="کار زیاد است", by=town.manager)
    with make.refused(actions.OwedIsNotYours):
        actions.extend_owed(row.pk, reason="study", note="گودبرداری لازم است", by=secretary())
    due = actions.extend_owed(row.pk, reason="study", note="گودبرداری لازم است", by=town.manager)
    assert due.date() == date(2026, 6, 3)
    with make.refused(actions.TimeIsOver):
        actions.extend_owed(row.pk, reason="court", note="باز هم", by=town.manager)
    facts = owed_queries.owed(town.city_id, row.pk)
    assert facts is not None
    assert (facts.extended_why, facts.extended_by_id, facts.promised_at < facts.due_at) == (
        "study",
        town.staff["manager"],
        True,
    )

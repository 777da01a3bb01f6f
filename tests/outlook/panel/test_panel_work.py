"""The panel at work: the month's cases judged, a visit, a finding with its answer, sessions and petitions."""

from datetime import date, time, timedelta

import pytest
from django.db import DatabaseError, transaction

from peygir.cases.actions import NoSuchCase, WordsArePersonal
from peygir.core import clock
from peygir.desks.answers.models import Notice
from peygir.desks.inspection.actions.planning import month_of
from peygir.desks.inspection.drawing import lot_of
from peygir.history.queries import timeline, verify
from peygir.journey.clock import next_due_at, tick
from peygir.outlook.panel import (
    actions,
    finding_queries,
    owed_queries,
    petition_queries,
    sample_queries,
    session_queries,
    year_queries,
)
from peygir.outlook.panel.actions.opening import MemberHasInterest, NotOfThePanel
from peygir.outlook.panel.case_view import panel_case
from peygir.outlook.panel.models import OwedAnswer, PanelMotion, PanelVisit, Petition, PetitionKey, PetitionSignature
from peygir.outlook.panel.rules import TextIsTooShort
from peygir.people.actions import NotYourWork
from tests import make
from tests.drain import drain
from tests.panelled import SEED, adopted, at_work, members, secretary, somebody, today, vote
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
ANSWER = "ده چاله بازدید و شش چالهٔ بازشده با قیر گرم دوباره پر شد."


def judged_month(town: Town, town_clock: TownClock, term_id: int) -> tuple[int, date]:
    """Eight finished cases of a month, and the sample that was drawn of them."""
    first_on, last_on = month_of(today(town))
    for number in range(8):
        make.done(phone=PHONES[40 + number], text=f"چالهٔ شمارهٔ {number} در خیابان")
    town_clock.forward(days=(last_on - today(town)).days + 1)
    sample_id = actions.draw_sample(term_id, first_on=first_on, last_on=last_on, seed=SEED, by=secretary())
    return sample_id, first_on


def test_the_months_cases_are_drawn_by_chance_and_judged(town: Town, town_clock: TownClock) -> None:
    term_id = at_work(town, town_clock, sample_size=6)
    first_on, last_on = month_of(today(town))
    with make.refused(actions.MonthIsNotOver):
        actions.draw_sample(term_id, first_on=first_on, last_on=last_on, seed=SEED, by=secretary())
    sample_id, first_on = judged_month(town, town_clock, term_id)
    with make.refused(actions.MonthWasDrawn):
        actions.draw_sample(term_id, first_on=first_on, last_on=last_on, seed=SEED, by=secretary())
    rows = sample_queries.sampled(sample_id)
    assert rows
    assert all(lot_of(SEED, row.code, 1) < row.chance <= 1 for row in rows)
    sample = sample_queries.sample(town.city_id, sample_id)
    assert sample is not None
    assert (sample.population, sample.drawn) == (8, len(rows))
    people = members(term_id)
    for row in rows:
        for place, own in enumerate(people[:3]):
            solved = "no" if row.number == 1 and place < 2 else "yes"
            actions.judge_case(term_id, row.id, solved=solved, answer="clear", note="", own=own)
    sample = sample_queries.sample(town.city_id, sample_id)
    assert sample is not None
    assert (sample.judged, sample.estimate.false) == (len(rows), 1)
    assert 0 < sample.estimate.low < (sample.estimate.share or 0) < sample.estimate.high < 1
    first = rows[0]
    with make.refused(actions.JudgementIsNotRight):
        actions.judge_case(term_id, first.id, solved="maybe", answer="clear", note="", own=people[0])
    with make.refused(WordsArePersonal):
        actions.judge_case(term_id, first.id, solved="no", answer="none", note="زنگ بزنید 09171234567", own=people[0])
    with make.refused(NotOfThePanel):
        actions.judge_case(term_id, first.id, solved="no", answer="none", note="", own=somebody(90))
    actions.declare_interest(term_id, kind="unit", thing=first.unit_id or 0, reason="work", own=people[1])
    with make.refused(MemberHasInterest):
        actions.judge_case(term_id, first.id, solved="no", answer="none", note="", own=people[1])
    town_clock.forward(days=15)
    with make.refused(actions.JudgingIsOver):
        actions.judge_case(term_id, first.id, solved="no", answer="none", note="", own=people[0])


def test_a_member_sees_of_a_case_what_everybody_sees(town: Town) -> None:
    code = make.done(
        phone=PHONES[5], name="نسترن کریمی", text="چاله جلوی خانهٔ ماست، ۰۹۱۷۱۲۳۴۵۶۷", address="کوچهٔ یاس پلاک ۷"
    )
    shown = panel_case(town.city_id, code)
    assert shown is not None
    told = repr(shown)
    for secret in ("نسترن", "کریمی", "یاس", "09171234567", "۰۹۱۷۱۲۳۴۵۶۷", PHONES[5], "web"):
        assert secret not in told
    assert shown.answer == "چاله پر شد."
    assert panel_case(town.city_id, make.referred("CNF-01", phone=PHONES[6])) is None
    assert panel_case(town.city_id, make.referred("CND-01", phone=PHONES[7], about_unit_code="D-01")) is None


def test_a_visit_is_kept_once_and_its_photo_shown_after_a_look(town: Town, town_clock: TownClock) -> None:
    term_id = at_work(town, town_clock)
    code, own = make.done(phone=PHONES[40]), members(term_id)[0]
    given = {"saw": "not_fixed", "note": "چاله هنوز باز است", "own": own}
    with make.refused(actions.VisitIsNotRight):
        actions.record_visit(term_id, code, key="short", **given)  # type: ignore[arg-type]
    with make.refused(actions.VisitWantsWords):
        actions.record_visit(term_id, code, key="a" * 32, **{**given, "note": " "})  # type: ignore[arg-type]
    with make.refused(NoSuchCase):
        actions.record_visit(term_id, "0000000000", key="a" * 32, **given)  # type: ignore[arg-type]
    visit_id = actions.record_visit(term_id, code, key="a" * 32, photo=make.photo(), **given)  # type: ignore[arg-type]
    assert actions.record_visit(term_id, code, key="a" * 32, photo=make.photo(), **given) == visit_id  # type: ignore[arg-type]
    drain(twice=True)
    row = PanelVisit.objects.get()
    assert (bool(row.picture), bool(row.thumb), row.raw, row.is_public) == (True, True, "", False)
    assert session_queries.visit_picture(town.city_id, visit_id, is_small=True) == ""
    with make.refused(NotYourWork):
        actions.show_photo(visit_id, is_shown=True, by=town.mayor)
    actions.show_photo(visit_id, is_shown=True, by=secretary())
    assert session_queries.visit_picture(town.city_id, visit_id, is_small=True) == row.thumb
    with transaction.atomic():
        actions.erase_panel_of(own)
    row.refresh_from_db()
    assert (row.note, row.picture, row.is_public, row.saw) == ("", "", False, "not_fixed")


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
    assert (row.stage, row.next_at) == ("very_late", None)
    assert "mayor" in set(Notice.objects.values_list("staff__username", flat=True))
    facts = owed_queries.owed(town.city_id, row.pk)
    assert facts is not None
    assert (facts.late.working_days, facts.is_very_late) == (11, True)
    assert all(day.weekday() in (3, 4) for day in facts.late.skipped)
    kinds = [event.kind for event in timeline("panelowed", row.pk)]
    assert kinds == ["panel_answer_owed", "panel_answer_not_read", "panel_answer_late", "panel_answer_very_late"]
    for who in (town.clerk, secretary(), town.clerk_two, town.supervisor):
        with make.refused(actions.AnswerIsNotYours):
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
    with make.refused(actions.AnswerIsNotYours):
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


def test_a_petition_reaches_its_threshold_comes_on_the_agenda_and_is_answered(
    town: Town, town_clock: TownClock
) -> None:
    term_id = at_work(town, town_clock)
    session_id = actions.plan_panel_session(
        term_id, held_on=today(town) + timedelta(days=9), begins_at=time(17), place="سرای محله", by=secretary()
    )
    text = "پارک محله شب‌ها تاریک است و بچه‌ها نمی‌توانند در آن بازی کنند."
    with make.refused(WordsArePersonal):
        actions.make_petition(term_id, PHONES[60], title="به 09171234567 زنگ بزنید", text=text)
    petition_id = actions.make_petition(term_id, PHONES[60], title="روشنایی پارک ارم", text=text)
    assert petition_queries.petition(town.city_id, petition_id) is None, "not public before it was looked at"
    with make.refused(actions.NoSuchPetition):
        actions.sign_petition(petition_id, PHONES[61])
    actions.open_petition(petition_id, unit_id=town.units["D-01"], by=secretary())
    with make.refused(actions.PetitionWasLookedAt):
        actions.refuse_petition(petition_id, reason="same", by=secretary())
    assert not actions.sign_petition(petition_id, PHONES[60]), "the author has signed"
    assert actions.sign_petition(petition_id, PHONES[61])
    assert not actions.sign_petition(petition_id, PHONES[61]), "one signature of a phone"
    assert petition_queries.has_signed(petition_id, PHONES[61])
    assert actions.unsign_petition(petition_id, PHONES[61])
    assert actions.sign_petition(petition_id, PHONES[61])
    stored = " ".join(PetitionSignature.objects.values_list("signer", flat=True))
    assert PHONES[61] not in stored
    assert Petition.objects.get().state == "open"
    assert actions.sign_petition(petition_id, PHONES[62])
    drain()
    facts = petition_queries.petition(town.city_id, petition_id)
    assert facts is not None
    assert (facts.state, facts.count, len(facts.answers)) == ("reached", 3, 1)
    session = session_queries.panel_session(town.city_id, session_id)
    assert session is not None
    assert [item.petition_id for item in session.items] == [petition_id]
    actions.answer_owed(facts.answers[0].id, text=ANSWER, by=town.manager)
    town_clock.forward(days=61)
    tick(town_clock())
    row = Petition.objects.get()
    assert (row.state, row.signatures, row.author) == ("answered", 3, "")
    assert not PetitionSignature.objects.exists()
    assert not PetitionKey.objects.exists()
    by = {event.by for event in timeline("petition", petition_id)}
    assert by == {"citizen", str(secretary()), "system", "clock"}, "the history knows nobody who signed"


def test_a_session_is_held_with_decisions_and_final_minutes(town: Town, town_clock: TownClock) -> None:
    term_id = at_work(town, town_clock)
    finding_id = adopted(term_id, town)
    held_on = today(town) + timedelta(days=3)
    session_id = actions.plan_panel_session(
        term_id, held_on=held_on, begins_at=time(17, 30), place="سرای محله", by=secretary()
    )
    actions.add_agenda_item(session_id, title="", finding_id=finding_id, by=secretary())
    actions.add_agenda_item(session_id, title="برنامهٔ ماه آینده", by=secretary())
    given = {
        "minutes": "عضو ۲ گزارش بازدید را خواند.\nدربارهٔ یافته گفت‌وگو شد.",
        "present": [1, 2, 4],
        "by": secretary(),
    }
    with make.refused(actions.DecisionIsMissing):
        actions.hold_session(session_id, **given)  # type: ignore[arg-type]
    for number in (1, 2):
        actions.decide_item(session_id, number, decision="پیگیری شود", by=secretary())
    with make.refused(actions.PanelSessionIsNotRight):
        actions.hold_session(session_id, **{**given, "present": [1, 99]})  # type: ignore[arg-type]
    actions.hold_session(session_id, **given)  # type: ignore[arg-type]
    with make.refused(actions.PanelSessionIsHeld):
        actions.add_agenda_item(session_id, title="دیگر", by=secretary())
    session = session_queries.panel_session(town.city_id, session_id)
    assert session is not None
    assert (session.state, session.present, len(session.items)) == ("held", (1, 2, 4), 2)
    now = clock.now()
    year = year_queries.panel_year(term_id, since=now - timedelta(days=30), until=now + timedelta(days=1))
    assert (year.sessions, len(year.findings), year.missing, year.seats["active"]) == (1, 1, 0, 6)

"""Questions and orders of the city's leaders: who may what, answered, overdue, twice, by the wrong unit, and erased."""

from datetime import timedelta

import pytest

from peygir.cases.actions import CaseHasChanged, NoSuchCase, OnlyLooks, WordsArePersonal
from peygir.cases.models import Note
from peygir.cases.states import CaseState
from peygir.core import clock
from peygir.desks.answers.models import Message, Notice
from peygir.desks.inquiries import queries
from peygir.desks.inquiries.actions import (
    AnswerGivenAlready,
    AnswerNotYours,
    InquiryNotYours,
    InquiryWantsADate,
    InquiryWantsText,
    NothingIsAnswered,
    QuestionIsOpen,
    answer_inquiry,
    follow_case,
    leave_case,
)
from peygir.desks.inquiries.models import Inquiry
from peygir.desks.promises.models import Promise
from peygir.history.queries import verify
from peygir.journey.clock import next_due_at, tick
from peygir.journey.retention.erasing import erase_in_case
from peygir.journey.steering import order
from peygir.people.models import Staff
from peygir.people.retention_kinds import RetentionKind
from peygir.people.rules import CLOCK, Actor
from tests import make
from tests.drain import drain
from tests.town import PHONES, Town, TownClock

WHY = "چرا این کار هنوز تمام نشده است؟"


def ask(code: str, by: Actor, *, text: str = WHY, days: int = 2) -> Inquiry:
    """A question, and its jobs done."""
    order(code, "ask", text=text, by=by, days=days)
    drain(twice=True)
    return Inquiry.objects.latest("pk")


def noticed(username: str) -> int:
    """How many notices somebody has."""
    return Notice.objects.filter(staff__username=username).count()


def test_a_question_goes_to_who_leads_the_unit_and_comes_back_answered(town: Town, town_clock: TownClock) -> None:
    Staff.objects.filter(username="manager").update(email="manager@golgasht.example")
    code = make.in_hand()
    row = ask(code, town.mayor)
    assert (noticed("manager"), noticed("clerk"), noticed("mayor")) == (1, 0, 0)
    assert Message.objects.get(kind="inquiry").address == "manager@golgasht.example"
    (waiting,) = queries.to_answer(town.manager, town.city_id)
    assert (waiting.text, waiting.case.code, waiting.is_public) == (WHY, code, False)
    # Sunday morning; two whole working days later the office closes on Tuesday.
    assert row.due_at is not None
    assert row.due_at - town_clock() == timedelta(days=2, hours=5)
    answer_inquiry(row.pk, text="قیر نرسیده بود؛ فردا تمام می‌شود.", by=town.manager)
    drain(twice=True)
    assert noticed("mayor") == 1
    assert queries.to_answer(town.manager, town.city_id) == []
    (line,), _more = queries.log(town.mayor, town.city_id)
    assert (line.outcome, line.answer) == ("answered", "قیر نرسیده بود؛ فردا تمام می‌شود.")
    assert make.kinds(code)[-2:] == ["inquiry_made", "inquiry_answered"]
    assert verify().breaks == []


def test_an_answer_that_is_late_is_told_to_all_above_and_called_late(town: Town, town_clock: TownClock) -> None:
    code = make.in_hand(topic="GRN-07")
    row = ask(code, town.mayor, days=1)
    town_clock.forward(days=1, hours=6)
    due = next_due_at()
    assert due is not None
    assert due <= town_clock()
    tick(town_clock())
    tick(town_clock())
    drain(twice=True)
    row.refresh_from_db()
    assert (row.outcome, row.overdue_at) == ("", town_clock())
    assert make.kinds(code).count("inquiry_overdue") == 1
    assert (noticed("mayor"), noticed("deputy"), noticed("manager")) == (1, 1, 2)
    answer_inquiry(row.pk, text="امروز پاسخ می‌دهیم", by=town.manager)
    row.refresh_from_db()
    assert row.outcome == "late"


def test_what_is_asked_twice_or_badly_is_refused(town: Town, town_clock: TownClock) -> None:
    code = make.in_hand()
    row = ask(code, town.mayor)
    with make.refused(QuestionIsOpen):
        order(code, "ask", text=WHY, by=town.mayor, days=2)
    order(code, "ask", text=WHY, by=town.deputy, days=2)
    for days in (0, 3, 400):
        with make.refused(InquiryWantsADate):
            order(code, "ask", text=WHY, by=town.council, days=days)
    for text in ("", "   ", "آ" * 1001):
        with make.refused(InquiryWantsText):
            order(code, "note", text=text, by=town.mayor)
    for until in (None, town_clock() - timedelta(days=1), town_clock() + timedelta(days=400)):
        with make.refused(InquiryWantsADate):
            order(code, "date", text="تمام شود", by=town.mayor, until=until)
    with make.refused(NothingIsAnswered):
        answer_inquiry(row.pk, text=" ", by=town.manager)
    answer_inquiry(row.pk, text="پاسخ", by=town.clerk)
    with make.refused(AnswerGivenAlready):
        answer_inquiry(row.pk, text="باز هم", by=town.manager)


def test_only_who_steers_orders_and_only_the_unit_answers(town: Town) -> None:
    code = make.in_hand()
    for by in (town.manager, town.clerk, town.operator, town.supervisor, town.inspector, town.admin):
        with make.refused(InquiryNotYours):
            order(code, "ask", text=WHY, by=by, days=2)
    for kind in ("date", "refer", "take_over"):
        with make.refused(InquiryNotYours):
            order(code, kind, text=WHY, by=town.council, unit_id=town.units["D-02"])
    row = ask(code, town.mayor)
    with make.refused(NoSuchCase):
        answer_inquiry(row.pk, text="نه", by=town.clerk_two)
    for by in (town.deputy, town.mayor, town.operator):
        with make.refused(AnswerNotYours):
            answer_inquiry(row.pk, text="نه", by=by)


def test_a_deputy_steers_the_units_below_alone(town: Town) -> None:
    theirs, others = make.in_hand(), make.referred(district="3", phone=PHONES[1])
    ask(theirs, town.deputy)
    with make.refused(NoSuchCase):
        order(others, "ask", text=WHY, by=town.deputy, days=2)
    assert [line.case.code for line in queries.log(town.deputy, town.city_id)[0]] == [theirs]


def test_confidential_cases_are_no_business_of_the_leaders(town: Town) -> None:
    code = make.report("CNF-01", district="", text="گزارش محرمانه", about_unit_code="V-insp").code
    drain()
    case = make.case(code)
    assert case.is_confidential
    with make.refused(InquiryNotYours if case.unit_id == town.units["M"] else NoSuchCase):
        order(code, "ask", text=WHY, by=town.mayor, days=2)


def test_a_date_is_a_promise_of_its_own(town: Town, town_clock: TownClock) -> None:
    kept, missed = make.in_hand(), make.in_hand(phone=PHONES[1], district="1", topic="GRN-07")
    before = list(Promise.objects.order_by("pk").values_list("pk", "due_at", "granted_due_at"))
    for code in (kept, missed):
        order(code, "date", text="تا فردا", by=town.mayor, until=town_clock() + timedelta(days=1))
    drain()
    assert list(Promise.objects.order_by("pk").values_list("pk", "due_at", "granted_due_at")) == before
    make.command(kept, "finish", town.clerk, note="پر شد", form="آسفالت")
    answer_inquiry(Inquiry.objects.get(case__code=missed).pk, text="نمی‌رسیم", by=town.manager)
    drain()
    assert len(queries.waiting_for(town.mayor, town.city_id)) == 2
    town_clock.forward(days=1)
    tick(town_clock())
    drain(twice=True)
    outcomes = dict(Inquiry.objects.values_list("case__code", "outcome"))
    assert outcomes == {kept: "kept", missed: "missed"}
    assert make.kinds(kept)[-1] == "inquiry_date_kept"
    assert make.kinds(missed)[-1] == "inquiry_overdue"


def test_an_order_gives_the_case_to_another_unit_at_once(town: Town) -> None:
    code = make.in_hand()
    version = make.case(code).version
    order(code, "refer", text="کار منطقهٔ دو است", by=town.mayor, version=version, unit_id=town.units["D-02"])
    drain()
    case = make.case(code)
    assert (case.unit_id, case.state, case.assignee_id) == (town.units["D-02"], CaseState.REFERRED, None)
    with make.refused(CaseHasChanged):
        order(code, "take_over", text="خودمان", by=town.mayor, version=version)
    order(code, "take_over", text="خودمان", by=town.mayor, version=case.version)
    case = make.case(code)
    assert (case.unit_id, case.state, case.assignee_id) == (town.units["M"], CaseState.IN_HAND, town.mayor.id)
    assert list(Inquiry.objects.order_by("pk").values_list("kind", "outcome")) == [
        ("refer", "done"),
        ("take_over", "done"),
    ]


def test_the_open_question_follows_the_case_to_its_new_unit(town: Town) -> None:
    code = make.in_hand()
    row = ask(code, town.mayor)
    make.command(code, "refer", town.manager, unit_id=town.units["D-02"], note="کار ما نیست")
    assert queries.to_answer(town.manager, town.city_id) == []
    assert [line.id for line in queries.to_answer(town.clerk_two, town.city_id)] == [row.pk]


def test_the_council_asks_in_public_and_is_answered_in_public(town: Town) -> None:
    code = make.in_hand()
    with make.refused(WordsArePersonal):
        order(code, "ask", text="چرا به ۰۹۱۷۱۲۳۴۵۶۷ زنگ نزدید؟", by=town.council, days=2)
    row = ask(code, town.council)
    assert row.is_public
    with make.refused(WordsArePersonal):
        answer_inquiry(row.pk, text="با ۰۹۱۷۱۲۳۴۵۶۷ هماهنگ شد", by=town.manager)
    answer_inquiry(row.pk, text="هفتهٔ آینده", by=town.manager)
    assert [note.text for note in Note.objects.filter(case__code=code, is_public=True).order_by("number")] == [
        WHY,
        "هفتهٔ آینده",
    ]
    assert make.kinds(code)[-2:] == ["question_asked", "question_answered"]


def test_a_note_reaches_the_council(town: Town) -> None:
    code = make.in_hand()
    order(code, "note", text="برای بودجهٔ سال آینده دیده شود", by=town.mayor)
    drain(twice=True)
    assert (noticed("council"), noticed("manager")) == (1, 0)
    assert [line.kind for line in queries.log(town.council, town.city_id)[0]] == ["note"]


def test_the_council_reads_no_question_of_the_mayor(town: Town) -> None:
    code = make.in_hand()
    ask(code, town.mayor)
    assert queries.log(town.council, town.city_id)[0] == []


@pytest.mark.parametrize("verb", ["refer", "note"])
def test_the_council_still_writes_nothing_into_the_case(town: Town, verb: str) -> None:
    code = make.in_hand()
    with make.refused(OnlyLooks):
        make.command(code, verb, town.council, unit_id=town.units["D-02"], note="…")


def test_the_words_are_erased_with_those_of_the_case(town: Town) -> None:
    code = make.done()
    row = ask(code, town.mayor)
    answer_inquiry(row.pk, text="آقای رضایی گفت", by=town.manager)
    make.command(code, "close", town.operator, kind="silence")
    drain()
    assert erase_in_case(make.case(code).pk, RetentionKind.WORDS, before=clock.now() + timedelta(days=1), by=CLOCK) > 0
    (line,), _more = queries.log(town.mayor, town.city_id)
    assert (line.text, line.answer, line.outcome) == ("", "", "answered")
    assert not Note.objects.filter(case__code=code).exclude(text="").exists()


def test_a_case_is_followed_until_it_is_left(town: Town) -> None:
    code, other = make.in_hand(), make.referred(phone=PHONES[1], district="2")
    for one in (code, code, other):
        follow_case(one, by=town.council)
    assert {case.code for case in queries.followed_by(town.council)} == {code, other}
    leave_case(other, by=town.council)
    leave_case(other, by=town.council)
    assert [case.code for case in queries.followed_by(town.council)] == [code]
    with make.refused(NoSuchCase):
        follow_case("0500000000", by=town.council)

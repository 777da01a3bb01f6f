"""A citizen answers "is it fixed?" in their own words, by short message and letter; a doubt closes nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from peygir.cases.models import Note, Report
from peygir.city import queries as city
from peygir.core import clock
from peygir.desks.answers.models import Message, Notice, Question, Verdict
from peygir.desks.intake.inbound import actions as inbound
from peygir.desks.intake.models import Inbound
from peygir.desks.understanding.learning.reader import make_reader
from peygir.gateways.inbound_email import read_email
from peygir.gateways.results import InboundMessage
from peygir.journey.clock import tick
from peygir.journey.conversation.inbound import hear
from tests import make
from tests.drain import drain
from tests.mailbox import letter
from tests.phrases import bring_material
from tests.town import CODE, PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
PHONE, MAIL, OURS = PHONES[7], "zahra@example.com", "137@city.example"


def heard() -> str:
    """The newest message is heard; what it became."""
    row = Inbound.objects.latest("pk")
    hear(row.pk)
    drain()
    row.refresh_from_db()
    return row.became


def sms(text: str) -> str:
    inbound.take_in("kavenegar", "sms", [InboundMessage(f"i{Inbound.objects.count()}", PHONE, text)])
    return heard()


def by_letter(text: str, **headers: str) -> str:
    raw = letter(text, message_id=f"<{Inbound.objects.count()}@example.com>", **headers).as_bytes()
    inbound.take_email(read_email(raw, ours=OURS))
    return heard()


def texts_sent(address: str = PHONE) -> list[str]:
    return list(Message.objects.filter(address=address).order_by("pk").values_list("kind", flat=True))


@pytest.fixture
def months_later(town_clock: TownClock) -> Callable[[], None]:
    def go() -> None:
        town_clock.forward(days=city.current_city(CODE).silence_days + 30)
        while tick(clock.now()):
            pass
        drain()

    return go


def test_no_in_words_reopens_and_silence_never_closes(town: Town, months_later: Callable[[], None]) -> None:
    code = make.done(phone=PHONE)
    assert sms("نه هنوز درست نشده") == "verdict"
    assert make.case(code).state == "reopened"
    verdict = Verdict.objects.get()
    assert (verdict.is_fixed, verdict.channel) == (False, "sms")
    assert "هنوز درست نشده" in verdict.reason
    assert "talk_no" in texts_sent()
    months_later()
    assert make.case(code).close_kind != "silence"
    assert Report.objects.count() == 1, "no bogus report came of the answer"


@pytest.mark.parametrize(
    ("text", "became", "state", "reports"),
    [
        ("سطل زباله رو خالی نکردن، خیابان زند کوچه ۴", "report", "done", 2),
        ("چاله هنوز جلوی خونه‌مونه، سطل آشغال هم پره", "verdict", "reopened", 1),
        ("چاله خیابون رو پر نکردن", "verdict", "reopened", 1),
    ],
)
def test_a_complaint_about_something_else_is_a_report_and_no_answer(
    town: Town, settings: Any, text: str, became: str, state: str, reports: int
) -> None:
    bring_material(settings.HOME)
    make_reader(CODE, settings.HOME)
    code = make.done(phone=PHONE)  # a hole in the road
    assert sms(text) == became
    assert make.case(code).state == state
    assert Report.objects.count() == reports


def test_yes_and_badly_in_words(town: Town) -> None:
    code = make.done(phone=PHONE)
    assert sms("آره درست شد مرسی") == "verdict"
    assert (make.case(code).state, make.case(code).close_kind) == ("closed", "confirmed")
    second = make.done(phone=PHONE)
    assert sms("انجام شد ولی کثیف‌کاری کردن") == "verdict"
    assert make.case(second).state == "reopened"


def test_an_unclear_answer_is_asked_once_then_kept_and_silence_does_not_close(
    town: Town, months_later: Callable[[], None], town_clock: TownClock
) -> None:
    code = make.done(phone=PHONE)
    assert sms("فکر کنم درست شده") == "unclear"
    assert texts_sent()[-1] == "talk_unclear"
    assert sms("کدوم گزارش؟") == "unclear"
    assert texts_sent().count("talk_unclear") == 1
    assert texts_sent()[-1] == "talk_noted"
    assert not Verdict.objects.exists()
    words = list(Note.objects.filter(case__code=code, text__in=("فکر کنم درست شده", "کدوم گزارش؟")))
    assert len(words) == 2
    assert not any(note.is_public for note in words)
    assert Notice.objects.filter(case__code=code).exists()
    months_later()
    assert make.case(code).state == "done", "who has answered is not silent"
    make.command(code, "confirm", town.supervisor)
    drain()
    while tick(clock.now()):
        pass
    assert Question.objects.get().ended_at is not None, "overtaken by the person who read it"


def test_a_clear_answer_after_an_unclear_one_counts(town: Town) -> None:
    code = make.done(phone=PHONE)
    sms("نمی‌دونم")
    assert sms("۳") == "verdict"
    assert make.case(code).state == "reopened"


def test_silence_still_closes_who_said_nothing_and_thanks_are_no_answer(
    town: Town, months_later: Callable[[], None]
) -> None:
    code = make.done(phone=PHONE)
    assert sms("ممنون 🙏") == "unclear"
    assert texts_sent()[-1] == "talk_unclear"
    months_later()
    assert make.case(code).close_kind == "silence"


def test_a_complaint_of_its_own_is_a_report_and_no_answer(town: Town) -> None:
    code = make.done(phone=PHONE)
    assert sms("چراغ کوچه ۵ خیابان زند خاموش شده") == "report"
    assert make.case(code).state == "done"
    assert Report.objects.count() == 2


def test_a_complaint_beside_a_yes_is_not_lost(town: Town) -> None:
    code = make.done(phone=PHONE)
    assert sms("آره درست شد ولی چراغ کوچه بغلی هم خاموشه، کوچه ۵ خیابان زند") == "verdict"
    assert make.case(code).state == "closed"
    assert Report.objects.count() == 2


def test_words_answer_the_question_that_was_asked_last(town: Town, town_clock: TownClock) -> None:
    make.done(phone=PHONE)
    town_clock.forward(hours=1)
    assert sms("درخت افتاده") == "asked"
    assert sms("نزدیک پل، همون جا که درست شد") != "verdict", "we asked where it is"
    assert not Verdict.objects.exists()


def test_an_objection_wants_words_about_the_work(town: Town) -> None:
    code = make.referred(phone=PHONE)
    make.command(code, "accept", town.clerk)
    make.command(code, "decline", town.clerk, note="نیاز به تعمیر ندارد.")
    drain()
    assert sms("نه هنوز خرابه و درست نشده") == "verdict"
    assert make.case(code).state == "reopened"


def test_a_survey_hears_words_too(town: Town) -> None:
    code = make.done(phone=PHONE)
    case = make.case(code)
    report = Report.objects.get(case=case)
    Question.objects.update(ended_at=clock.now())
    Question.objects.create(
        case=case,
        number=999,
        kind="survey",
        report=report,
        asked_at=clock.now(),
        closes_at=clock.now() + timedelta(days=5),
    )
    case.state, case.close_kind, case.closed_at = "closed", "silence", clock.now()
    case.save(update_fields=["state", "close_kind", "closed_at"])
    assert sms("راضی نیستم، سرسری انجام دادن") == "verdict"
    assert Verdict.objects.get().is_fixed is False
    assert make.case(code).state == "closed"


# ── by letter ───────────────────────────────────────────────────────────────────────────────────────────────────────


def question_to(address: str, code: str) -> Message:
    return Message.objects.get(kind="done", address=address, report__code=code)


def test_a_reply_speaks_of_the_letter_that_it_answers(town: Town) -> None:
    first, second = make.done(email=MAIL), make.done(email=MAIL)
    ours = f"<peygir-{question_to(MAIL, first).pk}@city.example>"
    text = "نه، هنوز درست نشده\n\nدر تاریخ شنبه ۳ آذر ۱۴۰۵ ساعت ۱۰:۱۲، ۱۳۷ <137@city.example> نوشت:\n> آیا برطرف شد؟"
    assert by_letter(text, subject="Re: آیا مشکل برطرف شد؟", In_Reply_To=ours) == "verdict"
    assert (make.case(first).state, make.case(second).state) == ("reopened", "done")


def test_a_letter_that_answers_ours_may_name_a_place(town: Town) -> None:
    code = make.done(email=MAIL)
    ours = f"<peygir-{question_to(MAIL, code).pk}@city.example>"
    assert by_letter("چاله در خیابان زند نبش کوچه ۳", subject="Re: ?", In_Reply_To=ours) == "verdict"
    assert make.case(code).state == "reopened"


def test_references_are_read_and_a_phones_signature_is_taken_off(town: Town) -> None:
    code = make.done(email=MAIL)
    ours = f"<other@example.com> <peygir-{question_to(MAIL, code).pk}@city.example>"
    assert by_letter("بله درست شد ممنون\n\nSent from my iPhone", subject="Re: ?", References=ours) == "verdict"
    assert make.case(code).close_kind == "confirmed"


def test_another_sender_does_not_speak_for_the_one_we_wrote_to(town: Town) -> None:
    code = make.done(email=MAIL)
    ours = f"<peygir-{question_to(MAIL, code).pk}@city.example>"
    assert by_letter("بله درست شد", subject="Re: ?", sender="evil@example.com", In_Reply_To=ours) != "verdict"
    assert not Verdict.objects.exists()
    assert make.case(code).state == "done"


def test_an_unclear_letter_is_asked_once(town: Town) -> None:
    code = make.done(email=MAIL)
    ours = f"<peygir-{question_to(MAIL, code).pk}@city.example>"
    assert by_letter("هنوز نرفتم ببینم", subject="Re: ?", In_Reply_To=ours) == "unclear"
    assert texts_sent(MAIL)[-1] == "talk_unclear"
    assert make.case(code).state == "done"


# ── where is it? ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_new_letter_is_never_the_place_of_the_one_before(town: Town) -> None:
    assert by_letter("test", subject="x") == "asked"
    assert by_letter("بوی فاضلاب شدید می‌آید، کوچه ۷ خیابان زند", subject="فاضلاب") == "report"
    texts = {report.text: report.address for report in Report.objects.all()}
    assert texts["x\ntest"] == "محل گفته نشده است"
    assert texts["فاضلاب\nبوی فاضلاب شدید می‌آید، کوچه ۷ خیابان زند"].endswith("خیابان زند")


def test_a_new_complaint_by_short_message_is_not_swallowed_as_the_place(town: Town) -> None:
    assert sms("چراغ‌ها خاموش است") == "asked"
    assert sms("بوی فاضلاب شدید می‌آید کوچه ۷ خیابان زند") == "report"
    assert "محل گفته نشده است" in {report.address for report in Report.objects.all()}
    assert Report.objects.count() == 2


def test_only_the_sentence_that_tells_the_place_is_the_address(town: Town) -> None:
    text = (
        "سلام. چند شب است که نمی‌توانیم بخوابیم.\nنشانی: خیابان زند، نبش کوچه ۵.\nممنون از شما\n\nارسال شده از آیفون من"
    )
    assert by_letter(text, subject="سگ‌های ولگرد") == "report"
    report = Report.objects.get()
    assert report.address == "نشانی: خیابان زند، نبش کوچه ۵"
    assert "آیفون" not in report.text

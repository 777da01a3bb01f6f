"""What the citizen is told and asked, the outbox that loses nothing, and the answers that come back."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError

from peygir.answers import links, queries, texts
from peygir.answers.actions import (
    AnsweredAlready,
    NothingIsAsked,
    close_silent,
    give_verdict,
    load_default_texts,
    revive_message,
    save_text,
    send_due_messages,
    send_message,
    send_one_time_code,
    tell_reporters,
)
from peygir.answers.actions.outbox import MAX_TRIES
from peygir.answers.actions.wording import LanguageIsUnknown
from peygir.answers.filling import SMS_ANSWER
from peygir.answers.models import Message, MessageText, Question, Verdict
from peygir.answers.news import MOST_LINES
from peygir.cases.actions import SomethingIsMissing
from peygir.core import clock
from peygir.core.persian import ascii_digits, fa_digits
from peygir.core.phones import PhoneIsNotValid
from peygir.core.refusals import Refusal
from peygir.history.queries import timeline
from peygir.people.actions import NotYourWork, silence_citizen, use_one_time_code
from peygir.people.rules import ANONYMOUS, Actor
from tests import make
from tests.drain import deliver_again, drain, picture
from tests.fakes import LetterBox
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")
MOST_FILLED_IN = {
    "code": "۰" * 10,
    "link": "x" * 120,
    "unit": "x" * 60,
    "due": "x" * 40,
    "agency": "x" * 60,
    "phone": "x" * 20,
    "answer": "x" * (SMS_ANSWER + 1),
    "days": "۳۶۵",
    "otp": "123456",
    "minutes": "۵",
    "topic": "x" * 60,
    "reason": "x" * 60,
    "percent": "۱۵۰٪",
    "name": "x" * 60,
    "news": "x" * 80,
    "stop": "x" * 120,
    "lines": "x" * 80 * MOST_LINES,
    "state": "x" * 30,
    "what": "x" * 80,
}


@pytest.fixture
def box(town: Town, tmp_path: Path) -> LetterBox:
    """What went out."""
    return LetterBox(tmp_path)


def answer(code: str, *, is_fixed: bool, reason: str = "", channel: str = "web", by: Actor = ANONYMOUS) -> None:
    """The reporter of a code answers."""
    give_verdict(make.report_row(code).pk, is_fixed=is_fixed, reason=reason, channel=channel, by=by)


# ── telling ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_a_citizen_reads_on_the_way(town: Town, box: LetterBox) -> None:
    code = make.done(answer="چاله با آسفالت گرم پر شد.")
    read = box.short(PHONES[0])
    assert len(read) == 3
    assert fa_digits(code) in read[0].text
    assert f"/t/{code}/" in read[0].text
    assert "شهرداری منطقهٔ یک" in read[1].text
    assert "چاله با آسفالت گرم پر شد." in read[2].text
    assert links.verdict_link(make.report_row(code).pk) in read[2].text
    assert "۷ روز" in read[2].text


def test_english_and_a_letter(town: Town, box: LetterBox) -> None:
    code = make.report(language="en", email="a@example.ir").code
    drain()
    (first, second), letters = box.short(PHONES[0]), box.letters("a@example.ir")
    assert code in first.text
    assert "went to District 1" in second.text
    assert [letter.text for letter in letters] == [first.text, second.text]


def test_an_anonymous_report_tells_nobody(town: Town, box: LetterBox) -> None:
    make.referred(phone=None)
    assert box.short() == []


def test_an_import_tells_nobody(town: Town, box: LetterBox) -> None:
    make.report(channel="import")
    drain()
    assert box.short() == []
    assert not Message.objects.exists()


def test_who_asked_for_silence_is_told_nothing(town: Town, box: LetterBox) -> None:
    code = make.report().code
    citizen = make.report_row(code).citizen_id
    assert citizen is not None
    silence_citizen(citizen, is_silent=True, by=town.operator)
    drain()
    assert box.short() == []


def test_every_reporter_of_a_case_is_told_by_the_own_code(town: Town, box: LetterBox) -> None:
    code = make.in_hand()
    second = make.report(phone=PHONES[1], join_code=code).code
    drain()
    make.press(code, "finish", town.clerk, note="انجام شد", form="بازدید")
    drain(twice=True)
    assert fa_digits(code) in box.short(PHONES[0])[-1].text
    joined = box.short(PHONES[1])
    assert len(joined) == 2
    assert all(fa_digits(second) in sent.text for sent in joined)
    assert fa_digits(code) not in joined[0].text + joined[1].text


def test_an_event_told_twice_is_one_message(town: Town, box: LetterBox) -> None:
    code = make.referred()
    case_id = make.case(code).pk
    before = picture()
    for number in (1, 4):
        tell_reporters(case_id, number)
    assert picture() == before
    assert len(box.short(PHONES[0])) == 2


def test_a_long_answer_fits_a_short_message(town: Town, box: LetterBox) -> None:
    long = "ب" * 3000
    make.done(answer=long, email="a@example.ir")
    assert box.short(PHONES[0])[-1].text.count("ب") < 500
    assert "…" in box.short(PHONES[0])[-1].text
    assert long in box.letters("a@example.ir")[-1].text
    assert queries.dead_letters() == []


# ── the outbox ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_failed_message_is_tried_again_and_ends_with_the_dead_letters(
    town: Town, box: LetterBox, settings: Any, town_clock: TownClock
) -> None:
    settings.SMS_ADAPTER = "none"
    make.report()
    drain()
    (message,) = Message.objects.filter(kind="received")
    assert (message.state, message.tries) == ("pending", 1)
    assert send_due_messages(clock.now()) == 0, "not before its time"
    tries = [message.tries]
    while message.state == "pending":
        assert message.next_try_at is not None
        town_clock.moment = message.next_try_at
        send_due_messages(clock.now())
        message.refresh_from_db()
        tries.append(message.tries)
    assert tries == list(range(1, MAX_TRIES + 1))
    assert (message.state, message.next_try_at) == ("dead", None)
    assert "SMS_ADAPTER" in message.error
    assert message in queries.dead_letters()
    settings.SMS_ADAPTER = "file"
    revive_message(message.pk)
    revive_message(message.pk)
    drain()
    message.refresh_from_db()
    assert (message.state, message.tries) == ("sent", 1)
    assert len(box.short(PHONES[0])) >= 1


def test_what_can_never_arrive_is_dead_at_once(town: Town) -> None:
    code = make.report().code
    message = Message.objects.create(
        kind="received", channel="sms", address="+1", body="سلام", created_at=clock.now(), next_try_at=clock.now(),
        case=make.case(code), number=99,
    )  # fmt: skip
    send_message(message.pk)
    message.refresh_from_db()
    assert message.state == "dead"


def test_a_message_that_breaks_does_not_hold_up_the_others(town: Town, box: LetterBox) -> None:
    now = clock.now()
    broken = Message.objects.create(
        kind="received", channel="mail", address="a@example.ir", subject="s\ud7ff", body="x", created_at=now,
        next_try_at=now - timedelta(hours=1), number=2**30,
    )  # fmt: skip
    make.report()
    drain()
    broken.refresh_from_db()
    assert broken.state in ("sent", "pending", "dead")
    assert len(box.short(PHONES[0])) == 2


def test_a_sent_message_is_not_sent_again(town: Town, box: LetterBox) -> None:
    make.report()
    drain()
    for pk in Message.objects.values_list("pk", flat=True):
        send_message(pk)
    assert len(box.short()) == 2
    assert Message.objects.filter(state="sent").count() == 2
    assert all(row.provider_id for row in Message.objects.all())


def test_one_message_for_one_event_report_kind_and_channel(town: Town) -> None:
    from django.db import transaction

    make.referred()
    row = Message.objects.filter(kind="received").get()
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_a_one_time_code_goes_out_and_is_forgotten(town: Town, box: LetterBox, town_clock: TownClock) -> None:
    send_one_time_code("0917 000 0000", language="fa")
    drain()
    (sent,) = box.short(PHONES[0])
    code = next(word for word in ascii_digits(sent.text).split() if word.isdigit() and len(word) == 6)
    assert Message.objects.get().body == "—"
    assert use_one_time_code(PHONES[0], code=code) == PHONES[0]
    with make.refused(PhoneIsNotValid):
        send_one_time_code("\x00", language="fa")


def test_a_code_that_could_not_go_out_in_time_never_goes_out(
    town: Town, box: LetterBox, settings: Any, town_clock: TownClock
) -> None:
    settings.SMS_ADAPTER = "none"
    send_one_time_code(PHONES[0], language="en")
    drain()
    settings.SMS_ADAPTER = "file"
    town_clock.forward(hours=3)
    drain()
    assert box.short() == []
    message = Message.objects.get()
    assert (message.state, message.body) == ("dead", "—")


# ── wording ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("kind", "language"), sorted(texts.DEFAULTS))
def test_the_shipped_texts_are_whole(kind: str, language: str) -> None:
    subject, body = texts.DEFAULTS[(kind, language)]
    texts.check_text(kind, body, subject)
    assert (kind, "fa") in texts.DEFAULTS
    assert (kind, "en") in texts.DEFAULTS
    filled = body.format(**{name: MOST_FILLED_IN[name] for name in texts.VARIABLES[kind]})
    assert len(filled) <= 1000, "it would not fit a short message"


@pytest.mark.parametrize(
    ("kind", "body", "refusal"),
    [
        ("received", "{answer}", texts.TextHasUnknownVariable),
        ("received", "{code.__class__}", texts.TextHasUnknownVariable),
        ("received", "{0}", texts.TextHasUnknownVariable),
        ("received", "{}", texts.TextHasUnknownVariable),
        ("received", "{code:>999999999}", texts.BracesAreWrong),
        ("received", "{code!r}", texts.BracesAreWrong),
        ("received", "{code:{link}}", texts.BracesAreWrong),
        ("received", "{code", texts.BracesAreWrong),
        ("received", "code}", texts.BracesAreWrong),
        ("received", " \u200c ", texts.TextIsEmpty),
        ("received", "x" * 501, texts.TextIsTooLong),
        ("nothing", "x", texts.KindIsUnknown),
        ("followed", "{news}", texts.TextLacksItsLink),
        ("evening", "{lines}", texts.TextLacksItsLink),
    ],
)
def test_a_text_is_checked_when_it_is_saved(town: Town, kind: str, body: str, refusal: type[Refusal]) -> None:
    with make.refused(refusal) as info:
        save_text(kind, language="fa", subject="", body=body, by=town.supervisor)
    assert info.value.words("fa")
    assert not MessageText.objects.exists()


def test_a_new_wording_holds_from_now_on(town: Town, box: LetterBox, town_clock: TownClock) -> None:
    assert load_default_texts() == len(texts.DEFAULTS)
    assert load_default_texts() == 0
    make.report()
    drain()
    town_clock.forward(minutes=1)
    save_text("received", language="fa", subject="سلام", body="شهروند گرامی، کد شما {code} است. {{ }}", by=town.admin)
    make.report(phone=PHONES[1])
    drain()
    assert "گزارش شما در ۱۳۷ ثبت شد" in box.short(PHONES[0])[0].text
    assert box.short(PHONES[1])[0].text.endswith("است. { }")
    old, new = MessageText.objects.filter(kind="received", language="fa").order_by("pk")
    assert old.valid_to == new.valid_from == clock.now()
    assert len(queries.texts()) == len(texts.DEFAULTS)


def test_who_may_change_a_wording(town: Town) -> None:
    for who in (town.clerk, town.operator, town.council, ANONYMOUS):
        with make.refused(NotYourWork):
            save_text("received", language="fa", subject="", body="{code}", by=who)
    with make.refused(LanguageIsUnknown):
        save_text("received", language="\x00xx", subject="", body="{code}", by=town.admin)


# ── asking and answering ────────────────────────────────────────────────────────────────────────────────────────────


def test_yes_confirms_and_closes(town: Town, box: LetterBox) -> None:
    code = make.done()
    answer(code, is_fixed=True)
    jobs = drain(twice=True)
    row = make.case(code)
    assert (row.state, row.close_kind) == ("closed", "confirmed")
    assert make.kinds(code)[-2:] == ["case_confirmed", "case_closed"]
    assert "مختومه" in box.short(PHONES[0])[-1].text
    deliver_again(jobs)


def test_no_needs_a_reason_and_reopens(town: Town, box: LetterBox) -> None:
    code = make.done()
    with make.refused(SomethingIsMissing):
        answer(code, is_fixed=False, reason=" \x00 ")
    assert Verdict.objects.count() == 0
    answer(code, is_fixed=False, reason="هنوز چاله هست، پلاک ۵")
    drain(twice=True)
    row = make.case(code)
    assert (row.state, row.unit_id) == ("reopened", town.units["D-01"])
    (verdict,) = queries.verdicts_of(row.pk)
    assert (verdict.is_fixed, verdict.reason, verdict.channel) == (False, "هنوز چاله هست، پلاک ۵", "web")
    assert not any("پلاک" in event.body for event in timeline("case", row.pk))
    assert "دوباره باز شد" in box.short(PHONES[0])[-1].text


def test_answered_once_is_answered(town: Town) -> None:
    code = make.done()
    answer(code, is_fixed=True)
    for is_fixed in (True, False):
        with make.refused(AnsweredAlready):
            answer(code, is_fixed=is_fixed, reason="نه")
    assert Verdict.objects.count() == 1


def test_nothing_is_asked(town: Town) -> None:
    for code in (make.referred(), make.in_hand(phone=PHONES[1])):
        with make.refused(NothingIsAsked):
            answer(code, is_fixed=True)
    with make.refused(NothingIsAsked):
        give_verdict(10**18, is_fixed=True, reason="", channel="web", by=ANONYMOUS)


def test_the_question_of_before_is_not_answered_after_a_reopening(town: Town, town_clock: TownClock) -> None:
    code = make.done()
    town_clock.forward(days=5)
    make.press(code, "reopen", town.operator, note="تلفنی گفت درست نشده")
    make.press(code, "accept", town.clerk)
    make.press(code, "finish", town.clerk, note="این بار", form="بازدید")
    drain()
    town_clock.forward(days=3)
    assert close_silent(clock.now()) == 1, "the old question ends"
    assert make.case(code).state == "done", "and closes nothing: seven days since the second time are not over"
    answer(code, is_fixed=True)
    drain()
    assert make.case(code).close_kind == "confirmed"


def test_silence_closes_and_is_counted_apart(town: Town, town_clock: TownClock, box: LetterBox) -> None:
    code = make.done()
    done_at = make.case(code).state_at
    question = queries.open_question(make.case(code).pk)
    assert question is not None
    assert question.closes_at == done_at + timedelta(days=7) == queries.next_close_at()
    town_clock.moment = question.closes_at - timedelta(seconds=1)
    assert close_silent(clock.now()) == 0
    town_clock.forward(seconds=1)
    assert close_silent(clock.now()) == 1
    assert close_silent(clock.now()) == 0
    row = make.case(code)
    assert (row.state, row.close_kind, row.closed_at) == ("closed", "silence", clock.now())
    drain(twice=True)
    assert queries.open_question(row.pk) is None
    with make.refused(NothingIsAsked):
        answer(code, is_fixed=False, reason="دیر دیدم")


def test_an_objection_to_no_action_needed(town: Town, town_clock: TownClock, box: LetterBox) -> None:
    declined = [make.referred(phone=phone) for phone in PHONES[:3]]
    for code in declined:
        make.press(code, "decline", town.clerk, note="ملک خصوصی است")
    drain()
    assert "ملک خصوصی است" in box.short(PHONES[0])[-1].text
    answer(declined[0], is_fixed=False, reason="نه، معبر عمومی است")
    answer(declined[1], is_fixed=True)
    town_clock.forward(days=8)
    close_silent(clock.now())
    drain(twice=True)
    rows = [make.case(code) for code in declined]
    assert [(row.state, row.close_kind) for row in rows] == [
        ("reopened", ""), ("closed", "no_action"), ("closed", "no_action"),
    ]  # fmt: skip
    assert timeline("case", rows[0].pk)[-1].data["why"] == "objection"


def test_a_case_that_staff_closed_is_not_closed_again(town: Town, town_clock: TownClock) -> None:
    code = make.done()
    make.press(code, "close", town.operator, kind="delivered")
    drain()
    town_clock.forward(days=8)
    assert close_silent(clock.now()) == 1
    assert make.kinds(code).count("case_closed") == 1
    assert Question.objects.get().ended_at is not None


# ── links ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_link_speaks_for_one_report(town: Town) -> None:
    report_id = make.report_row(make.report().code).pk
    token = links.token_of(report_id)
    assert links.report_id_of(token) == report_id
    assert links.token_of(report_id + 1) != token
    for forged in ("", ":", "abc", token[:-1], token[:-1] + ("A" if token[-1] != "A" else "B"), "0:" + token,
                   token.replace(":", ""), "\x00", "😀:😀", "-1" + token):  # fmt: skip
        with pytest.raises(links.LinkIsNotOurs):
            links.report_id_of(forged)

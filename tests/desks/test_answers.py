"""What the citizen is told, the outbox that loses nothing, and the links that speak for one report."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from peygir.core import clock
from peygir.core.persian import ascii_digits, fa_digits
from peygir.core.phones import PhoneIsNotValid
from peygir.desks.answers import links, queries
from peygir.desks.answers.actions import (
    revive_message,
    send_due_messages,
    send_message,
    send_one_time_code,
    tell_reporters,
)
from peygir.desks.answers.actions.outbox import MAX_TRIES
from peygir.desks.answers.models import Message
from peygir.people.actions import silence_citizen, use_one_time_code
from tests import make
from tests.drain import drain, picture
from tests.fakes import FakeMailbox
from tests.town import PHONES, Town, TownClock

pytestmark = pytest.mark.usefixtures("town_clock")


# ── telling ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_a_citizen_reads_on_the_way(town: Town, box: FakeMailbox) -> None:
    code = make.done(answer="چاله با آسفالت گرم پر شد.")
    read = box.short(PHONES[0])
    assert len(read) == 3
    assert fa_digits(code) in read[0].text
    assert f"/t/{code}/" in read[0].text
    assert "شهرداری منطقهٔ یک" in read[1].text
    assert "چاله با آسفالت گرم پر شد." in read[2].text
    assert links.verdict_link(make.report_row(code).pk) in read[2].text
    assert "۷ روز" in read[2].text


def test_english_and_a_letter(town: Town, box: FakeMailbox) -> None:
    code = make.report(language="en", email="a@example.ir").code
    drain()
    (first, second), letters = box.short(PHONES[0]), box.letters("a@example.ir")
    assert code in first.text
    assert "went to District 1" in second.text
    assert [letter.text for letter in letters] == [first.text, second.text]


def test_an_anonymous_report_tells_nobody(town: Town, box: FakeMailbox) -> None:
    make.referred(phone=None)
    assert box.short() == []


def test_an_import_tells_nobody(town: Town, box: FakeMailbox) -> None:
    make.report(channel="import")
    drain()
    assert box.short() == []
    assert not Message.objects.exists()


def test_who_asked_for_silence_is_told_nothing(town: Town, box: FakeMailbox) -> None:
    code = make.report().code
    citizen = make.report_row(code).citizen_id
    assert citizen is not None
    silence_citizen(citizen, is_silent=True, by=town.operator)
    drain()
    assert box.short() == []


def test_every_reporter_of_a_case_is_told_by_the_own_code(town: Town, box: FakeMailbox) -> None:
    code = make.in_hand()
    second = make.report(phone=PHONES[1], join_code=code).code
    drain()
    make.command(code, "finish", town.clerk, note="انجام شد", form="بازدید")
    drain(twice=True)
    assert fa_digits(code) in box.short(PHONES[0])[-1].text
    joined = box.short(PHONES[1])
    assert len(joined) == 2
    assert all(fa_digits(second) in sent.text for sent in joined)
    assert fa_digits(code) not in joined[0].text + joined[1].text


def test_an_event_told_twice_is_one_message(town: Town, box: FakeMailbox) -> None:
    code = make.referred()
    case_id = make.case(code).pk
    before = picture()
    for number in (1, 4):
        tell_reporters(case_id, number)
    assert picture() == before
    assert len(box.short(PHONES[0])) == 2


def test_a_long_answer_fits_a_short_message(town: Town, box: FakeMailbox) -> None:
    long = "ب" * 3000
    make.done(answer=long, email="a@example.ir")
    assert box.short(PHONES[0])[-1].text.count("ب") < 500
    assert "…" in box.short(PHONES[0])[-1].text
    assert long in box.letters("a@example.ir")[-1].text
    assert queries.dead_letters() == []


# ── the outbox ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_failed_message_is_tried_again_and_ends_with_the_dead_letters(
    town: Town, box: FakeMailbox, settings: Any, town_clock: TownClock
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
        kind="received",
        channel="sms",
        address="+1",
        body="سلام",
        created_at=clock.now(),
        next_try_at=clock.now(),
        case=make.case(code),
        number=99,
    )
    send_message(message.pk)
    message.refresh_from_db()
    assert message.state == "dead"


def test_a_message_that_breaks_does_not_hold_up_the_others(town: Town, box: FakeMailbox) -> None:
    now = clock.now()
    broken = Message.objects.create(
        kind="received",
        channel="mail",
        address="a@example.ir",
        subject="s\ud7ff",
        body="x",
        created_at=now,
        next_try_at=now - timedelta(hours=1),
        number=2**30,
    )
    make.report()
    drain()
    broken.refresh_from_db()
    assert broken.state in ("sent", "pending", "dead")
    assert len(box.short(PHONES[0])) == 2


def test_a_sent_message_is_not_sent_again(town: Town, box: FakeMailbox) -> None:
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


def test_a_one_time_code_goes_out_and_is_forgotten(town: Town, box: FakeMailbox, town_clock: TownClock) -> None:
    send_one_time_code("0917 000 0000", language="fa")
    drain()
    (sent,) = box.short(PHONES[0])
    code = next(word for word in ascii_digits(sent.text).split() if word.isdigit() and len(word) == 6)
    assert Message.objects.get().body == "—"
    assert use_one_time_code(PHONES[0], code=code) == PHONES[0]
    with make.refused(PhoneIsNotValid):
        send_one_time_code("\x00", language="fa")


def test_a_code_that_could_not_go_out_in_time_never_goes_out(
    town: Town, box: FakeMailbox, settings: Any, town_clock: TownClock
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


# ── links ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_link_speaks_for_one_report(town: Town) -> None:
    report_id = make.report_row(make.report().code).pk
    token = links.token_of(report_id)
    assert links.report_id_of(token) == report_id
    assert links.token_of(report_id + 1) != token
    for forged in (
        "",
        ":",
        "abc",
        token[:-1],
        token[:-1] + ("A" if token[-1] != "A" else "B"),
        "0:" + token,
        token.replace(":", ""),
        "\x00",
        "😀:😀",
        "-1" + token,
    ):
        with pytest.raises(links.LinkIsNotOurs):
            links.report_id_of(forged)

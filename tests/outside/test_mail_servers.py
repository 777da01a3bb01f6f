"""Letters through OpenSMTPD and Dovecot: a question goes out, natural replies come back and are understood."""

from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest

from peygir.cases.models import Report
from peygir.core import clock
from peygir.desks.answers.models import Message, Verdict
from peygir.desks.intake.models import Inbound
from peygir.journey.clock import send_messages
from peygir.journey.conversation.inbound import hear_waiting
from peygir.journey.conversation.polling import read_mail
from tests import make
from tests.drain import drain
from tests.outside.mail_servers import CITIZEN, OURS, MailServers, mail_servers, unread_of
from tests.outside.systems import needs
from tests.town import Town, TownClock

pytestmark = needs("mail")


@pytest.fixture
def servers(
    town: Town, town_clock: TownClock, settings: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[MailServers]:
    with mail_servers(tmp_path_factory.mktemp("mail")) as running:
        settings.EMAIL_URL, settings.IMAP_URL = running.email_url, running.imap_url
        settings.DEFAULT_FROM_EMAIL = OURS
        yield running


def letter(text: str, subject: str, **headers: str) -> bytes:
    """A letter of the citizen as a mail program writes it."""
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = f"زهرا <{CITIZEN}>", OURS, subject
    message["Message-ID"] = f"<{abs(hash(text))}@citizen.example>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text, charset="utf-8")
    return message.as_bytes()


def read_and_hear(servers: MailServers) -> str:
    """The city reads its mailbox; what the newest letter became."""
    read_mail()
    while hear_waiting():
        pass
    drain()
    assert unread_of(servers) == 0
    return Inbound.objects.latest("pk").became


def ask_by_mail(servers: MailServers) -> tuple[str, EmailMessage]:
    """A case is done and its reporter is asked by mail: its code, and the letter as the citizen has it."""
    code = make.done(email=CITIZEN)
    while send_messages(clock.now()):
        pass
    count = Message.objects.filter(channel="mail", state="sent", address=CITIZEN).count()
    letters = servers.letters_of_citizen(count)
    return code, next(one for one in reversed(letters) if code in one.get_body(("plain",)).get_content())


@pytest.mark.parametrize(
    ("reply", "state"),
    [
        ("نه، هنوز درست نشده\n\nدر تاریخ دوشنبه ۲۳ نوامبر ۲۰۲۶ ۱۰:۱۲ 137 <137@c.ir> نوشت:\n> برطرف شد؟", "reopened"),
        ("بله درست شد ممنون\n\nSent from my iPhone", "closed"),
        ("انجام شد ولی کثیف‌کاری کردن\n\nOn Mon, Nov 23, 2026 at 10:12, 137 <137@c.ir> wrote:\n> x", "reopened"),
    ],
)
def test_a_reply_in_words_is_a_verdict(servers: MailServers, reply: str, state: str) -> None:
    code, question = ask_by_mail(servers)
    message_id = str(question["Message-ID"])
    servers.send(letter(reply, f"Re: {question['Subject']}", In_Reply_To=message_id, References=message_id))
    assert read_and_hear(servers) == "verdict"
    assert make.case(code).state == state
    assert Verdict.objects.get().channel == "mail"


def test_an_unclear_reply_is_asked_once_more_by_letter(servers: MailServers) -> None:
    code, question = ask_by_mail(servers)
    servers.send(letter("کدوم گزارش؟", "Re: x", In_Reply_To=str(question["Message-ID"])))
    assert read_and_hear(servers) == "unclear"
    assert make.case(code).state == "done"
    assert Message.objects.filter(kind="talk_unclear", address=CITIZEN).count() == 1


def test_an_old_encoding_under_a_wrong_name_is_read(servers: MailServers) -> None:
    persian_text = "چاله اي در خيابان زند نبش كوچه 5 است"
    head = f"From: {CITIZEN}\r\nTo: {OURS}\r\nSubject: x\r\nMessage-ID: <w@citizen.example>\r\nMIME-Version: 1.0\r\n"
    kind = "Content-Type: text/plain; charset=x-mac-farsi\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    servers.send((head + kind).encode() + persian_text.encode("windows-1256") + b"\r\n")
    assert read_and_hear(servers) == "report"
    assert persian_text in Report.objects.get().text


def test_a_robot_is_left_alone(servers: MailServers) -> None:
    servers.send(letter("I am away.", "Automatic reply: Is it fixed?", X_Auto_Response_Suppress="All"))
    assert read_and_hear(servers) == "machine"
    assert not Message.objects.exists()

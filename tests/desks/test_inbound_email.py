"""Letters that come in, at a real server: reports, answers, and robots that are left alone."""

import base64
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from typing import Any

import pytest

from peygir.cases.models import Report
from peygir.cases.new_report import NewReport, Reporter
from peygir.core.quoting import own_words
from peygir.desks.answers.models import Message, ReplyChannel, Verdict
from peygir.desks.intake.models import Inbound, Photo
from peygir.gateways.imap import opened, read_imap_url
from peygir.gateways.inbound_email import open_email, read_email
from peygir.gateways.results import GatewayFailed
from peygir.journey.conversation.inbound import hear_waiting
from peygir.journey.conversation.polling import read_mail
from peygir.journey.receiving import receive_told
from peygir.people.rules import ANONYMOUS
from tests import make
from tests.drain import drain
from tests.mailbox import PASSWORD, USER, lay, letter, mailbox_open, unread
from tests.town import CODE, PHONES, Town, TownClock, point_in

OURS = "137@city.example"


@pytest.fixture(scope="module")
def imap() -> Iterator[int]:
    with mailbox_open() as port:
        yield port


@pytest.fixture
def box(imap: int, town: Town, settings: Any, town_clock: TownClock) -> int:
    settings.IMAP_URL = f"imap://{USER}:{PASSWORD}@127.0.0.1:{imap}/INBOX?tls=0"
    settings.EMAIL_URL = ""
    settings.DEFAULT_FROM_EMAIL = OURS
    with opened(settings.IMAP_URL) as left:
        for uid, _ in left.unread():
            left.mark_read(uid)
    return imap


def heard(port: int, *letters: EmailMessage | bytes) -> None:
    """Letters come, are read, heard, and what they set off is done."""
    for one in letters:
        lay(port, one)
    read_mail()
    while hear_waiting():
        pass
    drain()


def answered() -> list[Message]:
    """The letters that we wrote, in order."""
    return list(Message.objects.filter(channel="mail").order_by("pk"))


def test_a_letter_with_words_and_place_is_a_report(box: int) -> None:
    message = letter("چالهٔ بزرگی در خیابان زند، نبش کوچه ۵ است.\n\n> نامهٔ پیشین", subject="چاله")
    message.add_attachment(make.photo(), maintype="image", subtype="jpeg", filename="a.jpg")
    heard(box, message)
    report = Report.objects.get(channel="mail")
    assert report.text == "چاله\nچالهٔ بزرگی در خیابان زند، نبش کوچه ۵ است."
    assert "خیابان زند" in report.address
    assert Photo.objects.get(report=report).state == "ready"
    assert ReplyChannel.objects.get(report=report).address == "zahra@example.com"
    told = answered()
    assert told[0].kind == "received"
    assert {one.address for one in told} == {"zahra@example.com"}
    assert unread(box) == 0


def test_the_same_letter_twice_is_one(box: int) -> None:
    message = letter("چاله در خیابان زند")
    heard(box, message, message)
    heard(box, message)
    assert Report.objects.filter(channel="mail").count() == 1


def test_a_letter_without_a_place_is_asked_and_goes_on(box: int) -> None:
    heard(box, letter("چراغ خاموش است", subject="روشنایی", message_id="<first@example.com>"))
    assert not Report.objects.exists()
    (asked,) = answered()
    assert (asked.kind, asked.answers, asked.subject) == ("talk_ask_place", "<first@example.com>", "Re: روشنایی")
    heard(box, letter("خیابان زند، کوچه ۵\n\nدر تاریخ ۳ اردیبهشت، ۱۳۷ نوشت:\n> کجاست؟", subject="Re: روشنایی"))
    report = Report.objects.get()
    assert (report.text, report.address) == ("روشنایی\nچراغ خاموش است", "خیابان زند، کوچه ۵")
    assert report.reporter_name == "زهرا"


def test_an_answer_that_is_a_photo_or_a_subject_alone_is_kept(box: int) -> None:
    heard(box, letter("چراغ خاموش است", subject="روشنایی"))
    message = letter("", subject="Re: روشنایی")
    message.add_attachment(make.photo(), maintype="image", subtype="jpeg", filename="a.jpg")
    heard(box, message)
    assert not Report.objects.exists()
    heard(box, letter("", subject="خیابان زند، کوچه ۵"))
    report = Report.objects.get()
    assert (report.address, report.photo_count) == ("خیابان زند، کوچه ۵", 1)


@pytest.mark.parametrize(
    ("headers", "sender"),
    [
        ({"Auto_Submitted": "auto-replied"}, "zahra@example.com"),
        ({"Precedence": "bulk"}, "a@example.com"),
        ({"List_Id": "<list.example.com>"}, "a@example.com"),
        ({"Return_Path": "<>"}, "a@example.com"),
        ({}, "MAILER-DAEMON@example.com"),
        ({}, "no-reply@example.com"),
        ({}, OURS),
        ({"X_Autoreply": "yes"}, "a@b.ir"),
    ],
)
def test_a_machine_is_never_answered(box: int, settings: Any, headers: dict[str, str], sender: str) -> None:
    settings.EMAIL_URL = f"smtp://127.0.0.1:9?from={OURS}"
    heard(box, letter("چاله در خیابان زند", sender=sender, **headers))
    assert not Report.objects.exists()
    assert answered() == []
    assert unread(box) == 0
    assert [row.became for row in Inbound.objects.all()] == ["machine"]


def test_a_code_in_the_subject_is_answered_with_its_state(box: int) -> None:
    code = make.referred()
    heard(box, letter("", subject=f"پیگیری {code}"))
    (told,) = [one for one in answered() if one.kind == "talk_state"]
    assert "ارجاع شد" in told.body


def test_an_answer_by_letter_is_a_verdict_only_from_its_reporter(box: int) -> None:
    code = make.done(email="zahra@example.com")
    heard(box, letter("۱", subject=f"Re: گزارش {code}", sender="other@example.com"))
    assert not Verdict.objects.exists()
    heard(box, letter("بله\n> آیا مشکل برطرف شد؟", subject=f"Re: گزارش {code}"))
    verdict = Verdict.objects.get()
    assert (verdict.is_fixed, verdict.channel) == (True, "mail")
    assert make.case(code).state == "closed"


def test_who_left_another_system_an_address_alone_is_told_and_answers_by_letter(box: int, town: Town) -> None:
    lat, lon = point_in("1")
    new_report = NewReport(
        channel="api",
        text=make.POTHOLE,
        topic_code="CIV-01",
        lat=lat,
        lon=lon,
        idempotency_key="k",
        reporter=Reporter(name="زهرا", email=" Zahra@example.com "),
    )
    code = receive_told(CODE, new_report, by=ANONYMOUS).receipt.code
    again = receive_told(CODE, replace(new_report, reporter=Reporter(email="other@example.com")), by=ANONYMOUS)
    assert (again.receipt.code, again.receipt.is_new) == (code, False)
    drain()
    for verb, words in (("accept", {}), ("finish", {"note": "پر شد.", "form": "آسفالت"})):
        make.command(code, verb, town.clerk, **words)
        drain()
    assert {(one.kind, one.address) for one in answered()} >= {
        (kind, "zahra@example.com") for kind in ("received", "referred", "done")
    }
    heard(box, letter("۱", subject=f"Re: گزارش {code}", sender="other@example.com"))
    assert not Verdict.objects.exists()
    heard(box, letter("بله", subject=f"Re: گزارش {code}"))
    assert Verdict.objects.get().is_fixed
    assert make.case(code).close_kind == "confirmed"


def test_more_words_about_a_report_join_its_case(box: int) -> None:
    code = make.referred(email="zahra@example.com")
    heard(box, letter("چاله بزرگ‌تر شده و یک موتور افتاد.", subject=f"Re: {code}"))
    assert [row.case_id for row in Report.objects.filter(channel="mail")] == [make.case(code).pk]
    message = letter("", subject=f"Re: {code}")
    message.add_attachment(make.photo(), maintype="image", subtype="jpeg", filename="a.jpg")
    heard(box, message)
    assert Photo.objects.get().case_id == make.case(code).pk
    thanks = letter("ممنون", subject=f"Re: {code}")
    thanks.add_attachment(make.photo(), maintype="image", subtype="jpeg", filename="logo.jpg")
    heard(box, thanks)
    assert Photo.objects.count() == 1, "a signature's picture beside thanks is no report"


def test_no_more_by_letter(box: int) -> None:
    heard(box, letter("", subject="unsubscribe"))
    (told,) = answered()
    assert (told.kind, told.state) == ("talk_stopped", "sent")
    code = make.referred(email="zahra@example.com", phone=PHONES[3])
    letters = [one for one in answered() if one.case_id == make.case(code).pk]
    assert letters
    assert {one.state for one in letters} == {"dead"}


def test_strange_letters_stop_nobody(box: int) -> None:
    page = "<html><body><p>چراغ <b>خاموش</b> است</p><p>خیابان زند</p><blockquote>پیشین</blockquote></body></html>"
    html = letter("x", subject="Lamp")
    html.set_content(page, subtype="html")
    torn = b"From: =?utf-8?b?broken\r\nSubject: \xff\xfe\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"
    heard(box, b"\r\n\r\n", torn, html)
    (report,) = Report.objects.all()
    assert "چراغ خاموش است" in report.text
    assert "پیشین" not in report.text


BROKEN = {
    "brackets": b"From: " + b"(" * 2_000 + b"\r\n\r\nhello\r\n",
    "nested": b"From: a@b.ir\r\nContent-Type: message/rfc822\r\n\r\n" * 1_500,
}


def test_a_letter_that_breaks_its_reader_waits_for_a_person_and_holds_up_no_other(box: int) -> None:
    heard(box, BROKEN["brackets"], letter("چراغ خاموش است، خیابان زند کوچه ۵"))
    assert unread(box) == 0
    assert Report.objects.count() == 1
    row = Inbound.objects.get(state="failed")
    assert base64.b64decode(row.said["original"]).startswith(b"From: ((((")


@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_kept_of_a_letter_that_breaks_its_reader(kind: str) -> None:
    broken_email = open_email(BROKEN[kind], ours=OURS)
    assert broken_email.machine == "unread"
    assert broken_email.sender == ("" if kind == "brackets" else "a@b.ir")
    assert base64.b64decode(broken_email.original) == BROKEN[kind]
    assert broken_email.text.startswith("From: ")


def test_html_that_only_some_versions_of_python_read_ends_no_look() -> None:
    raw = b"From: A <a@b.ir>\r\nContent-Type: text/html\r\n\r\n<![<![\r\n"
    email = open_email(raw, ours=OURS)
    assert email.sender == "a@b.ir"
    assert email.machine in ("", "unread")
    assert email.machine == "" or base64.b64decode(email.original) == raw


def test_a_letter_and_its_pictures_come_through_the_child_as_they_are() -> None:
    message = letter("چراغ خاموش است")
    for content in (b"\x89PNG\n\x00one", b"two\n"):
        message.add_attachment(content, maintype="image", subtype="png")
    assert open_email(message.as_bytes(), ours=OURS) == read_email(message.as_bytes(), ours=OURS)
    assert open_email(message.as_bytes(), ours=OURS).files == (b"\x89PNG\n\x00one", b"two\n")


@pytest.mark.parametrize(
    "head",
    [b"From: a\x00b@c.ir", b"From: a@b.ir\r\nMessage-ID: <1\x002@b>", b"From: a@b.ir\r\nIn-Reply-To: <1\x00@b> <2@b>"],
)
def test_a_nul_in_a_header_stops_nobody(box: int, head: bytes) -> None:
    heard(box, head + b"\r\nSubject: lamp\r\n\r\nhello\r\n")
    assert unread(box) == 0
    assert Inbound.objects.count() == 1


def test_a_letter_of_blank_lines_costs_its_length() -> None:
    # Four hours, were each line compared with all that follow.
    assert own_words("من نوشتم" + "\n" * 1_000_000 + "\n> قبلی") == "من نوشتم"


@pytest.mark.parametrize("url", ["http://u@h", "imaps://host", "imap://u:p@host", "imaps://u@h?x=1"])
def test_a_wrong_mailbox_waits_for_a_person(url: str) -> None:
    with pytest.raises(ValueError):
        read_imap_url(url)
    with pytest.raises(GatewayFailed), opened(url):
        pass

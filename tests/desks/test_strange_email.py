"""Letters in encodings that are wrong or unknown, with quotes of every mail program, and by robots without a mark."""

from email.message import EmailMessage

import pytest

from peygir.cases.models import Report
from peygir.core.charsets import decoded
from peygir.core.quoting import own_words
from peygir.desks.answers.models import Message
from peygir.desks.intake.inbound import actions as inbound
from peygir.desks.intake.models import Inbound
from peygir.gateways.inbound_email import read_email
from peygir.journey.conversation.inbound import hear
from tests.mailbox import letter
from tests.town import Town

OURS = "137@city.example"
WORDS = "سلام، چاله اي در خيابان زند نبش كوچه 5 است و موتوري افتاد"


def raw_letter(body: bytes, charset: str, subject: bytes = b"test", **headers: str) -> bytes:
    """A letter as the wire carries it: 8-bit, with whatever encoding its sender named."""
    more = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items()).encode()
    head = b"From: z@example.com\r\nTo: 137@city.example\r\nMessage-ID: <1@example.com>\r\nMIME-Version: 1.0\r\n" + more
    kind = f"Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n".encode()
    return head + b"Subject: " + subject + b"\r\n" + kind + body


@pytest.mark.parametrize(
    ("written", "declared"),
    [
        ("utf-8", "x-mac-farsi"),
        ("utf-8", "no-such-charset"),
        ("utf-8", "windows-1256"),
        ("windows-1256", "utf-8"),
        ("windows-1256", "windows-1256"),
        ("windows-1256", "x-unknown"),
        ("windows-1256", "us-ascii"),
        ("windows-1256", "iso-8859-1"),
        ("mac-farsi", "x-mac-farsi"),
    ],
)
def test_words_in_a_wrong_or_unknown_encoding_are_read(written: str, declared: str) -> None:
    found = read_email(raw_letter(WORDS.encode(written), declared, subject=WORDS.encode(written)), ours=OURS)
    assert found.text == WORDS
    assert found.original == ""


def test_accents_of_another_language_stay() -> None:
    text = "Bonjour, il y a un trou près de l'hôtel, à côté du café."
    assert decoded(text.encode("windows-1252"), "windows-1252") == (text, True)


def test_what_cannot_be_read_is_kept_as_it_came(town: Town) -> None:
    data = bytes(range(0x80, 0x100)) * 2
    read_mail = read_email(raw_letter(data, "x-nothing", subject="چاله در خیابان زند کوچه ۵".encode()), ours=OURS)
    assert read_mail.original
    inbound.take_email(read_mail)
    row = Inbound.objects.get()
    hear(row.pk)
    row.refresh_from_db()
    assert (row.state, row.said["original"], row.said["charset"]) == ("heard", read_mail.original, "x-nothing")
    assert "text" not in row.said


@pytest.mark.parametrize(
    "reply",
    [
        "نه\n\nOn Mon, Nov 23, 2026 at 10:12 AM 137 <137@city.example> wrote:\n\n> Is it fixed?",
        "نه\n\nOn Mon, Nov 23, 2026 at 10:12 AM 137 <137@city.example>\nwrote:\n\n> Is it fixed?",
        "نه\r\n\r\n\u202bدر تاریخ دوشنبه ۲۳ نوامبر ۲۰۲۶ 137 <137@c.ir>\u202c\r\nنوشت:\u200f\r\n\r\n> برطرف شد؟",
        "نه\n\n> On 23 Nov 2026, at 10:12, 137 <137@city.example> wrote:\n> \n> Is it fixed?",
        "نه\n\nFrom: Shiraz 137\nSent: Monday, November 23, 2026 10:12 AM\nTo: Ali\n\nIs it fixed?",
        "نه\n\n________________________________\nFrom: 137 <137@city.example>\nSent: Monday\n\nIs it fixed?",
        "نه\n\nاز: ۱۳۷ شیراز\nتاریخ: دوشنبه\nبه: علی\n\nآیا برطرف شد؟",
        "نه\n\n-------- Original message --------\nFrom: 137 <137@city.example>\n\nIs it fixed?",
        "نه\n\n-------- پیام اصلی --------\nاز: 137\n\nآیا برطرف شد؟",
        "نه\n\n در دوشنبه ۲ آذر ۱۴۰۵، ۱۰:۱۲:۰۰ (‎+۳:۳۰ گرینویچ)، ۱۳۷ <137@city.example> نوشت:\n\n آیا برطرف شد؟",
        "> آیا برطرف شد؟\n\nنه",
        "On Mon, Nov 23, 2026 at 10:12 AM 137 <137@city.example> wrote:\n> Is it fixed?\nنه",
        "نه\n\nSent from my iPhone",
        "نه\n\nارسال‌شده از آیفون من",
        "نه\n\nSent from Yahoo Mail on Android",
        "نه\n\nGet Outlook for Android",
        "نه\n-- \nعلی رضایی\nمدیر فروش",
        "نه\n\nارسال شده از گوشی سامسونگ",
    ],
)
def test_quotes_and_signatures_are_taken_off(reply: str) -> None:
    assert own_words(reply) == "نه"


@pytest.mark.parametrize(
    "text",
    [
        "عکس ارسال شده از کوچه ۵ است",
        "در گزارش قبلی نوشته بودم که چاله هست",
        "از: کوچه ۵ تا کوچه ۷ تاریک است",
        "روی تابلو نوشته: ورود ممنوع",
        "On Monday they came and left it open",
        "5 > 3",
    ],
)
def test_what_people_write_themselves_stays(text: str) -> None:
    assert own_words(text) == text


def take(message: EmailMessage) -> Inbound:
    inbound.take_email(read_email(message.as_bytes(), ours=OURS))
    return Inbound.objects.latest("pk")


@pytest.mark.parametrize(
    "headers",
    [
        {"X_Auto_Response_Suppress": "All"},
        {"X_Auto_Response_Suppress": "OOF, AutoReply"},
        {"X_Autoreply": "yes"},
        {"X_Autorespond": "x"},
        {"Precedence": "auto_reply"},
        {"X_Loop": OURS},
        {"X_Vacation": "1"},
        {"Delivered_To": "autoresponder"},
        {"X_POST_MessageClass": "9; Autoresponder"},
    ],
)
def test_a_robot_without_the_standards_mark_is_known(town: Town, headers: dict[str, str]) -> None:
    row = take(letter("تا شنبه نیستم. چاله در خیابان زند", subject="x", **headers))
    assert (row.state, row.became, row.said) == ("heard", "machine", {})


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Is it fixed?",
        "پاسخ خودکار: آیا برطرف شد؟",
        "Out of office",
        "Out of Office: until Monday",
        "Auto-Reply",
        "Undeliverable: Is it fixed?",
        "عدم حضور در محل کار",
    ],
)
def test_a_robot_by_its_subject_is_set_aside_with_its_words(town: Town, subject: str) -> None:
    row = take(letter("خیابان زند، کوچه ۵ چاله دارد", subject=subject))
    assert (row.state, row.became) == ("failed", "")
    assert not Message.objects.exists()
    assert not Report.objects.exists()
    inbound.hear_again(row.pk, by=town.admin)
    hear(row.pk)
    assert Report.objects.count() == 1, "a person found that somebody wrote it"


def test_noise_out_of_an_office_is_a_report(town: Town) -> None:
    row = take(letter("خیابان زند، کوچه ۵", subject="Out of office hours noise at night"))
    hear(row.pk)
    assert Report.objects.count() == 1

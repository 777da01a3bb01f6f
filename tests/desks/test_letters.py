"""Letters in and out against real servers: reports, answers, robots that are left alone, and signed letters."""

import base64
import hashlib
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa

from peygir.answers.models import Message, ReplyWay, Verdict
from peygir.answers.queries import dead_letters
from peygir.cases.models import Report
from peygir.core import clock
from peygir.gateways.deeds import GatewayFailed, GatewayUnsure
from peygir.gateways.dkim import read_seal, relaxed_body, relaxed_header, signed
from peygir.gateways.imap import opened, read_imap_url
from peygir.gateways.letters import read_letter
from peygir.gateways.mail import send_mail
from peygir.intake.actions import Reporter
from peygir.intake.models import Inbound, Photo
from peygir.journey import send_messages
from peygir.journey.hearing import hear_waiting
from peygir.journey.listening import read_mail
from peygir.journey.receiving import receive_told
from peygir.people.rules import ANONYMOUS
from tests import make
from tests.drain import drain
from tests.mailbox import PASSWORD, USER, lay, letter, mailbox_open, unread
from tests.post_office import Postman, post_office, rude_server
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
    assert ReplyWay.objects.get(report=report).address == "zahra@example.com"
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


@pytest.mark.parametrize(
    ("headers", "sender"),
    [
        ({"Auto_Submitted": "auto-replied"}, "zahra@example.com"), ({"Precedence": "bulk"}, "a@example.com"),
        ({"List_Id": "<list.example.com>"}, "a@example.com"), ({"Return_Path": "<>"}, "a@example.com"),
        ({}, "MAILER-DAEMON@example.com"), ({}, "no-reply@example.com"), ({}, OURS), ({"X_Autoreply": "yes"}, "a@b.ir"),
    ],
)  # fmt: skip
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
    told = {"by": ANONYMOUS, "channel": "api", "text": make.POTHOLE, "topic_code": "CIV-01", "lat": lat, "lon": lon}
    person = Reporter(name="زهرا", email=" Zahra@example.com ")
    code = receive_told(CODE, reporter=person, idempotency_key="k", **told).code
    again = receive_told(CODE, reporter=Reporter(email="other@example.com"), idempotency_key="k", **told)
    assert (again.code, again.is_new) == (code, False)
    drain()
    for verb, words in (("accept", {}), ("finish", {"note": "پر شد.", "form": "آسفالت"})):
        make.press(code, verb, town.clerk, **words)
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


@pytest.mark.parametrize("url", ["http://u@h", "imaps://host", "imap://u:p@host", "imaps://u@h?x=1"])
def test_a_wrong_mailbox_waits_for_a_person(url: str) -> None:
    with pytest.raises(ValueError):
        read_imap_url(url)
    with pytest.raises(GatewayFailed), opened(url):
        pass


def test_a_letter_is_sent_once_though_the_answer_is_lost(settings: Any, town: Town, town_clock: TownClock) -> None:
    make.report(email="zahra@example.com", phone=PHONES[2])
    said = (b"220 hi\r\n", b"250 ok\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n")
    with rude_server(*said) as port:  # takes the whole letter and hangs up
        settings.EMAIL_URL = f"smtp://127.0.0.1:{port}?from={OURS}"
        drain()
    first = Message.objects.filter(channel="mail").order_by("pk")[0]
    assert (first.state, first.is_unsure) == ("dead", True)
    assert first in dead_letters()
    postman = Postman()
    with post_office(postman) as port:
        settings.EMAIL_URL = f"smtp://127.0.0.1:{port}?from={OURS}"
        town_clock.forward(hours=5)
        send_messages(clock.now())
    assert [one["Subject"] for one in postman.taken] == ["گزارش شما ارجاع شد"], "the first is not sent again"
    with rude_server(*said[:4]) as port:
        settings.EMAIL_URL = f"smtp://127.0.0.1:{port}?from={OURS}"
        with pytest.raises(GatewayFailed) as failure:
            send_mail("a@example.com", "x", "y", message_id="m-1")
    assert not isinstance(failure.value, GatewayUnsure), "nothing was handed over"


def test_the_way_out_stands_in_the_letter(settings: Any, town: Town, town_clock: TownClock) -> None:
    make.report(email="zahra@example.com", phone=PHONES[2])
    postman = Postman()
    with post_office(postman) as port:
        settings.EMAIL_URL = f"smtp://127.0.0.1:{port}?from={OURS}"
        settings.IMAP_URL = "imaps://u:p@host/INBOX"
        drain()
    taken = postman.taken[0]
    assert taken["List-Unsubscribe"].strip() == f"<mailto:{OURS}?subject=unsubscribe>, <{settings.PUBLIC_URL}/me/>"


# ── signatures ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _key(folder: Path, kind: str) -> Any:
    key: Any = rsa.generate_private_key(65537, 2048) if kind == "rsa" else ed25519.Ed25519PrivateKey.generate()
    secret = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, form, secret))
    return key.public_key()


@pytest.mark.parametrize("kind", ["rsa", "ed25519"])
def test_a_signed_letter_is_believed_as_it_arrives(kind: str, settings: Any, tmp_path: Path) -> None:
    """Verified here by hand from the letter as the server got it, by RFC 6376, 3.7."""
    public, got = _key(tmp_path, kind), []

    class Keeper(Postman):
        async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
            got.append(envelope.original_content or envelope.content)
            return await super().handle_DATA(server, session, envelope)

    with post_office(Keeper()) as port:
        settings.EMAIL_URL = f"smtp://127.0.0.1:{port}?from={OURS}&dkim={tmp_path}/key.pem&selector=s1"
        send_mail("zahra@example.com", "گزارش شما", "متن\n\n.خط با نقطه\n", message_id="m-1", ways_out=["mailto:x@y"])
    head, _, body = got[0].partition(b"\r\n\r\n")
    fields = [part.partition(b":") for part in re.sub(rb"\r\n(?=[ \t])", b"", head).split(b"\r\n")]
    by_name = {name.lower().decode(): value.decode() for name, _, value in fields}
    stamp = by_name["dkim-signature"]
    tags = dict(part.strip().split("=", 1) for part in stamp.split(";"))
    assert (tags["d"], tags["s"], tags["c"]) == ("city.example", "s1", "relaxed/relaxed")
    assert tags["bh"] == base64.b64encode(hashlib.sha256(relaxed_body(body)).digest()).decode()
    names = [name.strip().lower() for name in tags["h"].split(":")]
    assert {"from", "to", "subject", "list-unsubscribe"} <= set(names)
    assert names.count("from") == 2
    lines = [relaxed_header(name, by_name[name]) for name in dict.fromkeys(names)]
    lines.append(relaxed_header("dkim-signature", re.sub(r"(\bb=)[^;]*$", r"\1", stamp)))
    data, signature = "\r\n".join(lines).encode(), base64.b64decode(re.sub(r"\s", "", tags["b"]))
    if kind == "rsa":
        public.verify(signature, data, padding.PKCS1v15(), hashes.SHA256())
    else:
        public.verify(signature, hashlib.sha256(data).digest())


def test_the_relaxed_forms_of_the_standard() -> None:
    """The examples of RFC 6376, 3.4.5, and the body of RFC 8463, A.3."""
    assert relaxed_header("A", " X\r\n") == "a:X"
    assert relaxed_header("B ", " Y\t\r\n\tZ  \r\n") == "b:Y Z"
    assert relaxed_body(b" C \r\nD \t E\r\n\r\n\r\n") == b" C\r\nD E\r\n"
    assert relaxed_body(b"\r\n\r\n") == b""
    body = relaxed_body(b"Hi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n")
    assert base64.b64encode(hashlib.sha256(body).digest()) == b"2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8="


def test_a_key_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    (tmp_path / "key.pem").write_text("nonsense")
    for path in (tmp_path / "key.pem", tmp_path / "none.pem"):
        with pytest.raises(ValueError, match="DKIM"):
            read_seal(str(path), selector="s", domain="d")


def test_a_letter_is_signed_the_same_whenever_it_is_parsed_again(tmp_path: Path) -> None:
    _key(tmp_path, "rsa")
    seal = read_seal(str(tmp_path / "key.pem"), selector="s", domain="city.example")
    raw = signed(letter("متن").as_bytes(), seal, at=1)
    assert message_from_bytes(raw, policy=default)["DKIM-Signature"].startswith("v=1; a=rsa-sha256")
    assert read_letter(raw, ours=OURS).text == "متن"

"""Letters: a real SMTP server takes them, and every kind of refusal is told apart."""

import json
import socket
import ssl
from pathlib import Path
from typing import Any

import pytest

from peygir.gateways.mail import compose, html_of, send_mail
from peygir.gateways.results import GatewayFailed, GatewayUnsure
from peygir.gateways.smtp import MailServer, deliver, read_mail_url
from tests.post_office import Postman, make_certificate, password_is_right, post_office, rude_server

# The test server uses a call that Python 3.14 calls old.
pytestmark = pytest.mark.filterwarnings("ignore:.*iscoroutinefunction:DeprecationWarning")

TO = "citizen@example.com"
SENDER = "137@shiraz.example"
SUBJECT = "درخواست شما انجام شد"
TEXT = "شهروند گرامی،\nچالهٔ کوچه پر شد.\n\nآیا مشکل برطرف شده است؟ <b>"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Path:
    settings.HOME = tmp_path
    settings.DEFAULT_FROM_EMAIL = SENDER
    return tmp_path


def use(settings: Any, port: int, *, user: str = "", query: str = "") -> None:
    settings.EMAIL_URL = f"smtp://{user}127.0.0.1:{port}{query}"


def test_a_persian_letter_arrives_whole(settings: Any) -> None:
    postman = Postman()
    with post_office(postman) as port:
        use(settings, port)
        receipt = send_mail(TO, SUBJECT, TEXT, message_id="m-17")
    (letter,) = postman.taken
    assert postman.recipients == [TO]
    assert letter["Subject"] == SUBJECT
    assert letter["From"] == SENDER
    assert letter["To"] == TO
    assert letter["Message-ID"] == receipt.provider_id == "<m-17@shiraz.example>"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Date"].datetime.tzinfo is not None
    plain, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert plain is not None
    assert plain.get_content().replace("\r\n", "\n").strip() == TEXT
    assert html is not None
    assert '<body dir="rtl"' in html.get_content()
    assert "&lt;b&gt;" in html.get_content()


def test_the_same_message_has_the_same_id(settings: Any) -> None:
    postman = Postman()
    with post_office(postman) as port:
        use(settings, port, query="?from=desk@city.example")
        receipts = {send_mail(TO, SUBJECT, TEXT, message_id="m-17").provider_id for _ in range(2)}
    assert receipts == {"<m-17@city.example>"}
    assert {letter["Message-ID"] for letter in postman.taken} == receipts


def test_an_english_letter_and_own_html(settings: Any) -> None:
    postman = Postman()
    with post_office(postman) as port:
        use(settings, port)
        send_mail(TO, "Done", "It is done.", message_id="a", language="en")
        send_mail(TO, "Done", "It is done.", "<p>own</p>", message_id="b")
    bodies = [letter.get_body(("html",)) for letter in postman.taken]
    contents = [body.get_content().strip() for body in bodies if body is not None]
    assert 'dir="ltr"' in contents[0]
    assert contents[1] == "<p>own</p>"


def test_a_subject_cannot_begin_another_header(settings: Any) -> None:
    postman = Postman()
    with post_office(postman) as port:
        use(settings, port)
        send_mail(TO, "سلام\r\nBcc: all@example.com", TEXT, message_id="a")
    assert postman.taken[0]["Bcc"] is None
    assert postman.recipients == [TO]


@pytest.mark.parametrize(
    ("postman", "is_permanent"),
    [
        (Postman(rcpt="550 5.1.1 no such citizen@example.com"), True),
        (Postman(rcpt="451 4.7.1 greylisted"), False),
        (Postman(rcpt="421 closing"), False),
        (Postman(data="554 5.7.1 looks like spam"), True),
        (Postman(data="452 4.3.1 disk full"), False),
        (Postman(rcpt="530 5.7.0 log in first"), False),
    ],
)
def test_lasting_and_passing_refusals(settings: Any, postman: Postman, is_permanent: bool) -> None:
    with post_office(postman) as port:
        use(settings, port)
        with pytest.raises(GatewayFailed) as failure:
            send_mail(TO, SUBJECT, TEXT, message_id="a")
    assert failure.value.is_permanent is is_permanent
    assert TO not in failure.value.reason
    assert not postman.taken


def test_a_letter_too_long_for_the_server_is_permanent(settings: Any) -> None:
    with post_office(Postman(), data_size_limit=1000) as port:
        use(settings, port)
        with pytest.raises(GatewayFailed) as failure:
            send_mail(TO, SUBJECT, TEXT * 100, message_id="a")
    assert failure.value.is_permanent


@pytest.mark.parametrize("to", ["", "nobody", "a@b@c", "a b@c.d", "a@b.c, d@e.f", "a@b.c\nBcc: d@e.f", "<a@b.c>"])
def test_what_is_no_address_is_permanent(settings: Any, to: str) -> None:
    settings.EMAIL_URL = "smtp://127.0.0.1:1"
    with pytest.raises(GatewayFailed) as failure:
        send_mail(to, SUBJECT, TEXT, message_id="a")
    assert failure.value.is_permanent


def test_a_persian_address_needs_a_server_that_takes_it(settings: Any) -> None:
    postman = Postman()
    with post_office(postman, enable_SMTPUTF8=False) as port:
        use(settings, port)
        with pytest.raises(GatewayFailed) as failure:
            send_mail("شهروند@example.com", SUBJECT, TEXT, message_id="a")
    assert failure.value.is_permanent
    with post_office(postman, enable_SMTPUTF8=True) as port:
        use(settings, port)
        send_mail("شهروند@example.com", SUBJECT, TEXT, message_id="a")
    assert postman.recipients == ["شهروند@example.com"]


def test_no_server_is_worth_another_try(settings: Any) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))  # bound but not listening: refuses
        use(settings, held.getsockname()[1])
        with pytest.raises(GatewayFailed) as failure:
            send_mail(TO, SUBJECT, TEXT, message_id="a")
    assert not failure.value.is_permanent


@pytest.mark.parametrize("answers", [(b"554 go away\r\n",), (b"220 hello\r\n",), (b"220 hello\r\n", b"250 hi\r\n")])
def test_a_server_that_breaks_off_is_worth_another_try(settings: Any, answers: tuple[bytes, ...]) -> None:
    with rude_server(*answers) as port:
        use(settings, port)
        with pytest.raises(GatewayFailed) as failure:
            send_mail(TO, SUBJECT, TEXT, message_id="a")
    assert not failure.value.is_permanent


@pytest.mark.parametrize("answers", [(), (b"220 hello\r\n",)])
def test_a_server_that_drips_has_an_end(answers: tuple[bytes, ...]) -> None:
    # Each byte comes well within the limit of a step, so only the limit of the whole can end it.
    with rude_server(*answers, drip=True) as port:
        server = MailServer("127.0.0.1", port, "", "", False, False, SENDER, None, step_seconds=5, whole_seconds=0.3)
        letter = compose(SENDER, TO, SUBJECT, TEXT, None, message_id="a", language="fa")
        with pytest.raises(GatewayFailed) as failure:
            deliver(server, letter, TO)
    assert not failure.value.is_permanent


def test_a_server_that_takes_a_letter_and_never_says_so_may_have_sent_it() -> None:
    said = (b"220 hi\r\n", b"250 ok\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n")
    with rude_server(*said, drip=True) as port:
        server = MailServer("127.0.0.1", port, "", "", False, False, SENDER, None, step_seconds=5, whole_seconds=2)
        letter = compose(SENDER, TO, SUBJECT, TEXT, None, message_id="a", language="fa")
        with pytest.raises(GatewayUnsure):
            deliver(server, letter, TO)


def test_a_silent_server_has_an_end() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        server = MailServer("127.0.0.1", port, "", "", False, False, SENDER, None, step_seconds=0.2)
        letter = compose(SENDER, TO, SUBJECT, TEXT, None, message_id="a", language="fa")
        with pytest.raises(GatewayFailed) as failure:
            deliver(server, letter, TO)
    assert not failure.value.is_permanent


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


def test_starttls_and_login(settings: Any, certificate: tuple[Path, ssl.SSLContext]) -> None:
    authority, context = certificate
    postman = Postman()
    options = {
        "tls_context": context,
        "require_starttls": True,
        "auth_required": True,
        "authenticator": password_is_right,
    }
    with post_office(postman, **options) as port:
        use(settings, port, user="desk:p%40ss%2Fword@", query=f"?tls=1&ca={authority}")
        send_mail(TO, SUBJECT, TEXT, message_id="a")
        assert len(postman.taken) == 1
        for user, query, reason in (
            ("desk:wrong@", f"?tls=1&ca={authority}", "535"),
            ("desk:p%40ss%2Fword@", "?tls=1", "SSLCertVerificationError"),
            ("", "?tls=0", "530"),  # the server insists on TLS
        ):
            use(settings, port, user=user, query=query)
            with pytest.raises(GatewayFailed) as failure:
                send_mail(TO, SUBJECT, TEXT, message_id="a")
            assert not failure.value.is_permanent
            assert reason in failure.value.reason
            assert "word" not in str(failure.value)
    assert len(postman.taken) == 1


def test_tls_that_is_not_offered_is_not_done_without(settings: Any) -> None:
    postman = Postman()
    with post_office(postman) as port:
        use(settings, port, query="?tls=1")
        with pytest.raises(GatewayFailed) as failure:
            send_mail(TO, SUBJECT, TEXT, message_id="a")
    assert not failure.value.is_permanent
    assert not postman.taken


def test_tls_from_the_first_byte(settings: Any, certificate: tuple[Path, ssl.SSLContext]) -> None:
    authority, context = certificate
    postman = Postman()
    with post_office(postman, ssl_context=context) as port:
        settings.EMAIL_URL = f"smtps://127.0.0.1:{port}?ca={authority}"
        send_mail(TO, SUBJECT, TEXT, message_id="a")
    assert len(postman.taken) == 1


def test_without_a_server_letters_are_kept(settings: Any, home: Path) -> None:
    settings.EMAIL_URL = ""
    for _ in range(2):
        assert send_mail(TO, SUBJECT, TEXT, message_id="a").provider_id == "file:a"
    (line,) = (home / "outbox" / "mail.jsonl").read_text().splitlines()
    assert json.loads(line)["subject"] == SUBJECT


@pytest.mark.parametrize(
    "url",
    [
        "http://host",
        "smtp://",
        "host:25",
        "smtp://u:p@host",
        "smtp://host?tsl=1",
        "smtp://host?from=nobody",
        "smtp://host:x",
    ],
)
def test_a_wrong_setting_waits_for_a_person(settings: Any, url: str) -> None:
    with pytest.raises(ValueError):
        read_mail_url(url, SENDER)
    settings.EMAIL_URL = url
    with pytest.raises(GatewayFailed) as failure:
        send_mail(TO, SUBJECT, TEXT, message_id="a")
    assert not failure.value.is_permanent


def test_ports_and_secrets_of_a_setting() -> None:
    assert read_mail_url("smtp://host", SENDER).port == 25
    assert read_mail_url("smtp://host?tls=1", SENDER).port == 587
    assert read_mail_url("smtps://host", SENDER).port == 465
    server = read_mail_url("smtps://desk:geheim@host:2465", SENDER)
    assert (server.user, server.password, server.port) == ("desk", "geheim", 2465)
    assert "geheim" not in repr(server)


def test_html_keeps_paragraphs_and_lines() -> None:
    assert html_of("یک\nدو\n\n\nسه", "fa").count("<p>") == 2
    assert "یک<br>دو" in html_of("یک\nدو", "fa")

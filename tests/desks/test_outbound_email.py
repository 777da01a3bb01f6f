"""Letters out: sent once though the answer is lost, with the way out of them, and signed so that they are believed."""

import base64
import hashlib
import re
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa

from peygir.core import clock
from peygir.desks.answers.models import Message
from peygir.desks.answers.queries import dead_letters
from peygir.gateways.dkim import read_seal, relaxed_body, relaxed_header, signed
from peygir.gateways.inbound_email import read_email
from peygir.gateways.mail import send_mail
from peygir.gateways.results import GatewayFailed, GatewayUnsure
from peygir.journey.clock import send_messages
from tests import make
from tests.drain import drain
from tests.mailbox import letter
from tests.post_office import Postman, post_office, rude_server
from tests.town import PHONES, Town, TownClock

OURS = "137@city.example"


def test_a_letter_is_sent_once_though_the_answer_is_lost(settings: Any, town: Town, town_clock: TownClock) -> None:
    make.report(email="zahra@example.com", phone=PHONES[2])
    server_lines = (b"220 hi\r\n", b"250 ok\r\n", b"250 ok\r\n", b"250 ok\r\n", b"354 go\r\n")
    with rude_server(*server_lines) as port:  # takes the whole letter and hangs up
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
    with rude_server(*server_lines[:4]) as port:
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
    assert read_email(raw, ours=OURS).text == "متن"

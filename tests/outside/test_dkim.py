"""dkimpy verifies our signed letters as a mailbox does, and notices what is changed in them."""

import base64
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from peygir.gateways.dkim import read_seal, signed

dkim = pytest.importorskip("dkim", reason="no dkimpy (pip install 'dkimpy[ed25519]')")


def a_letter() -> bytes:
    """A letter with a long Persian subject, a way out, dots at the beginning of lines and blanks at their ends."""
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"] = "137@city.example", "zahra@example.com"
    made["Subject"] = "گزارش شما دربارهٔ چالهٔ بلوار چمران رسیدگی شد؛ نتیجه را ببینید"
    made["List-Unsubscribe"] = "<mailto:x@y.example>"
    made.set_content("متن\n\n.خط با نقطه   \n\n\n")
    return made.as_bytes()


@pytest.mark.parametrize("kind", ["rsa", "ed25519"])
def test_a_mailbox_believes_our_letters(kind: str, tmp_path: Path) -> None:
    key: Any = rsa.generate_private_key(65537, 2048) if kind == "rsa" else ed25519.Ed25519PrivateKey.generate()
    form, secret = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (tmp_path / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, form, secret))
    raw = signed(
        a_letter(), read_seal(str(tmp_path / "key.pem"), selector="s1", domain="city.example"), at=1_700_000_000
    )
    public = (
        (serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
        if kind == "rsa"
        else (serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    )
    record = f"v=DKIM1; k={kind}; p={base64.b64encode(key.public_key().public_bytes(*public)).decode()}".encode()
    names: list[bytes] = []

    def dns(name: bytes, timeout: float = 5) -> bytes:
        names.append(name)
        return record

    assert dkim.verify(raw, dnsfunc=dns)
    assert names == [b"s1._domainkey.city.example."]
    changes = {
        "the recipient": raw.replace(b"zahra@", b"zahru@"),
        "the way out": raw.replace(b"mailto:x@y", b"mailto:x@z"),
        "the body": raw + b"more\r\n",
        "a second sender": b"From: <other@example.com>\r\n" + raw,
    }
    for what, changed in changes.items():
        assert changed != raw, what
        assert not dkim.verify(changed, dnsfunc=dns), what

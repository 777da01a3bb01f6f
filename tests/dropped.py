"""Keys and boxes of the drop box for tests: a receiver with a key in force, and what that key opens."""

import base64
import json
import re
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from cryptography.hazmat.primitives.serialization import load_der_private_key
from django.http import HttpResponse
from django.test import Client

from peygir.desks.dropbox import queries as dropbox
from peygir.desks.dropbox.actions import confirm_drop_key, propose_drop_key
from peygir.desks.dropbox.models import DropBox
from peygir.desks.dropbox.queries import SealedMessageFacts, context_of
from peygir.desks.dropbox.sealing import open_part, read_text_part, unseal
from peygir.people.rules import Actor
from tests.town import Town

PLACES = re.compile(r"<li><bdi>([^<]+)</bdi></li>")
PASS = re.compile(r'name="pass" value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class HeldKey:
    """A receiver's key pair, as its holder has it."""

    id: int
    private: X25519PrivateKey

    def opens(self, reference: str, message: SealedMessageFacts, file: int = 0, sealed: bytes = b"") -> bytes:
        """What a part of a message says. Raises CannotBeOpened."""
        content_key = unseal(self.private, message.seals[self.id])
        return open_part(content_key, file, sealed or message.text, context_of(reference, message.number))


def held_key(town: Town, holder: Actor | None = None, *, confirmer: Actor | None = None) -> HeldKey:
    """A key in force of the inspectorate, confirmed by the mayor's desk."""
    private = X25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    key_id = propose_drop_key(town.city_id, public, by=holder or town.inspectorate)
    confirm_drop_key(key_id, by=confirmer or town.mayor)
    return HeldKey(key_id, private)


def texts_of(key: HeldKey, box: DropBox) -> list[str]:
    """The texts of all messages of a box, opened with a key."""
    messages = dropbox.sealed_messages(box.pk)
    return [read_text_part(key.opens(box.reference, message))[0] for message in messages]


@dataclass(slots=True)
class Writer:
    """Somebody who writes to the drop box without scripts: the seven words and the pass of the last page."""

    client: Client
    words: str = ""
    carried: str = ""

    def begin(self, receiver: str = "inspectorate") -> HttpResponse:
        """Take seven words."""
        answer = self._kept(self.client.post("/drop/words/", {"receiver": receiver}))
        self.words = " ".join(PLACES.findall(answer.content.decode()))
        return answer

    def send(self, text: str, *, words: str | None = None, **more: object) -> HttpResponse:
        """Send the report, with the words typed back."""
        typed = self.words if words is None else words
        fields = {"pass": self.carried, "send": "1", "text": text, "words": typed, **more}
        return self._kept(self.client.post("/drop/write/", fields))

    def open(self, words: str | None = None) -> HttpResponse:
        """Open the box with the words."""
        return self._kept(self.client.post("/drop/open/", {"words": self.words if words is None else words}))

    def write(self, text: str, **more: object) -> HttpResponse:
        """Send a further message."""
        return self._kept(self.client.post("/drop/reply/", {"pass": self.carried, "send": "1", "text": text, **more}))

    def _kept(self, answer: object) -> HttpResponse:
        assert isinstance(answer, HttpResponse)
        found = PASS.search(answer.content.decode(errors="replace"))
        self.carried = found[1] if found else self.carried
        return answer


def coded(content: bytes) -> str:
    """Bytes as the browser sends them in JSON."""
    return base64.b64encode(content).decode()


def opened_key_file(content: str, passphrase: str) -> X25519PrivateKey:
    """The private key in a key file, opened as the browser opens it."""
    file = json.loads(content)
    assert file["peygir"] == "drop box key 1"
    key = PBKDF2HMAC(SHA256(), 32, base64.b64decode(file["salt"]), file["rounds"]).derive(passphrase.encode())
    private = load_der_private_key(AESGCM(key).decrypt(bytes(12), base64.b64decode(file["sealed"]), None), None)
    assert isinstance(private, X25519PrivateKey)
    assert private.public_key().public_bytes_raw() == base64.b64decode(file["public"])
    return private

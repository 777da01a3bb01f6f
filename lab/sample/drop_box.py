"""The sample's drop box: key files for its two receivers, locked with the sample's password, and a report that waits.

A real city's keys are made in their holders' browsers and are on no server. Here everybody is to see the whole path, so
the files lie in the home of the sample; docs/drop-box.md says so.
"""

import base64
import json
import secrets
import unicodedata
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from lab.sample.crew import PASSWORD
from lab.sample.inspections import person
from peygir.city import queries as city
from peygir.core import clock
from peygir.desks.dropbox import queries as dropbox
from peygir.desks.dropbox.actions import confirm_drop_key, open_box, propose_drop_key
from peygir.desks.dropbox.box_keys import derive
from peygir.desks.dropbox.code_words import new_code
from peygir.desks.dropbox.rules import DropReceiver
from peygir.journey.moments import old_moment

FOLDER: Final = "sample-drop-box-keys"
HOLDERS: Final = (("inspectorate", "mayor"), ("mayor", "inspectorate"))
"""Who holds a key, and who has confirmed it."""
ROUNDS: Final = 600_000
"""Of PBKDF2, as frontend/src/inspectorate/sealing.ts writes a key file."""
BEGAN, CAME = timedelta(days=20), timedelta(days=2)
TEXT: Final = (
    "(نمونه) پیمانکار یکی از کارگاه‌های لکه‌گیری هر ماه پولی به مسئول تأیید صورت‌وضعیت می‌دهد تا متراژ بیشتر ثبت شود. "
    "دو همکار دیگر هم دیده‌اند. اگر لازم است روزها را می‌نویسم."
)


def drop_box_sample(city_id: int, *, now: datetime, home: Path) -> None:
    """Give both receivers a key in force, and let a report come in; called again, nothing is added.

    The key files are written to the folder FOLDER of `home`. Raises ValueError for a city that is no sample.
    """
    facts = city.city_by_id(city_id)
    if not facts.is_sample:
        raise ValueError("the keys of a real city are made in their holders' browsers")
    if dropbox.drop_keys(city_id, list(DropReceiver)):
        return
    with clock.simulated(lambda: now - BEGAN), old_moment():
        for holder, confirmer in HOLDERS:
            private = X25519PrivateKey.generate()
            public = private.public_key().public_bytes_raw()
            _write(home / FOLDER / f"{holder}.json", key_file(private, PASSWORD))
            confirm_drop_key(propose_drop_key(city_id, public, by=person(holder)), by=person(confirmer))
    with clock.simulated(lambda: now - CAME), old_moment():
        words = derive(new_code(), facts.code)
        open_box(city_id, DropReceiver.INSPECTORATE.value, words, text=TEXT, files=[])


def key_files(home: Path) -> list[Path]:
    """Return the key files of the sample, by their names; none where it was made without them."""
    return sorted((home / FOLDER).glob("*.json"))


def key_file(private: X25519PrivateKey, passphrase: str) -> str:
    """Return a key pair as the file that a receiver's browser opens with the passphrase."""
    salt = secrets.token_bytes(16)
    words = unicodedata.normalize("NFKC", passphrase).encode()
    pkcs8 = private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    key = PBKDF2HMAC(SHA256(), 32, salt, ROUNDS).derive(words)
    content = {
        "peygir": "drop box key 1",
        "public": _coded(private.public_key().public_bytes_raw()),
        "salt": _coded(salt),
        "rounds": ROUNDS,
        "sealed": _coded(AESGCM(key).encrypt(bytes(12), pkcs8, None)),  # this key encrypts once
    }
    return json.dumps(content)


def _coded(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _write(file: Path, content: str) -> None:
    file.parent.mkdir(mode=0o700, exist_ok=True)
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    file.write_text(content)

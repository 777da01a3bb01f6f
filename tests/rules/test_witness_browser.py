"""What a witness's browser signs is what the city takes, and what the one file for Python checks."""

import hashlib
import json
import unicodedata
from base64 import b64decode
from pathlib import Path
from typing import Any, Final

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import load_der_private_key

from peygir.core.transparency.notes import VerifierKey, cosign_note, read_note
from peygir.history.record.verifier.signatures import Fault, checkpoint_of, key_of
from peygir.history.record.witnesses import read_witness_key
from tests.record_city import WITNESS

VECTORS: Final[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "witness_vectors.json").read_text(encoding="utf-8")
)
SIGNED: Final = f"{VECTORS['note']}{VECTORS['signature']}\n"


def test_the_line_of_the_browser_is_a_cosignature() -> None:
    """`frontend/tests/witness.test.ts` holds that the browser makes this very line of this key file."""
    key = read_witness_key(VECTORS["key"])
    assert key is not None
    text = read_note(VECTORS["note"]).text
    assert str(cosign_note(text, WITNESS, "panel.example", VECTORS["time"])) == VECTORS["signature"]
    note = read_note(SIGNED)
    log = VerifierKey.read(VECTORS["log"])
    assert note.signed_by([log, key]) == [log, key]
    assert note.signed_at(key) == VECTORS["time"]


def test_the_one_file_checks_it() -> None:
    log, key = key_of(VECTORS["log"]), key_of(VECTORS["key"])
    assert checkpoint_of(SIGNED, [log], [key])[0] == 12_345
    with pytest.raises(Fault, match=r"not signed by panel\.example"):
        checkpoint_of(VECTORS["note"], [log], [key])
    with pytest.raises(Fault, match="not by its key"):
        checkpoint_of(SIGNED.replace("\n12345\n", "\n12346\n"), [log], [key])


def test_the_key_file_holds_the_key_behind_the_passphrase() -> None:
    file = VECTORS["key_file"]
    words = unicodedata.normalize("NFKC", VECTORS["passphrase"]).encode()
    lock = hashlib.pbkdf2_hmac("sha256", words, b64decode(file["salt"]), file["rounds"], 32)
    raw = AESGCM(lock).decrypt(bytes(12), b64decode(file["sealed"]), None)
    assert load_der_private_key(raw, None).private_bytes_raw() == WITNESS.private_bytes_raw()  # type: ignore[union-attr]

"""The server's encryption of the drop box against fixed bytes, which the browser's tests open as well."""

import base64
import json
from pathlib import Path
from typing import Any, Final

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from peygir.desks.dropbox import sealing

VECTORS: Final[dict[str, Any]] = json.loads((Path(__file__).parents[1] / "drop_box_vectors.json").read_text())
OWN: Final = X25519PrivateKey.from_private_bytes(base64.b64decode(VECTORS["private"]))


def raw(name: str) -> bytes:
    return base64.b64decode(VECTORS[name])


def test_the_fixed_bytes_open() -> None:
    content_key = sealing.unseal(OWN, raw("seal"))
    assert content_key == raw("content_key")
    parts = [base64.b64decode(part) for part in VECTORS["parts"]]
    text, files = sealing.read_text_part(sealing.open_part(content_key, 0, parts[0], VECTORS["context"]))
    assert text == VECTORS["text"]
    assert files == [{"name": "picture-1.jpg", "kind": "image/jpeg"}]
    assert sealing.open_part(content_key, 1, parts[1], VECTORS["context"]) == raw("file")
    assert sealing.fingerprint_of(raw("public")) == VECTORS["fingerprint"]


@given(st.binary(max_size=9000), st.integers(0, 4))
def test_what_is_sealed_opens_and_shows_no_length(content: bytes, number: int) -> None:
    sealed = sealing.encrypt_part(b"k" * 32, number, content, "a:1", step=4096)
    assert len(sealed) % 4096 == 16
    assert sealing.open_part(b"k" * 32, number, sealed, "a:1") == content


@given(st.data())
def test_a_changed_byte_is_seen(data: st.DataObject) -> None:
    sealed = bytearray(sealing.seal(raw("public"), b"x" * 32))
    assert len(sealed) == sealing.SEAL
    place = data.draw(st.integers(0, len(sealed) - 1))
    bit = data.draw(st.sampled_from([1, 2, 4, 8, 16, 32, 64]))
    sealed[place] ^= bit
    with pytest.raises(sealing.CannotBeOpened):
        sealing.unseal(OWN, bytes(sealed))


@pytest.mark.parametrize("sealed", [b"", b"x", b"\0" * 80, b"\xff" * 80])
def test_what_is_no_seal_does_not_open(sealed: bytes) -> None:
    with pytest.raises(sealing.CannotBeOpened):
        sealing.unseal(OWN, sealed)


@pytest.mark.parametrize("part", [b"", b"[]", b"{}", b"\xff", b'{"text": 1}', b'{"text": "a", "files": [1]}'])
def test_what_is_no_text_is_refused(part: bytes) -> None:
    with pytest.raises(sealing.CannotBeOpened):
        sealing.read_text_part(part)

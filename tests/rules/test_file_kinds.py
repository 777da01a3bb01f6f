"""What a file is, by its first bytes, and the header fields of uploads."""

import base64

import pytest

from peygir.media import tus
from peygir.media.kinds import HEAD_BYTES, content_of
from tests.pictures import encoded, picture


@pytest.mark.parametrize(("kind", "media_type"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")])
def test_photos_are_known_by_their_content(kind: str, media_type: str) -> None:
    content = content_of(encoded(picture(), kind)[:HEAD_BYTES])
    assert content is not None
    assert (content.kind, content.media_type) == ("photo", media_type)


@pytest.mark.parametrize(
    ("head", "kind", "media_type"),
    [
        (b"%PDF-1.7\n", "pdf", "application/pdf"),
        (b"ID3\x04\x00", "sound", "audio/mpeg"),
        (b"\xff\xfb\x90\x64", "sound", "audio/mpeg"),
        (b"OggS\x00\x02", "sound", "audio/ogg"),
        (b"fLaC\x00\x00", "sound", "audio/flac"),
        (b"#!AMR\n", "sound", "audio/amr"),
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", "sound", "audio/wav"),
        (b"\x00\x00\x00\x20ftypM4A \x00", "sound", "audio/mp4"),
        (b"\x00\x00\x00\x18ftyp3gp4\x00", "sound", "audio/mp4"),
        (b"\x00\x00\x00\x18ftypmp42\x00", "sound", "audio/mp4"),
    ],
)
def test_documents_and_sound_are_known_by_their_content(head: bytes, kind: str, media_type: str) -> None:
    content = content_of(head)
    assert content is not None
    assert (content.kind, content.media_type) == (kind, media_type)


@pytest.mark.parametrize(
    "head", [b"", b"\xff", b"<svg", b"GIF89a", b"MZ\x90\x00", b"RIFF\x00\x00\x00\x00AVI ", b"<!DOCTYPE html>", b"%!PS"]
)
def test_nothing_else_is_taken(head: bytes) -> None:
    assert content_of(head) is None


def test_metadata_may_have_further_pairs() -> None:
    encoded_sum = base64.b64encode(b"A" * 64).decode()
    with pytest.raises(tus.UploadIsNotDescribed):
        tus.description_of("x")
    digest = base64.b64encode(("AB" * 32).encode()).decode()
    name = base64.b64encode("چاله.jpg".encode()).decode()
    known = tus.description_of(f"filename {name}, other, sha256 {digest}")
    assert (known.file_name, known.sha256) == ("چاله.jpg", "ab" * 32)
    with pytest.raises(tus.UploadIsNotDescribed):
        tus.description_of(f"sha256 {encoded_sum[:-4]}")
    with pytest.raises(tus.UploadIsNotDescribed):
        tus.description_of(f"filename {'a' * 2000},sha256 {digest}")


@pytest.mark.parametrize("value", ["sha256", "sha256 !!", "sha1 AAAA", "crc32 AAAA", "SHA256 " + "A" * 44])
def test_a_checksum_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(tus.UploadIsNotDescribed):
        tus.checksum_of(value)


def test_the_digest_is_written_as_rfc_9530_has_it() -> None:
    # The example of RFC 9530, appendix B.1, written in hex.
    digest = base64.b64decode("RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=").hex()
    assert tus.repr_digest(digest) == "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:"

"""What is told of a document or recording before somebody opens it: programs, other files, locks, bombs, its length."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peygir.media.pdf_findings import pdf_findings
from peygir.media.sound_lengths import is_video, seconds_of
from tests import documents
from tests.documents import pdf_of, stream_of

SOUNDS = ("audio/mpeg", "audio/ogg", "audio/flac", "audio/wav", "audio/amr", "audio/mp4")


def test_a_proper_document_has_no_findings() -> None:
    assert pdf_findings(documents.document()) == ()


@pytest.mark.parametrize(
    "objects",
    [
        [b"<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>"],
        [b"<</Type/Catalog/OpenAction<</S/J#61vaScript/J#53(app.alert\\(1\\))>>>>"],
        [b"<</Type/Catalog/AA<</O<</S/Launch/F(cmd.exe)>>>>>>"],
        [stream_of(b"3 0 <</S/JavaScript/JS(1)>>", b"/Type/ObjStm/N 1/First 4")],
        [stream_of(b"3 0 <</S/J#61vaScript>>", b"/Type/#4fbjStm/N 1/First 4")],
    ],
)
def test_a_program_is_found_however_its_name_is_written(objects: list[bytes]) -> None:
    assert pdf_findings(pdf_of(objects)) == ("program",)


def test_pictures_and_words_are_no_programs() -> None:
    noise = random.Random(7).randbytes(20_000) + b"/JavaScript/EmbeddedFile"
    assert pdf_findings(pdf_of([stream_of(noise, b"/Subtype/Image"), stream_of(b"(/JS) Tj")])) == ()
    assert pdf_findings(pdf_of([b"<</Type/Catalog/JSomething 1/EmbeddedFilesX 2>>"])) == ()


def test_what_is_inside_or_locked_or_behind_is_told() -> None:
    assert pdf_findings(pdf_of([b"<<>>"], trailer=b"/Encrypt 2 0 R")) == ("locked",)
    inside = pdf_of([b"<</Names<</EmbeddedFiles 2 0 R>>>>", stream_of(b"MZ", b"/Type/EmbeddedFile")])
    assert pdf_findings(inside) == ("files",)
    assert pdf_findings(pdf_of([b"<<>>"], tail=b"PK\x03\x04" + bytes(3000))) == ("more",)
    assert pdf_findings(b"%PDF-1.7\n<html><script>alert(1)</script></html>") == ("damaged",)


def test_a_bomb_is_told_of_and_not_unpacked_to_its_end() -> None:
    assert pdf_findings(pdf_of([stream_of(bytes(600 * 1024 * 1024))])) == ("huge",)
    assert pdf_findings(pdf_of([stream_of(bytes(10**6), layers=2)])) == ("huge",)


@given(st.binary(max_size=400))
def test_any_bytes_give_findings(data: bytes) -> None:
    pdf_findings(b"%PDF-" + data)
    pdf_findings(pdf_of([stream_of(b"x")[:-9] + data, b"stream\n" + data, b"#" + data]))


@pytest.mark.parametrize(
    ("media_type", "data", "seconds"),
    [
        ("audio/wav", documents.wav(2.5), 2.5),
        ("audio/mpeg", documents.mp3(100), 100 * 1152 / 44_100),
        ("audio/mpeg", documents.mp3(100, b"ID3\x04\x00\x00\x00\x00\x01\x00" + bytes(128)), 100 * 1152 / 44_100),
        ("audio/amr", documents.amr(150), 3),
        ("audio/flac", documents.flac(441_000), 10),
        ("audio/ogg", documents.opus(12), 12),
        ("audio/ogg", documents.ogg(b"\x01vorbis" + bytes(5) + (22_050).to_bytes(4, "little"), 44_100), 2),
        ("audio/mp4", documents.m4a(90_000), 90),
    ],
)
def test_the_length_of_a_recording_is_read(media_type: str, data: bytes, seconds: float) -> None:
    assert seconds_of(data, media_type) == pytest.approx(seconds)


@pytest.mark.parametrize("media_type", SOUNDS)
@given(data=st.binary(max_size=300))
def test_any_bytes_have_a_length_or_none(media_type: str, data: bytes) -> None:
    for made in (data, documents.m4a(1)[:-60] + data, documents.opus(1)[:20] + data, documents.mp3(1) + data):
        seconds = seconds_of(made, media_type)
        assert seconds is None or seconds >= 0
        assert is_video(made, media_type) in (True, False)


def test_a_video_is_no_recording() -> None:
    sound, video = documents.m4a(1000, handlers=[b"soun"]), documents.m4a(1000, handlers=[b"soun", b"vide"])
    assert (is_video(sound, "audio/mp4"), is_video(video, "audio/mp4")) == (False, True)
    assert not is_video(video, "audio/ogg")
    assert seconds_of(documents.m4a(0), "audio/mp4") == 0, "not stated"

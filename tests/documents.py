"""PDF documents and sound recordings for tests: proper ones, and hostile ones."""

import io
import wave
import zlib
from collections.abc import Sequence


def pdf_of(objects: Sequence[bytes], *, trailer: bytes = b"", tail: bytes = b"") -> bytes:
    """A PDF of these objects; `trailer` is added to its dictionary, `tail` to its end."""
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, each) for number, each in enumerate(objects, start=1))
    return b"%PDF-1.7\n" + body + b"trailer\n<</Root 1 0 R" + trailer + b">>\nstartxref\n9\n%%EOF\n" + tail


def document(text: bytes = b"A letter.") -> bytes:
    """A proper PDF of one page."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
    words = stream_of(b"BT /F 12 Tf 72 720 Td (" + text + b") Tj ET")
    font = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    return pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, words, font])


def stream_of(content: bytes, more: bytes = b"", *, layers: int = 1) -> bytes:
    """A stream object with packed content; `more` is added to its dictionary."""
    for _ in range(layers):
        content = zlib.compress(content, 9)
    filters = b" ".join([b"/FlateDecode"] * layers)
    return b"<</Length %d/Filter[%s]%s>>\nstream\n%s\nendstream" % (len(content), filters, more, content)


def wav(seconds: float, rate: int = 8000) -> bytes:
    """Silence as WAV."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(rate)
        file.writeframes(b"\x80" * int(seconds * rate))
    return out.getvalue()


def mp3(frames: int, tag: bytes = b"") -> bytes:
    """Silence as MP3: frames of 1152 samples at 44.1 kHz and 128 kbit/s."""
    return tag + (b"\xff\xfb\x90\x64" + bytes(413)) * frames


def amr(frames: int) -> bytes:
    """AMR of 12.2 kbit/s: frames of 20 ms."""
    return b"#!AMR\n" + (b"\x3c" + bytes(31)) * frames


def flac(samples: int, rate: int = 44_100) -> bytes:
    """The head of a FLAC file."""
    packed = rate << 44 | 0 << 41 | 15 << 36 | samples
    return b"fLaC\x80\x00\x00\x22" + bytes(10) + packed.to_bytes(8) + bytes(16)


def ogg(head: bytes, position: int) -> bytes:
    """Two pages of one Ogg stream: the head of the codec, and the end at a position."""

    def page(content: bytes, at: int, number: int) -> bytes:
        kind = 2 if number == 0 else 4
        return (
            b"OggS\x00"
            + bytes([kind])
            + at.to_bytes(8, "little", signed=True)
            + b"\x07\x00\x00\x00"
            + number.to_bytes(4, "little")
            + bytes(4)
            + b"\x01"
            + bytes([len(content)])
            + content
        )

    return page(head, 0, 0) + page(b"sound", position, 1)


def opus(seconds: float) -> bytes:
    """Opus in Ogg, with the usual pre-skip of 312 samples."""
    head = b"OpusHead\x01\x01" + (312).to_bytes(2, "little") + (48_000).to_bytes(4, "little") + bytes(3)
    return ogg(head, int(seconds * 48_000) + 312)


def m4a(duration: int, scale: int = 1000, *, brand: bytes = b"M4A ", handlers: Sequence[bytes] = ()) -> bytes:
    """The head of an MPEG-4 recording, with a track for each handler ("soun", "vide")."""

    def box(name: bytes, content: bytes) -> bytes:
        return (8 + len(content)).to_bytes(4) + name + content

    header = box(b"mvhd", bytes(12) + scale.to_bytes(4) + duration.to_bytes(4) + bytes(80))
    tracks = [box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + kind + bytes(13)))) for kind in handlers]
    return box(b"ftyp", brand + bytes(4) + brand) + box(b"free", b"") + box(b"moov", header + b"".join(tracks))

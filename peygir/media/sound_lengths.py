"""The length of a sound recording, read from its structure without decoding any sound; for a child process alone."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

# MPEG audio, layer III (ISO/IEC 11172-3 2.4.2.3, 13818-3): kilobits per second by index, for version 1, and 2 and 2.5.
_BITRATES: Final = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES: Final = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_LAYER_3: Final = 1
# Bytes of a frame of 20 ms with its head, by frame type: AMR RFC 4867 5.3 and 3GPP TS 26.101 and 26.201.
_AMR: Final = (13, 14, 16, 18, 20, 21, 27, 32, 6, 1, 1, 1, 1, 1, 1, 1)
_AMR_WB: Final = (18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 1, 1, 1, 1, 1, 1)
_AMR_FRAMES: Final = 50  # in a second
_OPUS_RATE: Final = 48_000
_MP4: Final = "audio/mp4"


def seconds_of(data: bytes, media_type: str) -> float | None:
    """The length in seconds, 0 if the file does not state it; None if its structure cannot be read."""
    read = _READERS.get(media_type)
    try:
        return read(data) if read else None
    except (IndexError, ZeroDivisionError, ValueError):
        return None


def is_video(data: bytes, media_type: str) -> bool:
    """Whether an MPEG-4 file has a track of moving pictures (ISO/IEC 14496-12, 8.4.3)."""
    return media_type == _MP4 and any(
        data[at + 8 : at + 12] == b"vide" for at in _places(data, (b"moov", b"trak", b"mdia", b"hdlr"), 0, len(data))
    )


def _wave(data: bytes) -> float | None:
    """RIFF WAVE: the chunks `fmt ` and `data`."""
    place, byte_rate = 12, 0
    while place + 8 <= len(data):
        name, size = data[place : place + 4], int.from_bytes(data[place + 4 : place + 8], "little")
        if name == b"fmt ":
            byte_rate = int.from_bytes(data[place + 16 : place + 20], "little")
        elif name == b"data":
            return min(size, len(data) - place - 8) / byte_rate
        place += 8 + size + size % 2
    return None


def _flac(data: bytes) -> float | None:
    """FLAC (RFC 9639, 8.2): the block STREAMINFO comes first."""
    if data[4] & 0x7F != 0 or len(data) < 26:
        return None
    bits = int.from_bytes(data[18:26])
    return (bits & (1 << 36) - 1) / (bits >> 44)


def _ogg(data: bytes) -> float | None:
    """Ogg (RFC 3533): the last page's position, at the rate of its first stream (Vorbis, Opus or Speex)."""
    head = data[28 : 28 + 80]  # after the first page's one segment
    skipped = 0
    if head.startswith(b"OpusHead"):
        rate, skipped = _OPUS_RATE, int.from_bytes(head[10:12], "little")
    elif head.startswith(b"\x01vorbis"):
        rate = int.from_bytes(head[12:16], "little")
    elif head.startswith(b"Speex   "):
        rate = int.from_bytes(head[36:40], "little")
    else:
        return None
    serial, place = data[14:18], len(data)
    while (place := data.rfind(b"OggS", 0, place)) >= 0:
        position = int.from_bytes(data[place + 6 : place + 14], "little", signed=True)
        if data[place + 14 : place + 18] == serial and position >= 0:
            return max(position - skipped, 0) / rate
    return None


def _mpeg(data: bytes) -> float | None:
    """MPEG audio layer III: the sum of its frames, after an ID3v2 tag."""
    place, seconds, misses = 0, 0.0, 0
    if data[:3] == b"ID3":
        size = data[6:10]
        place = 10 + (size[0] << 21 | size[1] << 14 | size[2] << 7 | size[3])
    while place + 4 <= len(data):
        frame = _mpeg_frame(data[place : place + 4])
        if frame is None:
            place = data.find(b"\xff", place + 1)
            misses += 1
            if place < 0 or misses > len(data) // 64 + 100:  # no frames, or mostly something else
                break
            continue
        length, duration = frame
        place, seconds = place + length, seconds + duration
    return seconds or None


def _mpeg_frame(head: bytes) -> tuple[int, float] | None:
    """(bytes, seconds) of a frame by its four first bytes; None if they begin no frame."""
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    bitrate_index, rate_index, padding = head[2] >> 4, head[2] >> 2 & 3, head[2] >> 1 & 1
    if head[0] != 0xFF or head[1] & 0xE0 != 0xE0 or version == 1 or layer != _LAYER_3:
        return None
    if bitrate_index in (0, 15) or rate_index == 3:
        return None
    bitrate, rate = _BITRATES[3 if version == 3 else 2][bitrate_index] * 1000, _RATES[version][rate_index]
    samples = 1152 if version == 3 else 576
    return samples // 8 * bitrate // rate + padding, samples / rate


def _amr(data: bytes) -> float | None:
    """AMR and AMR-WB of one channel: the sum of its frames."""
    is_wide = data.startswith(b"#!AMR-WB\n")
    if not is_wide and not data.startswith(b"#!AMR\n"):
        return None
    place, sizes, frames = 9 if is_wide else 6, _AMR_WB if is_wide else _AMR, 0
    while place < len(data):
        place += sizes[data[place] >> 3 & 15]
        frames += 1
    return frames / _AMR_FRAMES


def _mp4(data: bytes) -> float | None:
    """MPEG-4 (ISO/IEC 14496-12, 8.2.2): the movie header states the length."""
    for at in _places(data, (b"moov", b"mvhd"), 0, len(data)):
        is_long = data[at] == 1
        scale_at, size = (at + 20, 8) if is_long else (at + 12, 4)
        duration = int.from_bytes(data[scale_at + 4 : scale_at + 4 + size])
        return duration / int.from_bytes(data[scale_at : scale_at + 4])
    return None


def _places(data: bytes, path: Sequence[bytes], start: int, end: int) -> Iterator[int]:
    """Where the content of each box begins to which a path of names leads."""
    for name, at, until in _boxes(data, start, end):
        if name == path[0]:
            if len(path) == 1:
                yield at
            else:
                yield from _places(data, path[1:], at, until)


def _boxes(data: bytes, start: int, end: int) -> list[tuple[bytes, int, int]]:
    """(name, first byte of the content, end) of the boxes between two places."""
    boxes = []
    while start + 8 <= end:
        size, name, head = int.from_bytes(data[start : start + 4]), data[start + 4 : start + 8], 8
        if size == 1:
            size, head = int.from_bytes(data[start + 8 : start + 16]), 16
        elif size == 0:
            size = end - start
        if size < head:
            break
        boxes.append((name, start + head, min(start + size, end)))
        start += size
    return boxes


_READERS: Final[dict[str, Callable[[bytes], float | None]]] = {
    "audio/mpeg": _mpeg,
    "audio/ogg": _ogg,
    "audio/flac": _flac,
    "audio/wav": _wave,
    "audio/amr": _amr,
    _MP4: _mp4,
}

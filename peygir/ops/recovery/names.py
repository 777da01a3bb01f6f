"""What objects in the vault are called: segments of the write-ahead log, base backups and the city's files.

A segment of PostgreSQL has a name of 24 hexadecimal digits: timeline, log and segment in the log. A log's segments
stand in a folder of their own, so that a listing stays short.
"""

import re
import struct
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

SUFFIX: Final = ".gz.age"
SEGMENT_BYTES: Final = 16 * 1024 * 1024
HEAD_BYTES: Final = 32
SEGMENTS_OF_A_LOG: Final = 2**32 // SEGMENT_BYTES
_SEGMENT: Final = re.compile(r"[0-9A-F]{24}")
_HISTORY: Final = re.compile(r"[0-9A-F]{8}\.history")
_LABEL: Final = re.compile(r"(\d{8}T\d{6}Z)-(full|more)")


def is_segment(name: str) -> bool:
    """Whether a file of the log is a whole segment."""
    return _SEGMENT.fullmatch(name) is not None


def is_log_file(name: str) -> bool:
    """Whether the server may ask for a file of this name in a recovery; labels of backups are not kept."""
    return is_segment(name) or _HISTORY.fullmatch(name) is not None


def log_object(name: str) -> str:
    """Return the object's name of a file of the log."""
    folder = f"wal/{name[:8]}/{name[8:16]}" if is_segment(name) else "wal/history"
    return f"{folder}/{name}{SUFFIX}"


def log_file(object_name: str) -> str | None:
    """Return the log's file that an object holds, or None for another object."""
    name = object_name.rpartition("/")[2]
    plain = name.removesuffix(SUFFIX)
    return plain if name.endswith(SUFFIX) and is_log_file(plain) else None


def segment_of(lsn: str, timeline: int) -> str:
    """Return the name of the segment that holds a position such as `0/3000028`."""
    high, _, low = lsn.partition("/")
    return f"{timeline:08X}{int(high, 16):08X}{int(low, 16) // SEGMENT_BYTES:08X}"


def segment_after(name: str) -> str:
    """Return the name of the next segment of the same timeline."""
    number = int(name[8:16], 16) * SEGMENTS_OF_A_LOG + int(name[16:], 16) + 1
    return f"{name[:8]}{number // SEGMENTS_OF_A_LOG:08X}{number % SEGMENTS_OF_A_LOG:08X}"


def segment_before(name: str) -> str:
    """Return the name of the segment before one of the same timeline; of a log's very first one itself."""
    number = max(0, int(name[8:16], 16) * SEGMENTS_OF_A_LOG + int(name[16:], 16) - 1)
    return f"{name[:8]}{number // SEGMENTS_OF_A_LOG:08X}{number % SEGMENTS_OF_A_LOG:08X}"


def database_of(name: str, head: bytes) -> int | None:
    """Return the number of the database to which a segment belongs, by its first page; None if that is another's.

    The page begins with a head of PostgreSQL's (XLogLongPageHeaderData): at byte 8 its own position in the log, at
    byte 24 the database's number, both in the machine's order of bytes.
    """
    if len(head) < HEAD_BYTES:
        return None
    start = int(name[8:16], 16) * 2**32 + int(name[16:], 16) * SEGMENT_BYTES
    position, database = struct.unpack_from("=8xQ8xQ", head)
    return database if position == start else None


def gaps(segments: Iterable[str]) -> list[str]:
    """Return the first missing segment of each gap between segments of one timeline."""
    ordered = sorted(segments)
    pairs = [(early, late) for early, late in pairwise(ordered) if early[:8] == late[:8]]
    return [segment_after(early) for early, late in pairs if segment_after(early) != late]


def is_label(text: str) -> bool:
    """Whether a text is the label of a base backup, such as `20261129T013000Z-full`."""
    return _LABEL.fullmatch(text) is not None

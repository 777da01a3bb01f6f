"""Joins two versions of a shared file that were written on two machines without knowing of each other."""

import json
import re
from typing import Final

from peygir.core.transparency.notes import NoteIsNotRight, SignedNote, read_note

_HEAD: Final = re.compile(r"record/(checkpoint|head/\d+)")
_LINES: Final = "roots.jsonl"
_NOTE: Final = "last-backup.json"


def joined(name: str, own: bytes, there: bytes) -> bytes:
    """Return what both machines have from then on.

    The roots of both are kept. Of two heads of the record the larger goes, of two of one size the signatures of both;
    the log itself is the same on every machine, since its entries are the events in their order. Of two notes of the
    last backup the later goes, of other files that of the bucket.
    """
    if name == _LINES:
        lines = there.splitlines()
        lines += [line for line in own.splitlines() if line not in lines]
        return b"".join(line + b"\n" for line in lines if line)
    if name == _NOTE:
        return own if _made_at(own) > _made_at(there) else there
    if _HEAD.fullmatch(name):
        try:
            return _larger(read_note(own.decode()), read_note(there.decode()))
        except (NoteIsNotRight, UnicodeDecodeError, ValueError, IndexError):
            return there
    return there


def _made_at(note: bytes) -> str:
    """The moment of a backup, in UTC, so that moments compare as texts; empty for a note that cannot be read."""
    try:
        return str(json.loads(note)["made_at"])
    except (ValueError, KeyError, TypeError):
        return ""


def _larger(own: SignedNote, there: SignedNote) -> bytes:
    sizes = [int(note.text.split("\n")[1]) for note in (own, there)]
    if sizes[0] != sizes[1]:
        return str(own if sizes[0] > sizes[1] else there).encode()
    if own.text != there.text:
        return str(there).encode()
    more = tuple(line for line in own.signatures if line not in there.signatures)
    return str(SignedNote(there.text, (*there.signatures, *more))).encode()

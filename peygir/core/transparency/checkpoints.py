"""Checkpoints of a log (c2sp.org/tlog-checkpoint) and proofs that carry one (c2sp.org/tlog-proof)."""

import base64
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from peygir.core.transparency.notes import NoteIsNotRight, SignedNote, VerifierKey, read_note, unbase64
from peygir.core.transparency.proofs import is_included
from peygir.core.transparency.tree import HASH_SIZE

PROOF_HEADING: Final = "c2sp.org/tlog-proof@v1"
_FEWEST_LINES: Final = 3
_MOST_HASHES: Final = 64


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What a log says of itself at one moment: its name, how many leaves it has, and the root (32 bytes) over them."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The text that is signed."""
        lines = (self.origin, str(self.size), base64.b64encode(self.root).decode(), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


@dataclass(frozen=True, slots=True)
class LogProof:
    """A leaf's place (an index), the hashes from its sibling up, and the signed checkpoint that they lead to."""

    index: int
    hashes: tuple[bytes, ...]
    note: SignedNote

    def __str__(self) -> str:
        return self.with_extra(b"")

    def with_extra(self, extra: bytes) -> str:
        """The proof as a file, with something in it that the log does not vouch for."""
        above = f"extra {base64.b64encode(extra).decode()}\n" if extra else ""
        hashes = "".join(f"{base64.b64encode(part).decode()}\n" for part in self.hashes)
        return f"{PROOF_HEADING}\n{above}index {self.index}\n{hashes}\n{self.note}"

    def proves(self, leaf: bytes, keys: Collection[VerifierKey]) -> bool:
        """Whether the hash of a leaf is in the log at that place, by a checkpoint that one of the keys signed.

        Raises NoteIsNotRight for a signature that is not from the key that it names.
        """
        checkpoint = checkpoint_of(self.note)
        signed = any(key.name == checkpoint.origin for key in self.note.signed_by(keys))
        return signed and is_included(leaf, self.index, checkpoint.size, self.hashes, checkpoint.root)


def checkpoint_of(note: SignedNote) -> Checkpoint:
    """Read the text of a note as a checkpoint; nothing is verified by that. Raises NoteIsNotRight."""
    lines = note.text.split("\n")[:-1]
    if len(lines) < _FEWEST_LINES or not all(lines):
        raise NoteIsNotRight
    origin, size, root, *extensions = lines
    raw = unbase64(root)
    if len(raw) != HASH_SIZE:
        raise NoteIsNotRight(root)
    return Checkpoint(origin, read_number(size), raw, tuple(extensions))


def read_proof(text: str) -> LogProof:
    """Read a proof; nothing is verified by that. Extra data is passed over. Raises NoteIsNotRight."""
    heading, _, rest = text.partition("\n")
    above, separator, note = rest.partition("\n\n")
    lines = above.split("\n")
    if lines[0].startswith("extra "):
        unbase64(lines.pop(0).removeprefix("extra "))
    if heading != PROOF_HEADING or not separator or not lines or not lines[0].startswith("index "):
        raise NoteIsNotRight
    hashes = tuple(unbase64(line) for line in lines[1 : _MOST_HASHES + 2])
    if len(hashes) > _MOST_HASHES or any(len(part) != HASH_SIZE for part in hashes):
        raise NoteIsNotRight
    return LogProof(read_number(lines[0].removeprefix("index ")), hashes, read_note(note))


def read_number(text: str) -> int:
    """Read a number of at most 18 digits without leading zeroes. Raises NoteIsNotRight."""
    if not (text.isascii() and text.isdigit() and len(text) <= 18) or text != str(int(text)):
        raise NoteIsNotRight(text)
    return int(text)

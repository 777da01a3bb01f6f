"""Compares a record with itself, and with what people kept of it: checkpoints, proofs, slips, the auditors' dump."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from peygir.history.record.verifier.earlier import beginning_of, keys_of
from peygir.history.record.verifier.files import (
    WIDTH,
    path_of,
    read_file,
    read_parts,
    root_of,
    root_of_proof,
    widths_of,
)
from peygir.history.record.verifier.signatures import Fault, Key, checkpoint_of, opened, sha256, unbase64

HEADING = "c2sp.org/tlog-proof@v1"


@dataclass
class ReadRecord:
    """What was read of the record: its keys, entries, hashes of leaves, the log before it, and the faults found."""

    keys: list[Key]
    entries: list[bytes] = field(default_factory=list)
    leaves: list[bytes] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    before: "ReadRecord | None" = None

    @property
    def name(self) -> str:
        """The name of the log."""
        return self.keys[0][0]

    def all_logs(self) -> "list[ReadRecord]":
        """Return this log and those that it continues, newest first."""
        return [self, *(self.before.all_logs() if self.before is not None else [])]

    def of(self, note: str) -> "ReadRecord":
        """Return the log that a note is of: this one, or one that it continues."""
        return next((log for log in self.all_logs() if log.name == note.split("\n", 1)[0]), self)


def check_files(where: str, checked: ReadRecord, witnesses: list[Key]) -> bytes:
    """Compute the tree anew from its entries, compare every tile and the root, and return the root. Raises Fault."""
    checked.keys = keys_of(where, checked.keys[0])
    # A key that another has followed signs no newer heads.
    size, root = checkpoint_of(read_file(where, "checkpoint").decode(), checked.keys[-1:], witnesses)
    for number, width in widths_of(size):
        checked.entries += read_parts(where, "entries", number, width)
    checked.leaves = hashes = [sha256(b"\0", entry) for entry in checked.entries]
    level = 0
    while hashes:
        above = []
        for number, width in widths_of(len(hashes)):
            own, path = hashes[number * WIDTH : number * WIDTH + width], path_of(str(level), number, width)
            try:
                if read_parts(where, str(level), number, width) != own:
                    checked.faults.append(f"changed: {path} does not fit the entries")
            except Fault as fault:
                checked.faults.append(str(fault))
            if width == WIDTH:
                above.append(root_of(own))
        level, hashes = level + 1, above
    if root_of(checked.leaves) != root:
        checked.faults.append("changed: the entries do not give the root of the checkpoint")
    return root


def check_before(where: str, files: str, checked: ReadRecord) -> None:
    """Check the log that this one continues, and that it is as this one says in its first entry. Raises Fault.

    `where` is the place of the newest log; `files` is where, below it, the files of this one lie.
    """
    begun = beginning_of(where + files)
    if begun is None:
        return
    if begun.key not in checked.keys or not checked.entries or checked.entries[0] != sha256(begun.text.encode()):
        raise Fault("changed: the first entry is not what the log says that it continues")
    checked.before = before = ReadRecord([begun.old_key], faults=checked.faults)
    root = check_files(f"{where}/{begun.files}", before, [])
    if (len(before.entries), root) != (begun.size, begun.root):
        checked.faults.append(f"two histories: {before.name} is not as it was when {checked.name} began")
    check_before(where, f"/{begun.files}", before)


def check_seen(note: str, name: str, checked: ReadRecord) -> None:
    """Compare a checkpoint that somebody kept with the record as it is now. Raises Fault."""
    checked = checked.of(note)
    size, root = checkpoint_of(note, checked.keys, [])
    if size > len(checked.leaves):
        checked.faults.append(f"cut off: {name} shows {size} entries, the record has {len(checked.leaves)}")
    elif root_of(checked.leaves[:size]) != root:
        checked.faults.append(f"two histories: {name} shows another record of {size} entries than the public one")


def check_proof(text: str, name: str, checked: ReadRecord) -> None:
    """Check a proof that came with a receipt, and that the record still holds what it proves. Raises Fault."""
    above, _, note = text.partition("\n\n")
    heading, extra, index, *lines = [*above.split("\n"), "", ""]
    if heading != HEADING or not extra.startswith("extra ") or not index.startswith("index "):
        raise Fault("this is no proof of an event")
    parts, place = json.loads(unbase64(extra[len("extra ") :])), int(index[len("index ") :])
    entry = sha256(bytes.fromhex(parts["blind"]), bytes.fromhex(parts["hash"]))
    checked = checked.of(note)
    size, root = checkpoint_of(note, checked.keys, [])
    if root_of_proof(sha256(b"\0", entry), place, size, [unbase64(line) for line in lines if line]) != root:
        checked.faults.append(f"{name}: the proof does not lead to the root of its checkpoint")
    check_seen(note, name, checked)
    if place < len(checked.entries) and checked.entries[place] != entry:
        checked.faults.append(f"changed: {name} proves another entry {place} than the public one")


def check_slip(note: str, name: str, checked: ReadRecord) -> None:
    """Check a signed slip, and that the entry which it promises is in the record. Raises Fault."""
    logs, checked = checked.all_logs(), checked.of(note)
    text, signers = opened(note, checked.keys)
    lines = text.split("\n")
    parts = dict(line.split(" ", 1) for line in lines if " " in line)
    if not signers or lines[:2] != [checked.name, "slip"]:
        raise Fault(f"this is no slip of {checked.name}")
    entry = sha256(bytes.fromhex(parts["blind"]), bytes.fromhex(parts["hash"]))
    if entry != unbase64(lines[2]):
        raise Fault("the entry of the slip is not made of its parts")
    # A report of the last day before a new log began may stand in the new one.
    if not any(entry in log.entries for log in logs):
        checked.faults.append(f"missing: {name} promises an entry that is not in the record")


def check_rows(lines: Iterable[str], checked: ReadRecord) -> None:
    """Compute the chains of all files of the auditors' dump anew, and compare each event with its entry."""
    heads: dict[tuple[str, int], bytes] = {}
    numbers: dict[tuple[str, int], int] = {}
    # The first entry of a log that continues another is no event.
    skipped = count = 1 if checked.before is not None else 0
    for count, line in enumerate(lines, start=1 + skipped):
        row = json.loads(line)
        body, digest = json.loads(row["body"]), bytes.fromhex(row["hash"])
        file, number = (body["file"], body["file_id"]), body["number"]
        where = f"event {row['id']} ({file[0]} {file[1]}, line {number})"
        if number != numbers.get(file, 0) + 1:
            checked.faults.append(f"missing or out of order: {where} comes after line {numbers.get(file, 0)}")
        elif sha256(heads.get(file, bytes(32)), row["body"].encode()) != digest:
            checked.faults.append(f"changed: {where} does not fit its hash")
        heads[file], numbers[file] = digest, number
        entry = sha256(bytes.fromhex(row["blind"]), digest)
        if count > len(checked.entries) or entry != checked.entries[count - 1]:
            checked.faults.append(f"changed: {where} is not entry {count - 1} of the record")
    if count < len(checked.entries):
        checked.faults.append(
            f"missing: the record has {len(checked.entries) - skipped} events, the dump {count - skipped} events"
        )

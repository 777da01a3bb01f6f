"""Check the public record of a city with nothing but Python 3.9 or later; no other file is needed.

    python3 verify_record.py https://city.example/record --key 'city.example/record+1a2b3c4d+AX…'
        --seen january.txt            a checkpoint that somebody kept, or was shown
        --proof report.tlog-proof     a proof that came with the receipt of a report
        --slip report.slip            a receipt from before the night: what it promises must be in the record by now
        --witness 'panel+5e6f7a8b+BP…'  the key of a witness that must have signed
        --rows events.jsonl           what the city gives to its auditors: every event, in order

Take the key from another source than the record itself: from the council, a newspaper, a printed receipt. A folder with
a copy of the record serves as well as its address. Each fault is a line that begins with ✗; the exit code is 1 then.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from peygir.history.record.verifier.files import (
    WIDTH,
    path_of,
    read_file,
    read_parts,
    root_of,
    root_of_proof,
    widths_of,
)
from peygir.history.record.verifier.signatures import Fault, Key, checkpoint_of, key_of, opened, sha256, unbase64

HEADING = "c2sp.org/tlog-proof@v1"


@dataclass
class ReadRecord:
    """What was read of the record: its key, entries, hashes of leaves, and the faults found so far."""

    log: Key
    entries: list[bytes] = field(default_factory=list)
    leaves: list[bytes] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def check_files(where: str, checked: ReadRecord, witnesses: list[Key]) -> bytes:
    """Compute the tree anew from its entries, compare every tile and the root, and return the root. Raises Fault."""
    size, root = checkpoint_of(read_file(where, "checkpoint").decode(), checked.log, witnesses)
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


def check_seen(note: str, name: str, checked: ReadRecord) -> None:
    """Compare a checkpoint that somebody kept with the record as it is now. Raises Fault."""
    size, root = checkpoint_of(note, checked.log, [])
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
    size, root = checkpoint_of(note, checked.log, [])
    if root_of_proof(sha256(b"\0", entry), place, size, [unbase64(line) for line in lines if line]) != root:
        checked.faults.append(f"{name}: the proof does not lead to the root of its checkpoint")
    check_seen(note, name, checked)
    if place < len(checked.entries) and checked.entries[place] != entry:
        checked.faults.append(f"changed: {name} proves another entry {place} than the public one")


def check_slip(note: str, name: str, checked: ReadRecord) -> None:
    """Check a signed slip, and that the entry which it promises is in the record. Raises Fault."""
    text, names = opened(note, [checked.log])
    lines = text.split("\n")
    parts = dict(line.split(" ", 1) for line in lines if " " in line)
    if names != [checked.log[0]] or lines[:2] != [checked.log[0], "slip"]:
        raise Fault(f"this is no slip of {checked.log[0]}")
    entry = sha256(bytes.fromhex(parts["blind"]), bytes.fromhex(parts["hash"]))
    if entry != unbase64(lines[2]):
        raise Fault("the entry of the slip is not made of its parts")
    if entry not in checked.entries:
        checked.faults.append(f"missing: {name} promises an entry that is not in the record")


def check_rows(lines: Iterable[str], checked: ReadRecord) -> None:
    """Compute the chains of all files of the auditors' dump anew, and compare each event with its entry."""
    heads: dict[tuple[str, int], bytes] = {}
    numbers: dict[tuple[str, int], int] = {}
    count = 0
    for count, line in enumerate(lines, start=1):
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
        checked.faults.append(f"missing: the record has {len(checked.entries)} entries, the dump {count} events")


def checked_file(path: str, check: Callable[[TextIO], None], checked: ReadRecord) -> None:
    """Open a file and check it; one that cannot be read is a fault as well."""
    try:
        with Path(path).open(encoding="utf-8") as file:
            check(file)
    except (Fault, ValueError, KeyError, TypeError, OSError) as error:
        checked.faults.append(f"{path}: {error}")


def main(arguments: "list[str] | None" = None) -> int:
    """Check, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", help="the address of the record, or a folder with a copy of it")
    parser.add_argument("--key", required=True, help="the public key of the record")
    for name in ("seen", "proof", "slip", "witness"):
        parser.add_argument(f"--{name}", action="append", default=[])
    parser.add_argument("--rows", default="")
    args = parser.parse_args(arguments)
    try:
        checked = ReadRecord(key_of(args.key))
        root = check_files(args.record, checked, [key_of(text) for text in args.witness])
    except (Fault, UnicodeDecodeError) as fault:
        sys.stdout.write(f"✗ {fault}\n")
        return 1
    for path in args.seen:
        checked_file(path, lambda file: check_seen(file.read(), file.name, checked), checked)
    for path in args.proof:
        checked_file(path, lambda file: check_proof(file.read(), file.name, checked), checked)
    for path in args.slip:
        checked_file(path, lambda file: check_slip(file.read(), file.name, checked), checked)
    if args.rows:
        checked_file(args.rows, lambda file: check_rows(file, checked), checked)
    for words_of_fault in checked.faults:
        sys.stdout.write(f"✗ {words_of_fault}\n")
    said = f"{checked.log[0]}: {len(checked.entries)} entries, root {root.hex()}, {len(checked.faults)} faults"
    sys.stdout.write(f"{said}\n")
    return 1 if checked.faults else 0


if __name__ == "__main__":
    sys.exit(main())

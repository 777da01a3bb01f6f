"""Keys that followed one another, and logs that continue an earlier one after a loss."""

from itertools import count
from typing import NamedTuple

from peygir.history.record.verifier.files import read_file
from peygir.history.record.verifier.signatures import Fault, Key, key_of, opened, unbase64


class Beginning(NamedTuple):
    """What a log says that it continues: its own key, the earlier log's key, size and root, and where its files lie."""

    note: str
    text: str
    key: Key
    old_key: Key
    size: int
    root: bytes
    files: str
    why: str


def keys_of(where: str, key: Key) -> "list[Key]":
    """Return the keys that a log has had, oldest first, of which the given one is one. Raises Fault.

    Each step is a note that the earlier and the later key signed. Keys from before the given one are known by it alone.
    """
    steps = []
    for number in count(1):
        try:
            note = read_file(where, f"keys/{number}").decode()
        except Fault:
            break
        lines = note.split("\n")
        if len(lines) < 4 or lines[:2] != [key[0], "key"]:
            raise Fault(f"keys/{number} is no change of the key of {key[0]}")
        old, new = key_of(lines[2]), key_of(lines[3])
        if {old, new} - set(opened(note, [old, new])[1]) or old[0] != key[0] or new[0] != key[0]:
            raise Fault(f"keys/{number} is not signed by both keys")
        steps.append((old, new))
    keys = [key]
    for old, new in steps:
        if old == keys[-1]:
            keys.append(new)
    for old, new in reversed(steps):
        if new == keys[0]:
            keys.insert(0, old)
    return keys


def beginning_of(where: str) -> "Beginning | None":
    """Return what a log continues; None where it continues none. Raises Fault."""
    try:
        note = read_file(where, "beginning").decode()
    except Fault:
        return None
    text = note.rpartition("\n\n")[0] + "\n"
    lines = text.split("\n")
    if len(lines) < 9 or lines[1] != "begins" or not lines[3].isdigit() or not lines[6].startswith("files log/"):
        raise Fault("the beginning of the log cannot be read")
    new, old = key_of(lines[2]), key_of(lines[5])
    if new not in opened(note, [new])[1] or new[0] != lines[0]:
        raise Fault("the beginning of the log is not signed by its key")
    root, files = unbase64(lines[4]), lines[6][len("files ") :]
    if ".." in files or not files.replace("log/", "", 1).isdigit():
        raise Fault("the beginning of the log cannot be read")
    return Beginning(note, text, new, old, int(lines[3]), root, files, lines[7])

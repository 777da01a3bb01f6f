"""Check the public record of a city with nothing but Python 3.9 or later; no other file is needed.

    python3 verify_record.py https://city.example/record --key 'city.example/record+1a2b3c4d+AX…'
        --seen january.txt            a checkpoint that somebody kept, or was shown
        --proof report.tlog-proof     a proof that came with the receipt of a report
        --slip report.slip            a receipt from before the night: what it promises must be in the record by now
        --witness 'panel+5e6f7a8b+BP…'  the key of a witness that must have signed
        --rows events.jsonl           what the city gives to its auditors: every event, in order

Take the key from another source than the record itself: from the council, a newspaper, a printed receipt. A folder with
a copy of the record serves as well as its address. Each fault is a line that begins with ✗; the exit code is 1 then.

A witness makes a key once, and signs each new head; hand in what cosign prints on the city's page of witnesses:

    python3 verify_record.py new-key panel.example panel-key.json
    python3 verify_record.py cosign https://city.example/record --key 'city.example/record+1a2b3c4d+AX…'
        --with panel-key.json --state last-head.txt
"""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from peygir.history.record.verifier.checks import (
    ReadRecord,
    check_before,
    check_files,
    check_proof,
    check_rows,
    check_seen,
    check_slip,
)
from peygir.history.record.verifier.cosigning import cosign, followed, new_key
from peygir.history.record.verifier.earlier import beginning_of
from peygir.history.record.verifier.signatures import Fault, Key, key_of


def checked_file(path: str, check: Callable[[TextIO], None], checked: ReadRecord) -> None:
    """Open a file and check it; one that cannot be read is a fault as well."""
    try:
        with Path(path).open(encoding="utf-8") as file:
            check(file)
    except (Fault, ValueError, KeyError, TypeError, OSError) as error:
        checked.faults.append(f"{path}: {error}")


def newest_key(where: str, key: Key) -> Key:
    """Return the key of the log at an address: the given one, or one that it said follows it. Raises Fault."""
    begun = beginning_of(where)
    return key if begun is None or begun.key[0] == key[0] else followed(where, begun, key)


def main(arguments: "list[str] | None" = None) -> int:
    """Check, print, and return the exit code."""
    given = sys.argv[1:] if arguments is None else arguments
    deeds = {"cosign": cosign, "new-key": new_key}
    if given and given[0] in deeds:
        return deeds[given[0]](given[1:])
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("record", help="the address of the record, or a folder with a copy of it")
    parser.add_argument("--key", required=True, help="the public key of the record")
    for name in ("seen", "proof", "slip", "witness"):
        parser.add_argument(f"--{name}", action="append", default=[])
    parser.add_argument("--rows", default="")
    args = parser.parse_args(given)
    try:
        checked = ReadRecord([newest_key(args.record, key_of(args.key))])
        root = check_files(args.record, checked, [key_of(text) for text in args.witness])
        check_before(args.record.rstrip("/"), "", checked)
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
    said = f"{checked.name}: {len(checked.entries)} entries, root {root.hex()}, {len(checked.faults)} faults"
    sys.stdout.write(f"{said}\n")
    return 1 if checked.faults else 0


if __name__ == "__main__":
    sys.exit(main())

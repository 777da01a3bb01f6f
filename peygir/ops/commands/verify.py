"""Read every file's history from end to end, and tell of any line that was changed, removed, reordered or cut off."""

import argparse
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from peygir.history.queries import Verified

BROKEN = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How to print."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """Verify and print; 1 when a chain does not hold."""
    from peygir.history import queries as history
    from peygir.ops.bars import bar
    from peygir.ops.tables import migrate_if_needed

    migrate_if_needed()
    with bar("راستی‌آزمایی · verify", history.count_events()) as show:
        verified = history.verify(progress=show)
    if args.json:
        print(json.dumps(as_data(verified), ensure_ascii=False))
    else:
        _print(verified)
    return BROKEN if verified.breaks else 0


def as_data(verified: "Verified") -> dict[str, object]:
    """The result as JSON values."""
    breaks = [
        {"file": found.file, "file_id": found.file_id, "number": found.number, "why": found.why}
        for found in verified.breaks
    ]
    return {"files": verified.files, "events": verified.events, "root": verified.root, "breaks": breaks}


def _print(verified: "Verified") -> None:
    for found in verified.breaks:
        print(f"✗ {found.file} {found.file_id}, line {found.number}: {found.why}")
    print(f"{verified.files:,} پرونده · files   {verified.events:,} رویداد · events")
    print(f"ریشه · root   {verified.root}")
    if verified.breaks:
        print(f"{len(verified.breaks):,} گسستگی · breaks")
    else:
        print("همه درست است · every chain holds")

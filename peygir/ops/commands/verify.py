"""Verify the hash chain of every file's history, the newest Merkle roots and the public record; print what differs.

This finds events that were changed, removed, reordered or cut off; and by the roots, which are stored outside the
database, a past that was rewritten consistently.
"""

import argparse
import json
from typing import TYPE_CHECKING

from peygir.core.translation import in_every, pgettext_lazy

if TYPE_CHECKING:
    from peygir.history.queries import Verified
    from peygir.ops.merkle_log import Differs

BROKEN = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the output format."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """Verify and print; 1 when a chain or a root does not match."""
    from peygir.history import queries as history
    from peygir.ops import merkle_log, paths
    from peygir.ops.bars import bar
    from peygir.ops.tables import migrate_if_needed

    migrate_if_needed()
    with bar(in_every(pgettext_lazy("terminal", "verify")), history.count_events()) as show:
        verified = history.verify(progress=show)
    with bar(in_every(pgettext_lazy("terminal", "book of roots")), 1) as show:
        rewritten = merkle_log.check_book(paths.home())
        show(1)
    with bar(in_every(pgettext_lazy("terminal", "public record")), history.count_events()) as show:
        unlike = merkle_log.public_record_faults(paths.home(), show)
    if args.json:
        print(json.dumps(as_data(verified, rewritten, unlike), ensure_ascii=False))
    else:
        _print(verified, rewritten, unlike)
    return BROKEN if verified.breaks or rewritten or unlike else 0


def as_data(verified: "Verified", rewritten: "list[Differs]", unlike: list[str]) -> dict[str, object]:
    """Return the result as JSON values."""
    return {
        "files": verified.files,
        "events": verified.events,
        "root": verified.root,
        "breaks": [
            {"file": found.file, "file_id": found.file_id, "number": found.number, "why": found.why}
            for found in verified.breaks
        ],
        "rewritten": [{"at": line.written_at, "written": line.written, "now": line.now} for line in rewritten],
        "record": unlike,
    }


def _print(verified: "Verified", rewritten: "list[Differs]", unlike: list[str]) -> None:
    for found in verified.breaks:
        print(f"✗ {found.file} {found.file_id}, line {found.number}: {found.why}")
    for line in rewritten:
        print(f"✗ the book's root of {line.written_at} was {line.written}, and comes out as {line.now}")
    for words in unlike:
        print(f"✗ {in_every(pgettext_lazy('terminal', 'public record'))}: {words}")
    print(f"{verified.files:,} پرونده · files   {verified.events:,} رویداد · events")
    print(f"ریشه · root   {verified.root}")
    if breaks := len(verified.breaks) + len(rewritten) + len(unlike):
        print(f"{breaks:,} گسستگی · breaks")
    else:
        print(in_every(pgettext_lazy("terminal", "every chain holds")))

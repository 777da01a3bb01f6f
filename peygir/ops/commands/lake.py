"""Bring the lake up to date: cases, promises, contacts and costs without persons, as Parquet files in `lake`.

Takes what changed since the last time; with `--whole` everything. A run that was killed goes on when it is started
again. `--json` prints the tables with their rows, the last event, and the Merkle root to which they belong. The clock
does the same every night. See docs/lake.md.
"""

import argparse
import json
from typing import TYPE_CHECKING

from peygir.core.translation import in_every, pgettext_lazy

if TYPE_CHECKING:
    from peygir.outlook.insight.lake.building import LakeRun


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add how much is written, and the output format."""
    parser.add_argument("--whole", action="store_true", help="write everything anew")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """Write the lake, and print what it holds."""
    from peygir.journey.lake import write_lake_now
    from peygir.ops.bars import bar
    from peygir.ops.tables import migrate_if_needed

    migrate_if_needed()
    rows = 0
    with bar(in_every(pgettext_lazy("terminal", "rows of the lake")), None) as show:

        def count(_table: str, more: int) -> None:
            nonlocal rows
            rows += more
            show(rows)

        done = write_lake_now(is_whole=args.whole, progress=count)
    if args.json:
        print(json.dumps(as_data(done), ensure_ascii=False))
    else:
        _print(done)
    return 0


def as_data(done: "LakeRun") -> dict[str, object]:
    """Return what a run did, as JSON values."""
    manifest = done.manifest
    return {
        "is_whole": done.is_whole,
        "files": done.files,
        "swept": done.swept,
        "as_of": manifest.as_of,
        "last_event": manifest.last_event,
        "root": manifest.root,
        "tables": {name: manifest.rows_of(name) for name in sorted(manifest.tables)},
    }


def _print(done: "LakeRun") -> None:
    for name in sorted(done.manifest.tables):
        print(f"{name:<24} {done.manifest.rows_of(name):>12,}")
    print(f"{in_every(pgettext_lazy('terminal', 'last event'))}   {done.manifest.last_event:,}")
    print(f"{in_every(pgettext_lazy('terminal', 'root'))}   {done.manifest.root}")

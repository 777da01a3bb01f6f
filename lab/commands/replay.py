"""Send Boston's requests of 2011 (a Parquet file) through the real actions, on a simulated clock.

Interrupted anywhere and run again, it continues. Until it has ended, serve nothing from the same database: a running
clock would find the promises of 2011 long overdue. No message is sent.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from peygir.core.translation import in_every, pgettext_lazy

if TYPE_CHECKING:
    from lab.replay.boston import BostonRecord
    from lab.replay.table import DepartmentCounts, ReplayTable

DISAGREES = 1
HEADINGS = (
    in_every(pgettext_lazy("terminal", "department"), "\n"),
    in_every(pgettext_lazy("terminal", "received"), "\n"),
    in_every(pgettext_lazy("terminal", "closed"), "\n"),
    in_every(pgettext_lazy("terminal", "open"), "\n"),
    in_every(pgettext_lazy("terminal", "on time"), "\n"),
    in_every(pgettext_lazy("terminal", "overdue"), "\n"),
    in_every(pgettext_lazy("terminal", "without target"), "\n"),
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the file, and the output format."""
    parser.add_argument("file", type=Path, help="Parquet file of Boston's 311 requests")
    parser.add_argument("--json", action="store_true", help="print the table as one JSON object")
    parser.add_argument("--limit", type=_count, metavar="N", help="only the first N records, for a trial")


def _count(text: str) -> int:
    """Read a whole number above zero; argparse turns the ValueError into its own message."""
    if (number := int(text)) < 1:
        raise ValueError
    return number


def run(args: argparse.Namespace) -> int:
    """Replay, then print the table; 1 when it does not agree with the file."""
    from lab.replay import boston, simulate, table
    from peygir.ops.tables import migrate_if_needed

    archive = boston.read_archive(args.file)
    records = archive.records[: args.limit]
    migrate_if_needed()
    with simulate.alone():
        city_id = simulate.ensure_city(archive)
        played, seconds = _play(records, city_id)
    made = table.make_table(records, city_id)
    if args.json:
        rate = {"moments_played": played, "seconds": round(seconds, 1)}
        print(json.dumps({"city": boston.CITY, **made.as_data(), **rate}, ensure_ascii=False))
    else:
        _print(made)
    return 0 if made.agrees else DISAGREES


def _play(records: "list[BostonRecord]", city_id: int) -> tuple[int, float]:
    """Play all remaining records; returns how many moments that were, and in how many seconds."""
    from lab.replay.simulate import Replay
    from peygir.core import clock
    from peygir.ops.bars import bar

    began = clock.monotonic()
    replay = Replay(records, city_id)
    done = 0
    with bar(in_every(pgettext_lazy("terminal", "replay")), len(replay.waiting())) as show:
        for done, _ in enumerate(replay.play(), start=1):
            show(done)
    return done, clock.monotonic() - began


def _print(made: "ReplayTable") -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table as Grid

    grid = Grid(box=box.SIMPLE)
    for heading in HEADINGS:
        grid.add_column(heading, justify="left" if heading == HEADINGS[0] else "right")
    for name, row in made.departments.items():
        grid.add_row(name, *_figures(row))
    grid.add_section()
    grid.add_row(in_every(pgettext_lazy("terminal", "all")), *_figures(made.ours), style="bold")
    grid.add_row(in_every(pgettext_lazy("terminal", "the file")), *_figures(made.files))
    console = Console(file=sys.stdout)
    console.print(grid)
    flags, rule = made.flags, made.ownership
    table_rows = [
        f"The clock stands at {made.ended_at:%Y-%m-%d %H:%M:%S} UTC.",
        f"Beside the file's own flag: {flags['same']:,} the same, {flags['no_target']:,} differ as “no target”, "
        f"{flags['no_flag']:,} as “no flag”, {flags['other']:,} otherwise.",
        f"The ownership rule would have chosen the recorded department {rule[True]:,} times, "
        f"another {rule[False]:,} times.",
        in_every(pgettext_lazy("terminal", "agrees with the file"))
        if made.agrees
        else in_every(pgettext_lazy("terminal", "DOES NOT AGREE with the file")),
    ]
    for line in table_rows:
        console.print(line, highlight=False)


def _figures(row: "DepartmentCounts") -> list[str]:
    counts = (row.received, row.closed, row.open, row.on_time, row.overdue, row.without_target)
    return [f"{count:,}" for count in counts]

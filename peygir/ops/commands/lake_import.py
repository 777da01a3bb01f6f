"""Write a lake from the cases of another system: one Parquet or CSV file, and a mapping of its columns as TOML.

The lake stands in `lakes/CITY` of the home, or in the folder that `--to` names; `./run ask --lake FOLDER` asks it. No
words and no names of people are taken. Nothing in the database changes. See docs/lake.md.
"""

import argparse
import json
from pathlib import Path

from peygir.core.translation import in_every, pgettext_lazy


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the file, its mapping, where the lake goes, and the output format."""
    parser.add_argument("file", metavar="FILE", type=Path, help="a Parquet or CSV file with one row for each case")
    parser.add_argument("--mapping", metavar="TOML", type=Path, required=True, help="which columns hold what")
    parser.add_argument("--to", metavar="FOLDER", type=Path, help="the folder of the lake")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """Write the lake, and print what it holds."""
    from peygir.core import clock
    from peygir.ops import paths
    from peygir.ops.bars import bar
    from peygir.outlook.insight.lake.foreign import import_lake
    from peygir.outlook.insight.lake.mapping import read_mapping

    mapping = read_mapping(args.mapping)
    folder = args.to or paths.home() / "lakes" / mapping.city
    rows = 0
    with bar(in_every(pgettext_lazy("terminal", "rows of the lake")), None) as show:

        def count(_table: str, more: int) -> None:
            nonlocal rows
            rows += more
            show(rows)

        done = import_lake(args.file, mapping, folder, now=clock.now(), progress=count)
    manifest = done.manifest
    tables = {name: manifest.rows_of(name) for name in sorted(manifest.tables)}
    if args.json:
        print(json.dumps({"city": manifest.city, "source": manifest.source, "seen": done.seen, "tables": tables}))
        return 0
    for name, count_of in (*tables.items(), *done.seen.items()):
        print(f"{name:<24} {count_of:>12,}")
    print(folder)
    return 0

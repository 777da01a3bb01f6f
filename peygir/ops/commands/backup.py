"""Write the whole city (database and uploads) into one file."""

import argparse
from pathlib import Path

NEEDS = "nothing"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("file", type=Path, help="the file to write; it must not be there yet")


def run(args: argparse.Namespace) -> int:
    """Back up; the city may be open meanwhile."""
    from peygir.ops import house
    from peygir.ops.backup import write_backup
    from peygir.ops.database import running_database
    from peygir.ops.progress import Progress

    with running_database() as url, Progress("backup"):
        counted = write_backup(args.file.resolve(), url=url, home=house.home())
    print(f"پشتیبان نوشته شد · {args.file}: {counted.size:,} bytes, the database and {counted.files} files")
    return 0

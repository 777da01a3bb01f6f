"""Bring a backup back into an empty database and a fresh home."""

import argparse
from pathlib import Path

NEEDS = "nothing"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where from."""
    parser.add_argument("file", type=Path, help="a file that `backup` wrote")


def run(args: argparse.Namespace) -> int:
    """Check the file, then restore; nothing that is there is written over."""
    from peygir.ops import house
    from peygir.ops.backup import restore_backup
    from peygir.ops.database import only_server, running_database
    from peygir.ops.progress import Progress

    with only_server(), running_database() as url, Progress("restore"):
        counted = restore_backup(args.file.resolve(), url=url, home=house.home())
    print(f"بازیابی شد · {args.file}: the database and {counted.files} files are back")
    return 0

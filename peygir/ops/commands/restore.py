"""Restore a backup into an empty database and a fresh home."""

import argparse
from pathlib import Path

from peygir.core.translation import in_every, pgettext_lazy

NEEDS = "nothing"
MEGABYTE = 1024 * 1024


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the file and the key."""
    parser.add_argument("file", type=Path, help="a file that `backup` wrote")
    parser.add_argument("--key", type=Path, metavar="FILE", help="the file of the private key, for an encrypted backup")


def run(args: argparse.Namespace) -> int:
    """Verify the whole file, then restore; nothing is overwritten."""
    from peygir.ops import paths
    from peygir.ops.backups.keys import private_keys
    from peygir.ops.backups.restoring import restore_backup
    from peygir.ops.bars import bar
    from peygir.ops.database import only_server, running_database

    source = args.file.resolve()
    keys = private_keys(args.key) if args.key is not None else []
    total = source.stat().st_size // MEGABYTE if source.exists() else 0
    with (
        only_server(),
        running_database() as url,
        bar(in_every(pgettext_lazy("terminal", "restore (MB)")), total) as show,
    ):
        counted = restore_backup(
            source, url=url, home=paths.home(), keys=keys, progress=lambda done: show(done // MEGABYTE)
        )
    print(f"بازیابی شد · {args.file}: the database and {counted.files:,} files are back")
    return 0

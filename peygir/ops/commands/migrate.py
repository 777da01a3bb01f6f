"""Bring the database's tables up to this version."""

import argparse

from peygir.core.translation import in_every, pgettext_lazy


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the verbosity."""
    parser.add_argument("--quiet", action="store_true", help="say nothing unless something fails")


def run(args: argparse.Namespace) -> int:
    """Apply the missing migrations."""
    from peygir.ops.tables import migrate_if_needed

    is_done = migrate_if_needed(verbosity=0 if args.quiet else 1)
    if not is_done and not args.quiet:
        print(in_every(pgettext_lazy("terminal", "The tables are up to date.")))
    return 0

"""Close the accounts of people who have left, by a CSV list of staff (for a nightly job; docs/sign-in.md).

The columns are username and, if wanted, active (yes, no). With `--whole` the list names everybody who works here, and
whoever is not on it has left. Their sessions end at once; nothing is deleted.
"""

import argparse
from pathlib import Path

from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import languages

COULD_NOT = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the list and how it is read."""
    parser.add_argument("file", type=Path, help="the list: CSV in UTF-8 with a heading")
    parser.add_argument("--whole", action="store_true", help="the list names everybody who works here")
    parser.add_argument("--keep", action="append", default=[], metavar="NAME", help="an account that stays open")
    parser.add_argument("--dry-run", action="store_true", help="say what would be closed, close nothing")
    parser.add_argument("--language", choices=languages(), default="fa", help="of the messages (fa)")


def run(args: argparse.Namespace) -> int:
    """Close the accounts and name each; 1 if one could not be closed."""
    from peygir.people.actions.staff_list import close_by_list

    outcome = close_by_list(args.file, is_whole=args.whole, keep=frozenset(args.keep), dry_run=args.dry_run)
    for name in outcome.closed:
        print(name)
    for name, refusal in outcome.refused:
        print(f"{name}: {refusal.words(args.language)}")
    summary = (
        _("{count} accounts would be closed.", count=len(outcome.closed))
        if args.dry_run
        else _("{count} accounts were closed.", count=len(outcome.closed))
    )
    print(summary.in_language(args.language))
    return COULD_NOT if outcome.refused else 0

"""Import posts (who worked where in which role, from when to when) from a CSV, Excel or ODS table.

The columns are username, unit, role, kind (holder, acting, substitute), from and to; dates of either calendar. Nothing
is written while any row has a fault; each is listed with its row and the reason. `--dry-run` writes nothing anyway.
"""

import argparse
from pathlib import Path

from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import languages

HAS_FAULTS = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the table and how it is read."""
    parser.add_argument("file", type=Path, help="the table: .csv (UTF-8), .xlsx, .xls or .ods")
    parser.add_argument("--dry-run", action="store_true", help="read and judge, write nothing")
    parser.add_argument("--language", choices=languages(), default="fa", help="of the faults (fa)")


def run(args: argparse.Namespace) -> int:
    """Check the table, list all faults, and record the posts if there are none."""
    from peygir.ops.tables import migrate_if_needed
    from peygir.people.actions import import_posts
    from peygir.people.rules import SYSTEM

    migrate_if_needed()
    outcome = import_posts(args.file, dry_run=args.dry_run, by=SYSTEM)
    for fault in outcome.faults:
        print(_("row {row}: {why}", row=fault.row, why=fault.why.text).in_language(args.language))
    if outcome.is_written:
        summary = _("{count} posts were recorded.", count=outcome.rows)
    else:
        faulty = len({fault.row for fault in outcome.faults})
        summary = _(
            "{total} rows were read, {faulty} with faults; nothing was written.", total=outcome.rows, faulty=faulty
        )
    print(summary.in_language(args.language))
    return HAS_FAULTS if outcome.faults else 0

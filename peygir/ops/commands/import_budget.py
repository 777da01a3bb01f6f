"""Import the budget lines of a fiscal year from a CSV, Excel or ODS table, with its sums reconciled.

The columns are code, title, unit, approved, allotted, committed and spent, in rials; `--column code=HEADING` names the
table's own heading. `--total approved=RIALS` states the total of the budget's book: rows that add up to another sum are
a fault. Nothing is written while anything has a fault; each is listed with its row and the reason.
"""

import argparse
from pathlib import Path

from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import languages

HAS_FAULTS = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the table, its year, and how it is read."""
    parser.add_argument("file", type=Path, help="the table: .csv (UTF-8), .xlsx, .xls or .ods")
    parser.add_argument("--year", type=int, required=True, help="the fiscal year, like 1405")
    parser.add_argument("--column", action="append", default=[], type=_pair, help="name=heading; may be repeated")
    parser.add_argument("--total", action="append", default=[], type=_total, help="name=rials; may be repeated")
    parser.add_argument("--dry-run", action="store_true", help="read and judge, write nothing")
    parser.add_argument("--language", choices=languages(), default="fa", help="of the faults (fa)")


def run(args: argparse.Namespace) -> int:
    """Check the table, list all faults, and write the budget lines if there are none."""
    from django.conf import settings

    from peygir.city.queries import current_city
    from peygir.ops.tables import migrate_if_needed
    from peygir.outlook.planning.actions import import_budget
    from peygir.people.rules import SYSTEM

    migrate_if_needed()
    outcome = import_budget(
        args.file,
        city_id=current_city(settings.CITY).id,
        year=args.year,
        mapping=dict(args.column),
        totals=dict(args.total),
        dry_run=args.dry_run,
        by=SYSTEM,
    )
    for fault in outcome.faults:
        print(_("row {row}: {why}", row=fault.row, why=fault.why.text).in_language(args.language))
    for name, amount in outcome.sums.items():
        print(f"{name} = {amount}")
    if outcome.is_written:
        summary = _(
            "{made} budget lines are new, {changed} have other sums, {same} are as they were, {absent} are not in the "
            "table.",
            made=outcome.made,
            changed=outcome.changed,
            same=outcome.same,
            absent=len(outcome.absent),
        )
    else:
        faulty = len({fault.row for fault in outcome.faults})
        summary = _(
            "{total} rows were read, {faulty} with faults; nothing was written.", total=outcome.rows, faulty=faulty
        )
    print(summary.in_language(args.language))
    return HAS_FAULTS if outcome.faults else 0


def _pair(text: str) -> tuple[str, str]:
    """The column's name and the table's heading. Raises ArgumentTypeError."""
    from peygir.outlook.planning.budget_rules import COLUMNS

    name, mark, heading = text.partition("=")
    if not mark or name not in COLUMNS:
        raise argparse.ArgumentTypeError(f"name=heading is needed, where the name is one of {', '.join(COLUMNS)}")
    return name, heading


def _total(text: str) -> tuple[str, int]:
    """The column's name and its total in rials. Raises ArgumentTypeError."""
    from peygir.outlook.planning.budget_rules import SUMS

    name, _mark, amount = text.partition("=")
    if name not in SUMS or not amount.isdecimal():
        raise argparse.ArgumentTypeError(f"name=rials is needed, where the name is one of {', '.join(SUMS)}")
    return name, int(amount)

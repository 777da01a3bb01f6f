"""Import old records of another system from a CSV, Excel or ODS table; interrupted and run again, it continues.

Columns are named by `--map field=Heading` (or a saved mapping by `--mapping`), and `--keep-as` saves them. Nothing is
written while any row has a fault, unless `--leave-faulty` leaves those rows out; `--dry-run` writes nothing in any
case.
"""

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import in_every, languages, pgettext_lazy
from peygir.desks.partners.record_rules import FIELDS

if TYPE_CHECKING:
    from peygir.journey.importing import Judged

HAS_FAULTS = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the table, its owner, and the meaning of its columns."""
    parser.add_argument("file", type=Path, help="the table: .csv (UTF-8), .xlsx, .xls or .ods")
    parser.add_argument("--source", required=True, help="a short name of the old system, such as old-137")
    parser.add_argument("--mapping", default="", help="the name of columns that were kept")
    parser.add_argument("--map", action="append", default=[], metavar="FIELD=HEADING", help=", ".join(FIELDS))
    parser.add_argument("--keep-as", default="", help="keep these columns under a name")
    parser.add_argument("--dry-run", action="store_true", help="read and judge, write nothing")
    parser.add_argument("--leave-faulty", action="store_true", help="take the rest where rows have faults")
    parser.add_argument("--language", choices=languages(), default="fa", help="of the faults (fa)")


def run(args: argparse.Namespace) -> int:
    """Check the table, list all faults, and import the valid rows."""
    from peygir.desks.partners import actions
    from peygir.journey.importing import judge_file, take_over
    from peygir.ops.bars import bar
    from peygir.ops.tables import migrate_if_needed
    from peygir.people.rules import SYSTEM

    migrate_if_needed()
    columns = _columns(args)
    judged = judge_file(args.file, columns)
    if args.keep_as:
        actions.keep_mapping(args.keep_as, columns, by=SYSTEM)
    _tell_faults(judged, columns, args.language)
    if args.dry_run or (judged.faults and not args.leave_faulty):
        return HAS_FAULTS if judged.faults else 0
    with bar(in_every(pgettext_lazy("terminal", "records")), len(judged.records)) as show:
        for done, _all in take_over(judged, args.source, file_name=args.file.name, columns=columns, by=SYSTEM):
            show(done)
    return 0


def _columns(args: argparse.Namespace) -> dict[str, str]:
    from peygir.desks.partners import queries
    from peygir.desks.partners.actions import NoSuchMapping

    columns: dict[str, str] = {}
    if args.mapping:
        kept = queries.mapping(args.mapping)
        if kept is None:
            raise NoSuchMapping(name=args.mapping)
        columns |= kept
    return columns | dict(pair.split("=", 1) for pair in args.map if "=" in pair)


def _tell_faults(judged: "Judged", columns: dict[str, str], language: str) -> None:
    for fault in judged.faults:
        heading = columns.get(fault.field, fault.field)
        why = fault.why.words(language)
        print(_("row {row}, column “{column}”: {why}", row=fault.row, column=heading, why=why).in_language(language))
    faulty = len({fault.row for fault in judged.faults})
    total, good = len(judged.sheet.rows), len(judged.records)
    summary = _(
        "{total} rows were read: {good} right, {faulty} with faults.", total=total, good=good, faulty=faulty
    ).in_language(language)
    print(summary)
    for name, count in Counter(fault.why.name for fault in judged.faults).most_common():
        print(f"  {name}: {count}", file=sys.stderr)

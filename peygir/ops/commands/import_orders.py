"""Import work orders of an earlier system with their costs from a CSV, Excel or ODS table.

Columns are named by `--columns field=Heading …` (or a saved mapping by `--mapping`), and `--keep-as` saves them.
Nothing is written while any row has a fault, unless `--leave-faulty` leaves those rows out; `--dry-run` writes nothing
in any case. Interrupted and run again, it continues. At the end it prints how many orders the source has, how many cost
nothing, the sum, and the median of each kind; `--sums` prints them without importing anything.
"""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import in_every, languages, pgettext_lazy
from peygir.desks.fieldwork.past_order_rules import PAST_FIELDS

if TYPE_CHECKING:
    from peygir.journey.past_orders import JudgedOrders

HAS_FAULTS = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the table, its currency, and the meaning of its columns."""
    parser.add_argument("file", type=Path, nargs="?", help="the table: .csv (UTF-8), .xlsx, .xls or .ods")
    parser.add_argument("--source", required=True, help="a short name of the earlier system, such as old-orders")
    parser.add_argument("--currency", default="IRR", help="the code of the amounts' currency (IRR)")
    parser.add_argument("--unit", default="", help="the unit (a code) of orders whose row names none; else the centre")
    parser.add_argument("--mapping", default="", help="the name of columns that were kept")
    parser.add_argument("--columns", nargs="+", default=[], metavar="FIELD=HEADING", help=", ".join(PAST_FIELDS))
    parser.add_argument("--keep-as", default="", help="keep these columns under a name")
    parser.add_argument("--dry-run", action="store_true", help="read and judge, write nothing")
    parser.add_argument("--leave-faulty", action="store_true", help="take the rest where rows have faults")
    parser.add_argument("--sums", action="store_true", help="print the sums of what was imported, import nothing")
    parser.add_argument("--language", choices=languages(), default="fa", help="of the faults (fa)")


def run(args: argparse.Namespace) -> int:
    """Check the table, list all faults, import the valid rows, and print the sums."""
    from peygir.desks.partners import actions as partners
    from peygir.journey.past_orders import judge_orders, take_orders
    from peygir.ops.bars import bar
    from peygir.ops.tables import migrate_if_needed
    from peygir.people.rules import SYSTEM

    migrate_if_needed()
    if args.sums or args.file is None:
        print_sums(args.source)
        return 0
    columns = _columns(args)
    judged = judge_orders(args.file, columns, currency=args.currency)
    if args.keep_as:
        partners.keep_mapping(args.keep_as, columns, by=SYSTEM)
    _tell_faults(judged, columns, args.language)
    if args.dry_run or (judged.faults and not args.leave_faulty):
        return HAS_FAULTS if judged.faults else 0
    with bar(in_every(pgettext_lazy("terminal", "work orders")), len(judged.rows)) as show:
        for done in take_orders(judged, source=args.source, currency=args.currency, unit=args.unit, by=SYSTEM):
            show(done)
    print_sums(args.source)
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
    return columns | dict(pair.split("=", 1) for pair in args.columns if "=" in pair)


def _tell_faults(judged: "JudgedOrders", columns: dict[str, str], language: str) -> None:
    for fault in judged.faults:
        heading, why = columns.get(fault.field, fault.field), fault.why.words(language)
        print(_("row {row}, column “{column}”: {why}", row=fault.row, column=heading, why=why).in_language(language))
    faulty = len({fault.row for fault in judged.faults})
    summary = _(
        "{total} rows were read: {good} right, {faulty} with faults.",
        total=len(judged.sheet.rows),
        good=len(judged.rows),
        faulty=faulty,
    )
    print(summary.in_language(language))


def print_sums(source: str) -> None:
    """Print the sums of a source's imported orders, a line for all and one for each kind."""
    from peygir.desks.fieldwork.money import plain_amount
    from peygir.desks.fieldwork.queries.costs import digits_of
    from peygir.desks.fieldwork.queries.past_orders import past_order_sums

    found = past_order_sums(source)
    digits = digits_of(found)
    for code, kinds in found.items():
        for sums in kinds:
            total, middle = (plain_amount(value, digits.get(code, 0)) for value in (sums.total, sums.median or 0))
            name = sums.kind or "all"
            print(f"{name}: {sums.count} orders, {sums.at_zero} at zero, sum {total} {code}, median {middle}")

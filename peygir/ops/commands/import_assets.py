"""Import assets from a CSV, Excel, ODS or GeoJSON file; interrupted and run again, it continues.

Columns are named by `--map field=Heading`; a heading that is a field's name or an attribute's code needs none. A file
with any fault is refused as a whole, with every fault listed; `--dry-run` writes nothing in any case.
"""

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from peygir.assets.row_reading import FIELDS
from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import in_every, languages, pgettext_lazy

if TYPE_CHECKING:
    from peygir.assets.table_reading import ReadAssets

HAS_FAULTS = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the file, and the meaning of its columns."""
    parser.add_argument("file", type=Path, help="the file: .csv (UTF-8), .xlsx, .xls, .ods or .geojson")
    parser.add_argument(
        "--map", action="append", default=[], metavar="FIELD=HEADING", help=f"{', '.join(FIELDS)}, or an attribute"
    )
    parser.add_argument("--type", default="", help="the type of every row (its code), where no column names it")
    parser.add_argument("--dry-run", action="store_true", help="read and judge, write nothing")
    parser.add_argument("--language", choices=languages(), default="fa", help="of the faults (fa)")


def run(args: argparse.Namespace) -> int:
    """Check the file, list all faults, and import the rows if there are none."""
    from django.conf import settings

    from peygir.assets.actions import write_rows
    from peygir.assets.table_reading import read_assets
    from peygir.city.queries import current_city
    from peygir.ops.bars import bar
    from peygir.ops.tables import migrate_if_needed

    migrate_if_needed()
    city_id = current_city(settings.CITY).id
    columns = dict(pair.split("=", 1) for pair in args.map if "=" in pair)
    with bar(in_every(pgettext_lazy("terminal", "rows read")), None) as show:
        table = read_assets(args.file, columns, city_id=city_id, only_type=args.type, progress=show)
    _tell(table, columns, args.language)
    if args.dry_run or table.faults:
        return HAS_FAULTS if table.faults else 0
    parts = write_rows(
        city_id, table.rows, file_name=args.file.name, digest=table.digest, columns=table.columns, by="system"
    )
    with bar(in_every(pgettext_lazy("terminal", "assets")), len(table.rows)) as show:
        for done, _all in parts:
            show(done)
    return 0


def _tell(table: "ReadAssets", columns: dict[str, str], language: str) -> None:
    """Print every fault, and how many rows are right."""
    for fault in table.faults:
        heading, why = columns.get(fault.field, fault.field), fault.why.words(language)
        print(_("row {row}, column “{column}”: {why}", row=fault.row, column=heading, why=why).in_language(language))
    faulty, total = len({fault.row for fault in table.faults}), len(table.sheet.rows)
    summary = _(
        "{total} rows were read: {good} right, {faulty} with faults.", total=total, good=total - faulty, faulty=faulty
    )
    print(summary.in_language(language))
    for name, count in Counter(fault.why.name for fault in table.faults).most_common():
        print(f"  {name}: {count}")

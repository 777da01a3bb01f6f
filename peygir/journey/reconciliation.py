"""The file of a comparison with an earlier system: counts and sums, and what is missing, differs or was refused."""

import csv
import io
from collections.abc import Sequence
from typing import Final

from django.conf import settings

from peygir.city import queries as city
from peygir.core import clock
from peygir.desks.earlier import actions as earlier
from peygir.desks.earlier.actions import ComparisonCounts
from peygir.journey.moving_in import CountPair, Reconciled, safe_cell
from peygir.people.rules import Actor

HEADINGS: Final = ("part", "key", "in_table", "here", "why")


def keep_comparison(compared: Reconciled, *, source: str, table_name: str, by: Actor) -> int:
    """Keep a comparison until somebody signs it; returns its id. Raises NotYourWork."""
    counts = ComparisonCounts(compared.rows, compared.refused, len(compared.missing), len(compared.differing))
    content = report_file(compared, source=source, table_name=table_name)
    city_id = city.current_city(settings.CITY).id
    return earlier.keep_report(city_id, source, content, counts, table_name=table_name, by=by)


def report_file(compared: Reconciled, *, source: str, table_name: str) -> str:
    """Return a comparison as CSV: every count by state, Jalali month (140503) and unit with its sum, then each number.

    It holds earlier numbers and the numbers of rows, and no other cell of the table. Moments are ISO 8601 in UTC.
    """
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(HEADINGS)
    writer.writerow(("about", "source", safe_cell(source), "", ""))
    writer.writerow(("about", "table", safe_cell(table_name), "", ""))
    writer.writerow(("about", "compared_at", clock.now().isoformat(timespec="seconds"), "", ""))
    writer.writerow(("rows", "all", compared.rows, compared.found, ""))
    writer.writerow(("rows", "refused", compared.refused, "", ""))
    writer.writerow(("rows", "missing", len(compared.missing), "", ""))
    writer.writerow(("rows", "differing", len(compared.differing), "", ""))
    for part, pairs in (("state", compared.by_state), ("month", compared.by_month), ("unit", compared.by_unit)):
        writer.writerows((part, pair.key or "-", pair.there, pair.here, "") for pair in [*pairs, _sum(pairs)])
    writer.writerows(("missing", safe_cell(number), 1, 0, "") for number in compared.missing)
    writer.writerows(("differing", safe_cell(number), 1, 1, "") for number in compared.differing)
    writer.writerows(("refused", f"row {one.row}", 1, 0, one.why) for one in compared.refusals)
    return "\ufeff" + sheet.getvalue()


def _sum(pairs: Sequence[CountPair]) -> CountPair:
    return CountPair("sum", sum(pair.there for pair in pairs), sum(pair.here for pair in pairs))

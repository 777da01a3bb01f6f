"""Is a week's count above what trend and season of five years let expect? Farrington's flexible rule.

Columns: count, and period (or year and week) if the rows have names. The rows are weeks without a gap; where all
periods are numbers, days or numbered weeks of years (2011-W01), they are put in order.
"""

import argparse
from pathlib import Path

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.ops.method_periods import whole_option
from peygir.ops.method_rows import share_option
from peygir.ops.methods.ears import read_periods


class PastIsTooShort(Invalid):
    """There are not enough weeks before the one that is judged."""

    message = _("{count} weeks are too few: the week that is judged needs at least two years before it.")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the years that are looked at, the weeks that are judged, and the rate of false alarms."""
    parser.add_argument("--years", type=whole_option(2, 30), default=5, help="that are looked at (5)")
    parser.add_argument("--last", type=whole_option(1, 1000), default=1, help="weeks that are judged (1)")
    parser.add_argument("--alpha", type=share_option, default=0.01, help="rate of false alarms (0.01)")


def answer(path: Path, options: argparse.Namespace) -> dict[str, object]:
    """Return what was expected of the last weeks. Raises the Refusal of a file that cannot be used."""
    rows = read_periods(path)
    from peygir.outlook.insight.methods.expected_counts import expected_week

    counts, judged = [float(row.count) for row in rows], []
    for place in range(max(0, len(rows) - options.last), len(rows)):
        row, week = rows[place], expected_week(counts[:place], years=options.years)
        if week is None:
            continue
        upper = week.upper(options.alpha)
        judged.append(
            {"row": row.number}
            | ({"period": row.period} if row.period else {})
            | {"count": row.count, "expected": week.mean, "dispersion": week.dispersion, "trend": week.has_trend}
            | {"upper": upper, "p": week.p_value(row.count), "alarm": row.count > upper}
        )
    if not judged:
        raise PastIsTooShort(count=len(rows))
    return {"years": options.years, "alpha": options.alpha, "rows": judged}

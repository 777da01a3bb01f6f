"""Is a week's count above what the weeks just before it let expect? The rules C1, C2 and C3 of EARS.

Columns: count, and period (or year and week) if the rows have names. The rows are weeks (or days) without a gap; where
all periods are numbers, days or numbered weeks of years (2011-W01), they are put in order.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

from peygir.ops.method_periods import ALSO_CALLED, PERIODS, in_time, period_of, whole_option
from peygir.ops.method_rows import TableRow, read_rows, refuse_repeated, share_option


@dataclass(frozen=True, slots=True)
class CountedPeriod:
    """One row: its number in the file, the period, and the count."""

    number: int
    period: str
    count: int


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the rule, the length of the baseline, and the rate of false alarms."""
    parser.add_argument(
        "--method", dest="rule", choices=("C1", "C2", "C3"), type=str.upper, default="C1", help="the rule (C1)"
    )
    parser.add_argument("--weeks", type=whole_option(2, 1000), default=7, help="of the baseline (7)")
    parser.add_argument("--alpha", type=share_option, default=0.05, help="rate of false alarms (0.05)")


def answer(path: Path, options: argparse.Namespace) -> dict[str, object]:
    """Return the bound of every period. Raises the Refusal of a file that cannot be used."""
    rows = read_periods(path)
    from peygir.outlook.insight.methods.ears import ears

    judged = ears([row.count for row in rows], rule=options.rule, weeks=options.weeks, alpha=options.alpha)
    return {
        "rule": options.rule,
        "weeks": options.weeks,
        "alpha": options.alpha,
        "alarms": [row.period or row.number for row, week in zip(rows, judged, strict=True) if week.is_alarm],
        "rows": [
            {"row": row.number}
            | ({"period": row.period} if row.period else {})
            | {"count": row.count, "mean": week.mean, "sd": week.spread, "upper": week.upper, "alarm": week.is_alarm}
            for row, week in zip(rows, judged, strict=True)
        ],
    }


def read_periods(path: Path) -> list[CountedPeriod]:
    """Return the periods of a file in order of time. Raises the Refusal of a file that cannot be used."""
    seen: dict[str, int] = {}

    def read(cells: TableRow) -> CountedPeriod:
        if period := period_of(cells):
            refuse_repeated(seen, period, cells.number)
        return CountedPeriod(cells.number, period, cells.whole("count"))

    rows = read_rows(path, ("count",), read, optional=PERIODS, also_called=ALSO_CALLED)
    return in_time(rows, [row.period for row in rows])

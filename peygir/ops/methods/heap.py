"""Do values heap just before a threshold, as closures do that are made to look in time?

Columns: value and threshold, both numbers or both dates or times; the threshold may be given as --threshold instead.
A value at the threshold is before it. unit, if the rows have names of units, gives a verdict for each.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

from peygir.core.translation import gettext_lazy as _
from peygir.ops.method_rows import (
    MOST_COUNTED,
    TableRow,
    ValueIsWrong,
    moment_option,
    plain_number,
    read_rows,
    share_option,
)
from peygir.ops.method_units import UNIT

ALSO_CALLED = {
    "value": ("closed", "closed_at", "days", "hours"),
    "threshold": ("due", "due_at", "cutoff", "limit"),
    "unit": UNIT,
}
BOTH = ("value", "threshold")
DAY_SECONDS = 86_400


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the threshold of the whole file and the rate of false alarms."""
    parser.add_argument(
        "--threshold", type=threshold_option, metavar="VALUE", help="of all rows; a number, a date or a time"
    )
    parser.add_argument("--alpha", type=share_option, default=0.05, help="rate of false alarms (0.05)")


def answer(path: Path, options: argparse.Namespace) -> dict[str, object]:
    """Return the verdicts. Raises the Refusal of a file that cannot be used."""
    is_given = options.threshold is not None

    def read(cells: TableRow) -> tuple[str, float]:
        if is_given:
            cells = TableRow(cells.number, {**cells.values, "threshold": options.threshold})
        return cells.values["unit"], _distance(cells)

    needed = ("value",) if is_given else ("value", "threshold")
    rows = read_rows(path, needed, read, optional=("unit",), also_called=ALSO_CALLED)
    units: dict[str, list[float]] = {}
    for unit, distance in rows:
        units.setdefault(unit, []).append(distance)
    return {
        "alpha": options.alpha,
        **_verdict([distance for _unit, distance in rows], options.alpha),
        "units": [{"unit": unit, **_verdict(of_one, options.alpha)} for unit, of_one in sorted(units.items()) if unit],
    }


def threshold_option(text: str) -> str:
    """Read an option that is a number, a date or an instant. Raises argparse.ArgumentTypeError."""
    if plain_number(text.strip()) is None:
        moment_option(text)
    return text.strip()


def _distance(cells: TableRow) -> float:
    """Return value less threshold, in days for dates and times. Raises ValueIsWrong."""
    is_number = [plain_number(cells.text(column)) is not None for column in BOTH]
    if all(is_number):
        value, threshold = (cells.number_in(column, least=-MOST_COUNTED, most=MOST_COUNTED) for column in BOTH)
        return value - threshold
    if any(is_number):
        raise ValueIsWrong(why=_("one of value and threshold is a number, the other is none"))
    return (cells.moment("value") - cells.moment("threshold")).total_seconds() / DAY_SECONDS


def _verdict(distances: Sequence[float], alpha: float) -> dict[str, object]:
    from peygir.outlook.scoring.methods.heaps import heap_test

    result = heap_test(distances, alpha=alpha)
    window = result.window
    return {
        "verdict": result.verdict,
        "p_value": result.p_value,
        "n": result.values,
        "before": sum(distance <= 0 for distance in distances),
        "window": window.width if window else None,
        "count": window.count if window else None,
        "expected": window.expected if window else None,
        "excess": window.count - window.expected if window else None,
        "bin_width": result.bin_width,
        "dispersion": result.dispersion,
    }

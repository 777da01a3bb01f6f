"""The Wilson interval of each row's share, beside the exact one.

Columns: count, n (whole numbers, count ≤ n), and name if the rows have names. The answer holds the rows and, over all
of them together, estimate and interval.
"""

import argparse
from pathlib import Path

from peygir.core.translation import gettext_lazy as _
from peygir.ops.method_rows import Cells, ValueIsWrong, read_rows, share_option

NEEDED = ("count", "n")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the confidence of the intervals."""
    parser.add_argument("--confidence", type=share_option, default=0.95, help="of the intervals (0.95)")


def answer(path: Path, options: argparse.Namespace) -> dict[str, object]:
    """Return the intervals. Raises the Refusal of a file that cannot be used."""
    rows = read_rows(path, NEEDED, _row, optional=("name",))
    count, n = sum(row[1] for row in rows), sum(row[2] for row in rows)
    confidence = options.confidence
    return {
        "confidence": confidence,
        **_interval(count, n, confidence),
        "rows": [
            {"row": number, **({"name": name} if name else {}), **_interval(one, of, confidence)}
            for name, one, of, number in rows
        ],
    }


def _row(cells: Cells) -> tuple[str, int, int, int]:
    count, n = cells.whole("count"), cells.whole("n", least=1)
    if count > n:
        raise ValueIsWrong(why=_("the count {count} is more than n, {n}", count=count, n=n))
    return cells.values["name"], count, n, cells.number


def _interval(count: int, n: int, confidence: float) -> dict[str, object]:
    from peygir.core.intervals import clopper_pearson, wilson

    low, high = wilson(count, n, confidence=confidence)
    return {
        "count": count,
        "n": n,
        "estimate": count / n,
        "interval": [low, high],
        "exact": list(clopper_pearson(count, n, confidence=confidence)),
    }

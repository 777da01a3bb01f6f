"""When did a series change its level or its trend? The same setting for all series.

Columns: value (empty, NA or NaN where it is missing) and time. The rows are in order of time, at equal distances.
`changepoints` are the 0-based numbers of the rows with which a new segment begins.
"""

import argparse
import math
from pathlib import Path
from typing import Final

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.ops.method_periods import ALSO_CALLED, PERIODS, period_of
from peygir.ops.method_rows import TableRow, read_rows

MISSING: Final = frozenset({"", "na", "nan", "null", "none", "-"})
MOST_VALUES: Final = 10_000


class SeriesIsTooLong(Invalid):
    """The computing time grows with the square of the length."""

    message = _("A series of {count} values is too long: at most {most}.")


def add_options(parser: argparse.ArgumentParser) -> None:
    """There is one setting for all series."""


def answer(path: Path, options: argparse.Namespace) -> dict[str, object]:
    """Return the changes. Raises the Refusal of a file that cannot be used."""
    rows = read_series(path)
    if len(rows) > MOST_VALUES:
        raise SeriesIsTooLong(count=len(rows), most=MOST_VALUES)
    import numpy as np

    from peygir.outlook.insight.methods.changepoints import changepoints

    result = changepoints(np.array([value for _time, value in rows], dtype=np.float64))
    return {
        "n": len(rows),
        "changepoints": list(result.changepoints),
        "shape": result.shape,
        "spread": result.spread,
        "autocorrelation": result.autocorrelation,
        "season": result.season,
        "segments": [
            {
                "first": segment.first,
                "last": segment.last,
                **({"from": rows[segment.first][0], "to": rows[segment.last][0]} if rows[0][0] else {}),
                "mean": segment.mean,
                "slope": segment.slope,
            }
            for segment in result.segments
        ],
    }


def read_series(path: Path) -> list[tuple[str, float]]:
    """Return (time, value) of each row; a missing value is not a number. Raises the Refusal of a bad file."""

    def read(cells: TableRow) -> tuple[str, float]:
        is_missing = cells.values["value"].casefold() in MISSING
        value = math.nan if is_missing else cells.number_in("value", least=-1e15, most=1e15)
        return period_of(cells), value

    return read_rows(path, ("value",), read, optional=PERIODS, also_called=ALSO_CALLED)

"""Where, and since when, is more reported than expected? The space-time scan of Kulldorff.

Columns: cell, period, count, baseline (the expected count; with --model population the population), x and y (of the
cell). Each cell has a row for each period. The windows that are looked at end in the last period.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from peygir.core.persian import ascii_digits
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.ops.method_periods import in_time, whole_option
from peygir.ops.method_rows import TableRow, ValueIsWrong, read_rows, refuse_repeated

if TYPE_CHECKING:
    from peygir.outlook.insight.methods.space_time_scan import Numbers

NEEDED = ("cell", "period", "count", "baseline", "x", "y")
ALSO_CALLED = {
    "cell": ("county", "location"),
    "baseline": ("expected",),
    "x": ("lon", "longitude"),
    "y": ("lat", "latitude"),
}
MOST_CELLS: Final = 2000
MOST_WINDOWS: Final = 4_000_000_000
"""Windows in all draws together; two minutes of computing."""


class CellsAreIncomplete(Invalid):
    """The table has no row for some cell and period."""

    message = _("“{cell}” has no row for the period “{period}”; each cell needs one for each period.")


class ScanIsTooLarge(Invalid):
    """There are too many cells, or too many windows and draws, for a scan on one machine."""

    message = _("This is too much to scan: at most {cells} cells, and {windows} windows in all draws together.")


@dataclass(frozen=True, slots=True)
class ScanRow:
    """One row of the file."""

    cell: str
    period: str
    count: int
    baseline: float
    place: tuple[float, float]


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the size of the windows, the draws, and the model."""
    parser.add_argument(
        "--neighbours", type=whole_option(1), default=15, help="cells of the largest window, itself included (15)"
    )
    parser.add_argument("--max-duration", type=whole_option(1), default=4, help="periods of the longest window (4)")
    parser.add_argument("--draws", type=whole_option(1), default=999, help="data sets drawn for the p-values (999)")
    parser.add_argument("--seed", type=whole_option(0), default=None, help="of the draws (fixed)")
    parser.add_argument(
        "--model",
        choices=("expectation", "population"),
        default="expectation",
        help="whether baselines are expected counts, or populations given the number of all reports (expectation)",
    )
    parser.add_argument("--degrees", action="store_true", help="x and y are longitude and latitude")
    parser.add_argument("--clusters", type=whole_option(1), default=10, help="clusters that are named, at most (10)")


def answer(path: Path, options: argparse.Namespace) -> dict[str, object]:
    """Return the clusters. Raises the Refusal of a file that cannot be used."""
    cells, periods, rows = read_scan(path)
    neighbours = min(options.neighbours, len(cells))
    windows = len(cells) * neighbours * min(options.max_duration, len(periods)) * options.draws
    if len(cells) > MOST_CELLS or windows > MOST_WINDOWS:
        raise ScanIsTooLarge(cells=MOST_CELLS, windows=MOST_WINDOWS)
    import numpy as np

    from peygir.outlook.insight.methods.space_time_scan import SEED, nearest_cells, space_time_scan

    counts, baselines = _table(cells, periods, rows)
    places = {row.cell: row.place for row in rows}
    xs, ys = np.array([places[cell] for cell in cells], dtype=np.float64).T
    # What a unit of the baseline lets expect, given the number of all reports.
    rate = float(counts.sum() / baselines.sum()) if baselines.any() else 0.0
    clusters = space_time_scan(
        counts,
        baselines,
        nearest_cells(xs, ys, neighbours, in_degrees=options.degrees),
        max_duration=options.max_duration,
        draws=options.draws,
        seed=SEED if options.seed is None else options.seed,
        model=options.model,
        most=options.clusters,
    )
    return {
        "model": options.model,
        "cells": len(cells),
        "periods": len(periods),
        "count": int(counts.sum()),
        "baseline": float(baselines.sum()),
        "draws": options.draws,
        "clusters": [
            {
                "cells": [cells[place] for place in cluster.cells],
                "duration": cluster.duration,
                "from": periods[-cluster.duration],
                "to": periods[-1],
                "count": cluster.count,
                "baseline": cluster.baseline,
                **({"expected": cluster.baseline * rate} if options.model == "population" else {}),
                "llr": cluster.llr,
                "p": cluster.p_value,
            }
            for cluster in clusters
        ],
    }


def read_scan(path: Path) -> tuple[list[str], list[str], list[ScanRow]]:
    """Return the cells and the periods in order, and the rows. Raises the Refusal of a file that cannot be used."""
    seen: dict[str, int] = {}
    places: dict[str, tuple[float, float]] = {}

    def read(cells: TableRow) -> ScanRow:
        cell, period = (ascii_digits(cells.text(column)) for column in ("cell", "period"))
        refuse_repeated(seen, f"{cell} · {period}", cells.number)
        place = (cells.number_in("x", least=-1e9, most=1e9), cells.number_in("y", least=-1e9, most=1e9))
        if places.setdefault(cell, place) != place:
            raise ValueIsWrong(why=_("“{cell}” has another x or y in an earlier row", cell=cell))
        count, baseline = cells.whole("count"), cells.number_in("baseline", least=0, most=1e12)
        if count and not baseline:
            raise ValueIsWrong(why=_("there are reports, and the baseline is 0"))
        return ScanRow(cell, period, count, baseline, place)

    rows = read_rows(path, NEEDED, read, also_called=ALSO_CALLED)
    cells, given = sorted(places), list(dict.fromkeys(row.period for row in rows))
    periods = in_time(given, given)
    there = {(row.cell, row.period) for row in rows}
    for cell in cells:
        for period in periods:
            if (cell, period) not in there:
                raise CellsAreIncomplete(cell=cell, period=period)
    return cells, periods, rows


def _table(cells: list[str], periods: list[str], rows: list[ScanRow]) -> "tuple[Numbers, Numbers]":
    """Return counts and baselines with a row for each period and a column for each cell."""
    import numpy as np

    at, when = {cell: place for place, cell in enumerate(cells)}, {period: row for row, period in enumerate(periods)}
    counts, baselines = np.zeros((len(periods), len(cells))), np.zeros((len(periods), len(cells)))
    for row in rows:
        counts[when[row.period], at[row.cell]] = row.count
        baselines[when[row.period], at[row.cell]] = row.baseline
    return counts, baselines

"""Where do high values lie together? The local statistic Gi* of Getis and Ord.

Columns: cell, value, x and y. The neighbours of a cell are the nearest ones, or those within a distance.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from peygir.core.persian import ascii_digits
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.ops.method_periods import whole_option
from peygir.ops.method_rows import TableRow, above_zero_option, read_rows, refuse_repeated, share_option

NEEDED = ("cell", "value", "x", "y")
ALSO_CALLED = {"x": ("lon", "longitude"), "y": ("lat", "latitude")}
MOST_CELLS: Final = 2000


class CellsAreTooMany(Invalid):
    """All pairs of cells are looked at."""

    message = _("{count} cells are too many: at most {most}.")


@dataclass(frozen=True, slots=True)
class ValuedCell:
    """One row of the file."""

    cell: str
    value: float
    x: float
    y: float


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add which cells are neighbours, and the false discovery rate."""
    parser.add_argument("--neighbours", type=whole_option(1), default=9, help="nearest cells, itself included (9)")
    parser.add_argument("--within", type=above_zero_option, help="in place of that: all cells within this distance")
    parser.add_argument("--rate", type=share_option, default=0.05, help="of false ones among hot and cold (0.05)")


def answer(path: Path, options: argparse.Namespace) -> dict[str, object]:
    """Return the z-score of each cell. Raises the Refusal of a file that cannot be used."""
    rows = read_cells(path)
    if len(rows) > MOST_CELLS:
        raise CellsAreTooMany(count=len(rows), most=MOST_CELLS)
    import numpy as np
    from scipy.special import ndtr

    from peygir.outlook.insight.methods.hot_spots import gi_star
    from peygir.outlook.insight.methods.space_time_scan import nearest_cells
    from peygir.outlook.scoring.methods.discoveries import adjusted_p_values

    values, xs, ys = np.array([(row.value, row.x, row.y) for row in rows], dtype=np.float64).T
    weights = np.zeros((len(rows), len(rows)))
    if options.within is None:
        np.put_along_axis(weights, nearest_cells(xs, ys, options.neighbours), 1.0, axis=1)
    else:
        # A neighbour at just this distance is one, whatever rounding makes of it.
        distances = np.hypot(xs[:, None] - xs, ys[:, None] - ys)
        weights[distances <= options.within * (1 + 1e-9)] = 1.0
    scores = gi_star(values, weights)
    p_values = [float(p) for p in 2 * ndtr(-np.abs(scores))]
    adjusted = adjusted_p_values(p_values)
    return {
        "neighbours": options.neighbours if options.within is None else None,
        "within": options.within,
        "rate": options.rate,
        "cells": [
            {"cell": row.cell, "value": row.value, "neighbours": int(near), "z": float(z), "p": p, "q": q}
            | {"class": ("hot" if z > 0 else "cold") if q <= options.rate else "none"}
            for row, near, z, p, q in zip(rows, weights.sum(axis=1), scores, p_values, adjusted, strict=True)
        ],
    }


def read_cells(path: Path) -> list[ValuedCell]:
    """Return the cells of a file. Raises the Refusal of a file that cannot be used."""
    seen: dict[str, int] = {}

    def read(cells: TableRow) -> ValuedCell:
        cell = ascii_digits(cells.text("cell"))
        refuse_repeated(seen, cell, cells.number)
        value = cells.number_in("value", least=-1e12, most=1e12)
        return ValuedCell(cell, value, *(cells.number_in(axis, least=-1e9, most=1e9) for axis in ("x", "y")))

    return read_rows(path, NEEDED, read, also_called=ALSO_CALLED)

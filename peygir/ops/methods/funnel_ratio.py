"""Ratios of observed to expected counts against a target: which units lie further away than chance explains.

Columns: observed (a whole number), expected (above 0), and unit if the rows have names. Each row gets its value, its
limits at 95 % and 99.8 %, and a class: high_001, high_025, none, low_025 or low_001.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

from peygir.ops.method_rows import TableRow, above_zero_option, read_rows
from peygir.ops.method_units import UNIT, average, named, scaled, target_option, unit_of

NEEDED = ("observed", "expected")
ALSO_CALLED = {"unit": UNIT, "observed": ("obs", "observed_count"), "expected": ("exp", "expected_count")}


@dataclass(frozen=True, slots=True)
class RatioRow:
    """One unit of the file."""

    number: int
    unit: str
    observed: int
    expected: float


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the target, the kind of limits, and how they are widened for over-dispersion."""
    parser.add_argument("--target", type=target_option, default=1.0, help="ratio aimed at, or average (1)")
    parser.add_argument("--multiplier", type=above_zero_option, default=1.0, help="of values and limits, as 100 (1)")
    parser.add_argument(
        "--limits",
        choices=("observed", "expected"),
        default="observed",
        help="exact interval of each observed count, or exact limits around the expected one (observed)",
    )
    parser.add_argument("--overdispersed", action="store_true", help="widen the limits by Spiegelhalter's method")
    parser.add_argument("--outliers", choices=("truncate", "winsorise"), default="winsorise", help="then (winsorise)")
    parser.add_argument("--scale", choices=("log", "sqrt"), default="log", help="then (log)")


def answer(path: Path, options: argparse.Namespace) -> dict[str, object]:
    """Return the funnel. Raises the Refusal of a file that cannot be used."""
    rows = read_ratios(path)
    target = options.target
    if target is None:
        target = average([row.observed for row in rows], [row.expected for row in rows])
    return (_widened if options.overdispersed else _exact)(rows, target, options)


def read_ratios(path: Path) -> list[RatioRow]:
    """Return the units of a file. Raises the Refusal of a file that cannot be used."""
    seen: dict[str, int] = {}

    def read(cells: TableRow) -> RatioRow:
        return RatioRow(cells.number, unit_of(cells, seen), cells.whole("observed"), cells.above_zero("expected"))

    return read_rows(path, NEEDED, read, optional=("unit",), also_called=ALSO_CALLED)


def _exact(rows: list[RatioRow], target: float, options: argparse.Namespace) -> dict[str, object]:
    from peygir.outlook.scoring.methods.funnels import ratio_point, ratio_point_around_target

    make = ratio_point if options.limits == "observed" else ratio_point_around_target
    factor = options.multiplier
    points = [make(row.observed, row.expected, target=target) for row in rows]
    return {
        "target": target * factor,
        "limits": options.limits,
        "units": [
            _shown(row, point.value * factor)
            | {"limits_95": scaled(point.limits_95, factor), "limits_998": scaled(point.limits_998, factor)}
            | {"class": point.band}
            for row, point in zip(rows, points, strict=True)
        ],
    }


def _widened(rows: list[RatioRow], target: float, options: argparse.Namespace) -> dict[str, object]:
    from peygir.outlook.scoring.methods.overdispersion import widened_funnel

    funnel = widened_funnel(
        [row.observed for row in rows],
        [row.expected for row in rows],
        target=target,
        scale=options.scale,
        outliers=options.outliers,
    )
    factor = options.multiplier
    return {
        "target": target * factor,
        "limits": "overdispersed",
        "scale": options.scale,
        "outliers": options.outliers,
        "phi": funnel.phi,
        "tau2": funnel.tau2,
        "units_used": funnel.used,
        "units": [
            _shown(row, point.value * factor)
            | {"z": point.z, "adjusted_z": point.widened_z, "limits_95": scaled(point.limits_95, factor)}
            | {"limits_998": scaled(point.limits_998, factor), "class": point.band}
            for row, point in zip(rows, funnel.points, strict=True)
        ],
    }


def _shown(row: RatioRow, value: float) -> dict[str, object]:
    return {**named(row.number, row.unit), "observed": row.observed, "expected": row.expected, "value": value}

"""Shares against their average or a target: which units lie further away than chance explains.

Columns: numerator (at least 0), denominator (above 0, at least the numerator), and unit if the rows have names. Each
row gets its value, its limits at 95 % and 99.8 % around the target, and a class: high_001, high_025, none, low_025 or
low_001.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.ops.method_rows import TableRow, ValueIsWrong, above_zero_option, read_rows
from peygir.ops.method_units import UNIT, average, named, scaled, target_option, unit_of

NEEDED = ("numerator", "denominator")
ALSO_CALLED = {
    "unit": UNIT,
    "numerator": ("count", "events", "observed", "successes"),
    "denominator": ("n", "total", "population"),
}


class TargetIsNoShare(Invalid):
    """The target that was given is more than 1."""

    message = _("The target of a share is a number between 0 and 1.")


@dataclass(frozen=True, slots=True)
class ProportionRow:
    """One unit of the file."""

    number: int
    unit: str
    numerator: float
    denominator: float


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the target and the unit of the values."""
    parser.add_argument("--target", type=target_option, default=None, help="share aimed at, or average (average)")
    parser.add_argument("--multiplier", type=above_zero_option, default=1.0, help="of values and limits, as 100 (1)")


def answer(path: Path, options: argparse.Namespace) -> dict[str, object]:
    """Return the funnel. Raises the Refusal of a file that cannot be used."""
    from peygir.outlook.scoring.methods.funnels import proportion_point

    rows = read_proportions(path)
    target = options.target
    if target is None:
        target = average([row.numerator for row in rows], [row.denominator for row in rows])
    elif target >= 1:
        raise TargetIsNoShare()
    factor = options.multiplier
    points = [proportion_point(row.numerator, row.denominator, target=target) for row in rows]
    return {
        "target": target * factor,
        "units": [
            named(row.number, row.unit)
            | {"numerator": row.numerator, "denominator": row.denominator, "value": point.value * factor}
            | {"limits_95": scaled(point.limits_95, factor), "limits_998": scaled(point.limits_998, factor)}
            | {"class": point.band}
            for row, point in zip(rows, points, strict=True)
        ],
    }


def read_proportions(path: Path) -> list[ProportionRow]:
    """Return the units of a file. Raises the Refusal of a file that cannot be used."""
    seen: dict[str, int] = {}

    def read(cells: TableRow) -> ProportionRow:
        numerator, denominator = cells.number_in("numerator"), cells.above_zero("denominator")
        if numerator < 0:
            wrong = _("{text} in “{column}” is below 0")
            raise ValueIsWrong(why=wrong.filled({"text": cells.values["numerator"], "column": "numerator"}))
        if numerator > denominator:
            why = _("the numerator is more than the denominator")
            raise ValueIsWrong(why=why)
        return ProportionRow(cells.number, unit_of(cells, seen), numerator, denominator)

    return read_rows(path, NEEDED, read, optional=("unit",), also_called=ALSO_CALLED)

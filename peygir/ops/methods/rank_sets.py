"""Which ranks each unit may truly have, and which units may truly be among the first.

Columns: estimate, se (its standard error, above 0), and unit if the rows have names. The answer has each unit's rank
with a confidence set of its own and one that holds for all units together.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.ops.method_rows import MOST_SEED, TableRow, read_rows, share_option, whole_option
from peygir.ops.method_units import UNIT, named, unit_of

NEEDED = ("estimate", "se")
ALSO_CALLED = {
    "unit": (*UNIT, "country", "jurisdiction"),
    "estimate": ("score", "value", "mean", "est"),
    "se": ("standard_error", "std_error", "stderr", "error"),
}
MOST_UNITS = 2000


class UnitsAreTooMany(Invalid):
    """All pairs of units are compared, and there are too many."""

    message = _("This method compares all pairs of units: {count} units are more than {most}.")


class TopIsNotPossible(Invalid):
    """The number of first places is not between 1 and the number of units."""

    message = _("--top {top} is not between 1 and the number of units, {count}.")


@dataclass(frozen=True, slots=True)
class EstimateRow:
    """One unit of the file."""

    number: int
    unit: str
    estimate: float
    error: float


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the confidence, the number of first places, and which end is the first."""
    parser.add_argument("--level", type=share_option, default=0.95, help="confidence of the sets (0.95)")
    parser.add_argument("--top", type=int, default=None, metavar="N", help="also say who may be among the first N")
    parser.add_argument("--best", choices=("highest", "lowest"), default="highest", help="rank 1 (highest)")
    parser.add_argument("--seed", type=whole_option(0, MOST_SEED), default=None, help="of the draws (fixed)")


def answer(path: Path, options: argparse.Namespace) -> dict[str, object]:
    """Return the sets. Raises the Refusal of a file that cannot be used."""
    rows = read_estimates(path)
    if len(rows) > MOST_UNITS:
        raise UnitsAreTooMany(count=len(rows), most=MOST_UNITS)
    top = options.top
    if top is not None and not 1 <= top <= len(rows):
        raise TopIsNotPossible(top=top, count=len(rows))
    from peygir.outlook.scoring.methods.rank_sets import SEED, rank_sets

    sign = 1 if options.best == "highest" else -1
    seed = SEED if options.seed is None else abs(options.seed)
    estimates, errors = [sign * row.estimate for row in rows], [row.error for row in rows]
    sets = rank_sets(estimates, errors, level=options.level, top=top or 1, seed=seed)
    units = [
        named(row.number, row.unit)
        | {"estimate": row.estimate, "se": row.error, "rank": sets.ranks[place]}
        | {"marginal": list(sets.marginal[place]), "simultaneous": list(sets.simultaneous[place])}
        | ({"may_be_top": sets.may_be_best[place]} if top else {})
        for place, row in enumerate(rows)
    ]
    may_be = [row.unit or row.number for row, may in zip(rows, sets.may_be_best, strict=True) if may]
    return {
        "level": options.level,
        "best": options.best,
        **({"top": top, "may_be_top": may_be} if top else {}),
        "units": units,
    }


def read_estimates(path: Path) -> list[EstimateRow]:
    """Return the units of a file. Raises the Refusal of a file that cannot be used."""
    seen: dict[str, int] = {}

    def read(cells: TableRow) -> EstimateRow:
        return EstimateRow(
            cells.number,
            unit_of(cells, seen),
            cells.number_in("estimate", least=-1e15, most=1e15),
            cells.above_zero("se"),
        )

    return read_rows(path, NEEDED, read, optional=("unit",), also_called=ALSO_CALLED)

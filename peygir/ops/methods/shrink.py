"""Rates of units drawn towards their common mean as far as chance explains their difference, and their ranks.

Columns: events (a whole number), n (for gamma-poisson any number from 0, such as an expected count; else a whole number
of at least events), and unit if the rows have names. Rank 1 is the best; the worst is the highest rate unless --worst
says lowest.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.ops.method_rows import MOST_COUNTED, TableRow, ValueIsWrong, read_rows, share_option
from peygir.ops.method_units import UNIT, named, unit_of

if TYPE_CHECKING:
    from peygir.outlook.scoring.methods.shrinkage import Shrinkage

NEEDED = ("events", "n")
ALSO_CALLED = {
    "unit": UNIT,
    "events": ("deaths", "count", "observed", "successes", "numerator", "y"),
    "n": ("total", "trials", "operations", "denominator", "expected", "exposure", "population"),
}
MODELS = ("logit-normal", "beta-binomial", "gamma-poisson")
MOST_UNITS = 2000
MOST_EVENTS = 1e8
"""The grid of the method becomes finer with the events of a unit: beyond this it takes gigabytes."""


class EventsAreTooFew(Invalid):
    """Without two units that have events, and cases without one, the common mean has no limit."""

    message = _(
        "This model needs at least two units with events, in which (unless the model is gamma-poisson) not every case "
        "has one: otherwise nothing says how the units differ."
    )


class UnitsAreMoreThan(Invalid):
    """There are more units than the grid of the method holds."""

    message = _("This method takes at most {most} units; the file has {count}.")


@dataclass(frozen=True, slots=True)
class EventRow:
    """One unit of the file."""

    number: int
    unit: str
    events: int
    n: float


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the model, the level of the intervals and which end is the worst."""
    parser.add_argument("--model", choices=MODELS, default="logit-normal", help="how rates scatter (logit-normal)")
    parser.add_argument("--level", type=share_option, default=0.95, help="of the intervals (0.95)")
    parser.add_argument("--worst", choices=("highest", "lowest"), default="highest", help="the worst rate (highest)")


def answer(path: Path, options: argparse.Namespace) -> dict[str, object]:
    """Return the rates. Raises the Refusal of a file that cannot be used."""
    from peygir.outlook.scoring.methods.shrinkage import is_enough, shrunk_rates

    rows = read_events(path, options.model)
    events, sizes = [row.events for row in rows], [row.n for row in rows]
    if len(rows) > MOST_UNITS:
        raise UnitsAreMoreThan(count=len(rows), most=MOST_UNITS)
    if not is_enough(events, sizes, model=options.model):
        raise EventsAreTooFew()
    result = shrunk_rates(events, sizes, model=options.model, level=options.level)
    return {
        "model": options.model,
        "level": options.level,
        "mean": result.mean,
        "interval": [result.low, result.high],
        "spread": result.spread,
        "units": [_unit(row, place, result, options.worst == "highest") for place, row in enumerate(rows)],
    }


def read_events(path: Path, model: str) -> list[EventRow]:
    """Return the units of a file. Raises the Refusal of a file that cannot be used."""
    seen: dict[str, int] = {}

    def read(cells: TableRow) -> EventRow:
        events = cells.whole("events", most=MOST_EVENTS)
        if model == "gamma-poisson":
            n = cells.number_in("n", least=0, most=MOST_COUNTED)
            if n == 0 and events:
                raise ValueIsWrong(why=_("there are events, and n is 0"))
        else:
            n = cells.whole("n", most=MOST_EVENTS)
            if events > n:
                raise ValueIsWrong(why=_("the count {count} is more than n, {n}", count=events, n=int(n)))
        return EventRow(cells.number, unit_of(cells, seen), events, n)

    return read_rows(path, NEEDED, read, optional=("unit",), also_called=ALSO_CALLED)


def _unit(row: EventRow, place: int, result: "Shrinkage", is_highest_worst: bool) -> dict[str, object]:
    unit = result.units[place]
    rank, count = unit.rank, len(result.units)
    ranks = [rank.mean, rank.median, rank.low, rank.high]
    if not is_highest_worst:
        ranks = [count + 1 - value for value in (rank.mean, rank.median, rank.high, rank.low)]
    return named(row.number, row.unit) | {
        "events": row.events,
        "n": row.n,
        "estimate": row.events / row.n if row.n else None,
        "mean": unit.mean,
        "interval": [unit.low, unit.high],
        "rank": ranks[1],
        "rank_interval": ranks[2:],
        "rank_mean": ranks[0],
        "p_worst": rank.last if is_highest_worst else rank.first,
        "p_best": rank.first if is_highest_worst else rank.last,
    }

"""What did a measure change? Interrupted time series of counts, with trend and season.

Columns: count, exposure (what the count is proportional to, such as a population), after (0 before the measure, 1 from
then on), and period (or year and month) if the rows have names. The rows are periods without a gap; where all periods
are numbers, days or numbered parts of years (2011-01, 2011-W01), they are put in order.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.ops.method_periods import ALSO_CALLED, PERIODS, in_time, period_of, whole_option
from peygir.ops.method_rows import TableRow, above_zero_option, read_rows, refuse_repeated, share_option

NEEDED = ("count", "exposure", "after")


class SeriesSaysNothing(Invalid):
    """The model has as many coefficients as rows, no counts, or columns that follow from each other."""

    message = _(
        "The series does not tell what the measure changed: there must be periods with counts before and after it, and "
        "at least {needed} in all."
    )


@dataclass(frozen=True, slots=True)
class InterruptedRow:
    """One row of the file."""

    period: str
    count: int
    exposure: float
    after: float


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the season, the change of the slope, and the confidence."""
    parser.add_argument("--harmonics", type=whole_option(0, 12), default=2, help="pairs of sine and cosine (2)")
    parser.add_argument("--season", type=above_zero_option, default=12.0, help="periods of a season (12)")
    parser.add_argument("--slope", action="store_true", help="the measure may also change the trend")
    parser.add_argument("--confidence", type=share_option, default=0.95, help="of the intervals (0.95)")


def answer(path: Path, options: argparse.Namespace) -> dict[str, object]:
    """Return the ratio of the rates after and before. Raises the Refusal of a file that cannot be used."""
    rows = read_interrupted(path)
    import numpy as np

    from peygir.outlook.insight.methods.interrupted import interrupted_series
    from peygir.outlook.insight.methods.quasi_poisson import CannotBeFitted

    counts, exposures, after = (
        np.array(column, dtype=np.float64)
        for column in zip(*((row.count, row.exposure, row.after) for row in rows), strict=True)
    )
    try:
        result = interrupted_series(
            counts,
            exposures,
            after,
            harmonic_pairs=options.harmonics,
            season=options.season,
            with_slope=options.slope,
            confidence=options.confidence,
        )
    except CannotBeFitted as wrong:
        raise SeriesSaysNothing(needed=4 + 2 * options.harmonics + options.slope) from wrong
    slope = result.slope
    return {
        "n": len(rows),
        "harmonics": options.harmonics,
        "season": options.season,
        "confidence": options.confidence,
        "ratio": result.level.ratio,
        "interval": [result.level.low, result.level.high],
        "p": result.p_value,
        "dispersion": result.dispersion,
        "trend": result.trend.ratio,
        "trend_interval": [result.trend.low, result.trend.high],
        **({"slope": slope.ratio, "slope_interval": [slope.low, slope.high]} if slope else {}),
        "autocorrelation": result.autocorrelation,
        "count_after": result.count,
        "expected_after": result.expected,
    }


def read_interrupted(path: Path) -> list[InterruptedRow]:
    """Return the rows of a file in order of time. Raises the Refusal of a file that cannot be used."""
    seen: dict[str, int] = {}

    def read(cells: TableRow) -> InterruptedRow:
        if period := period_of(cells):
            refuse_repeated(seen, period, cells.number)
        after = cells.number_in("after", least=0, most=1)
        return InterruptedRow(period, cells.whole("count"), cells.above_zero("exposure"), after)

    rows = read_rows(path, NEEDED, read, optional=PERIODS, also_called=ALSO_CALLED)
    return in_time(rows, [row.period for row in rows])

"""The error of call forecasts a week ahead, on the daily numbers of a real city; without a database.

Each day of the last eight weeks is forecast from what was known seven days before it, by Peygir's forecast and by two
baselines: the same weekday a week ago, and the median of the last six.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Final

import holidays
import pyarrow.parquet

from lab.bench.duplicates import RECORDS
from lab.replay.boston import NoSuchFile
from peygir.centre.workforce.forecast import Calendar, expected, spread, wape

AHEAD: Final = 7
TESTED: Final = 56
BETTER: Final = 0.35
_WEEKEND: Final = frozenset({5, 6})


@dataclass(frozen=True, slots=True)
class ForecastErrors:
    """Weighted absolute percentage errors, and the share of the days that lay within the forecast's own bounds."""

    days: int
    wape: float
    wape_last_week: float
    wape_median_of_six: float
    better_than_last_week: float
    within_bounds: float

    @property
    def is_good(self) -> bool:
        """Whether the goals are reached: a third better than last week's same day, and better than the median."""
        return self.better_than_last_week >= BETTER and self.wape < self.wape_median_of_six


def evaluate(folder: Path) -> ForecastErrors:
    """Return the errors on the records of a folder. Raises NoSuchFile."""
    path = folder / RECORDS
    if not path.exists():
        raise NoSuchFile(file=str(path))
    opened = pyarrow.parquet.read_table(path, columns=["open_dt"])["open_dt"].to_pylist()
    return forecast_errors_of(Counter(moment.date() for moment in opened))


def forecast_errors_of(counts: Counter[date]) -> ForecastErrors:
    """Return the errors on a series of days without a gap; a missing day counts 0 calls."""
    first, last = min(counts), max(counts)
    series = {
        first + timedelta(days=place): counts[first + timedelta(days=place)] for place in range((last - first).days + 1)
    }
    off = holidays.country_holidays("US", subdiv="MA", years=range(first.year, last.year + 2))
    calendar = Calendar(_WEEKEND, lambda day: day in off)
    tested = sorted(series)[-TESTED:]
    seen = [float(series[on]) for on in tested]
    made = []
    for on in tested:
        known = {day: count for day, count in series.items() if day <= on - timedelta(days=AHEAD)}
        made.append(expected(known, on, calendar, spread(known, calendar, ahead=AHEAD)))
    last_week = wape(seen, [series[on - timedelta(days=7)] for on in tested])
    of_six = [median(series[on - timedelta(days=7 * back)] for back in range(1, 7)) for on in tested]
    ours = wape(seen, [one.calls for one in made])
    return ForecastErrors(
        days=TESTED,
        wape=round(ours, 4),
        wape_last_week=round(last_week, 4),
        wape_median_of_six=round(wape(seen, of_six), 4),
        better_than_last_week=round(1 - ours / last_week, 4),
        within_bounds=round(sum(one.low <= series[one.on] <= one.high for one in made) / TESTED, 4),
    )

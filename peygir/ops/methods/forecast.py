"""The next values of a series, with intervals whose coverage is measured, beside naive forecasts.

Columns: time (numbers, years, months as 2024-05, quarters as 2024Q2, days or instants, in one calendar) and value. Rows
may be in any order; times that are missing are filled along a line. The answer holds the forecast for --horizon steps
with the naive ones beside it, the errors of every method on a rolling origin, and how many values lay within the
intervals made there.
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _
from peygir.ops.method_rows import TableRow, read_rows, refuse_repeated, share_option, whole_option
from peygir.ops.method_times import SeriesTime, refuse_two_kinds, time_in, usual_step, with_months

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from peygir.outlook.insight.methods.forecasting import MeasuredForecast

NEEDED: Final = ("time", "value")
ALSO_CALLED: Final = {
    "time": ("date", "period", "month", "week", "day", "year", "ds"),
    "value": ("count", "y", "calls", "n"),
}
MOST_VALUES: Final = 100_000
MOST_STEPS: Final = 1_000
MOST_FILLED: Final = 0.5
"""Part of the times that may be missing."""
DAYS_IN_YEAR: Final = 365.2425


class SeriesIsTooShort(Invalid):
    """There are too few values."""

    message = _("A forecast needs at least {least} values; the file has {count}.")


class SeriesHasGaps(Invalid):
    """More of the series is missing than there is."""

    message = _("Of {expected} times between the first and the last only {count} are in the file.")


class ForecastIsTooLong(Invalid):
    """There are more times than one forecast takes."""

    message = _("A forecast takes at most {most} times, those between the first and the last included.")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the steps ahead, the season and the level of the intervals."""
    parser.add_argument("--horizon", type=whole_option(1, MOST_STEPS), required=True, metavar="N", help="steps ahead")
    parser.add_argument(
        "--season",
        type=whole_option(1, MOST_VALUES),
        metavar="N",
        help="values in a season, 1 for none (by the times: 7 of days, 52 of weeks, 12 of months, 4 of quarters)",
    )
    parser.add_argument("--level", type=share_option, default=0.9, help="of the intervals (0.9)")


def answer(path: Path, options: argparse.Namespace) -> dict[str, object]:
    """Return the forecast. Raises the Refusal of a file that cannot be used."""
    times, values, step, filled = read_series(path)
    from peygir.outlook.insight.methods.forecasting import measured_forecast
    from peygir.outlook.insight.methods.seasons import season_of

    seasons, period = seasons_by_times(times[0], step)
    season = options.season or season_of(values, seasons, is_known=times[0].kind != "number")
    season = season if len(values) >= 2 * season + 2 else 1
    result = measured_forecast(values, horizon=options.horizon, season=season, period=period, level=options.level)
    return {
        "horizon": options.horizon,
        "level": options.level,
        "n": len(values),
        "filled": filled,
        "season": season,
        "chosen": result.method,
        "forecast": [
            {"step": ahead, "time": times[-1].later(ahead * step), **values}
            for ahead, values in enumerate(_by_step(result), start=1)
        ],
        **_measured(result),
    }


def read_series(path: Path) -> tuple[list[SeriesTime], "npt.NDArray[np.float64]", float, int]:
    """Return the times in the file, the values without gaps, the step, and how many values were filled in.

    Raises the Refusal of a file that cannot be used.
    """
    seen: dict[str, int] = {}

    def read(cells: TableRow) -> tuple[SeriesTime, float]:
        time = time_in(cells, "time")
        refuse_repeated(seen, time.later(0), cells.number)
        return time, cells.number_in("value", least=-1e15, most=1e15)

    rows = sorted(read_rows(path, NEEDED, read, also_called=ALSO_CALLED), key=lambda row: row[0].value)
    refuse_two_kinds([time for time, _value in rows], "time")
    if len(rows) < 3:
        raise SeriesIsTooShort(least=3, count=len(rows))
    import numpy as np

    times = with_months([time for time, _value in rows])
    step = usual_step(times)
    places = np.round((np.array([time.value for time in times]) - times[0].value) / step).astype(np.int64)
    length = int(places[-1]) + 1
    if length > MOST_VALUES:
        raise ForecastIsTooLong(most=MOST_VALUES)
    if len(set(places.tolist())) < len(rows) * 0.98 or len(rows) < MOST_FILLED * length:
        raise SeriesHasGaps(expected=length, count=len(rows))
    values = np.interp(np.arange(length), places, [value for _time, value in rows])
    return times, values, step, length - len(rows)


def seasons_by_times(first: SeriesTime, step: float) -> tuple[tuple[int, ...], float | None]:
    """Return how many values a season may have, and how many a year has if that is no short season."""
    if first.kind == "month":
        return ((round(12 / step),) if step in (1, 2, 3, 4, 6) else ()), None
    if first.kind == "number":
        return (12, 7, 52, 4, 24), None
    if step > 27:
        return ((round(DAYS_IN_YEAR / step),) if step < 200 else ()), None
    if 6.5 <= step <= 7.5:
        return (52,), DAYS_IN_YEAR / 7
    if 0.9 <= step <= 1.1:
        return (7,), DAYS_IN_YEAR
    return ((round(1 / step),) if step < 0.6 else ()), None


def _by_step(result: "MeasuredForecast") -> Iterator[dict[str, float]]:
    columns = {"value": result.values, "low": result.low, "high": result.high, **result.guards}
    for numbers in zip(*(column.tolist() for column in columns.values()), strict=True):
        yield dict(zip(columns, numbers, strict=True))


def _measured(result: "MeasuredForecast") -> dict[str, object]:
    return {
        "origins": result.origins,
        "errors": dict(sorted(result.errors.items(), key=lambda pair: pair[1])),
        "error": result.error,
        "guard_error": result.guard_error,
        "is_better_than_naive": result.error < result.guard_error
        if result.error is not None and result.guard_error is not None
        else None,
        "coverage": result.coverage,
        "coverage_of": result.covered_of,
    }

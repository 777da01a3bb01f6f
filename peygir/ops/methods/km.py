"""The share finished by a number of days among all that began, those still open included (Kaplan and Meier).

Columns: start, end (empty while it is open), and unit if the answer shall have a share for each. as_of is the day or
time until which an open row was followed: a column, or --as-of for the whole file; a day among times is meant to its
end. Dates and times are ISO 8601, or Jalali days such as 1405-08-01.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from peygir.core.translation import gettext_lazy as _
from peygir.ops.method_rows import TableRow, ValueIsWrong, above_zero_option, moment_option, read_rows, share_option
from peygir.ops.method_units import UNIT

NEEDED = ("start", "end")
ALSO_CALLED = {
    "start": ("started", "opened", "opened_at", "begin"),
    "end": ("ended", "finished", "closed", "closed_at"),
    "unit": UNIT,
}
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FollowedRow:
    """One row: its unit, the days for which it was followed, and whether it finished then."""

    unit: str
    days: float
    is_finished: bool


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the number of days, until when the rows were followed, and the interval."""
    parser.add_argument("--days", type=above_zero_option, default=7.0, help="by which it shall be finished (7)")
    parser.add_argument("--as-of", type=moment_option, help="until when open rows were followed")
    parser.add_argument("--confidence", type=share_option, default=0.95, help="of the interval (0.95)")
    parser.add_argument(
        "--interval",
        choices=("log-log", "log", "greenwood"),
        default="log-log",
        help="what it is symmetrical for: log(-log(S)), log(S) or S, the share still open (log-log)",
    )
    parser.add_argument("--curve", action="store_true", help="add every step of the curve")


def answer(path: Path, options: argparse.Namespace) -> dict[str, object]:
    """Return the shares. Raises the Refusal of a file that cannot be used."""
    rows = read_followed(path, options.as_of)
    units: dict[str, list[FollowedRow]] = {}
    for row in rows:
        units.setdefault(row.unit, []).append(row)
    return {
        "days": options.days,
        "confidence": options.confidence,
        "interval_by": options.interval,
        **_estimated(rows, options),
        "units": [{"unit": unit, **_estimated(of_one, options)} for unit, of_one in sorted(units.items()) if unit],
    }


def read_followed(path: Path, as_of: datetime | None) -> list[FollowedRow]:
    """Return the rows of a file. Raises the Refusal of a file that cannot be used."""

    def read(cells: TableRow) -> FollowedRow:
        start = cells.moment("start")
        end = cells.moment("end") if cells.values["end"] else None
        until = cells.moment("as_of") if cells.values["as_of"] else as_of
        if until is not None and _is_day(until) and not all(map(_is_day, filter(None, (start, end)))):
            until += DAY  # among times, a day is meant to its end
        if end is not None and end < start:
            raise ValueIsWrong(why=_("it ends before it starts"))
        if until is not None and until < start:
            raise ValueIsWrong(why=_("it starts after the day until which it was followed"))
        if end is None and until is None:
            raise ValueIsWrong(why=_("it has no end, and as_of does not say until when it was followed"))
        # What ended later was still open on the day that is looked at.
        is_finished = end is not None and (until is None or end <= until)
        last = end if is_finished else until
        return FollowedRow(cells.values["unit"], (last - start) / DAY if last else 0.0, is_finished)

    return read_rows(path, NEEDED, read, optional=("as_of", "unit"), also_called=ALSO_CALLED)


def _is_day(moment: datetime) -> bool:
    """Whether a moment is a whole day, which is written without a time."""
    return moment.time() == time.min


def _estimated(rows: Sequence[FollowedRow], options: argparse.Namespace) -> dict[str, object]:
    from peygir.outlook.scoring.methods.survival import SurvivalCurve

    curve = SurvivalCurve([row.days for row in rows], [row.is_finished for row in rows])
    share = curve.finished_by(options.days, confidence=options.confidence, transform=options.interval)
    mean = curve.restricted_mean(options.days)
    steps = zip(curve.days, curve.at_risk, curve.finished, curve.still_open, strict=True)
    return {
        "n": len(rows),
        "finished": sum(row.is_finished for row in rows),
        "share": share.share,
        "interval": [share.low, share.high],
        "at_risk": share.at_risk,
        "is_followed": share.is_followed,
        "naive_share": _naive(rows, options.days),
        "median_days": curve.days_until(0.5),
        "restricted_mean_days": mean.days,
        "restricted_mean_error": mean.error,
    } | (
        {
            "curve": [
                {"days": float(days), "at_risk": int(left), "finished": int(done), "share": 1 - float(still_open)}
                for days, left, done, still_open in steps
            ]
        }
        if options.curve
        else {}
    )


def _naive(rows: Sequence[FollowedRow], days: float) -> float | None:
    """Return the share in time among the finished rows alone, which leaves out those that are still open."""
    finished = [row.days <= days for row in rows if row.is_finished]
    return sum(finished) / len(finished) if finished else None

"""Counts of the records of a month by department, as a city that publishes shares in time would count them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from lab.replay.boston import ZONE, BostonRecord
from peygir.outlook.scoring.months import ScoreMonth, month_of


@dataclass(slots=True)
class NaiveCounts:
    """What the file says of one department in one month."""

    flagged: int = 0  # closed in the month, with a flag of the city
    flagged_in_time: int = 0
    closed: int = 0  # closed in the month, with a target
    closed_in_time: int = 0
    due: int = 0  # fell due in the month
    due_in_time: int = 0
    due_open: int = 0  # of those: not finished when the month was closed

    @property
    def is_any(self) -> bool:
        """Whether anything was closed or fell due."""
        return bool(self.flagged or self.closed or self.due)


def covered_months(records: Iterable[BostonRecord]) -> list[ScoreMonth]:
    """The months that began after the first request was opened and ended before the last one was."""
    days = sorted({record.opened_at.astimezone(ZONE).date() for record in records})
    months = dict.fromkeys(month_of(day) for day in days)
    return [month for month in months if days[0] <= month.first_on and month.last_on < days[-1]]


def naive_counts(records: Iterable[BostonRecord], month: ScoreMonth, closing: datetime) -> dict[str, NaiveCounts]:
    """Count the records of a month by department's code, as known at the closing.

    A target before the opening is left out of what fell due: no department had the request then.
    """
    since, until = month.since(ZONE.key), month.until(ZONE.key)
    departments: dict[str, NaiveCounts] = {}
    for record in records:
        counts = departments.setdefault(record.department, NaiveCounts())
        closed, target = record.closed_at, record.target_at
        is_in_time = closed is not None and target is not None and closed <= target
        if closed is not None and since <= closed < until:
            counts.flagged += record.flag != ""
            counts.flagged_in_time += record.flag == "ONTIME"
            counts.closed += target is not None
            counts.closed_in_time += is_in_time
        if target is not None and since <= target < until and target >= record.opened_at:
            counts.due += 1
            counts.due_in_time += is_in_time
            counts.due_open += closed is None or closed > closing
    return departments

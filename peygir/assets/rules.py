"""Pure decisions about assets: whether something happened within a warranty."""

from datetime import datetime, timedelta


def is_within_warranty(*, repaired_at: datetime, reported_at: datetime, days: int) -> bool:
    """Whether a report came within the days of warranty after a repair; never without a warranty (0 days)."""
    return days > 0 and timedelta() <= reported_at - repaired_at <= timedelta(days=days)

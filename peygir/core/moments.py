"""Timestamps in machine formats: parsed leniently, written in one format only."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Final
from zoneinfo import ZoneInfo

from peygir.core.persian import ascii_digits

# A day, or a day and a time: a blank for the T, any fraction of a second, and an offset whose plus sign became a
# blank on its way through a query string.
_FORM: Final = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)"
    r"(?:[Tt ](\d\d?):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?"
    r" ?(?:([Zz])|([+\- ])(\d\d):?(\d\d)?)?)?",
    re.ASCII,
)


def read_moment(text: str) -> datetime | None:
    """Parse an ISO 8601 text or one near to it (UTC if it has no offset). None for anything else."""
    match = _FORM.fullmatch(ascii_digits(text).strip())
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, _, sign, off_hours, off_minutes = match.groups()
    offset = timedelta(hours=int(off_hours or 0), minutes=int(off_minutes or 0)) * (-1 if sign == "-" else 1)
    micro = int((fraction or "0").ljust(6, "0")[:6])
    try:
        wall = datetime(
            int(year),
            int(month),
            int(day),
            int(hour or 0),
            int(minute or 0),
            int(second or 0),
            micro,
            tzinfo=timezone(offset),
        )
        return wall.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def shifted(moment: datetime, span: timedelta) -> datetime:
    """A moment shifted by `span`, limited to the range of `datetime` (years 1 to 9999)."""
    try:
        return moment + span
    except OverflowError:
        return datetime.max.replace(tzinfo=UTC) if span > timedelta() else datetime.min.replace(tzinfo=UTC)


def start_of_day(day: date, zone: str) -> datetime:
    """The first moment of a day in a time zone."""
    return datetime.combine(day, time(), ZoneInfo(zone))


def day_start(moment: datetime, zone: str) -> datetime:
    """The first moment of the day in a time zone on which `moment` lies; at the ends of `datetime` itself."""
    try:
        return start_of_day(moment.astimezone(ZoneInfo(zone)).date(), zone)
    except OverflowError:
        return moment


def next_day_start(moment: datetime, zone: str) -> datetime:
    """The first moment after the day in a time zone on which `moment` lies; at the ends of `datetime` itself."""
    try:
        return start_of_day(moment.astimezone(ZoneInfo(zone)).date() + timedelta(days=1), zone)
    except OverflowError:
        return moment


def written(moment: datetime) -> str:
    """A moment in UTC, to the second: 2026-05-03T06:00:00Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

"""Reads the moment to which a city is brought back, as a person types it: Jalali or ISO, with or without a zone."""

import re
from datetime import UTC, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from peygir.core.jalali import DateIsNotValid, parse_jalali
from peygir.core.persian import ascii_digits
from peygir.core.refusals import Invalid
from peygir.core.translation import gettext_lazy as _

LAST_JALALI_YEAR: Final = 1600
"""A year up to this one is Jalali, a later one Gregorian."""
_PARTS: Final = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T،,]+(.+))?")


class MomentIsNotClear(Invalid):
    """The text is neither a Jalali nor an ISO moment."""

    message = _("The moment “{text}” cannot be read: write it as 1405-09-06 10:15 or 2026-11-27 10:15.")


def moment_of(text: str, zone: str) -> datetime:
    """Return the moment (UTC) of a text such as "1405-09-06 10:15"; without a zone of its own it is in `zone`.

    A day without a time is its first moment. Raises MomentIsNotClear.
    """
    plain = ascii_digits(text).strip()
    match = _PARTS.fullmatch(plain)
    if match is None:
        raise MomentIsNotClear(text=text[:40])
    year, month, day, clock = match.groups()
    try:
        if int(year) <= LAST_JALALI_YEAR:
            date = parse_jalali(f"{year}/{month}/{day}")
        else:
            date = datetime(int(year), int(month), int(day), tzinfo=UTC).date()
        wall = time.fromisoformat(clock.strip()) if clock else time()
    except (ValueError, DateIsNotValid) as failure:
        raise MomentIsNotClear(text=text[:40]) from failure
    moment = datetime.combine(date, wall)
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)

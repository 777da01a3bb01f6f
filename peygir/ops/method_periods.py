"""What the methods for series share: rows in order of time, and options that are whole numbers."""

import argparse
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from peygir.core.translation import gettext_lazy as _
from peygir.core.translation import in_every
from peygir.ops.method_rows import moment_of, plain_number

PERIOD: Final = ("time", "date", "month", "week", "day", "year")
"""Further headings of the column `period`, where it is optional; the first that is there counts."""
Row = TypeVar("Row")


def in_time(rows: Sequence[Row], periods: Sequence[str]) -> list[Row]:
    """Return rows in order of their periods, if all are numbers or all are days or times; else in the given order."""
    for key_of in (plain_number, _seconds):
        keys = [key_of(period) for period in periods]
        known = [key for key in keys if key is not None]
        if len(known) == len(rows):
            return [rows[place] for place in sorted(range(len(rows)), key=known.__getitem__)]
    return list(rows)


def _seconds(text: str) -> float | None:
    moment = moment_of(text)
    return None if moment is None else moment.timestamp()


def whole_option(least: int, most: int = 1_000_000) -> Callable[[str], int]:
    """Return a reader of an option that is a whole number; it raises argparse.ArgumentTypeError."""

    def read(text: str) -> int:
        value = plain_number(text.strip())
        if value is None or value != int(value) or not least <= value <= most:
            wrong = _("“{text}” is no whole number from {least} to {most}")
            raise argparse.ArgumentTypeError(in_every(wrong.filled({"text": text, "least": least, "most": most})))
        return int(value)

    return read

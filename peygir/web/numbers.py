"""Whole numbers out of addresses and forms, where anybody may have written anything."""

from typing import Final

MOST_DIGITS: Final = 9  # within what every whole-number column holds


def whole(text: str) -> int | None:
    """The number, without a sign; None for what is none or has more than nine digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None

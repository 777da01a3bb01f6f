"""Whole numbers from URLs and forms, which may contain anything."""

from typing import Final

from peygir.core.persian import ascii_digits

MOST_DIGITS: Final = 9  # every whole-number column can hold them


def whole(text: str) -> int | None:
    """Return the number, without a sign; None for anything else or for more than nine digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def number_of(text: str) -> int | None:
    """Return a number of a form, None if there is none."""
    plain = ascii_digits(text).strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 18 else None

"""Whole numbers out of addresses and forms, where anybody may have written anything."""

from typing import Final

from peygir.core.persian import ascii_digits

MOST_DIGITS: Final = 9  # within what every whole-number column holds


def whole(text: str) -> int | None:
    """The number, without a sign; None for what is none or has more than nine digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def number_of(text: str) -> int | None:
    """A number of a form, None where there is none."""
    plain = ascii_digits(text).strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 18 else None

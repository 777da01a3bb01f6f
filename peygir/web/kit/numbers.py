"""Whole numbers from URLs and forms, which may contain anything."""

from typing import Final

from django.http import HttpRequest

from peygir.core.persian import ascii_digits

MOST_DIGITS: Final = 9  # every whole-number column can hold them
LAST_ID: Final = 2**63 - 1
MOST_TRIES: Final = 5
"""The worker refers a new case within moments; a page asks again so often, and then says that it takes longer."""


def whole(text: str) -> int | None:
    """Return the number, without a sign; None for anything else or for more than nine digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS else None


def row_id(text: str) -> int | None:
    """Return the id of a row, of up to 63 bits; None for anything else."""
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(LAST_ID))):
        return None
    return int(text) if int(text) <= LAST_ID else None


def number_of(text: str) -> int | None:
    """Return a number of a form, None if there is none."""
    plain = ascii_digits(text).strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 18 else None


def next_try(request: HttpRequest) -> int:
    """Return the number of the next look at a new case, for the parameter `tries`; 0 if it is not looked at again."""
    tries = whole(request.GET.get("tries", "0"))
    return tries + 1 if tries is not None and tries < MOST_TRIES else 0

"""Tracking codes: ten digits that a citizen can dictate, with a check digit against the usual mistakes.

Layout: two digits of the Jalali year, seven random digits, one Damm check digit. The check digit finds every
single wrong digit and every swap of two neighbours. Source: H. Michael Damm, "Total anti-symmetrische
Quasigruppen", doctoral thesis, Marburg 2004 (the order-10 table below is its standard one).
"""

from __future__ import annotations

from typing import Final

from peygir.core.writing import writing_of

CODE_LENGTH: Final = 10
RANDOM_LIMIT: Final = 10_000_000
"""`random7` is below this number; the caller draws it with `secrets.randbelow(RANDOM_LIMIT)`."""

_QUASIGROUP: Final = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)

# What people type or paste between digits: blanks, the half-space and direction marks that Persian keyboards
# and messengers add, and every dash. Anything else means that the text is not a code.
_SEPARATORS: Final = frozenset(
    " \t\r\n\u00a0\u2007\u2009\u202f"
    "\u200b\u200c\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
    "-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212_ـ"
)
_DIGITS: Final = {
    ord(digit): str(value)
    for alphabet in ("0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９")
    for value, digit in enumerate(alphabet)
}
_PERSIAN: Final = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_LONGEST_INPUT: Final = 200


def check_digit(digits: str) -> int:
    """The Damm check digit of ASCII digits; digits that end with their check digit have the check digit 0."""
    interim = 0
    for digit in digits:
        interim = int(_QUASIGROUP[interim][int(digit)])
    return interim


def make_code(jalali_year: int, random7: int) -> str:
    """Ten ASCII digits for a Jalali year (1405 gives "05") and a random number below `RANDOM_LIMIT`.

    Raises ValueError when `random7` has more than seven digits or either number is negative.
    """
    if jalali_year < 0 or not 0 <= random7 < RANDOM_LIMIT:
        raise ValueError(f"no code for year {jalali_year} and random number {random7}")
    body = f"{jalali_year % 100:02d}{random7:07d}"
    return f"{body}{check_digit(body)}"


def is_code(text: str) -> bool:
    """True when `text` is exactly ten ASCII digits with the right check digit."""
    return len(text) == CODE_LENGTH and text.isascii() and text.isdigit() and check_digit(text) == 0


def read_code(text: str) -> str | None:
    """The code a person wrote in Persian, Arabic or Latin digits, with blanks or dashes, or None."""
    code = read_digits(text)
    return code if code is not None and is_code(code) else None


def read_digits(text: str) -> str | None:
    """The ASCII digits of a text of digits in any script, blanks and dashes; None if it holds anything else."""
    if len(text) > _LONGEST_INPUT:
        return None
    digits = []
    for letter in text:
        if letter in _SEPARATORS:
            continue
        digit = _DIGITS.get(ord(letter))
        if digit is None:
            return None
        digits.append(digit)
    return "".join(digits)


def spoken_groups(code: str, language: str = "fa") -> str:
    """The code in the groups used for reading it aloud (2-3-3-2): "۰۵ ۱۲۳ ۴۵۶ ۷۸".

    In the digits of the language. Raises ValueError for anything but ten digits.
    """
    if len(code) != CODE_LENGTH or not (code.isascii() and code.isdigit()):
        raise ValueError("a code has ten ASCII digits")
    groups = f"{code[:2]} {code[2:5]} {code[5:8]} {code[8:]}"
    return writing_of(language).number(groups)

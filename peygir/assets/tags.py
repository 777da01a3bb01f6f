"""Tags of assets: short codes of digits with a check digit, which people read from a label and dictate by phone.

Layout: the asset's own number in at least six digits, then its Damm check digit (see `peygir.core.codes`), which finds
every single wrong digit and every swap of two neighbours. Tracking codes have ten digits, tags seven to nine.
"""

from typing import Final

from peygir.core.codes import check_digit, read_digits
from peygir.core.writing import writing_of

SHORTEST: Final = 7
LONGEST: Final = 9


def make_tag(number: int) -> str:
    """The tag of the asset with this number. Raises ValueError for a number below 1 or above 99,999,999."""
    body = f"{number:06d}"
    if number < 1 or len(body) >= LONGEST:
        raise ValueError(f"no tag for the number {number}")
    return f"{body}{check_digit(body)}"


def is_tag(text: str) -> bool:
    """Whether this is a tag in ASCII digits with the right check digit."""
    is_number = text.isascii() and text.isdigit() and SHORTEST <= len(text) <= LONGEST
    return is_number and check_digit(text) == 0


def read_tag(text: str) -> str | None:
    """The tag that a person wrote, in digits of any script, with blanks or dashes; None if it is no tag."""
    digits = read_digits(text)
    return digits if digits is not None and is_tag(digits) else None


def shown_tag(tag: str, language: str) -> str:
    """The tag as it is shown: its digits in the language, the last three after a no-break space."""
    text = f"{tag[:-3]}\u00a0{tag[-3:]}"
    return writing_of(language).number(text)

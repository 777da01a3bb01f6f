"""Whether a password is made of words that anybody would try first; plain values."""

import re
from collections.abc import Iterable
from typing import Final

from peygir.core.persian import ascii_digits

# Letters that must be left of a password once the words that everybody knows are taken out of it.
FEWEST_LETTERS: Final = 3
SHORTEST_WORD: Final = 3
# Words of the service, whatever the city.
SERVICE_WORDS: Final = ("peygir", "پیگیر", "shahrdari", "شهرداری", "password", "گذرواژه", "admin", "staff", "qwerty")
_NOT_LETTERS: Final = re.compile(r"[\W\d_]+")


def parts_of(text: str) -> list[str]:
    """The words of a name, user name or address, each of some letters at least."""
    return [word for word in _NOT_LETTERS.split(_folded(text)) if len(word) >= SHORTEST_WORD]


def is_made_of(password: str, words: Iterable[str]) -> bool:
    """Whether hardly anything is left of a password without these words, the service's own, digits and signs."""
    left = _NOT_LETTERS.sub(" ", _folded(password))
    known = {_folded(word) for word in (*words, *SERVICE_WORDS) if len(word) >= SHORTEST_WORD}
    for word in sorted(known, key=len, reverse=True):
        left = left.replace(word, " ")
    return len(set(left.replace(" ", ""))) < FEWEST_LETTERS


def _folded(text: str) -> str:
    return ascii_digits(text).casefold().replace("ي", "ی").replace("ك", "ک")

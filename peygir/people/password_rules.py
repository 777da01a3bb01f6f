"""Whether a password is among the first that an attacker would try; plain values."""

import re
from collections.abc import Collection, Iterable
from typing import Final

from peygir.core.persian import ascii_digits

# What must remain of a password once everything that can be guessed is removed: some different letters and
# some length, or, without letters, a long row of different digits and symbols.
FEWEST_LETTERS: Final = 3
SHORTEST_REST: Final = 5
SHORTEST_WITHOUT_LETTERS: Final = 14
FEWEST_WITHOUT_LETTERS: Final = 6
SHORTEST_WORD: Final = 3
# Words of the service, and words that people often choose as passwords, in any city.
SERVICE_WORDS: Final = (
    "peygir",
    "پیگیر",
    "shahrdari",
    "شهرداری",
    "municipality",
    "شهردار",
    "mayor",
    "password",
    "passw",
    "گذرواژه",
    "رمزعبور",
    "رمز",
    "admin",
    "administrator",
    "staff",
    "operator",
    "clerk",
    "manager",
    "supervisor",
    "inspector",
    "council",
    "کاربر",
    "مدیر",
    "اپراتور",
    "user",
    "login",
    "welcome",
    "secret",
    "changeme",
    "letmein",
    "test",
    "demo",
    "qwerty",
    "salam",
    "سلام",
    "iran",
    "ایران",
    "tehran",
    "تهران",
)
_NOT_LETTERS: Final = re.compile(r"[\W\d_]+")
_ENDS: Final = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_AGAIN: Final = re.compile(r"(.+?)\1+")
_MOBILE: Final = re.compile(r"(?<!\d)(?:\+?98|0)?9\d{9}(?!\d)")
# Symbols and digits that replace letters; "1" and "!" replace two, and are tried as both.
_STANDS_FOR: Final = tuple(str.maketrans("@430$571!", f"aaeosst{letter}{letter}") for letter in "li")
_WALK: Final = 4  # keys
# Rows of the keyboard, and paths over them; the letters in their order.
_ROWS: Final = (
    "12345678901234567890",
    "!@#$%^&*()",
    "qwertyuiop[]",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "qwertyuiopasdfghjklzxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.",
    "qazwsxedcrfvtgbyhnujmikolp",
    "zaqxswcdevfrbgtnhymjukilop",
    "zaq12wsxcde34rfvbgt56yhn",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "!qaz@wsx#edc$rfv",
    "abcdefghijklmnopqrstuvwxyz",
    "ضصثقفغعهخحجچ",
    "شسیبلاتنمکگ",
    "ظطزرذدپو",
    "ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی",
)
_WALKS: Final = frozenset(
    row[place : place + _WALK] for line in _ROWS for row in (line, line[::-1]) for place in range(len(row) - _WALK + 1)
)


def parts_of(text: str) -> list[str]:
    """Return the words of a name, user name or address, without very short ones."""
    return [word for word in _NOT_LETTERS.split(_folded(text)) if len(word) >= SHORTEST_WORD]


def is_common(password: str, common: Collection[str]) -> bool:
    """Whether a password is one of the common ones (lower case) in disguise.

    Tried are the password itself, without surrounding digits and symbols, with letters for the symbols that replace
    them, once if it is a repetition, and each of these reversed.
    """
    folded = _folded(password)
    forms = {folded, *(folded.translate(table) for table in _STANDS_FOR)}
    forms |= {_ENDS.sub("", form) for form in forms} | {_ENDS.sub("", folded).translate(t) for t in _STANDS_FOR}
    forms |= {match[1] for form in forms if (match := _AGAIN.fullmatch(_NOT_LETTERS.sub("", form)))}
    return any(form in common or form[::-1] in common for form in forms if len(form) > SHORTEST_WORD)


def is_made_of(password: str, tokens: Iterable[str]) -> bool:
    """Whether almost nothing is left of a password without these words and other parts that are easily guessed.

    These are: the service's own words, mobile numbers, keyboard rows, and repetitions. Words are removed
    wherever they occur, so a long password may contain some of them.
    """
    left = _folded(password)
    known = {_folded(word) for word in (*tokens, *SERVICE_WORDS) if len(word) >= SHORTEST_WORD}
    for word in sorted(known, key=len, reverse=True):
        left = left.replace(word, " ")
    left = _AGAIN.sub(r"\1", _without_walks(_MOBILE.sub(" ", left)))
    rest = "".join(left.split())
    letters = {sign for sign in rest if sign.isalpha()}
    if len(letters) >= FEWEST_LETTERS:
        return len(rest) < SHORTEST_REST
    return len(rest) < SHORTEST_WITHOUT_LETTERS or len(set(rest)) < FEWEST_WITHOUT_LETTERS


def _without_walks(text: str) -> str:
    """The text with a space for each walk over neighbouring keys."""
    kept, place = [], 0
    while place < len(text):
        end = place
        while text[end : end + _WALK] in _WALKS:
            end += 1
        kept.append(text[place] if end == place else " ")
        place = place + 1 if end == place else end + _WALK - 1
    return "".join(kept)


def _folded(text: str) -> str:
    return ascii_digits(text).casefold().replace("ي", "ی").replace("ك", "ک")

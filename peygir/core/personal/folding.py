"""Folds a text to one spelling for the search for personal data, with the original position of each letter.

Compatibility forms are folded by Unicode NFKC (UAX #15), digits by the Unicode property Numeric_Value.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from peygir.core.names import folded as fold_letters

# Invisible letters that Unicode does not classify as format characters.
_BLANK_LETTERS: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800\u180e\u17b4\u17b5")
_DROPPED_CATEGORIES: Final = frozenset({"Cf", "Mn", "Me", "Mc", "Cc", "Cs", "Co", "Cn"})
_SPACE_CATEGORIES: Final = frozenset({"Zs", "Zl", "Zp"})
_NUMBER_CATEGORIES: Final = frozenset({"Nd", "Nl", "No", "Lo"})
# Letters of other alphabets that look like a Latin one, used to hide a mail address from machines.
_LATIN_TWINS: Final = str.maketrans(
    "аеорсухіјѕԁһɡοαΑΒΕΖΗΙΚΜΝΟΡΤΥΧАВЕКМНОРСТУХ", "aeopcyxijsdhgoaABEZHIKMNOPTYXABEKMHOPCTYX"
)
_ZWNJ: Final = "\u200c"
_LOOSE_ZWNJ: Final = re.compile("(?<![\u0620-\u06d3])\u200c|\u200c(?![\u0620-\u06d3])")
# Letters of a word written apart, with the same mark between all of them: «آ ق ا ی», «م.ل.ی».
_LETTER: Final = "[\u0621-\u063a\u0641-\u064a\u067e\u0686\u0698\u06a9\u06af\u06cc]"
_APART: Final = re.compile(
    rf"(?<![\w\u200c]){_LETTER}(?:([\u200c.*_\-]|[.\-] ){_LETTER}(?:\1{_LETTER})+|"
    rf" {_LETTER}(?: {_LETTER}){{2,}})(?![\w\u200c])"
)
_WORTH_A_PLACE: Final = 0x10000


class _Letters(dict[str, str]):
    """The folding of each letter, computed at its first use; letters beyond the basic plane are not cached."""

    def __missing__(self, letter: str) -> str:
        result = _fold(letter)
        if ord(letter) < _WORTH_A_PLACE:
            self[letter] = result
        return result


def _fold(letter: str) -> str:
    if letter in "\n\t":
        return letter
    if letter in (_ZWNJ, "\u00ac"):
        return _ZWNJ
    if letter == "\U0001f51f":  # keycap ten has no decomposition
        return "10"
    category = unicodedata.category(letter)
    if category in _DROPPED_CATEGORIES or letter in _BLANK_LETTERS:
        return ""
    if category in _SPACE_CATEGORIES:
        return " " if category == "Zs" else "\n"
    if category in _NUMBER_CATEGORIES:
        value = unicodedata.numeric(letter, -1)
        if value in range(10) and not unicodedata.normalize("NFKC", letter).isalpha():
            return str(int(value))
        if value in range(10) and letter in "〇零一二三四五六七八九":
            return str(int(value))
    plain = fold_letters(unicodedata.normalize("NFKC", letter)).translate(_LATIN_TWINS)
    kept = "".join(part for part in plain if unicodedata.category(part) not in _DROPPED_CATEGORIES)
    return "".join(str(unicodedata.digit(part)) if part.isdecimal() else part for part in kept)


_LETTERS: Final = _Letters()


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A folded text; `places` are the original positions of its letters, with the length of the original at the end."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The original span of the folded letters from `start` up to `end`, with the marks behind the last."""
        return self.places[start], self.places[end]


def fold(text: str) -> FoldedText:
    """`text` with ASCII digits, Persian and Latin letters, and without invisible marks; linear in its length."""
    pieces = [_LETTERS[letter] for letter in text]
    joined = "".join(pieces)
    if len(joined) == len(text) and "" not in pieces:
        places = list(range(len(text) + 1))
    else:
        places = [place for place, piece in enumerate(pieces) for _ in piece]
        places.append(len(text))
    if _ZWNJ in joined and (loose := [found.start() for found in _LOOSE_ZWNJ.finditer(joined)]):
        gone = set(loose)
        places = [place for at, place in enumerate(places) if at not in gone]
        joined = _LOOSE_ZWNJ.sub("", joined)
    if apart := [found.span() for found in _APART.finditer(joined)]:
        gone = {at for start, end in apart for at in range(start, end) if not joined[at].isalpha()}
        places = [place for at, place in enumerate(places) if at not in gone]
        joined = "".join(letter for at, letter in enumerate(joined) if at not in gone)
    return FoldedText(joined, tuple(places))

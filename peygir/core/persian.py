"""Normalises Persian text, so that a word typed on any keyboard gives the same letters.

For comparing, searching and classifying only: what the citizen typed is stored and shown as typed.
Letters follow ISIRI 6219 (Persian in Unicode): Farsi yeh U+06CC and keheh U+06A9 stand for their Arabic
twins. Compatibility forms are folded by Unicode NFKC (UAX #15).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

_PERSIAN_DIGITS: Final = "۰۱۲۳۴۵۶۷۸۹"
_ARABIC_DIGITS: Final = "٠١٢٣٤٥٦٧٨٩"
_TO_ASCII: Final = str.maketrans(_PERSIAN_DIGITS + _ARABIC_DIGITS, "0123456789" * 2)
_TO_PERSIAN: Final = str.maketrans("0123456789" + _ARABIC_DIGITS, _PERSIAN_DIGITS * 2)

# Arabic and Urdu letters that Persian readers take for the letter on the right.
_TWINS: Final = {
    "ي": "ی",
    "ى": "ی",
    "ې": "ی",
    "ے": "ی",
    "ۍ": "ی",
    "ێ": "ی",
    "ٸ": "ئ",
    "ك": "ک",
    "ڪ": "ک",
    "ګ": "گ",
    "ة": "ه",
    "ۀ": "ه",
    "ە": "ه",
    "ہ": "ه",
    "ۂ": "ه",
    "ۃ": "ه",
    "ھ": "ه",
    "ۿ": "ه",
    "أ": "ا",
    "إ": "ا",
    "ٱ": "ا",
    "ٲ": "ا",
    "ٳ": "ا",
    "ٵ": "ا",
    "ٶ": "ؤ",
    "ۆ": "و",
    "ۇ": "و",
    "ۋ": "و",
    "٫": ".",
    "٬": ",",
    "٪": "%",
    "٭": "*",
    "۔": ".",
}
# Spaces inside a word: the half-space, and the not-sign that old Windows keyboards produced for it.
_HALF_SPACES: Final = {"\u200c": " ", "\u00ac": " "}
_LETTERS: Final = str.maketrans(_TWINS | _HALF_SPACES | {"ـ": None})
# Short vowels, tanvin, tashdid, hamza above, superscript alef, Quranic signs: rarely written, never needed.
_ARABIC_MARKS: Final = re.compile(
    "[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed]"
)
_INVISIBLE_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


class _Visible(dict[int, int | None]):
    """A table for `str.translate` that computes a letter's entry at its first use, because texts are normalised often.

    Letters beyond the basic plane (emoji) are computed each time, so that the table stays small.
    """

    def __missing__(self, number: int) -> int | None:
        letter = chr(number)
        is_seen = unicodedata.category(letter) not in _INVISIBLE_CATEGORIES or letter.isspace()
        replacement = number if is_seen or letter in _HALF_SPACES else None
        if number < 0x10000:
            self[number] = replacement
        return replacement


_VISIBLE: Final = _Visible()

# No Persian word has the same letter three times in a row, so a run of three is a stretched one («خیلییی»).
_STRETCHED_PERSIAN: Final = re.compile("([\u0621-\u063a\u0641-\u064a\u0671-\u06d3])\\1{2,}")
# English has real doubles ("good"), and "www" is a word.
_STRETCHED_LATIN: Final = re.compile(r"(?!\bwww\b)([A-Za-z])\1{2,}", re.ASCII)
_STRETCHED_SIGNS: Final = re.compile(r"([!?؟،؛,.…*~\-_=+])(?:\s*\1)+")

# Letters and digits in a row, as in `str.isalnum`; the underscore is excluded.
_WORDS: Final = re.compile(r"[^\W_]+")
_KEY_FOLDS: Final = str.maketrans({"آ": "ا", "ئ": "ی", "ؤ": "و", "ء": None})
_FOLDED: Final = [*_TWINS.items(), ("آ", "ا"), ("ئ", "ی"), ("ٸ", "ی"), ("ؤ", "و"), ("ٶ", "و")]
_FOLDED_DIGITS: Final = list(zip(_PERSIAN_DIGITS + _ARABIC_DIGITS, "0123456789" * 2, strict=True))
_SPELLINGS: Final = {
    key: f"[{key}{''.join(twin for twin, letter in (*_FOLDED, *_FOLDED_DIGITS) if letter == key)}]"
    for key in {letter for _, letter in (*_FOLDED, *_FOLDED_DIGITS) if letter.isalnum()}
}
"""Each letter of a key that is typed in several ways, as a class of a regular expression."""


def is_persian(text: str) -> bool:
    """Whether most letters of a text are of the Arabic script."""
    letters = [letter for letter in text if letter.isalpha()]
    return sum("\u0600" <= letter <= "\u06ff" for letter in letters) * 2 > len(letters)


def ascii_digits(text: str) -> str:
    """`text` with its Persian and Arabic digits as ASCII digits; nothing else changes."""
    return text.translate(_TO_ASCII)


def fa_digits(text: object) -> str:
    """`text` (or a number) with its ASCII and Arabic digits as Persian digits; nothing else changes."""
    return str(text).translate(_TO_PERSIAN)


def _visible(text: str) -> str:
    """Without control, format and lone surrogate characters, except those that separate words."""
    return text.translate(_VISIBLE)


def _relaxed(text: str) -> str:
    """Shorten stretched letters: to one Persian letter, or two Latin ones."""
    return _STRETCHED_LATIN.sub(r"\1\1", _STRETCHED_PERSIAN.sub(r"\1", text))


def normalise(text: str) -> str:
    """`text` in one spelling: Persian letters, ASCII digits, single blanks, no marks, no stretched letters.

    The half-space becomes a blank, so «لکه‌گیری» and «لکه گیری» come out alike; «آ», «ئ» and «ؤ» stay, since
    they are letters of their own. All blanks (line ends too) become one space. Idempotent.
    """
    folded = unicodedata.normalize("NFKC", _visible(text))
    folded = _ARABIC_MARKS.sub("", folded.translate(_LETTERS)).translate(_TO_ASCII)
    # Removing marks and tatweel may bring two halves of one letter together.
    folded = unicodedata.normalize("NFKC", folded)
    folded = _STRETCHED_SIGNS.sub(r"\1", _relaxed(folded))
    return " ".join(folded.split())


def search_key(text: str) -> str:
    """Letters and digits of `text` run together, for "is it the same name?" and "does it contain the name?".

    Blanks and half-spaces are removed («لکه گیری» = «لکه‌گیری» = «لکهگیری»), except between two numbers, which must
    stay separate; so are signs; «آ» = «ا»; «مسئول» = «مسؤول» = «مسوول»; Latin letters are compared without case.
    """
    return run_together(key_words(text))


def run_together(tokens: Iterable[str]) -> str:
    """Words of `key_words` as one, with a blank between two numbers."""
    key: list[str] = []
    for word in tokens:
        if key and key[-1][-1].isdigit() and word[0].isdigit():
            key.append(" ")
        key.append(word)
    # Letters that differed by case, hamza or a blank between them may now form a run.
    return _relaxed("".join(key))


def typed_pattern(key: str) -> str:
    """A regular expression (PostgreSQL's too) for the places of texts in which a `search_key` stands, however spelled.

    Blanks, signs and vowel marks may stand between any two letters; Latin letters need a comparison without case.
    """
    return r"(?:\W|ـ)*".join(_SPELLINGS.get(letter, letter) for letter in key if letter != " ")


def key_words(text: str) -> list[str]:
    """The words of `text` in order, each in the letters of `search_key`; signs and blanks separate them."""
    plain = normalise(text).casefold().replace("ئو", "وو").replace("ؤو", "وو").translate(_KEY_FOLDS)
    return _WORDS.findall(unicodedata.normalize("NFKC", plain))

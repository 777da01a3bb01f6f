"""Compares the words of place names: without blanks, half-spaces, and letters that are confused when heard or typed."""

import re
from functools import lru_cache
from itertools import pairwise
from typing import Final

from peygir.core.persian import normalise, search_key

MOST_WORDS: Final = 120
_WORD: Final = re.compile(r"\w+")
# A number, or a word for a part of an address, is often typed without a blank: «کوچه16», «قصردشتکوچه».
_GLUED: Final = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])|(?<=\w{2})(?=(?:کوچه|خیابان|خیابون|پلاک)\b)")
# Letters that sound alike are confused in typing; «ان» is pronounced «ون» («میدون», «آستونه»).
_SOUNDS: Final = str.maketrans({"ط": "ت", "ظ": "ز", "ض": "ز", "ذ": "ز", "ص": "س", "ث": "س", "غ": "ق", "ح": "ه"})
# Persian in Latin letters has no one spelling.
_LATIN: Final = (("kh", "x"), ("gh", "q"), ("oo", "u"), ("ou", "u"), ("ee", "i"), ("aa", "a"), ("y", "i"), ("ei", "e"))
_DOUBLE: Final = re.compile(r"([a-z])\1+")
_SPOKEN: Final = re.compile("ون(ه?)$")
_SHORT: Final = 3
_PAUSE: Final = re.compile(r"[^\w\s]|\n")


def words_of(text: str) -> tuple[list[str], frozenset[int]]:
    """The first MOST_WORDS words of a text, and the positions of those before which a sign or a line end stands."""
    plain = _GLUED.sub(" ", normalise(_PAUSE.sub(_spaced, text)).lower().replace("_", " "))
    matches = [match for match, _ in zip(_WORD.finditer(plain), range(MOST_WORDS), strict=False)]
    pauses = {
        at
        for at, (left, right) in enumerate(pairwise(matches), start=1)
        if _PAUSE.search(plain[left.end() : right.start()])
    }
    return [match.group() for match in matches], frozenset(pauses | {0})


def _spaced(sign: re.Match[str]) -> str:
    """A line end is a pause like a full stop; the half-space and marks stay what they are for `normalise`."""
    return " . " if sign.group() == "\n" else sign.group()


@lru_cache(maxsize=20_000)
def key_of(word: str) -> str:
    """One word as names are compared."""
    folded = search_key(word).translate(_SOUNDS)
    if folded.isascii():
        for spelling, letter in _LATIN:
            folded = folded.replace(spelling, letter)
        return _DOUBLE.sub(r"\1", folded)
    return _SPOKEN.sub(r"ان\1", folded) if len(folded) > _SHORT else folded


def word_keys(text: str) -> list[str]:
    """The words of a text as names are compared."""
    return [key_of(word) for word in words_of(text)[0]]


def joined_key(text: str) -> str:
    """The words of a name as one key."""
    return "".join(word_keys(text))

"""Replaces Arabic and Dari words by Persian ones that the readers know, so that visitors get proposals too.

No translation: order and grammar stay as they are, which suffices to tell what a text is about, but not for a machine
to choose by itself.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from peygir.core.persian import normalise
from peygir.desks.understanding.predicates import LANGUAGE

FEWEST: Final = 2
"""Words that exist only in that language; so many of them identify it."""
ARABIC, DARI = "arabic", "dari"
_SIGNS: Final = str.maketrans(dict.fromkeys('.!?؟،؛,;:()«»"', " "))
_JOINED: Final = ("وال", "بال", "فال", "ال", "لل", "و", "ب", "ل")  # prefixes that Arabic attaches to a word


def in_known_words(text: str) -> tuple[str, bool]:
    """The text with Arabic or Dari words in Persian, and whether it is in one of these languages; else unchanged."""
    tokens = normalise(text).translate(_SIGNS).split()
    language = _language_of(tokens)
    if not language:
        return text, False
    known = _lists()[language]
    return " ".join(_known(word, known, is_arabic=language == ARABIC) for word in tokens), True


def _language_of(tokens: Sequence[str]) -> str:
    lists = _lists()
    if any(_has_article(word) for word in tokens):
        arabic = sum(word in lists["arabic small words"] or _has_article(word) for word in tokens)
        if arabic >= max(FEWEST, len(tokens) / 4):
            return ARABIC
    dari = [word for word in dict.fromkeys(tokens) if word in lists["dari small words"]]
    is_dari = len(dari) >= FEWEST and any(word not in lists["persian too"] for word in dari)
    return DARI if is_dari else ""


def _has_article(word: str) -> bool:
    """Whether a word begins with the Arabic «ال» and is none of the Persian words that do."""
    bare = word[1:] if word[:1] in ("و", "ب", "ف") else word
    return len(bare) > 3 and bare.startswith("ال") and not {word, bare} & _lists()["no article"].keys()


def _known(word: str, known: Mapping[str, str], *, is_arabic: bool) -> str:
    if is_arabic and word not in known:
        for cut in _JOINED:
            if word.startswith(cut) and word[len(cut) :] in known:
                return known[word[len(cut) :]]
    return known.get(word, word)


@lru_cache(maxsize=1)
def _lists() -> Mapping[str, Mapping[str, str]]:
    """The lists of `foreign.tsv` by name: each word, in the languages' lists with its Persian equivalent."""
    lists = {}
    for line in (LANGUAGE / "foreign.tsv").read_text(encoding="utf-8").splitlines():
        name, *pairs = line.split("\t")
        lists[name] = {normalise(word): persian for word, _, persian in (pair.partition("|") for pair in pairs)}
    return lists

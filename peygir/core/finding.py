"""Search texts and search terms: stored texts and queries are normalised to the same letters.

A search text contains each word of its texts once, with a blank before and after, and then each text run together.
So a word is found as part of a longer one («چاله» in «چاله‌ها»), and however it was split: «لکه گیری», «لکه‌گیری»,
«لکهگیری». A short word must begin a word, or «آب» would be found in every «خیابان».
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from peygir.core.persian import key_words, run_together

LONGEST: Final = 6_000
"""Letters of one search text; a case with hundreds of reports is found by the text of the first ones."""
SHORT: Final = 3
MOST_WORDS: Final = 6
# Stop words: they occur in every text, and are left out if the query has other words.
_EVERYWHERE: Final = frozenset(
    {
        "در",
        "از",
        "به",
        "که",
        "و",
        "را",
        "با",
        "تا",
        "این",
        "ان",
        "است",
        "هست",
        "شده",
        "شد",
        "می",
        "های",
        "ها",
        "بر",
        "هم",
    }
    | {"the", "of", "in", "on", "at", "and", "to", "is", "a"}
)


@dataclass(frozen=True, slots=True)
class SearchTerms:
    """What a search text must contain: all of `pieces`, or else `whole`, the words run together (empty: no such way).

    `names` are the words that may be the name of a person: what `search_key` of the name must contain.
    """

    pieces: tuple[str, ...]
    whole: str = ""
    names: tuple[str, ...] = ()


def search_text_of(texts: Iterable[str]) -> str:
    """Return the search text of these texts, at most LONGEST letters."""
    seen: dict[str, None] = {}
    joined: list[str] = []
    for text in texts:
        tokens = key_words(text)
        seen.update(dict.fromkeys(tokens))
        if len(tokens) > 1:
            joined.append(run_together(tokens))
    return (" " + "".join(f"{word} " for word in seen) + "".join(f"\n{one}" for one in dict.fromkeys(joined)))[:LONGEST]


def search_terms_of(text: str) -> SearchTerms:
    """Return the terms of a query; without pieces it matches nothing."""
    tokens = key_words(text)
    telling = [word for word in dict.fromkeys(tokens) if len(word) > 1 or word.isdigit()]
    telling = [word for word in telling if word not in _EVERYWHERE] or [word for word in telling if not word.isdigit()]
    pieces = tuple(_piece(word) for word in telling[:MOST_WORDS])
    # «بن بست» finds «بنبست» too, whose second half begins no word.
    is_parted = 1 < len(tokens) <= MOST_WORDS and any(len(word) <= SHORT and not word.isdigit() for word in tokens[1:])
    is_name = (
        0 < len(tokens) <= MOST_WORDS and all(word.isalpha() for word in tokens) and max(map(len, tokens)) >= SHORT
    )
    return SearchTerms(pieces, run_together(tokens) if pieces and is_parted else "", tuple(tokens) if is_name else ())


def _piece(word: str) -> str:
    if word.isdigit() and len(word) <= SHORT:
        return f" {word} "
    return f" {word}" if len(word) <= SHORT else word

"""Building blocks of the patterns for names in Persian letters."""

import re
from collections.abc import Iterable
from typing import Final

WORD: Final = r"[^\W\d_A-Za-z]+(?:\u200c[^\W\d_A-Za-z]+)*"
"""A word with its parts after half-spaces."""
NAME: Final = rf"(?P<name>{WORD})"
SECOND: Final = rf"(?:[ \t]{{1,2}}(?P<second>{WORD}))?"
BEGIN: Final = r"(?<![\w\u200c])"
"""The start of a word."""
INITIAL: Final = r"(?:[^\W\d_][ \t]?[.ـ][ \t]?){0,2}"


def any_of(words: str | Iterable[str]) -> str:
    """A pattern for any of the words (one text has blanks between them), the longest first."""
    separate_words = words.split() if isinstance(words, str) else words
    return f"(?:{'|'.join(sorted(separate_words, key=len, reverse=True))})"


_TITLES: Final = "حاج حاجی حاجیه سید سیده کربلایی مشهدی جناب آقای آقا خانم استاد دکتر مهندس سرکار"
HONOURS: Final = rf"(?:{any_of(_TITLES)}[ \t]){{0,3}}"


def span_of(match: "re.Match[str]", *, is_two: bool) -> tuple[int, int]:
    """The span of the name in a match of NAME and SECOND, with or without its second word."""
    return match.start("name"), match.end("second" if is_two else "name")

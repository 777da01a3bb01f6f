"""Finds names of persons in Persian letters, with or without a title, and the exact address that follows them."""

import re
from collections.abc import Iterator
from typing import Final

from peygir.core import names
from peygir.core.personal.people import latin
from peygir.core.personal.people.contexts import named_by_context
from peygir.core.personal.people.introductions import introduced
from peygir.core.personal.people.pairs import pairs
from peygir.core.personal.people.patterns import NAME, WORD, any_of
from peygir.core.personal.people.places import is_place
from peygir.core.personal.people.words import CROWDS, PLACES, PLAIN

_Spans = list[tuple[int, int, bool]]  # start, end, whether it is certainly a name
_SHORTEST: Final = 3  # a word of so few letters is no family name
_WORD: Final = re.compile(WORD)
_SOMEBODY_LIVES: Final = re.compile(rf"(?:^|[.،:!؟\n])[ \t]*(?P<name>{WORD}[ \t]{WORD})[ \t](?:ساکن|مقیم)(?!\w)")
_WHERE: Final = (
    "ساکن مقیم صاحب مالک در توی خیابان کوچه بلوار پلاک واحد طبقه از ساکنه of at from in lives live living who no pelak"
)
_ADDRESS: Final = re.compile(
    rf"(?i)[ \t،,\-–:(]{{0,4}}(?:که[ \t])?"
    rf"{any_of(_WHERE)}"
    r"(?![\w])[^.!؟?\n]{0,60}?(?:پلاک|pelak|plaque|\bno\.?|number|house|خانه شماره)[ \t:]{0,3}\d{1,4}"
    r"(?:[ \t،,]{1,3}(?:واحد|طبقه|زنگ|unit|floor|flat|vahede?|tabaghe)[ \t]{0,2}\d{1,3}){0,2}"
    r"|[ \t،,\-–:(]{0,4}(?:ساکن|مقیم|sakene?)[ \t]+(?:پلاک|واحد|طبقه|pelak|vahed)[ \t]{0,2}\d{1,4}"
)
_NEXT: Final = re.compile(rf"[ \t]+{NAME}")
_ENDED: Final = re.compile(r"[ \t]?(?:[،,.:؛)(\n\-–]|$)")


def named(text: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return (certain, possible) spans of names in a folded text, certain ones with an exact address that follows."""
    introductions, two_words = list(introduced(text)), list(pairs(text))
    return _sure(text, introductions, two_words), list(_unsure(text, introductions, two_words))


def _sure(text: str, introductions: _Spans, two_words: _Spans) -> list[tuple[int, int]]:
    titled = (span for span in names.spans(text) if not latin.is_nobody(text, *span) and not _is_doctors(text, span[0]))
    spans = [*titled, *named_by_context(text), *latin.certain(text)]
    spans += [(start, stop) for start, stop, is_sure in introductions if is_sure and not is_place(text, start)]
    spans += [(start, stop) for start, stop, is_sure in two_words if is_sure]
    results, end = [], 0
    for start, stop in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= end:
            stop = _with_family(text, start, stop)
            address = _ADDRESS.match(text, stop)
            end = address.end() if address else stop
            results.append((start, end))
    return results


def _unsure(text: str, introductions: _Spans, two_words: _Spans) -> Iterator[tuple[int, int]]:
    if "ساکن" in text or "مقیم" in text:
        for match in _SOMEBODY_LIVES.finditer(text):
            words = match["name"].split()
            if not any(names.is_plain(word) or word.partition("\u200c")[0] in CROWDS for word in words):
                yield match.span("name")
    yield from ((start, stop) for start, stop, is_sure in two_words if not is_sure)
    for start, stop, is_sure in introductions:
        if not is_sure and not is_place(text, start, is_across_commas=False):
            yield start, stop
    yield from latin.doubtful(text)


def _with_family(text: str, start: int, stop: int) -> int:
    """The end of a name, extended by an unknown family name if the match ends with a given name."""
    last = _WORD.findall(text[start:stop])
    after = _NEXT.match(text, stop)
    if not last or after is None or not names.is_given(last[-1]):
        return stop
    word = after["name"]
    if names.is_plain(word) or word in PLAIN or word in PLACES or word.startswith(("می\u200c", "نمی\u200c")):
        return stop
    looks_like_one = (
        (word.endswith("ی") and len(word) > _SHORTEST) or "\u200c" in word or _ENDED.match(text, after.end())
    )
    return after.end() if looks_like_one else stop


def _is_doctors(text: str, start: int) -> bool:
    """Whether «دکتر …» or «مهندس …» is part of a place's name: «ایستگاه مترو دکتر شریعتی»."""
    return text.startswith(("دکتر", "مهندس", "سید", "استاد"), start) and is_place(text, start, is_across_commas=False)

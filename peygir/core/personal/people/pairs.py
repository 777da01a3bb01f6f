"""Finds pairs of a given and a family name: «زهرا سادات موسوی», «علی درودگر»."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from peygir.core import names
from peygir.core.personal.people.endings import stem_of
from peygir.core.personal.people.patterns import NAME, WORD, any_of
from peygir.core.personal.people.places import is_place
from peygir.core.personal.people.words import ALSO_ADJECTIVES, ALSO_WORDS, CONJUNCTIONS, PLACES, PLAIN

_WORD: Final = re.compile(WORD)
_HOME: Final = "ساکن مقیم صاحب مالک فرزند متولد اهل پلاک واحد شماره خیابان کوچه"
_LIVES: Final = re.compile(rf"[ \t،,\-]{{0,3}}(?:در[ \t])?{any_of(_HOME)}(?!\w)")
_NEXT: Final = re.compile(rf"[ \t]+{NAME}")
_FEAST: Final = re.compile(r"(?<!\w)(?:عید|تخت|بهشت|میلاد|ولادت|شهادت|عزاداری|زیارت|سوره|دعای|روز|ماه|شب|یا)[ \t]$")
_ARABIC: Final = re.compile("(?<!\\w)ال[^\\W\\d_]{2}")


def pairs(text: str) -> Iterator[tuple[int, int, bool]]:
    """Pairs of a given name and a family name (True), or of a given name and a possible one (False)."""
    for before, after in pairwise(_WORD.finditer(text)):
        given, family = before[0], after[0]
        if (
            not names.is_given(_without_honour(given))
            or text[before.end() : after.start()].strip(" \t\u200c")
            or given == family
        ):
            continue
        if names.is_plain(family) or family in PLACES or is_place(text, before.start(), is_across_commas=False):
            continue
        lives = _LIVES.match(text, after.end()) is not None
        is_everyday = given in ALSO_WORDS
        if not lives and names.is_given_alone(family):
            continue
        if is_everyday and (family in ALSO_ADJECTIVES or given in CONJUNCTIONS):
            continue  # «ولی زمانی که …» names nobody
        if names.is_known(stem_of(family)):
            more = _NEXT.match(text, after.end())  # «زهرا سادات موسوی»
            is_longer = more is not None and names.is_known(more["name"]) and not names.is_given(more["name"])
            end = more.end() if more is not None and is_longer else after.end()
            yield before.start(), end, lives or not is_everyday
        elif lives and not is_everyday:
            yield before.start(), after.end(), True
        elif not is_everyday and _may_be_family(text, before, after):
            yield before.start(), after.end(), False


def _may_be_family(text: str, given: "re.Match[str]", word: "re.Match[str]") -> bool:
    """Whether an unknown word after a given name may be a family name: not in «عید قربان یکی …»."""
    first, _, rest = word[0].partition("\u200c")
    if _FEAST.search(text[max(0, given.start() - 12) : given.start()]):
        return False
    if given[0] == "علی" and _ARABIC.search(text[word.start() : word.end() + 24]):
        return False  # the Arabic "on"
    if first in PLAIN or first in ("می", "نمی", "بی"):
        return False
    if rest:
        return len(first) > 2 and len(rest) > 2 and not rest.startswith(("های", "ها", "تر", "اش", "ای", "ام"))
    return len(first) > 2


def _without_honour(given: str) -> str:
    """A given name without the attached honorific: «سیدمحمد»."""
    return given[3:].lstrip("\u200c") if given.startswith("سید") and len(given) > 5 else given

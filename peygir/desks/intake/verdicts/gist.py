"""The gist of an answer: its words by class, so that what is learnt of rats holds for mice.

«صدای دستگاه دیگه نمیاد» becomes «<bad> دیگه <no>», and «چاله رو پر کردن ولی ناصافه» becomes «<bad> <deed> <did> <but>
<bad> هست».
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

from peygir.desks.intake.verdicts.lexicon import NEGATED
from peygir.desks.intake.verdicts.word_groups import BADNESS, NUISANCE, WANTED, P

_NOUNS: Final = (
    ("<bad>", re.compile(NUISANCE)),
    ("<service>", re.compile(WANTED)),
    ("<deed>", re.compile(P)),
    ("<bad>", re.compile(BADNESS)),
)
_DID: Final = frozenset(["شد", "کردن", "دادن", "گرفت", "امدن", "بردن", "برداشتن", "گذاشتن", "زدن", "ریختن", "شستن"])
_KEPT: Final = frozenset(
    [
        "هنوز",
        "دیگه",
        "نه",
        "بله",
        "کسی",
        "هیچ",
        "هیچکس",
        "باز",
        "دوباره",
        "کمی",
        "نصف",
        "فقط",
        "الان",
        "یکی",
        "بقیه",
        "همان",
        "خوب",
        "میان",
        "میشه",
        "میکنن",
        "هست",
        "دارد",
        "مانده",
        "رفتن",
        "بود",
        "نمیدونم",
        "شاید",
        "اگه",
        "کی",
        "چرا",
        "کدوم",
        "خود",
        "کاش",
        "?",
        "<but>",
    ]
)
"""Words that are their own class."""
_ENDINGS: Final = ("های", "شون", "مون", "ها", "رو", "ا", "ش", "ی", "و")
_NEGATED: Final = re.compile(r"ن(?:می|[شکدربخگیزمذ])\w*(?:ه|ن|د|م|ست)")
_LONGEST: Final = 4


def gist_of(clauses: Sequence[Sequence[str]]) -> Iterator[str]:
    """Every sequence of one to four adjacent classes; words without a class are skipped."""
    sorts = ["^"]
    for words in clauses:
        for sort in map(_sort_of, words):
            if sort and sort != sorts[-1]:
                sorts.append(sort)
        sorts.append(".")
    for length in range(1, _LONGEST + 1):
        for start in range(len(sorts) - length + 1):
            yield " ".join(sorts[start : start + length])


@lru_cache(maxsize=4096)
def _sort_of(word: str) -> str:
    if word in _KEPT:
        return word
    if word in _DID:
        return "<did>"
    if word in NEGATED:
        return "<no>"
    stems = [word, *(word.removesuffix(end) for end in _ENDINGS if word.endswith(end) and len(word) > len(end) + 1)]
    for stem in stems:
        for sort, pattern in _NOUNS:
            if pattern.fullmatch(stem):
                return sort
    return "<no>" if len(word) > 3 and _NEGATED.fullmatch(word) else ""

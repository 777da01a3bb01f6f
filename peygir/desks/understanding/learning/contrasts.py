"""Turns a phrase that reports something into its contrary, so that a classifier sees the same words negated.

«سه روزه زباله رو نبردن» becomes «زباله رو بردن» (it is over), «سطل سر کوچه پره» becomes «سطل سر کوچه پر نیست» (it is
denied). Only the last predicate of a phrase of one clause is turned; a phrase with an unknown ending is left out.
"""

import re
from typing import Final

from peygir.core.persian import normalise
from peygir.desks.understanding.predicates import SORTS

LONGEST: Final = 8  # words: in a longer phrase the last predicate is often not the complaint
_MANY_CLAUSES: Final = re.compile(r"[،؛.!؟?,;:]|(?<!\w)(?:ولی|اما|چرا|که|تا|اگه|اگر|کی|لطفا|بیاین|بیایید)(?!\w)")
# Whole words whose contrary is not formed by a prefixed ن.
_ODD: Final = {
    "نیومده": "اومده",
    "نیومدن": "اومدن",
    "نیومد": "اومد",
    "نیامده": "آمده",
    "نیامد": "آمد",
    "نیامدند": "آمدند",
    "نداره": "داره",
    "ندارد": "دارد",
    "نداریم": "داریم",
    "ندارن": "دارن",
    "ندارند": "دارند",
    "نیست": "هست",
    "نیس": "هس",
    "نمیاد": "میاد",
    "نمیشه": "میشه",
    "نشده": "شد",
    "نیفتاده": "افتاده",
}
_ODD_YES: Final = {
    "اومده": "نیومده",
    "اومدن": "نیومدن",
    "آمده": "نیامده",
    "افتاده": "نیفتاده",
    "داره": "نداره",
    "دارد": "ندارد",
    "دارن": "ندارن",
    "هست": "نیست",
    "است": "نیست",
    "هس": "نیس",
    "هستن": "نیستن",
    "میاد": "نمیاد",
    "میشه": "نمیشه",
    "انداخته": "ننداخته",
    "ایستاده": "نایستاده",
}
_PAST: Final = (
    "(?:برد|کرد|شد|شست|زد|داد|ریخت|گذاشت|بست|کاشت|رسید|رفت|گرفت|شکست|ترکید|سوخت|کند|خورد|برید|موند|ماند|چید|دزدید|پرید|"
    "پوسید|جوید|ول کرد|مرد|کشید|پاشید|فرستاد|چسبوند|چسباند|ساخت|کوبید|بود|دید)"
)
_SAID_NO: Final = re.compile(rf"^ن({_PAST}\w{{0,4}})$")
_SAID_YES: Final = re.compile(rf"^{_PAST}\w{{0,4}}$")
_IS: Final = re.compile(r"^(\w+?)(?:ه|ست|س)$")


def contrary_of(phrase: str) -> tuple[str, bool] | None:
    """The contrary, and whether it says that something was mended (else that it is not so); None where unknown."""
    plain = normalise(phrase)
    tokens = plain.rstrip(" .!").split()
    if not 2 < len(tokens) <= LONGEST or _MANY_CLAUSES.search(plain.rstrip(" .!")):
        return None
    *rest, before, last = tokens
    turned = _turned(before, last)
    if turned is None:
        return None
    (ends, was_mended) = turned
    return " ".join([*rest, *ends]), was_mended


def _turned(before: str, last: str) -> tuple[tuple[str, ...], bool] | None:
    if before == "نمی":
        return ("می", last), True
    if before == "می":
        return ("نمی", last), False
    if last.startswith("نمی") and len(last) > 5:
        return (before, last[1:]), True
    if last in _ODD:
        return (before, _ODD[last]), True
    if last in _ODD_YES:
        return (before, _ODD_YES[last]), False
    if match := _SAID_NO.match(last):
        return (before, match[1]), True
    if last.startswith("می") and len(last) > 4:
        return (before, f"ن{last}"), False
    if (match := _IS.match(last)) and match[1] in SORTS["state"]:
        return (before, match[1], "نیست"), False
    if last in ("ست", "س") and before in SORTS["state"]:
        return (before, "نیست"), False
    return ((before, f"ن{last}"), False) if _SAID_YES.match(last) else None

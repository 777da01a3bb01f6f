"""Finds the predicates of a clause: whether something bad or good is or is not so.

«جمع نشده», «روشن نمی‌شه» and «آب نداریم» are negated and complain; «نترکیده», «بو نمیاد» and «سگ نداریم» are negated
and deny. What decides is whether the predicate means harm or repair, and for "to be", "to have", "to come" and "to go"
its subject: a nuisance that comes is bad, a service that comes is good.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

LANGUAGE: Final = Path(__file__).resolve().parent / "language"
# `good`, `bad`: complements of a light verb; `state`: bad adjectives.
SORTS: Final = {
    name: frozenset(listed.split())
    for name, _, listed in (
        line.partition("\t") for line in (LANGUAGE / "predicates.tsv").read_text(encoding="utf-8").splitlines()
    )
}
_LIGHT: Final = re.compile(
    r"^(ن|نا)?(?:شد|شو|شه|شن|کرد|کن|داد|ده|زد|زن|گرفت|دید|است|هست|بود|باش|یست|یس|خورد|ماند|موند|دار|داشت|رسید|گردید|گشت)\w*$"
)
# Verbs of one word, by their stems.
_GOOD_VERB: Final = re.compile(r"^(ن)?(?:برد|بر|برداشت|ورداشت|بست|شست|شور|کشید|خوابید|خوابون|کاشت)(?!گ)\w{0,4}$")
_BAD_VERB: Final = re.compile(
    r"^(ن|نی)?(?:ترکید|ترکوند|ریخت|ریز|شکست|افتاد|یفتاد|سوخت|سوز|پرید|چکید|لرزید|کند|بلعید|مرد|پوسید|خوابیده|لنگ)(?!گ)\w{0,4}$"
)
_COMES: Final = re.compile(r"^(ن|نی)?(?:آمد|یامد|اومد|یومد|آید|آیند|آیم|ای|اید|رسید|رس|گشت|گرد|برگشت|برگشته)\w{0,3}$")
_GOES: Final = re.compile(r"^(ن)?(?:رفت|ره|رود|رن|روند)\w{0,3}$")
_IS: Final = re.compile(r"^(ن)?(?:هست|است|یست|یس|بود|باش|دار|داشت|موند|ماند|دید|بین|وجود)\w{0,4}$")
_OUT: Final = "خاموش"  # a fire that is out is good, a lamp that is out is bad
_BAD_SUBJECT, _GOOD_SUBJECT = "<nuisance>", ("<service>", "<thing>", "<actor>")


def predicates(tokens: Sequence[str], classes: Sequence[str]) -> Iterator[str]:
    """The predicates of one clause as «good+», «good-», «bad+», «bad-», «has+», «has-», with «past» where it is past.

    `tokens` are words as `spoken` writes them, `classes` their word classes.
    """
    for at, token in enumerate(tokens):
        before = tokens[at - 1] if at else ""
        is_present = before in ("می", "نمی")
        is_no = before == "نمی" or (not is_present and token.startswith("ن"))
        carried = tokens[at - 2] if is_present and at > 1 else before
        subject = _subject(classes[:at])
        for sort, pattern in (("good", _GOOD_VERB), ("bad", _BAD_VERB)):
            if match := pattern.match(token):
                yield _named(sort, is_no=is_no and (is_present or bool(match[1])), is_present=is_present)
        if match := _LIGHT.match(token):
            is_denied = before == "نمی" or bool(match[1])
            if carried in SORTS["good"]:
                yield _named("good", is_no=is_denied, is_present=is_present)
            elif carried in SORTS["bad"]:
                yield _named("bad", is_no=is_denied, is_present=is_present)
            elif carried == _OUT and subject:
                yield _named("bad" if subject == "good" else "good", is_no=is_denied, is_present=is_present)
        for pattern, is_good in ((_COMES, True), (_GOES, False)):
            if subject and (match := pattern.match(token)):
                sort = "good" if (subject == "good") == is_good else "bad"
                yield _named(sort, is_no=before == "نمی" or bool(match[1]), is_present=is_present)
        if subject and (match := _IS.match(token)):
            yield f"{subject} is{'-' if before == 'نمی' or match[1] else '+'}"


def _named(sort: str, *, is_no: bool, is_present: bool) -> str:
    return f"{sort}{'-' if is_no else '+'}{'' if is_present else ' past'}"


def _subject(classes: Sequence[str]) -> str:
    """The subject of the clause so far: the last nuisance, or else the last service or thing."""
    for name in reversed(classes):
        if name == _BAD_SUBJECT:
            return "bad"
        if name in _GOOD_SUBJECT:
            return "good"
    return ""

"""Finds names that a text states explicitly: «اسم کوچیکم …», «من، …، بازنشسته», «منو … صدا می‌کنند», «معروف به …»."""

import re
from collections.abc import Iterator, Set
from typing import Final

from peygir.core import names
from peygir.core.personal.people.endings import bare, is_whole
from peygir.core.personal.people.patterns import BEGIN, HONOURS, NAME, SECOND, span_of
from peygir.core.personal.people.words import NO_NAMES, PERSONS, PLACES, PLAIN

_PERSON_NEAR: Final = 60  # letters before «اسمش …» in which a person must be mentioned
_CALLED: Final = re.compile(
    rf"{BEGIN}(?:مرا|منو|من[ \t](?:را|رو)|به[ \t]من|بهم|ما[ \t]رو|او[ \t]را|اونو|بهش|همه)[ \t](?:با نام[ \t]|"
    rf"به اسم[ \t]|به نام[ \t])?{HONOURS}"
    rf"{NAME}{SECOND}[ \t](?:صدا|می\u200c?(?:گن|گویند|گفتن|گفتند|گین|گویید)|می\u200c?شناس|می\u200c?خوانند)"
)
_ENDS: Final = r"[ \t]?(?:[،,.!؛\n]|$)|[ \t](?:است|هست|هستش|و|بوده?)(?!\w)"
_OWN: Final = re.compile(
    rf"{BEGIN}(?<!به )(?:اسم|نام|فامیلی|فامیل|نام[ \u200c]?خانوادگی|شهرت|نام[ \u200c]?فامیل)"
    r"(?:[ \u200c](?:کوچیک|کوچک|اصلی|کامل|شناسنامه\u200c?ای|و فامیلی?|و شهرت|و نام خانوادگی|خانوادگی))?"
    rf"(?:\u200c?(?P<whose>ام|م|مو|ش|اش|شون|شان)|ی\u200c?(?:م|ام|ش|اش)|[ \t](?:من|بنده|ایشان|او|"
    rf"اینجانب))(?![^\W\d_])(?:[ \t]هم)?"
    rf"(?:[ \t](?:هست|است|میشه|می‌شود|هستش))?[ \t:،=]{{1,3}}{HONOURS}{NAME}(?=(?P<ended>{_ENDS})|"
    rf"{SECOND}(?P<end>{_ENDS})?)"
)
_I_NAME: Final = re.compile(
    rf"{BEGIN}(?:من|بنده|اینجانب|اینجانبه)[ \t]?[،:(][ \t]?{HONOURS}{NAME}{SECOND}(?=[ \t]?[،,):.])"
)
_LABELLED: Final = re.compile(rf":[ \t]{{0,2}}{HONOURS}{NAME}{SECOND}(?=[ \t]?(?:[،,.؛)(\n\-–]|$))")
_IS_MINE: Final = re.compile(rf"{BEGIN}{NAME}{SECOND}[ \t](?:اسممه|اسم منه|نام من است|اسم من است|صدام می)")
_KNOWN_AS: Final = re.compile(rf"{BEGIN}(?:معروف|موسوم|ملقب|مشهور)[ \t]به[ \t]{HONOURS}{NAME}{SECOND}")


def called(text: str, tokens: Set[str]) -> Iterator[tuple[int, int, bool]]:
    """«منو … صدا می‌کنند», «به من … می‌گویند»; `tokens` are the words of `text`."""
    if "صدا" in tokens or "می" in tokens or any(word.startswith("می") for word in tokens):
        for match in _CALLED.finditer(text):
            yield from _of_two(match, is_sure=True)


def said_of_oneself(text: str, tokens: Set[str]) -> Iterator[tuple[int, int, bool]]:
    """«اسم کوچیکم …», «من، …، بازنشسته», «معروف به …», and the text after a label."""
    if "اسم" in text or "نام" in text or "فامیل" in text or "شهرت" in text:
        for match in _OWN.finditer(text):
            is_ended = match["end"] is not None or match["ended"] is not None or match["name"].endswith("\u200cست")
            yield from _of_two(match, is_sure=is_ended and _is_of_somebody(text, match))
        for match in _IS_MINE.finditer(text):
            yield from _of_two(match, is_sure=False)
    if ":" in text:
        for match in _LABELLED.finditer(text):
            if names.is_given(match["name"]):
                yield from _of_two(match, is_sure=False)
    if "من" in tokens or "بنده" in tokens or "اینجانب" in tokens or "اینجانبه" in tokens:
        for match in _I_NAME.finditer(text):
            yield from _of_two(match, is_sure=False)
    if " به " in text:
        for match in _KNOWN_AS.finditer(text):
            yield from _of_two(match, is_sure=False)


def _is_of_somebody(text: str, match: "re.Match[str]") -> bool:
    """Whether «اسمم …» or «اسمش …» refers to a person: «شهر بهشت است، فقط اسمش جهنمه» does not."""
    if not (match["whose"] or "").startswith(("ش", "اش")) or match[0].startswith(("فامیل", "شهرت")):
        return True
    return any(person in text[max(0, match.start() - _PERSON_NEAR) : match.start()] for person in PERSONS)


def _of_two(match: "re.Match[str]", *, is_sure: bool) -> Iterator[tuple[int, int, bool]]:
    """An explicitly stated name; `is_sure` if any two words in this pattern are one."""
    name, second = bare(match["name"]), bare(match["second"] or "")
    if names.is_plain(name) or name in PLACES or name in PLAIN:
        return
    if is_whole(name) and (name not in NO_NAMES or is_whole(second) or is_sure):
        yield *span_of(match, is_two=is_whole(second)), True
    elif names.is_given(name) and second and not names.is_plain(second) and second not in PLAIN:
        yield *span_of(match, is_two=True), False
    elif is_sure and len(name) > 2 and (not second or not (names.is_plain(second) or second in PLAIN)):
        yield *span_of(match, is_two=bool(second)), False

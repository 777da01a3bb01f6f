"""Finds names by the words around them: «همسایه‌مون …», «اسمش …», «من … هستم», «با تشکر، …»."""

import re
from collections.abc import Iterator
from typing import Final

from peygir.core import names
from peygir.core.personal.people.endings import stem_of
from peygir.core.personal.people.patterns import BEGIN, NAME, WORD, any_of
from peygir.core.personal.people.places import is_place
from peygir.core.personal.people.words import (
    ALSO_ADJECTIVES,
    ALSO_WORDS,
    CONJUNCTIONS,
    NO_NAMES,
    PERSONS,
    PLACES,
    RANKS,
    RELATIONS,
)

_RULERS: Final = frozenset(("کریم", "لطفعلی", "ابراهیم", "حسین"))  # «کریم خان زند» is history
_SECOND: Final = rf"(?:[ \t](?P<second>{WORD}))?"
_IS: Final = r"[ \t\u200c]?(?:است|هست|ه|بود|میباشد|می‌باشد|هستش)(?!\w)"
_HONOURS: Final = rf"(?:{any_of('حاج حاجی سید سیده کربلایی مشهدی مش جناب استاد آقا')}\s)*"
_WHOSE: Final = "ما من شما بغلی بالایی پایینی روبرویی خاطی متخلف مزاحم مربوطه یعنی همین این اون آن همون"
_WHICH: Final = rf"(?:[ \t](?:{any_of(_WHOSE)}|طبقه[ \t]{WORD}))?"
_RELATED: Final = re.compile(
    rf"{BEGIN}{any_of(RELATIONS)}{_WHICH}(?:[ \t]به[ \t](?:اسم|نام))?[ \t:،]{{1,3}}(?:(?:یک|یه)[ \t])?"
    rf"{_HONOURS}{NAME}"
)
_RANKED: Final = re.compile(rf"{BEGIN}{any_of(RANKS)}[ \t]{{1,2}}{NAME}")
_VILLAGE: Final = re.compile(rf"{BEGIN}(?:مشتی|مش|کبلایی|کربلایی)[ \t]{{1,2}}{NAME}")
_CALLED_AFTER: Final = re.compile(
    rf"{BEGIN}(?P<it>{NAME}[ \t\u200c]{{1,2}}{any_of('آقا اقا خانم خانوم خان جان جون اینا این‌ها اینها')})(?!\w)"
)
_ITS: Final = "اسمش نامش فامیلش فامیلیش فامیلی‌اش فامیلی‌ش اسمشون اسمشان اسم‌ش اسم‌اش اسمم نامم"
_NAMED: Final = re.compile(
    rf"{BEGIN}{any_of(_ITS)}"
    rf"[ \t:،]{{1,3}}(?:هم[ \t])?{NAME}(?:[ \t]{WORD})?{_IS}"
)
_FAMILY_NAME: Final = re.compile(
    rf"{BEGIN}(?:نام و نام[ \u200c]?خانوادگی|نام[ \u200c]?خانوادگی|اسم و فامیل|(?:فامیلی?|شهرت)(?=[^:=\n]{{0,6}}[:=]))"
    rf"(?:[ \u200c]?{any_of('من ام اش ش م او ایشان')})?[ \t]*[:=]?[ \t]+{NAME}(?:[ \t]{WORD})?"
)
_CALLED_SO: Final = re.compile(
    rf"{BEGIN}(?:اسم|نام)[ \t](?:(?:این|اون|آن)[ \t])?{any_of(PERSONS)}{_WHICH}[ \t]{NAME}{_SECOND}{_IS}"
)
_I_AM: Final = re.compile(
    rf"{BEGIN}(?:من|بنده|اینجانب)[ \t،]{{1,2}}{NAME}{_SECOND}[ \t\u200c]{{1,2}}(?:هستم|ام|میباشم|می‌باشم)(?!\w)"
)
_CLOSING: Final = re.compile(
    r"(?:با[ \t](?:تشکر|احترام|سپاس)|ارادتمند|امضاء?|از[ \t]طرف|فرستنده|شاکی)[ \t\n:،.\-–]{1,4}" + NAME + _SECOND
)
_AM: Final = re.compile(rf"{BEGIN}{NAME}[ \t\u200c]{{1,2}}(?:هستم|ساکن|مقیم|ساکنه)(?!\w)")
_ITS_NAME: Final = re.compile(rf"{BEGIN}(?:اسمش|نامش|فامیلش|فامیلیش)[ \t:،]{{1,3}}{NAME}ه(?!\w)")
_INITIAL: Final = re.compile(rf"{BEGIN}(?:آقای|اقای|خانم|مهندس|دکتر)[ \t]+[^\W\d_][ \t]?[.ـ][ \t]?{NAME}")
# pattern, words of which the text must contain one, whether an unknown word is a name there
_SHAPES: Final = (
    (_RELATED, frozenset(word.partition("\u200c")[0] for word in RELATIONS), False),
    (_RANKED, frozenset((*RANKS, "بی")), False),
    (_VILLAGE, frozenset(("مشتی", "مش", "کبلایی", "کربلایی")), True),
    (_CALLED_AFTER, frozenset(("آقا", "اقا", "خانم", "خانوم", "خان", "جان", "جون", "اینا", "این", "اینها")), False),
    (
        _NAMED,
        frozenset(("اسمش", "نامش", "فامیلش", "فامیلیش", "فامیلی", "اسمشون", "اسمشان", "اسم", "اسمم", "نامم")),
        True,
    ),
    (_FAMILY_NAME, frozenset(("نام", "فامیل", "فامیلی", "شهرت", "اسم")), True),
)
_TELLING: Final = frozenset(
    (
        "اسم",
        "نام",
        "من",
        "بنده",
        "اینجانب",
        "هستم",
        "اسمش",
        "نامش",
        "فامیلش",
        "فامیلیش",
        "ساکن",
        "مقیم",
        "ساکنه",
        "تشکر",
        "احترام",
        "سپاس",
        "ارادتمند",
        "امضا",
        "امضاء",
        "طرف",
        "فرستنده",
        "شاکی",
        "آقای",
        "اقای",
        "خانم",
        "مهندس",
        "دکتر",
    )
)
_NEXT: Final = re.compile(rf"[ \t]+{NAME}")
_PART: Final = re.compile(r"[^\W\d_A-Za-z]+")


def named_by_context(text: str) -> Iterator[tuple[int, int]]:
    """The spans of names in a folded text that the words around them mark as such."""
    tokens = set(_PART.findall(text))
    for pattern, triggers, is_sure in _SHAPES:
        if tokens.isdisjoint(triggers):
            continue
        for match in pattern.finditer(text):
            if pattern is _NAMED and not names.is_known(match["name"]) and not _is_somebodys(text, match):
                continue
            if _is_name(pattern, match["name"], is_sure=is_sure) and not is_place(text, match.start()):
                start = match.start("name") if pattern is _RELATED else match.start()
                yield start, _with_next(text, match, "it" if pattern is _CALLED_AFTER else "name")
    if not tokens.isdisjoint(_TELLING):
        yield from _presented(text)


def _is_somebodys(text: str, match: "re.Match[str]") -> bool:
    """Whether «اسمش …» refers to a person mentioned before; else an unknown word may be a thing's name."""
    if match[0].startswith(("اسمم", "نامم", "فامیل")):
        return True
    return any(person in text[max(0, match.start() - 60) : match.start()] for person in PERSONS)


def _is_name(pattern: "re.Pattern[str]", word: str, *, is_sure: bool) -> bool:
    if is_sure:
        return not names.is_plain(word) and word not in PLACES
    if word in ALSO_ADJECTIVES or word in CONJUNCTIONS or (pattern is _RELATED and word in ALSO_WORDS):
        return False
    return names.is_known(stem_of(word)) and not (pattern is _CALLED_AFTER and word in _RULERS)


def _presented(text: str) -> Iterator[tuple[int, int]]:
    """«اسم راننده … است», «من … هستم», «با تشکر، …»."""
    for match in _CALLED_SO.finditer(text):
        is_plain = names.is_plain(match["name"]) or names.is_plain(f"{match['name']}ه")
        if not is_plain and not is_place(text, match.start("name")):
            yield match.start("name"), match.end("second" if match["second"] else "name")
    for match in _I_AM.finditer(text):
        second = match["second"]
        if names.is_known(match["name"]) or (second and names.is_known(second)):
            yield match.start("name"), match.end("second" if second else "name")
    for pattern in (_CLOSING, _AM, _ITS_NAME):
        for match in pattern.finditer(text):
            word = match["name"]
            is_name = names.is_known(word) and word not in NO_NAMES
            if is_name and not is_place(text, match.start()):
                yield match.start("name"), _with_next(text, match)
    yield from (found.span() for found in _INITIAL.finditer(text))


def _with_next(text: str, match: "re.Match[str]", group: str = "name") -> int:
    """The end of a match, with the family name if one follows."""
    after = _NEXT.match(text, match.end(group))
    if after is not None and names.is_known(stem_of(after["name"])):
        return after.end()
    return match.end(group)

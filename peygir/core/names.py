"""Finds names of persons in a text, in the usual forms: «آقای …», «خانم …», «مهندس …», «به نام …», "Mr …"."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

from peygir.core.word_lists import read_word_lists

# Letters and digits in normalised form, one for one, so that positions in the text stay the same.
_FOLDS: Final = str.maketrans(
    "۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩０１２３４５６７８９＋＠" + "يىكةأإٱۀ" + "\u00ac",
    "012345678901234567890123456789+@" + "ییکهاااه" + "\u200c",
)

_LISTS: Final = read_word_lists(Path(__file__).with_name("names.txt"))
_GIVEN: Final = frozenset(_LISTS["given"])
_FAMILY: Final = frozenset(_LISTS["family"])
_FAMILY_ENDS: Final = (
    "زاده",
    "پور",
    "نژاد",
    "نیا",
    "وند",
    "یان",
    "دوست",
    "منش",
    "خواه",
    "پناه",
    "آبادی",
    "زهی",
    "وردی",
    "اللهی",
    "الهی",
    "فر",
    "فرد",
    "راد",
    "خانی",
    "نسب",
    "تبار",
    "بیگی",
)
# Compound given names: «غلامعباس», «محمدرضا», «نصرالله»; a word that only looks like one is no name.
_GIVEN_HEADS: Final = ("غلام", "محمد", "امیر", "علی", "سید", "حسین", "میر", "شاه", "گل")
_GIVEN_TAILS: Final = ("رضا", "علی", "حسین", "حسن", "مهدی", "محمد", "سادات", "السادات", "قلی")
_NO_COMPOUND: Final = frozenset(_LISTS["no_compound"])
_LONG: Final = 7  # letters of a family name such as «میرفخرایی», which «میرسی» is not
_SHORTEST: Final = 3  # letters of a given name inside a compound
_NO_FAMILY: Final = frozenset(_LISTS["no_family"])
_NO_NAME: Final = frozenset(_LISTS["no_name"])
# A street, park or clinic with a person's name is a place.
_PLACES: Final = (
    "خیابان",
    "بلوار",
    "کوچه",
    "کوی",
    "میدان",
    "چهارراه",
    "سه‌راه",
    "پل",
    "بزرگراه",
    "بولوار",
    "پارک",
    "بوستان",
    "مسجد",
    "مدرسه",
    "دبستان",
    "دبیرستان",
    "هنرستان",
    "دانشگاه",
    "دانشکده",
    "بیمارستان",
    "درمانگاه",
    "کلینیک",
    "مطب",
    "داروخانه",
    "مجتمع",
    "ساختمان",
    "پاساژ",
    "بازار",
    "بازارچه",
    "شهرک",
    "محله",
    "فلکه",
    "روبروی",
    "کتابخانه",
    "آرامگاه",
    "حسینیه",
    "ورزشگاه",
    "سالن",
    "ایستگاه",
    "تقاطع",
    "زیرگذر",
    "روگذر",
    "فروشگاه",
    "مغازه",
    "شرکت",
    "رستوران",
    "هتل",
    "شهید",
)
_HONOURED: Final = "شهید|سردار|مرحوم|استاد|علامه|آیت‌الله|امام|حضرت|تیمسار|دکتر|مهندس"
_PLACE_NEAR: Final = re.compile(
    rf"(?:^|[^\w\u200c])(?:{'|'.join(_PLACES)})(?:ی|ای|\u200cای|\u200cی)?(?:\s+(?:{_HONOURED}))?\s+$"
)

_WORD: Final = r"[^\W\d_]+(?:\u200c[^\W\d_]+)*"
_BLANK: Final = r"[ \t\u00a0]+"
_TITLE_TAIL: Final = rf"(?:(?:مهندس|دکتر|حاج|حاجی|حاجیه|سید|سیده|استاد|سرهنگ|کربلایی){_BLANK})*"
# Titles after which almost any word is a name, and titles that precede many other words too.
_SURE: Final = re.compile(
    rf"(?<!\w)(?<!\u200c)(?:(?:جناب|سرکار){_BLANK})?(?:آقای|اقای|خانم|خانوم|بانو|حاج{_BLANK}آقا){_BLANK}"
    rf"{_TITLE_TAIL}(?P<name>{_WORD})"
)
_UNSURE: Final = re.compile(
    rf"(?<!\w)(?<!\u200c)(?:مهندس|دکتر|حاج|حاجی|سید|سیده|استاد|جناب|آقا|کربلایی|اینجانب|اینجانبه){_BLANK}"
    rf"{_TITLE_TAIL}(?P<name>{_WORD})"
)
_CALLED: Final = re.compile(
    rf"(?<!\w)(?<!\u200c)(?:به[ \u200c]?(?:نام|اسم)|بنام)[ \t\u00a0:«\"'(]+{_TITLE_TAIL}(?P<name>{_WORD})"
)
_NAMES_SOMEBODY: Final = re.compile(
    rf"(?<!\w)(?<!\u200c)(?:(?:نام|اسم)(?:{_BLANK}و{_BLANK}(?:نام{_BLANK})?(?:خانوادگی|فامیل))?"
    rf"{_BLANK}(?:من|ایشان|او|وی|راننده)|اسمم|نامم|اسمش|نامش)[ \t\u00a0:]+{_TITLE_TAIL}(?P<name>{_WORD})"
)
# A capital letter marks a Latin name; after a title any word is one, and a second word only with a capital.
_LATIN: Final = re.compile(
    r"(?<![A-Za-z])(?i:(?:mr|mrs|ms|dr|eng)\.?|miss|my name is)[ \t]+(?!(?:is|was|the|a|an|and|of|not|who|in|at|on)\b)"
    r"[A-Za-z][a-z'’\-]+(?:[ \t]+[A-Z][a-z'’\-]+){0,2}"
)
_LATIN_LETTER: Final = re.compile("[A-Za-z]")
# pattern, words of which one must occur, whether any word after them is a name
_SHAPES: Final = (
    (_SURE, ("قای", "خانم", "خانوم", "بانو", "حاج"), True),
    (_UNSURE, ("مهندس", "دکتر", "حاج", "سید", "استاد", "جناب", "آقا", "کربلایی", "اینجانب"), False),
    (_CALLED, ("نام", "اسم"), True),
    (_NAMES_SOMEBODY, ("نام", "اسم"), False),
)
# «به نام …» names a person if one was mentioned before; «یه خانم …» is nobody in particular.
_PERSON_NEAR: Final = 40  # letters
_PERSON: Final = re.compile(
    r"(?<!\w)(?:شخص|فرد|کسی|آقا|اقا|خانم|خانوم|مرد|پیرمرد|پیرزن|زن|پسر|دختر|راننده|همسایه|مامور|کارمند|کارشناس|کارگر|"
    r"مدیر|رئیس|مهندس|"
    r"دکتر|صاحب|مالک|پیمانکار|متقاضی|یکی|طرف|نفر|سند|حساب|قبض|مجوز|پروانه|ثبت|جوان|نگهبان|سرایدار|یارو|شهروند|متهم|"
    r"معتاد|دوست|شاکی)"
    r"[^\n.!؟?]{0,30}$"
)
_ANYBODY: Final = re.compile(r"(?<!\w)(?:یه|یک|یِ|دختر|زن|هیچ|چند|دستفروش|اپراتور(?:تون|تان|ها)?)[ \t]$")
_NEXT: Final = re.compile(rf"{_BLANK}(?P<name>{_WORD})")


def folded(text: str) -> str:
    """`text` with Persian letters and ASCII digits; of the same length, letter for letter."""
    return text.translate(_FOLDS)


def spans(text: str) -> Iterator[tuple[int, int]]:
    """The spans of persons' names in a folded text: from the title up to the end of the name."""
    taken = 0
    for start, end in sorted(_all(text)):
        if start >= taken:
            yield start, end
            taken = end


def _all(text: str) -> Iterator[tuple[int, int]]:
    for pattern, triggers, is_sure in _SHAPES:
        if not any(trigger in text for trigger in triggers):
            continue
        for match in pattern.finditer(text):
            word = match["name"]
            is_name = word not in _NO_NAME and word not in _PLACES and len(word) > 1 if is_sure else is_known(word)
            names_a_place = (pattern is not _SURE or match[0].startswith("بانو")) and _PLACE_NEAR.search(
                text[max(0, match.start() - 60) : match.start()]
            )
            if is_name and is_sure and not is_known(word) and not _tells_of_somebody(pattern, text, match.start()):
                continue
            if is_name and not names_a_place:
                yield match.start(), _end(text, match)
    if _LATIN_LETTER.search(text):
        yield from (found.span() for found in _LATIN.finditer(text))


def _tells_of_somebody(pattern: "re.Pattern[str]", text: str, start: int) -> bool:
    """Whether an unknown word is a name there: not in «یه خانم غش کرد», «به اسم توسعه»."""
    before = text[max(0, start - _PERSON_NEAR) : start]
    if pattern is _CALLED:
        return _PERSON.search(before) is not None
    return _ANYBODY.search(before) is None


def _end(text: str, match: "re.Match[str]") -> int:
    """The end of the name: with the family name if one follows."""
    end = match.end("name")
    after = _NEXT.match(text, end)
    if after and is_known(after["name"]) and (match["name"] in _GIVEN or after["name"] not in _GIVEN):
        end = after.end()
    return end


def is_known(word: str) -> bool:
    """Whether a word is a known given or family name."""
    if word in _NO_NAME or word.endswith("\u200cان") or word.startswith(("بی\u200c", "می\u200c", "نمی\u200c")):
        return False
    if word in _FAMILY or is_given(word):
        return True
    stem = word.replace("\u200c", "")
    if stem.endswith(_FAMILY_ENDS) and any(stem.endswith(end) and len(stem) > len(end) + 2 for end in _FAMILY_ENDS):
        return stem not in _NO_FAMILY
    if stem.startswith("میر") and stem.endswith("ی") and len(stem) >= _LONG:
        return True
    if stem.startswith("پور") and is_given(stem[3:]):
        return True
    return stem.endswith("ی") and any(
        stem == f"{given}{tail}" for given in (stem[:-1], stem[:-2]) if is_given(given) for tail in ("ی", "یی", "ئی")
    )


def ends_like_a_family(word: str) -> bool:
    """Whether a word after a title has an ending of family names, and at least two letters before it: «گلدوست»."""
    if word in _NO_NAME or word in _NO_FAMILY:
        return False
    return any(word.endswith(end) and len(word) > len(end) + 1 for end in _FAMILY_ENDS)


def is_given(word: str) -> bool:
    """Whether a word is a known given name, or a compound of two."""
    return word in _GIVEN or (len(word) > 2 * _SHORTEST - 1 and _is_compound(word))


@lru_cache(maxsize=4096)
def _is_compound(word: str) -> bool:
    stem = word.replace("\u200c", "")
    if word.startswith("به\u200c") or stem in _NO_COMPOUND or stem in _NO_NAME:
        return False
    if stem in _GIVEN or (stem.startswith("عبدال") and len(stem) > len("عبدال") + 1) or stem.endswith("الله"):
        return not stem.endswith(("ی", "ها")) or stem in _GIVEN
    for head in _GIVEN_HEADS:
        if stem.startswith(head) and len(stem) >= len(head) + _SHORTEST and stem[len(head) :] in _GIVEN:
            return True
    return any(
        stem.endswith(tail) and len(stem) >= len(tail) + _SHORTEST and stem[: -len(tail)] in _GIVEN
        for tail in _GIVEN_TAILS
    )


def is_given_alone(word: str) -> bool:
    """Whether a word is a given name and no known family name: «علی اصغر» is one person's first name."""
    return word in _GIVEN and word not in _FAMILY


def is_plain(word: str) -> bool:
    """Whether a word is certainly no name, or too short to be one."""
    return word in _NO_NAME or word in _NO_FAMILY or len(word) < 2

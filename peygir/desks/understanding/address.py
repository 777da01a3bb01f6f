"""Extracts the description of a place from a text: «… سر کوچهٔ ۵ بلوار چمران …», as in a postal address."""

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final

from peygir.core.persian import key_words
from peygir.desks.understanding.place_keys import word_keys
from peygir.desks.understanding.place_words import ALLEY, MARKERS, ORDINARY_KEYS, TITLES


def _keys(words: str) -> frozenset[str]:
    return frozenset("".join(key_words(word)) for word in words.split())


# Words that begin a part of an address; the next word is its name or number.
_BEGINNINGS: Final = _keys(
    "خیابان خ کوچه بلوار میدان میدون فلکه چهارراه سه‌راه بن‌بست پلاک شهرک کوی محله بزرگراه اتوبان نبش روبه‌روی روبروی "
    "مقابل جنب جلوی ابتدای انتهای street st alley boulevard square opposite corner"
)
# Further ones, beside the name of a place; without one they begin too many other sentences.
_SPOKEN_BEGINNINGS: Final = _keys("خیابون کوچه‌ی چارراه بلوک فاز فرعی")
# Part of an address only after such a word: «روبه‌روی مدرسهٔ حافظ», and not «پارک خراب است».
_HOUSES: Final = _keys("مدرسه مسجد پارک بوستان مجتمع ساختمان ایستگاه پل بانک داروخانه")
_ANY_PLACE: Final = _BEGINNINGS | _HOUSES
# Words that after «خیابان» are no name: «خیابان هست», «کوچه ما».
_NO_NAMES: Final = _keys("هست است نیست شده شد بود ما من که و را از در به پر خراب تاریک خالی is was has here")
# Streets and bridges of these names are everywhere.
_NO_STREETS: Final = frozenset(
    word_keys("ما من شما خودمون اصلی مرکزی فرعی بالایی پایینی بغلی کناری عابر هوایی اول دوم سوم")
)
_WORD: Final = re.compile(r"[^\s،؛.!?؟,;:()«»]+")
_END: Final = re.compile(r"[؛.!?؟;:]|\n")
LONGEST: Final = 120


def address_in(text: str, names: Iterable[str] = ()) -> str:
    """The address words of the first sentence that has a name, or else any of an address; "" where none has.

    `names`: the words of the text that name places.
    """
    name_keys = list(filter(None, ("".join(key_words(name)) for name in names)))
    first = ""
    for sentence in _END.split(text):
        word_pairs = [(found.group(), "".join(key_words(found.group()))) for found in _WORD.finditer(sentence)]
        keys = [key for _, key in word_pairs]
        named = _named(keys, name_keys)
        beginnings = _BEGINNINGS | _SPOKEN_BEGINNINGS if named else _BEGINNINGS
        if told_places := sorted(_told(keys, beginnings) | named):
            lines: list[list[int]] = []
            for at in told_places:
                if lines and at - lines[-1][-1] <= 1:
                    lines[-1].append(at)
                else:
                    lines.append([at])
            address = "، ".join(" ".join(word_pairs[at][0] for at in line) for line in lines)[:LONGEST]
            if named or not name_keys:
                return address
            first = first or address
    return first


def names_a_street(text: str) -> bool:
    """Whether an address has a street, a square or another place by name, known to the city or not.

    «خیابان زند» has, «کوچه ۱۶ پلاک ۸۳» and «خیابان اصلی» have not: such ones are everywhere.
    """
    keys = word_keys(text)
    return any(
        key in MARKERS
        and ALLEY not in MARKERS[key]
        and not follower.isdigit()
        and len(follower) > 1
        and follower not in MARKERS
        and follower not in _NO_STREETS
        and (follower not in ORDINARY_KEYS or follower in TITLES)
        for key, follower in pairwise(keys)
    )


def _named(keys: list[str], names: list[str]) -> set[int]:
    """The indexes of the words that make a name, however it is parted: «معالی‌آباد» is one word, «معالی آباد» two."""
    positions: set[int] = set()
    for name in names:
        for at in range(len(keys)):
            end, whole = at, ""
            while end < len(keys) and len(whole) < len(name):
                whole, end = whole + keys[end], end + 1
            if whole == name:
                positions |= set(range(at, end))
    return positions


def _told(keys: list[str], beginnings: frozenset[str]) -> set[int]:
    """The indexes of the address words in `keys`; linear, however many keys begin an address."""
    told_places: set[int] = set()
    last = taken = 0  # end of the previous address part, and the first key not taken yet
    for at, key in enumerate(keys):
        if key in beginnings and at + 1 < len(keys):
            last = max(last, at + 1)
            while keys[last] in _ANY_PLACE and last + 1 < len(keys):
                last += 1
            if keys[last] not in _NO_NAMES:
                told_places |= set(range(max(at, taken), last + 1))
                taken = last + 1
    return told_places

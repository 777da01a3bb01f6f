"""An answer by its number: 1 done and well, 2 done but not well, 3 not done, in digits or words."""

from __future__ import annotations

import re
from typing import Final, Literal

from peygir.core.persian import normalise
from peygir.desks.intake.verdicts.evidence import FILLERS

VerdictWord = Literal["yes", "no", "badly"]
BY_NUMBER: Final[dict[str, VerdictWord]] = {"1": "yes", "2": "badly", "3": "no"}
_NUMBER_WORDS: Final = {
    "یک": "1",
    "دو": "2",
    "سه": "3",
    "اول": "1",
    "دوم": "2",
    "سوم": "3",
    "one": "1",
    "two": "2",
    "three": "3",
    "yek": "1",
}
_NAMING: Final = frozenset(
    (
        "گزینه",
        "ی",
        "عدد",
        "شماره",
        "کد",
        "جواب",
        "پاسخ",
        "رقم",
        "دکمه",
        "مورد",
        "گزارش",
        "رهگیری",
        "پیگیری",
        "option",
        "number",
        "answer",
        "code",
        "press",
        "reply",
    )
)
_COURTESIES: Final = frozenset(
    (
        "سلام",
        "با",
        "تشکر",
        "ممنون",
        "ممنونم",
        "مرسی",
        "سپاس",
        "متشکرم",
        "لطفا",
        "وقت",
        "صبح",
        "روز",
        "شب",
        "عصر",
        "بخیر",
        "خیر",
        "به",
        "خسته",
        "نباشید",
        "نباشین",
        "خدا",
        "قوت",
        "احترام",
        "و",
        "عرض",
        "ادب",
        "درود",
        "hi",
        "hello",
        "thanks",
        "please",
    )
)
# «۳ روز پیش» counts days, and «۱ یا ۲» chooses nothing.
_COUNTED: Final = re.compile(
    r"(?:تا|روز|ماه|هفته|ساعت|بار|نفر|سال|دقیقه|چراغ|سطل|متر|مورد|یا|و|الی|days?|weeks?|hours?|times?|months?|or|and|to)"
    r"(?!\w)"
)
_KEYCAP: Final = re.compile("[\ufe0f\u20e3]")
_GLUED: Final = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_WORD: Final = re.compile(r"[^\W\d_]+")
_CODE: Final = re.compile(r"(?<!\d)\d(?:[\s.\-/]?\d){8,}(?!\d)")


def without_code(text: str) -> str:
    """The text with ASCII digits, each line normalised, without tracking codes and phone numbers."""
    return _CODE.sub(" ", "\n".join(normalise(line) for line in text.splitlines()))


def verdict_by_number(text: str) -> VerdictWord | None:
    """The verdict that a number gives; None without a number, for more than one, or for one that counts something."""
    plain = normalise(_GLUED.sub(" ", normalise(_KEYCAP.sub("", without_code(text)))))
    numbers, words = re.findall(r"\d+", plain), _WORD.findall(plain.casefold())
    if not numbers:
        return _by_word(words)
    if len(numbers) != 1 or numbers[0] not in BY_NUMBER:
        return None
    before, _, after = plain.partition(numbers[0])
    if any(word not in _NAMING and word not in FILLERS | _COURTESIES for word in _WORD.findall(before.casefold())):
        return None
    return None if _COUNTED.match(after.strip().casefold()) else BY_NUMBER[numbers[0]]


def _by_word(tokens: list[str]) -> VerdictWord | None:
    """«گزینه یک» or «دو» alone; among other words «یک» and «دو» are most often no answer."""
    telling = [word for word in tokens if word in _NUMBER_WORDS or word not in _NAMING | FILLERS | _COURTESIES]
    if len(telling) == 0 or telling[0] not in _NUMBER_WORDS:
        return None
    is_named = any(word in _NAMING for word in tokens)
    is_alone = len(telling) == 1 and (is_named or all(word in _COURTESIES for word in tokens if word != telling[0]))
    if is_alone or (is_named and tokens.index(telling[0]) > 0 and len(telling) <= 3 and tokens[0] in _NAMING):
        return BY_NUMBER[_NUMBER_WORDS[telling[0]]]
    return None

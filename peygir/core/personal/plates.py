"""Licence plates of Iranian cars and motorcycles, in digits or in words."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from peygir.core.personal.groups import Group

# «و» is "and", «م» is "metre": alone they make no plate, and after the word «پلاک» the first may join two houses.
_SAFE_LETTER: Final = r"(?:الف|معلول(?:ین|ان)?|ویلچر|تشریفات|[بپتثجچحخدذرزژسشصضطظعغفقکگلنهی])"
_WORDED: Final = rf"(?:{_SAFE_LETTER}|م)"
_LETTER: Final = rf"(?:{_SAFE_LETTER}|[وم])"
_JOINT: Final = r"[^\w\n]{0,5}"
_IRAN: Final = rf"(?:ایران|\bir(?:an)?(?![a-z])){_JOINT}"
_CARS: Final = "ماشین|سواری|وانت|پراید|پژو|سمند|تیبا|car|mashin"
_PLATE_WORD: Final = rf"(?:پلاک|شماره خودرو|خودرو(?:ی|یی)?|{_CARS}|plate|pelak|plak){_JOINT}(?:شماره)?{_JOINT}"
_PLATES: Final = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        # ۱۲ ب ۳۴۵ ایران ۶۳ · ۱۲ب۳۴۵-۶۳
        rf"(?<!\d)\d\d{_JOINT}{_LETTER}{_JOINT}\d{{3}}{_JOINT}{_IRAN}\d\d(?!\d)",
        rf"(?<!\d)\d\d{_JOINT}{_SAFE_LETTER}{_JOINT}\d{{3}}(?:{_JOINT}\d\d)?(?!\d)",
        # ایران ۶۳ - ۱۲ ب ۳۴۵, and as it is read from the left: ایران ۶۳ ۳۴۵ ب ۱۲
        rf"{_IRAN}\d\d{_JOINT}\d{{2,3}}{_JOINT}{_LETTER}{_JOINT}\d{{2,3}}(?!\d)",
        rf"(?<!\d)\d{{3}}{_JOINT}{_LETTER}{_JOINT}\d\d{_JOINT}{_IRAN}\d\d(?!\d)",
        rf"(?<!\d)\d\d{_JOINT}{_IRAN}\d{{3}}{_JOINT}{_LETTER}{_JOINT}\d\d(?!\d)",
        rf"{_PLATE_WORD}\d\d{_JOINT}{_WORDED}{_JOINT}\d{{3}}(?:{_JOINT}(?:{_IRAN})?\d\d)?(?!\d)",
        rf"{_PLATE_WORD}\d{{3}}{_JOINT}{_WORDED}{_JOINT}\d\d(?!\d)",
        # a motorcycle's: پلاک ۱۲۳-۱۲۳۴۵
        rf"(?:پلاک|موتور(?:سیکلت)?){_JOINT}(?:موتور|شماره)?{_JOINT}\d{{3}}[ \t\-\u2010-\u2015/]{{1,3}}\d{{5}}(?!\d)",
        # in Latin letters: 12B345 IR63
        rf"(?<!\d)\d\d{_JOINT}[a-z]{{1,3}}{_JOINT}\d{{3}}{_JOINT}{_IRAN}\d\d(?!\d)",
        rf"{_PLATE_WORD}\d\d{_JOINT}[a-z]{{1,4}}{_JOINT}\d{{3}}(?:{_JOINT}{_IRAN}\d\d)?(?!\d)",
    )
)
# Letters of plates as they are written and as they are called.
_LETTERS: Final = """
الف ب بی بِ پ ت ث جیم ج چ ح خ دال د ذ ر ز ژ سین س شین ش صاد ص ض طا ط ظا ظ عین ع غ فا ف قاف ق کاف ک گاف گ لام ل
میم م نون ن واو و ه ها ی یا alef be jim dal sin sad ta ein qaf ghaf lam mim nun vav he ye b d s t v l m n j h y
"""
_LETTER_WORDS: Final = frozenset(_LETTERS.split())
_MARKS: Final = " \t\u200c-_/.،,:«»\"'()"
_BETWEEN: Final = 12  # letters that may stand between two parts of a plate that is told in words


def plates(text: str, groups: Sequence[Group]) -> Iterator[tuple[int, int]]:
    """Where plates stand in a folded text."""
    if not any(len(after.gap) <= _BETWEEN and len(before.digits) + len(after.digits) in (5, 8)
               for before, after in pairwise(groups)):  # fmt: skip
        return
    spans = [found.span() for pattern in _PLATES for found in pattern.finditer(text)]
    spans += _in_words(text, groups)
    end = 0
    # Two shapes may fit the same plate: the one that begins first, and of these the longest, is meant.
    for start, stop in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= end:
            yield start, stop
            end = stop


def _in_words(text: str, groups: Sequence[Group]) -> Iterator[tuple[int, int]]:
    """«دوازده ب سیصد و چهل و پنج ایران شصت و سه»: two digits, a letter, three digits, the region."""
    for first, second, region in zip(groups, groups[1:], groups[2:], strict=False):
        if [len(first.digits), len(second.digits), len(region.digits)] != [2, 3, 2]:
            continue
        letter, iran = text[first.end : second.start], text[second.end : region.start]
        if len(letter) > _BETWEEN or len(iran) > _BETWEEN:
            continue
        has_region = iran.strip(_MARKS).lower() in ("ایران", "iran", "ir")
        if has_region and letter.strip(_MARKS).lower() in _LETTER_WORDS:
            yield first.start, region.end

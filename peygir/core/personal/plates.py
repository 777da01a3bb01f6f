"""Finds licence plates of Iranian cars and motorcycles, in digits or in words."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from peygir.core.personal.groups import Group
from peygir.core.personal.number_words import JOINTS

# «و» is "and", «م» is "metre": alone they form no plate, and after the word «پلاک» the first may join two houses.
_SAFE_LETTER: Final = r"(?:الف|معلول(?:ین|ان)?|ویلچر|تشریفات|[بپتثجچحخدذرزژسشصضطظعغفقکگلنهی])"
_WORDED: Final = rf"(?:{_SAFE_LETTER}|م)ـ?"
_LETTER: Final = rf"(?:{_SAFE_LETTER}|[وم])ـ?"
_JOINT: Final = r"(?:[^\w\n]|ـ){0,5}"
_IRAN: Final = rf"(?:ایران|\bir(?:an)?(?![a-z])){_JOINT}"
_CARS: Final = "ماشین|سواری|وانت|پراید|پژو|سمند|تیبا|car|mashin"
_PLATE_WORD: Final = (
    rf"(?:پلاک(?:ش|شون|شان)?|شماره خودرو|شماره انتظامی|انتظامی|خودرو(?:ی|یی)?|{_CARS}|plate|pelak(?:esh)?|"
    rf"plak){_JOINT}(?:شماره)?{_JOINT}"
)
_ZONE: Final = (
    r"(?:(?:منطقه[ \u200c]?(?:ی )?)?(?:ازاد|آزاد)|گذر[ \u200c]?موقت|موقت|کیش|قشم|اروند|انزلی|چابهار|"
    r"چاه[ \u200c]?بهار|ارس|ماکو|سهلان|ماهشهر|"
    r"free[ -]?zone|kish|gheshm|qeshm|arvand|anzali|aras|chabahar)"
)
# The digits of a plate, written one by one before the name of the country.
_TWO, _THREE = r"\d[ ]?\d", r"\d[ ]?\d[ ]?\d"
_PLATES: Final = tuple(
    re.compile(shape, re.IGNORECASE)
    for shape in (
        # ۱۲ ب ۳۴۵ ایران ۶۳ · ۱۲ب۳۴۵-۶۳
        rf"(?<!\d)\d\d{_JOINT}{_LETTER}{_JOINT}\d{{3}}{_JOINT}{_IRAN}\d\d(?!\d)",
        rf"(?<!\d)\d\d{_JOINT}{_SAFE_LETTER}{_JOINT}\d{{3}}(?:{_JOINT}\d\d)?(?!\d)",
        # any word for the letter, in any position: ۱۴ صاد ۵۵۲ ایران ۸۳ · ب ۱۲ ۳۴۵ ایران ۶۳
        rf"(?:(?<![^\W\d_]){_LETTER}{_JOINT})?(?<!\d)\d\d[^\d\n]{{0,8}}\d{{3}}[^\d\n]{{0,4}}{_IRAN}\d\d(?!\d)",
        # ایران ۶۳ - ۱۲ ب ۳۴۵, and as read from the left: ایران ۶۳ ۳۴۵ ب ۱۲
        rf"{_IRAN}\d\d{_JOINT}\d{{2,3}}{_JOINT}{_LETTER}{_JOINT}\d{{2,3}}(?!\d)",
        rf"(?<!\d)\d{{3}}{_JOINT}{_LETTER}{_JOINT}\d\d{_JOINT}{_IRAN}\d\d(?!\d)",
        rf"(?<!\d)\d\d{_JOINT}{_IRAN}\d{{3}}{_JOINT}{_LETTER}{_JOINT}\d\d(?!\d)",
        rf"{_PLATE_WORD}\d\d{_JOINT}{_WORDED}{_JOINT}\d{{3}}(?:{_JOINT}(?:{_IRAN})?\d\d)?(?!\d)",
        rf"{_PLATE_WORD}\d{{3}}{_JOINT}{_WORDED}{_JOINT}\d\d(?!\d)",
        # a motorcycle's: پلاک ۱۲۳-۱۲۳۴۵
        rf"(?:پلاک|موتور(?:سیکلت)?){_JOINT}(?:موتور|شماره)?{_JOINT}\d{{3}}[ \t\-\u2010-\u2015/]{{1,3}}\d{{5}}(?!\d)",
        rf"(?:پلاک(?:ش)?|موتور(?:سیکلت)?(?:ش|ی)?|"
        rf"motor){_JOINT}(?:[^\W\d_]{{1,12}}[ \t]){{0,3}}\d{{3}}[ \t\-\u2010-\u2015/,،_.|"
        rf"]{{1,3}}(?:و )?\d{{5}}(?!\d)",
        r"(?:پلاک موتور(?:ش|ی)?|موتور(?:سیکلت)?(?:ش|ی)?[ \t](?:با[ \t])?پلاک|motor pelake?)[^\w\n]{0,5}\d{8}(?!\d)",
        # digit by digit: ۱ ۴ و ۶ ۸ ۲ ایران ۶ ۳
        rf"(?<!\d){_TWO}{_JOINT}{_LETTER}{_JOINT}{_THREE}{_JOINT}{_IRAN}{_TWO}(?!\d)",
        rf"{_PLATE_WORD}{_TWO}{_JOINT}{_SAFE_LETTER}{_JOINT}{_THREE}(?:{_JOINT}{_TWO})?(?!\d)",
        # a free zone's: پلاک منطقه آزاد ۴۴۱۸۲ کیش · پلاک کیش ۱۲۳۴۵/۶۷
        rf"(?:پلاک(?:ش)?|plate|"
        rf"pelak){_JOINT}{_ZONE}{_JOINT}(?:{_ZONE}{_JOINT})?\d{{5}}(?:{_JOINT}\d\d)?(?!\d)(?:{_JOINT}{_ZONE})?",
        rf"(?:پلاک(?:ش)?|plate|pelak){_JOINT}(?:شماره{_JOINT})?\d{{5}}(?:{_JOINT}\d\d)?{_JOINT}{_ZONE}",
        # in Latin letters: 12B345 IR63
        rf"(?<!\d)\d\d{_JOINT}[a-z]{{1,3}}{_JOINT}\d{{3}}{_JOINT}{_IRAN}\d\d(?!\d)",
        rf"{_PLATE_WORD}\d\d{_JOINT}[a-z]{{1,4}}{_JOINT}\d{{3}}(?:{_JOINT}(?:{_IRAN})?\d\d)?(?!\d)",
        # the region first: پلاک ۶۳ - ۲۲ ط ۴۱۸
        rf"{_PLATE_WORD}\d\d{_JOINT}\d\d{_JOINT}{_SAFE_LETTER}{_JOINT}\d{{3}}(?!\d)",
    )
)
# Letters of plates as they are written and as they are pronounced.
_LETTERS: Final = """
الف ب بی بِ پ ت ث جیم ج چ ح خ دال د ذ ر ز ژ سین س شین ش صاد ص ض طا ط ظا ظ عین ع غ فا ف قاف ق کاف ک گاف گ لام ل
میم م نون ن واو و ه ها ی یا alef be jim dal sin sad ta ein qaf ghaf lam mim nun vav he ye b d s t v l m n j h y
"""
_COUNTRY: Final = frozenset(("ایران", "iran", "ir"))
_LETTER_WORDS: Final = frozenset(_LETTERS.split())
_MARKS: Final = " \t\u200c-_/.،,:«»\"'()"
_BETWEEN: Final = 24  # letters allowed between two parts of a plate in words
_MOST_TOLD: Final = 3  # words between two parts of a dictated plate: «بود بعد ل بعد»
_TOLD: Final = re.compile(r"[^\W\d_]+")
_TELLING: Final = frozenset(
    (*JOINTS, "بود", "هست", "است", "آخرشم", "ان", "حرف", "حرفش", "وسطش", "شماره", "سری", "بعدی")
)
_ANY_IRAN: Final = re.compile(r"(?i)ایران[\W_]{0,5}\d|\bir(?:an)?[\W_]{0,5}\d")
_ANY_ZONE: Final = re.compile(rf"(?i)(?:پلاک|plate|pelak).{{0,30}}{_ZONE}")
_SAYS_MOTORCYCLE: Final = re.compile(r"(?i)(?:موتور|motor)[^\d\n]{0,24}$")
_SAYS_PLATE: Final = re.compile(rf"(?i)(?:پلاک|انتظامی|{_CARS}|تاکسی|کامیون|موتور|نیسان|plate|pelak)[^\d\n]{{0,24}}$")


def plates(text: str, groups: Sequence[Group]) -> Iterator[tuple[int, int]]:
    """The spans of plates in a folded text."""
    if not _may_hold_one(text, groups):
        return
    spans = [found.span() for pattern in _PLATES for found in pattern.finditer(text)]
    spans += _in_words(text, groups)
    end = 0
    # Two patterns may match the same plate: the earliest match, and of these the longest, is used.
    for start, stop in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= end:
            yield start, stop
            end = stop


def _may_hold_one(text: str, groups: Sequence[Group]) -> bool:
    """Whether the numbers of a text may be those of a plate; this excludes most texts early."""
    sizes = (len(before.digits) + len(after.digits) for before, after in pairwise(groups) if len(after.gap) <= _BETWEEN)
    if any(size in (5, 7, 8) for size in sizes):
        return True
    return bool(_ANY_IRAN.search(text) or _ANY_ZONE.search(text)) or ("موتور" in text and "پلاک" in text)


def _in_words(text: str, groups: Sequence[Group]) -> Iterator[tuple[int, int]]:
    """«دوازده ب سیصد و چهل و پنج ایران شصت و سه»: two digits, a letter, three digits, and the region."""
    for at, (first, second) in enumerate(pairwise(groups)):
        sizes = [len(first.digits), len(second.digits)]
        before = text[max(0, first.start - 40) : first.start]
        if (
            sizes == [3, 5]
            and len(second.gap) <= _BETWEEN
            and _SAYS_MOTORCYCLE.search(before)
            and _is_region(second.gap)
        ):
            yield first.start, second.end  # a motorcycle's: «۱۲۳ بعد ۴۵۶۷۸»
        if sizes != [2, 3] or not _is_letter(text[first.end : second.start]):
            continue
        region = groups[at + 2] if at + 2 < len(groups) else None
        between = text[second.end : region.start] if region is not None else ""
        if (
            region is not None
            and len(region.digits) == 2
            and len(between) <= _BETWEEN
            and _is_region(between)
            and ("ایران" in between or _names_a_letter(second))
        ):
            yield first.start, region.end
        elif _SAYS_PLATE.search(before) and _names_a_letter(second):
            yield first.start, second.end


def _is_letter(told: str) -> bool:
    """Whether the text between two numbers contains the letter of a plate, and nothing else."""
    tokens = [word.lower() for word in _TOLD.findall(told)]
    letters = [word for word in tokens if word in _LETTER_WORDS and word not in _TELLING]
    is_plain = len(tokens) == 1 and tokens[0] in _LETTER_WORDS
    rest = [word for word in tokens if word not in letters]
    return is_plain or (len(letters) == 1 and len(rest) <= _MOST_TOLD and all(word in _TELLING for word in rest))


def _is_region(told: str) -> bool:
    """Whether the text between two numbers says that the second is the region."""
    words = [word.lower() for word in _TOLD.findall(told)]
    return bool(words) and len(words) <= _MOST_TOLD and all(word in _TELLING or word in _COUNTRY for word in words)


def _names_a_letter(second: Group) -> bool:
    """Whether the letter before a number is not «و», which joins any two numbers."""
    return second.gap.strip(_MARKS) not in ("و", "o", "va")

"""Finds home addresses in a text: a house with its floor or flat, or a house number said to be a home's.

A house number alone tells which shop or pole is meant and is not personal; a number of floors («ساختمان ۵ طبقه») and
a department («واحد خدمات») are no address. A business is not personal if it is named right before the number.
"""

import re
from collections.abc import Iterator
from typing import Final

from peygir.core.personal.number_words import HUNDRED, NUMBERS, TEEN, TEN, UNIT

_PERSIAN_NUMBERS: Final = [
    word for word, (value, rank) in NUMBERS.items() if word[0] > "z" and rank in (UNIT, TEEN, TEN, HUNDRED) and value
]
_ORDINALS: Final = (
    "اول یکم دوم سوم آخر اخر همکف زیرزمین پیلوت منفی اولی دومی سومی الاول الاولی الثانی الثانیه الثالث الثالثه "
    "الرابع الرابعه "
    "الخامس السادس السابع الثامن الارضی"
)


def _any(words: str | list[str]) -> str:
    """A pattern for any of the words, the longest first."""
    every = words.split() if isinstance(words, str) else words
    return f"(?:{'|'.join(sorted(every, key=len, reverse=True))})"


_NUMBER_WORD: Final = _any([*_PERSIAN_NUMBERS, *_ORDINALS.split()])
_LATIN_WORD: Final = _any(
    "one two three four five six seven eight nine ten eleven twelve yek do se chahar panj shish shesh haft hasht noh "
    "dah yazdah davazdah aval avval dovom sevom chaharom panjom sheshom ground hamkaf first second third fourth fifth"
)
_WORDED: Final = (
    rf"{_NUMBER_WORD}(?:[ \u200c]?و[ \u200c]?{_NUMBER_WORD}){{0,2}}(?:م|مین|می|مم)?(?:ه|م|ش|یم|ست)?(?![^\W\d_])"
)
_DIGITS: Final = r"(?:[a-z]\s?-?)?\d{1,4}(?!\d)(?:[/\-]\d{1,3}(?!\d))?(?:[a-z]\b)?"
_VALUE: Final = rf"(?:{_DIGITS}|{_WORDED}|{_LATIN_WORD}(?![a-z]))"
_MARKS: Final = r"(?:[ \t.:=\-–_#/]|\u200c){0,4}"
_OF: Final = r"(?:\u200c?ی|شون|شان|مون|مان|م|ش|ات|تون)?(?![^\W\d_])(?:[ \t](?:من|ما|خونه|خانه|منزل|رقم|هم|شماره|مون))?"
_LATIN_ORDINAL: Final = r"(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|ground|top)"
_PART: Final = re.compile(
    r"(?i)(?<![^\W\d_])(?<!\u200c)(?:"
    rf"(?P<house>(?:پلاک{_OF}|پ(?=[ .:]?\d)|خانه شماره|خونه شماره|منزل شماره|(?:(?:بیت|دار|منزل)[ \t])?رقم|"
    r"pelak(?:e|am|emoon|emun)?|pelaak|plak|plaque|house(?:[ ](?:no\.?|number))?|no\.?|number|p(?=[ .:]?\d))"
    rf"{_MARKS}{_VALUE})"
    rf"|(?P<floor>(?:طبقه{_OF}|ط(?=[ .:]?(?:\d|همکف|اول|دوم|سوم|چهارم|پنجم))|(?:ال)?طابق|الدور|tabagh?e(?:ye)?|"
    rf"tabaqe(?:ye)?|floor|level|t(?=[ .:]?\d))"
    rf"{_MARKS}{_VALUE}|{_LATIN_ORDINAL}[ ]floor|همکف(?!\w)|طبقه{_MARKS}(?:وسط|بالا|بالایی|پایین|پایینی|وسطی)(?!\w))"
    rf"|(?P<flat>(?:زنگ[ \t](?:واحد|طبقه){_OF}|واحد{_OF}|(?:ال)?شقه(?:[ \t]رقم)?|زنگ|و(?=[.: ]?\d)|آپارتمان شماره|"
    rf"اپارتمان شماره|"
    r"(?:zange?[ ])?vahede?|unit|flat(?:[ ](?:no\.?|number))?|apt\.?|apartment|suite|zange?|v(?=[ .:]?\d))"
    rf"{_MARKS}{_VALUE}|واحد{_MARKS}(?:سمت )?(?:چپ|راست|شرقی|غربی|شمالی|جنوبی|بالا|بالایی|پایین)(?!\w))"
    rf"|(?P<block>(?:بلوک|بلوك|ورودی|برج|block|blok|bolo?u?k|entrance|tower|(?:ال)?بنایه|(?:ال)?عماره)"
    rf"{_MARKS}(?:[a-z](?![a-z])\d{{0,2}}|{_VALUE}|[آابپتجدی](?![^\W\d_])))"
    r")"
)
_HAS_LABEL: Final = re.compile(
    r"(?i)پلاک|طبقه|واحد|زنگ|بلوک|طابق|شقه|همکف|شماره|رقم|(?<!\w)[پطpv][ .:]?\d|(?<!\w)ط |pela?ak|tabagh?q?e|vahed|"
    r"floor|flat|unit|"
    r"apt|apartment|\bno\b|number|house|bloc?k"
)
_BESIDE_WORDS: Final = (
    "و هم در زنگ قدیم قدیمی جدید سمت راست چپ شرقی غربی شمالی جنوبی است هست ساختمان مجتمع آپارتمان کوچه ضلع دست ام ه "
    "تو توی مون مسکونی "
    "ورودی بلوک and on in the at of right left side building va dar zang samt rast chap ham door kooche alley"
)
_NEAR: Final = 40  # letters between two parts of one address
_BESIDE: Final = frozenset(_BESIDE_WORDS.split())
_LONGEST_NUMBER: Final = 3  # digits of an alley or an entrance that stands between two parts
_MOST_ASIDE: Final = 2  # other words between a house or a block and its flat: «بلوک ۳ شهرک گلها واحد ۲۰»
_AND: Final = re.compile("و(?!ا)")  # the short form of "flat", which is also "and"
_GAP_WORD: Final = re.compile(r"[^\W\d_]+|\d+")
_END: Final = re.compile(r"[!؟?]|\.\s|\n\s*\n")
_HOME: Final = re.compile(
    r"(?i)(?<![\w\u200c])(?:"
    r"(?:منزل|خانه|خونه|خون|آپارتمان|اپارتمان|ادرس|آدرس|نشانی)\u200c?(?:م|ام|مون|مان|مونه|مه|مم)(?!\w)"
    r"|(?:منزل(?:[ \t]مسکونی)?|خانه|خونه|آپارتمان|اپارتمان|آدرس|ادرس|نشانی|"
    r"سکونت)(?:\u200c?ی)?[ \t](?:منزل[ \t])?(?:ما|من|بنده|خودم|خودمون|خودمان|خودمه|"
    r"اینجانب|پدری|پدرم|مادرم|پدری‌ام|منزل|شخصی)(?!\w)"
    r"|زندگی[ \t](?:می|م)\u200c?\s?کن(?:م|یم|ه|د|ن|ند)|سکونت(?:[ \t]دار(?:م|یم)|م(?!\w)|\u200cام)|ساکن(?:م|یم|"
    r"[ \t]هستم|[ \t]هستیم)(?!\w)|"
    r"می\u200c?شین(?:م|یم|ه|ن)(?!\w)"
    r"|(?:اسکن|نسکن|بیتی|منزلی|شقتی|بیتنا)(?!\w)"
    r"|(?:پلاک|واحد)\u200c?(?:مون|مان|م)(?!\w)"
    r"|my[ ](?:home|house|flat|apartment|place|address|door|unit)|our[ ](?:home|house|flat|apartment|place|address)|"
    r"home[ ]address"
    r"|(?:i|we)[ ](?:live|am living|reside)|(?:i|we)(?:'m|[ ]am|[ ]are)[ ](?:living|in[ ]flat|in[ ]unit)"
    r"|kh[ou]{1,2}n(?:am|amo?u?n|emo?u?n|ama?o?o?n|e ?(?:ye )?(?:ma|man|mun|moon|mast|khodam))(?!\w)"
    r"|manzel(?:am|emo?u?n|emoon|e? ?(?:ma|man|mun|moon))(?!\w)|adresa?m|adres[ea]?[ ](?:man|ma|khune|khoone|manzel)"
    r"|zendegi[ ]mi ?kon(?:am|im)|pelak(?:am|emoon|emun)|vahed(?:am|emoon|emun)"
    r")"
)
_HOME_DOOR: Final = re.compile(
    r"(?:^|(?P<before>[^\W\d_]+)[ \t]|[^\w])(?:منزل|خانه|خونه|آپارتمان)(?:[ \t](?:مسکونی|به|نشانی|"
    r"آدرس)){0,3}[ \t،:]{1,2}$"
)
_BY_THE_WAY: Final = frozenset(
    ["جلوی", "روبروی", "روبه\u200cروی", "مقابل", "جنب", "نزدیک", "نزدیکی", "پشت", "کنار", "بالای", "بغل", "جلو"]
)
# A named building or a numbered alley right before the floor: floor and flat together identify one door.
_IN_A_BUILDING: Final = re.compile(
    r"(?i)(?:(?<!\w)(?:ساختمان|مجتمع|آپارتمان|اپارتمان|برج)[ \t][^\W\d_]{2,20}|(?:کوچه|بن\u200c?بست|فرعی|kooche|"
    r"kuche|alley)[ \t]?"
    r"(?:\d{1,3}|[^\W\d_]{2,12}))[ \t،,\-–]{1,4}$"
)
_OF_A_BUILDING: Final = re.compile(
    r"[ \t،,]{1,3}(?:(?:از|در)[ \t])?(?:ساختمان|مجتمع|آپارتمان|اپارتمان|برج)[ \t][^\W\d_]{2,20}"
)
_LANDMARK: Final = r"روبروی|روبه‌روی|مقابل|جنب|نزدیک|نزدیکی|پشت|کنار|بالای|بالاتر از|بغل|جلوی|after|near|behind|opposite"
_BUSINESS: Final = _any(
    "مغازه فروشگاه پاساژ تجاری اداری اداره شرکت دفتر مطب کلینیک درمانگاه بانک رستوران کارگاه کارخانه غرفه بازار "
    "شهرداری سازمان "
    "مدرسه دانشگاه بیمارستان داروخانه آزمایشگاه آموزشگاه باشگاه سالن سوپرمارکت سوپر نانوایی کافه هتل ایستگاه پارکینگ "
    "مترو آتش‌نشانی "
    "لباس‌فروشی میوه‌فروشی مرکز ناحیه منطقه پزشکان shop store office clinic company mall passage hotel bank cafe"
)
_AT_WORK: Final = re.compile(
    rf"(?i)(?<![\w\u200c])(?:(?P<near>{_LANDMARK})[ \t])?{_BUSINESS}(?:ی|ای|\u200cای|\u200cی)?(?!\w)[^\n.!؟?]{{0,16}}$"
)
_LOOKED: Final = 72  # letters beside an address that are searched for words on whose it is


def addresses(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield (start, end, certain) of home addresses in a folded text; certain if it is called a home and is exact."""
    if not _HAS_LABEL.search(text):
        return
    chain: list[re.Match[str]] = []
    for part in _PART.finditer(text):
        if chain and not _goes_on(text, chain, part):
            yield from _of_chain(text, chain)
            chain = []
        chain.append(part)
    yield from _of_chain(text, chain)


def _goes_on(text: str, chain: list["re.Match[str]"], part: "re.Match[str]") -> bool:
    """Whether a part continues the address before it."""
    gap = text[chain[-1].end() : part.start()]
    if len(gap) > _NEAR or _END.search(gap) or part.lastgroup in {before.lastgroup for before in chain} - {"block"}:
        return False
    if _AND.match(part[0]) and not gap.strip(" \t") and chain[-1][0].startswith("پلاک"):
        return False  # «پلاک ۱۰ و۱۲» are two houses, «پ ۱۰ و ۱۲» are a house and a flat
    tokens = [word for word in _GAP_WORD.findall(gap.lower()) if word not in _BESIDE]
    is_short = not any(len(word) > _LONGEST_NUMBER for word in tokens if word.isdigit())
    tokens = [word for word in tokens if not word.isdigit()]
    return is_short and len(tokens) <= (_MOST_ASIDE if part.lastgroup == "flat" and not _AND.match(part[0]) else 0)


def _of_chain(text: str, chain: list["re.Match[str]"]) -> Iterator[tuple[int, int, bool]]:
    if not chain:
        return
    start, end = chain[0].start(), chain[-1].end()
    is_home = _is_home(text, start, end)
    kinds = {part.lastgroup for part in chain}
    if len(kinds) > 1 and kinds & {"floor", "flat"}:
        is_exact = (
            kinds & {"house", "block"}
            or _IN_A_BUILDING.search(text[max(0, start - _LOOKED) : start])
            or _OF_A_BUILDING.match(text, end)
        )
        if is_home or (is_exact and not _is_at_work(text, start)):
            yield start, end, is_home
    elif kinds <= {"house", "flat"} and _is_told_alone(text, chain[0], is_home=is_home):
        yield start, end, False


def _is_told_alone(text: str, part: "re.Match[str]", *, is_home: bool) -> bool:
    """Whether a single house or flat number is a home's: «منزلم پلاک ۷», «زنگ واحد شش»."""
    if part[0].startswith(("زنگ واحد", "zang")):
        return True
    if part[0].startswith("زنگ ") or _AND.match(part[0]):
        return False  # a lesson at school, or a bell that rang a number of times
    return is_home or (part.lastgroup == "house" and _is_door(text, part.start()))


def _is_door(text: str, start: int) -> bool:
    """Whether «منزل …» before a house number means the home itself, not a landmark: «جلوی خانه پلاک ۵»."""
    found = _HOME_DOOR.search(text[max(0, start - _LOOKED) : start])
    return found is not None and found["before"] not in _BY_THE_WAY


def _is_home(text: str, start: int, end: int) -> bool:
    """Whether words beside an address say that somebody lives there."""
    before = _END.split(text[max(0, start - _LOOKED) : start])[-1]
    after = _END.split(text[end : end + _LOOKED])[0]
    return any(_HOME.search(piece) for piece in (before, text[start:end], after))


def _is_at_work(text: str, start: int) -> bool:
    """Whether a business is named right before an address, and not only as a landmark."""
    found = _AT_WORK.search(text[max(0, start - _LOOKED) : start])
    return found is not None and found["near"] is None

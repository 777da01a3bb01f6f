"""What in a text belongs to a person and not to the public: numbers, plates, cards, addresses of mail, names.

A rule, no machine that learns: each finding can be explained to whoever wrote the text. It catches the typical forms
and says so; digits written as words, nicknames and what neighbours alone would recognise are left to people. Our own
tracking codes and the short numbers of agencies (110, 137, 194 …) belong to nobody and are not found.

Sources: the check digit of the national id (ثبت احوال, modulo 11), ISO/IEC 7812 (Luhn) for cards, ISO 13616 for IBAN.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from peygir.core import names
from peygir.core.codes import is_code
from peygir.core.names import folded

# kind → (Persian, English), as a sentence to a writer names it
KINDS: Final[dict[str, tuple[str, str]]] = {
    "iban": ("شمارهٔ شبا", "an IBAN"),
    "card": ("شمارهٔ کارت بانکی", "a bank card number"),
    "phone": ("شمارهٔ تلفن", "a phone number"),
    "national_id": ("کد ملی", "a national id"),
    "plate": ("پلاک خودرو", "a licence plate"),
    "email": ("نشانی ایمیل", "an e-mail address"),
    "name": ("نام یک شخص", "a person's name"),
}
MASK: Final = "•••"

# What people put between digits: up to three blanks, direction marks, dashes, dots, brackets.
_GAP: Final = r"[ \t\u00a0\u200b-\u200f\u202a-\u202e\u2066-\u2069.\-\u2010-\u2015\u2212_()]{0,3}"
_PHONE_GAP: Final = _GAP.replace("()]", "()/]")
# Years 1400 to 1419: the first two digits that a code of ours can have; others may be national ids.
_OUR_YEARS: Final = tuple(f"{year:02d}" for year in range(20))


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One personal thing in a text, from `start` up to, and without, `end`; `kind` is one of KINDS."""

    start: int
    end: int
    kind: str


def find(text: str) -> list[Finding]:
    """Everything personal in `text`, in order, without overlaps."""
    left = folded(text)
    found: list[Finding] = []
    for kind, search in _SEARCHES:
        for start, end in list(search(left)):
            found.append(Finding(start, end, kind))
            # What one kind has taken, no later kind sees: a card's digits are no phone number.
            left = f"{left[:start]}{chr(0) * (end - start)}{left[end:]}"
    return sorted(found)


def kinds_in(text: str) -> list[str]:
    """The kinds that `text` holds, each once, in the order of KINDS."""
    here = {finding.kind for finding in find(text)}
    return [kind for kind in KINDS if kind in here]


def mask(text: str) -> str:
    """`text` with everything personal covered; what has nothing personal comes back as it is."""
    for finding in reversed(find(text)):
        text = f"{text[: finding.start]}{MASK}{text[finding.end :]}"
    return text


def _digits(count: str, gap: str = _GAP) -> str:
    return rf"\d(?:{gap}\d){{{count}}}"


_BEFORE: Final = r"(?<![\d\u0000])"
_AFTER: Final = rf"(?!{_GAP}\d)"
_IBAN: Final = re.compile(rf"\b(?i:ir){_GAP}{_digits('23')}{_AFTER}|{_BEFORE}\d{{24}}(?!\d)")
_CARD: Final = re.compile(rf"{_BEFORE}\d{{4}}(?:{_GAP}\d{{4}}){{3}}{_AFTER}")
_COUNTRY: Final = rf"(?:(?:\+|(?<!\d)00){_PHONE_GAP}98|(?<!\d)98){_PHONE_GAP}(?:0{_PHONE_GAP})?"
_MOBILE: Final = re.compile(
    rf"(?:{_COUNTRY}|(?<!\d)0{_PHONE_GAP}|(?<!\d))(?<!\u0000)9{_PHONE_GAP}{_digits('8', _PHONE_GAP)}{_AFTER}"
)
_LANDLINE: Final = re.compile(
    rf"(?:{_COUNTRY}|(?<!\d)\(?0{_PHONE_GAP})[1-8]{_PHONE_GAP}{_digits('8', _PHONE_GAP)}{_AFTER}"
)
# A local number of eight digits is one when somebody says so.
_LOCAL: Final = re.compile(
    r"(?i)(?:تلفن|شماره|تماس|زنگ|منزل|همراه|موبایل|ثابت|\b(?:tel|phone|call|number)\b)[^\d\n]{0,25}"
    rf"(?P<it>(?<!\d)[2-8]{_PHONE_GAP}{_digits('6', _PHONE_GAP)}){_AFTER}"
)
_TEN: Final = re.compile(rf"{_BEFORE}{_digits('9')}{_AFTER}")
# Without a word that says so, ten digits are one number only when they are written as one.
_AS_ONE: Final = re.compile(r"\d{10}|\d{3}\D\d{6}\D\d")
_SAYS_NATIONAL: Final = re.compile(r"(?i)(?:ملی|ملّی|national\s+(?:id|code|number))[^\d\n]{0,12}$")
_EMAIL: Final = re.compile(r"(?i)[a-z0-9_.+\-]{1,64}\s?@\s?[a-z0-9\-]{1,63}(?:\.[a-z0-9\-]{1,63}){1,4}")

# «و» is "and", «م» is "metre": alone they make no plate, and after the word «پلاک» the first may join two houses.
_SAFE_LETTER: Final = r"(?:الف|[بپتثجچحخدذرزژسشصضطظعغفقکگلنهی])"
_WORDED: Final = rf"(?:{_SAFE_LETTER}|م)"
_LETTER: Final = rf"(?:{_SAFE_LETTER}|[وم])"
_JOINT: Final = r"[ \t\u00a0\u200b-\u200f\-\u2010-\u2015\u2212_/|،,:]{0,3}"
_IRAN: Final = rf"(?:ایران|\bir(?:an)?\b){_JOINT}"
_PLATE_WORD: Final = rf"(?:پلاک|شماره خودرو|خودرو(?:ی|یی)?|ماشین|plate){_JOINT}(?:شماره)?{_JOINT}"
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
        rf"{_PLATE_WORD}\d\d{_JOINT}{_WORDED}{_JOINT}\d{{3}}(?:{_JOINT}\d\d)?(?!\d)",
        rf"{_PLATE_WORD}\d{{3}}{_JOINT}{_WORDED}{_JOINT}\d\d(?!\d)",
        # a motorcycle's: پلاک ۱۲۳-۱۲۳۴۵
        rf"(?:پلاک|موتور(?:سیکلت)?){_JOINT}(?:موتور|شماره)?{_JOINT}\d{{3}}[ \t\-\u2010-\u2015/]{{1,3}}\d{{5}}(?!\d)",
        # in Latin letters: 12B345 IR63
        rf"(?<!\d)\d\d{_JOINT}[a-z]{{1,3}}{_JOINT}\d{{3}}{_JOINT}{_IRAN}\d\d(?!\d)",
    )
)


def _plain(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def _ibans(text: str) -> Iterator[tuple[int, int]]:
    for found in _IBAN.finditer(text):
        digits = _plain(found[0])
        if found[0][0] in "iI" or _is_iban(digits):
            yield found.span()


def _is_iban(digits: str) -> bool:
    """Whether IR and these 24 digits have the right check digits."""
    return int(f"{digits[2:]}1827{digits[:2]}") % 97 == 1


def _cards(text: str) -> Iterator[tuple[int, int]]:
    for found in _CARD.finditer(text):
        digits = _plain(found[0])
        # Iranian cards begin with 5 or 6, a slip of the finger is covered too; of others the check digit tells.
        if digits[0] in "56" or (digits[0] in "34" and _is_luhn(digits)):
            yield found.span()


def _is_luhn(digits: str) -> bool:
    doubled = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def _phones(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_MOBILE, _LANDLINE):
        yield from (found.span() for found in pattern.finditer(text))
    for found in _LOCAL.finditer(text):
        if not re.match(r"(?i)\s*(?:ریال|تومان|متر|rial|toman)", text[found.end() :]):
            yield found.span("it")


def _national_ids(text: str) -> Iterator[tuple[int, int]]:
    for found in _TEN.finditer(text):
        digits = _plain(found[0])
        is_ours = is_code(digits) and digits.startswith(_OUR_YEARS)
        is_like_one = is_national_id(digits) and not is_ours and _AS_ONE.fullmatch(found[0]) is not None
        if is_like_one or _SAYS_NATIONAL.search(text[: found.start()][-60:]):
            yield found.span()


def is_national_id(digits: str) -> bool:
    """Whether ten ASCII digits have the check digit of an Iranian national id."""
    if len(digits) != 10 or not (digits.isascii() and digits.isdigit()) or len(set(digits)) == 1:
        return False
    rest = sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return int(digits[9]) == (rest if rest < 2 else 11 - rest)


def _plates(text: str) -> Iterator[tuple[int, int]]:
    end = 0
    spans = sorted(found.span() for pattern in _PLATES for found in pattern.finditer(text))
    # Two shapes may fit the same plate: the one that begins first, and of these the longest, is meant.
    for start, stop in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= end:
            yield start, stop
            end = stop


def _emails(text: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in _EMAIL.finditer(text))


_SEARCHES: Final = (
    ("iban", _ibans), ("card", _cards), ("email", _emails), ("phone", _phones), ("national_id", _national_ids),
    ("plate", _plates), ("name", names.spans),
)  # fmt: skip

"""How a language writes numbers, lists and days, as the head of its catalogue says; see docs/languages.md."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from peygir.core.translation import SOURCE, head_of, keep_with_catalogues, languages

_ASCII: Final = "0123456789"
_FOREIGN: Final = "۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩"
_LATIN_SIGNS: Final = (",", ".", "%", ",")
JALALI: Final = "jalali"
GREGORIAN: Final = "gregorian"


@dataclass(frozen=True)
class WritingSystem:
    """The signs, the direction and the calendars of one language.

    `name` is what its readers call it; `calendars` names those in which a day is written, the second in brackets beside
    the first.
    """

    language: str
    name: str = ""
    digits: str = _ASCII
    thousands: str = ","
    point: str = "."
    percent_sign: str = "%"
    comma_sign: str = ","
    is_from_right: bool = False
    calendars: tuple[str, ...] = (GREGORIAN,)

    @property
    def comma(self) -> str:
        """The separator of a list: “, ” or «، »."""
        return f"{self.comma_sign} "

    @property
    def has_cases(self) -> bool:
        """Whether the script has capital letters, so that a sentence begins with one."""
        return not self.is_from_right

    @cached_property
    def _table(self) -> dict[int, int]:
        foreign = _FOREIGN if self.digits != _ASCII else ""
        return str.maketrans(_ASCII + foreign, self.digits * (1 + len(foreign) // len(_ASCII)))

    def number(self, text: object) -> str:
        """A text with its digits as this language writes them; nothing else changes."""
        return str(text).translate(self._table)

    def decimal(self, text: str) -> str:
        """A number in ASCII ("1,234.5") with the digits and both signs of this language."""
        signs = str.maketrans({",": self.thousands, ".": self.point})
        return self.number(text.translate(signs))

    def percent(self, text: object) -> str:
        """A percentage with its sign: “7.9%” or «۷٫۹٪»."""
        return f"{self.decimal(str(text))}{self.percent_sign}"


@keep_with_catalogues
def writing_of(language: str) -> WritingSystem:
    """How a language is written; one that is not known is written like English."""
    head = {name.removeprefix("x-peygir-"): value for name, value in head_of(language).items()}
    digits, signs = head.get("digits", ""), tuple(head.get("signs", "").split())
    thousands, point, percent, comma = signs if len(signs) == len(_LATIN_SIGNS) else _LATIN_SIGNS
    return WritingSystem(
        language.partition("-")[0],
        head.get("name", "English" if language == SOURCE else language),
        digits if len(digits) == len(_ASCII) else _ASCII,
        thousands,
        point,
        percent,
        comma,
        head.get("direction") == "rtl",
        tuple(one for one in head.get("calendar", "").split() if one in (JALALI, GREGORIAN)) or (GREGORIAN,),
    )


def fallback_of(language: str) -> str:
    """The language of pages that are not in `language`: itself if all pages are, else what its head names."""
    if language in languages():
        return language
    wanted = head_of(language).get("x-peygir-fallback", "")
    return wanted if wanted in languages() else SOURCE

"""Finds names by a title or an initial: «دکترمحمدی», «مهندس گلدوست», «ش. محمودآبادی»."""

import re
from collections.abc import Iterator
from typing import Final

from peygir.core import names
from peygir.core.personal.people.endings import bare, is_whole
from peygir.core.personal.people.patterns import BEGIN, INITIAL, NAME
from peygir.core.personal.people.words import AFTER_A_TITLE, NO_NAMES, PLACES, ROLES

_PLAIN_TITLED: Final = frozenset((*AFTER_A_TITLE, *ROLES))
_IN_RANK: Final = re.compile(r"(?:جناب[ \t]{1,2})?(?:سرهنگ|سرگرد|سروان|ستوان|استوار|سرتیپ)[ \t]")
_BY_INITIAL: Final = re.compile(
    rf"(?<![\w\u200c.])(?P<letter>[\u0621-\u063a\u0641-\u064a\u067e\u0686\u0698\u06a9\u06af\u06cc])[ \t]?[.ـ][ \t]?"
    rf"(?:[^\W\d_A-Za-z][ \t]?[.ـ][ \t]?)?{NAME}"
)
_STREET_LETTERS: Final = frozenset("خکبم")  # «خ. زند», «ک. شهید …», «ب. چمران», «م. ولیعصر»
_GLUED: Final = re.compile(rf"{BEGIN}(?:[آا]قای|خانم|مهندس|دکتر)\u200c?(?P<name>[^\W\d_A-Za-z]{{3,}})")
_DOCTOR: Final = re.compile(
    rf"{BEGIN}(?:(?:مهندس|دکتر|سرهنگ|سرگرد|سروان|ستوان|استوار|سرتیپ|حاج[ \t]آقا|حجت\u200c?الاسلام|آیت\u200c?الله|"
    rf"استاد|جناب)[ \t]{{1,2}}){{1,3}}"
    rf"{INITIAL}{NAME}"
)
_RANKED: Final = (
    "مهندس",
    "دکتر",
    "سرهنگ",
    "سرگرد",
    "سروان",
    "ستوان",
    "استوار",
    "سرتیپ",
    "حاج",
    "حجت",
    "الله",
    "استاد",
    "جناب",
)


def titled(text: str) -> Iterator[tuple[int, int, bool]]:
    """A title that is run together with the name, or precedes an unknown name."""
    if "قای" not in text and "خانم" not in text and not any(title in text for title in _RANKED):
        return
    for match in _GLUED.finditer(text):
        if is_whole(match["name"]) and match["name"] not in NO_NAMES:
            yield match.start(), match.end(), True
    for match in _DOCTOR.finditer(text):
        word = match["name"]
        if not names.is_known(word) and names.is_known(bare(word)):
            yield match.start(), match.end(), False
            continue
        first, _, rest = word.partition("\u200c")
        if names.is_plain(word) or word in PLACES or {word, first, word.rstrip("ی")} & _PLAIN_TITLED:
            continue
        is_compound = len(first) > 2 and len(rest) > 2 and rest not in ("های", "هایی", "ترین")
        if (
            _IN_RANK.match(match[0])
            or is_compound
            or names.ends_like_a_family(word)
            or (len(word) > 4 and word.endswith("ی") and not rest)
        ):
            yield match.start(), match.end(), False


def by_initial(text: str) -> Iterator[tuple[int, int, bool]]:
    """«ش. محمودآبادی»; after a letter that abbreviates "street" or "square" the name must end the line."""
    if "." not in text and "ـ" not in text:
        return
    for match in _BY_INITIAL.finditer(text):
        name = bare(match["name"])
        is_last = text[match.end() : match.end() + 1] in ("", "»", '"', ")", "\n") or not text[
            match.end() : match.end() + 3
        ].strip(" .،!\n")
        if match["letter"] in _STREET_LETTERS and not is_last:
            continue
        looks_like_one = len(name) > 4 and name.endswith("ی") and not names.is_plain(name)
        is_first = (
            not text[max(0, match.start() - 2) : match.start()].strip(" ")
            or text[: match.start()].rstrip(" ")[-1:] in ":،,\n(؛-–"
        )
        is_alone = is_first and is_last and len(name) > 2 and not names.is_plain(name)
        if is_whole(name) or looks_like_one or is_alone:
            yield match.start(), match.end(), False

"""Finds names of persons in Latin letters: in English, or in Persian typed on a Latin keyboard."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from peygir.core.personal.people.words import LATIN_FAMILY, LATIN_GIVEN, LATIN_PLACES, LATIN_PLAIN

_NO_NAMES: Final = LATIN_PLACES | LATIN_PLAIN
_SPELLINGS: Final = tuple(
    (re.compile(spelling), letter)
    for spelling, letter in (
        ("ou|oo|w", "u"),
        ("ee|ei|ey|ai|ay|y", "i"),
        ("aa", "a"),
        ("gh|q", "q"),
        ("zh", "j"),
        ("ph", "f"),
        ("kh", "x"),
        (r"([a-z])\1+", r"\1"),
        ("(?<=[aeiou])h$", ""),
        ("ie", "i"),
        ("o(?=[a-z])", "u"),
    )
)
_NEAR: Final = 40  # letters beside a name that are searched for a place of that name
# The endings of Persian family names; the others in `_ENDS` (from "i" on) are too short to identify one alone.
_SURE_ENDS: Final = (
    "zadeh",
    "zade",
    "pour",
    "poor",
    "pur",
    "nejad",
    "nezhad",
    "nia",
    "vand",
    "ian",
    "yan",
    "doost",
    "dust",
    "far",
    "fard",
    "rad",
    "khah",
    "panah",
    "abadi",
    "elahi",
    "allahi",
)
_ENDS: Final = (*_SURE_ENDS, "i", "ee", "manesh", "zare", "fallah", "moghadam", "afshar")

_W: Final = r"[A-Za-z][A-Za-z'’\-]{1,24}"
_NAME: Final = rf"(?P<name>{_W})(?:[ \t]+(?P<second>{_W}))?"
_CAPITAL: Final = r"[A-Z][a-z'’\-]{2,20}"
_HOUSE: Final = (
    r"(?i:of|at|from|in|who lives (?:at|in)|lives (?:at|in)|living (?:at|in)|resident of|sakene?)[ \t]+(?i:the[ \t]+)?"
    r"(?i:no\.?|number|house|flat|plaque|unit|apartment|pelake?|vahede?)[ \t]*\d"
)
_LETTERS: Final = re.compile("[A-Za-z]{3}")
_CALLED: Final = frozenset(("agha", "aqa", "khan", "khanom", "khanoom", "jan", "joon"))  # «Sohrab khan»
_RULERS: Final = frozenset(("karim", "lotfali", "sattar", "kareem"))
_SHORTEST: Final = 4  # letters of a family name
_PAIR: Final = re.compile(rf"(?<![\w@.\-])(?=(?P<first>{_W})[ \t]+(?P<second>{_W})(?![\w@]))")
_TITLED: Final = re.compile(
    r"(?i)(?<![\w])(?:aghaye?|aqaye?|aghay-e|agha-ye|agha|aqa|khanoome?|khanome?|khanume?|khaanom|haj agha|haji?|hajj|"
    rf"mohandes|jenabe?|janabe?|seyyed|seyed|sayyed|sayed|ostad|sarhang|doktor|dr|mrs?|ms)\.?[ \t]+{_NAME}"
)
_NAMED: Final = re.compile(
    r"(?i)(?<![\w])(?:esmesh|esmam|esme?m|esm[- ]?e? ?(?:man|u|oon|ranande|hamsaye)|famili(?:sh|am)?|famil(?:esh|am)|"
    r"(?:his|her|their|the owner'?s|my|whose) (?:full |first |last |family )?name(?: is|'s|:)?|name[ds]?:|be esme|"
    r"be name|(?:somebody|someone|man|woman|guy|lady|person|driver|neighbou?r|owner|employee|worker|boy|girl|"
    rf"resident),?(?: is)? (?:named|called)|I am|I'm|this is|man|bande)[ \t]+{_NAME}"
)
# Closings, and words after which only a name follows.
_CLOSED: Final = re.compile(
    r"(?i:(?<![\w])(?:(?:kind |best |warm )?regards|sincerely|yours(?: truly| sincerely| faithfully)?|"
    r"best(?: wishes)?|thanks|thank you|cheers|"
    r"respectfully|signed(?: by)?|signature|sent by|from|reported by|ba (?:kamale )?(?:tashak+or|ehteram|sepas)|"
    r"eradatmand(?:e shoma)?|emza+|"
    r"mokhlese? shoma|az taraf(?:e)?|tashak+or|merci|mersi|mamnoon|"
    r"sepas)(?: faravan)?[ \t]{0,2}[\n,:.\-–!]{1,3}[ \t\n]{0,3})"
    rf"(?:[A-Za-z]\.[ ]?){{0,2}}{_NAME}(?P<end>[ \t.!]*(?:\n|$))?"
)
_SAYS_NAME: Final = re.compile(
    r"(?i)(?<![\w])(?:esmam|esme?m|famili(?:a|y)m|familim|esme man|my (?:full |first |last |family )?name(?: is|'s|"
    r":)|name:|mano|be man)"
    rf"[ \t]+{_NAME}"
)
_INITIAL: Final = re.compile(r"(?<![\w.])[A-Z]\.[ ]?(?P<name>[A-Z][a-z'’\-]{2,20})(?![\w])")
_RELATED: Final = re.compile(
    r"(?i:(?<![\w])(?:neighbou?rs?|landlord|landlady|owner|tenant|shopkeeper|son|daughter|wife|husband|brother|sister|"
    r"family|house|home|khanevade\w*|khune\w*|khoone\w*|khane\w*|manzele?|pesare?|dokhtare?|hamsaye\w*(?: ma)?|zane?|"
    rf"shohare?)(?: of)?[ \t,:]+){_NAME}"
)
_LIVES: Final = re.compile(rf"(?<![\w])(?P<name>{_CAPITAL}[ \t]+{_CAPITAL}),?[ \t]+{_HOUSE}")
_ONE_LIVES: Final = re.compile(rf"(?<![\w])(?P<name>{_W}),?[ \t]+{_HOUSE}")
_FAMILY: Final = re.compile(
    rf"(?<![\w])(?P<name>{_CAPITAL})[ \t]+(?:family|household)\b"
    r"|(?<![\w])[Tt]he[ \t]+(?P<plural>[A-Z][a-z]{2,20}s)[ \t]+(?:at|of|live|family)"
)


@lru_cache(maxsize=4096)
def _key(word: str) -> str:
    """A key for the spellings of a name: Behrouz, behrooz and Behruz are one."""
    for pattern, letter in _SPELLINGS:
        word = pattern.sub(letter, word)
    return word


_KEYS: Final = frozenset(map(_key, LATIN_GIVEN)) - {_key(word) for word in _NO_NAMES} - {"human", "hale", "omid"}


def _is_given(low: str) -> bool:
    return low in LATIN_GIVEN or (len(low) > 3 and low not in _NO_NAMES and _key(low) in _KEYS)


def certain(text: str) -> Iterator[tuple[int, int]]:
    """The certain names in a folded text."""
    if not _LETTERS.search(text):
        return
    for pattern in (_TITLED, _NAMED, _RELATED):
        for match in pattern.finditer(text):
            if _is_name(pattern, match) and not _is_place(text, match.start()):
                is_two = (second := match["second"]) and _is_second(second)
                yield match.start("name" if pattern is _RELATED else 0), match.end("second" if is_two else "name")
    for match in _CLOSED.finditer(text):
        yield from _closing(match)
    yield from (found.span("name") for found in _LIVES.finditer(text))
    yield from (found.span("name") for found in _ONE_LIVES.finditer(text) if _is_known(found["name"]))
    for match in _FAMILY.finditer(text):
        word = match["name"] or match["plural"]
        if word.lower() not in LATIN_PLAIN and _is_known(word.rstrip("s")):
            yield match.span()
    yield from ((start, stop) for start, stop, is_sure in _pairs(text) if is_sure)


def doubtful(text: str) -> Iterator[tuple[int, int]]:
    """Two words that may be a person's name."""
    if _LETTERS.search(text):
        yield from ((start, stop) for start, stop, is_sure in _pairs(text) if not is_sure)
        for match in _SAYS_NAME.finditer(text):
            second = (match["second"] or "").lower()
            if match["name"].lower() not in _NO_NAMES and second not in LATIN_PLACES and len(match["name"]) > 2:
                yield match.start("name"), match.end("name" if not second or second in LATIN_PLAIN else "second")
        if "." in text:
            yield from (
                found.span()
                for found in _INITIAL.finditer(text)
                if _ends_like_a_family(found["name"]) and not _is_place(text, found.start())
            )


def _closing(match: "re.Match[str]") -> Iterator[tuple[int, int]]:
    """The name after a closing: a known one, or capitalised words up to the end of the line."""
    name, second = match["name"], match["second"] or ""
    if name.lower() in _NO_NAMES or second.lower() in LATIN_PLACES:
        return
    is_known = _is_known(name) or (bool(second) and _is_known(second))
    is_last = match["end"] is not None and name[0].isupper() and (not second or second[0].isupper())
    if is_known or (is_last and bool(second) and second.lower() not in LATIN_PLAIN):
        yield match.start("name"), match.end("second" if second and second.lower() not in LATIN_PLAIN else "name")


def is_nobody(text: str, start: int, end: int) -> bool:
    """Whether a title from `start` up to `end` names an office or a place: "Mr Mayor", "Dr Hesabi Boulevard"."""
    if not text[start].isascii():
        return False
    if all(word.lower() in LATIN_PLAIN for word in re.findall(r"[A-Za-z]+", text[start:end])[1:]):
        return True
    beside = re.findall(r"[A-Za-z]+", text[start : end + _NEAR])
    inside = len(re.findall(r"[A-Za-z]+", text[start:end]))
    return _is_place(text, start) or any(word.lower() in LATIN_PLACES for word in beside[: inside + 1])


def _is_name(pattern: "re.Pattern[str]", found: "re.Match[str]") -> bool:
    word, second = found["name"], found["second"] or ""
    if word.lower() in _NO_NAMES or second.lower() in LATIN_PLACES:
        return False
    if pattern is _TITLED:
        return True
    return _is_known(word) or (pattern is _NAMED and word[0].isupper())


def _is_second(word: str) -> bool:
    return (word[0].isupper() or _ends_like_a_family(word)) and word.lower() not in LATIN_PLAIN


def _pairs(text: str) -> Iterator[tuple[int, int, bool]]:
    """Pairs of words that are a name: the first a known given name (True), or both like a name (False)."""
    for match in _PAIR.finditer(text):
        first, second = match["first"], match["second"]
        if not {first.lower(), second.lower()}.isdisjoint(_NO_NAMES):
            continue
        is_given, is_family = _is_given(first.lower()), _ends_like_a_family(second)
        are_capital = first[0].isupper() and second[0].isupper()
        is_called = is_given and second in _CALLED and first.lower() not in _RULERS
        likely = are_capital and ((is_family and len(second) > _SHORTEST) or _is_given(second.lower()))
        if not (is_given and (are_capital or is_family)) and not likely and not is_called:
            continue
        after = re.findall(r"[A-Za-z]+", text[match.end("second") : match.end("second") + _NEAR])[:2]
        if not _is_place(text, match.start()) and not any(word.lower() in LATIN_PLACES for word in after):
            yield match.start("first"), match.end("second"), is_given


def _is_known(word: str) -> bool:
    """Whether a word is a given name, or a family name by its ending."""
    low = word.lower()
    if _is_given(low):
        return True
    if low in _NO_NAMES or low in LATIN_FAMILY:
        return low in LATIN_FAMILY
    stems = (low.removesuffix(end) for end in ("i", "zadeh", "zade", "pour", "poor", "nejad", "ian"))
    return (len(low) > 4 and any(stem != low and _is_given(stem) for stem in stems)) or (
        len(low) > 6 and low.endswith(_SURE_ENDS)
    )


def _ends_like_a_family(word: str) -> bool:
    low = word.lower()
    return len(low) > 3 and low not in LATIN_PLAIN and (low.endswith(_ENDS) or low in LATIN_FAMILY)


def _is_place(text: str, start: int) -> bool:
    before = re.findall(r"[A-Za-z]+", text[max(0, start - _NEAR) : start])[-3:]
    return any(word.lower() in LATIN_PLACES for word in before)

"""Where a text names a person in Latin letters: in English, or in Persian as it is typed on a Latin keyboard."""

import re
from collections.abc import Iterator
from typing import Final

from peygir.core.personal import people_words

_GIVEN: Final = frozenset(people_words.LATIN_GIVEN.split())
_PLACES: Final = frozenset(people_words.LATIN_PLACES.split())
_PLAIN: Final = frozenset(people_words.LATIN_PLAIN.split())
_NO_NAMES: Final = _PLACES | _PLAIN
_NEAR: Final = 40  # letters beside a name in which a place that bears it is looked for
# The endings of Persian family names; those from the given name on ("i") are too short to tell one alone.
_SURE_ENDS: Final = (
    "zadeh", "zade", "pour", "poor", "pur", "nejad", "nezhad", "nia", "vand", "ian", "yan", "doost", "dust", "far",
    "fard", "rad", "khah", "panah", "abadi", "elahi", "allahi",
)  # fmt: skip
_ENDS: Final = (*_SURE_ENDS, "i", "ee", "manesh", "zare", "fallah", "moghadam", "afshar")

_W: Final = r"[A-Za-z][A-Za-z'’\-]{1,24}"
_NAME: Final = rf"(?P<name>{_W})(?:[ \t]+(?P<second>{_W}))?"
_CAPITAL: Final = r"[A-Z][a-z'’\-]{2,20}"
_HOUSE: Final = (
    r"(?i:of|at|from|in|who lives (?:at|in)|lives (?:at|in)|living (?:at|in)|resident of|sakene?)[ \t]+(?i:the[ \t]+)?"
    r"(?i:no\.?|number|house|flat|plaque|unit|apartment|pelake?|vahede?)[ \t]*\d"
)
_LETTERS: Final = re.compile("[A-Za-z]{3}")
_PAIR: Final = re.compile(rf"(?<![\w@.\-])(?=(?P<first>{_W})[ \t]+(?P<second>{_W})(?![\w@]))")
_TITLED: Final = re.compile(
    r"(?i)(?<![\w])(?:aghaye?|aqaye?|aghay-e|agha-ye|agha|aqa|khanoome?|khanome?|khanume?|khaanom|haj agha|haji?|hajj|"
    rf"mohandes|jenabe?|janabe?|seyyed|seyed|sayyed|sayed|ostad|sarhang|doktor|dr|mrs?|ms)\.?[ \t]+{_NAME}"
)
_NAMED: Final = re.compile(
    r"(?i)(?<![\w])(?:esmesh|esmam|esm[- ]?e? ?(?:man|u|oon|ranande|hamsaye)|famili(?:sh|am)?|famil(?:esh|am)|"
    r"(?:his|her|their|the owner'?s|my|whose) (?:full |first |last |family )?name(?: is|'s|:)?|name[ds]?:|be esme|"
    r"be name|(?:somebody|someone|man|woman|guy|lady|person|driver|neighbou?r|owner|employee|worker|boy|girl|"
    rf"resident),?(?: is)? (?:named|called)|I am|I'm|this is)[ \t]+{_NAME}"
)
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


def certain(text: str) -> Iterator[tuple[int, int]]:
    """Where somebody is named in a folded text."""
    if not _LETTERS.search(text):
        return
    for pattern in (_TITLED, _NAMED, _RELATED):
        for found in pattern.finditer(text):
            if _is_name(pattern, found) and not _is_place(text, found.start()):
                is_two = (second := found["second"]) and _is_second(second)
                yield found.start("name" if pattern is _RELATED else 0), found.end("second" if is_two else "name")
    yield from (found.span("name") for found in _LIVES.finditer(text))
    yield from (found.span("name") for found in _ONE_LIVES.finditer(text) if _is_known(found["name"]))
    for found in _FAMILY.finditer(text):
        word = found["name"] or found["plural"]
        if word.lower() not in _PLAIN and _is_known(word.rstrip("s")):
            yield found.span()
    yield from ((start, stop) for start, stop, is_sure in _pairs(text) if is_sure)


def doubtful(text: str) -> Iterator[tuple[int, int]]:
    """Where two words may be a person's name."""
    if _LETTERS.search(text):
        yield from ((start, stop) for start, stop, is_sure in _pairs(text) if not is_sure)


def is_nobody(text: str, start: int, end: int) -> bool:
    """Whether a title from `start` up to `end` names an office or a place: "Mr Mayor", "Dr Hesabi Boulevard"."""
    if not text[start].isascii():
        return False
    if all(word.lower() in _PLAIN for word in re.findall(r"[A-Za-z]+", text[start:end])[1:]):
        return True
    beside = re.findall(r"[A-Za-z]+", text[start : end + _NEAR])
    inside = len(re.findall(r"[A-Za-z]+", text[start:end]))
    return _is_place(text, start) or any(word.lower() in _PLACES for word in beside[: inside + 1])


def _is_name(pattern: "re.Pattern[str]", found: "re.Match[str]") -> bool:
    word, second = found["name"], found["second"] or ""
    if word.lower() in _NO_NAMES or second.lower() in _PLACES:
        return False
    if pattern is _TITLED:
        return True
    return _is_known(word) or (pattern is _NAMED and word[0].isupper())


def _is_second(word: str) -> bool:
    return (word[0].isupper() or _ends_like_a_family(word)) and word.lower() not in _PLAIN


def _pairs(text: str) -> Iterator[tuple[int, int, bool]]:
    """Two words that are a name: the first a given name that we know (True), or both like a name (False)."""
    for found in _PAIR.finditer(text):
        first, second = found["first"], found["second"]
        if not {first.lower(), second.lower()}.isdisjoint(_NO_NAMES):
            continue
        is_given, is_family = first.lower() in _GIVEN, _ends_like_a_family(second)
        are_capital = first[0].isupper() and second[0].isupper()
        if not (is_given and (are_capital or is_family)) and not (are_capital and is_family and len(second) > 4):
            continue
        after = re.findall(r"[A-Za-z]+", text[found.end("second") : found.end("second") + _NEAR])[:2]
        if not _is_place(text, found.start()) and not any(word.lower() in _PLACES for word in after):
            yield found.start("first"), found.end("second"), is_given


def _is_known(word: str) -> bool:
    """Whether a word is a given name, or a family name by its ending."""
    low = word.lower()
    if low in _GIVEN:
        return True
    stems = (low.removesuffix(end) for end in ("i", "zadeh", "pour", "nejad", "ian"))
    return (len(low) > 4 and any(stem in _GIVEN for stem in stems)) or (len(low) > 6 and low.endswith(_SURE_ENDS))


def _ends_like_a_family(word: str) -> bool:
    low = word.lower()
    return len(low) > 3 and low not in _PLAIN and low.endswith(_ENDS)


def _is_place(text: str, start: int) -> bool:
    before = re.findall(r"[A-Za-z]+", text[max(0, start - _NEAR) : start])[-3:]
    return any(word.lower() in _PLACES for word in before)

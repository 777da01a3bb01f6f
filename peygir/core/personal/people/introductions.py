"""Finds names where a text introduces people: after a role, in a closing, in a list, in Arabic."""

import re
from collections.abc import Iterator
from typing import Final

from peygir.core import names
from peygir.core.personal.people.endings import bare, is_whole
from peygir.core.personal.people.own_names import called, said_of_oneself
from peygir.core.personal.people.patterns import BEGIN, HONOURS, INITIAL, NAME, SECOND, WORD, any_of, span_of
from peygir.core.personal.people.titles import by_initial, titled
from peygir.core.personal.people.words import (
    AFTER_KIN,
    ARABIC_PLAIN,
    CLOSINGS,
    NO_NAMES,
    OF_A_ROLE,
    PLACES,
    PLAIN,
    ROLES,
)

_ZWNJ: Final = "\u200c"
_PART: Final = re.compile(r"[^\W\d_A-Za-z]+")
# A relative, after whom an everyday word is a given name («دخترم نرگس») unless it is in AFTER_KIN.
_KIN: Final = re.compile("(?:همسر|پسر|دختر|مادر|پدر|برادر|خواهر|فرزند|شوهر|زن)\u200c?(?:م|ام)[ \\t،:]")
_SHORT: Final = 3  # letters
_AFTER_ROLE: Final = re.compile(
    rf"{BEGIN}{any_of(ROLES)}(?:\u200c?(?:مان|مون|شان|شون|ام|اش|م|ش|ی))?"
    rf"(?:(?:[ \t]{WORD}){{0,2}}(?P<mark>[ \t]?[:،,(\-–=][ \t\n]{{0,2}})|"
    rf"(?:[ \t]{any_of(OF_A_ROLE)}){{0,3}}[ \t])"
    rf"{HONOURS}{INITIAL}{NAME}{SECOND}(?P<end>[ \t]?(?:[،,.:؛)(\n\-–]|$))?"
)
_CLOSED: Final = re.compile(
    rf"{BEGIN}(?:با[ \t](?:(?:کمال|نهایت|عرض)[ \t])?(?:تشکر|احترام|سپاس|درود|مهر|ادب)|ارادتمند|امضاء?(?:کننده)?|"
    rf"مخلص|دوستدار|دوستدارتان|"
    r"چاکر|قربان|قربون|از[ \t]طرف|فرستنده|نویسنده|متشکرم|سپاسگزارم|سپاس|تشکر|ممنون|مرسی|خدانگهدار|خداحافظ|والسلام|"
    r"تنظیم کننده|تنظیم‌کننده)"
    r"(?:[ \t](?:فراوان|و احترام|و سپاس|و تشکر|شما|همیشگی|همه|از شما|کننده|از زحماتتون|از زحمات شما|"
    r"قبلی))?[ \t\n:،.\-–؛!]{1,5}"
    rf"{HONOURS}{INITIAL}{NAME}{SECOND}(?P<end>[ \t.!]*(?:\n|$))?"
)
_SEVERAL: Final = re.compile(
    rf"{BEGIN}(?:[آا]قایان|خانم\u200c?ها|بانوان|مهندسین|برادران|خواهران|اقایون|"
    rf"آقایون)(?:ی)?[ \t:]{{1,2}}{HONOURS}{NAME}(?:[ \t]?[و،][ \t]?(?P<second>{WORD}))?"
)
_FAMILY_OF: Final = re.compile(rf"{BEGIN}خانواده(?:\u200c?ی)?[ \t]{NAME}[ \t](?:هستیم|هستم|ایم)(?!\w)")
# In Arabic: «المواطن جاسم الطرفي», «أنا زينب الكعبي».
_ARABIC: Final = re.compile(
    rf"{BEGIN}(?:المواطن|المواطنه|السید|السیده|انا|الشاکی|الشاکیه|اسمی|الاستاذ|الدکتور|الدکتوره|المهندس|المهندسه|"
    rf"جارنا|صاحب الطلب|مقدم الطلب|"
    rf"التوقیع|مع الاحترام|مع الشکر)[ \t:،\n]{{1,3}}(?:ام[ \t]|"
    rf"ابو[ \t])?(?P<name>(?:عبد[ \t]?)?{WORD}[،]?)[ \t](?P<second>{WORD})"
)
# The first part of each role: a text without any of them needs no search for roles.
_ROLE_STARTS: Final = frozenset(
    f"{role.partition(_ZWNJ)[0]}{tail}" for role in ROLES for tail in ("", "م", "ش", "مون", "مان", "ی")
)


def introduced(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield (start, end, certain) of the names that a folded text introduces."""
    tokens = set(_PART.findall(text))
    if not tokens.isdisjoint(_ROLE_STARTS):
        for match in _AFTER_ROLE.finditer(text):
            yield from _of_role(match)
    if not tokens.isdisjoint(CLOSINGS):
        for match in _CLOSED.finditer(text):
            yield from _of_closing(match)
    yield from called(text, tokens)
    yield from _of_others(text)
    yield from by_initial(text)
    yield from said_of_oneself(text, tokens)
    yield from titled(text)


def _of_others(text: str) -> Iterator[tuple[int, int, bool]]:
    """In Arabic, and several at once: «آقایان قادری و نظری», «خانوادهٔ درودگر هستیم»."""
    if "ال" in text or "انا" in text or "اسمی" in text or "جارنا" in text:
        for match in _ARABIC.finditer(text):
            pair = {match["name"].rstrip("،"), match["second"]}
            if pair.isdisjoint(ARABIC_PLAIN) and pair.isdisjoint(PLACES) and not any(map(names.is_plain, pair)):
                yield *span_of(match, is_two=True), False
    if "یان" in text or "خانم" in text or "برادران" in text or "خانواده" in text:
        for match in _SEVERAL.finditer(text):
            if is_whole(match["name"]) and match["name"] not in PLAIN:
                yield match.start(), match.end("second" if is_whole(match["second"] or "") else "name"), True
        for match in _FAMILY_OF.finditer(text):
            if not names.is_plain(match["name"]) and match["name"] not in PLAIN and match["name"] not in PLACES:
                yield *match.span("name"), False


def _of_role(match: "re.Match[str]") -> Iterator[tuple[int, int, bool]]:
    """Names after a role: «کارشناس بازدید: حمید شبانکاره», «پیمانکار رستمی»."""
    name, second = bare(match["name"]), bare(match["second"] or "")
    is_marked = match["mark"] is not None
    if name in PLACES or names.is_plain(name):
        return
    has_family = is_whole(second) and second not in NO_NAMES
    if is_whole(name) and (name not in NO_NAMES or has_family):
        yield *span_of(match, is_two=is_whole(second)), is_marked and (has_family or name not in NO_NAMES)
    elif (
        (names.is_given(name) and name not in AFTER_KIN and _KIN.match(match[0]))
        or (names.is_given(name) and _looks_like_a_family(second))
        or (is_marked and names.is_given(name) and second and match["end"] is not None and second not in PLAIN)
        or (is_marked and has_family and len(name) > 2 and name not in PLAIN)
    ):
        yield *span_of(match, is_two=is_whole(second) or _looks_like_a_family(second)), False


def _looks_like_a_family(word: str) -> bool:
    """Whether an unknown word after a role and a given name may be the family name."""
    first, _, rest = word.partition(_ZWNJ)
    is_compound = len(first) > 2 and len(rest) > 2 and not rest.startswith(("ها", "تر"))
    looks_like_one = is_compound or (word.endswith("ی") and len(word) > _SHORT)
    return looks_like_one and first not in PLAIN and not names.is_plain(word)


def _of_closing(match: "re.Match[str]") -> Iterator[tuple[int, int, bool]]:
    """Names after «با تشکر، …», and possible names at the end of a line."""
    name, second = bare(match["name"]), bare(match["second"] or "")
    if name in PLACES or names.is_plain(name):
        return
    if is_whole(name) and (name not in NO_NAMES or is_whole(second) or match["end"] is not None):
        yield *span_of(match, is_two=is_whole(second)), name not in NO_NAMES or is_whole(second)
        return
    pair = {name, second, name.partition(_ZWNJ)[0], second.partition(_ZWNJ)[0]}
    is_free = pair.isdisjoint(PLAIN) and pair.isdisjoint(PLACES) and not names.is_plain(second)
    is_apart = not match.string[: match.start()].rstrip(" ")[-4:].strip("سلام.،,!؟\n:;؛") or match.start() == 0
    if second and match["end"] is not None and is_apart and is_free and min(len(name), len(second)) > 2:
        yield *span_of(match, is_two=True), False

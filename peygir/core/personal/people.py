"""Where a text names a person in Persian letters, with a title or without, and the exact address that goes with it."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from peygir.core import names
from peygir.core.personal import people_latin, people_told, people_words

_ALSO_WORDS: Final = frozenset(people_words.ALSO_WORDS.split())
_ALSO_ADJECTIVES: Final = frozenset(people_words.ALSO_ADJECTIVES.split())
_NO_NAMES: Final = _ALSO_WORDS | _ALSO_ADJECTIVES
_CROWDS: Final = frozenset(people_words.CROWDS.split())
_PLACES: Final = frozenset(people_words.PLACES.split())
_AFTER_A_PLACE: Final = frozenset(people_words.AFTER_A_PLACE.split())
_SENTENCE_END: Final = re.compile(r"(?:[!؟?؛\n]|(?<=\w\w)\.(?!\w))")
_RULERS: Final = frozenset(("کریم", "لطفعلی", "ابراهیم", "حسین"))  # «کریم خان زند» is history
_PERSONS: Final = tuple(people_words.PERSONS.split())
_SHORTEST: Final = 3  # letters of a word that is too short for a family name
_ROLES: Final = frozenset(people_words.ROLES.split())
_CONJUNCTIONS: Final = frozenset(("ولی", "نبی"))
_Spans = list[tuple[int, int, bool]]  # start, end, whether it is a name for certain
_NEAR: Final = 40  # letters before a name in which a place that bears it is looked for


def _any(words: str) -> str:
    """A pattern for any of the words, the longest first."""
    return f"(?:{'|'.join(sorted(words.split(), key=len, reverse=True))})"


_W: Final = r"[^\W\d_A-Za-z]+(?:\u200c[^\W\d_A-Za-z]+)*"
_WORD: Final = re.compile(_W)
_NAME: Final = rf"(?P<name>{_W})"
_SECOND: Final = rf"(?:[ \t](?P<second>{_W}))?"
_BEGIN: Final = r"(?<!\w)(?<!\u200c)"
_IS: Final = r"[ \t\u200c]?(?:است|هست|ه|بود|میباشد|می‌باشد|هستش)(?!\w)"
_HONOURS: Final = rf"(?:{_any('حاج حاجی سید سیده کربلایی مشهدی مش جناب استاد آقا')}\s)*"
_WHICH: Final = (
    rf"(?:[ \t](?:{_any('ما من شما بغلی بالایی پایینی روبرویی خاطی متخلف مزاحم مربوطه یعنی همین این اون آن همون')}|"
    rf"طبقه[ \t]{_W}))?"
)

_RELATED: Final = re.compile(
    rf"{_BEGIN}{_any(people_words.RELATIONS)}{_WHICH}(?:[ \t]به[ \t](?:اسم|نام))?[ \t:،]{{1,3}}(?:(?:یک|یه)[ \t])?"
    rf"{_HONOURS}{_NAME}"
)
_RANKED: Final = re.compile(rf"{_BEGIN}{_any(people_words.RANKS)}[ \t]{{1,2}}{_NAME}")
_VILLAGE: Final = re.compile(rf"{_BEGIN}(?:مشتی|مش|کبلایی|کربلایی)[ \t]{{1,2}}{_NAME}")
_CALLED_AFTER: Final = re.compile(
    rf"{_BEGIN}(?P<it>{_NAME}[ \t\u200c]{{1,2}}{_any('آقا اقا خانم خانوم خان جان جون اینا این‌ها اینها')})(?!\w)"
)
_NAMED: Final = re.compile(
    rf"{_BEGIN}{_any('اسمش نامش فامیلش فامیلیش فامیلی‌اش فامیلی‌ش اسمشون اسمشان اسم‌ش اسم‌اش اسمم نامم')}"
    rf"[ \t:،]{{1,3}}(?:هم[ \t])?{_NAME}(?:[ \t]{_W})?{_IS}"
)
_FAMILY_NAME: Final = re.compile(
    rf"{_BEGIN}(?:نام و نام[ \u200c]?خانوادگی|نام[ \u200c]?خانوادگی|اسم و فامیل|(?:فامیلی?|شهرت)(?=[^:=\n]{{0,6}}[:=]))"
    rf"(?:[ \u200c]?{_any('من ام اش ش م او ایشان')})?[ \t]*[:=]?[ \t]+{_NAME}(?:[ \t]{_W})?"
)
_CALLED_SO: Final = re.compile(
    rf"{_BEGIN}(?:اسم|نام)[ \t](?:(?:این|اون|آن)[ \t])?{_any(people_words.PERSONS)}{_WHICH}[ \t]{_NAME}{_SECOND}{_IS}"
)
_I_AM: Final = re.compile(
    rf"{_BEGIN}(?:من|بنده|اینجانب)[ \t،]{{1,2}}{_NAME}{_SECOND}[ \t\u200c]{{1,2}}(?:هستم|ام|میباشم|می‌باشم)(?!\w)"
)
_CLOSING: Final = re.compile(
    r"(?:با[ \t](?:تشکر|احترام|سپاس)|ارادتمند|امضاء?|از[ \t]طرف|فرستنده|شاکی)[ \t\n:،.\-–]{1,4}" + _NAME + _SECOND
)
_AM: Final = re.compile(rf"{_BEGIN}{_NAME}[ \t\u200c]{{1,2}}(?:هستم|ساکن|مقیم|ساکنه)(?!\w)")
_ITS_NAME: Final = re.compile(rf"{_BEGIN}(?:اسمش|نامش|فامیلش|فامیلیش)[ \t:،]{{1,3}}{_NAME}ه(?!\w)")
_INITIAL: Final = re.compile(rf"{_BEGIN}(?:آقای|اقای|خانم|مهندس|دکتر)[ \t]+[^\W\d_][ \t]?[.ـ][ \t]?{_NAME}")
_SOMEBODY_LIVES: Final = re.compile(rf"(?:^|[.،:!؟\n])[ \t]*(?P<name>{_W}[ \t]{_W})[ \t](?:ساکن|مقیم)(?!\w)")
# pattern, words of which the text must have one, whether a word that we do not know is a name there
_HIS_NAME: Final = frozenset(("اسمش", "نامش", "فامیلش", "فامیلیش", "فامیلی", "اسمشون", "اسمشان", "اسم", "اسمم", "نامم"))
_SHAPES: Final = (
    (_RELATED, frozenset(word.partition("\u200c")[0] for word in people_words.RELATIONS.split()), False),
    (_RANKED, frozenset((*people_words.RANKS.split(), "بی")), False),
    (_VILLAGE, frozenset(("مشتی", "مش", "کبلایی", "کربلایی")), True),
    (_CALLED_AFTER, frozenset(("آقا", "اقا", "خانم", "خانوم", "خان", "جان", "جون", "اینا", "این", "اینها")), False),
    (
        _NAMED,
        frozenset(("اسمش", "نامش", "فامیلش", "فامیلیش", "فامیلی", "اسمشون", "اسمشان", "اسم", "اسمم", "نامم")),
        True,
    ),
    (_FAMILY_NAME, frozenset(("نام", "فامیل", "فامیلی", "شهرت", "اسم")), True),
)
_TELLING: Final = frozenset(
    (
        "اسم",
        "نام",
        "من",
        "بنده",
        "اینجانب",
        "هستم",
        "اسمش",
        "نامش",
        "فامیلش",
        "فامیلیش",
        "ساکن",
        "مقیم",
        "ساکنه",
        "تشکر",
        "احترام",
        "سپاس",
        "ارادتمند",
        "امضا",
        "امضاء",
        "طرف",
        "فرستنده",
        "شاکی",
        "آقای",
        "اقای",
        "خانم",
        "مهندس",
        "دکتر",
    )
)
_LIVES: Final = re.compile(
    rf"[ \t،,\-]{{0,3}}(?:در[ \t])?{_any('ساکن مقیم صاحب مالک فرزند متولد اهل پلاک واحد شماره خیابان کوچه')}(?!\w)"
)
_WHERE: Final = (
    "ساکن مقیم صاحب مالک در توی خیابان کوچه بلوار پلاک واحد طبقه از ساکنه of at from in lives live living who no pelak"
)
_ADDRESS: Final = re.compile(
    rf"(?i)[ \t،,\-–:(]{{0,4}}(?:که[ \t])?"
    rf"{_any(_WHERE)}"
    r"(?![\w])[^.!؟?\n]{0,60}?(?:پلاک|pelak|plaque|\bno\.?|number|house|خانه شماره)[ \t:]{0,3}\d{1,4}"
    r"(?:[ \t،,]{1,3}(?:واحد|طبقه|زنگ|unit|floor|flat|vahede?|tabaghe)[ \t]{0,2}\d{1,3}){0,2}"
    r"|[ \t،,\-–:(]{0,4}(?:ساکن|مقیم|sakene?)[ \t]+(?:پلاک|واحد|طبقه|pelak|vahed)[ \t]{0,2}\d{1,4}"
)
_NEXT: Final = re.compile(rf"[ \t]+{_NAME}")
_ENDED: Final = re.compile(r"[ \t]?(?:[،,.:؛)(\n\-–]|$)")
_FEAST: Final = re.compile(r"(?<!\w)(?:عید|تخت|بهشت|میلاد|ولادت|شهادت|عزاداری|زیارت|سوره|دعای|روز|ماه|شب|یا)[ \t]$")
_ARABIC: Final = re.compile("(?<!\\w)ال[^\\W\\d_]{2}")
_PART: Final = re.compile(r"[^\W\d_A-Za-z]+")
_PLURAL: Final = re.compile("\u200c(?:ی|ای|ها|های|اینا|ام|م|ست|ه|ایم|رو|اند)$")


def named(text: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Where a folded text names somebody for certain, each with an exact address that follows, and where it may."""
    told, pairs = list(people_told.told(text)), list(_pairs(text))
    return _sure(text, told, pairs), list(_unsure(text, told, pairs))


def _sure(text: str, found_spans: _Spans, pairs: _Spans) -> list[tuple[int, int]]:
    titled = (
        span for span in names.spans(text) if not people_latin.is_nobody(text, *span) and not _is_doctors(text, span[0])
    )
    spans = [*titled, *_certain(text), *people_latin.certain(text)]
    spans += [(start, stop) for start, stop, is_sure in found_spans if is_sure and not _is_place(text, start)]
    spans += [(start, stop) for start, stop, is_sure in pairs if is_sure]
    results, end = [], 0
    for start, stop in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= end:
            stop = _with_family(text, start, stop)
            address = _ADDRESS.match(text, stop)
            end = address.end() if address else stop
            results.append((start, end))
    return results


def _certain(text: str) -> Iterator[tuple[int, int]]:
    tokens = set(_PART.findall(text))
    for pattern, triggers, is_sure in _SHAPES:
        if tokens.isdisjoint(triggers):
            continue
        for match in pattern.finditer(text):
            if pattern is _NAMED and not names.is_known(match["name"]) and not _is_somebodys(text, match):
                continue
            if _is_name(pattern, match["name"], is_sure=is_sure) and not _is_place(text, match.start()):
                start = match.start("name") if pattern is _RELATED else match.start()
                yield start, _with_next(text, match, "it" if pattern is _CALLED_AFTER else "name")
    if not tokens.isdisjoint(_TELLING):
        yield from _told(text)


def _is_somebodys(text: str, match: "re.Match[str]") -> bool:
    """Whether «اسمش …» is the name of somebody who was spoken of: a word that we do not know may be a thing's."""
    if match[0].startswith(("اسمم", "نامم", "فامیل")):
        return True
    return any(person in text[max(0, match.start() - 60) : match.start()] for person in _PERSONS)


def _is_name(pattern: "re.Pattern[str]", word: str, *, is_sure: bool) -> bool:
    if is_sure:
        return not names.is_plain(word) and word not in _PLACES
    if word in _ALSO_ADJECTIVES or word in _CONJUNCTIONS or (pattern is _RELATED and word in _ALSO_WORDS):
        return False
    return names.is_known(_PLURAL.sub("", word)) and not (pattern is _CALLED_AFTER and word in _RULERS)


def _told(text: str) -> Iterator[tuple[int, int]]:
    """«اسم راننده … است», «من … هستم», «با تشکر، …»."""
    for match in _CALLED_SO.finditer(text):
        is_plain = names.is_plain(match["name"]) or names.is_plain(f"{match['name']}ه")
        if not is_plain and not _is_place(text, match.start("name")):
            yield match.start("name"), match.end("second" if match["second"] else "name")
    for match in _I_AM.finditer(text):
        second = match["second"]
        if names.is_known(match["name"]) or (second and names.is_known(second)):
            yield match.start("name"), match.end("second" if second else "name")
    for pattern in (_CLOSING, _AM, _ITS_NAME):
        for match in pattern.finditer(text):
            word = match["name"]
            is_name = names.is_known(word) and word not in _NO_NAMES
            if is_name and not _is_place(text, match.start()):
                yield match.start("name"), _with_next(text, match)
    yield from (found.span() for found in _INITIAL.finditer(text))


def _unsure(text: str, found_spans: _Spans, pairs: _Spans) -> Iterator[tuple[int, int]]:
    if "ساکن" in text or "مقیم" in text:
        for match in _SOMEBODY_LIVES.finditer(text):
            words = match["name"].split()
            if not any(names.is_plain(word) or word.partition("\u200c")[0] in _CROWDS for word in words):
                yield match.span("name")
    yield from ((start, stop) for start, stop, is_sure in pairs if not is_sure)
    for start, stop, is_sure in found_spans:
        if not is_sure and not _is_place(text, start, is_across_commas=False):
            yield start, stop
    yield from people_latin.doubtful(text)


def _with_family(text: str, start: int, stop: int) -> int:
    """The end of a name, with a family name that we do not know where a given name ends what was found."""
    last = _WORD.findall(text[start:stop])
    after = _NEXT.match(text, stop)
    if not last or after is None or not names.is_given(last[-1]):
        return stop
    word = after["name"]
    if (
        names.is_plain(word)
        or word in people_told.PLAIN
        or word in _PLACES
        or word.startswith(("می\u200c", "نمی\u200c"))
    ):
        return stop
    looks_like_one = (
        (word.endswith("ی") and len(word) > _SHORTEST) or "\u200c" in word or _ENDED.match(text, after.end())
    )
    return after.end() if looks_like_one else stop


def _with_next(text: str, match: "re.Match[str]", group: str = "name") -> int:
    """The last letter of a finding, with the family name where one follows."""
    after = _NEXT.match(text, match.end(group))
    if after is not None and names.is_known(_PLURAL.sub("", after["name"])):
        return after.end()
    return match.end(group)


def _pairs(text: str) -> Iterator[tuple[int, int, bool]]:
    """Two words of which the first is a given name and the second a family name (True), or may be one (False)."""
    for before, after in pairwise(_WORD.finditer(text)):
        given, family = before[0], after[0]
        if (
            not names.is_given(_without_honour(given))
            or text[before.end() : after.start()].strip(" \t\u200c")
            or given == family
        ):
            continue
        if names.is_plain(family) or family in _PLACES or _is_place(text, before.start(), is_across_commas=False):
            continue
        lives = _LIVES.match(text, after.end()) is not None
        is_everyday = given in _ALSO_WORDS
        if not lives and names.is_given_alone(family):
            continue
        if is_everyday and (family in _ALSO_ADJECTIVES or given in _CONJUNCTIONS):
            continue  # «ولی زمانی که …» names nobody
        if names.is_known(_PLURAL.sub("", family)):
            more = _NEXT.match(text, after.end())  # «زهرا سادات موسوی»
            is_longer = more is not None and names.is_known(more["name"]) and not names.is_given(more["name"])
            end = more.end() if more is not None and is_longer else after.end()
            yield before.start(), end, lives or not is_everyday
        elif lives and not is_everyday:
            yield before.start(), after.end(), True
        elif not is_everyday and _may_be_family(text, before, after):
            yield before.start(), after.end(), False


def _may_be_family(text: str, given: "re.Match[str]", word: "re.Match[str]") -> bool:
    """Whether a word that we do not know, after a given name, may be a family name: not in «عید قربان یکی …»."""
    first, _, rest = word[0].partition("\u200c")
    if _FEAST.search(text[max(0, given.start() - 12) : given.start()]):
        return False
    if given[0] == "علی" and _ARABIC.search(text[word.start() : word.end() + 24]):
        return False  # the Arabic "on"
    if first in people_told.PLAIN or first in ("می", "نمی", "بی"):
        return False
    if rest:
        return len(first) > 2 and len(rest) > 2 and not rest.startswith(("های", "ها", "تر", "اش", "ای", "ام"))
    return len(first) > 2


def _without_honour(given: str) -> str:
    """A given name without the honour that is written with it: «سیدمحمد»."""
    return given[3:].lstrip("\u200c") if given.startswith("سید") and len(given) > 5 else given


def _is_doctors(text: str, start: int) -> bool:
    """Whether «دکتر …» or «مهندس …» is what a place is called: «ایستگاه مترو دکتر شریعتی»."""
    return text.startswith(("دکتر", "مهندس", "سید", "استاد"), start) and _is_place(text, start, is_across_commas=False)


def _is_place(text: str, start: int, *, is_across_commas: bool = True) -> bool:
    """Whether one of the four words before is a place, which then bears the name."""
    sentence = _SENTENCE_END.split(text[max(0, start - _NEAR) : start])[-1]
    if not is_across_commas:
        sentence = re.split("[،,:(]", sentence)[-1]
    before = _WORD.findall(sentence)[::-1]
    for word, one_before in zip(before[:4], [*before[1:5], ""], strict=False):
        if word in _AFTER_A_PLACE:
            return False
        if word in _PLACES or word.rstrip("یه") in _PLACES or _PLURAL.sub("", word) in _PLACES:
            return one_before not in _ROLES  # «مدیر ساختمان …» is the manager's name
    return False

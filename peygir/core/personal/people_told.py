"""Where a text says who somebody is: after a role, in a closing, by an initial, or in words such as «اسم کوچیکم …»."""

import re
from collections.abc import Iterator, Set
from typing import Final

from peygir.core import names
from peygir.core.personal import people_words

_NO_NAMES: Final = frozenset((*people_words.ALSO_WORDS.split(), *people_words.ALSO_ADJECTIVES.split()))
_PLACES: Final = frozenset(people_words.PLACES.split())
PLAIN: Final = frozenset(
    (*people_words.CLOSING_PLAIN.split(), *people_words.CROWDS.split(), *people_words.ROLES.split())
)
_PLAIN_TITLED: Final = frozenset((*people_words.AFTER_A_TITLE.split(), *people_words.ROLES.split()))


def _any(words: str) -> str:
    """A pattern for any of the words, the longest first."""
    return f"(?:{'|'.join(sorted(words.split(), key=len, reverse=True))})"


_PART: Final = re.compile(r"[^\W\d_A-Za-z]+")
_W: Final = r"[^\W\d_A-Za-z]+(?:\u200c[^\W\d_A-Za-z]+)*"
_NAME: Final = rf"(?P<name>{_W})"
_SECOND: Final = rf"(?:[ \t]{{1,2}}(?P<second>{_W}))?"
_BEGIN: Final = r"(?<![\w\u200c])"
_HONOURS: Final = (
    rf"(?:{_any('حاج حاجی حاجیه سید سیده کربلایی مشهدی جناب آقای آقا خانم استاد دکتر مهندس سرکار')}[ \t]){{0,3}}"
)
_INITIAL: Final = r"(?:[^\W\d_][ \t]?[.ـ][ \t]?){0,2}"
_IN_RANK: Final = re.compile(r"(?:جناب[ \t]{1,2})?(?:سرهنگ|سرگرد|سروان|ستوان|استوار|سرتیپ)[ \t]")
# Who is meant by a given name though it is an everyday word: «دخترم نرگس», and words that do not name even there.
_KIN: Final = re.compile("(?:همسر|پسر|دختر|مادر|پدر|برادر|خواهر|فرزند|شوهر|زن)\u200c?(?:م|ام)[ \\t،:]")
_KIN_PLAIN: Final = frozenset(people_words.AFTER_KIN.split())
_PERSONS: Final = tuple(people_words.PERSONS.split())
_PERSON_NEAR: Final = 60  # letters before «اسمش …» in which somebody is spoken of
_ZWNJ: Final = "\u200c"
_SHORT: Final = 3  # letters
_TAIL: Final = (
    "\u200cام",
    "\u200cم",
    "\u200cست",
    "\u200cه",
    "\u200cاند",
    "\u200cرو",
    "\u200cاینا",
    "ست",
    "ام",
    "ه",
    "م",
    "رو",
)

_AFTER_ROLE: Final = re.compile(
    rf"{_BEGIN}{_any(people_words.ROLES)}(?:\u200c?(?:مان|مون|شان|شون|ام|اش|م|ش|ی))?"
    rf"(?:(?:[ \t]{_W}){{0,2}}(?P<mark>[ \t]?[:،,(\-–=][ \t\n]{{0,2}})|"
    rf"(?:[ \t]{_any(people_words.OF_A_ROLE)}){{0,3}}[ \t])"
    rf"{_HONOURS}{_INITIAL}{_NAME}{_SECOND}(?P<end>[ \t]?(?:[،,.:؛)(\n\-–]|$))?"
)
_CLOSED: Final = re.compile(
    rf"{_BEGIN}(?:با[ \t](?:(?:کمال|نهایت|عرض)[ \t])?(?:تشکر|احترام|سپاس|درود|مهر|ادب)|ارادتمند|امضاء?(?:کننده)?|"
    rf"مخلص|دوستدار|دوستدارتان|"
    r"چاکر|قربان|قربون|از[ \t]طرف|فرستنده|نویسنده|متشکرم|سپاسگزارم|سپاس|تشکر|ممنون|مرسی|خدانگهدار|خداحافظ|والسلام|"
    r"تنظیم کننده|تنظیم‌کننده)"
    r"(?:[ \t](?:فراوان|و احترام|و سپاس|و تشکر|شما|همیشگی|همه|از شما|کننده|از زحماتتون|از زحمات شما|"
    r"قبلی))?[ \t\n:،.\-–؛!]{1,5}"
    rf"{_HONOURS}{_INITIAL}{_NAME}{_SECOND}(?P<end>[ \t.!]*(?:\n|$))?"
)
_BY_INITIAL: Final = re.compile(
    rf"(?<![\w\u200c.])(?P<letter>[\u0621-\u063a\u0641-\u064a\u067e\u0686\u0698\u06a9\u06af\u06cc])[ \t]?[.ـ][ \t]?"
    rf"(?:[^\W\d_A-Za-z][ \t]?[.ـ][ \t]?)?{_NAME}"
)
_STREET_LETTERS: Final = frozenset("خکبم")  # «خ. زند», «ک. شهید …», «ب. چمران», «م. ولیعصر»
_CALLED: Final = re.compile(
    rf"{_BEGIN}(?:مرا|منو|من[ \t](?:را|رو)|به[ \t]من|بهم|ما[ \t]رو|او[ \t]را|اونو|بهش|همه)[ \t](?:با نام[ \t]|"
    rf"به اسم[ \t]|به نام[ \t])?{_HONOURS}"
    rf"{_NAME}{_SECOND}[ \t](?:صدا|می\u200c?(?:گن|گویند|گفتن|گفتند|گین|گویید)|می\u200c?شناس|می\u200c?خوانند)"
)
_ENDS: Final = r"[ \t]?(?:[،,.!؛\n]|$)|[ \t](?:است|هست|هستش|و|بوده?)(?!\w)"
_OWN: Final = re.compile(
    rf"{_BEGIN}(?<!به )(?:اسم|نام|فامیلی|فامیل|نام[ \u200c]?خانوادگی|شهرت|نام[ \u200c]?فامیل)"
    r"(?:[ \u200c](?:کوچیک|کوچک|اصلی|کامل|شناسنامه\u200c?ای|و فامیلی?|و شهرت|و نام خانوادگی|خانوادگی))?"
    rf"(?:\u200c?(?P<whose>ام|م|مو|ش|اش|شون|شان)|ی\u200c?(?:م|ام|ش|اش)|[ \t](?:من|بنده|ایشان|او|"
    rf"اینجانب))(?![^\W\d_])(?:[ \t]هم)?"
    rf"(?:[ \t](?:هست|است|میشه|می‌شود|هستش))?[ \t:،=]{{1,3}}{_HONOURS}{_NAME}(?=(?P<ended>{_ENDS})|"
    rf"{_SECOND}(?P<end>{_ENDS})?)"
)
_I_NAME: Final = re.compile(
    rf"{_BEGIN}(?:من|بنده|اینجانب|اینجانبه)[ \t]?[،:(][ \t]?{_HONOURS}{_NAME}{_SECOND}(?=[ \t]?[،,):.])"
)
_LABELLED: Final = re.compile(rf":[ \t]{{0,2}}{_HONOURS}{_NAME}{_SECOND}(?=[ \t]?(?:[،,.؛)(\n\-–]|$))")
_IS_MINE: Final = re.compile(rf"{_BEGIN}{_NAME}{_SECOND}[ \t](?:اسممه|اسم منه|نام من است|اسم من است|صدام می)")
_KNOWN_AS: Final = re.compile(rf"{_BEGIN}(?:معروف|موسوم|ملقب|مشهور)[ \t]به[ \t]{_HONOURS}{_NAME}{_SECOND}")
_SEVERAL: Final = re.compile(
    rf"{_BEGIN}(?:[آا]قایان|خانم\u200c?ها|بانوان|مهندسین|برادران|خواهران|اقایون|"
    rf"آقایون)(?:ی)?[ \t:]{{1,2}}{_HONOURS}{_NAME}(?:[ \t]?[و،][ \t]?(?P<second>{_W}))?"
)
_FAMILY_OF: Final = re.compile(rf"{_BEGIN}خانواده(?:\u200c?ی)?[ \t]{_NAME}[ \t](?:هستیم|هستم|ایم)(?!\w)")
_GLUED: Final = re.compile(rf"{_BEGIN}(?:[آا]قای|خانم|مهندس|دکتر)\u200c?(?P<name>[^\W\d_A-Za-z]{{3,}})")
_DOCTOR: Final = re.compile(
    rf"{_BEGIN}(?:(?:مهندس|دکتر|سرهنگ|سرگرد|سروان|ستوان|استوار|سرتیپ|حاج[ \t]آقا|حجت\u200c?الاسلام|آیت\u200c?الله|"
    rf"استاد|جناب)[ \t]{{1,2}}){{1,3}}"
    rf"{_INITIAL}{_NAME}"
)
# In Arabic: «المواطن جاسم الطرفي», «أنا زينب الكعبي».
_ARABIC: Final = re.compile(
    rf"{_BEGIN}(?:المواطن|المواطنه|السید|السیده|انا|الشاکی|الشاکیه|اسمی|الاستاذ|الدکتور|الدکتوره|المهندس|المهندسه|"
    rf"جارنا|صاحب الطلب|مقدم الطلب|"
    rf"التوقیع|مع الاحترام|مع الشکر)[ \t:،\n]{{1,3}}(?:ام[ \t]|"
    rf"ابو[ \t])?(?P<name>(?:عبد[ \t]?)?{_W}[،]?)[ \t](?P<second>{_W})"
)
_ARABIC_PLAIN: Final = frozenset(people_words.ARABIC_PLAIN.split())
# The first part of each role and each closing: a text that has none of them is done with.
_ROLES: Final = frozenset(
    f"{role.partition(_ZWNJ)[0]}{tail}"
    for role in people_words.ROLES.split()
    for tail in ("", "م", "ش", "مون", "مان", "ی")
)
_CLOSINGS: Final = frozenset(people_words.CLOSINGS.split())
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


def bare(word: str) -> str:
    """A name without what is written with it: «تیناست», «رضوانی‌ام»; a name that we know and all else stay."""
    if names.is_known(word):
        return word
    return next((word[: -len(tail)] for tail in _TAIL if word.endswith(tail) and _is_name(word[: -len(tail)])), word)


def _is_name(word: str) -> bool:
    return len(word) > 2 and names.is_known(word)


def told(text: str) -> Iterator[tuple[int, int, bool]]:
    """Where a folded text tells a name; True where it is one for certain, False where it may be."""
    tokens = set(_PART.findall(text))
    if not tokens.isdisjoint(_ROLES):
        for match in _AFTER_ROLE.finditer(text):
            yield from _of_role(match)
    if not tokens.isdisjoint(_CLOSINGS):
        for match in _CLOSED.finditer(text):
            yield from _of_closing(match)
    if "صدا" in tokens or "می" in tokens or any(word.startswith("می") for word in tokens):
        for match in _CALLED.finditer(text):
            yield from _of_two(match, is_sure=True)
    yield from _of_others(text)
    if "." in text or "ـ" in text:
        yield from _by_initial(text)
    yield from _of_oneself(text, tokens)
    if "قای" in text or "خانم" in text or any(title in text for title in _RANKED):
        yield from _titled(text)


def _of_others(text: str) -> Iterator[tuple[int, int, bool]]:
    """In Arabic, and several at once: «آقایان قادری و نظری», «خانوادهٔ درودگر هستیم»."""
    if "ال" in text or "انا" in text or "اسمی" in text or "جارنا" in text:
        for match in _ARABIC.finditer(text):
            pair = {match["name"].rstrip("،"), match["second"]}
            if pair.isdisjoint(_ARABIC_PLAIN) and pair.isdisjoint(_PLACES) and not any(map(names.is_plain, pair)):
                yield *_span(match, is_two=True), False
    if "یان" in text or "خانم" in text or "برادران" in text or "خانواده" in text:
        for match in _SEVERAL.finditer(text):
            if _is_name(match["name"]) and match["name"] not in PLAIN:
                yield match.start(), match.end("second" if _is_name(match["second"] or "") else "name"), True
        for match in _FAMILY_OF.finditer(text):
            if not names.is_plain(match["name"]) and match["name"] not in PLAIN and match["name"] not in _PLACES:
                yield *match.span("name"), False


def _of_oneself(text: str, tokens: Set[str]) -> Iterator[tuple[int, int, bool]]:
    """«اسم کوچیکم …», «من، …، بازنشسته», «معروف به …», and what stands behind a label."""
    if "اسم" in text or "نام" in text or "فامیل" in text or "شهرت" in text:
        for match in _OWN.finditer(text):
            is_ended = match["end"] is not None or match["ended"] is not None or match["name"].endswith("\u200cست")
            yield from _of_two(match, is_sure=is_ended and _is_of_somebody(text, match))
        for match in _IS_MINE.finditer(text):
            yield from _of_two(match, is_sure=False)
    if ":" in text:
        for match in _LABELLED.finditer(text):
            if names.is_given(match["name"]):
                yield from _of_two(match, is_sure=False)
    if "من" in tokens or "بنده" in tokens or "اینجانب" in tokens or "اینجانبه" in tokens:
        for match in _I_NAME.finditer(text):
            yield from _of_two(match, is_sure=False)
    if " به " in text:
        for match in _KNOWN_AS.finditer(text):
            yield from _of_two(match, is_sure=False)


def _span(found: "re.Match[str]", *, is_two: bool) -> tuple[int, int]:
    return found.start("name"), found.end("second" if is_two else "name")


def _of_role(match: "re.Match[str]") -> Iterator[tuple[int, int, bool]]:
    """«کارشناس بازدید: حمید شبانکاره», «پیمانکار رستمی»."""
    name, second = bare(match["name"]), bare(match["second"] or "")
    is_marked = match["mark"] is not None
    if name in _PLACES or names.is_plain(name):
        return
    has_family = _is_name(second) and second not in _NO_NAMES
    if _is_name(name) and (name not in _NO_NAMES or has_family):
        yield *_span(match, is_two=_is_name(second)), is_marked and (has_family or name not in _NO_NAMES)
    elif (
        (names.is_given(name) and name not in _KIN_PLAIN and _KIN.match(match[0]))
        or (names.is_given(name) and _looks_like_a_family(second))
        or (is_marked and names.is_given(name) and second and match["end"] is not None and second not in PLAIN)
        or (is_marked and has_family and len(name) > 2 and name not in PLAIN)
    ):
        yield *_span(match, is_two=_is_name(second) or _looks_like_a_family(second)), False


def _looks_like_a_family(word: str) -> bool:
    """Whether a word that we do not know, after a role and a given name, may be the family name."""
    first, _, rest = word.partition(_ZWNJ)
    is_compound = len(first) > 2 and len(rest) > 2 and not rest.startswith(("ها", "تر"))
    looks_like_one = is_compound or (word.endswith("ی") and len(word) > _SHORT)
    return looks_like_one and first not in PLAIN and not names.is_plain(word)


def _of_closing(match: "re.Match[str]") -> Iterator[tuple[int, int, bool]]:
    """«با تشکر، …» and what may be a name at the end of a line."""
    name, second = bare(match["name"]), bare(match["second"] or "")
    if name in _PLACES or names.is_plain(name):
        return
    if _is_name(name) and (name not in _NO_NAMES or _is_name(second) or match["end"] is not None):
        yield *_span(match, is_two=_is_name(second)), name not in _NO_NAMES or _is_name(second)
        return
    pair = {name, second, name.partition("\u200c")[0], second.partition("\u200c")[0]}
    is_free = pair.isdisjoint(PLAIN) and pair.isdisjoint(_PLACES) and not names.is_plain(second)
    is_apart = not match.string[: match.start()].rstrip(" ")[-4:].strip("سلام.،,!؟\n:;؛") or match.start() == 0
    if second and match["end"] is not None and is_apart and is_free and min(len(name), len(second)) > 2:
        yield *_span(match, is_two=True), False


def _is_of_somebody(text: str, match: "re.Match[str]") -> bool:
    """Whether «اسمم …» or «اسمش …» is told of a person: «شهر بهشت است، فقط اسمش جهنمه» is not."""
    if not (match["whose"] or "").startswith(("ش", "اش")) or match[0].startswith(("فامیل", "شهرت")):
        return True
    return any(person in text[max(0, match.start() - _PERSON_NEAR) : match.start()] for person in _PERSONS)


def _of_two(match: "re.Match[str]", *, is_sure: bool) -> Iterator[tuple[int, int, bool]]:
    """A name that is told in so many words; `is_sure` where any two words there are one."""
    name, second = bare(match["name"]), bare(match["second"] or "")
    if names.is_plain(name) or name in _PLACES or name in PLAIN:
        return
    if _is_name(name) and (name not in _NO_NAMES or _is_name(second) or is_sure):
        yield *_span(match, is_two=_is_name(second)), True
    elif names.is_given(name) and second and not names.is_plain(second) and second not in PLAIN:
        yield *_span(match, is_two=True), False
    elif is_sure and len(name) > 2 and (not second or not (names.is_plain(second) or second in PLAIN)):
        yield *_span(match, is_two=bool(second)), False


def _by_initial(text: str) -> Iterator[tuple[int, int, bool]]:
    """«ش. محمودآبادی»; a letter that shortens "street" or "square" needs the end of a line after the name."""
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
        if _is_name(name) or looks_like_one or is_alone:
            yield match.start(), match.end(), False


def _titled(text: str) -> Iterator[tuple[int, int, bool]]:
    """A title that is run together with the name, or stands before a name that we do not know."""
    for match in _GLUED.finditer(text):
        if _is_name(match["name"]) and match["name"] not in _NO_NAMES:
            yield match.start(), match.end(), True
    for match in _DOCTOR.finditer(text):
        word = match["name"]
        if not names.is_known(word) and names.is_known(bare(word)):
            yield match.start(), match.end(), False
            continue
        first, _, rest = word.partition("\u200c")
        if names.is_plain(word) or word in _PLACES or {word, first, word.rstrip("ی")} & _PLAIN_TITLED:
            continue
        is_compound = len(first) > 2 and len(rest) > 2 and rest not in ("های", "هایی", "ترین")
        if (
            _IN_RANK.match(match[0])
            or is_compound
            or names.ends_like_a_family(word)
            or (len(word) > 4 and word.endswith("ی") and not rest)
        ):
            yield match.start(), match.end(), False

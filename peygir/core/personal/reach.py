"""Finds online contacts of a person in a text: mail addresses, links and user names in messengers."""

import re
from collections.abc import Iterator
from typing import Final

from peygir.core.personal.numbers import Hit

_TLD: Final = (
    r"(?:com|ir|net|org|me|info|io|co|app|link|ly|site|online|shop|gl|page|biz|tv|dev|xyz|club|id|edu|gov|کام|آی‌?آر)"
)
_MAILERS: Final = (
    r"(?:gmail|g\s?mail|yahoo|hotmail|outlook|icloud|protonmail|proton|chmail|mihanmail|live|aol|ymail|mail|"
    r"جی[\s\u200c]?میل|یاهو|هات[\s\u200c]?میل|اوت[\s\u200c]?لوک|آی[\s\u200c]?کلود)"
)
_OPEN, _CLOSE = r"[\(\[\{<«\"'*_\-]\s?", r"\s?[\)\]\}>»\"'*_\-]"
_AT_WORD: Final = r"(?:at[\s\-]?sign|at|ات|اَت|ادساین|ات[\s\u200c]?ساین|اتساین)"
_AT: Final = rf"(?:@|{_OPEN}{_AT_WORD}{_CLOSE}|[\(\[\{{]\s?a\s?[\)\]\}}]|\s{_AT_WORD}\s)"
_DOT: Final = rf"(?:\.|{_OPEN}(?:dot|\.|دات|نقطه){_CLOSE}|\s(?:dot|دات|نقطه)\s)"
_PART: Final = r"[\w+\-]{1,64}"
_MAIL: Final = re.compile(
    rf"(?i)(?:(?:[a-z0-9_+\-]{{2,30}}\s)?[\w.+\-]{{1,64}}\s{{1,3}}|"
    rf"[\w.+\-]{{1,64}}){_AT}\s{{0,3}}{_PART}(?:\s{{0,3}}{_DOT}\s{{0,3}}[^\W\d_]{{2,63}}){{1,3}}"
)
# A provider's name is enough: "zahra.a gmail", «زهرا جیمیل دات کام».
_MAILER: Final = re.compile(
    rf"(?i)[\w.+\-]{{2,64}}(?:\s{{0,3}}{_AT}\s{{0,3}}|\s{{1,3}}){_MAILERS}(?:\s{{0,3}}(?:{_DOT}|\s)\s{{0,3}}(?:com|"
    rf"ir|net|org|کام|آی‌?آر))"
    rf"|(?:[A-Za-z0-9_.+\-]{{2,30}}\s)?[\w.+\-]{{1,64}}\s{{0,3}}{_AT}\s{{0,3}}{_MAILERS}\b"
    rf"|(?<![\w])[a-z][\w.+\-]{{2,63}}\s{{1,3}}(?:gmail|yahoo|hotmail|جی[\s\u200c]?میل|یاهو)(?!\w)"
)
_SPELLED: Final = r"[a-z0-9_](?:[ .\-_]{1,3}[a-z0-9_]){2,30}"
_SPACED_MAIL: Final = re.compile(rf"(?i)(?<![A-Za-z0-9]){_SPELLED}\s{{0,3}}@\s{{0,3}}{_SPELLED}(?![A-Za-z0-9])")
_PERSIAN_DOT: Final = re.compile(
    r"[\w.\-]{1,64}[ \u200c]{1,2}(?:دات|نقطه)[ \u200c]{1,2}"
    r"(?:کام|آی[ \u200c]?آر|ای[ \u200c]?آر|نت|ارگ|اورگ|می|com|ir|net|org|me)"
    r"(?:\s{0,2}(?:/|slash|اسلش)\s{0,2}[\w.]{2,64})?(?!\w)"
)
_HOST: Final = r"(?<![\w@.\-])(?:[a-z0-9\-]{1,63}\.){1,4}"
_REST: Final = r"[^\s«»،؛]{1,400}"
_LINK: Final = re.compile(
    r"(?i)(?:"
    rf"\b(?:h[tx][tx]ps?|tg|whatsapp)\s?:\s?/\s?/\s?{_REST}|\bwww\s?\.\s?{_REST}"
    rf"|(?<![\w@.\-])(?:[a-z0-9\-]{{1,63}}\s?(?:\.|\[\.\]|\(\.\))\s?){{1,4}}{_TLD}\s?/\s?{_REST}"
    rf"|{_HOST}{_TLD}(?![\w])|{_HOST}[a-z]{{2,10}}/[\w@+~\-]{_REST}"
    rf"|(?<![\w@.\-])(?:t|wa|telegram|instagram|ble|eitaa|rubika)\s{{0,2}}{_DOT}\s{{0,2}}(?:me|com|ir)"
    r"(?:\s{0,2}(?:/|slash|اسلش)\s{0,2}[\w.]{2,64})?(?!\w))"
)
_OFFICIAL: Final = re.compile(r"(?i)(?:https?://)?(?:[a-z0-9\-]+\.){0,3}gov\.ir(?:/[a-z0-9/\-]*)?[.,!؟?]?$")
_AT_HANDLE: Final = re.compile(
    r"(?i)@[ \u200c]?[a-z][\w.]{2,63}|@\s{0,2}[a-z](?:[ .\-][a-z0-9_]){3,30}"
    r"|@[ \u200c]?[^\W\d_]{2,30}[_.\d][\w.]{0,30}|@[^\W\d_]{3,30}"
)
_NETWORK: Final = (
    r"(?:تل[\s\u200c]?گرام|تلگرم|تلگ|اسنپ[\s\u200c]?چت|تیک[\s\u200c]?تاک|ویراستی|دایرکت|ای[\s\u200c]دی|"
    r"پی[\s\u200c]?وی|اینستا[\s\u200c]گرام|اینستگرام|اینستاگرام|اینستا|واتس[\s\u200c]?(?:اپ|آپ|اب)|ایتا|"
    r"پیام[\s\u200c]?رسان|روبیکا|سروش|آی[\s\u200c]?گپ|"
    r"لینکدین|توییتر|توئیتر|فیس[\s\u200c]?بوک|دیسکورد|اسکایپ|سیگنال|آیدی|ایدی|آی[\s\u200c]دی|یوزرنیم|ایمیل|"
    r"جی[\s\u200c]?میل|یوزر|نام کاربری|پیج|در بله|بله|"
    r"\b(?:telegram|tel?[ei]?gram(?:e?sh|a?m)?|ins?ta(?:gram)?(?:e?sh|a?m)?|inesta(?:gram)?|whats?[ -]?app|wats?app|"
    r"eitaa|ita|bale|rubika|soroush|skype|discord|facebook|twitter|"
    r"linkedin|snapchat|snap|tiktok|gmail|e-?mail|ig|tg|fb|user\s?name|user\s?id|ay?di|idim|page)\b(?!\.[a-z])|\bid\b)"
)
_ANY_NETWORK: Final = re.compile(f"(?i){_NETWORK}")
_MAIL_WORDS: Final = ("@", "دات", "میل", "یاهو", "لوک", "کلود")
_OWN: Final = r"(?:م|ش|ام|اش|ی|مون|مان|‌?هام)?"
_BESIDE: Final = (
    r"(?:[^\w\n•]|\u200c|من|ما|ام|هست|است|با|به|اسم|نام|آدرس|ادرس|آیدی|ایدی|شماره|تلگرام|اینستا|ایتا|روبیکا|بله|در|توی|"
    r"تو|my|is|id|are|the|at|on|as|name|am|man|ma|be|address|handle|account|page|user|telegram|instagram|insta|"
    r"whatsapp|"
    r"eitaa|bale|rubika|soroush|me|:|=){0,10}"
)
_HANDLE: Final = re.compile(
    rf"(?i){_NETWORK}{_OWN}(?P<beside>{_BESIDE})(?<![A-Za-z0-9_])(?P<it>[a-z][a-z0-9_.\-]{{2,63}})"
)
_WRITE_TO_ME: Final = re.compile(
    r"(?i)\b(?:signal|dm|pm|pv|message|text|add|find|contact|reach|follow|payam)\s{1,2}me\s{1,2}(?:at|on|via|by|as|"
    r"here|:)?"
    r"[\s:]{0,3}(?P<it>(?=[a-z.]{0,40}[._0-9]\w)[a-z][\w.]{2,63})"
)
_PERSIAN_HANDLE: Final = re.compile(
    rf"(?i){_NETWORK}{_OWN}{_BESIDE}(?!منطقه|کوچه|پلاک|شماره|خط|فاز|بلوک|ساعت|کد)"
    r"(?P<it>[^\W\d_A-Za-z]{2,30}[0-9_][\w.]{0,40})"
)
_NEAR_HANDLE: Final = re.compile(
    rf"(?i){_NETWORK}[^\n]{{0,60}}?(?<![A-Za-z0-9_])(?P<it>[a-z][a-z.]*[0-9_][a-z0-9_.]{{1,63}}"
    r"|[a-z][a-z0-9]+(?:\.[a-z0-9]{2,30}){1,4}(?![\w/@]))"
)
_UNDERLINE: Final = re.compile(
    r"(?i)[^\W_]{2,40}[ \u200c]{1,2}"
    r"(?:[آا]ندر[ \u200c]?لاین|آندراسکور|زیرخط|underscore|under[ ]?line|underscor)[ \u200c]{1,2}[^\W_]{1,40}"
)
_AFTER_MARK: Final = re.compile(r"[:=«\"'(@]|\bis\b|\bid\b")
_HANDLE_LIKE: Final = re.compile(
    r"(?<![A-Za-z0-9_/.\-])(?:[a-z]{3,30}[0-9]{2,8}|[A-Za-z][A-Za-z0-9]{1,30}_[A-Za-z0-9_]{1,30}|"
    r"[A-Z][a-z]{2,20}[0-9]{2,8})"
    r"(?![A-Za-z0-9_\-]|\.\w)"
)
# Everyday words that may follow the name of a messenger.
_EVERYDAY: Final = """
covid19 covid pdf app bot ok okay and the that this with for about because but from have has was they there
please when where which what who how not you your our are can will would could should did does been being into
over message messages group channel channels page pages post posts video videos photo photos image link admin
support also sent send told said yesterday today tomorrow last week month city municipality water lamp light
street nobody somebody one two many all again still never answer answers answered reply replied number numbers
card cards required needed missing broken wrong screen services service account accounts team line phone mobile
cafe shop va ham ke ro ra az dar baraye mishe nemishe kar nist ast hast dadam kardam zadam goftam khabar payam
ferestadam vali ama lotfan dige digar ye yek ma man shoma baad bad javab nadadan nadad kard dad dadan gozashtam
gozashtan
"""
_NO_HANDLES: Final = frozenset(_EVERYDAY.split())
_NO_NUMBERED: Final = re.compile(
    r"(?i)(?:covid|street|alley|no|number|unit|pelak|kooche|koocheye|line|bus|phase|block|zone|area|district|day|route|"
    r"gate|pump|pole|lamp|sector|tir|pvc|upvc|dn|led|ipe|class|grade|type|model|mp|cat|win|fig|img|dsc)[ie]?\d+"
)


def certain(text: str) -> list[Hit]:
    """Mail addresses, links and user names in messengers of a folded text."""
    hits: list[Hit] = []
    has_latin = re.search("[A-Za-z]", text) is not None
    if has_latin or any(word in text for word in _MAIL_WORDS):
        for pattern in (_MAIL, _MAILER, _SPACED_MAIL, _PERSIAN_DOT):
            hits += [Hit(*found.span(), "email") for found in pattern.finditer(text)]
    if has_latin and ("." in text or "://" in text or re.search(r"(?i)\bdot\b|:\s?/", text)):
        hits += [
            Hit(*found.span(), "link") for found in _LINK.finditer(text) if not _OFFICIAL.fullmatch(found[0].strip())
        ]
    if "لاین" in text or "خط" in text or "nder" in text or "اسکور" in text:
        hits += [Hit(*found.span(), "handle") for found in _UNDERLINE.finditer(text)]
    if _ANY_NETWORK.search(text):
        hits += _handles(text) if has_latin else []
        hits += [Hit(*found.span("it"), "handle") for found in _PERSIAN_HANDLE.finditer(text)]
    if has_latin:
        hits += [Hit(*found.span("it"), "handle") for found in _WRITE_TO_ME.finditer(text)]
    if "@" in text:
        hits += [Hit(*found.span(), "handle") for found in _AT_HANDLE.finditer(text)]
    return hits


def _handles(text: str) -> Iterator[Hit]:
    for match in _HANDLE.finditer(text):
        word = match["it"].rstrip(".-")
        is_plain = word.lower() in _NO_HANDLES or (word.isalpha() and word.isupper() and len(word) < 5)
        is_named = bool(_AFTER_MARK.search(match["beside"])) or match[0][0] > "z" or bool(re.search(r"[0-9_]", word))
        if not is_plain and is_named:
            yield Hit(match.start("it"), match.start("it") + len(word), "handle")
    for match in _NEAR_HANDLE.finditer(text):
        if not _NO_NUMBERED.fullmatch(match["it"]):
            yield Hit(*match.span("it"), "handle")


def doubtful(text: str) -> list[Hit]:
    """Words that look like a user name in a messenger without being called so."""
    return [
        Hit(*found.span(), "handle")
        for found in _HANDLE_LIKE.finditer(text)
        if found[0].lower() not in _NO_HANDLES and not _NO_NUMBERED.fullmatch(found[0])
    ]

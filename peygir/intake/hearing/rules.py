"""What a few words sent to 137 mean: a code, an answer to "is it fixed?", "no more", "again", or a report."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from peygir.core.codes import CODE_LENGTH, is_code
from peygir.core.persian import key_words, normalise

Meaning = Literal["code", "verdict", "stop", "start", "help", "thanks", "words", "nothing"]
MOST_WORDS_BESIDE: Final = 8
"""A code among more words than these is mentioned in a report, not asked after."""


@dataclass(frozen=True, slots=True)
class Heard:
    """`code` is whole and checked; `wrong_code` has ten digits that are none; `verdict` is 1, 2 or 3."""

    meaning: Meaning
    code: str = ""
    wrong_code: str = ""
    verdict: int = 0


def _keys(*phrases: str) -> frozenset[str]:
    return frozenset(" ".join(key_words(phrase)) for phrase in phrases)


# Compared in the letters of `key_words`: half-spaces are blanks, «آ» is «ا», signs are gone.
_STOP: Final = _keys(
    "لغو", "لغو ۱۱", "لغو۱۱", "لغو پیامک", "لغو پیام", "لغو عضویت", "لغو اشتراک", "قطع", "قطع پیامک", "نفرستید",
    "پیام نفرستید", "پیامک نفرستید", "دیگر نفرستید", "stop", "stop all", "unsubscribe", "off",
)  # fmt: skip
_START: Final = _keys(
    "شروع", "شروع مجدد", "وصل", "وصل پیامک", "فعال", "دوباره بفرستید", "start", "unstop", "subscribe", "on"
)
_HELP: Final = _keys("راهنما", "کمک", "سلام", "help", "info", "menu", "منو", "؟", "hi", "hello")
_THANKS: Final = _keys(
    "ممنون", "ممنونم", "متشکرم", "تشکر", "با تشکر", "سپاس", "سپاسگزارم", "مرسی", "دستتون درد نکنه", "خدا قوت",
    "thanks", "thank you",
)  # fmt: skip
_YES: Final = _keys(
    "1", "یک", "گزینه 1", "گزینه یک", "عدد 1", "شماره 1", "بله", "بلی", "آره", "بله برطرف شد", "برطرف شد",
    "برطرف شده", "برطرف شده است", "حل شد", "حل شده", "درست شد", "راضی", "راضی هستم", "راضی ام", "تایید", "تأیید",
    "1 بله", "بله 1", "1 برطرف شد", "yes", "fixed", "ok", "اوکی",
)  # fmt: skip
_BADLY: Final = _keys(
    "2", "دو", "گزینه 2", "گزینه دو", "عدد 2", "شماره 2", "ناراضی", "ناراضی هستم", "راضی نیستم", "خوب نیست",
    "بد انجام شد", "ناقص", "ناقص است", "2 ناراضی", "انجام شد ولی خوب نیست", "2 انجام شد ولی خوب نیست", "not well",
)  # fmt: skip
_NOT: Final = _keys(
    "3", "سه", "گزینه 3", "گزینه سه", "عدد 3", "شماره 3", "نه", "خیر", "نخیر", "نشد", "نشده", "نشده است",
    "انجام نشد", "انجام نشده", "انجام نشده است", "برطرف نشد", "برطرف نشده", "برطرف نشده است", "حل نشد", "حل نشده",
    "درست نشد", "3 انجام نشد", "3 انجام نشده است", "3 خیر", "no", "not done", "not fixed",
)  # fmt: skip
_UNKNOWN: Final = _keys(
    "4", "چهار", "گزینه 4", "گزینه چهار", "عدد 4", "شماره 4", "نمی دانم", "نمیدانم", "نمی توانم بگویم", "4 نمی دانم",
    "cannot say", "i do not know", "dont know",
)  # fmt: skip
_ANSWERS: Final = ((1, _YES), (2, _BADLY), (3, _NOT))
# Digits that belong together: blanks, dashes, points, slashes and underlines between them, as people group a code.
_RUN: Final = re.compile(r"[0-9](?:[\s.,،/\\\-_–—|*]{0,3}[0-9])*")
_KEYCAP: Final = re.compile("[\ufe0f\u20e3]")


def understand(text: str) -> Heard:
    """The meaning of one message, whatever digits, blanks and signs it is written with."""
    plain = normalise(_KEYCAP.sub("", text))
    words = key_words(plain)
    if not words and not plain.strip():
        return Heard("nothing")
    key = " ".join(words)
    if found := _code_in(plain):
        return found
    for meaning, phrases in (("stop", _STOP), ("start", _START), ("help", _HELP), ("thanks", _THANKS)):
        if key in phrases:
            return Heard(meaning)  # type: ignore[arg-type]
    for verdict, phrases in _ANSWERS:
        if key in phrases:
            return Heard("verdict", verdict=verdict)
    return Heard("words" if words else "help")


def cannot_say(text: str) -> bool:
    """Whether words are the fourth answer to a survey; to every other question a 4 is just a number."""
    return " ".join(key_words(normalise(_KEYCAP.sub("", text)))) in _UNKNOWN


def _code_in(plain: str) -> Heard | None:
    """A code that somebody asks after, perhaps with an answer behind it; None without one, and in a report."""
    runs = [(found, re.sub(r"[^0-9]", "", found[0])) for found in _RUN.finditer(plain)]
    beside = key_words(_RUN.sub(" ", plain))
    if len(beside) > MOST_WORDS_BESIDE:
        return None
    for found, digits in runs:
        if is_code(digits):
            return _with_answer(digits, plain, found.span())
        code, last = digits[:CODE_LENGTH], digits[CODE_LENGTH:]
        if is_code(code) and last in ("1", "2", "3") and not found[0][-2].isdigit():
            return Heard("verdict", code=code, verdict=int(last))
        first, code = digits[:1], digits[1:]
        if is_code(code) and first in ("1", "2", "3") and not found[0][1].isdigit():
            return Heard("verdict", code=code, verdict=int(first))
    wrong = [digits for _, digits in runs if len(digits) == CODE_LENGTH]
    is_phone = bool(wrong) and wrong[0].startswith("9")  # 912… without its nought
    return Heard("code", wrong_code=wrong[0]) if wrong and not is_phone and len(beside) <= 3 else None


def _with_answer(code: str, plain: str, span: tuple[int, int]) -> Heard:
    """A code alone is asked after; with «بله» or «۲» beside it, it is answered."""
    beside = " ".join(key_words(f"{plain[: span[0]]} {plain[span[1] :]}"))
    for verdict, phrases in _ANSWERS:
        if beside in phrases:
            return Heard("verdict", code=code, verdict=verdict)
    return Heard("code", code=code)


def verdict_reason(verdict: int, language: str) -> str:
    """What a 2 or a 3 says to the unit; nothing for a 1."""
    fa, en = {2: ("انجام شده ولی خوب نیست", "done, but not well"), 3: ("انجام نشده است", "not done")}.get(
        verdict, ("", "")
    )
    return fa if language == "fa" else en


Question = Literal["words", "place", "photo", ""]
# Words after which people write where it is: an address that no map of ours has to know.
_ADDRESS: Final = re.compile(
    r"(?<!\w)(خیابان|خیابون|خ|کوچه|بلوار|میدان|میدون|فلکه|چهارراه|چهار راه|سه راه|پلاک|نبش|روبروی|رو به روی|جنب|پشت|"
    r"ابتدای|انتهای|بزرگراه|پل|شهرک|محله|پارک|بوستان|street|st|avenue|square|alley)\s+\w+",
    re.IGNORECASE,
)


def names_an_address(text: str) -> bool:
    """Whether words say where it is in the manner of an address."""
    return bool(_ADDRESS.search(normalise(text)))


def next_question(said: Mapping[str, Any], *, may_send_photos: bool) -> Question:
    """What is still to be asked before a report is whole; a photo is asked for once, and nobody must have one."""
    if not said.get("text"):
        return "words"
    if not (said.get("address") or said.get("label") or said.get("lat") is not None):
        return "place"
    return "photo" if may_send_photos and not said.get("is_whole") else ""

"""Parses short messages sent to 137: a code, an answer to "is it fixed?", "stop", "start again", or a report."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from peygir.core.codes import CODE_LENGTH, is_code
from peygir.core.persian import key_words, normalise
from peygir.core.translation import pgettext_lazy
from peygir.core.word_lists import read_rows
from peygir.desks.intake.inbound.message_data import MessageData

Meaning = Literal["code", "verdict", "stop", "start", "help", "thanks", "words", "nothing"]
INBOUND_KEY: Final = "in-"
"""The beginning of the key of a report that was made from a message, before the message's number."""
MOST_WORDS_BESIDE: Final = 8
"""In a text of more words than these a code is part of a report and not a question about it."""


@dataclass(frozen=True, slots=True)
class ParsedInbound:
    """`code` is complete and valid; `wrong_code` has ten digits but is invalid; `verdict` is 1, 2 or 3."""

    meaning: Meaning
    code: str = ""
    wrong_code: str = ""
    verdict: int = 0


def _keys(*phrases: str) -> frozenset[str]:
    return frozenset(" ".join(key_words(phrase)) for phrase in phrases)


_PHRASES: Final = {name: _keys(*rows) for name, rows in read_rows(Path(__file__).with_name("phrases.txt")).items()}
_STOP: Final = _PHRASES["stop"]
_START: Final = _PHRASES["start"]
_HELP: Final = _PHRASES["help"]
_THANKS: Final = _PHRASES["thanks"]
_YES: Final = _PHRASES["yes"]
_BADLY: Final = _PHRASES["badly"]
_NOT: Final = _PHRASES["not"]
_UNKNOWN: Final = _PHRASES["unknown"]
_ANSWERS: Final = ((1, _YES), (2, _BADLY), (3, _NOT))
# Digits of one number, with the separators by which people group a code.
_RUN: Final = re.compile(r"[0-9](?:[\s.,،()/\\\-_–—|*]{0,3}[0-9])*")
_KEYCAP: Final = re.compile("[\ufe0f\u20e3]")
_GLUED: Final = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
# Courtesies that people write beside an answer, and what they call a code.
_COURTESY: Final = frozenset(
    word
    for phrase in ("سلام", "لطفا", "لطفاً", "ممنون", "ممنونم", "متشکرم", "با تشکر", "سپاس", "مرسی")
    for word in key_words(phrase)
)
_NAMING: Final = _keys("کد", "گزارش", "شماره", "رهگیری", "code")


def understand(text: str) -> ParsedInbound:
    """Parse one message, in whatever digits, spacing and punctuation it is written."""
    plain = normalise(_KEYCAP.sub("", text))
    tokens = _words(plain)
    if not tokens and not plain.strip():
        return ParsedInbound("nothing")
    if found := _code_in(plain) or _phrase(tokens):
        return found
    return ParsedInbound("words" if tokens else "help")


def _words(plain: str) -> list[str]:
    """The words for comparison; a digit is a word by itself, also when it is attached to one («گزینه1»)."""
    return key_words(_GLUED.sub(" ", plain))


def _phrase(words: list[str]) -> ParsedInbound | None:
    """The meaning of a known phrase, with or without courtesies around it."""
    for key in (" ".join(words), " ".join(word for word in words if word not in _COURTESY)):
        for meaning, phrases in (("stop", _STOP), ("start", _START), ("help", _HELP), ("thanks", _THANKS)):
            if key in phrases:
                return ParsedInbound(meaning)  # type: ignore[arg-type]
        if verdict := _verdict(key):
            return ParsedInbound("verdict", verdict=verdict)
    return None


def _verdict(key: str) -> int:
    return next((verdict for verdict, phrases in _ANSWERS if key in phrases), 0)


def cannot_say(text: str) -> bool:
    """Whether the text is the fourth answer of a survey; for any other question a 4 is just a number."""
    return " ".join(_words(normalise(_KEYCAP.sub("", text)))) in _UNKNOWN


def _code_in(plain: str) -> ParsedInbound | None:
    """A code whose status is asked, perhaps followed by an answer; None without a code, and in a report."""
    runs = [(found, re.sub(r"[^0-9]", "", found[0])) for found in _RUN.finditer(plain)]
    beside = key_words(_RUN.sub(" ", plain))
    if len(beside) > MOST_WORDS_BESIDE:
        return None
    for match, digits in runs:
        if is_code(digits):
            return _with_answer(digits, plain, match.span())
        code, last = digits[:CODE_LENGTH], digits[CODE_LENGTH:]
        if is_code(code) and last in ("1", "2", "3") and not match[0][-2].isdigit():
            return ParsedInbound("verdict", code=code, verdict=int(last))
        first, code = digits[:1], digits[1:]
        if is_code(code) and first in ("1", "2", "3") and not match[0][1].isdigit():
            return ParsedInbound("verdict", code=code, verdict=int(first))
    wrong = [digits for _, digits in runs if len(digits) == CODE_LENGTH]
    is_phone = bool(wrong) and wrong[0].startswith("9")  # 912… without its leading zero
    return ParsedInbound("code", wrong_code=wrong[0]) if wrong and not is_phone and len(beside) <= 3 else None


def _with_answer(code: str, plain: str, span: tuple[int, int]) -> ParsedInbound:
    """A code alone asks for its status; with «بله» or «۲» beside it, it is an answer."""
    beside = _words(f"{plain[: span[0]]} {plain[span[1] :]}")
    verdict = _verdict(" ".join(word for word in beside if word not in _COURTESY | _NAMING))
    return ParsedInbound("verdict" if verdict else "code", code=code, verdict=verdict)


def verdict_reason(verdict: int, language: str) -> str:
    """The reason given to the unit with verdict 2 or 3; empty for 1."""
    reasons = {
        2: pgettext_lazy("reason of a verdict", "done, but not well"),
        3: pgettext_lazy("reason of a verdict", "not done"),
    }
    return reasons[verdict].in_language(language) if verdict in reasons else ""


Question = Literal["words", "place", "area", "photo", ""]
# Words that introduce a description of a place: an address needs no entry in our map.
_ADDRESS: Final = re.compile(
    r"(?<!\w)(خیابان|خیابون|خ|کوچه|بلوار|میدان|میدون|فلکه|چهارراه|چهار راه|سه راه|پلاک|نبش|روبروی|رو به روی|جنب|پشت|"
    r"ابتدای|انتهای|بزرگراه|پل|شهرک|محله|پارک|بوستان|street|st|avenue|square|alley)\s+\w+",
    re.IGNORECASE,
)


def names_an_address(text: str) -> bool:
    """Whether a text describes a place in the form of an address."""
    return bool(_ADDRESS.search(normalise(text)))


_NO_ANSWER: Final = re.compile(
    r"\s*(?:نمی[\s\u200c]?(?:دونم|دانم|دونیم|دانیم|شناسم)|نه|خیر|بلد نیستم|یادم نیست|معلوم نیست|no|i don'?t know)\b",
    re.IGNORECASE,
)


def has_no_answer(text: str) -> bool:
    """Whether a reply says that its writer does not know what was asked."""
    return bool(_NO_ANSWER.match(normalise(text)))


MOST_ADDRESS: Final = 120
"""The most characters kept of a sentence that describes a place; a longer one is cut to the part that does."""
_SENTENCE_END: Final = re.compile(r"[.\n!؟?؛]+")


def place_sentence(text: str) -> str:
    """The sentence of a text that describes a place in the form of an address, cut to MOST_ADDRESS; or ""."""
    for sentence in _SENTENCE_END.split(text):
        match = _ADDRESS.search(sentence)
        if match is not None:
            whole = sentence.strip()
            return whole if len(whole) <= MOST_ADDRESS else sentence[match.start() :].strip()[:MOST_ADDRESS]
    return ""


def next_question(conversation_data: MessageData, *, may_send_photos: bool) -> Question:
    """The next question before a report is complete.

    A neighbourhood, where an address has none, and a photo are asked for once and are optional.
    """
    if not conversation_data.get("text"):
        return "words"
    if not (
        conversation_data.get("address") or conversation_data.get("label") or conversation_data.get("lat") is not None
    ):
        return "place"
    if conversation_data.get("is_area_open") and conversation_data.get("lat") is None:
        return "area"
    return "photo" if may_send_photos and not conversation_data.get("is_whole") else ""

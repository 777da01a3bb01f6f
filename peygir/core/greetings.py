"""Leaves out the greeting with which a report begins, so that a line of a list says what the report is about."""

import re
from typing import Final

_GAP: Final = r"[\s\u200c]*"
_WORDS: Final = (
    r"(?:با|ضمن)?\s*(?:عرض\s*)?سلام(?:\s*و)?(?:\s*علیکم)?",
    r"درود(?:\s*بر\s*شما)?",
    r"(?:با|ضمن)\s*عرض\s*(?:ادب|احترام|خسته\s*نباشید)",
    r"(?:عرض\s*)?(?:ادب|ارادت)(?:\s*و\s*احترام)?",
    r"(?:و\s*)?(?:با\s*)?احترام",
    r"(?:و\s*)?خدا\s*قوت",
    r"(?:و\s*)?خسته\s*نباشید",
    r"(?:وقت|وقتتون|وقتتان|روز|روزتون|روزتان|صبح|صبحتون|عصر|عصرتون|شب|شبتون)\s*(?:شما\s*)?ب(?:ه\s*)?خیر",
    r"(?:خدمت|به)\s*(?:شما|همکاران?(?:\s*(?:محترم|عزیز|گرامی))?(?:\s*(?:۱۳۷|137))?)",
    r"(?:شهردار(?:ی)?|مسئول(?:ین|ان)?|همکار(?:ان)?|اپراتور|عزیزان|دوستان)\s*(?:محترم|عزیز|گرامی)(?:\s*(?:۱۳۷|137))?",
    r"(?:hello|hi|hey|good\s+(?:morning|afternoon|evening|day)|dear\s+(?:sir|madam|colleagues?|all|city|137))"
    r"(?:\s+(?:there|all|everyone|or\s+madam))?\b",
)
# `\b` after Persian words: a greeting is a whole word («سلامت» and «سلامی» are not).
_GREETING: Final = re.compile(
    rf"{_GAP}(?:{'|'.join(_WORDS)})(?![^\W\d_])[\s\u200c،,.!؛;:؟…-]*".replace(r"\s*", r"[\s\u200c]*"), re.IGNORECASE
)


def without_greeting(text: str) -> str:
    """`text` without the greetings at its beginning; all of it if nothing else is said."""
    at = 0
    while (match := _GREETING.match(text, at)) is not None and match.end() > at:
        at = match.end()
    return text[at:].lstrip() or text

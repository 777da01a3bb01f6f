"""Takes off what a message quotes below its own words, and the signature of its sender or of their phone."""

import re
from typing import Final

_QUOTED: Final = re.compile(
    r"^\s*(>|-{2,}\s*(original message|forwarded message|پیام اصلی|پیام فوروارد|ارسال مجدد)|_{10,}|on\b.{4,160}\bwrote:"
    r"|(از|فرستنده|from|von|de)\s*:.*@|(?:در|به)\b.{4,160}(نوشت|نوشته|نوشته است|نوشته‌است)\s*[:؛]?"
    r"|.{4,160}\bنوشت(?:ه است|ه‌است|ه)?\s*[:：]\s*$|.{4,160}@.{3,80}>?\s*(?:wrote|نوشت)\s*:|begin forwarded message)",
    re.IGNORECASE,
)
_SPLIT_QUOTED: Final = re.compile(
    r"\s(?:On (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|\d{1,2}|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*[ ,.]"
    r".{4,160}wrote:"
    r"|-{3,} ?(?:Original Message|پیام اصلی)|(?:در|به) تاریخ .{4,160}(?:نوشت|نوشته)).*",
    re.IGNORECASE | re.DOTALL,
)
_DELIMITER: Final = re.compile(r"^\s*(--|—|__)\s*$")
_PHONE_SIGNATURE: Final = re.compile(
    r"(?:^|[\s.،,!(\-])(?:sent|enviado|gesendet|envoyé) (?:from|via|with) (?:my )?[^\n]{2,60}$"
    r"|(?:^|[\s.،,!(\-])get outlook for [^\n]{2,40}$"
    r"|(?:^|[\s.،,!(\-])(?:ارسال(?:‌| )?شده|ارسال|فرستاده(?:‌| )?شده) (?:از|با|توسط)(?: طریق)?[ :]+[^\n]{2,60}$"
    r"|(?:^|[\s.،,!(\-])yahoo mail: [^\n]{2,60}$",
    re.IGNORECASE | re.MULTILINE,
)


def own_words(text: str) -> str:
    """The words that the sender wrote now: without quoted lines, the signature below “--”, and phones' signatures."""
    kept: list[str] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if _DELIMITER.match(line) or _QUOTED.match(line):
            break
        kept.append(line.rstrip())
    own = _SPLIT_QUOTED.sub("", "\n".join(kept))
    own = _PHONE_SIGNATURE.sub("", own)
    return re.sub(r"\n{3,}", "\n\n", own).strip()

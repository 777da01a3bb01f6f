"""Removes quoted text and the signature of the sender or of their device from a message."""

import re
from typing import Final

_BIDI: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_MARKED: Final = re.compile(r"^\s*>")
# The line by which a mail program introduces what follows: Gmail, Apple Mail, Yahoo, Samsung, Thunderbird, K-9.
_INTRODUCED: Final = re.compile(
    r"^\s*(?:on\b.{4,200}\bwrote\s*:"
    r"|.{4,200}(?:[@\d۰-۹٠-٩]).{0,120}\b(?:wrote|نوشت(?:ه(?: ?است|\u200cاست)?)?)\s*[:：]\s*"
    r"|(?:در|به)\b.{4,200}[@\d۰-۹٠-٩].{0,120}نوشت(?:ه(?: ?است|\u200cاست)?)?\s*[:：]?\s*)$",
    re.IGNORECASE,
)
# Separators before an original email that is quoted without marks.
_BEGINS: Final = re.compile(
    r"^\s*(?:[-_*]{2,}\s*(?:original message|forwarded message|پیام اصلی|پیام هدایت.?شده|نامهٔ? اصلی)|_{10,}\s*$"
    r"|begin forwarded message|(?:از|فرستنده|from)\s*:.*@)",
    re.IGNORECASE,
)
_FROM: Final = re.compile(r"^\s*\*?(?:از|فرستنده|from)\s*:", re.IGNORECASE)
_SENT: Final = re.compile(r"^\s*\*?(?:sent|date|to|subject|تاریخ|ارسال.{0,10}|به|گیرنده|موضوع)\s*:", re.IGNORECASE)
_DELIMITER: Final = re.compile(r"^\s*(?:--|—|__)\s*$")
# In a short message or a one-line form there is no line end before the quote.
_SPLIT: Final = re.compile(
    r"\s(?:On (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|\d{1,2}[ ,.])\w*"
    r".{4,160}wrote:|-{3,} ?(?:Original Message|پیام اصلی)|(?:در|به) تاریخ .{4,160}نوشت(?:ه)?\s*:).*",
    re.IGNORECASE | re.DOTALL,
)
_DEVICE: Final = (
    r"(?:my\b|i-?phone|i-?pad|آیفون|ایفون|آیپد|گوشی|تلفن|موبایل|تبلت|samsung|سامسونگ|galaxy|گلکسی|xiaomi|شیائومی|huawei|"
    r"هواوی|honor|android|اندروید|yahoo|یاهو|outlook|اوت.?لوک|gmail|جی.?میل|e?mail|ایمیل|windows|blackberry|nokia|mobile|device)"
)
_OF_A_DEVICE: Final = re.compile(
    r"(?:^|[\s.،,!؛(\-])(?:"
    rf"(?:sent|enviado|gesendet|envoyé) (?:from|via|with|using)[^\n]{{0,20}}?{_DEVICE}[^\n]{{0,50}}"
    rf"|get outlook for [^\n]{{2,30}}|yahoo mail: [^\n]{{2,60}}"
    rf"|(?:ارسال|فرستاده)(?:[\u200c ]?شده)? (?:از|با|توسط)[^\n]{{0,20}}?{_DEVICE}[^\n]{{0,40}}"
    rf"|از {_DEVICE}[^\n]{{0,30}} (?:ارسال|فرستاده) (?:شد|شده|شده است))\s*$",
    re.IGNORECASE | re.MULTILINE,
)


def own_words(text: str) -> str:
    """Return the text that the sender wrote now, also if it is below or between the quoted lines."""
    lines = _joined([_BIDI.sub("", line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")])
    kept: list[str] = []
    for text_line, following in zip(lines, _following(lines), strict=True):
        if _MARKED.match(text_line):
            continue
        if _INTRODUCED.match(text_line):
            if following and _MARKED.match(following[0]):
                continue  # the quote is marked; own text may follow it
            break
        is_head = bool(_FROM.match(text_line)) and any(_SENT.match(later) for later in following)
        if is_head or _DELIMITER.match(text_line) or _BEGINS.match(text_line):
            break
        kept.append(text_line.rstrip())
    own = _OF_A_DEVICE.sub("", _SPLIT.sub("", "\n".join(kept)))
    return re.sub(r"\n{3,}", "\n\n", own).strip()


def _following(lines: list[str]) -> list[tuple[str, ...]]:
    """For each line the next two that are not blank."""
    later: tuple[str, ...] = ()
    next_lines = []
    for text_line in reversed(lines):
        next_lines.append(later)
        if text_line.strip():
            later = (text_line, *later[:1])
    return next_lines[::-1]


def _joined(lines: list[str]) -> list[str]:
    """Join an introduction that was broken over two lines."""
    joined: list[str] = []
    for text_line in lines:
        if joined and joined[-1].strip() and not _MARKED.match(joined[-1]):
            both = f"{joined[-1].rstrip()} {text_line.strip()}"
            is_tail = bool(re.search(r"(?:wrote|نوشت(?:ه)?)\s*[:：]?\s*$", text_line)) and len(text_line.strip()) <= 90
            if is_tail and _INTRODUCED.match(both) and re.match(r"^\s*(?:on\b|در\b|به\b)", joined[-1], re.IGNORECASE):
                joined[-1] = both
                continue
        joined.append(text_line)
    return joined

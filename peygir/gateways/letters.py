"""Reads a letter that came in: who, what, which pictures, and whether a machine wrote it by itself."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from html.parser import HTMLParser
from typing import Final

MOST_PHOTOS: Final = 5
_NOBODY: Final = re.compile(r"^(mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?)\b", re.IGNORECASE)
_QUOTED: Final = re.compile(
    r"^\s*(>|-{2,}\s*(original message|forwarded message|پیام اصلی)|_{10,}|on .{4,120} wrote:|از:.*@|from:.*@"
    r"|(?:در|به) تاریخ .{4,120}(نوشت|نوشته)|.{4,120} نوشت:\s*$)",
    re.IGNORECASE,
)
_SIGNATURE: Final = re.compile(r"^-- ?$")


@dataclass(frozen=True, slots=True)
class Letter:
    """What a letter says; `text` is without what it quotes. `is_by_machine`: nobody answers it, ever."""

    message_id: str
    sender: str
    name: str
    subject: str
    text: str
    photos: tuple[bytes, ...]
    is_by_machine: bool


def read_letter(raw: bytes, *, ours: str) -> Letter:
    """`ours` is our own address: what comes from there is by a machine too."""
    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    name, address = parseaddr(_header(message, "From"))
    sender = address.strip().lower()[:254]
    message_id = _header(message, "Message-ID").strip()[:200] or f"<{hashlib.sha256(raw).hexdigest()[:40]}@unnamed>"
    return Letter(
        message_id, sender, name.strip(), " ".join(_header(message, "Subject").split())[:300],
        _own_words(_text(message)), _photos(message), _is_by_machine(message, sender, ours.lower()),
    )  # fmt: skip


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name, "") or "")
    except (ValueError, IndexError, AttributeError):  # headers that no standard allows are met in the wild
        return ""


def _is_by_machine(message: EmailMessage, sender: str, ours: str) -> bool:
    """RFC 3834, 2: what was sent by itself is never answered; nor lists, bounces, and our own letters."""
    auto = _header(message, "Auto-Submitted").split(";")[0].strip().lower()
    path = message.get("Return-Path")
    return (
        auto not in ("", "no")
        or not sender
        or sender == ours
        or bool(_NOBODY.match(sender))
        or (path is not None and str(path).strip() == "<>")
        or _header(message, "Precedence").strip().lower() in ("bulk", "junk", "list", "auto_reply")
        or any(
            message.get(name) is not None
            for name in ("List-Id", "List-Unsubscribe", "X-Autoreply", "X-Autorespond", "X-Failed-Recipients")
        )
    )


def _text(message: EmailMessage) -> str:
    try:
        part = message.get_body(preferencelist=("plain", "html"))
        content = part.get_content() if part is not None else ""
    except (KeyError, LookupError, ValueError, AttributeError):
        return ""
    if part is not None and part.get_content_type() == "text/html":
        reader = _Words()
        reader.feed(str(content))
        content = "".join(reader.words)
    return str(content)


def _own_words(text: str) -> str:
    """Without what is quoted below and the signature."""
    kept = []
    for line in text.replace("\r\n", "\n").split("\n"):
        if _QUOTED.match(line) or _SIGNATURE.match(line):
            break
        kept.append(line.rstrip())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _photos(message: EmailMessage) -> tuple[bytes, ...]:
    found = []
    for part in message.walk():
        if part.get_content_maintype() == "image" and not part.is_multipart():
            data = part.get_payload(decode=True)
            if isinstance(data, bytes) and data:
                found.append(data)
    return tuple(found[:MOST_PHOTOS])


class _Words(HTMLParser):
    """The words of a page, blocks on lines of their own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in ("script", "style", "head", "blockquote"):
            self._hidden += 1
        elif tag in ("br", "p", "div", "tr", "li", "h1", "h2", "h3"):
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style", "head", "blockquote"):
            self._hidden = max(0, self._hidden - 1)

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)

"""Parses an inbound email: sender, text, files, what it answers, and whether it is automatic."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.header import decode_header
from email.message import EmailMessage, Message
from email.policy import compat32, default
from email.utils import parseaddr
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final, Literal

from peygir.core.charsets import decoded
from peygir.core.child import ChildFailed, ChildLimits, run_child
from peygir.core.quoting import own_words
from peygir.core.words import plain as without_controls
from peygir.gateways.robots import machine_of

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_PHOTOS: Final = 5
MOST_FILES: Final = 4
"""The most documents and recordings of one email."""
MOST_IDS: Final = 20
MOST_ORIGINAL: Final = 256 * 1024
"""The most bytes kept in their original form, of a text that could not be decoded well."""
MOST_SHOWN: Final = 2_000
"""The most characters shown to a person, of an email that could not be parsed."""
_CHILD: Final = "peygir.gateways.email_reading"
# An email may contain five photos of the greatest size.
_LIMITS: Final = ChildLimits(megabytes=1024, seconds=15, answer_megabytes=96)
_MESSAGE_ID: Final = re.compile(r"<[^<>\s\x00-\x20\x7f]{1,250}>")
# The sender of an unreadable email, as far as its first bytes show.
_FROM: Final = re.compile(rb"^from:[^\r\n]{0,300}?([\w.+-]{1,64}@[\w.-]{1,189})", re.IGNORECASE | re.MULTILINE)
_HEAD: Final = 64 * 1024
_BROKEN: Final = "\ufffd"


@dataclass(frozen=True, slots=True)
class InboundEmail:
    """A parsed email; `text` is without quotes and signature, `files` are photos, and PDFs and recordings after them.

    `machine`: "surely" (automatic: never answered), "perhaps" (a person looks first), "unread" (it could not be parsed,
    and a person looks first), or empty. `replies_to` are the
    Message-IDs that it names as answered, the newest last. `original` is the text as it came, in Base64, if it
    could not be decoded well, and `charset` its declared encoding.
    """

    message_id: str
    sender: str
    name: str
    subject: str
    text: str
    files: tuple[bytes, ...]
    machine: Literal["", "surely", "perhaps", "unread"]
    replies_to: tuple[str, ...] = ()
    original: str = ""
    charset: str = ""


def open_email(raw: bytes, *, ours: str) -> InboundEmail:
    """Run `read_email` in a child process, because of hostile input. Raises ChildWasKilled."""
    try:
        answer = run_child(_CHILD, ours, data=raw, limits=_LIMITS)
    except ChildFailed:
        return _unread(raw)
    head, _, contents = answer.partition(b"\n")
    facts, files = json.loads(head), []
    for size in facts.pop("files"):
        files.append(contents[:size])
        contents = contents[size:]
    return InboundEmail(files=tuple(files), **facts | {"replies_to": tuple(facts["replies_to"])})


def _unread(raw: bytes) -> InboundEmail:
    """What a person sees of an email that crashed the parser; it is stored, or it would be fetched again for ever."""
    match = _FROM.search(raw[:_HEAD])
    return InboundEmail(
        message_id=f"<{hashlib.sha256(raw).hexdigest()[:40]}@unread>",
        sender=match[1].decode("ascii", "replace").lower() if match else "",
        name="",
        subject="",
        text=raw[:MOST_SHOWN].decode("utf-8", "replace"),
        files=(),
        machine="unread",
        original=base64.b64encode(raw[:MOST_ORIGINAL]).decode("ascii"),
    )


def read_email(raw: bytes, *, ours: str) -> InboundEmail:
    """Parse an email; `ours` is our own address: an email from it counts as automatic.

    For `open_email`, which bounds its resources and catches whatever it raises.
    """
    message = message_from_bytes(raw, policy=default)
    plain = message_from_bytes(raw, policy=compat32)
    assert isinstance(message, EmailMessage)

    def header(name: str) -> str:
        return _header(message, plain, name)

    name, address = parseaddr(header("From"))
    sender = without_controls(address).lower()[:254]
    message_id = without_controls(header("Message-ID"))[:200] or f"<{hashlib.sha256(raw).hexdigest()[:40]}@unnamed>"
    ids = _MESSAGE_ID.findall(f"{header('References')} {header('In-Reply-To')}")
    text, is_well, data, charset = _text(message)
    return InboundEmail(
        message_id,
        sender,
        name.strip(),
        " ".join(header("Subject").split())[:300],
        own_words(text),
        (*_files(message, _is_photo)[:MOST_PHOTOS], *_files(message, _is_document)[:MOST_FILES]),
        machine_of(message, header, sender, ours.lower()),
        tuple(dict.fromkeys(ids))[-MOST_IDS:],
        "" if is_well else base64.b64encode(data[:MOST_ORIGINAL]).decode("ascii"),
        "" if is_well else without_controls(charset)[:60],
    )


def _header(message: EmailMessage, plain: Message, name: str) -> str:
    """A decoded header, even if its encoding is unknown, wrong or undeclared."""
    try:
        value = str(message.get(name, "") or "")
    except (ValueError, IndexError, AttributeError, LookupError):  # real emails contain headers that no standard allows
        value = _BROKEN
    if _BROKEN not in value and "=?" not in value and value.isprintable():
        return value
    raw = plain.get(name)
    try:
        parts = decode_header(raw) if raw is not None else []
    except (ValueError, LookupError, AttributeError):
        return value
    decoded_parts = [
        decoded(part.encode("ascii", "surrogateescape") if isinstance(part, str) else part, charset or "")[0]
        for part, charset in parts
    ]
    return " ".join("".join(decoded_parts).split())


def _text(message: EmailMessage) -> tuple[str, bool, bytes, str]:
    """(text, whether it was decoded well, its raw bytes, the declared encoding)."""
    try:
        part = message.get_body(preferencelist=("plain", "html"))
    except (KeyError, LookupError, ValueError, AttributeError):
        part = None
    if part is None:
        return "", True, b"", ""
    try:
        payload = part.get_payload(decode=True)
        charset = str(part.get_content_charset("") or "")
    except (LookupError, ValueError, AttributeError):
        payload, charset = b"", ""
    data = payload if isinstance(payload, bytes) else b""
    content, is_well = decoded(data, charset)
    if part.get_content_type() == "text/html":
        reader = _Words()
        reader.feed(content)
        content = "".join(reader.words)
    return content, is_well, data, charset


def _files(message: EmailMessage, is_wanted: Callable[[Message], bool]) -> list[bytes]:
    parts = [part for part in message.walk() if not part.is_multipart() and is_wanted(part)]
    contents = [part.get_payload(decode=True) for part in parts]
    return [data for data in contents if isinstance(data, bytes) and data]


def _is_photo(part: Message) -> bool:
    return part.get_content_maintype() == "image"


def _is_document(part: Message) -> bool:
    """Whether a part is declared as a PDF or a recording; many programs declare a PDF as any file."""
    try:
        name = str(part.get_filename(""))
    except (LookupError, ValueError, AttributeError):
        name = ""
    is_pdf = part.get_content_type() == "application/pdf" or name.lower().endswith(".pdf")
    return is_pdf or part.get_content_maintype() == "audio"


class _Words(HTMLParser):
    """Extracts the text of an HTML page, blocks on lines of their own."""

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
